"""Package managers' caches that a RUN leaves in its layer: `left(run)`, and edits that keep them out."""

from __future__ import annotations

from k8slint.dockerfile.command_lists import append_command
from k8slint.dockerfile.instructions import Run
from k8slint.dockerfile.layers import folder_of, home_of, layers, mounted
from k8slint.dockerfile.state import before
from k8slint.edit import Applicability, Fix
from k8slint.record import Record
from k8slint.shell.edits import add_words
from k8slint.shell.effects import UNKNOWN, covers, folders, removes
from k8slint.shell.packages import Invocation, invocation, is_set
from k8slint.shell.path_index import PathIndex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from k8slint.dockerfile.tree import Stage
    from k8slint.edit import Edit
    from k8slint.shell.commands import Command

_MAY_CLEAN = ("rm", "find", "xargs", "trap", "mv", "rmdir")


class Left(Record):
    """A cache that `run`, a package manager's, fills and nothing behind it in the same RUN empties. `places` are absolute."""

    run: Invocation
    places: tuple[str, ...]


def left(run: Run) -> tuple[Left, ...]:
    """In text order. What lies in a mount is none, nor what a variable such as PIP_NO_CACHE_DIR switches off.

    Commands that may not run count, on either side: a cache that they fill is one to avoid, and one that they may empty is
    taken to be.
    """
    found: tuple[Left, ...] | None = getattr(run, "caches", None)
    if found is None:
        found = run.caches = tuple(_left(run))
    return found


def _left(run: Run) -> list[Left]:
    kept: list[Left] = []
    if not run.commands:
        return kept
    state = before(run)
    home = home_of(state)
    exported: dict[str, str | None] = {}
    for command, folder in folders(run.commands, folder_of(run)):
        asked = invocation(command)
        if kept and (asked is not None or command.name in _MAY_CLEAN):
            gone = [_at(pattern, home) for pattern in removes(command, folder)]
            if gone:
                kept = [one for one in kept if not _emptied(one, gone, command)]
        if asked is None:
            _note_exports(command, exported)
            continue
        places = tuple([_at(place, home) for place in asked.caches])
        if not places or any(mounted(run, place) for place in places):
            continue
        if any(_on(name, state.env, exported) for name in asked.table.no_cache_variables):
            continue
        kept.append(Left(asked, places))
    return kept


def removed_later(run: Run, one: Left) -> bool:
    """Whether a later layer of the stage removes the cache, which is then `deleted-in-later-layer`'s matter."""
    stage = run.stage
    if stage is None or run.onbuild is not None:
        return False
    if stage.emptied is None:
        stage.emptied = frozenset(_emptied_later(stage))
    return (stage.position(run), one.places) in stage.emptied


def _emptied_later(stage: Stage) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The places of caches that a later layer removes, each with the position of the RUN that leaves it."""
    filled: PathIndex[tuple[int, tuple[str, ...]]] = PathIndex()
    for layer in layers(stage):
        for removal in layer.removals:
            yield from filled.take(removal.pattern)
        if isinstance(layer.instruction, Run):
            for one in left(layer.instruction):
                filled.add(one.places, (stage.position(layer.instruction), one.places))


def _emptied(one: Left, gone: list[str], command: Command) -> bool:
    """Also by a word that only the shell can expand, where it names the cache's folder: `/var/lib/{apt,dpkg}`."""
    for place in one.places:
        if any(covers(pattern, place) for pattern in gone):
            return True
        if UNKNOWN in gone:
            parts = place.split("/")[-2:]
            if any(word.text is None and any(part in word.raw for part in parts) for word in command.arguments):
                return True
    return False


def _at(path: str, home: str) -> str:
    return home + path[1:] if path[:1] == "~" else path


def _on(name: str, env: Mapping[str, str | None], exported: dict[str, str | None]) -> bool:
    given = exported if name in exported else env
    return name in given and is_set(given[name])


def _note_exports(command: Command, exported: dict[str, str | None]) -> None:
    if command.name == "export":
        for word in command.arguments:
            name, equals, _ = word.raw.partition("=")
            if equals:
                exported[name] = word.text[len(name) + 1 :] if word.text is not None else None
    elif not command.words:
        for assignment in command.assignments:
            exported[assignment.name] = assignment.value


def clean_up(run: Run, one: Left) -> Fix | None:
    """Ends the RUN with the manager's own clean-up, with `sudo` or the like where the manager runs with it; None where
    not exact, or where the manager may be gone by then.

    Unsafe for yarn: its second and later versions may run programs right from the cache (yarnpkg.com, "Plug'n'Play").
    """
    clean, table = one.run.table.clean, one.run.table
    if clean is None or (not table.system and _may_go(run, one.run)):
        return None
    if any(mark in run.source.text for mark in _FROM_CACHE):
        return None
    rights = one.run.command.rights
    if rights is None:
        return None
    edit = append_command(run, f"{rights} {clean}".lstrip())
    safety = Applicability.UNSAFE if table.name == "yarn" else Applicability.SAFE
    return Fix("empty the cache", (edit,), safety) if edit is not None else None


_FROM_CACHE = ("offline", "--cacheonly", "dnf -C", "yum -C", "install -C", "-y -C")
"""What installs from a cache says: npm, yarn, dnf and conda with `--offline` and the like."""


def _may_go(run: Run, used: Invocation) -> bool:
    """Whether the RUN removes packages behind `used`, or files by the manager's name."""
    for command in run.commands:
        if command.start > used.command.start:
            asked = invocation(command)
            if asked is not None and asked.table.system and asked.action == "remove":
                return True
            if command.name == "rm" and any(used.manager in word.raw for word in command.arguments):
                return True
    return False


def add_flag(run: Run, asked: Invocation, flag: str) -> Edit | None:
    """Adds a flag behind the subcommand (`add`, `install`) of a package manager that `run` calls."""
    return add_words(asked.command, asked.verb, flag) if asked.verb is not None else None
