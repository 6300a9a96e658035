"""`empty-continuation-line`."""

from __future__ import annotations

from k8slint import Bad, Edit, Findings, Fix, Good, Rule, Severity, Span
from k8slint.dockerfile import Dockerfile


class EmptyContinuationLine(Rule[Dockerfile]):
    """An instruction whose line ends with a backslash goes on, even after an empty line. What looks like the next instruction
    is a part of this one.

    Docker drops the empty line and warns. A future version will refuse it, and the build will fail without a change to the
    file.

    Remove the empty line, or put a `#` on it.

    Fix safety: safe; Docker drops the empty lines itself.

    References: https://docs.docker.com/reference/build-checks/no-empty-continuation/
    """

    name = "empty-continuation-line"
    title = "An empty line does not end this instruction"
    category = "deprecation"
    severity = Severity.WARNING
    aliases = ("buildkit:NoEmptyContinuation",)
    examples = (
        Bad(
            "FROM alpine:3.20\nRUN a && \\\n«\n  \n»    b && \\\n    # why\n«\n»    c\n",
            fixed="FROM alpine:3.20\nRUN a && \\\n    b && \\\n    # why\n    c\n",
        ),
        Good("FROM alpine:3.20\nRUN a && \\\n    #\n    b\n\nRUN c\n"),
        Good("FROM alpine:3.20\nRUN <<EOF\na\n\nb\nEOF\n", why="A heredoc is text as it is."),
    )

    def check(self, dockerfile: Dockerfile) -> Findings:
        for instruction in dockerfile.instructions:
            for span in _joined(instruction.blank_lines, dockerfile.source.text):
                fix = Fix("remove the empty lines", (Edit(span, ""),))
                message = (
                    f"`{instruction.keyword}` continues after this empty line, and a future Docker will"
                    " refuse it; remove the line"
                )
                yield self.finding(span, message, fix=fix)


def _joined(lines: tuple[Span, ...], text: str) -> list[Span]:
    """Neighbouring lines as one span, each with its line end."""
    found: list[Span] = []
    for line in lines:
        end = text.find("\n", line.end) + 1 or len(text)
        if found and found[-1].end == line.start:
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(line.start, end))
    return found
