"""What is in effect before an instruction: user, workdir, variables and shell, inherited from stages of the same file."""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections.abc import Mapping

from k8slint._internal.kinds.dockerfile.instructions import (
    Arg,
    Env,
    Instruction,
    Shell,
    ShellInstruction,
    User,
    Workdir,
)
from k8slint._internal.kinds.dockerfile.shells import POSIX_SHELL, WINDOWS_SHELL, is_posix_shell
from k8slint._internal.kinds.images.platforms import default_shell, is_windows_image

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.kinds.dockerfile.stages import Stage
    from k8slint._internal.kinds.dockerfile.words import Word

PREDEFINED = frozenset(
    (
        *("BUILDPLATFORM", "BUILDOS", "BUILDARCH", "BUILDVARIANT", "TARGETPLATFORM", "TARGETOS", "TARGETARCH"),
        *("TARGETVARIANT", "TARGETSTAGE"),
    )
)
"""Global arguments that BuildKit sets itself (moby/buildkit `dockerfile2llb/platform.go`)."""


class State:
    """What is in effect. `user` is the last USER's word, None without one; `workdir` is absolute, None when unknown.

    `workdir_place` is a number of the WORKDIR in effect, -1 without one. `env` holds ENV and ARG with their values, None for
    one that cannot be known; what the base image sets is not in it.
    `posix` tells whether the shell form runs in a POSIX shell, `windows` whether the stage is one for Windows.
    """

    __slots__ = ("env", "posix", "shell", "user", "windows", "workdir", "workdir_place")

    def __init__(
        self,
        user: Word | None,
        workdir: str | None,
        env: Mapping[str, str | None],
        shell: tuple[str, ...],
        windows: bool,
        workdir_place: int = -1,
    ) -> None:
        self.user = user
        self.workdir = workdir
        self.workdir_place = workdir_place
        self.env = env
        self.shell = shell
        self.windows = windows
        self.posix = shell is POSIX_SHELL or is_posix_shell(shell)


class Environment(Mapping[str, "str | None"]):
    """Variables as they are at one place of a stage. All places of a stage share one table."""

    __slots__ = ("_at", "_table")

    def __init__(self, table: dict[str, list[tuple[int, str | None]]], at: int) -> None:
        self._table = table
        self._at = at

    def __getitem__(self, name: str) -> str | None:
        history = self._table[name]
        found = bisect_left(history, self._at, key=_place) - 1
        if found < 0:
            raise KeyError(name)
        return history[found][1]

    def __contains__(self, name: object) -> bool:
        history = self._table.get(name)  # type: ignore[call-overload]
        return history is not None and history[0][0] < self._at

    def __iter__(self) -> Iterator[str]:
        return (name for name, history in self._table.items() if history[0][0] < self._at)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _place(entry: tuple[int, str | None]) -> int:
    return entry[0]


def state_before(instruction: Instruction) -> State:
    """The state that an instruction finds. For a FROM and for global arguments it is that of an empty stage."""
    if instruction.onbuild is not None:
        instruction = instruction.onbuild
    stage = instruction.stage
    if stage is None:
        return State(None, None, {}, POSIX_SHELL, windows=False)
    states = _states(stage)
    return states[stage.position(instruction)]


def state_after(stage: Stage) -> State:
    """The state at the end of a stage: that of the image it makes."""
    return _states(stage)[-1]


def _states(stage: Stage) -> list[State]:
    """The state before each instruction and, last, the one after all."""
    known: dict[int, list[State]] = stage.dockerfile.memo(_states, dict)
    for link in reversed(stage.lineage if stage.index not in known else ()):
        if link.index not in known:
            known[link.index] = _walk(link)
    return known[stage.index]


def _walk(stage: Stage) -> list[State]:
    base = state_after(stage.base) if stage.base is not None else None
    table: dict[str, list[tuple[int, str | None]]] = {}
    if base is not None:
        table = {name: [(-1, base.env[name])] for name in base.env}
        state = State(base.user, base.workdir, Environment(table, 0), base.shell, base.windows, base.workdir_place)
    else:
        windows = is_windows(stage)
        workdir = "/" if stage.image is not None and stage.image.is_scratch and not windows else None
        state = State(None, workdir, Environment(table, 0), WINDOWS_SHELL if windows else POSIX_SHELL, windows)
    states = []
    for index, instruction in enumerate(stage.instructions):
        states.append(state)
        if isinstance(instruction, (Env, Arg)):
            _declare(stage, instruction, table, index, state)
            env = Environment(table, index + 1)
            state = State(state.user, state.workdir, env, state.shell, state.windows, state.workdir_place)
        elif isinstance(instruction, User) and instruction.user is not None:
            user = instruction.user
            state = State(user, state.workdir, state.env, state.shell, state.windows, state.workdir_place)
        elif isinstance(instruction, Workdir) and instruction.path is not None:
            path = absolute_path(instruction.path.expand(state.env), state)
            place = (stage.index << 20) + index
            state = State(state.user, path, state.env, state.shell, state.windows, place)
        elif isinstance(instruction, Shell) and instruction.exec_form:
            shell = tuple([word.text for word in instruction.exec_form])
            state = State(state.user, state.workdir, state.env, shell, state.windows, state.workdir_place)
    states.append(state)
    return states


def _declare(
    stage: Stage,
    instruction: Env | Arg,
    table: dict[str, list[tuple[int, str | None]]],
    index: int,
    state: State,
) -> None:
    """Enters what ENV and ARG set; the later one wins (moby/buildkit `dispatchEnv`, `dispatchArg`).

    An ENV sees what was in effect before it; an ARG sees the names to its left too.
    """
    env = Environment(table, index + 1) if isinstance(instruction, Arg) else state.env
    found = []
    for pair in instruction.pairs:
        if pair.value is not None:
            value = pair.value.expand(env)
        elif pair.name in stage.dockerfile.global_env or pair.name not in env:
            value = stage.dockerfile.global_env.get(pair.name)
        else:
            continue
        if isinstance(instruction, Arg):
            _enter(table, pair.name, index, value)
        else:
            found.append((pair.name, value))
    for name, value in found:
        _enter(table, name, index, value)


def _enter(table: dict[str, list[tuple[int, str | None]]], name: str, index: int, value: str | None) -> None:
    history = table.setdefault(name, [])
    if history and history[-1][0] == index:
        history.pop()
    history.append((index, value))


def absolute_path(path: str | None, state: State) -> str | None:
    """`path` seen from the workdir and normalised; None when either cannot be known."""
    if path is None:
        return None
    if state.windows:
        drive = path[:1].isalpha() and path[1:2] == ":"
        return path.replace("\\", "/") if drive or path[:1] in "/\\" else None
    if not path.startswith("/"):
        if state.workdir is None:
            return None
        path = f"{state.workdir}/{path}"
    return "/" + posixpath.normpath(path).lstrip("/")


def is_absolute(path: str, state: State) -> bool:
    """Whether a path says by itself where it is. `C:` counts everywhere, as one written for Windows."""
    drive = path[:1].isascii() and path[:1].isalpha() and path[1:2] == ":"
    return path.startswith("/") or drive or (state.windows and path.startswith("\\"))


def is_windows(stage: Stage) -> bool:
    """Whether a stage is surely or very likely one for Windows: its platform, its base image's name or its commands say so."""
    platform = stage.platform
    if platform is not None and platform.lower().startswith("windows"):
        return True
    image = stage.image
    if image is not None and is_windows_image(image.text):
        return True
    text = stage.source.slice(stage.span) if stage.instructions else ""
    if not any(mark in text for mark in (":\\", "powershell", "PowerShell", "cmd", "%")):
        return False
    return _reads_like_windows(stage, text, known=image is not None and default_shell(image.text) is not None)


def _reads_like_windows(stage: Stage, text: str, *, known: bool) -> bool:
    """Whether its text is written for Windows. `%NAME%` counts only where the base image is not `known` to be another one."""
    import re

    if ":\\" in text and "wine" not in text and re.search(r"""(?:^|[\s"'=])[CD]:\\{1,2}[A-Za-z]""", text):
        return True
    for instruction in stage.instructions:
        if isinstance(instruction, Shell):
            words = [word.text for word in instruction.exec_form or ()]
        elif isinstance(instruction, ShellInstruction):
            written = instruction.statement.text[instruction.command_start :]
            exec_form = instruction.exec_form
            words = written.split(None, 2)[:2] if exec_form is None else [word.text for word in exec_form]
            if not known and exec_form is None and "%" in written and _percent_variable(written):
                return True
        else:
            continue
        name = words[0].lower().rpartition("\\")[2].removesuffix(".exe") if words else ""
        if name == "powershell" or (name == "cmd" and len(words) > 1 and words[1].startswith("/")):
            return True
    return False


def _percent_variable(command: str) -> bool:
    """Whether a command holds `%NAME%`, and no format in which `%` means something else."""
    import re

    if any(word in command for word in ("date", "printf", "format", "://", "stat ")):
        return False
    return re.search(r"%[A-Za-z_]\w{2,}%", command) is not None
