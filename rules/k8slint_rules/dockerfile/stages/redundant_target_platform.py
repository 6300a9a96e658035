"""`redundant-target-platform`."""

from __future__ import annotations

from k8slint import Bad, Edit, Findings, Fix, Good, Rule, Severity, Span
from k8slint.dockerfile import From


class RedundantTargetPlatform(Rule[From]):
    """`FROM` builds for the target platform without being told. The flag only makes the reader ask what it changes.

    Leave it out. Nothing is reported where the file gives `TARGETPLATFORM` another default.

    Fix safety: safe; it is the default.

    References: https://docs.docker.com/reference/build-checks/redundant-target-platform/,
    https://docs.docker.com/build/building/multi-platform/
    """

    name = "redundant-target-platform"
    title = "`--platform=$TARGETPLATFORM` is already the default"
    category = "style"
    severity = Severity.INFO
    aliases = ("buildkit:RedundantTargetPlatform", "hadolint:DL3065")
    words = ("platform",)
    examples = (
        Bad(
            "FROM «--platform=$TARGETPLATFORM» alpine:3.20 AS a\nFROM «--platform=${TARGETPLATFORM}» a\n",
            fixed="FROM alpine:3.20 AS a\nFROM a\n",
        ),
        Good(
            "ARG TARGETPLATFORM=linux/arm64\nFROM --platform=$TARGETPLATFORM alpine:3.20\n",
            why="The file gives the argument another default.",
        ),
        Good(
            "FROM --platform=$BUILDPLATFORM alpine:3.20\nFROM --platform=${TARGETPLATFORM:-linux/arm64} alpine:3.20\n"
        ),
    )

    def check(self, from_: From) -> Findings:
        flag = from_.flag("platform")
        if flag is None or flag.value not in ("$TARGETPLATFORM", "${TARGETPLATFORM}") or from_.image is None:
            return
        declared = [
            pair.name for argument in from_.dockerfile.global_args for pair in argument.pairs if pair.value is not None
        ]
        if "TARGETPLATFORM" in declared:
            return
        edit = Edit(Span(flag.span.start, from_.image.span.start), "")
        fix = Fix("remove `--platform`", (edit,)) if len(from_.flags) == 1 else None
        yield self.finding(flag.span, "`--platform=$TARGETPLATFORM` is what `FROM` does anyway; remove it", fix=fix)
