"""`several-sources-into-a-file`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Edit, Finding, Fix, Good, Rule, Severity, Span
from k8slint.dockerfile.tree import Transfer

if TYPE_CHECKING:
    from collections.abc import Iterator


class SeveralSourcesIntoAFile(Rule[Transfer]):
    """With more than one source the destination is a folder, and has to end with a slash (Dockerfile reference, "COPY").
    Without it a builder stops, or takes the destination for one file that each source overwrites.

    End the destination with `/`.

    Fix safety: safe; a folder that is there already gets the same files.
    """

    name = "several-sources-into-a-file"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    aliases = ("hadolint:DL3021", "trivy:DS-0011")
    examples = (
        Bad("FROM alpine:3.20\nCOPY --chown=1 a b «/srv»\n", fixed="FROM alpine:3.20\nCOPY --chown=1 a b /srv/\n"),
        Bad('FROM alpine:3.20\nCOPY ["a", "b", «"/srv"»]\n', fixed='FROM alpine:3.20\nCOPY ["a", "b", "/srv/"]\n'),
        Good("FROM alpine:3.20\nARG D\nCOPY a b /srv/\nCOPY a b .\nCOPY a /srv\nCOPY a b $D\n"),
    )

    def check(self, transfer: Transfer) -> Iterator[Finding]:
        word = transfer.destination
        if word is None or len(transfer.sources) + len(transfer.heredocs) < 2 or word.dynamic:
            return
        text = word.text
        if transfer.sources and transfer.sources[0].text.startswith(("file:", "multi:", "dir:")):
            return  # `file:HASH in /path`: made from `docker history`
        if not text or text.endswith(("/", "\\")) or text in (".", ".."):
            return
        quoted = word.raw[-1:] in "'\""
        at = word.span.end - (1 if quoted else 0)
        fix = Fix("add a slash", (Edit(Span(at, at), "/"),))
        yield self.finding(
            word.span, f"`{text}` is the target of several sources and no folder; write `{text}/`", fix=fix
        )
