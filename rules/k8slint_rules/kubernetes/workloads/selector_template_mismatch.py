"""`selector-template-mismatch`."""

from __future__ import annotations

from k8slint import Bad, Finding, Findings, Good, Related, Rule, Severity, Span
from k8slint.kubernetes import POD_TEMPLATES, Resource, misspelt, read_labels, read_selector
from k8slint.project import ProjectWorkload, Selector, matches, reread
from k8slint.yaml import Mapping, resolve
from k8slint_rules._shared.selector_edits import label_template, select_label, select_template

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class SelectorTemplateMismatch(Rule[ProjectWorkload]):
    """The selector of a workload must match the labels of its own pod template. If it does not, the API server refuses
    the object with "`selector` does not match template `labels`". Otherwise the controller would start pods forever and
    never find them.

    It often happens after a rename: the label changes in one place and stays in the other. apps/v1 has no default for
    the selector, so a missing one is refused too.

    Give the template every label that the selector asks for.

    Not reported when an overlay may change labels or patches the object.

    Fix safety: unsafe; a selector cannot be changed later, and which of the two places is right is a guess. The fix
    asks the Services, PodDisruptionBudgets and NetworkPolicies of the namespace and the labels of the workload itself:
    what agrees with them stays, and the other place is changed. It is not offered when they disagree.

    References: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector
    """

    name = "selector-template-mismatch"
    title = "A workload's selector does not match its own pods"
    category = "correctness"
    needs = ("manifest",)
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
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - {name: site, image: site:1}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: site
spec:
  minAvailable: 1
  selector:
    matchLabels: {app: web}
""",
            fixed="""\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - {name: site, image: site:1}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: site
spec:
  minAvailable: 1
  selector:
    matchLabels: {app: web}
""",
            unsafe=True,
            why="The disruption budget agrees with the template, so the selector is the odd one.",
        ),
        Bad(
            {
                "web.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: site\nspec:\n  selector:\n"
                "    matchLabels: {«app: site»}\n  template:\n    metadata:\n      labels: {app: web}\n    spec:\n"
                "      containers:\n        - {name: site, image: site:1}\n",
                "services.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  selector: {app: web}\n"
                "---\napiVersion: v1\nkind: Service\nmetadata: {name: b}\nspec:\n  selector: {app: site}\n",
            },
            why="One Service agrees with each side, so no fix is offered.",
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
        Good(
            {
                "base/web.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n"
                "  selector: {matchLabels: {app: a}}\n  template:\n    metadata: {labels: {app: b}}\n    spec:\n"
                "      containers: [{name: web, image: 'web:1'}]\n",
                "base/kustomization.yaml": "resources: [web.yaml]\ncommonLabels: {app: c}\n",
            },
            why="kustomize gives both sides the label.",
        ),
        Good(
            {
                "base/web.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n"
                "  selector: {matchLabels: {app: a}}\n  template:\n    metadata: {labels: {app: b}}\n    spec:\n"
                "      containers: [{name: web, image: 'web:1'}]\n",
                "base/kustomization.yaml": "resources: [web.yaml]\npatches: [{path: labels.yaml}]\n",
                "base/labels.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n"
                "    metadata: {labels: {app: a}}\n",
            },
            why="The patch may set the label.",
        ),
        Good(
            "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec:\n  selector: {matchLabels: {app: a}}\n  template:\n"
            "    metadata: {labels: {app: b}}\n    spec:\n      containers: [{name: a, image: 'a:1'}]\n---\n"
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: b}\nspec:\n  selector: {matchLabels: {app: $APP}}\n"
            "  template:\n    metadata: {labels: {app: b}}\n    spec:\n      containers: [{name: b, image: 'b:1'}]\n---\n"
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: c}\nspec:\n  selector: {matchLabels: {app: c}}\n"
            "  template:\n    metadata: {labels: {$KEY: c}}\n    spec:\n      containers: [{name: c, image: 'c:1'}]\n",
            why="The selector of a Job is made by the server, and what is not known yet may match.",
        ),
    )

    def check(self, item: ProjectWorkload) -> Findings:
        if _may_mismatch(item) and item.project.overlays.labels_certain(item.path) and not item.may_be_patched:
            resource = reread(item.project, item)
            if resource is not None:
                yield from self._look(item, resource)

    def _look(self, item: ProjectWorkload, resource: Resource) -> Findings:
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
            related = (Related(item.path, _first_line(resource, place), "the template's labels"),)
            yield from self._compare(item, resource, selector, labels, sure, related)
        elif selector is None and resource.group == "apps" and resource.version == "v1" and sure and labels:
            yield self._missing(resource, spec, labels)

    def _compare(
        self,
        item: ProjectWorkload,
        resource: Resource,
        selector: Mapping,
        labels: dict[str, str],
        sure: bool,
        related: tuple[Related, ...],
    ) -> Findings:
        plain = resource.selector_is_plain
        wanted = read_selector(selector, plain=plain)
        if wanted is None or not wanted.known:
            return
        strict = resource.group == "apps" and resource.version == "v1"
        if strict and not wanted.labels and not wanted.expressions and not selector.mapping("matchLabels"):
            message = (
                f"the selector is empty, so the API server refuses the {resource.kind}; name labels of the pod template"
            )
            yield self.finding(selector.span, message)
            return
        pairs = selector if plain else selector.mapping("matchLabels")
        added = item.project.overlays.added_labels(item.path)
        for name, entry in pairs.index.items() if pairs is not None else ():
            value = wanted.labels.get(name, "")
            found = labels.get(name)
            if found == value or name in added or (found is None and not sure):
                continue
            has = f"the label `{name}: {found}`" if found is not None else f"no label `{name}`"
            message = (
                f"the selector asks for `{name}: {value}`, but the pod template has {has}, so the API server refuses the"
                f" {resource.kind}; make them equal"
            )
            side = "template" if found is None else _odd_one(item, name, found, labels | wanted.labels)
            fix = None
            if resolve(entry.value) is entry.value and side == "template":
                fix = label_template(resource, name, value)
            elif found is not None and side == "selector":
                fix = select_label(resource, entry, name, found)
            yield self.finding(entry.span, message, related=related, fix=fix)
        if not sure:
            return
        for requirement, node in zip(wanted.expressions, selector.items("matchExpressions"), strict=False):
            if not matches(Selector({}, (requirement,), node.span), labels):
                rule = f"{requirement.key} {requirement.operator} {', '.join(requirement.values)}".rstrip()
                message = f"the pod template's labels do not meet `{rule}`; change the labels, or the requirement"
                yield self.finding(node.span, message, related=related)

    def _missing(self, resource: Resource, spec: Mapping, labels: dict[str, str]) -> Finding:
        entry = misspelt(spec, "selector") or resource.node.index["spec"]
        message = (
            f"a {resource.kind} of apps/v1 without `selector` is refused; write the template's labels into"
            " `selector.matchLabels`"
        )
        fix = select_template(resource, spec, labels) if entry.value is spec else None
        return self.finding(entry.key.span, message, fix=fix)


def _may_mismatch(item: ProjectWorkload) -> bool:
    """Whether the facts of a workload leave room for a finding; the exact places stand in its file."""
    if (item.group, item.kind) not in POD_TEMPLATES or item.kind in ("Pod", "CronJob"):
        return False
    pod, selector = item.fact.pod, item.fact.selector
    if pod is None or selector is None or not selector.known or not pod.labels_known:
        return pod is not None
    return not (selector.labels or selector.expressions) or not matches(selector, pod.labels)


def _odd_one(item: ProjectWorkload, name: str, found: str, meant: dict[str, str]) -> str:
    """Which side to change so that what selects the pods still does: "selector", "template", or "" when that is unclear.

    `meant` are the template's labels after the template was changed.
    """
    pod = item.fact.pod
    labels = {} if pod is None else pod.labels
    now = later = False
    for selector in _selectors_beside(item):
        if name in selector.labels and matches(selector, labels):
            now = True
        elif name in selector.labels and matches(selector, meant):
            later = True
    if now == later:
        own = item.fact.labels.get(name)
        return "" if now else "selector" if own == found else "template"
    return "selector" if now else "template"


def _selectors_beside(item: ProjectWorkload) -> Iterator[Selector]:
    """What Services, PodDisruptionBudgets and NetworkPolicies of the same namespace select."""
    for other in (*item.project.services, *item.project.of_kind("PodDisruptionBudget", "NetworkPolicy")):
        selector = other.fact.selector if other.fact.service is None else other.fact.service.selector
        if selector is not None and selector.known and other.namespaces & item.namespaces:
            yield selector


def _first_line(resource: Resource, span: Span) -> Span:
    text = resource.source.text
    end = text.find("\n", span.start, span.end)
    return span if end < 0 else Span(span.start, end)
