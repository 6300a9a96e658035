"""`mixed-case-instruction`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Edit, Finding, Fix, Good, Rule, Severity
from k8slint.dockerfile.tree import Dockerfile, Instruction, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator


class MixedCaseInstruction(Rule[Dockerfile]):
    """Instructions hold in any case, and stand out best in one: capitals in nearly every file.

    Write them all like most of those behind the first `FROM` are, which is what BuildKit counts.

    Fix safety: safe; keywords hold in any case.
    """

    name = "mixed-case-instruction"
    category = "style"
    severity = Severity.INFO
    profile = "strict"
    aliases = ("buildkit:ConsistentInstructionCasing",)
    examples = (
        Bad(
            "«arg» A=1\nFROM alpine:3.20\nRUN true\n«run» true\n«Cmd» true\n",
            fixed="ARG A=1\nFROM alpine:3.20\nRUN true\nRUN true\nCMD true\n",
        ),
        Bad("from alpine:3.20\nrun true\n«Cmd» true\n", fixed="from alpine:3.20\nrun true\ncmd true\n"),
        Good("from alpine:3.20\nrun true\n"),
    )

    def check(self, dockerfile: Dockerfile) -> Iterator[Finding]:
        keywords: list[tuple[str, Instruction]] = []
        lower = upper = 0
        for stage in dockerfile.stages:
            for instruction in stage.instructions:
                if isinstance(instruction, Unknown):
                    continue
                keyword = instruction.statement.text[: instruction.keyword_end]
                keywords.append((keyword, instruction))
                lower += keyword.islower()
                upper += keyword.isupper()
        if lower == 0 and upper == len(keywords) and not dockerfile.global_args:
            return
        for argument in reversed(dockerfile.global_args):
            keywords.insert(0, (argument.statement.text[: argument.keyword_end], argument))
        for keyword, instruction in keywords:
            wanted = keyword.lower() if lower > upper else keyword.upper()
            if keyword != wanted:
                span = instruction.keyword_span
                fix = Fix(f"write `{wanted}`", (Edit(span, wanted),))
                case = "lower" if lower > upper else "upper"
                message = f"`{keyword}` is not in {case} case like the other instructions; write `{wanted}`"
                yield self.finding(span, message, fix=fix)
