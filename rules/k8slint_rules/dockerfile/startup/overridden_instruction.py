"""`overridden-instruction`."""

from __future__ import annotations

from k8slint import Bad, Findings, Fix, Good, Related, Rule, Severity
from k8slint.dockerfile import Cmd, Entrypoint, Healthcheck, Instruction, Stage, delete_instruction


class OverriddenInstruction(Rule[Stage]):
    """Of several `CMD`, `ENTRYPOINT` or `HEALTHCHECK` instructions in one stage, only the last one counts. The others never
    run.

    Two `CMD` lines do not start two programs. The first server is simply missing, and the log does not mention it.

    Keep the last one. To run two programs, build two images, or start both from one script.

    Fix safety: safe; the image starts and checks the same as before. None is offered where a comment is right above the
    instruction, or in it.

    References: https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/,
    https://docs.docker.com/reference/dockerfile/#cmd
    """

    name = "overridden-instruction"
    title = "Only the last of these instructions counts"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    aliases = (
        "hadolint:DL4003",
        "hadolint:DL4004",
        "hadolint:DL3012",
        "buildkit:MultipleInstructionsDisallowed",
        "trivy:DS-0016",
        "trivy:DS-0007",
        "trivy:DS-0023",
    )
    examples = (
        Bad(
            'FROM debian:12\n«CMD ["first"]»\nRUN true\nCMD ["second"]\n',
            fixed='FROM debian:12\nRUN true\nCMD ["second"]\n',
        ),
        Bad(
            'FROM debian:12\n«ENTRYPOINT ["a"]»\n«HEALTHCHECK \\\n  CMD a»\nHEALTHCHECK NONE\n# why\nENTRYPOINT ["b"]\n',
            fixed='FROM debian:12\nHEALTHCHECK NONE\n# why\nENTRYPOINT ["b"]\n',
        ),
        Bad(
            'FROM debian:12\n# the old one\n«CMD ["first"]»\nCMD ["second"]\n', why="The comment goes with it: by hand."
        ),
        Good(
            'FROM debian:12 AS one\nCMD ["a"]\nFROM one\nENTRYPOINT ["b"]\nONBUILD CMD ["c"]\nCMD ["d"]\n',
            why="One in each stage; a trigger belongs to other builds.",
        ),
    )

    def check(self, stage: Stage) -> Findings:
        last: dict[type[Instruction], Instruction] = {}
        dead: list[Instruction] = []
        for instruction in stage.instructions:
            if isinstance(instruction, (Cmd, Entrypoint, Healthcheck)):
                before = last.get(type(instruction))
                if before is not None:
                    dead.append(before)
                last[type(instruction)] = instruction
        for instruction in sorted(dead, key=lambda found: found.span.start):
            winner = last[type(instruction)]
            fix = None
            if not _is_commented(instruction) and stage.from_ is not None:
                fix = Fix(f"remove the `{instruction.keyword}` that is overridden", (delete_instruction(instruction),))
            yield self.finding(
                instruction.span,
                f"a later `{instruction.keyword}` in this stage overrides this one; keep one",
                related=(Related("", winner.keyword_span, "this one counts"),),
                fix=fix,
            )


def _is_commented(instruction: Instruction) -> bool:
    block = instruction.block
    return bool(instruction.previous_comments) or any(
        block.contains(comment.span) for comment in instruction.dockerfile.comments
    )
