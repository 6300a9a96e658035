"""`volume-mount-without-volume`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, Finding, Fix, Good, Rule, Severity
from k8slint.kubernetes.labels import known
from k8slint.kubernetes.pods import PodSpec
from k8slint.yaml.edits import replace_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.yaml.tree import Scalar


class VolumeMountWithoutVolume(Rule[PodSpec]):
    """A mount names a volume that its pod does not have: the API server refuses the object, and the pods of a StatefulSet
    are refused one by one later, where only events tell.

    Add the volume (or the claim template), or correct the name.

    Fix safety: unsafe; offered where one volume of the pod has nearly the same name and nothing else mounts it.
    """

    name = "volume-mount-without-volume"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    aliases = ("apiserver:refused",)
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
      image: site:1
      volumeMounts:
        - name: «confg»
          mountPath: /etc/site
        - name: «cache»
          mountPath: /cache
  volumes:
    - name: config
      configMap: {name: site}
""",
            fixed="""\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: site:1
      volumeMounts:
        - name: config
          mountPath: /etc/site
        - name: cache
          mountPath: /cache
  volumes:
    - name: config
      configMap: {name: site}
""",
            unsafe=True,
        ),
        Good(
            """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector:
    matchLabels: {app: db}
  template:
    metadata:
      labels: {app: db}
    spec:
      containers:
        - name: db
          image: postgres:17
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
    - metadata: {name: data}
      spec:
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 10Gi}}
""",
            why="A claim template is a volume of its name.",
        ),
    )

    def check(self, pod: PodSpec) -> Iterator[Finding]:
        wanted = [mount.string("name") for container in pod.all_containers for mount in container.mounts]
        if not wanted or not _is_whole(pod):
            return
        names = {volume.name for volume in pod.volumes}
        for template in pod.claim_templates:
            metadata = template.mapping("metadata")
            name = None if metadata is None else metadata.string("name")
            names.add(None if name is None else name.text)
        if None in names:
            return
        used = {node.text for node in wanted if node is not None}
        free = [name for name in names if name is not None and name not in used]
        for node in wanted:
            if node is not None and node.text not in names and known(node.text):
                message = f"the pod has no volume `{node.text}`; add it to `volumes`"
                yield self.finding(node.span, message, fix=_renamed(pod, node, free))


def _is_whole(pod: PodSpec) -> bool:
    """Whether this is a whole pod of Kubernetes' own: an operator may add volumes, a patch leaves them out."""
    if pod.resource.namespaced is None:
        return False
    return all(container.image is not None for container in pod.all_containers)


def _renamed(pod: PodSpec, node: Scalar, free: list[str]) -> Fix | None:
    from difflib import get_close_matches

    near = get_close_matches(node.text, sorted(free)[:100], n=2, cutoff=0.8)
    edit = replace_scalar(pod.source, node, near[0]) if len(near) == 1 else None
    return None if edit is None else Fix(f"mount the volume `{near[0]}`", (edit,), Applicability.UNSAFE)
