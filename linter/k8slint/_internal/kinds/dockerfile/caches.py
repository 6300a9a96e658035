"""Package managers' caches that a RUN leaves in its layer: `caches_left(run)`. `clean_ups` keeps them out."""

from __future__ import annotations

from functools import lru_cache

from k8slint._internal.kinds.dockerfile.cache_places import cache_places, fedora_release
from k8slint._internal.kinds.dockerfile.instructions import Run
from k8slint._internal.kinds.dockerfile.layers import folder_of, home_of, layers_of, mounted
from k8slint._internal.kinds.dockerfile.run_values import Values
from k8slint._internal.kinds.dockerfile.state import state_before
from k8slint._internal.syntax.shell.commands import DEFINED
from k8slint._internal.syntax.shell.effects import UNKNOWN, covers, folders, removes
from k8slint._internal.syntax.shell.packages import Invocation, invocation, is_set
from k8slint._internal.syntax.shell.path_index import PathIndex
from k8slint._internal.syntax.shell.paths import BELOW, at_root
from k8slint._internal.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.kinds.dockerfile.stages import Stage
    from k8slint._internal.syntax.shell.commands import Command

_MAY_CLEAN = ("rm", "find", "xargs", "mv", "rmdir", "unlink", "shred", "truncate")
_RPM = ("dnf", "yum", "microdnf")


class Left(Record):
    """A cache that `run`, a package manager's, fills and nothing after it in the same RUN empties. `places` are absolute.

    `moved` tells that a flag or a variable put it there.
    """

    run: Invocation
    places: tuple[str, ...]
    moved: bool = False


def caches_left(run: Run) -> tuple[Left, ...]:
    """In text order. What lies in a mount is none, nor what a variable such as PIP_NO_CACHE_DIR switches off.

    Commands that may not run count, on either side: a cache that they fill is one to avoid, and one that they may empty is
    taken to be.
    """
    return run.dockerfile.memo((caches_left, run), lambda: tuple(_left(run)))


def _left(run: Run) -> list[Left]:
    kept: list[Left] = []
    commands = run.commands
    if not commands:
        return kept
    state = state_before(run)
    home = home_of(state)
    values = Values(state.env)
    for command, folder in folders(commands, folder_of(run)):
        values.note(command)
        if command.context & DEFINED:
            continue
        asked = invocation(command)
        if kept and (asked is not None or command.name in _MAY_CLEAN):
            gone = [_at(pattern, home) for pattern in removes(command, folder)]
            kept = [one for one in kept if not _emptied(one, gone, command, asked, run, values)]
        if asked is None:
            continue
        places, moved = cache_places(run, asked, values)
        if not places or any(mounted(run, place) for place in places):
            continue
        if any(name in values and is_set(values[name]) for name in asked.table.no_cache_variables):
            continue
        if asked.manager == "apk" and _keeps_apk_cache(run):
            continue
        kept.append(Left(asked, tuple([_at(place, home) for place in places]), moved))
    return kept


def removed_later(run: Run, one: Left) -> bool:
    """Whether a later layer of the stage removes the cache, which is then `deleted-in-later-layer`'s matter.

    A later RUN that fills the cache again and empties it cleans up after itself alone.
    """
    stage = run.stage
    if stage is None or run.onbuild is not None:
        return False
    emptied = stage.dockerfile.memo((removed_later, stage.index), lambda: frozenset(_emptied_later(stage)))
    return (stage.position(run), one.places) in emptied


def _emptied_later(stage: Stage) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The places of caches that a later layer removes, each with the position of the RUN that leaves it."""
    filled: PathIndex[tuple[int, tuple[str, ...]]] = PathIndex()
    for layer in layers_of(stage):
        for removal in layer.removals:
            for entry in filled.take(removal.pattern):
                if removal.own.isdisjoint(entry[1]):
                    yield entry
        if isinstance(layer.instruction, Run):
            for one in caches_left(layer.instruction):
                filled.add(one.places, (stage.position(layer.instruction), one.places))


def _keeps_apk_cache(run: Run) -> bool:
    """apk keeps indexes and packages in `/etc/apk/cache` where that is there (wiki.alpinelinux.org, "Local APK cache"): a
    mount, or a link or a folder that this RUN or an earlier one of the image makes."""
    if mounted(run, _APK_CACHE):
        return True
    stage = run.stage
    if stage is None or not _speaks_of_apk_cache(run.source.text):
        return False
    at: Stage | None = stage
    while at is not None:
        for instruction in at.instructions:
            if at is stage and instruction.span.start > run.span.end:
                break
            text = run.source.slice(instruction.span)
            if _APK_CACHE in text or "setup-apkcache" in text:
                return True
        at = at.base
    return False


_APK_CACHE = "/etc/apk/cache"


@lru_cache(maxsize=4)
def _speaks_of_apk_cache(text: str) -> bool:
    return _APK_CACHE in text or "setup-apkcache" in text


# --- whether it is emptied


def _emptied(one: Left, gone: list[str], command: Command, asked: Invocation | None, run: Run, values: Values) -> bool:
    """Whether a command empties a cache, or may: a pattern of names inside of it, and a path that cannot be known, count."""
    if asked is not None and _is_another(one, asked, command, run):
        return False
    for place in one.places:
        root = at_root(place)
        for pattern in gone:
            if covers(pattern, place):
                return True
            inside = at_root(pattern).removesuffix(BELOW)
            if inside.startswith(root + "/") and "*" in inside:
                return True
    if UNKNOWN in gone and _may_remove(command, one.places, values):
        return True
    if command.name == "find":
        words = [word.text or "" for word in command.arguments]
        if "-delete" in words or any(word.rpartition("/")[2] in ("rm", "rmdir") for word in words):
            return _may_name(" ".join(words), one.places)
    if command.piped and command.has_unknown_words:
        fed = [other for other in run.commands if other.pipeline == command.pipeline]
        return any(_may_name(word.raw, one.places) for other in fed for word in other.arguments)
    return False


def _is_another(one: Left, asked: Invocation, command: Command, run: Run) -> bool:
    """Whether a clean-up is one of a program that keeps its cache elsewhere, or is not in the image: `dnf` where the base is
    a minimal one with microdnf, dnf 4 where `dnf5` was called by its name."""
    if asked.manager not in _RPM or one.run.manager not in _RPM or asked.action != "clean":
        return False
    image = run.stage.root.image if run.stage is not None else None
    if one.run.manager == "microdnf" and asked.manager != "microdnf":
        return image is not None and image.repository.endswith("minimal")
    return (
        one.run.command.name == "dnf5"
        and command.name != "dnf5"
        and image is not None
        and fedora_release(run.stage) is None
    )


def _may_remove(command: Command, places: tuple[str, ...], values: Values) -> bool:
    """Whether a word that only the shell can expand may name one of the places, by what stands around its variable."""
    for word in command.arguments:
        if word.text is not None or values.is_temporary(word):
            continue
        raw = word.raw.replace('"', "")
        for home in ("$HOME", "${HOME}"):
            if raw.startswith(home):
                raw = "~" + raw[len(home) :]
        end = min((at for at in (raw.find(sign) for sign in "$`{*?") if at >= 0), default=len(raw))
        fixed = at_root(raw[:end])
        last = raw.rstrip("/").rpartition("/")[2]
        for place in map(at_root, places):
            if fixed[:1] == "/":
                if place.startswith(fixed) or fixed.startswith(place):
                    return True
            elif not fixed and (not _LITERAL.issuperset(last) or last in place.split("/")):
                return True
    return False


_LITERAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+@%=,:")


def _may_name(text: str, places: tuple[str, ...]) -> bool:
    return any(place in text or at_root(place) in text for place in places)


def _at(path: str, home: str) -> str:
    return home + path[1:] if path[:1] == "~" else path
