"""`mixed-case-instruction`."""

from __future__ import annotations

from k8slint import Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import Dockerfile, Instruction, Unknown


class MixedCaseInstruction(Rule[Dockerfile]):
    """Docker accepts `run`, `Run` and `RUN`. Mixing them makes a Dockerfile harder to scan.

    Use one style for all instructions; most projects use capitals. Reported are the ones that differ from the majority after
    the first `FROM`, as in BuildKit's check.

    Fix safety: safe; Docker accepts keywords in any case.

    References: https://docs.docker.com/reference/build-checks/consistent-instruction-casing/
    """

    name = "mixed-case-instruction"
    title = "Instructions differ in case"
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

    def check(self, dockerfile: Dockerfile) -> Findings:
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
                message = f"`{keyword}` is written differently from most instructions here; write `{wanted}`"
                yield self.finding(span, message, fix=fix)
