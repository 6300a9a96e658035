"""`maintainer-instruction`."""

from __future__ import annotations

from k8slint import Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import Label, Maintainer

_LABEL = "org.opencontainers.image.authors"


class MaintainerInstruction(Rule[Maintainer]):
    """`MAINTAINER` has been deprecated since Docker 1.13. A label says the same, and `docker inspect`, registries and scanners
    read labels.

    Write `LABEL org.opencontainers.image.authors="…"`.

    Fix safety: safe; the name moves from the image's author field to the label. None is offered before the first `FROM`, and
    where the label is there already.

    References: https://docs.docker.com/reference/build-checks/maintainer-deprecated/,
    https://github.com/opencontainers/image-spec/blob/main/annotations.md
    """

    name = "maintainer-instruction"
    title = "`MAINTAINER` is deprecated"
    category = "deprecation"
    severity = Severity.WARNING
    aliases = ("hadolint:DL4000", "buildkit:MaintainerDeprecated", "trivy:DS-0022", "checkov:CKV_DOCKER_6")
    examples = (
        Bad(
            'FROM debian:12\n«MAINTAINER» Ada "the $1" <ada@example.com>\n',
            fixed='FROM debian:12\nLABEL org.opencontainers.image.authors="Ada \\"the \\$1\\" <ada@example.com>"\n',
        ),
        Bad(
            'FROM debian:12\n«maintainer» "Ada"\n',
            fixed='FROM debian:12\nlabel org.opencontainers.image.authors="Ada"\n',
        ),
        Bad("«MAINTAINER» Ada\nARG A=1\nFROM debian:12\n", why="No label may be there either."),
        Bad("FROM debian:12\nLABEL org.opencontainers.image.authors=Bob\n«MAINTAINER» Ada\n"),
        Good('FROM debian:12\nLABEL org.opencontainers.image.authors="Ada"\n'),
    )

    def check(self, maintainer: Maintainer) -> Findings:
        word = maintainer.word
        fix = None
        if word is not None and not _is_out_of_place(maintainer):
            text = word.content
            if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
                text = text[1:-1]
            escape = maintainer.dockerfile.escape
            escaped = "".join(escape + c if c in ('"', "$", escape) else c for c in text)
            keyword = "label" if maintainer.source.slice(maintainer.keyword_span).islower() else "LABEL"
            edit = Edit(maintainer.span, f'{keyword} org.opencontainers.image.authors="{escaped}"')
            fix = Fix("write a label", (edit,))
        message = "`MAINTAINER` is deprecated, and tools read labels instead; write `LABEL org.opencontainers.image.authors=…`"
        yield self.finding(maintainer.keyword_span, message, fix=fix)


def _is_out_of_place(maintainer: Maintainer) -> bool:
    """Whether a label cannot take its place: before the first FROM, or beside a label that says the same."""
    stage = maintainer.stage
    if stage is None or stage.from_ is None:
        return True
    return any(pair.name == _LABEL for at in stage.lineage for label in at.of(Label) for pair in label.pairs)
