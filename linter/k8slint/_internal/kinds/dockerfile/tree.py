"""A Dockerfile as its stages and instructions: `parse` a source."""

from __future__ import annotations

from k8slint._internal.kinds.dockerfile.arguments import Reader
from k8slint._internal.kinds.dockerfile.expand import expand
from k8slint._internal.kinds.dockerfile.heredocs import Heredoc
from k8slint._internal.kinds.dockerfile.image import ImageReference
from k8slint._internal.kinds.dockerfile.image import parse as parse_image
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
from k8slint._internal.kinds.dockerfile.scan import Comment, Directive, scan
from k8slint._internal.kinds.dockerfile.state import _PREDEFINED, State
from k8slint._internal.kinds.dockerfile.words import Word
from k8slint._internal.syntax.shell.limits import MAX_OPERATORS
from k8slint._internal.text.finding import Problem
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeVar

    from k8slint._internal.kinds.dockerfile.layers import Layer
    from k8slint._internal.kinds.dockerfile.scan import Statement
    from k8slint._internal.text.source import Source

    I = TypeVar("I", bound=Instruction)  # noqa: E741
    T = TypeVar("T")

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


class Dockerfile:
    """A parsed Dockerfile. `instructions` are all, in order; `global_args` those ARGs that come before the first FROM.

    `global_env` holds the global arguments with their values, None for one that BuildKit or the caller sets.
    """

    __slots__ = (
        "_memo",
        "comments",
        "directives",
        "escape",
        "global_args",
        "global_env",
        "instructions",
        "problems",
        "shipped",
        "source",
        "stages",
    )

    def __init__(self, source: Source) -> None:
        self.source = source
        self.escape = "\\"
        self.directives: tuple[Directive, ...] = ()
        self.comments: tuple[Comment, ...] = ()
        self.instructions: tuple[Instruction, ...] = ()
        self.global_args: tuple[Arg, ...] = ()
        self.global_env: Mapping[str, str | None] = {}
        self.stages: tuple[Stage, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self._memo: dict[object, Any] = {}
        self.shipped: frozenset[int] | None = None
        """What `layers.ships` remembers."""

    @property
    def syntax(self) -> Directive | None:
        """The `# syntax=` directive."""
        return next((directive for directive in self.directives if directive.name == "syntax"), None)

    @property
    def final_stage(self) -> Stage | None:
        """The stage that a build without `--target` makes."""
        return self.stages[-1] if self.stages else None

    def memo(self, key: object, make: Callable[[], T]) -> T:
        """What `make` returns, which is called once for each `key`: for facts that several rules ask for."""
        if key not in self._memo:
            self._memo[key] = make()
        found: T = self._memo[key]
        return found

    def stage_named(self, name: str, before: Stage) -> Stage | None:
        """The stage that `--from=name` means in stage `before`: an earlier one by name (in any case), else by number."""
        folded = name.lower()
        for stage in reversed(self.stages[: before.index]):
            if stage.name == folded:
                return stage
        if folded.isascii() and folded.isdigit() and len(folded) < 6:
            built = [stage for stage in self.stages if stage.from_ is not None]
            number = int(folded)
            if number < len(built) and built[number].index < before.index:
                return built[number]
        return None


class Stage:
    """A build stage. `instructions` begin with its FROM; a fragment without one has `from_` None.

    `name` is in lower case, as BuildKit compares it. `base` is the earlier stage of the file that it builds on, `image`
    the image otherwise, its variables replaced by the defaults of global arguments (None when it cannot be known).
    `platform` is the flag's value as written.
    """

    __slots__ = (
        "_positions",
        "base",
        "dockerfile",
        "emptied",
        "from_",
        "image",
        "index",
        "instructions",
        "layers",
        "name",
        "platform",
        "states",
    )

    def __init__(self, dockerfile: Dockerfile, index: int, from_: From | None) -> None:
        self.dockerfile = dockerfile
        self.index = index
        self.from_ = from_
        self.name: str | None = None
        self.platform: str | None = None
        self.base: Stage | None = None
        self.image: ImageReference | None = None
        self.instructions: tuple[Instruction, ...] = ()
        self.states: list[State] | None = None
        self.layers: tuple[Layer, ...] | None = None
        """What `layers.layers` remembers."""
        self.emptied: frozenset[tuple[int, tuple[str, ...]]] | None = None
        """What `caches.removed_later` remembers."""
        self._positions: dict[int, int] | None = None

    @property
    def is_final(self) -> bool:
        return self is self.dockerfile.stages[-1]

    @property
    def runs(self) -> tuple[Run, ...]:
        return tuple([instruction for instruction in self.instructions if isinstance(instruction, Run)])

    @property
    def span(self) -> Span:
        return Span(self.instructions[0].span.start, self.instructions[-1].span.end)

    @property
    def source(self) -> Source:
        return self.dockerfile.source

    def of(self, kind: type[I]) -> list[I]:
        """Its instructions of a class, in order."""
        return [instruction for instruction in self.instructions if isinstance(instruction, kind)]

    @property
    def lineage(self) -> list[Stage]:
        """The stage, the one that it builds on, and so on; the image of the last is what all of them begin with."""
        found = [self]
        while found[-1].base is not None:
            found.append(found[-1].base)
        return found

    @property
    def root(self) -> Stage:
        """The last of its `lineage`."""
        at = self
        while at.base is not None:
            at = at.base
        return at

    def inherited(self, kind: type[I]) -> I | None:
        """The instruction of a class that is in effect at its end: its own last one, or that of what it builds on."""
        at: Stage | None = self
        while at is not None:
            for instruction in reversed(at.instructions):
                if isinstance(instruction, kind):
                    return instruction
            at = at.base
        return None

    def position(self, instruction: Instruction) -> int:
        """Where among its instructions one of them is."""
        if self._positions is None:
            self._positions = {id(other): index for index, other in enumerate(self.instructions)}
        return self._positions[id(instruction)]

    def adjacent(self, first: Instruction, second: Instruction) -> bool:
        """Whether `second` is the instruction right after `first`."""
        if first.stage is not self or second.stage is not self or first.onbuild or second.onbuild:
            return False
        return self.position(second) == self.position(first) + 1

    def __repr__(self) -> str:
        return f"Stage({self.index}, {self.name!r})"


def parse(source: Source) -> Dockerfile:
    """Reads a Dockerfile. Never raises: what BuildKit would refuse is in `problems`, and the rest is there all the same."""
    scanned = scan(source)
    dockerfile = Dockerfile(source)
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
    env: dict[str, str | None] = dict.fromkeys(_PREDEFINED)
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
