"""Package indexes: which RUN updates them, and which one installs from them."""

from __future__ import annotations

from k8slint.dockerfile.caches import left
from k8slint.dockerfile.instructions import Onbuild, Run
from k8slint.shell.packages import Invocation, invocation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.dockerfile.tree import Stage

_APT = ("apt-get", "apt", "aptitude")
_USES = ("install", "upgrade", "download")


def needs_lists(run: Run) -> bool:
    """Whether a later RUN, of the stage or of one that builds on it, installs with apt before it updates the lists anew."""
    return _user(run, _APT) is not None


def update_apart(run: Run) -> tuple[Invocation, Invocation | None, Run | None] | None:
    """For a RUN that updates an index and leaves it in its layer, and then runs nothing that may install from it: the
    update, and the first install that uses the index, with its RUN (None, None: there is none).

    None for every other RUN.
    """
    updates = [one.run for one in left(run) if one.run.action == "update"]
    if not updates:
        return None
    update = updates[-1]
    family = _family(update.manager)
    for command in run.commands:
        if command.start <= update.command.start:
            continue
        asked = invocation(command)
        if asked is not None:
            if asked.manager in family and (asked.action in _USES or asked.action is None):
                return None
        elif command.name not in _HARMLESS:
            return None
    found = _user(run, family)
    return (update, *found) if found is not None else (update, None, None)


_HARMLESS = frozenset(("echo", "true", ":", "set", "mkdir", "rm", "ls", "apt-config", "printf", "export", "sleep"))


def _family(manager: str) -> tuple[str, ...]:
    return _APT if manager in _APT else ("yum", "dnf", "microdnf") if manager in ("yum", "dnf") else (manager,)


def _user(run: Run, family: tuple[str, ...]) -> tuple[Invocation, Run] | None:
    """The first install behind `run` that does not update before; in the stage, else in those that build on it."""
    stage = run.stage
    if stage is None:
        return None
    at = stage.position(run.onbuild or run)
    asked = next(_asked(stage, at + 1, family), None)
    if asked is not None:
        return asked if asked[0].action != "update" else None
    reached = {stage.index}
    for other in stage.dockerfile.stages[stage.index + 1 :]:
        if other.base is not None and other.base.index in reached:
            asked = next(_asked(other, 0, family), None)
            if asked is None:
                reached.add(other.index)
            elif asked[0].action != "update":
                return asked
    return None


def _asked(stage: Stage, begin: int, family: tuple[str, ...]) -> Iterator[tuple[Invocation, Run]]:
    for instruction in stage.instructions[begin:]:
        inner = instruction.trigger if isinstance(instruction, Onbuild) else instruction
        if not isinstance(inner, Run):
            continue
        text = inner.arguments
        if not inner.heredocs and not any(name in text for name in family):
            continue
        for command in inner.commands:
            asked = invocation(command)
            if asked is not None and asked.manager in family and (asked.action == "update" or asked.action in _USES):
                yield asked, inner
