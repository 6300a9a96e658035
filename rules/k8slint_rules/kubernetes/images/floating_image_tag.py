"""`floating-image-tag`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, ProjectWorkload, Related, Rule, Severity
from k8slint.dockerfile.image import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHY = {
    "Always": "each pod runs what was pushed before its start, and a rollback brings nothing back",
    "IfNotPresent": "each node keeps the image it pulled first, and nodes differ for ever",
}


class FloatingImageTag(Rule[ProjectWorkload]):
    """The tag `latest`, or none, means another image after each push, and the pull policy only decides how that shows:
    with `Always` the pods of one rollout may differ and a rollback restores the same tag; with `IfNotPresent` every node
    keeps what it happened to pull first.

    Pin a version or a digest.

    Silent with `imagePullPolicy: Never`, where nothing is pulled, and where kustomize's `images` or skaffold put the tag
    in; `latest-without-pull-policy` is about images without a policy.
    """

    name = "floating-image-tag"
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

    def check(self, item: ProjectWorkload) -> Iterator[Finding]:
        for container in item.containers:
            image, policy = container.image, container.pull_policy
            why = _WHY.get(policy.value or "") if policy is not None else None
            if image is None or image.value is None or policy is None or why is None:
                continue
            reference = parse(image.value)
            if reference is None or reference.digest or reference.tag not in (None, "latest"):
                continue
            if not item.project.retagged.holds(item.path, image.value):
                message = f"`{image.value}` is whatever `latest` is at the time: {why}; pin a version"
                related = (Related(item.path, policy.span, "the policy"),)
                yield self.finding(image.span, message, related=related)
