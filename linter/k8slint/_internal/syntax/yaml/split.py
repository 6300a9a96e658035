"""Cutting a stream into documents as kubectl does, by lines and before any YAML is read.

Source: k8s.io/apimachinery pkg/util/yaml/decoder.go (YAMLReader): a line that starts with `---` separates, and only
blanks or a comment may follow; anything else makes kubectl refuse the whole file.
"""

from __future__ import annotations

from k8slint._internal.text.edit import Edit, Fix
from k8slint._internal.text.finding import Problem
from k8slint._internal.text.source import BOM, Span

MAX_DOCUMENTS = 50_000
"""Of one file: what stands behind is not read."""
KIND = "malformed-document-separator"
"""The kind of its problems. A fix is only right where the documents on both sides can be read: else the line may be a part of
a quoted text."""
_OPENS_CONTENT = frozenset("{[!&|>\"'")


def split(text: str) -> tuple[list[tuple[int, int]], list[Problem]]:
    """The (start, end) of each chunk between separators, blank ones included, and the separators that are malformed.

    Stops beyond `MAX_DOCUMENTS` chunks.
    """
    chunks: list[tuple[int, int]] = []
    problems: list[Problem] = []
    start = 0
    at = 0 if text.startswith("---") else text.find("\n---") + 1 or -1
    while at >= 0 and len(chunks) <= MAX_DOCUMENTS:
        chunks.append((start, at))
        end = text.find("\n", at)
        if end < 0:
            end = len(text)
        rest = text[at + 3 : end].strip()
        start = min(end + 1, len(text))
        if rest and (rest[0] != "#" or (at == 0 and text[3] == "#")):
            problems.append(_malformed(text, at, end))
            if rest[0] in _OPENS_CONTENT and text[at + 3] in " \t":
                start = at + 3
            elif _is_entry(rest):
                start = text.index(rest[0], at + 3)
        if text.startswith(BOM, start):
            start += 1
        at = text.find("\n---", end) + 1 or -1
    chunks.append((start, len(text)))
    return chunks, problems


def _is_entry(rest: str) -> bool:
    """Whether what stands after the dashes is a key with its colon: `---apiVersion: v1`."""
    key = rest.partition(":")[0]
    return rest[0] != "-" and key.isidentifier() and rest[len(key) : len(key) + 2] in (":", ": ")


def _malformed(text: str, start: int, end: int) -> Problem:
    """The problem of the line `start` to `end`, with a fix where it can have meant one thing only."""
    line = text[start:end]
    dashes = len(line) - len(line.lstrip("-"))
    rest = line[dashes:].strip()
    if dashes > 3 and (not rest or rest.startswith("#")):
        span = Span(start, start + dashes)
        fix = Fix("write `---`", (Edit(Span(start + 3, start + dashes), ""),))
        message = f"kubectl refuses `{line[:dashes][:20]}` as a document separator; write exactly three dashes: `---`"
        return Problem(KIND, span, message, fix=fix)
    span = Span(start, start + len(line.rstrip()))
    if rest.startswith("#"):
        fix = Fix("put a space before the comment", (Edit(Span(start + 3, start + 3), " "),))
        message = "kubectl takes a first line that begins with `---#` for text; put a space between `---` and `#`"
        return Problem(KIND, span, message, fix=fix)
    message = "kubectl refuses text after a document separator; write `---`, and move the text to the next line"
    if dashes == 3 and (_is_entry(rest) or rest[0] in "{["):
        newline = "\r\n" if line.endswith("\r") else "\n"
        content = text.index(rest[0], start + 3)
        fix = Fix("put a line break after `---`", (Edit(Span(start + 3, content), newline),))
        return Problem(KIND, span, message, fix=fix)
    return Problem(KIND, span, message)
