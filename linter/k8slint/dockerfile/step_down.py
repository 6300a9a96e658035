"""Whether an image that starts as root becomes somebody else: `steps_down(stage)`."""

from __future__ import annotations

from k8slint.dockerfile.instructions import Cmd, Entrypoint, Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile.tree import Stage

_DROPPING = (
    "gosu",
    "su-exec",
    "setpriv",
    "runuser",
    "s6-setuidgid",
    "s6-svscan",
    "/init",
    "/sbin/init",
    "setuidgid",
    "chpst",
)
"""Programs that start as root in order to become somebody else."""
_INSTALLED = ("gosu", "su-exec", "s6-overlay")
"""Those that nobody installs for anything but an entrypoint."""


def steps_down(stage: Stage) -> bool:
    """Whether what a stage starts names a program that gives up root, or one is installed for its entrypoint to call."""
    for at in stage.lineage:
        for instruction in at.instructions:
            if isinstance(instruction, (Cmd, Entrypoint)):
                for word in instruction.arguments.replace('"', " ").replace(",", " ").split():
                    if word in _DROPPING or word.rpartition("/")[2] in _DROPPING:
                        return True
            elif isinstance(instruction, Run) and any(name in instruction.arguments for name in _INSTALLED):
                return True
    return False
