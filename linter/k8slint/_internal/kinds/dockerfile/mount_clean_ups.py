"""What a RUN removes from its own cache mounts: `mount_clean_ups(run)`."""

from __future__ import annotations

from k8slint._internal.kinds.dockerfile.expand import expand
from k8slint._internal.kinds.dockerfile.layers import folder_of
from k8slint._internal.kinds.dockerfile.state import state_before
from k8slint._internal.syntax.shell.effects import folders, removes
from k8slint._internal.syntax.shell.packages import invocation
from k8slint._internal.syntax.shell.paths import at_root, covers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.kinds.dockerfile.instructions import Run
    from k8slint._internal.syntax.shell.commands import Command


def cache_mounts(run: Run) -> list[str]:
    """The folders of its cache mounts, those left out that cannot be known."""
    if not run.flags:
        return []
    state = state_before(run)
    targets = [
        expand(mount.target, state.env, run.dockerfile.escape)
        for mount in run.mounts
        if mount.type == "cache" and mount.target
    ]
    return [target.rstrip("/") for target in targets if target is not None and target.startswith("/")]


def mount_clean_ups(run: Run) -> Iterator[tuple[Command, str]]:
    """Each command that surely empties a cache mount, or a package manager's cache in one, with that folder."""
    mounts = cache_mounts(run)
    if not mounts:
        return
    places = dict.fromkeys(mounts)
    for command in run.commands:
        asked = invocation(command)
        for place in map(at_root, asked.caches if asked is not None else ()):
            if any(place.startswith(f"{mount}/") for mount in mounts):
                places[place] = None
    for command, folder in folders(run.commands, folder_of(run)):
        if command.conditional or command.background:
            continue
        patterns = [at_root(pattern) for pattern in removes(command, folder)]
        emptied = next((place for place in places if any(covers(pattern, place) for pattern in patterns)), None)
        if emptied is not None:
            yield command, emptied
