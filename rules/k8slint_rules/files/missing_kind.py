"""`missing-kind`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity
from k8slint.kubernetes import KIND, Stray
from k8slint.yaml import Mapping, Scalar, is_null, replace_scalar, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.yaml import Entry


class MissingKind(Rule[Stray]):
    """Kubernetes looks for `apiVersion` and `kind` in every document to find out what it is. Without a `kind` kubectl
    refuses the document: "Object 'Kind' is missing".

    The usual cause is the case of the letters. `Kind: Service` looks right and is another key.

    Write `kind` in lower case, with the name of the kind as its value.

    Files without any object, such as the values of a chart or the config of another tool, are not looked at.

    Fix safety: safe where the key only has the wrong case: kubectl refuses the document as it is. Unsafe where the spelling
    differs by more.

    References: https://kubernetes.io/docs/concepts/overview/working-with-objects/#required-fields
    """

    name = "missing-kind"
    title = "An object has no kind"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ("apiserver:refused", "kubeconform:schema")
    examples = (
        Bad(
            "apiVersion: v1\n«Kind»: Service\nmetadata:\n  name: shop\n",
            fixed="apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\n",
        ),
        Bad("«apiVersion»: apps/v1\nmetadata:\n  name: shop\n"),
        Bad("apiVersion: v1\n«kind»:\nmetadata:\n  name: shop\n"),
        Good("apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\n"),
        Good(
            "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
            path="Chart.yaml",
            why="The metadata of a chart has no kind.",
        ),
    )

    def check(self, stray: Stray) -> Findings:
        node, entry = stray.node, stray.written
        if stray.lacks != KIND or not isinstance(node, Mapping):
            return
        if entry is not None and entry.name != KIND:
            message = f"the key `{entry.name}` is not `kind`, so kubectl refuses this document; write `kind`"
            yield self.finding(entry.key.span, message, fix=_renamed(stray, entry))
        elif entry is not None:
            value = resolve(entry.value)
            said = (
                f"is `{value.text}`, not a text" if isinstance(value, Scalar) and not is_null(value) else "has no value"
            )
            message = f"`kind` {said}, so kubectl refuses this document; write the name of a kind: `kind: Deployment`"
            yield self.finding(entry.key.span, message)
        else:
            message = "this document has no `kind`, so kubectl refuses it; write what it is: `kind: Deployment`"
            yield self.finding(node.entries[0].key.span, message)


def _renamed(stray: Stray, entry: Entry) -> Fix | None:
    if not isinstance(entry.key, Scalar):
        return None
    edit = replace_scalar(stray.source, entry.key, KIND)
    sure = entry.name.lower() == KIND
    return None if edit is None else Fix("write `kind`", (edit,), Applicability.SAFE if sure else Applicability.UNSAFE)
