"""`file-mode-in-decimal`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.kubernetes import PodSpec, mappings
from k8slint.shell import names
from k8slint.yaml import Mapping, begins_as_json

_OCTAL = names("400 440 444 500 550 555 600 640 644 660 664 666 700 711 744 750 755 770 775 777")
"""Modes that people write in octal; none of them is a usual one when it is read in decimal."""
_SOURCES = ("configMap", "secret", "downwardAPI", "projected")
_MOST = 0o777


class FileModeInDecimal(Rule[PodSpec]):
    """The mode of a file needs a leading 0 to be read as octal. Without it, YAML reads a decimal number: `400` is the
    octal mode 0620, which lets the group write and the owner's program may refuse the key. `755` is above the largest
    mode, 0777, and the API server refuses the object.

    Write `0400`. In JSON, which has no octal numbers, write the decimal value: 256.

    Fix safety: unsafe; the files get another mode.

    References: https://kubernetes.io/docs/concepts/configuration/secret/#secret-files-permissions
    """

    name = "file-mode-in-decimal"
    title = "A file mode lacks its leading 0"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
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
  volumes:
    - name: keys
      secret:
        secretName: keys
        defaultMode: «400»
        items:
          - {key: a, path: a, mode: «755»}
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
  volumes:
    - name: keys
      secret:
        secretName: keys
        defaultMode: 0400
        items:
          - {key: a, path: a, mode: 0755}
""",
            unsafe=True,
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
  volumes:
    - name: keys
      secret: {secretName: keys, defaultMode: 0400}
    - name: scripts
      configMap: {name: scripts, defaultMode: 420}
    - name: more
      configMap: {name: more, defaultMode: 0o755}
""",
            why="420 is 0644 in decimal.",
        ),
    )

    def check(self, pod: PodSpec) -> Findings:
        for volume in pod.volumes:
            for name in _SOURCES:
                source = volume.node.mapping(name)
                if source is not None:
                    parts = [part for item in mappings(source, "sources") for _, part in item.pairs()]
                    for holder in (source, *(part for part in parts if isinstance(part, Mapping))):
                        yield from self._modes(pod, holder)

    def _modes(self, pod: PodSpec, holder: Mapping) -> Findings:
        nodes = [holder.scalar("defaultMode"), *(item.scalar("mode") for item in mappings(holder, "items"))]
        for node in nodes:
            if node is None or node.mark or node.text not in _OCTAL:
                continue
            number = int(node.text)
            what = (
                f"above 0777 ({_MOST}), so the API server refuses it"
                if number > _MOST
                else f"the octal mode 0{number:o}"
            )
            fix = None
            if not node.shared and not begins_as_json(pod.source.text):
                edit = Edit(node.span, f"0{node.text}")
                fix = Fix(f"write `0{node.text}`", (edit,), Applicability.UNSAFE)
            yield self.finding(
                node.span, f"`{node.text}` is a decimal number and {what}; write `0{node.text}`", fix=fix
            )
