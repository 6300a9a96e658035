"""`mixed-case-instruction`."""

from __future__ import annotations

from k8slint import Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import Dockerfile, Unknown


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
        Good("from alpine:3.20\nrun true\n", why="Small letters throughout are a style as well."),
        Good("FROM alpine:3.20\nRunn true\n", why="Nobody knows this instruction; another rule reports it."),
    )

    def check(self, dockerfile: Dockerfile) -> Findings:
        counted = [one for stage in dockerfile.stages for one in stage.instructions if not isinstance(one, Unknown)]
        written = [(one.statement.text[: one.keyword_end], one) for one in (*dockerfile.global_args, *counted)]
        own = [keyword for keyword, _ in written[len(dockerfile.global_args) :]]
        lower = sum(map(str.islower, own)) > sum(map(str.isupper, own))
        for keyword, instruction in written:
            wanted = keyword.lower() if lower else keyword.upper()
            if keyword != wanted:
                fix = Fix(f"write `{wanted}`", (Edit(instruction.keyword_span, wanted),))
                message = f"`{keyword}` is written differently from most instructions here; write `{wanted}`"
                yield self.finding(instruction.keyword_span, message, fix=fix)
