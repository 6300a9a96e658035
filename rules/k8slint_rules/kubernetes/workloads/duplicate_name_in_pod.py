"""`duplicate-name-in-pod`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Related, Rule, Severity
from k8slint.kubernetes.labels import known
from k8slint.kubernetes.pods import PodSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from k8slint.yaml.tree import Scalar


class DuplicateNameInPod(Rule[PodSpec]):
    """Containers of a pod (init containers count too), its volumes, the port names of a container and the paths it mounts
    must each be different: the API server refuses the object.

    Rename or remove one. Two volumes meant for one folder need a folder each.
    """

    name = "duplicate-name-in-pod"
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

    def check(self, pod: PodSpec) -> Iterator[Finding]:
        containers = pod.all_containers
        found = [*self._repeated("container", (container.name_node for container in containers))]
        for container in containers:
            found += self._repeated("port", (port.string("name") for port in container.ports))
            found += self._repeated("mount at", (mount.string("mountPath") for mount in container.mounts))
        found += self._repeated("volume", (volume.node.string("name") for volume in pod.volumes))
        found.sort(key=lambda finding: finding.span.start)
        yield from found

    def _repeated(self, what: str, nodes: Iterable[Scalar | None]) -> Iterator[Finding]:
        seen: dict[str, Scalar] = {}
        for node in nodes:
            if node is None or not known(node.text):
                continue
            first = seen.setdefault(node.text, node)
            if first is not node:
                place = "container" if what in ("port", "mount at") else "pod"
                message = f"the {place} has a second {what} `{node.text}`; rename or remove one"
                yield self.finding(node.span, message, related=(Related("", first.span, "the first"),))
