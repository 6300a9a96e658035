"""`mixed-case-stage-name`."""

from __future__ import annotations

import re

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import Copy, Onbuild, Run, Stage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class MixedCaseStageName(Rule[Stage]):
    """BuildKit compares stage names without regard to case, and writes them in lower case. A name with capitals looks different
    in its output, and in `COPY --from`.

    Builders other than BuildKit may compare exactly, so that `COPY --from=build` does not find `AS Build`.

    Write the name in lower case.

    Fix safety: safe; BuildKit finds the stage in either case, and the `FROM` and `COPY --from` that use it change too. Unsafe
    where a mount or a trigger uses the old name.

    References: https://docs.docker.com/reference/build-checks/stage-name-casing/
    """

    name = "mixed-case-stage-name"
    title = "A stage name has capitals"
    category = "style"
    severity = Severity.INFO
    aliases = ("buildkit:StageNameCasing",)
    examples = (
        Bad(
            "FROM golang:1.24 AS «Build»\nFROM Build AS «TEST»\nFROM alpine:3.20\n"
            "COPY --from=Build /a /a\nCOPY --from=build /b /b\n",
            fixed="FROM golang:1.24 AS build\nFROM build AS test\nFROM alpine:3.20\n"
            "COPY --from=build /a /a\nCOPY --from=build /b /b\n",
        ),
        Bad(
            "FROM golang:1.24 AS «Build»\nFROM alpine:3.20\nRUN --mount=from=Build,target=/b cp /b/a /a\n",
            fixed="FROM golang:1.24 AS build\nFROM alpine:3.20\nRUN --mount=from=Build,target=/b cp /b/a /a\n",
            unsafe=True,
            why="BuildKit finds it in either case, other builders may not.",
        ),
        Good("FROM golang:1.24 AS build-2\n"),
    )

    def check(self, stage: Stage) -> Findings:
        alias = stage.from_.alias if stage.from_ is not None else None
        if alias is None or alias.raw == alias.raw.lower() or not alias.raw.replace("-", "").replace("_", "").isalnum():
            return
        if not (alias.raw.isascii() and alias.raw[0].isalpha()):
            return  # No name of a stage in any case.
        lower = alias.raw.lower()
        elsewhere = _is_used_elsewhere(stage, lower)
        applicability = Applicability.UNSAFE if elsewhere else Applicability.SAFE
        fix = Fix(f"write `{lower}`", (Edit(alias.span, lower), *_uses(stage, lower)), applicability)
        yield self.finding(
            alias.span,
            f"stage name `{alias.raw}` has capitals, and BuildKit shows it without them; write `{lower}`",
            fix=fix,
        )


def _is_used_elsewhere(stage: Stage, name: str) -> bool:
    """Whether a mount of a RUN or a trigger names the stage in another case, which only BuildKit finds."""
    for later in stage.dockerfile.stages[stage.index + 1 :]:
        if _is_named(later, name):
            return False
        for instruction in later.instructions:
            if isinstance(instruction, (Run, Onbuild)):
                for word in re.findall(r"from=([^\s,]+)", instruction.statement.text):
                    if word.lower() == name and word != name:
                        return True
    return False


def _is_named(stage: Stage, name: str) -> bool:
    """Whether what follows a stage means this one by the name, not one before it."""
    alias = stage.from_.alias if stage.from_ is not None else None
    return alias is not None and alias.raw.lower() == name


def _uses(stage: Stage, name: str) -> Iterator[Edit]:
    """Edits of what refers to a stage in another case."""
    for later in stage.dockerfile.stages[stage.index + 1 :]:
        word = later.from_.image if later.from_ is not None else None
        if word is not None and word.raw.lower() == name and word.raw != name:
            yield Edit(word.span, name)
        if _is_named(later, name):
            return
        for copy in later.of(Copy):
            flag = copy.from_
            if flag is None or flag.value_span is None or flag.value is None:
                continue
            written = copy.source.slice(flag.value_span)
            if written == flag.value and written.lower() == name and written != name:
                yield Edit(flag.value_span, name)
