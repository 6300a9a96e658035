"""`image-not-always-pulled`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, Edit, Finding, Fix, Good, Rule, Severity
from k8slint.kubernetes.containers import Container
from k8slint.kubernetes.labels import known
from k8slint.yaml.edits import insert_entry, replace_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator


class ImageNotAlwaysPulled(Rule[Container]):
    """Unless `imagePullPolicy` is `Always`, a node that holds the image starts it without asking the registry: a tag that
    was pushed again is not noticed, and pods of others run a private image without its credentials.

    Set `Always`; layers that are there are not fetched again. A digest needs none, and clusters with the admission plugin
    AlwaysPullImages have it already.

    Fix safety: unsafe; pods no longer start while the registry is away, and images that only lie on the node do not start
    at all. None is offered for `Never`, which says that they do.
    """

    name = "image-not-always-pulled"
    category = "security"
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
        Bad(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: site:1
      imagePullPolicy: «Never»
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
      image: nginx@sha256:0463a96ac74b84a8a1b27f3d1f4ae5d1a70ea823219394e131f5bf3536674419
    - name: newest
      image: example/newest
""",
            why="A digest is one image for ever; without a tag the default is `Always`.",
        ),
    )

    def check(self, container: Container) -> Iterator[Finding]:
        image, policy = container.image, container.pull_policy_node
        if image is None or "@" in image.text or not image.text or not known(image.text):
            return
        if container.pull_policy in ("Never", "IfNotPresent"):
            edit: Edit | None = None
            if policy is None:
                edit = insert_entry(container.source, container.node, "imagePullPolicy", "Always", after="image")
            elif policy.text == "IfNotPresent":
                edit = replace_scalar(container.source, policy, "Always")
            fix = None if edit is None else Fix("always pull the image", (edit,), Applicability.UNSAFE)
            message = (
                f"`{image.text}` is not asked for where a node holds it: a tag that was pushed again goes unnoticed; set"
                " `imagePullPolicy: Always`"
            )
            yield self.finding((policy or image).span, message, fix=fix)
