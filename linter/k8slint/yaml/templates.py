"""Texts that are templates of YAML, not YAML: they are left aside, since what they mean is not in them.

A `{{ … }}` in a string is no sign of one: Prometheus rules, Argo workflows and ExternalSecrets are plain YAML with
expressions for another program. What counts is an expression where YAML means something else by it, one that makes up a
single word (`name: db-{{ uid }}`), and one that names what only Helm knows (`.Values`).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

HELM = "Helm template"
GO = "Go template"
JINJA = "Jinja template"
PLACEHOLDERS = "placeholders that another program fills in"

LINE, VALUE, FLOW, PLAIN, QUOTED, BLOCK = "line", "value", "flow", "plain", "quoted", "block"
_HELM_WORDS = (".Values", ".Release.", ".Chart.", ".Capabilities.", "include ", "toYaml", "nindent")
_ACTIONS = ("if ", "range ", "with ", "define ", "template ", "block ", "end", "else", "/*")
_PROMETHEUS = ("$labels", "$value", "$external")
_ARGO = ("inputs.", "outputs.", "workflow.", "steps.", "tasks.", "item", "pod.", "retries", "=")
_OPENINGS = ("{{", "{%", "{#", "${")
_TOKEN_STARTS = frozenset(" \t[{,")
_WINDOW = 300
"""Characters of the longest expression: what closes it is looked for no further."""


def looks_templated(path: str, text: str) -> str | None:
    """Why a text must be rendered before it can be judged, or None for plain YAML."""
    if path.endswith(".tpl"):
        return GO
    if not any(opening in text for opening in _OPENINGS):
        return None
    in_chart = "templates" in path.split("/")[:-1]
    prometheus = any(word in text for word in _PROMETHEUS)
    argo = "argoproj.io/" in text
    prose = ""
    for opening, place, line, at in _marks(text):
        if opening == "{{":
            expression = line[at + 2 : at + _WINDOW].partition("}}")[0].strip("- \t")
            helm = any(word in expression for word in _HELM_WORDS)
            if (helm and (place != BLOCK or in_chart)) or (
                in_chart and place != BLOCK and expression.startswith(_ACTIONS)
            ):
                return HELM
            if place in (QUOTED, BLOCK) or (argo and expression.startswith(_ARGO)):
                continue
            if prometheus and not (place == LINE and expression.startswith(_ACTIONS) and _is_alone(line, "}}")):
                continue
            if place == PLAIN and line is not prose and not _makes_a_word(line):
                prose = line
            if line is not prose:
                return JINJA if "{%" in text else GO
        elif place in (QUOTED, BLOCK):
            continue
        elif opening == "${":
            if place == FLOW or (place == LINE and _is_alone(line, "}") and line.count("}") == 1):
                return PLACEHOLDERS
        elif opening[1] + "}" in line[at : at + _WINDOW]:
            return JINJA
    return None


def _is_alone(line: str, closing: str) -> bool:
    return line.rstrip().endswith(closing)


def _makes_a_word(line: str) -> bool:
    """Whether no blank stands in the value, or the text, beside the expressions: it is a name then, not prose."""
    rest = ""
    at = 0
    while (start := line.find("{{", at)) >= 0:
        rest += line[at:start]
        at = line.find("}}", start) + 2
        if at < 2:
            return False
    rest = (rest + line[at:]).partition(" #")[0].strip().removeprefix("- ")
    value = rest.partition(": ")[2].strip() or rest
    return " " not in value


def _marks(text: str) -> Iterator[tuple[str, str, str, int]]:
    """Each `{{`, `{%`, `{#` and `${` outside comments: itself, where it stands, its line and its column.

    Places: LINE (begins a line), VALUE (begins a value), FLOW (unquoted within `[]` or `{}`), PLAIN (within an unquoted
    text), QUOTED, BLOCK (a block scalar). `${{ }}` is none of them. Reads line by line: the text may not be YAML.
    """
    block, quote, depth = -1, "", 0
    for line in text.split("\n"):
        code = line.strip()
        if not code:
            continue
        indent = len(line) - len(line.lstrip(" "))
        if block >= 0 and indent > block:
            at = line.find("{{")
            while at >= 0:
                yield "{{", BLOCK, line, at
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
                    yield pair, place, line, at
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
