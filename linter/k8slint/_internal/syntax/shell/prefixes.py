"""Programs that run the command after them: `sudo -E apt-get …` is apt-get for whoever asks what runs."""

from __future__ import annotations

from k8slint._internal.syntax.shell.names import names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from k8slint._internal.syntax.shell.words import ShellWord

_NONE: frozenset[str] = frozenset()
_XARGS = names("-a --arg-file -d --delimiter -E -I -L -n --max-args -P --max-procs -s --max-chars --process-slot-var")
_PARALLEL = names(
    "-a --arg-file -C --colsep -d --delimiter -I -j --jobs -n --max-args -N -P --delay --joblog --retries"
)
_SETPRIV = names(
    "--ambient-caps --inh-caps --bounding-set --ruid --euid --rgid --egid --reuid --regid --groups --securebits "
    "--pdeathsig --ptracer --selinux-label --apparmor-profile"
)
PREFIXES: dict[str, tuple[frozenset[str], int]] = {
    "builtin": (_NONE, 0),
    "busybox": (_NONE, 0),
    "catatonit": (_NONE, 0),
    "catchsegv": (_NONE, 0),
    "chpst": (names("-u -U -b -/ -n -l -L -m -d -o -p -f -c -t"), 0),
    "chronic": (_NONE, 0),
    "chrt": (names("-T --sched-runtime -P --sched-period -D --sched-deadline"), 1),
    "command": (_NONE, 0),
    "dbus-run-session": (names("--config-file --dbus-daemon"), 0),
    "doas": (names("-u -C -a"), 0),
    "dumb-init": (names("-r --rewrite"), 0),
    "eatmydata": (_NONE, 0),
    "env": (names("-u --unset -C --chdir"), 0),
    "exec": (names("-a"), 0),
    "faketime": (_NONE, 1),
    "fakeroot": (names("-l --lib --faked -s -i -b"), 0),
    "flock": (names("-w --wait --timeout -E --conflict-exit-code"), 1),
    "gosu": (_NONE, 1),
    "ionice": (names("-c --class -n --classdata"), 0),
    "linux32": (_NONE, 0),
    "linux64": (_NONE, 0),
    "nice": (names("-n --adjustment"), 0),
    "noglob": (_NONE, 0),
    "nohup": (_NONE, 0),
    "numactl": (names("-C --physcpubind -N --cpunodebind -i --interleave -m --membind -p --preferred"), 0),
    "parallel": (_PARALLEL, 0),
    "runuser": (names("-u --user -g --group -G --supp-group -w --whitelist-environment"), 0),
    "s6-setuidgid": (_NONE, 1),
    "setpriv": (_SETPRIV, 0),
    "setsid": (_NONE, 0),
    "setuidgid": (_NONE, 1),
    "stdbuf": (names("-i --input -o --output -e --error"), 0),
    "su-exec": (_NONE, 1),
    "sudo": (names("-u --user -g --group -C --close-from -h --host -p --prompt -r -t -T -U -D --chdir -R"), 0),
    "taskset": (_NONE, 1),
    "time": (names("-f --format -o --output"), 0),
    "timeout": (names("-k --kill-after -s --signal"), 1),
    "tini": (names("-p -e"), 0),
    "torsocks": (names("-u --user -p --pass -P --port -a --address"), 0),
    "unbuffer": (_NONE, 0),
    "xargs": (_XARGS, 0),
    "xvfb-run": (
        names("-e --error-file -f --auth-file -n --server-num -p --xauth-protocol -s --server-args -w --wait"),
        0,
    ),
}
"""Name: (its flags that take a value, operands of its own before the command).

Compared in November 2026 with `--help` of env, nice, nohup, stdbuf and timeout of coreutils 9.1, of chrt, flock, ionice,
runuser, setpriv, setsid and taskset of util-linux 2.38, and of xargs of findutils 4.9; the others are from documentation
alone.
"""

RIGHTS = names("chpst doas gosu runuser s6-setuidgid setpriv setuidgid su-exec sudo")
"""Prefixes that start their command as another user, or with other rights."""
FEEDING = names("xargs parallel")
"""Prefixes that add words to their command which are not in the text."""
_ASSIGNING = names("env sudo doas")
_NOT_RUNNING = {
    "command": names("-v -V"),
    "env": names("-S --split-string"),
    "busybox": names("--install --list --help"),
    "chrt": names("-p --pid -m --max"),
    "flock": names("-c --command -u --unlock"),
    "runuser": names("-c --command --session-command -l --login -"),
    "sudo": names("-l --list -v --validate -K -k -e --edit"),
    "taskset": names("-p --pid"),
}
"""Flags that make the prefix a program of its own right."""
_NEEDING = {"runuser": names("-u --user")}
"""Flags without which the prefix is a program of its own right."""


def strip(words: Sequence[ShellWord]) -> tuple[str | None, int, tuple[str, ...]]:
    """The program's name without its folder (None when unknown), the index of its word, and the prefixes before it."""
    index = 0
    prefixes: list[str] = []
    while index < len(words):
        text = words[index].text
        if text is None:
            return None, index, tuple(prefixes)
        name = text.rpartition("/")[2]
        if name not in PREFIXES:
            return name or None, index, tuple(prefixes)
        after = _after(name, words, index + 1)
        if after is None:
            return name, index, tuple(prefixes)
        prefixes.append(name)
        index = after
    return None, index, tuple(prefixes)


def rights(words: Sequence[ShellWord]) -> str:
    """The words that give a command other rights, as one writes them before another command: `sudo -E`, `gosu app`."""
    index = 0
    found: list[str] = []
    while index < len(words):
        name = (words[index].text or "").rpartition("/")[2]
        after = _after(name, words, index + 1) if name in PREFIXES else None
        if after is None:
            break
        if name in RIGHTS:
            found += [word.raw for word in words[index:after]]
        index = after
    return " ".join(found)


def _after(name: str, words: Sequence[ShellWord], index: int) -> int | None:
    """The index of the command's word, None when the prefix stands alone."""
    valued, operands = PREFIXES[name]
    needed = _NEEDING.get(name)
    while index < len(words):
        word = words[index]
        text = word.text if word.text is not None else word.raw
        if text == "--":
            index += 1
            name = "" if name not in _ASSIGNING else name
            valued = _NONE
        elif text[:1] == "-" and (len(text) > 1 or name == "env"):
            key = text.partition("=")[0]
            if key in _NOT_RUNNING.get(name, ()) or (name == "env" and text.startswith("-S")):
                return None
            if needed is not None and (key in needed or text[:2] in needed):
                needed = None
            index += 2 if _takes_next(text, valued) else 1
        elif name in _ASSIGNING and "=" in text and text[0] != "/":
            index += 1
        elif operands:
            operands -= 1
            index += 1
        else:
            return None if needed is not None else index
    return None


def _takes_next(text: str, valued: frozenset[str]) -> bool:
    """Whether a flag's value is the next word: `-u app`, and in a cluster `-iu app`; not for `-uapp` and `--user=app`."""
    if text in valued:
        return True
    if text[:2] == "--":
        return False
    for at in range(1, len(text)):
        if "-" + text[at] in valued:
            return at + 1 == len(text)
    return False
