"""`image-of-this-project-pulled`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity
from k8slint.images import split_image
from k8slint.project import Running, insert_behind, replace_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.project import Text


class ImageOfThisProjectPulled(Rule[Running]):
    """A cluster would pull an image from Docker Hub that only this project builds.

    The manifest names the image without a registry, and the image is built from a Dockerfile of this project. For the tag
    `latest`, or no tag, a cluster asks a registry at every start. A name without a registry means `library/…` on Docker
    Hub, where only official images are. So the image that was just built on the laptop is not used: the pod stays in
    `ErrImagePull`, or it runs a stranger's image that happens to have the same name.

    For an image that is only built on the machine (`minikube image load`, `kind load docker-image`) write
    `imagePullPolicy: Never`. For a real cluster, push the image, and name it with its registry and a version.

    k8slint says nothing where skaffold or kustomize write another name or tag. Ignore this when your cluster mirrors
    Docker Hub with images of your own.

    Fix safety: unsafe; `imagePullPolicy: Never` only starts an image that is already on the node.

    References: https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy
    """

    name = "image-of-this-project-pulled"
    title = "Kubernetes pulls an image that only this project builds"
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

    def check(self, running: Running) -> Findings:
        container = running.container
        image = None if container is None else container.image
        if container is None or image is None or image.value is None:
            return
        reference, policy = split_image(image.value), container.pull_policy
        # Docker Hub's own namespace: nobody else can push there.
        if not reference.official or reference.digest or image.value.startswith("docker.io/"):
            return
        always = policy is not None and policy.value == "Always"
        if not always and (policy is not None or reference.tag not in (None, "latest")):
            return
        project = running.project
        renamed = project.overlays.renames(image.value.removesuffix(":latest"), running.path)
        if renamed or project.retagged.holds(running.path, image.value):
            return
        message = (
            f"`{image.value}` is built from `{running.tie.dockerfile}`, but the cluster would pull it from Docker Hub; write"
            " `imagePullPolicy: Never` for an image that is only built here, or the registry that has it"
        )
        related = running.tie.related(running.tie.stage.span, "the image is built here")
        yield self.finding(image.span, message, related=related, fix=_fix(running, image, policy))


def _fix(running: Running, image: Text, policy: Text | None) -> Fix | None:
    if policy is not None:
        edit = replace_value(running.project, running.place(policy.span), "Never")
    else:
        edit = insert_behind(running.project, running.place(image.span), "imagePullPolicy", "Never")
    return None if edit is None else Fix("never pull the image", (edit,), Applicability.UNSAFE)
