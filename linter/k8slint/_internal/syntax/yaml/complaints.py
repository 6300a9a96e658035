"""What is wrong with a document that cannot be read, where the text around the parser's error tells more than the error."""

from __future__ import annotations

import re

from k8slint._internal.text.finding import Problem
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.yaml.templates import Templates

_CONFLICT = re.compile(r"^(?:<{7}(?: .*)?|={7}|>{7}(?: .*)?)\r?$", re.MULTILINE)
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
        return _problem(conflict.start(), conflict.start() + len(conflict[0].rstrip()), message)
    for first, last in _lines_above(text, start, at):
        for look in _LOOKS:
            found = look(text, first, last)
            if found is not None:
                return found
    return _open_quote(text, start, at) or problem


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
    if value[0] in _CLOSING:
        fault = _within_flow(value)
        if fault is not None:
            return _problem(start + match.start("value") + fault[0], start + match.start("value") + fault[1], fault[2])
    rest = value[close + 1 :]
    code = rest.strip()
    if (
        close < 0
        or not code
        or (code[0] in ",]}:" and code not in _CLOSING.values())
        or (code[0] == "#" and rest[0] in " \t")
    ):
        return None
    at = start + match.start("value")
    behind = at + len(value) - len(rest.lstrip())
    mark = value[close]
    whole = value.partition(" #")[0].rstrip()
    if code in ("]", "}"):
        message = f"`{code}` closes nothing, since the value ends before it; remove it"
    elif value[0] in _CLOSING:
        quote = "'" if '"' in whole else '"'
        message = (
            f"`{value[0]}` opens a {_WHAT[value[0]]} that ends at `{mark}`, and nothing can follow it; quote the value"
        )
        if len(whole) < 60 and quote not in whole:
            message += f": `{quote}{whole}{quote}`"
    elif mark == "'" and rest[0].isalnum():
        message = "the text ends at this `'`; write `''` for a quote within it"
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


def _within_flow(value: str) -> tuple[int, int, str] | None:
    """A quoted text within `[]` or `{}` that is followed by more text: quotes within quotes, or no comma."""
    at = 1
    while at < len(value):
        character = value[at]
        if character == "#" and value[at - 1] in " \t":
            return None
        if character in "\"'" and value[:at].rstrip()[-1:] in ("[", "{", ",", ":"):
            close = _closing(value[at:])
            if close < 0:
                return None
            after = at + close + 1
            rest = value[after:].lstrip(" \t")
            if rest and rest[0] not in ",]}:#":
                behind = len(value) - len(rest)
                end = behind
                while end < len(value) and value[end] not in " ,]}":
                    end += 1
                if behind == after:
                    words = f"the text ends at the `{character}` before this; "
                    other = "single" if character == '"' else "double"
                    return (
                        behind,
                        max(end, behind + 1),
                        f"{words}use {other} quotes for the whole text, or write a comma",
                    )
                return behind, max(end, behind + 1), "there is no comma before this; write one"
            at = after
            continue
        at += 1
    return None


def _open_quote(text: str, start: int, at: int) -> Problem | None:
    """A quote that is not closed on its line, and so ends at the next quote, in the line of the error."""
    line = text.rfind("\n", 0, at) + 1
    low = max(start, at - 5_000)
    while line > low:
        line = max(text.rfind("\n", 0, line - 1) + 1, start)
        end = text.find("\n", line)
        match = _VALUE.match(text[line:end].rstrip("\r"))
        if match is None or match["value"][0] in _CLOSING or _closing(match["value"]) >= 0:
            continue
        opened = line + match.start("value")
        close = _closing(text[opened : at + 200])
        if close >= 0 and text.rfind("\n", 0, opened + close) == text.rfind("\n", 0, at):
            return _problem(
                opened, opened + 1, "the quote is not closed on this line, and ends at the next quote; close it"
            )
        return None
    return None


def _no_space_after_dash(text: str, start: int, end: int) -> Problem | None:
    """`-b` among the items of a list."""
    line = text[start : min(end, start + 200)].rstrip("\r")
    item = line.lstrip(" ")
    if len(item) < 2 or item[0] != "-" or not item[1].isalnum():
        return None
    before = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : start].lstrip(" ")
    if not before.startswith("- "):
        return None
    at = start + len(line) - len(item)
    return _problem(
        at, start + len(line.rstrip()), f"there is no space after the dash; write `- {item[1:].rstrip()[:40]}`"
    )


def _indented_separator(text: str, start: int, end: int) -> Problem | None:
    """` ---`: a text, and no separator."""
    line = text[start : min(end, start + 200)].rstrip("\r")
    if _SEPARATOR.match(line) is None:
        return None
    at = start + len(line) - len(line.lstrip())
    message = "`---` separates documents only at the start of a line; remove the blanks before it"
    return _problem(at, start + len(line.rstrip()), message)


_LOOKS = (_glued, _behind_a_value, _no_space_after_dash, _indented_separator)
