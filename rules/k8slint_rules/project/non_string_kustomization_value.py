"""`non-string-kustomization-value`."""

from __future__ import annotations

from k8slint import Bad, Edit, Finding, Findings, Fix, Good, Rule, Severity
from k8slint.project import ProjectKustomization
from k8slint.yaml import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.yaml import Entry, Node

_NAMES = ("namespace", "namePrefix", "nameSuffix")
_IMAGE = ("name", "newName", "newTag", "digest")


class NonStringKustomizationValue(Rule[ProjectKustomization]):
    """The tags, names and labels in a kustomization are strings. YAML reads an unquoted `1.10`, `9075807` or `yes` as a
    number or a boolean, and kustomize stops with "cannot unmarshal number into Go struct field".

    It bites late. A pipeline writes the short hash of each commit as `newTag`. Most hashes have a letter, and the build
    works for months. Then one has only digits.

    Put the value in quotes.

    Fix safety: safe; kustomize refused the file, and the value is quoted exactly as it is written.

    References: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/,
    https://github.com/kubernetes-sigs/kustomize/issues/4081
    """

    name = "non-string-kustomization-value"
    title = "A string in a kustomization is not quoted"
    category = "correctness"
    needs = ("kustomization",)
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            {
                "kustomization.yaml": """\
namespace: «2025»
resources:
  - web.yaml
images:
  - name: registry.example.com/web
    newTag: «9075807»
labels:
  - pairs:
      version: «1.10»
commonAnnotations:
  managed: «yes»
""",
                "web.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.com/web:1.4.2
""",
            },
            fixed={
                "kustomization.yaml": """\
namespace: "2025"
resources:
  - web.yaml
images:
  - name: registry.example.com/web
    newTag: "9075807"
labels:
  - pairs:
      version: "1.10"
commonAnnotations:
  managed: "yes"
""",
                "web.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.com/web:1.4.2
""",
            },
        ),
        Bad(
            {
                "kustomization.yaml": "resources: []\nimages:\n  - {name: web, newTag: &tag «12»}\n"
                "  - {name: db, newTag: *tag}\n  - {name: api, newTag: !!int «4»}\n"
            },
            why="Other places share what an anchor names, and a tag asks for the number, so no fix is offered.",
        ),
        Good(
            {
                "kustomization.yaml": "resources: []\nnamePrefix: ''\ncommonLabels: {team: shop}\nimages:\n"
                "  - {name: web, newTag: 1.4.2}\n  - {name: db, newTag: 907580e, digest: null}\n"
                "replicas:\n  - {name: web, count: 3}\n"
            },
            why="Text, a value that is left out, and a number where one belongs.",
        ),
    )

    def check(self, kustomization: ProjectKustomization) -> Findings:
        stream = kustomization.project.reread.stream(kustomization.path)
        root = stream.documents[0].root if stream is not None and stream.documents else None
        for entry, node in _strings(root) if isinstance(root, Mapping) else ():
            if entry.value is node and isinstance(node, Scalar) and isinstance(node.value, (bool, int, float)):
                yield self._finding(entry, node)

    def _finding(self, entry: Entry, node: Scalar) -> Finding:
        kind = "boolean" if isinstance(node.value, bool) else "number"
        message = (
            f"`{entry.name}` must be a string, but YAML reads `{node.text}` as a {kind}, so kustomize stops; write"
            f' `"{node.text}"`'
        )
        fix = None
        if node.properties is None:
            fix = Fix("put the value in quotes", (Edit(node.span, f'"{node.text}"'),))
        return self.finding(node.span, message, fix=fix)


def _strings(root: Mapping) -> Iterator[tuple[Entry, Node | None]]:
    """The entries whose values are strings (kustomize api/types, Kustomization, Image, Label)."""
    yield from ((entry, node) for entry, node in root.pairs() if entry.name in _NAMES)
    for image in root.items("images"):
        if isinstance(image, Mapping):
            yield from ((entry, node) for entry, node in image.pairs() if entry.name in _IMAGE)
    maps = [root.mapping("commonLabels"), root.mapping("commonAnnotations")]
    maps += [item.mapping("pairs") for item in root.items("labels") if isinstance(item, Mapping)]
    for found in maps:
        yield from found.pairs() if found is not None else ()
