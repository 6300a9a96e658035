"""Joining two RUNs into one, where that changes nothing but the layers."""

from __future__ import annotations

from itertools import pairwise

from k8slint._internal.kinds.dockerfile.instructions import Run
from k8slint._internal.kinds.dockerfile.state import state_before
from k8slint._internal.syntax.shell.names import names
from k8slint._internal.syntax.shell.packages import invocation
from k8slint._internal.text.edit import Applicability, Edit, Fix
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from k8slint._internal.syntax.shell.commands import Command

MAX_JOINED = 6
_WIDTH = 100
"""Characters that a line may have after the join before it is broken."""


def join_runs(first: Run, second: Run) -> Fix | None:
    """Makes one RUN of two, `first && second`; None where that is not exact, see `refusal`."""
    if refusal(first, second) is not None:
        return None
    return Fix("join the two `RUN`s", (_edit(first, second),), Applicability.SAFE)


def join_all(first: Run, last: Run) -> Fix | None:
    """Makes one RUN of all that stand from `first` to `last`; None where one of the joins is not exact.

    More than `MAX_JOINED` are left alone: each RUN is also a step that the build cache can begin behind.
    """
    stage = first.stage
    if stage is None or last.stage is not stage:
        return None
    begin, end = stage.position(first), stage.position(last)
    members = stage.instructions[begin : end + 1]
    if not 1 < len(members) <= MAX_JOINED:
        return None
    edits: list[Edit] = []
    for one, other in pairwise(members):
        if not (isinstance(one, Run) and isinstance(other, Run)) or refusal(one, other) is not None:
            return None
        edits.append(_edit(one, other, long=len(members) > 2))
    count = "two" if len(members) == 2 else str(len(members))
    return Fix(f"join the {count} `RUN`s", tuple(edits), Applicability.SAFE)


def refusal(first: Run, second: Run) -> str | None:
    """Why two RUNs cannot be joined exactly; None when they can."""
    for reason, holds in _REFUSALS:
        if holds(first, second):
            return reason
    return None


def _apart(first: Run, second: Run) -> bool:
    return first.stage is None or not first.stage.adjacent(first, second)


def _comment_between(first: Run, second: Run) -> bool:
    between = first.source.text[first.block.end : second.block.start]
    return "#" in between


def _exec_form(first: Run, second: Run) -> bool:
    return first.exec_form is not None or second.exec_form is not None


def _heredoc(first: Run, second: Run) -> bool:
    return bool(first.heredocs or second.heredocs)


def _other_flags(first: Run, second: Run) -> bool:
    return [(flag.name, flag.value) for flag in first.flags] != [(flag.name, flag.value) for flag in second.flags]


def _mounts(first: Run, second: Run) -> bool:
    return any(flag.name == "mount" for flag in (*first.flags, *second.flags))


def _foreign_shell(first: Run, second: Run) -> bool:
    one, two = state_before(first), state_before(second)
    return not one.posix or one.shell != two.shell


def _no_and_list(first: Run, second: Run) -> bool:
    return any(run.script is None or run.script.and_list is None for run in (first, second))


def _changes_state(first: Run, second: Run) -> bool:
    return first.script is None or first.script.changes_state


def _reads_files_at_start(first: Run, second: Run) -> bool:
    """A login shell reads `/etc/profile` and `~/.profile`, bash what BASH_ENV names: what the first RUN changes there is seen
    by a shell that starts after it."""
    state = state_before(first)
    for word in state.shell[1:]:
        if word == "--login" or (word[:1] == "-" and word[1:2] != "-" and not set("li").isdisjoint(word)):
            return True
    return "BASH_ENV" in state.env or "ENV" in state.env


def _own_files(first: Run, second: Run) -> bool:
    """Docker mounts these into each RUN of its own: what the first one writes there is gone in the second."""
    text = first.source.slice(first.command_span)
    return any(path in text for path in _MOUNTED)


_MOUNTED = (
    "/etc/hosts",
    "/etc/resolv.conf",
    "/etc/hostname",
    "/dev/shm",
    "/dev/mqueue",
    "/proc/",
    "/sys/",
    "/run/secrets",
)


def _starts_server(first: Run, second: Run) -> bool:
    """A server ends with the RUN that starts it; in a joined one it goes on and may hold or write files."""
    for command in first.commands:
        name = command.name or ""
        word = command.name_word
        if name in _STARTING or name.endswith(("-agent", "ctl", "d_safe")) or _daemon(command):
            return True
        if word is not None and word.raw.startswith("/etc/init.d/"):
            return True
    return False


def _daemon(command: Command) -> bool:
    return any(word.text in ("--daemon", "--daemonize", "--detach", "-daemon", "--fork") for word in command.arguments)


_STARTING = names(
    "containerd crond dbus-daemon dirmngr dockerd gpg gpg2 httpd invoke-rc.d mariadbd mongod mysqld nginx openrc postgres "
    "rc-service redis-server rsyslogd service slapd sshd start-stop-daemon supervisord Xvfb Xvnc"
)
"""Programs that run on in the background, or start some that do (gpg starts its agent and dirmngr)."""


def _renews_itself(first: Run, second: Run) -> bool:
    """A shell remembers where it found a program: after `pip install -U pip` the second RUN would run the old one."""
    called = {command.name for command in second.commands}
    for command in first.commands:
        asked = invocation(command)
        if asked is None or called.isdisjoint(asked.table.programs):
            continue
        if any(package.name == asked.manager for package in asked.packages):
            return True
    return False


_REFUSALS: tuple[tuple[str, Callable[[Run, Run], bool]], ...] = (
    ("another instruction stands between them, or they are not of one stage", _apart),
    ("a comment stands between them, which is about the second alone", _comment_between),
    ("one is in exec form", _exec_form),
    ("one has a heredoc", _heredoc),
    ("a mount is there for one of them", _mounts),
    ("their flags differ", _other_flags),
    ("their shell is not a POSIX one, or not the same", _foreign_shell),
    ("one is more than an AND list of simple commands", _no_and_list),
    ("the first changes the shell that the second would run in", _changes_state),
    ("their shell reads files when it starts, which the first may have changed", _reads_files_at_start),
    ("the first names files that only its own container has", _own_files),
    ("the first starts a server, which would go on in the second", _starts_server),
    ("the first renews a program that the second runs", _renews_itself),
)


def _edit(first: Run, second: Run, *, long: bool = False) -> Edit:
    text = first.source.text
    # It begins with the first RUN's last character, to say that this RUN is edited and not something behind it.
    start, end = first.span.end - 1, second.command_span.start
    return Edit(Span(start, end), text[start] + _joint(first, second, text, long=long))


def _joint(first: Run, second: Run, text: str, *, long: bool) -> str:
    """What stands between the two commands: on one line where there is room (and it is not `long`), else in the way the
    first is broken."""
    broken = text[first.span.start : first.span.end]
    last = second.source.slice(second.command_span)
    if not long and "\n" not in broken and "\n" not in last and len(broken) + len(last) + 4 <= _WIDTH:
        return " && "
    escape, newline = first.dockerfile.escape, first.source.newline
    lines = broken.split("\n")
    indent = "    "
    if len(lines) > 1:
        tail = lines[-1]
        indent = tail[: len(tail) - len(tail.lstrip())] or indent
        if any(line.rstrip(f"\r {escape}").endswith("&&") for line in lines[:-1]):
            return f" && {escape}{newline}{indent}"
    return f" {escape}{newline}{indent}&& "
