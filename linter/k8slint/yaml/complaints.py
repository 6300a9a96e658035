"""What is wrong with a document that cannot be read, where the text around the parser's error tells more than the error."""

from __future__ import annotations

import re

from k8slint.finding import Problem
from k8slint.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.yaml.templates import Templates

_CONFLICT = re.compile(r"^<{7}(?: .*)?$", re.MULTILINE)
_LOOK_BACK = 3
"""Lines above the error: a key without a space after its colon makes the parser stumble on one of the lines that follow."""
_GLUED = re.compile(r"[ \t]*(?:- +)*(?P<key>[A-Za-z_][\w.-]*(?:/[\w.-]+)?):(?P<value>[^\s:/\\][^\s]*)[ \t]*(?:#.*)?$")
_VALUE = re.compile(r"""[ \t]*(?:- +)*(?:(?:[^\s#"'{\[][^#"'{\[]*?|"[^"]*"|'[^']*'):[ \t]+)?(?P<value>["'{\[].*)$""")
_SEPARATOR = re.compile(r"[ \t]+-{3,}[ \t]*(?:#.*)?$")
_CLOSING = {"{": "}", "[": "]"}


def explained(problem: Problem, text: str, start: int, end: int, templates: Templates) -> Problem:
    """`problem` of the document `start` to `end`, or a better one for the same document."""
    if problem.kind != "yaml-syntax":
        return problem
    at = problem.span.start
    unquoted = templates.unquoted(start, end)
    if unquoted is not None and unquoted.span.start <= at:
        return unquoted
    conflict = _CONFLICT.search(text, start, end)
    if conflict is not None and conflict.start() <= at + 1:
        message = "a merge conflict was left here; keep one of the two sides, and remove the lines with the marks"
        return _problem(conflict.start(), conflict.end(), message)
    for first, last in _lines_above(text, start, at):
        found = (
            _glued(text, first, last) or _behind_a_value(text, first, last) or _indented_separator(text, first, last)
        )
        if found is not None:
            return found
    return problem


def _problem(start: int, end: int, message: str) -> Problem:
    return Problem("yaml-syntax", Span(start, end), message, fatal=True)


def _lines_above(text: str, start: int, at: int) -> list[tuple[int, int]]:
    """The line of an error and those just above it, the nearest first."""
    lines: list[tuple[int, int]] = []
    first = max(text.rfind("\n", 0, at) + 1, start)
    while len(lines) < _LOOK_BACK:
        last = text.find("\n", first)
        lines.append((first, len(text) if last < 0 else last))
        if first <= start:
            break
        first = max(text.rfind("\n", 0, first - 1) + 1, start)
    return lines


def _glued(text: str, start: int, end: int) -> Problem | None:
    """`name:web`: a string for YAML, and no key."""
    match = _GLUED.match(text[start : min(end, start + 500)].rstrip("\r"))
    if match is None:
        return None
    key, value = match["key"], match["value"]
    message = (
        f"there is no space after `{key}:`, so YAML takes `{key}:{value[:40]}` for a text; write `{key}: {value[:40]}`"
    )
    return _problem(start + match.start("key"), start + match.end("value"), message)


def _behind_a_value(text: str, start: int, end: int) -> Problem | None:
    """`{PREFIX}.16`, `"a" b`: a value that ends before its line does."""
    line = text[start : min(end, start + 2_000)].rstrip("\r")
    match = _VALUE.match(line)
    if match is None:
        return None
    value = match["value"]
    close = _closing(value)
    rest = value[close + 1 :]
    code = rest.strip()
    if close < 0 or not code or code[0] in ",]}:" or (code[0] == "#" and rest[0] in " \t"):
        return None
    at = start + match.start("value")
    behind = at + len(value) - len(rest.lstrip())
    mark = value[close]
    whole = value.partition(" #")[0].rstrip()
    if value[0] in _CLOSING:
        quote = "'" if '"' in whole else '"'
        message = (
            f"`{value[0]}` opens a {_WHAT[value[0]]} that ends at `{mark}`, and nothing can follow it; quote the value"
        )
        if len(whole) < 60 and quote not in whole:
            message += f": `{quote}{whole}{quote}`"
    else:
        message = (
            f"the text ends at the closing `{mark}`, and nothing can follow it; put the quotes around the whole value"
        )
    return _problem(behind, max(at + len(whole), behind + 1), message)


_WHAT = {"{": "mapping", "[": "list"}


def _closing(value: str) -> int:
    """Where the quote or bracket that opens a value is closed on its line, or -1."""
    opening = value[0]
    if opening in "\"'":
        at = 1
        while at < len(value):
            if value[at] == "\\" and opening == '"':
                at += 1
            elif value[at] == opening:
                if opening == '"' or value[at + 1 : at + 2] != "'":
                    return at
                at += 1
            at += 1
        return -1
    depth, quote = 0, ""
    for at, character in enumerate(value):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "{[":
            depth += 1
        elif character in "}]":
            depth -= 1
            if depth == 0:
                return at
    return -1


def _indented_separator(text: str, start: int, end: int) -> Problem | None:
    """` ---`: a text, and no separator."""
    line = text[start : min(end, start + 200)].rstrip("\r")
    if _SEPARATOR.match(line) is None:
        return None
    at = start + len(line) - len(line.lstrip())
    message = "`---` separates documents only at the start of a line; remove the blanks before it"
    return _problem(at, start + len(line.rstrip()), message)
