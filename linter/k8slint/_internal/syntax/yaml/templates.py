"""Texts that another program fills in before YAML is read.

An expression inside of a scalar shapes nothing: `app-{{ name }}` is a string, and its value is unknown. So a document that
can be read is no template, whatever stands in its values. What is judged here are documents that cannot be read: whether a
template shapes them, so that what they mean is not in them, or whether somebody forgot quotes.
"""

from __future__ import annotations

from k8slint._internal.text.finding import Problem
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

HELM = "Helm template"
GO = "Go template"
JINJA = "Jinja template"
PLACEHOLDERS = "placeholders that another program fills in"

LINE, VALUE, FLOW, PLAIN, QUOTED, BLOCK = "line", "value", "flow", "plain", "quoted", "block"
_HELM_WORDS = (".Values", ".Release.", ".Chart.", ".Capabilities.", ".Files.", "include ", "toYaml", "nindent", "tpl ")
_ACTIONS = ("if ", "range ", "with ", "define ", "template ", "block ", "end", "else", "/*")
_OPENINGS = ("{{", "{%", "{#", "${")
_TOKEN_STARTS = frozenset(" \t[{,")
_WINDOW = 300
"""Characters of the longest expression: what closes it is looked for no further."""
_NAMES = ("template", "tmpl", "tpl", "jinja")
_MANY = 3
"""So many expressions where a value begins, in one file, are no slip: some program fills them in."""
_OWN_EXPRESSIONS = frozenset(
    (
        "argoproj.io",
        "apiextensions.crossplane.io",
        "cluster.x-k8s.io",
        "external-secrets.io",
        "generators.external-secrets.io",
        "helm.toolkit.fluxcd.io",
        "image.toolkit.fluxcd.io",
        "kustomize.toolkit.fluxcd.io",
        "kyverno.io",
        "monitoring.coreos.com",
        "notification.toolkit.fluxcd.io",
        "operator.victoriametrics.com",
        "policies.kyverno.io",
        "policy.open-cluster-management.io",
        "tekton.dev",
        "triggers.tekton.dev",
    )
)
"""Groups whose objects hold expressions for a controller: `{{ }}` in them is no sign of a template of the file."""


class Templates:
    """What the expressions of one file say about documents that cannot be read."""

    def __init__(self, path: str, text: str) -> None:
        self.text = text
        self._folders = path.split("/")[:-1]
        self._name = path.rpartition("/")[2].lower()
        self._kind: str | None = None
        self._looked = False

    @property
    def kind(self) -> str | None:
        """The template that the file surely is: HELM, GO or JINJA."""
        if not self._looked:
            self._kind = self._kind_of_file()
            self._looked = True
        return self._kind

    def _kind_of_file(self) -> str | None:
        text = self.text
        in_templates = "templates" in self._folders
        own = _has_own_expressions(text)
        named = any(word in self._name for word in _NAMES)
        bare = 0
        found: str | None = None
        for opening, place, at in marks(text):
            closed = text[at + 2 : at + _WINDOW]
            if opening == "{{":
                expression = closed.partition("}}")[0].strip("- \t")
                helm = any(word in expression for word in _HELM_WORDS)
                if helm and (in_templates or place not in (QUOTED, BLOCK)):
                    return HELM
                if place in (QUOTED, BLOCK) or own:
                    continue
                if in_templates:
                    found = found or (HELM if expression[:1] in ".$" or expression.startswith(_ACTIONS) else JINJA)
                else:
                    bare += place != PLAIN
                    if named or bare == _MANY or (place == LINE and not _is_key(text, at)):
                        found = found or (JINJA if "{%" in text else GO)
            elif place not in (QUOTED, BLOCK) and opening != "${" and opening[1] + "}" in closed:
                found = JINJA
        return found

    def reason(self, start: int, end: int) -> str | None:
        """Why the document `start` to `end`, which cannot be read, is to be left aside; None where it is simply wrong."""
        chunk = self.text[start:end]
        if not any(opening in chunk for opening in _OPENINGS):
            return None
        reason: str | None = None
        for opening, place, at in marks(chunk):
            if place in (QUOTED, BLOCK):
                continue
            if opening == "${":
                line = chunk[at:].partition("\n")[0].rstrip()
                if place == FLOW or (place == LINE and line.endswith("}") and line.count("}") == 1):
                    reason = reason or PLACEHOLDERS
            elif self.kind is not None:
                return self.kind
            elif opening == "{{" and place == LINE and not _has_own_expressions(chunk) and _shapes(chunk, at):
                return GO
        return reason

    def torn(self, start: int, end: int) -> Problem | None:
        """An expression of the document that is never closed: no program can fill it in."""
        chunk = self.text[start:end]
        if "{{" not in chunk:
            return None
        for opening, place, at in marks(chunk):
            if opening == "{{" and place not in (QUOTED, BLOCK) and _is_torn(self.text, start + at):
                span = Span(start + at, start + at + 2)
                return Problem("yaml-syntax", span, "`{{` is never closed; close it with `}}`", fatal=True)
        return None

    def unquoted(self, start: int, end: int) -> Problem | None:
        """The first expression of the document that only needs quotes."""
        chunk = self.text[start:end]
        if "{{" not in chunk:
            return None
        for opening, place, at in marks(chunk):
            if opening == "{{" and place not in (QUOTED, BLOCK, PLAIN) and "}}" in chunk[at : at + _WINDOW]:
                return _needs_quotes(chunk, at, start, place)
        return None


def _has_own_expressions(text: str) -> bool:
    """Whether all objects of a text are of groups that have expressions of their own."""
    found = False
    for line in text.split("\n"):
        if line.startswith(("apiVersion:", '"apiVersion":')):
            group = line.partition(":")[2].strip(" \t\r\"',").partition("/")[0]
            if group not in _OWN_EXPRESSIONS:
                return False
            found = True
    return found


def _shapes(text: str, at: int) -> bool:
    """Whether the expression that begins a line is a statement, a key, or all that the line has."""
    line = text[at : at + _WINDOW].partition("\n")[0].rstrip()
    return line.endswith("}}") or line[2:].lstrip("- ").startswith(_ACTIONS) or _is_key(text, at)


def _is_key(text: str, at: int) -> bool:
    """Whether what begins here is a key with a value on the same line."""
    line = text[at : at + _WINDOW].partition("\n")[0]
    rest = line.rpartition("}}")[2]
    return rest.startswith(":") or ": " in rest


def _is_torn(text: str, at: int) -> bool:
    """Whether a `{{` has no end: none at all, or another one begins on a later line before any end."""
    close = text.find("}}", at)
    if close < 0:
        return True
    following = text.find("{{", at + 2, close)
    between = text[at:following]
    return following >= 0 and "\n" in between and not any(mark in between for mark in "\"'`*")


def _needs_quotes(chunk: str, at: int, base: int, place: str) -> Problem:
    end = chunk.find("\n", at)
    end = len(chunk) if end < 0 else end
    if place == FLOW:
        end = chunk.find("}}", at, end) + 2
        while end < len(chunk) and chunk[end] not in ",]}\r\n":
            end += 1
    value = chunk[at:end].partition(" #")[0].rstrip()
    if place == LINE:
        value = value.partition(": ")[0].rstrip(":")
    quote = "'" if '"' in value else '"'
    shown = f"{quote}{value}{quote}" if len(value) < 60 and not ("'" in value and '"' in value) else "it"
    what = "key" if place == LINE else "value"
    message = f"`{{{{` at the start of a {what} begins a mapping in YAML, and kubectl refuses it; quote "
    return Problem(
        "yaml-syntax",
        Span(base + at, base + at + len(value)),
        message + (f"the {what}: `{shown}`" if shown != "it" else f"the {what}"),
        fatal=True,
    )


def marks(text: str) -> Iterator[tuple[str, str, int]]:
    """Each `{{`, `{%`, `{#` and `${` outside comments: itself, where it stands, and its offset.

    Places: LINE (begins a line), VALUE (begins a value), FLOW (unquoted within `[]` or `{}`), PLAIN (within an unquoted
    text), QUOTED, BLOCK (a block scalar). `${{ }}` is none of them. Reads line by line: the text may not be YAML.
    """
    block, quote, depth, base = -1, "", 0, 0
    for line in text.split("\n"):
        start, base = base, base + len(line) + 1
        code = line.strip()
        if not code:
            continue
        indent = len(line) - len(line.lstrip(" "))
        if block >= 0 and indent > block:
            at = line.find("{{")
            while at >= 0:
                yield "{{", BLOCK, start + at
                at = line.find("{{", at + 2)
            continue
        block = -1
        if quote:
            skipped = quote not in line and "{" not in line
        else:
            skipped = not depth and not ("{" in line or "[" in line or '"' in line or "'" in line)
        at, leading = len(line) if skipped else indent, True
        while at < len(line):
            character = line[at]
            pair = line[at : at + 2]
            if pair in _OPENINGS:
                if line.startswith("${{", at):
                    at = _behind(line, "}}", at)
                    continue
                place = QUOTED if quote else FLOW if depth else LINE if at == indent else _place(line, at, leading)
                if place != FLOW or pair != "{{" or "}}" in line[at : at + _WINDOW]:
                    yield pair, place, start + at
                if not quote:
                    at, leading = _behind(line, "}}" if pair == "{{" else "}", at), False
                    continue
                at += 1
            elif quote:
                if character == "\\" and quote == '"':
                    at += 1
                elif character == quote:
                    quote = ""
            elif character == "#" and (at == 0 or line[at - 1] in " \t"):
                break
            elif at == indent or line[at - 1] in _TOKEN_STARTS:
                if character in "\"'":
                    quote = character
                elif character in "[{":
                    depth += 1
            if not quote and character in "]}" and depth:
                depth -= 1
            leading = leading and character in "- "
            at += 1
        if not quote and not depth and ("|" in line or ">" in line):
            block = _block_indent(line, indent)


def _behind(line: str, closing: str, at: int) -> int:
    end = line.find(closing, at, at + _WINDOW)
    return at + 2 if end < 0 else end + len(closing)


def _place(line: str, at: int, leading: bool) -> str:
    """VALUE or PLAIN; `leading` when nothing but the dashes of items stands before."""
    before = at - 1
    while before > 0 and line[before] == " ":
        before -= 1
    return VALUE if leading or (line[before] == ":" and before < at - 1) else PLAIN


def _block_indent(line: str, indent: int) -> int:
    """The column that the lines of a block scalar opened on this line must exceed, or -1."""
    header = line.partition(" #")[0].rstrip().rstrip("+-0123456789")
    value = header.rpartition(": ")[2].lstrip("- ")
    if header[-1:] not in ("|", ">") or header[-2:-1] not in (" ", "\t", "") or value[0] not in "|>!&":
        return -1
    while line.startswith("- ", indent):
        inner = indent + 2
        while line[inner : inner + 1] == " ":
            inner += 1
        if line[inner : inner + 1] in ("|", ">"):
            return indent
        indent = inner
    return indent
