"""`selector-template-mismatch`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Related, Rule, Severity, Span
from k8slint.facts import Selector
from k8slint.kubernetes.kinds import POD_TEMPLATES
from k8slint.kubernetes.labels import matches, read_labels, read_selector
from k8slint.kubernetes.selector_edits import label_template, select_template
from k8slint.kubernetes.spelling import misspelt
from k8slint.kubernetes.tree import Resource
from k8slint.yaml.tree import Mapping, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator


class SelectorTemplateMismatch(Rule[Resource]):
    """The selector of a workload has to match the labels of its own pod template, or the API server refuses the object
    (`selector` does not match template `labels`): it would start pods for ever and never find them.

    Give the template every label that the selector asks for. apps/v1 has no default for the selector: write it.

    Fix safety: unsafe; the template's label is made what the selector says, or a missing selector is made of the
    template's labels. The object was refused before, but which of the two places is right is a guess, and a selector
    cannot change later.
    """

    name = "selector-template-mismatch"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    aliases = (
        "kube-linter:mismatching-selector",
        "kube-score:deployment-pod-selector-labels-match-template-metadata-labels",
        "kube-score:statefulset-pod-selector-labels-match-template-metadata-labels",
        "apiserver:refused",
    )
    examples = (
        Bad(
            """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  selector:
    matchLabels:
      «app: site»
      «tier: front»
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - {name: site, image: site:1}
""",
            fixed="""\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  selector:
    matchLabels:
      app: site
      tier: front
  template:
    metadata:
      labels:
        app: site
        tier: front
    spec:
      containers:
        - {name: site, image: site:1}
""",
            unsafe=True,
        ),
        Bad(
            """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
«spec»:
  template:
    metadata:
      labels:
        app: site
    spec:
      containers:
        - {name: site, image: site:1}
""",
            fixed="""\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  selector:
    matchLabels:
      app: site
  template:
    metadata:
      labels:
        app: site
    spec:
      containers:
        - {name: site, image: site:1}
""",
            unsafe=True,
            why="apps/v1 has no default selector.",
        ),
        Bad(
            """\
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  selector:
    matchExpressions:
      - «{key: app, operator: NotIn, values: [agent]}»
  template:
    metadata:
      labels: {app: agent}
    spec:
      containers:
        - {name: site, image: site:1}
"""
        ),
        Good(
            """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  selector:
    matchLabels: {app: site}
  template:
    metadata:
      labels: {app: site, tier: front}
    spec:
      containers:
        - {name: site, image: site:1}
""",
            why="The template may have more labels than the selector asks for.",
        ),
        Good(
            """\
apiVersion: v1
kind: ReplicationController
metadata:
  name: site
spec:
  template:
    metadata:
      labels: {app: site}
    spec:
      containers:
        - {name: site, image: site:1}
""",
            why="A ReplicationController takes the template's labels for its selector.",
        ),
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        if (resource.group, resource.kind) not in POD_TEMPLATES or resource.kind in ("Pod", "CronJob"):
            return
        spec, template, selector = resource.spec, resource.pod_template, resource.selector
        if spec is None or template is None or resource.pod is None:
            return
        if resource.kind == "Job" and (spec.scalar("manualSelector") is None or selector is None):
            return
        metadata = template.mapping("metadata")
        labels_node = None if metadata is None else metadata.get("labels")
        labels, sure = read_labels(labels_node)
        if isinstance(selector, Mapping):
            place = (labels_node or metadata or template).span
            related = (Related("", _first_line(resource, place), "the template's labels"),)
            yield from self._compare(resource, selector, labels, sure, related)
        elif selector is None and resource.group == "apps" and resource.version == "v1" and sure and labels:
            yield self._missing(resource, spec, labels)

    def _compare(
        self, resource: Resource, selector: Mapping, labels: dict[str, str], sure: bool, related: tuple[Related, ...]
    ) -> Iterator[Finding]:
        plain = resource.selector_is_plain
        wanted = read_selector(selector, plain=plain)
        if wanted is None or not wanted.known:
            return
        strict = resource.group == "apps" and resource.version == "v1"
        if strict and not wanted.labels and not wanted.expressions and not selector.mapping("matchLabels"):
            yield self.finding(selector.span, "the selector is empty and selects nothing; name labels of the template")
            return
        pairs = selector if plain else selector.mapping("matchLabels")
        for name, entry in pairs.index.items() if pairs is not None else ():
            value = wanted.labels.get(name, "")
            found = labels.get(name)
            if found == value or (found is None and not sure):
                continue
            has = f"the label `{name}: {found}`" if found is not None else f"no label `{name}`"
            message = f"the selector asks for `{name}: {value}`, but the pod template has {has}; make them equal"
            fix = label_template(resource, name, value) if resolve(entry.value) is entry.value else None
            yield self.finding(entry.span, message, related=related, fix=fix)
        if not sure:
            return
        for requirement, node in zip(wanted.expressions, selector.items("matchExpressions"), strict=False):
            if not matches(Selector({}, (requirement,), node.span), labels):
                message = (
                    f"the pod template's labels do not meet `{requirement.key} {requirement.operator}`; label them so"
                )
                yield self.finding(node.span, message, related=related)

    def _missing(self, resource: Resource, spec: Mapping, labels: dict[str, str]) -> Finding:
        entry = misspelt(spec, "selector") or resource.node.index["spec"]
        message = f"a {resource.kind} of apps/v1 needs a `selector`; write the template's labels into `matchLabels`"
        fix = select_template(resource, spec, labels) if entry.value is spec else None
        return self.finding(entry.key.span, message, fix=fix)


def _first_line(resource: Resource, span: Span) -> Span:
    text = resource.source.text
    end = text.find("\n", span.start, span.end)
    return span if end < 0 else Span(span.start, end)
