"""`non-string-value`."""

from __future__ import annotations

from k8slint import Bad, Edit, Finding, Findings, Fix, Good, Rule, Severity
from k8slint.kubernetes import Resource, is_namespaced
from k8slint.yaml import Mapping, Scalar, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.yaml import Entry

_DATA = {"ConfigMap": ("data",), "Secret": ("data", "stringData")}
"""Maps of strings at the top of an object (core/v1 ConfigMap, Secret)."""


class NonStringValue(Rule[Resource]):
    """Labels, annotations, selectors, environment variables and the `data` of a ConfigMap are strings. YAML reads an
    unquoted `true`, `yes`, `n`, `8080` or `1.10` as a boolean or a number, and the API server refuses the object with
    "cannot unmarshal bool into Go value of type string".

    It bites late: `version: 1.9` and `1.10` look like text, and `kubectl` only complains when the file is applied.

    Put the value in quotes.

    Fix safety: safe; the server refused the object, and the value is quoted exactly as it is written.

    References: https://kubernetes.io/docs/concepts/configuration/configmap/,
    https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
    """

    name = "non-string-value"
    title = "A string value is not quoted"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ("apiserver:refused",)
    examples = (
        Bad(
            """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
  labels: {version: «1.10»}
  annotations:
    prometheus.io/scrape: «true»
spec:
  selector:
    matchLabels: {app: «y»}
  template:
    metadata:
      labels: {app: «y»}
    spec:
      nodeSelector: {ssd: «yes»}
      containers:
        - name: site
          image: site:1
          env:
            - name: PORT
              value: «8080»
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: site
data:
  workers: «4»
""",
            fixed="""\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
  labels: {version: "1.10"}
  annotations:
    prometheus.io/scrape: "true"
spec:
  selector:
    matchLabels: {app: "y"}
  template:
    metadata:
      labels: {app: "y"}
    spec:
      nodeSelector: {ssd: "yes"}
      containers:
        - name: site
          image: site:1
          env:
            - name: PORT
              value: "8080"
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: site
data:
  workers: "4"
""",
        ),
        Good(
            """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: site
  labels: {app: site, since: 2026-11-27, version: 1.10.0, empty: }
data:
  workers: "4"
  on.txt: off-line
immutable: true
""",
            why="Text that YAML reads as text, and a field that is a boolean.",
        ),
        Bad(
            'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels: {a: !!int «"1"», b: [c]}\nspec:\n  containers:\n'
            "    - name: a\n      image: a:1\n      env: [{value: 1}, {name: A}, {name: B, value: «1»}]\n",
            fixed='apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels: {a: !!int "1", b: [c]}\nspec:\n  containers:\n'
            '    - name: a\n      image: a:1\n      env: [{value: 1}, {name: A}, {name: B, value: "1"}]\n',
            why="A tag is left alone.",
        ),
        Bad(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec:\n"
            "  podSelector: {matchLabels: {app: «1»}}\n  ingress:\n    - from:\n"
            "        - podSelector: {matchLabels: {app: «on»}}\n",
            fixed="apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec:\n"
            '  podSelector: {matchLabels: {app: "1"}}\n  ingress:\n    - from:\n'
            '        - podSelector: {matchLabels: {app: "on"}}\n',
        ),
        Good(
            "apiVersion: example.com/v1\nkind: Engine\nmetadata: {name: a}\ndata: {workers: 4}\nspec: {selector: {app: 1}}\n",
            why="What a custom resource takes is not known.",
        ),
    )

    def check(self, resource: Resource) -> Findings:
        for what, holder in _maps(resource):
            for entry, node in holder.pairs():
                if isinstance(node, Scalar) and not isinstance(node.value, str):
                    yield self._finding(resource, f"the {what} `{entry.name}`", node, entry)
        pod = resource.pod if resource.namespaced is not None else None
        for container in pod.all_containers if pod is not None else ():
            for variable in container.env:
                name, given = variable.string("name"), variable.entry("value")
                value = variable.scalar("value")
                if name is not None and given is not None and value is not None and not isinstance(value.value, str):
                    yield self._finding(resource, f"the variable `{name.text}`", value, given)

    def _finding(self, resource: Resource, what: str, node: Scalar, entry: Entry) -> Finding:
        kind = "boolean" if isinstance(node.value, bool) else "number"
        message = (
            f"{what} must be a string, but YAML reads `{node.text}` as a {kind} and the API server refuses it; write"
            f' `"{node.text}"`'
        )
        fix = None
        if entry.value is node and not node.mark and node.properties is None:
            fix = Fix("put the value in quotes", (Edit(node.span, f'"{node.text}"'),))
        return self.finding(node.span, message, fix=fix)


def _maps(resource: Resource) -> Iterator[tuple[str, Mapping]]:
    """The maps of strings of an object."""
    yield from _of_metadata(resource.metadata)
    if is_namespaced(resource.group, resource.kind) is None:
        return
    pod = resource.pod
    if pod is not None and pod.template is not resource.node:
        yield from _of_metadata(pod.metadata)
    if pod is not None:
        yield from _found(("node selector", pod.node.mapping("nodeSelector")))
    selector = resource.selector
    if isinstance(selector, Mapping):
        labels = selector if resource.selector_is_plain else selector.mapping("matchLabels")
        yield from _found(("selector's label", labels))
    yield from _found(*(("selector's label", labels) for labels in _inner_selectors(resource)))
    for name in _DATA.get(resource.kind, ()) if resource.api_version == "v1" else ():
        yield from _found((f"{resource.kind}'s key", resource.node.mapping(name)))


def _inner_selectors(resource: Resource) -> Iterator[Mapping]:
    """`matchLabels` below the selector of the object itself: of affinity, spread constraints, peers of a policy."""
    node = resource.node
    if resource.kind == "CustomResourceDefinition" or "matchLabels" not in resource.source.text[node.start : node.end]:
        return
    own = resource.selector
    for inner in walk(node):
        if isinstance(inner, Mapping) and inner is not own:
            labels = inner.mapping("matchLabels")
            if labels is not None:
                yield labels


def _of_metadata(metadata: Mapping | None) -> Iterator[tuple[str, Mapping]]:
    if metadata is not None:
        yield from _found(("label", metadata.mapping("labels")), ("annotation", metadata.mapping("annotations")))


def _found(*maps: tuple[str, Mapping | None]) -> Iterator[tuple[str, Mapping]]:
    for what, holder in maps:
        if holder is not None:
            yield what, holder
