"""Texts that are templates of YAML, not YAML: they are left aside, since what they mean is not in them.

A `{{ … }}` in a string is no sign of one: Prometheus rules, Argo workflows and ExternalSecrets are plain YAML with
expressions for another program. Only what stands where YAML means something else by it, or names what only a renderer
knows (`.Values`), is.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

HELM = "Helm template"
GO = "Go template"
JINJA = "Jinja template"
PLACEHOLDERS = "placeholders that a program fills in"

_HELM_WORDS = (".Values", ".Release.", ".Chart.", ".Capabilities.", "include ", "toYaml", "nindent")
_OTHERS = ("$labels", "$value", "$external")
_ARGO = ("inputs.", "outputs.", "workflow.", "steps.", "tasks.", "item", "pod.", "retries", "=")
_TOKEN_STARTS = frozenset(" \t[{,:-")


def looks_templated(path: str, text: str) -> str | None:
    """Why a text must be rendered before it can be judged, or None for plain YAML."""
    if path.endswith(".tpl"):
        return GO
    if "{{" not in text and "{%" not in text and "${" not in text:
        return None
    in_chart = "templates" in path.split("/")[:-1]
    argo = "argoproj.io/" in text
    for opening, place, rest in _marks(text):
        if opening == "{%":
            return JINJA
        if opening == "${":
            if (place == "line" and _stands_alone(rest)) or place == "flow":
                return PLACEHOLDERS
            continue
        expression = rest[2:].partition("}}")[0].strip("- \t")
        helm = any(word in expression for word in _HELM_WORDS)
        if helm and (place != "block" or in_chart):
            return HELM
        if in_chart and place != "block" and _is_action(expression):
            return HELM
        if place in ("quoted", "block") or any(word in expression for word in _OTHERS):
            continue
        if place == "plain" and argo and expression.startswith(_ARGO):
            continue
        return JINJA if "{%" in text else GO
    return None


def _is_action(expression: str) -> bool:
    return expression.startswith((".", "/*", "if ", "range ", "with ", "define ", "template ", "end", "else", "$."))


def _stands_alone(rest: str) -> bool:
    """Whether `${NAME}` is all there is on its line: neither a key nor an item."""
    return rest.rstrip().endswith("}") and rest.find("}") == len(rest.rstrip()) - 1


def _marks(text: str) -> Iterator[tuple[str, str, str]]:
    """Each `{{`, `{%` and `${` outside comments: itself, where it stands, and the text from it to the end of its line.

    Places: "line" (begins a line), "value" (begins a value), "plain" (within an unquoted text), "flow" (unquoted within
    `[]` or `{}`), "quoted", "block" (a block scalar).
    """
    block = -1
    quote = ""
    depth = 0
    for line in text.split("\n"):
        stripped = line.lstrip(" ")
        indent = len(line) - len(stripped)
        if not stripped or stripped == "\r":
            continue
        if block >= 0:
            if indent > block:
                yield from _plain_marks(line, "block")
                continue
            block = -1
        if not quote and not depth and "{" not in line and "'" not in line and '"' not in line and "[" not in line:
            block = _block_indent(line, indent)
            continue
        at, length = indent, len(line)
        first = True
        while at < length:
            character = line[at]
            pair = line[at : at + 2]
            if quote:
                if pair in ("{{", "{%"):
                    yield pair, "quoted", line[at:]
                if character == "\\" and quote == '"':
                    at += 1
                elif character == quote:
                    quote = ""
            elif pair in ("{{", "{%", "${"):
                if line[at - 1 : at] == "$" and at:
                    place = "quoted"
                elif first:
                    place = "line"
                elif depth:
                    place = "flow"
                else:
                    place = "value" if line[:at].rstrip()[-1:] in (":", "-") and line[at - 1] in " \t" else "plain"
                if place != "quoted" and (pair != "{{" or "}}" in line[at:] or place != "flow"):
                    yield pair, place, line[at:]
                if pair == "${" and line[at + 2 : at + 3] == "{":
                    at += 2
                else:
                    at = max(line.find("}", at), at + 1)
            elif character == "#" and (at == 0 or line[at - 1] in " \t"):
                break
            elif character in "\"'" and (at == indent or line[at - 1] in _TOKEN_STARTS):
                quote = character
            elif character in "[{" and (at == indent or line[at - 1] in _TOKEN_STARTS):
                depth += 1
            elif character in "]}" and depth:
                depth -= 1
            first = first and character in "- "
            at += 1
        if not quote and not depth:
            block = _block_indent(line, indent)


def _plain_marks(line: str, place: str) -> Iterator[tuple[str, str, str]]:
    at = line.find("{{")
    while at >= 0:
        yield "{{", place, line[at:]
        at = line.find("{{", at + 2)


def _block_indent(line: str, indent: int) -> int:
    """The column that the lines of a block scalar opened on this line must exceed, or -1."""
    code = line.partition(" #")[0].rstrip()
    header = code.rstrip("+-0123456789")
    if header[-1:] not in ("|", ">") or header[-2:-1] not in (" ", "\t", ""):
        return -1
    while line.startswith("- ", indent):
        inner = indent + 2
        while line[inner : inner + 1] == " ":
            inner += 1
        if line[inner : inner + 1] in ("|", ">"):
            return indent
        indent = inner
    return indent
