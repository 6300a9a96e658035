"""A parsed Dockerfile and its stages. `tree.parse` makes them; what is derived from them is remembered by `Dockerfile.memo`."""

from __future__ import annotations

from k8slint._internal.kinds.dockerfile.instructions import Run
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeVar

    from k8slint._internal.kinds.dockerfile.instructions import Arg, From, Instruction
    from k8slint._internal.kinds.dockerfile.scan import Directive
    from k8slint._internal.kinds.dockerfile.shell_form import ShellContext
    from k8slint._internal.kinds.dockerfile.statement import Comment
    from k8slint._internal.kinds.images.name import ImageReference
    from k8slint._internal.text.finding import Problem
    from k8slint._internal.text.source import Source

    I = TypeVar("I", bound=Instruction)  # noqa: E741
    T = TypeVar("T")


class Dockerfile:
    """A parsed Dockerfile. `instructions` are all, in order; `global_args` those ARGs that come before the first FROM.

    `global_env` holds the global arguments with their values, None for one that BuildKit or the caller sets. `shell_context`
    tells what the shell of an instruction finds: that follows from all the instructions before it, which none of them knows.
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
        "shell_context",
        "source",
        "stages",
    )

    def __init__(self, source: Source, shell_context: Callable[[Instruction], ShellContext]) -> None:
        self.source = source
        self.shell_context = shell_context
        self.escape = "\\"
        self.directives: tuple[Directive, ...] = ()
        self.comments: tuple[Comment, ...] = ()
        self.instructions: tuple[Instruction, ...] = ()
        self.global_args: tuple[Arg, ...] = ()
        self.global_env: Mapping[str, str | None] = {}
        self.stages: tuple[Stage, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self._memo: dict[object, Any] = {}

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
        "from_",
        "image",
        "index",
        "instructions",
        "name",
        "platform",
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
        return self.dockerfile.memo(("inherited", self.index, kind), lambda: self._inherited(kind))

    def _inherited(self, kind: type[I]) -> I | None:
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
