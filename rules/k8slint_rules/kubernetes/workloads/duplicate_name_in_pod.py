"""`duplicate-name-in-pod`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.kubernetes import PodSpec, is_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from k8slint.yaml import Scalar


class DuplicateNameInPod(Rule[PodSpec]):
    """Some names must be different within a pod: those of its containers (init containers included) and of its volumes.
    Within a container, the names of ports and the paths of mounts must be different. The API server refuses the object
    otherwise.

    It happens when a container or a volume is copied to make another one.

    Rename or remove one of the two. Two volumes that are meant for one folder need a folder each.

    References: https://kubernetes.io/docs/concepts/workloads/pods/,
    https://kubernetes.io/docs/concepts/storage/volumes/
    """

    name = "duplicate-name-in-pod"
    title = "Two things in a pod have the same name"
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
  initContainers:
    - name: site
      image: wait:1
  containers:
    - name: «site»
      image: site:1
      ports:
        - name: http
          containerPort: 80
        - name: «http»
          containerPort: 81
      volumeMounts:
        - name: data
          mountPath: /data
        - name: data
          mountPath: «/data»
  volumes:
    - name: data
      emptyDir: {}
    - name: «data»
      configMap: {name: site}
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
      image: site:1
      ports: [{name: http, containerPort: 80}]
      volumeMounts:
        - {name: data, mountPath: /data}
        - {name: data, mountPath: /more}
    - name: other
      image: other:1
      ports: [{name: http, containerPort: 81}]
      volumeMounts:
        - {name: data, mountPath: /data}
  volumes:
    - {name: data, emptyDir: {}}
    - {name: site, configMap: {name: site}}
""",
            why="A volume may be mounted twice, and each container has ports and paths of its own.",
        ),
    )

    def check(self, pod: PodSpec) -> Findings:
        containers = pod.all_containers
        found = [*self._repeated("container", (container.name_node for container in containers))]
        for container in containers:
            found += self._repeated("port", (port.string("name") for port in container.ports))
            found += self._repeated("mount at", (mount.string("mountPath") for mount in container.mounts))
        found += self._repeated("volume", (volume.node.string("name") for volume in pod.volumes))
        found.sort(key=lambda finding: finding.span.start)
        yield from found

    def _repeated(self, what: str, nodes: Iterable[Scalar | None]) -> Findings:
        seen: dict[str, Scalar] = {}
        for node in nodes:
            if node is None or not is_literal(node.text):
                continue
            first = seen.setdefault(node.text, node)
            if first is not node:
                place = "container" if what in ("port", "mount at") else "pod"
                message = (
                    f"the {place} has a second {what} `{node.text}`, so the API server refuses the object; rename or remove"
                    " one"
                )
                yield self.finding(node.span, message, related=(Related("", first.span, "the first"),))
