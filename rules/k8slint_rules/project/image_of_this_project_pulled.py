"""`image-of-this-project-pulled`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, Finding, Fix, Good, Project, Rule, Severity
from k8slint.images.name import split_image
from k8slint.project.edits import insert_behind, replace_value
from k8slint.project.retagged import Retagged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.project import RunningContainer


class ImageOfThisProjectPulled(Rule[Project]):
    """The image is built from a Dockerfile of this project and has neither registry nor tag, so the cluster does not look
    for it on the node: for `latest` it asks a registry at every start, and a name without a registry is Docker Hub's
    `library/…`, where only official images are. The pod stays in `ErrImagePull`, or runs a stranger's image of that name.

    For an image that is only built locally (`minikube image load`, `kind load docker-image`, `eval $(minikube docker-env)`)
    say `imagePullPolicy: Never`. For a cluster of its own, push the image and name it with its registry and a version.

    Silent where skaffold or kustomize put in another name or tag.

    Fix safety: unsafe; `imagePullPolicy: Never` only starts what lies on the node.
    """

    name = "image-of-this-project-pulled"
    category = "reliability"
    needs = ("manifest",)
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            {
                "site/Dockerfile": "FROM nginx:1.27\nCOPY index.html /usr/share/nginx/html/\n",
                "k8s/site.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: «site»
      ports:
        - containerPort: 80
""",
            },
            fixed={
                "k8s/site.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: site
      imagePullPolicy: Never
      ports:
        - containerPort: 80
"""
            },
            unsafe=True,
        ),
        Bad(
            {
                "Dockerfile": "FROM nginx:1.27\nCOPY index.html /usr/share/nginx/html/\n",
                "compose.yaml": "services:\n  web:\n    build: .\n    image: shop:latest\n",
                "shop.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: shop
      image: «shop:latest»
      imagePullPolicy: Always
""",
            },
            fixed={
                "shop.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: shop
      image: shop:latest
      imagePullPolicy: Never
"""
            },
            unsafe=True,
        ),
        Good(
            {
                "site/Dockerfile": "FROM nginx:1.27\nCOPY index.html /usr/share/nginx/html/\n",
                "k8s/site.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: site:1.4
    - name: other
      image: registry.example.com/site
""",
            },
            why="A tag other than latest is looked for on the node first, and a registry of one's own has the image.",
        ),
        Good(
            {
                "site/Dockerfile": "FROM nginx:1.27\n",
                "skaffold.yaml": (
                    "apiVersion: skaffold/v4beta11\nkind: Config\n"
                    "build:\n  artifacts:\n    - image: site\n      context: site\n"
                ),
                "k8s/site.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: site
""",
            },
            why="skaffold puts in the name and tag that it built.",
        ),
    )

    def check(self, project: Project) -> Iterator[Finding]:
        retagged = Retagged(project)
        for running in project.running_containers:
            image, policy = running.container.image, running.container.pull_policy
            if image is None or image.value is None:
                continue
            reference = split_image(image.value)
            # Docker Hub's own namespace: nobody else can push there.
            if not reference.official or reference.digest or image.value.startswith("docker.io/"):
                continue
            always = policy is not None and policy.value == "Always"
            if not always and (policy is not None or reference.tag not in (None, "latest")):
                continue
            if retagged.holds(running.path, image.value) or _renamed(project, running, image.value):
                continue
            message = (
                f"`{image.value}` is built from `{running.tie.dockerfile}`, but the cluster would pull it from Docker Hub; say"
                " `imagePullPolicy: Never` for an image that is only built here, or name the registry that has it"
            )
            related = running.tie.related(running.tie.stage.span, "the image is built here")
            place = running.owner.place(image.span)
            yield self.finding(place, message, related=related, fix=_fix(project, running))


def _renamed(project: Project, running: RunningContainer, image: str) -> bool:
    """Whether kustomize gives the image another name."""
    name = image.removesuffix(":latest")
    return bool(project.overlays.renames(name, running.path))


def _fix(project: Project, running: RunningContainer) -> Fix | None:
    image, policy = running.container.image, running.container.pull_policy
    if image is None:
        return None
    if policy is not None:
        edit = replace_value(project, running.owner.place(policy.span), "Never")
    else:
        edit = insert_behind(project, running.owner.place(image.span), "imagePullPolicy", "Never")
    return None if edit is None else Fix("never pull the image", (edit,), Applicability.UNSAFE)
