"""`volume-mount-without-volume`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, Finding, Fix, Good, Rule, Severity
from k8slint.kubernetes.labels import known
from k8slint.kubernetes.pods import PodSpec
from k8slint.nearest import nearest
from k8slint.yaml.edits import replace_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.yaml.tree import Scalar


class VolumeMountWithoutVolume(Rule[PodSpec]):
    """A container mounts a volume that its pod does not have. The API server refuses the object. For a StatefulSet it
    takes the object and refuses the pods one by one later, which only the events tell.

    Usually the volume was renamed or is misspelled.

    Add the volume to the pod's `volumes` (or a claim template to a StatefulSet), or correct the name in the mount.

    Not reported in patches, for custom resources whose operator may add volumes, and when `volumes` is written in the
    wrong place, which `misplaced-pod-field` reports.

    Fix safety: unsafe; it is offered when exactly one volume that nothing mounts has nearly the same name.

    References: https://kubernetes.io/docs/concepts/storage/volumes/
    """

    name = "volume-mount-without-volume"
    title = "A mount names a volume the pod lacks"
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
        - name: «ca-certs»
          mountPath: /etc/ssl
  volumes:
    - name: config
      configMap: {name: site}
    - name: ca
      configMap: {name: ca}
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
        - name: ca
          mountPath: /etc/ssl
  volumes:
    - name: config
      configMap: {name: site}
    - name: ca
      configMap: {name: ca}
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
        if not wanted or not pod.is_whole or _has_misplaced_volumes(pod):
            return
        names = {volume.name for volume in pod.volumes}
        for template in pod.claim_templates:
            metadata = template.mapping("metadata")
            name = None if metadata is None else metadata.string("name")
            names.add(None if name is None else name.text)
        if None in names:
            return
        used = {node.text for node in wanted if node is not None}
        free = sorted(name for name in names if name is not None and name not in used)
        for node in wanted:
            if node is not None and node.text not in names and known(node.text):
                near = _near(node.text, free)
                remedy = "add it to `volumes`" if near is None else f"did you mean `{near}`?"
                message = f"the pod has no volume `{node.text}`, so the API server refuses it; {remedy}"
                fix = None if near is None else _renamed(pod, node, near)
                yield self.finding(node.span, message, fix=fix)


def _has_misplaced_volumes(pod: PodSpec) -> bool:
    """Whether `volumes` stands somewhere around the spec, or in a container."""
    spec = pod.resource.spec
    holders = [pod.template, *(container.node for container in pod.all_containers)]
    if spec is not None and spec is not pod.node:
        holders.append(spec)
    return any(holder.get("volumes") is not None for holder in holders)


def _near(name: str, free: list[str]) -> str | None:
    """The volume that nothing mounts and that a mount must mean: a slip, or a name with a part more or less."""
    found = nearest(name, free)
    if found is not None:
        return found
    parts = [other for other in free if f"-{other}-" in f"-{name}-" or f"-{name}-" in f"-{other}-"]
    return parts[0] if len(parts) == 1 else None


def _renamed(pod: PodSpec, node: Scalar, near: str) -> Fix | None:
    edit = replace_scalar(pod.source, node, near)
    return None if edit is None else Fix(f"mount the volume `{near}`", (edit,), Applicability.UNSAFE)
