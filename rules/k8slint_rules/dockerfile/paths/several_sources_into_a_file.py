"""`several-sources-into-a-file`."""

from __future__ import annotations

from k8slint import Bad, Edit, Findings, Fix, Good, Rule, Severity, Span
from k8slint.dockerfile import Transfer

_FROM_HISTORY = ("file:", "multi:", "dir:")
"""How sources begin in a Dockerfile that was made from `docker history`: `file:HASH in /path`."""


class SeveralSourcesIntoAFile(Rule[Transfer]):
    """With more than one source the destination of `COPY` and `ADD` is a folder, and must end with a slash.

    BuildKit stops the build: "the destination must be a directory and end with a /". Older builders did other things with it,
    so a Dockerfile that once worked may fail on a new machine.

    End the destination with `/`.

    Fix safety: safe; the build does not get past this line without the slash.

    References: https://docs.docker.com/reference/dockerfile/#copy
    """

    name = "several-sources-into-a-file"
    title = "Several files are copied into one"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    aliases = ("hadolint:DL3021", "trivy:DS-0011")
    examples = (
        Bad("FROM alpine:3.20\nCOPY --chown=1 a b «/srv»\n", fixed="FROM alpine:3.20\nCOPY --chown=1 a b /srv/\n"),
        Bad('FROM alpine:3.20\nCOPY ["a", "b", «"/srv"»]\n', fixed='FROM alpine:3.20\nCOPY ["a", "b", "/srv/"]\n'),
        Bad('FROM alpine:3.20\nCOPY a b «"/srv"»\n', fixed='FROM alpine:3.20\nCOPY a b "/srv/"\n'),
        Good('FROM alpine:3.20\nCOPY a b "my folder"\n', why="No quotes join words here: that is another fault."),
        Good("FROM alpine:3.20\nCOPY a /b # note\n", why="A comment is not a destination; it is a fault of its own."),
        Good("FROM alpine:3.20\nARG D\nCOPY a b /srv/\nCOPY a b .\nCOPY a /srv\nCOPY a b $D\n"),
    )

    def check(self, transfer: Transfer) -> Findings:
        word = transfer.destination
        if word is None or len(transfer.sources) + len(transfer.heredocs) < 2 or word.dynamic:
            return
        text = word.text
        if any(source.text.startswith(_FROM_HISTORY) for source in transfer.sources):
            return
        if not text or text.endswith(("/", "\\")) or text in (".", "..") or "<<" in text:
            return
        inner = word.raw.strip("'\"")
        fix = None
        if inner == text:
            at = word.start + word.raw.index(inner) + len(inner)
            end = word.statement.span(at - 1, at).end
            fix = Fix("add a slash", (Edit(Span(end, end), "/"),))
        elif set(word.raw) & {"'", '"'}:
            return
        count = len(transfer.sources) + len(transfer.heredocs)
        message = f"`{text}` takes {count} sources but is not written as a folder, so the build stops; write `{text}/`"
        yield self.finding(word.span, message, fix=fix)
