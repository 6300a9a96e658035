"""`image-not-always-pulled`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Place, Rule, Severity
from k8slint.images import parse_image, split_image
from k8slint.project import Project, insert_behind, replace_value


class ImageNotAlwaysPulled(Rule[Project]):
    """A node that already has an image starts it without contacting the registry, unless `imagePullPolicy` is `Always`.

    Two things follow. If someone pushes the same tag again, this node keeps running the old image. And any pod on the
    node can run a private image without having its pull secret.

    Set `imagePullPolicy: Always`. Layers that are already on the node are not downloaded again.

    Not reported for images pinned by digest, for `imagePullPolicy: Never`, and for images that are built in this
    repository and only exist on this machine. Ignore it in clusters that enable the AlwaysPullImages admission plugin.

    Fix safety: unsafe; with `Always`, pods do not start while the registry is down.

    References: https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy,
    https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#alwayspullimages
    """

    name = "image-not-always-pulled"
    title = "A node may run an old copy"
    category = "security"
    needs = ("manifest",)
    severity = Severity.INFO
    profile = "strict"
    aliases = ("kube-score:container-image-pull-policy", "polaris:pullPolicyNotAlways", "checkov:CKV_K8S_15")
    examples = (
        Bad(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: «nginx:1.31.4»
    - name: helper
      image: helper:2
      imagePullPolicy: «IfNotPresent»
""",
            fixed="""\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: nginx:1.31.4
      imagePullPolicy: Always
    - name: helper
      image: helper:2
      imagePullPolicy: Always
""",
            unsafe=True,
        ),
        Good(
            {
                "pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: site}\nspec:\n  containers:\n"
                "    - {name: site, image: site:1}\n    - {name: other, image: other:1, imagePullPolicy: Never}\n",
                "site/Dockerfile": "FROM nginx:1.29\n",
            },
            why="An image that is built here, and one that is never pulled.",
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
      image: nginx@sha256:0463a96ac74b84a8a1b27f3d1f4ae5d1a70ea823219394e131f5bf3536674419
    - name: newest
      image: example/newest
""",
            why="A digest always means the same image; without a tag the default is `Always`.",
        ),
    )

    def check(self, project: Project) -> Findings:
        for item in project.workloads:
            for container in item.pod.containers if item.pod is not None else ():
                image, policy = container.image, container.pull_policy
                if image is None or not image.value or "@" in image.value:
                    continue
                if policy is None:
                    if parse_image(image.value) is None or split_image(image.value).tag in (None, "latest"):
                        continue  # The default is `Always`.
                elif policy.value != "IfNotPresent":
                    continue
                if project.tie_of(item, container) is not None:
                    continue
                message = (
                    f"a node that already has `{image.value}` does not check the registry for it; set"
                    " `imagePullPolicy: Always`"
                )
                place = item.place((policy or image).span)
                yield self.finding(place, message, fix=_fix(project, place, new=policy is None))


def _fix(project: Project, place: Place, *, new: bool) -> Fix | None:
    if new:
        edit = insert_behind(project, place, "imagePullPolicy", "Always")
    else:
        edit = replace_value(project, place, "Always")
    return None if edit is None else Fix("always pull the image", (edit,), Applicability.UNSAFE)
