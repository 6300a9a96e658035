"""Whether an image that starts as root becomes somebody else: `steps_down(stage)`."""

from __future__ import annotations

from k8slint.dockerfile import Cmd, Entrypoint, Run, Transfer
from k8slint.images import known_image
from k8slint_rules._shared.databases import serves
from k8slint_rules._shared.listening import listening

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile import Stage

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
            elif isinstance(instruction, Transfer):
                if any(name in instruction.arguments or _from(instruction, name) for name in _INSTALLED):
                    return True
            elif isinstance(instruction, Run) and _installs(instruction):
                return True
    return False


def base_steps_down(stage: Stage) -> bool:
    """Whether the entrypoint is still that of a base image that starts as root in order to become somebody else."""
    image = stage.root.image
    if image is None or stage.inherited(Entrypoint) is not None:
        return False
    cmd = stage.inherited(Cmd)
    if cmd is not None:
        # Such an entrypoint runs any other program as it is told to: as root.
        words = cmd.arguments.split() if cmd.exec_form is None else [word.text for word in cmd.exec_form]
        if not serves(words) and listening(words) is None:
            return False
    known = known_image(image.text)
    return known is not None and known.steps_down


def _from(transfer: Transfer, name: str) -> bool:
    return transfer.from_ is not None and name in (transfer.from_.value or "")


def _installs(run: Run) -> bool:
    """Whether a RUN fetches such a program, and does not only speak of it."""
    if not any(name in run.arguments or run.heredocs for name in _INSTALLED):
        return False
    script = run.script
    if script is None:
        return True
    commands = [command for command in script.commands if command.name not in ("echo", "printf")]
    return any(name in word.raw for command in commands for word in command.arguments for name in _INSTALLED)
