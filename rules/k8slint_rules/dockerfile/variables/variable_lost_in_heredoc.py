"""`variable-lost-in-heredoc`."""

from __future__ import annotations

import re

from k8slint import Bad, Findings, Good, Rule, Severity, Span
from k8slint.dockerfile import Instruction, Run, Transfer, references, set_in_shell, state_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection


_PARAMETER = re.compile(r"\$(?:[@*#?]|[0-9])|\$\{[@*#0-9]")
"""A parameter of a script: no instruction of a Dockerfile sets these."""


class VariableLostInHeredoc(Rule[Instruction]):
    """In a here-document, variables are replaced while the image is built: by BuildKit in `COPY` and `ADD`, by the shell in
    `RUN cat <<EOF > file`. What is not set there becomes empty.

    A start script written this way loses its own variables: `exec server "$1"` arrives in the image as `exec server ""`.
    The build succeeds, and the container starts the program without its arguments.

    Quote the delimiter (`<<"EOF"`), and the text is copied as it is written. To replace some of the variables on
    purpose, write the others as `\\$NAME`. Ignore this where the base image sets the variable and the build should
    read it.

    References: https://docs.docker.com/reference/dockerfile/#here-documents, https://github.com/docker/cli/issues/4127
    """

    name = "variable-lost-in-heredoc"
    title = "The build empties a variable of this script"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    aliases = ("buildkit:UndefinedVar",)
    words = ("<<",)
    examples = (
        Bad('FROM debian:12\nCOPY <<END /start\n#!/bin/sh\nexec server "«$1»" "$@"\nEND\n'),
        Bad("FROM node:22\nCOPY --chmod=755 <<-EOT /start\n\tport=80\n\tserver «${port}»\n\tEOT\n"),
        Bad('FROM debian:12\nRUN cat <<EOF > /start && chmod +x /start\n#!/bin/sh\nexec server "«$@»"\nEOF\n'),
        Good(
            "FROM debian:12\nARG V=1\nRUN W=2; cat <<EOF > /conf\nv=$V\nw=$W\nEOF\n",
            why="Set where the shell reads them.",
        ),
        Good('FROM debian:12\nCOPY <<"END" /start\n#!/bin/sh\nexec server "$1"\nEND\n', why="Copied as it is."),
        Good("FROM debian:12\nARG PORT=80\nCOPY <<END /a.conf\nlisten $PORT;\nset \\$uri x;\nEND\n"),
        Good("FROM node:22\nCOPY <<END /a.conf\nversion $NODE_VERSION\nEND\n", why="The base image may set it."),
        Good('FROM debian:12\nRUN <<END\necho "$1"\nEND\n', why="A shell reads this one."),
    )

    def check(self, instruction: Instruction) -> Findings:
        if not instruction.heredocs:
            return
        if isinstance(instruction, Transfer):
            who, known = "BuildKit", set(state_before(instruction).env)
        elif isinstance(instruction, Run) and instruction.heredoc_script is None and _writes_a_file(instruction):
            who, known = "the shell", set(state_before(instruction).env) | set_in_shell(instruction.arguments)
        else:
            return
        for heredoc in instruction.heredocs:
            text = instruction.source.slice(heredoc.body_span)
            if heredoc.quoted or "$" not in text:
                continue
            found = _first_lost(text, known, instruction.dockerfile.escape)
            if found is not None:
                start, end = found
                at = heredoc.body_span.start
                quoted = instruction.source.slice(heredoc.span).replace(heredoc.name, f'"{heredoc.name}"')
                message = (
                    f"{who} replaces `{text[start:end]}` while the image is built, and nothing sets it there, so the file"
                    f" gets an empty text; write `{quoted}`"
                )
                yield self.finding(Span(at + start, at + end), message)


def _writes_a_file(run: Run) -> bool:
    """Whether every here-document of a RUN goes to `cat` or `tee`, and none to a shell or another program."""
    readers = [
        command.name
        for command in run.commands
        if any(redirect.operator in ("<<", "<<-") for redirect in command.redirects)
    ]
    return bool(readers) and all(name in ("cat", "tee") for name in readers)


def _first_lost(text: str, known: Collection[str], escape: str) -> tuple[int, int] | None:
    """Where the first variable stands that is surely empty: a parameter, or one that the text itself means to set."""
    meant = set_in_shell(text)
    places = [
        (reference.start, reference.end)
        for reference in references(text.replace("'", " "), escape)
        if not reference.optional and reference.name not in known and reference.name in meant
    ]
    for found in _PARAMETER.finditer(text):
        before_it = text[: found.start()]
        if (len(before_it) - len(before_it.rstrip(escape))) % 2 == 0:
            places.append((found.start(), found.end() + (text[found.end() : found.end() + 1] == "}")))
            break
    return min(places, default=None)
