"""A Dockerfile as its stages and instructions: `parse` a source."""

from __future__ import annotations

from k8slint._internal.kinds.dockerfile.arguments import Reader
from k8slint._internal.kinds.dockerfile.expand import expand
from k8slint._internal.kinds.dockerfile.image import ImageReference, parse_image
from k8slint._internal.kinds.dockerfile.instructions import (
    Add,
    Arg,
    Cmd,
    Copy,
    Entrypoint,
    Env,
    Expose,
    From,
    Healthcheck,
    Instruction,
    Label,
    Maintainer,
    Onbuild,
    Pair,
    Pairs,
    Run,
    Shell,
    ShellInstruction,
    Stopsignal,
    Transfer,
    Unknown,
    User,
    Volume,
    Workdir,
)
from k8slint._internal.kinds.dockerfile.scan import Directive, scan
from k8slint._internal.kinds.dockerfile.stages import Dockerfile, Stage
from k8slint._internal.kinds.dockerfile.state import PREDEFINED, state_before
from k8slint._internal.kinds.dockerfile.statement import Comment, Heredoc
from k8slint._internal.kinds.dockerfile.words import Word
from k8slint._internal.syntax.shell.limits import MAX_OPERATORS
from k8slint._internal.text.finding import Problem
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.dockerfile.statement import Statement
    from k8slint._internal.text.source import Source

__all__ = [
    "Add",
    "Arg",
    "Cmd",
    "Comment",
    "Copy",
    "Directive",
    "Dockerfile",
    "Entrypoint",
    "Env",
    "Expose",
    "From",
    "Healthcheck",
    "Heredoc",
    "ImageReference",
    "Instruction",
    "Label",
    "Maintainer",
    "Onbuild",
    "Pair",
    "Pairs",
    "Run",
    "Shell",
    "ShellInstruction",
    "Stage",
    "Stopsignal",
    "Transfer",
    "Unknown",
    "User",
    "Volume",
    "Word",
    "Workdir",
    "parse",
]

MAX_INSTRUCTIONS = 8_000
MAX_STAGES = 500


def parse(source: Source) -> Dockerfile:
    """Reads a Dockerfile. Never raises: what BuildKit would refuse is in `problems`, and the rest is there all the same."""
    scanned = scan(source)
    dockerfile = Dockerfile(source, state_before)
    dockerfile.escape = scanned.escape
    dockerfile.directives = tuple(scanned.directives)
    dockerfile.comments = tuple(scanned.comments)
    problems = scanned.problems
    reader = Reader(scanned.escape, problems, podman="containerfile" in source.path.rpartition("/")[2].lower())
    statements = scanned.statements
    _cut(statements, problems)
    instructions = []
    for statement in statements:
        instruction = reader.read(statement)
        instruction.dockerfile = dockerfile
        if isinstance(instruction, Onbuild) and instruction.trigger is not None:
            instruction.trigger.dockerfile = dockerfile
        instructions.append(instruction)
    if _is_something_else(instructions):
        _set_aside(dockerfile, instructions[0], problems)
        instructions = []
    dockerfile.instructions = tuple(instructions)
    _divide(dockerfile, problems)
    for instruction in instructions:
        if instruction.block.end - instruction.block.start > MAX_OPERATORS:
            _limit(instruction, problems)
    if not instructions and not problems:
        message = "no instruction in this file; write the build, or delete the file"
        problems.append(Problem("empty-dockerfile", Span(0, 0), message))
    problems.sort(key=lambda problem: (problem.span.start, problem.span.end))
    dockerfile.problems = tuple(problems)
    return dockerfile


def _limit(instruction: Instruction, problems: list[Problem]) -> None:
    """Says that a command is too long to be read."""
    inner = instruction.trigger if isinstance(instruction, Onbuild) else instruction
    if isinstance(inner, ShellInstruction):
        excess = inner.excess
        if excess is not None:
            message = f"a command with {excess}, which was not linted; move it to a script and `COPY` that"
            problems.append(Problem("input-limit", inner.keyword_span, message, fatal=True))


def _cut(statements: list[Statement], problems: list[Problem]) -> None:
    """Drops what is more than anybody builds."""
    end, what = MAX_INSTRUCTIONS, f"{MAX_INSTRUCTIONS} instructions"
    begins = [at for at, statement in enumerate(statements) if statement.text[:4].lower() == "from"]
    if len(begins) > MAX_STAGES and begins[MAX_STAGES] < end:
        end, what = begins[MAX_STAGES], f"{MAX_STAGES} stages"
    if len(statements) > end:
        message = f"more than {what}; the rest was not linted, split the file"
        problems.append(Problem("input-limit", statements[end].block, message, fatal=True))
        del statements[end:]


def _is_something_else(instructions: list[Instruction]) -> bool:
    """Whether a file is only called a Dockerfile: it begins with what begins none, and most of it is nothing BuildKit knows.

    A misspelt `FROM`, and a part of a Dockerfile that another file is put before, are no such files.
    """
    first = instructions[0] if instructions else None
    if first is None or isinstance(first, (From, Arg)):
        return False
    from k8slint._internal.kinds.dockerfile.nearest import nearest

    if isinstance(first, Unknown) and nearest(first.keyword, ("FROM", "ARG")) is not None:
        return False
    strange = sum(isinstance(instruction, Unknown) for instruction in instructions)
    return 2 * strange > len(instructions) or (
        isinstance(first, Unknown) and not any(isinstance(instruction, From) for instruction in instructions)
    )


def _set_aside(dockerfile: Dockerfile, first: Instruction, problems: list[Problem]) -> None:
    """One problem for a file that is none, in place of one for each of its lines."""
    problems[:] = [problem for problem in problems if problem.kind != "dockerfile-syntax"]
    word = first.statement.text[: first.keyword_end]
    shown = word if len(word) <= 40 else word[:40] + "…"
    message = (
        f"this file begins with `{shown}`, and a Dockerfile begins with `FROM` or `ARG`, so no builder can read it; "
        "begin it with `FROM`, or give the file another name"
    )
    problems.append(Problem("dockerfile-syntax", first.keyword_span, message))


def _divide(dockerfile: Dockerfile, problems: list[Problem]) -> None:
    """Puts instructions into stages, and says when one stands before the first FROM."""
    global_args: list[Arg] = []
    stages: list[tuple[Stage, list[Instruction]]] = []
    has_from = any(isinstance(instruction, From) for instruction in dockerfile.instructions)
    for instruction in dockerfile.instructions:
        if isinstance(instruction, From):
            stages.append((Stage(dockerfile, len(stages), instruction), []))
        elif not stages:
            if isinstance(instruction, Arg):
                global_args.append(instruction)
                continue
            if not any(problem.span.start < instruction.span.end for problem in problems):
                _no_stage(instruction, problems, has_from=has_from)
            stages.append((Stage(dockerfile, 0, None), []))
        stage, members = stages[-1]
        instruction.stage = stage
        if isinstance(instruction, Onbuild) and instruction.trigger is not None:
            instruction.trigger.stage = stage
        members.append(instruction)
    for stage, members in stages:
        stage.instructions = tuple(members)
    dockerfile.global_args = tuple(global_args)
    dockerfile.stages = tuple([stage for stage, _ in stages])
    dockerfile.global_env = _global_env(dockerfile)
    names: dict[str, Stage] = {}
    for stage in dockerfile.stages:
        if stage.from_ is not None:
            _settle(stage, stage.from_, names)


def _no_stage(instruction: Instruction, problems: list[Problem], *, has_from: bool) -> None:
    if has_from:
        # It names no keyword: a fix may rightly write another one here, which makes no new problem.
        message = (
            "only `ARG` is allowed before the first `FROM`, so the build stops here; move this instruction below it"
        )
    else:
        message = "this file has no `FROM`, so there is no stage to build; begin it with `FROM` and an image"
    problems.append(Problem("dockerfile-syntax", instruction.keyword_span, message))


def _global_env(dockerfile: Dockerfile) -> dict[str, str | None]:
    env: dict[str, str | None] = dict.fromkeys(PREDEFINED)
    for argument in dockerfile.global_args:
        for pair in argument.pairs:
            if pair.value is None:
                continue
            env[pair.name] = expand(pair.value.raw, env, dockerfile.escape, closed=True)
    return env


def _settle(stage: Stage, from_: From, names: dict[str, Stage]) -> None:
    """Finds out what a stage builds on."""
    platform = from_.flag("platform")
    stage.platform = platform.value if platform is not None else None
    word = from_.image
    if word is not None:
        text = word.text if not word.dynamic else _expanded(stage, word)
        if text is not None:
            stage.base = names.get(text.lower())
            if stage.base is None:
                literal = text == word.raw and word.span.end - word.span.start == len(text)
                stage.image = parse_image(text, word.span if literal else None)
    if from_.alias is not None:
        stage.name = from_.alias.raw.lower()
        names[stage.name] = stage


def _expanded(stage: Stage, word: Word) -> str | None:
    return expand(word.raw, stage.dockerfile.global_env, stage.dockerfile.escape, closed=True)
