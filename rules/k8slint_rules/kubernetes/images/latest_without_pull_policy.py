"""`latest-without-pull-policy`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.images import parse_image, split_image
from k8slint.project import ProjectWorkload
from k8slint_rules._shared.pinning import may_be_local, pinning


class LatestWithoutPullPolicy(Rule[ProjectWorkload]):
    """An image without a tag has the tag `latest`. For `latest`, Kubernetes asks the registry at every start unless
    `imagePullPolicy` says otherwise.

    Two things go wrong. An image that exists only on this machine does not start (`ErrImagePull`), or an unrelated
    image of that name from Docker Hub starts in its place. And an image in a registry changes whenever somebody pushes:
    each pod runs what was there when it started.

    Name a version or a digest. For an image that is built only on this machine, set `imagePullPolicy: Never`, or
    `IfNotPresent` when a registry may have it too.

    Not reported when kustomize's `images` or skaffold sets the tag.

    References: https://kubernetes.io/docs/concepts/containers/images/#imagepullpolicy-defaulting
    """

    name = "latest-without-pull-policy"
    title = "An image without a version changes at every start"
    category = "reproducibility"
    needs = ("manifest",)
    severity = Severity.WARNING
    profile = "development"
    aliases = (
        "kube-linter:latest-tag",
        "kube-score:container-image-tag",
        "polaris:tagNotSpecified",
        "checkov:CKV_K8S_14",
        "trivy:KSV-0013",
    )
    examples = (
        Bad(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  initContainers:
    - name: wait
      image: «localhost:5000/wait»
  containers:
    - name: site
      image: «site»
    - name: proxy
      image: «"nginx:latest"»
"""
        ),
        Good(
            """\
apiVersion: batch/v1
kind: Job
metadata:
  name: greeter
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: greeter
          image: hello
          imagePullPolicy: Never
""",
            why="The image is built on the machine itself, and nothing is pulled.",
        ),
        Good(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: registry.example.com:5000/site:1.4.2
    - name: proxy
      image: nginx@sha256:0463a96ac74b84a8a1b27f3d1f4ae5d1a70ea823219394e131f5bf3536674419
""",
            why="A version, or a digest, names one image.",
        ),
        Good(
            {
                "base/pod.yaml": (
                    "apiVersion: v1\nkind: Pod\nmetadata:\n  name: site\n"
                    "spec:\n  containers:\n    - name: site\n      image: site\n"
                ),
                "base/kustomization.yaml": "resources:\n  - pod.yaml\nimages:\n  - name: site\n    newTag: 1.4.2\n",
            },
            why="kustomize puts the tag in.",
        ),
        Good(
            {
                "pod.yaml": (
                    "apiVersion: v1\nkind: Pod\nmetadata:\n  name: site\n"
                    "spec:\n  containers:\n    - name: site\n      image: site\n"
                ),
                "skaffold.yaml": (
                    "apiVersion: skaffold/v4beta11\nkind: Config\n"
                    "build:\n  artifacts:\n    - image: site\n      context: site\n"
                ),
            },
            why="skaffold puts the tag in.",
        ),
        Good(
            {
                "pod.yaml": (
                    "apiVersion: v1\nkind: Pod\nmetadata:\n  name: site\n"
                    "spec:\n  containers:\n    - name: site\n      image: site\n"
                ),
                "site/Dockerfile": "FROM nginx:1.29\n",
            },
            why="The image is built here and cannot be pulled at all, which `image-of-this-project-pulled` says.",
        ),
    )

    def check(self, item: ProjectWorkload) -> Findings:
        for container in item.containers:
            image = container.image
            if image is None or image.value is None or container.pull_policy is not None:
                continue
            reference = parse_image(image.value)
            if reference is None or reference.digest or reference.tag not in (None, "latest"):
                continue
            if split_image(image.value).official and item.project.ties.may_be_built_here(image.value, item.path):
                continue  # an image of this project, which nobody can pull: `image-of-this-project-pulled`
            if not item.project.retagged.holds(item.path, image.value):
                which = "has no tag" if reference.tag is None else "is a moving tag"
                local = (
                    ", or set `imagePullPolicy: Never` for an image that is only on this machine"
                    if may_be_local(image.value)
                    else ""
                )
                message = (
                    f"`{image.value}` {which}, so every start pulls whatever `latest` is at that moment;"
                    f" {pinning(image.value)}{local}"
                )
                yield self.finding(image.span, message)
