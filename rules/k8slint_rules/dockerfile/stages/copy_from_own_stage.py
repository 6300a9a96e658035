"""`copy-from-own-stage`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.dockerfile import Copy


class CopyFromOwnStage(Rule[Copy]):
    """A stage cannot copy from itself. BuildKit stops with "circular dependency detected".

    This happens when stages are renamed, and with numbers: `--from=1` in the second stage is that stage, as counting begins at
    0.

    Name the stage that is meant. To copy within the image, use `RUN cp`.

    References: https://docs.docker.com/reference/dockerfile/#copy---from, https://docs.docker.com/build/building/multi-stage/
    """

    name = "copy-from-own-stage"
    title = "A stage copies from itself"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    aliases = ("hadolint:DL3023", "trivy:DS-0006")
    words = ("--from",)
    examples = (
        Bad("FROM node:22 AS build\nCOPY --from=«build» /a /b\nFROM node:22\nCOPY --from=«1» /a /b\n"),
        Good("FROM node:22 AS build\nFROM node:22 AS run\nCOPY --from=build /a /b\nCOPY --from=0 /a /c\n"),
    )

    def check(self, copy: Copy) -> Findings:
        flag, stage = copy.from_, copy.stage
        if flag is None or not flag.value or stage is None or stage.from_ is None:
            return
        number = str(sum(other.from_ is not None for other in copy.dockerfile.stages[: stage.index]))
        if flag.value.lower() == stage.name or flag.value == number:
            related = (Related("", stage.from_.span, "the stage itself"),)
            message = f"`{flag.value}` is this stage itself, so the build stops; name an earlier stage, or use `RUN cp`"
            yield self.finding(flag.value_span or flag.span, message, related=related)
