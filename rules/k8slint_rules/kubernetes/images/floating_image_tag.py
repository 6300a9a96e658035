"""`floating-image-tag`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.images import parse_image
from k8slint.project import ProjectWorkload
from k8slint_rules._shared.pinning import is_moving, pinning

_WHY = {
    "Always": "each pod runs what was pushed before its start, and a rollback does not bring the old image back",
    "IfNotPresent": "each node keeps the image that it pulled first, so nodes may run different ones",
}


class FloatingImageTag(Rule[ProjectWorkload]):
    """Tags such as `latest`, `main` or `stable` are pushed again and again. The same manifest then runs different
    images.

    With `imagePullPolicy: Always`, the pods of one rollout may differ, and a rollback brings back the same tag, not the
    old image. With `IfNotPresent`, which is the default for all of them but `latest`, every node keeps the image that
    it happened to pull first.

    Name a version or a digest.

    Not reported with `imagePullPolicy: Never`, where nothing is pulled, and when kustomize's `images` or skaffold sets
    the tag. `latest-without-pull-policy` is about `latest` without a policy.

    References: https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy
    """

    name = "floating-image-tag"
    title = "The image tag means another image after each push"
    category = "reproducibility"
    needs = ("manifest",)
    severity = Severity.WARNING
    profile = "maintenance"
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
  containers:
    - name: site
      image: «example/site»
      imagePullPolicy: Always
    - name: proxy
      image: «nginx:latest»
      imagePullPolicy: IfNotPresent
    - name: agent
      image: «example/agent:main»
"""
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
      image: site
      imagePullPolicy: Never
    - name: proxy
      image: nginx:1.31.4
      imagePullPolicy: IfNotPresent
""",
            why="A local image that is never pulled, and a version.",
        ),
    )

    def check(self, item: ProjectWorkload) -> Findings:
        for container in item.containers:
            image, policy = container.image, container.pull_policy
            if image is None or image.value is None:
                continue
            reference = parse_image(image.value)
            if reference is None or reference.digest or not is_moving(reference.tag):
                continue
            tag = reference.tag or "latest"
            why = _WHY.get("IfNotPresent" if policy is None else policy.value or "")
            if why is None or (policy is None and tag == "latest"):
                continue
            if not item.project.retagged.holds(item.path, image.value):
                message = f"`{image.value}` is whatever `{tag}` is at the time: {why}; {pinning(image.value)}"
                related = () if policy is None else (Related(item.path, policy.span, "the policy"),)
                yield self.finding(image.span, message, related=related)
