"""How a comment is removed without a trace."""

from __future__ import annotations

from k8slint._internal.text.edit import Edit
from k8slint._internal.text.source import Source, Span


def comment_removal(source: Source, span: Span) -> Edit:
    """The edit after which the comment of `span`, which ends its line, is gone: its whole line when it stands alone there
    (with the line end before it, if it is the last and has none itself), else the blanks before it too.
    """
    text = source.text
    line = source.line_at(span.start)
    whole = source.line_span(line)
    if text[whole.start : span.start].strip(" \t"):
        start = span.start
        while start > whole.start and text[start - 1] in " \t":
            start -= 1
        return Edit(Span(start, span.end), "")
    if line < len(source.line_starts):
        return Edit(Span(whole.start, source.line_starts[line]), "")
    start = whole.start
    if start and text[start - 1] == "\n":
        start -= 2 if text[start - 2 : start] == "\r\n" else 1
    return Edit(Span(start, whole.end), "")
