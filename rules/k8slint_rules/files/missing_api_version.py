"""`missing-api-version`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity, Span
from k8slint.kubernetes import API_VERSION, Stray, homes
from k8slint.yaml import Mapping, Scalar, is_null, replace_scalar, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.yaml import Entry


class MissingApiVersion(Rule[Stray]):
    """Kubernetes looks for `apiVersion` and `kind` in every document to find out what it is. Without an `apiVersion`
    kubectl refuses the document, and the object is never created.

    The key is rarely forgotten. More often it is written `apiversion`, has no value, or ended up in a comment: a template
    that does not end its comment with a line break renders `# limitations under the License.apiVersion: v1`.

    Write `apiVersion` in exactly this case, on a line of its own. `kubectl explain deployment` shows the value for a kind.

    Files without any object, such as the values of a chart or the config of another tool, are not looked at.

    Fix safety: safe where the key only has the wrong case, and where a line break takes it out of a comment: kubectl refuses
    the document as it is. Unsafe where the spelling differs by more, or where the value has to be added.

    References: https://kubernetes.io/docs/concepts/overview/working-with-objects/#required-fields
    """

    name = "missing-api-version"
    title = "An object has no apiVersion"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ("apiserver:refused", "kubeconform:schema")
    examples = (
        Bad(
            "«apiversion»: v1\nkind: Namespace\nmetadata:\n  name: shop\n",
            fixed="apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n",
        ),
        Bad(
            "# limitations under the License.«apiVersion: v1»\nkind: ConfigMap\nmetadata:\n  name: shop\n",
            fixed="# limitations under the License.\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: shop\n",
            why="The comment has swallowed the line.",
        ),
        Bad(
            "«apiVersion»:\nkind: Deployment\nmetadata:\n  name: shop\n",
            fixed="apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\n",
            unsafe=True,
        ),
        Bad("«kind»: Service\nmetadata:\n  name: shop\nspec:\n  ports:\n    - port: 80\n"),
        Good("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n"),
        Good(
            {
                "kustomization.yaml": "patches:\n  - path: proxy.yaml\n    target: {kind: Job}\n",
                "proxy.yaml": "kind: Job\nmetadata:\n  name: any\nspec:\n  template:\n    spec:\n"
                "      containers: [{name: proxy, image: 'proxy:1'}]\n",
            },
            why="A patch changes what its target names.",
        ),
        Good("kind: pipeline\nmetadata:\n  name: build\n", why="Not an object of Kubernetes."),
    )

    def check(self, stray: Stray) -> Findings:
        node, entry = stray.node, stray.written
        if stray.lacks != API_VERSION or not isinstance(node, Mapping):
            return
        what = f"this {stray.kind}" if stray.kind else "this document"
        known = homes(stray.kind or "")
        remedy = f"`apiVersion: {known[0]}`" if known else "`apiVersion: …`"
        if entry is not None and entry.name != API_VERSION:
            message = f"the key `{entry.name}` is not `apiVersion`, so kubectl refuses {what}; write `apiVersion`"
            yield self.finding(entry.key.span, message, fix=_renamed(stray, entry))
        elif entry is not None:
            value = resolve(entry.value)
            said = (
                f"is `{value.text}`, not a text" if isinstance(value, Scalar) and not is_null(value) else "has no value"
            )
            message = f"`apiVersion` {said}, so kubectl refuses {what}; write {remedy}"
            yield self.finding(entry.key.span, message, fix=_filled(stray, entry, known))
        elif (place := _in_comment(stray)) is not None:
            written = stray.source.slice(place)
            message = f"`{written}` is part of a comment, so {what} has no apiVersion and kubectl refuses it"
            fix = _taken_out(stray, place, known)
            yield self.finding(place, f"{message}; {_remedy(stray, place)}", fix=fix)
        else:
            first = node.entries[0].key.span
            yield self.finding(
                first, f"{what} has no `apiVersion`, so kubectl refuses it; write {remedy} above this line"
            )


def _renamed(stray: Stray, entry: Entry) -> Fix | None:
    if not isinstance(entry.key, Scalar):
        return None
    edit = replace_scalar(stray.source, entry.key, API_VERSION)
    sure = entry.name.lower() == API_VERSION.lower()
    return (
        None
        if edit is None
        else Fix("write `apiVersion`", (edit,), Applicability.SAFE if sure else Applicability.UNSAFE)
    )


def _filled(stray: Stray, entry: Entry, known: tuple[str, ...]) -> Fix | None:
    if len(known) != 1 or not isinstance(entry.value, Scalar) or not is_null(entry.value):
        return None
    text, at = stray.source.text, entry.key.end
    if entry.value.text or not text.startswith(":", at):
        return None
    return Fix(f"write `{known[0]}`", (Edit(Span(at + 1, at + 1), f" {known[0]}"),), Applicability.UNSAFE)


def _in_comment(stray: Stray) -> Span | None:
    """`apiVersion: …` at the end of a comment just above the object."""
    text, end = stray.source.text, stray.node.start
    line = text.rfind("\n", 0, end) + 1
    while line:
        end = line - 1
        line = text.rfind("\n", 0, end) + 1
        code = text[line:end].strip()
        if code and code[0] != "#":
            return None
        at = text.find("apiVersion:", line, end)
        if at >= 0:
            return Span(at, line + len(text[line:end].rstrip()))
    return None


def _remedy(stray: Stray, place: Span) -> str:
    text = stray.source.text
    before = text[text.rfind("\n", 0, place.start) + 1 : place.start]
    return "put a line break before it" if before.strip("# \t") else "remove the `#`"


def _taken_out(stray: Stray, place: Span, known: tuple[str, ...]) -> Fix | None:
    """A line break before it, where it was glued to the comment and is right for the kind."""
    text = stray.source.text
    value = text[place.start : place.end].partition(":")[2].strip()
    if (
        value not in known
        or text[place.start - 1] in " \t#"
        or stray.node.start != text.rfind("\n", 0, stray.node.start) + 1
    ):
        return None
    return Fix("put a line break before `apiVersion`", (Edit(Span(place.start, place.start), stray.source.newline),))
