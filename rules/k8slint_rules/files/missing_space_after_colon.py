"""`missing-space-after-colon`."""

from __future__ import annotations

import re

from k8slint import Bad, Edit, Finding, Findings, Fix, Good, Rule, Severity, Span
from k8slint.kubernetes import Resource, is_kind
from k8slint.yaml import Scalar, entry_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.yaml import Entry

_GLUED = re.compile(r"(?P<key>[A-Za-z_.][\w.-]*(?:/[\w.-]+)?):(?P<value>[^\s:/\\{}\[\],]\S*)")
_BLOCK = re.compile(rf":[ \t]*(?:#[^\n]*)?\r?\n[ \t]+(?P<all>{_GLUED.pattern})[ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE)
_FLOW = re.compile(
    r"[{,][ \t]*(?P<all>(?P<key>[A-Za-z_.][\w.-]*(?:/[\w.-]+)?):(?P<value>[^\s:/\\{}\[\],]+))[ \t]*(?=[,}])"
)
_MAPPINGS = (
    "affinity annotations backend capabilities clientIP configMap configMapKeyRef csi data emptyDir exec fieldRef hostPath"
    " httpGet labels limits matchLabels metadata namespaceSelector nfs nodeSelector parameters persistentVolumeClaim"
    " podSelector requests resources roleRef rollingUpdate scaleTargetRef seccompProfile secret secretKeyRef securityContext"
    " selector spec strategy stringData tcpSocket template valueFrom"
)
"""Fields of Kubernetes' own kinds that never hold a text."""


class MissingSpaceAfterColon(Rule[Resource]):
    """In YAML a key needs a space after its colon. `app:web` is one text, not the key `app` with the value `web`. Where
    Kubernetes expects a mapping it then finds a text and refuses the object: "cannot unmarshal string".

    Inside braces the mistake is harder to see: `{cpu:100m, memory: 1Gi}` has a key `cpu:100m` without a value. The server
    refuses most of them. In the label selector of a spread constraint it takes the key, and no pod ever has such a label.

    Write a space after the colon.

    Only fields of Kubernetes' own kinds that can hold nothing but a mapping are looked at.

    Fix safety: safe; the API server refuses the object as it is, or stores a label that nothing can have.

    References: https://yaml.org/spec/1.2.2/#mapping
    """

    name = "missing-space-after-colon"
    title = "A key has no space after its colon"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ("apiserver:refused", "kubeconform:schema")
    examples = (
        Bad(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    «app:web»\n",
            fixed="apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n",
        ),
        Bad(
            "apiVersion: v1\nkind: LimitRange\nmetadata: {«name:small», namespace: a}\n",
            fixed="apiVersion: v1\nkind: LimitRange\nmetadata: {name: small, namespace: a}\n",
        ),
        Bad(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    «app:web»\n    tier:front\n",
            why="Both lines are one text, so there is no fix.",
        ),
        Good("apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n"),
        Good(
            "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web\n      image:\n"
            "        nginx:1.29\n",
            why="An image is a text.",
        ),
    )

    def check(self, resource: Resource) -> Findings:
        if not is_kind(resource.kind):
            return
        text, node = resource.source.text, resource.node
        for pattern in (_BLOCK, _FLOW):
            for match in pattern.finditer(text, node.start, node.end):
                start = match.start("all")
                entry = entry_at(node, start)
                if entry is not None and (
                    _is_text(entry) if pattern is _BLOCK else _has_no_value(entry, match.end("all"))
                ):
                    # Of several lines only all together can be mended.
                    alone = entry.value.end == match.end("all")
                    yield self._glued(
                        Span(start, match.end("all")), match["key"], match["value"], flow=pattern is _FLOW, mend=alone
                    )

    def _glued(self, span: Span, key: str, value: str, *, flow: bool, mend: bool) -> Finding:
        at = span.start + len(key) + 1
        fix = Fix("put a space after the colon", (Edit(Span(at, at), " "),)) if mend else None
        what = "a key without a value" if flow else "a text, which is refused here"
        message = f"there is no space after `{key}:`, so YAML reads it as {what}; write `{key}: {value[:40]}`"
        return self.finding(span, message, fix=fix)


def _is_text(entry: Entry) -> bool:
    return entry.name in _MAPPINGS.split() and isinstance(entry.value, Scalar)


def _has_no_value(entry: Entry, end: int) -> bool:
    return entry.key.end == end
