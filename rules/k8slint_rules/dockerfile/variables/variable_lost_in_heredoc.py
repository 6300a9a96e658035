"""`variable-lost-in-heredoc`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Rule, Severity, Span
from k8slint.dockerfile.state import before
from k8slint.dockerfile.tree import Transfer
from k8slint.dockerfile.variables import references, set_in_shell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


_PARAMETER = re.compile(r"\$(?:[@*#?]|[0-9])|\$\{[@*#0-9]")
"""A parameter of a script: no instruction of a Dockerfile sets these."""


class VariableLostInHeredoc(Rule[Transfer]):
    """In a here-document of `COPY` or `ADD`, BuildKit replaces variables while it builds. What the Dockerfile does not set
    becomes empty.

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
        Good('FROM debian:12\nCOPY <<"END" /start\n#!/bin/sh\nexec server "$1"\nEND\n', why="Copied as it is."),
        Good("FROM debian:12\nARG PORT=80\nCOPY <<END /a.conf\nlisten $PORT;\nset \\$uri x;\nEND\n"),
        Good("FROM node:22\nCOPY <<END /a.conf\nversion $NODE_VERSION\nEND\n", why="The base image may set it."),
        Good('FROM debian:12\nRUN <<END\necho "$1"\nEND\n', why="A shell reads this one."),
    )

    def check(self, transfer: Transfer) -> Iterator[Finding]:
        env = before(transfer).env if transfer.heredocs else {}
        for heredoc in transfer.heredocs:
            text = transfer.source.slice(heredoc.body_span)
            if heredoc.quoted or "$" not in text:
                continue
            found = _first_lost(text, env, transfer.dockerfile.escape)
            if found is not None:
                start, end = found
                at = heredoc.body_span.start
                quoted = transfer.source.slice(heredoc.span).replace(heredoc.name, f'"{heredoc.name}"')
                message = (
                    f"BuildKit replaces `{text[start:end]}` while it builds, and nothing sets it there, so the file gets an"
                    f" empty text; write `{quoted}`"
                )
                yield self.finding(Span(at + start, at + end), message)


def _first_lost(text: str, env: Mapping[str, str | None], escape: str) -> tuple[int, int] | None:
    """Where the first variable stands that is surely empty: a parameter, or one that the text itself means to set."""
    meant = set_in_shell(text)
    places = [
        (reference.start, reference.end)
        for reference in references(text.replace("'", " "), escape)
        if not reference.optional and reference.name not in env and reference.name in meant
    ]
    for found in _PARAMETER.finditer(text):
        before_it = text[: found.start()]
        if (len(before_it) - len(before_it.rstrip(escape))) % 2 == 0:
            places.append((found.start(), found.end() + (text[found.end() : found.end() + 1] == "}")))
            break
    return min(places, default=None)
