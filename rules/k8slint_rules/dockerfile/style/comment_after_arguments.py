"""`comment-after-arguments`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity, Span
from k8slint.dockerfile import Instruction, insert_before, is_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile import Word

_REFUSED = frozenset(("ENV", "LABEL", "FROM", "EXPOSE", "SHELL", "STOPSIGNAL", "HEALTHCHECK"))
"""Instructions with which BuildKit stops the build at a comment."""
_TAKEN_AS = {
    "USER": "a part of the user's name, and the container does not start",
    "WORKDIR": "a part of the folder's name",
    "VOLUME": "more volumes",
    "ARG": "more arguments",
    "COPY": "more paths, the last of them the destination",
    "ADD": "more paths, the last of them the destination",
}


class CommentAfterArguments(Rule[Instruction]):
    """A Dockerfile has no comments at the end of a line. Only a line that begins with `#` is a comment; after the arguments
    of an instruction, `#` and what follows are more arguments.

    So `USER app # not root` asks for a user named `app # not root`: the image builds, and the container does not start.
    `COPY a.conf /etc/ # defaults` looks for files named `/etc/` and `#`. With `ENV`, `EXPOSE` and `FROM` the build stops.

    Write the comment on a line of its own, above the instruction. After `RUN`, `CMD` and `ENTRYPOINT` in shell form, a shell
    reads the line and knows such comments, so nothing is reported there. Ignore this where the text after `#` is
    meant as a value, and put that value in quotes.

    Fix safety: safe where the build stops without it; unsafe elsewhere, as the image changes to what was meant.

    References: https://docs.docker.com/reference/dockerfile/#format
    """

    name = "comment-after-arguments"
    title = "A comment at a line's end becomes an argument"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    words = ("#",)
    examples = (
        Bad(
            "FROM debian:12\nUSER 1000 «# not root»\n",
            fixed="FROM debian:12\n# not root\nUSER 1000\n",
            unsafe=True,
        ),
        Bad(
            "FROM debian:12\nENV PORT=80 «# web»\nEXPOSE 80 443 «# http and https»\n",
            fixed="FROM debian:12\n# web\nENV PORT=80\n# http and https\nEXPOSE 80 443\n",
        ),
        Bad(
            "FROM debian:12\nCOPY a.conf /etc/a.conf «# defaults»\nARG LEVEL=2 «# quiet»\nENV NAME x «# old form»\n",
            fixed="FROM debian:12\n# defaults\nCOPY a.conf /etc/a.conf\n# quiet\nARG LEVEL=2\n# old form\nENV NAME x\n",
            unsafe=True,
        ),
        Good("FROM debian:12\n# not root\nUSER 1000\nRUN make # a shell knows comments\n"),
        Good(
            'FROM debian:12\nENV COLOR=#fff PS1="# "\nLABEL a="b # c"\n', why="No blank before it, or quotes around it."
        ),
    )

    def check(self, instruction: Instruction) -> Findings:
        comment = instruction.comment
        if comment is None:
            return
        keyword = instruction.keyword
        value = is_value(keyword, instruction.statement.text, instruction.args_start)
        refused = keyword in _REFUSED and not value
        if value:
            result = "a part of the value"
        elif refused:
            result = "an argument, and the build stops"
        else:
            result = _TAKEN_AS[keyword]
        message = f"Docker takes `{_shown(comment)}` as {result}; write the comment on a line of its own"
        severity = Severity.WARNING if value or keyword == "ARG" else self.severity
        fix = _fix(instruction, comment, Applicability.SAFE if refused else Applicability.UNSAFE)
        yield self.finding(comment.span, message, fix=fix, severity=severity)


def _shown(comment: Word) -> str:
    text = comment.raw
    return text if len(text) <= 30 else text[:29] + "…"


def _fix(instruction: Instruction, comment: Word, applicability: Applicability) -> Fix | None:
    """Its own line above; none where it would be a directive of the parser, or is a part of several lines."""
    source, span = instruction.source, comment.span
    text = source.slice(span)
    after = source.text[span.end : instruction.block.end].strip()
    first = (instruction.onbuild or instruction) is instruction.dockerfile.instructions[0]
    if text != comment.raw or (after and not instruction.heredocs) or (first and "=" in text):
        return None
    start = span.start
    while source.text[start - 1] in " \t":
        start -= 1
    edits = (insert_before(instruction, text), Edit(Span(start, span.end), ""))
    return Fix("move the comment to a line of its own", edits, applicability)
