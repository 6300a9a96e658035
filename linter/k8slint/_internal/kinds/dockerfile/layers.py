"""What the layers of a stage write and remove: `layers_of(stage)` and, with those it builds on, `all_layers(stage)`.

Paths are absolute; `~` stands for the home of an unknown or root user. Where the working folder is unknown, because the
base image sets it, relative paths are seen from a folder of a name that no file has, so that they still compare.
"""

from __future__ import annotations

from k8slint._internal.kinds.dockerfile.cache_places import cache_places
from k8slint._internal.kinds.dockerfile.expand import expand
from k8slint._internal.kinds.dockerfile.instructions import Add, Run, Transfer
from k8slint._internal.kinds.dockerfile.run_values import Values
from k8slint._internal.kinds.dockerfile.state import absolute_path, state_before
from k8slint._internal.kinds.dockerfile.usage import references
from k8slint._internal.syntax.shell import paths
from k8slint._internal.syntax.shell.effects import UNKNOWN, folders, removes, writes
from k8slint._internal.syntax.shell.options import scan
from k8slint._internal.syntax.shell.packages import invocation
from k8slint._internal.syntax.shell.path_index import PathIndex
from k8slint._internal.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.kinds.dockerfile.instructions import Instruction
    from k8slint._internal.kinds.dockerfile.stages import Dockerfile, Stage
    from k8slint._internal.kinds.dockerfile.state import State
    from k8slint._internal.syntax.shell.commands import Command
    from k8slint._internal.syntax.shell.words import ShellWord
    from k8slint._internal.text.source import Span

_ROOT = ("", "root", "0")
_SOMEWHERE = "/<folder>/"
"""Begins the stand-in for a working folder that is not known; it holds nothing that a pattern may hold."""
_UNPACKED = (".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz", ".zst", ".lzma")


class Piece(Record):
    """A path that a layer leaves behind. `span` names it, or is the command that wrote it. `places` are where it may lie.

    `command` is None for COPY and ADD.
    """

    path: str
    span: Span
    command: Command | None
    places: tuple[str, ...]


class Removal(Record):
    """A pattern for `covers` that a command removes; `own` are the paths that it takes of those the same RUN wrote."""

    pattern: str
    span: Span
    command: Command
    own: frozenset[str]


class Layer(Record):
    """One RUN, COPY or ADD: what is left of its own writes when it ends, and what it removes, in text order."""

    instruction: Run | Transfer
    pieces: tuple[Piece, ...]
    removals: tuple[Removal, ...]


def layers_of(stage: Stage) -> tuple[Layer, ...]:
    """The layers that the instructions of a stage make, in order."""
    return stage.dockerfile.memo((layers_of, stage.index), lambda: tuple(_layers(stage)))


def all_layers(stage: Stage) -> tuple[Layer, ...]:
    """Those of the stages that it builds on, then its own."""
    chain = []
    at: Stage | None = stage
    while at is not None:
        chain.append(at)
        at = at.base
    return tuple([layer for link in reversed(chain) for layer in layers_of(link)])


def is_shipped(stage: Stage) -> bool:
    """Whether a stage's layers are part of an image: of one that nothing else in the file is made from, or that such a
    one builds on. What other stages only copy from is thrown away.
    """
    dockerfile = stage.dockerfile
    return stage.index in dockerfile.memo(is_shipped, lambda: _shipped(dockerfile))


def _shipped(dockerfile: Dockerfile) -> frozenset[int]:
    """The numbers of the stages that are part of an image."""
    needed: set[int] = set()
    uncertain = False
    for other in dockerfile.stages:
        if other.base is not None:
            needed.add(other.base.index)
        for name in references(other):
            uncertain = uncertain or "$" in name
            target = dockerfile.stage_named(name, other)
            if target is not None:
                needed.add(target.index)
    found: set[int] = set()
    for other in dockerfile.stages:
        if other.is_final or (other.index not in needed and not uncertain):
            at: Stage | None = other
            while at is not None and at.index not in found:
                found.add(at.index)
                at = at.base
    return frozenset(found)


def folder_of(instruction: Instruction) -> str:
    """The folder that an instruction runs in; a stand-in that is no real one where it cannot be known."""
    state = state_before(instruction)
    if state.workdir is not None:
        return state.workdir
    return f"{_SOMEWHERE}{state.workdir_place}"


def shown(path: str) -> str:
    """A path for people: relative where the folder that it is seen from is not known."""
    return path.split("/", 3)[3] if path.startswith(_SOMEWHERE) and path.count("/") > 2 else path


def mounted(run: Run, path: str) -> bool:
    """Whether a path lies in a mount of a RUN, or may, so that what is written there is in no layer."""
    if not run.flags:
        return False
    state = state_before(run)
    names = (path, _at_home(path, home_of(state)), paths.at_root(path))
    for mount in run.mounts:
        target = mount.target
        if not target:
            continue
        if "$" in target:
            known = expand(target, state.env, run.dockerfile.escape)
            if known is None:
                # Any folder below what stands before the variable may be meant.
                if any(one.startswith(target.partition("$")[0]) for one in names):
                    return True
                continue
            target = known
        if not target.startswith("/"):
            target = f"{folder_of(run)}/{target}"
        folder = target.rstrip("/")
        if any(one == folder or one.startswith(folder + "/") for one in names):
            return True
    return False


def home_of(state: State) -> str:
    """What `~` is for the user in effect; `~` itself for root and one that the base image sets."""
    if "HOME" in state.env:
        value = state.env["HOME"]
        return value.rstrip("/") if value is not None and value.startswith("/") else "~"
    user = state.user.expand(state.env) if state.user is not None else ""
    name = (user or "").partition(":")[0]
    return "~" if name in _ROOT or "$" in name else f"/home/{name}"


def _layers(stage: Stage) -> Iterator[Layer]:
    for instruction in stage.instructions:
        if isinstance(instruction, Run):
            yield _run(instruction)
        elif isinstance(instruction, Transfer):
            yield Layer(instruction, tuple(_transferred(instruction)), ())


def _run(run: Run) -> Layer:
    cwd = folder_of(run)
    state = state_before(run)
    home = home_of(state)
    values = Values(state.env)
    left = _Left()
    removals: list[Removal] = []
    for command, folder in folders(run.commands, cwd):
        values.note(command)
        for pattern, word in removes(command, folder).items():
            if pattern == UNKNOWN:
                left.drop_named()
                continue
            pattern = _at_home(pattern, home)
            own = left.drop(pattern)
            if not mounted(run, pattern.partition("/*")[0]):
                removals.append(Removal(pattern, _named(command, word), command, own))
        if command.context and (command.conditional or command.background):
            continue
        for path, word in writes(command, folder).items():
            places: tuple[str, ...] = (path,)
            if word is None:
                asked = invocation(command)
                places = cache_places(run, asked, values)[0] if asked is not None else places
            places = tuple([_at_home(place, home) for place in places])
            if places and not mounted(run, places[0]):
                span = word.span if word is not None else command.span
                left.put(Piece(places[0], span, command, places))
    return Layer(run, tuple(left.paths.values()), tuple(removals))


class _Left:
    """What a RUN has written and not removed again, by path and in the order of the last writes."""

    __slots__ = ("_index", "paths")

    def __init__(self) -> None:
        self.paths: dict[str, Piece] = {}
        self._index: PathIndex[str] = PathIndex()

    def put(self, piece: Piece) -> None:
        if piece.path not in self.paths:
            self._index.add(piece.places, piece.path)
        self.paths[piece.path] = piece

    def drop(self, pattern: str) -> frozenset[str]:
        taken = self._index.take(pattern)
        for path in taken:
            self.paths.pop(path, None)
        return frozenset(taken)

    def drop_named(self) -> None:
        """Drops all that a word names: something unknown was removed."""
        for path, piece in list(self.paths.items()):
            if piece.command is None or piece.span != piece.command.span:
                self.drop(path)


def _at_home(path: str, home: str) -> str:
    return home + path[1:] if path[:1] == "~" else path


def _named(command: Command, word: ShellWord | None) -> Span:
    """The path's own word; of a package manager's clean, the command."""
    if word is None or command.name not in ("rm", "rmdir", "unlink", "shred", "mv", "find"):
        return command.span
    return word.span


def _transferred(instruction: Transfer) -> Iterator[Piece]:
    """What COPY and ADD write: the destination and, in a folder, each source's own name there, which is a guess only
    where a source is a folder; then nothing is of that name."""
    word = instruction.destination
    if word is None or instruction.flag("parents") is not None:
        return
    state = state_before(instruction)
    text = word.expand(state.env)
    if not text or state.windows:
        return
    full = text if text.startswith("/") else f"{folder_of(instruction)}/{text}"
    path = absolute_path(full, state)
    if path is None:
        return
    span = instruction.span
    if path != "/":
        yield Piece(path, span, None, (path,))
    if not (text.endswith("/") or text in (".", "..") or len(instruction.sources) > 1 or path == state.workdir):
        return
    for source in instruction.sources:
        name = source.text.rstrip("/").rpartition("/")[2].partition("?")[0]
        if not name or source.dynamic or set(name) & set("*?[") or name in (".", ".."):
            continue
        if isinstance(instruction, Add) and name.endswith(_UNPACKED) and "://" not in source.text:
            continue
        inner = f"{path.rstrip('/')}/{name}"
        yield Piece(inner, span, None, (inner,))


class Change(Record):
    """A path whose owner or mode a command changes. `word` names it."""

    path: str
    word: ShellWord
    command: Command
    recursive: bool


def changes(run: Run) -> list[Change]:
    """What chown, chgrp and chmod change in a RUN, surely and in text order; paths in mounts left out."""
    found: list[Change] = []
    home = home_of(state_before(run))
    for command, folder in folders(run.commands, folder_of(run)):
        if command.name not in _CHANGING or command.conditional or command.background:
            continue
        options = scan(command.arguments, ("--from", "--reference"))
        operands = options.operands
        # `chmod -w file`: a mode that begins with a dash looks like a flag.
        flags = [flag.name for flag in options.flags]
        given = options.has("--reference") or (command.name == "chmod" and any(name in _MODES for name in flags))
        for word in operands if given else operands[1:]:
            path = paths.absolute(word, folder)
            if path is None or word.glob or mounted(run, path):
                continue
            recursive = options.has("-R", "--recursive")
            found.append(Change(_at_home(path, home), word, command, recursive))
    return found


_CHANGING = ("chown", "chgrp", "chmod")
_MODES = ("-r", "-w", "-x", "-s", "-t", "-X")
