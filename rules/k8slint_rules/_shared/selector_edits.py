"""Fixes that make a workload's selector and its template's labels meet. Which of the two is right is a guess: all unsafe."""

from __future__ import annotations

from k8slint import Applicability, Edit, Fix
from k8slint.yaml import Scalar, insert_before, insert_entry, replace_scalar, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.kubernetes import Resource
    from k8slint.yaml import Entry, Mapping

_CHANGING = ("app.kubernetes.io/version", "helm.sh/chart", "version", "chart", "pod-template-hash")
"""Labels that differ with each release have no place in a selector, which cannot change."""


def select_template(resource: Resource, spec: Mapping, labels: dict[str, str]) -> Fix | None:
    """Writes a selector for the template's labels, in front of the template."""
    pairs = []
    for name, value in labels.items():
        if name not in _CHANGING:
            pair = (written(name, None, colon=False), written(value, None, colon=False))
            if None in pair:
                return None
            pairs.append(f"  {pair[0]}: {pair[1]}")
    if not pairs or spec.flow:
        return None
    text = "\nmatchLabels:\n" + "\n".join(pairs)
    edit = insert_before(resource.source, spec, "selector", text, ("template",))
    return None if edit is None else Fix("select the template's labels", (edit,), Applicability.UNSAFE)


def select_label(resource: Resource, entry: Entry, name: str, value: str) -> Fix | None:
    """Makes the selector ask for the label that the template has."""
    edit = replace_scalar(resource.source, entry.value, value) if isinstance(entry.value, Scalar) else None
    return None if edit is None else Fix(f"select `{name}: {value}`", (edit,), Applicability.UNSAFE)


def label_template(resource: Resource, name: str, value: str) -> Fix | None:
    """Gives the template the label that the selector asks for."""
    pod = resource.pod
    labels = None if pod is None else pod.labels
    if labels is None:
        return None
    entry = labels.index.get(name)
    edit: Edit | None
    if entry is None:
        text = written(value, None, colon=False)
        edit = None if text is None else insert_entry(resource.source, labels, name, text)
    else:
        edit = replace_scalar(resource.source, entry.value, value) if isinstance(entry.value, Scalar) else None
    return None if edit is None else Fix(f"label the template `{name}: {value}`", (edit,), Applicability.UNSAFE)
