"""Package indexes and caches: which RUN updates an index, and what later needs what an earlier RUN left."""

from __future__ import annotations

from functools import lru_cache

from k8slint.dockerfile import Cmd, Copy, Entrypoint, Onbuild, Run, caches_left, folder_of
from k8slint.shell import SHELLS, Invocation, at_root, invocation, names

TYPE_CHECKING = False
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from k8slint.dockerfile import Instruction, Stage
    from k8slint.shell import Command

APT = ("apt-get", "apt", "aptitude")
UNUSED, MAYBE, SURE = 0, 1, 2
"""What `use_later` says."""
_RENEWED, _MAYBE_RENEWED = 3, 4
"""What a command does that updates the index: what follows needs no older one."""
_USES = ("install", "upgrade", "download")
_REMEMBERED = 16
"""Stages that answers are kept for: the rules ask for one after the other."""


def update_apart(run: Run) -> tuple[Invocation, Invocation | None, Run | None] | None:
    """For a RUN that updates an index and leaves it in its layer, and then runs nothing that may install from it: the
    update, and the first install that uses the index, with its RUN (None, None: there is none).

    None for every other RUN, and where a later command that is not understood may be the one that installs.
    """
    updates = [one.run for one in caches_left(run) if one.run.action == "update"]
    if not updates:
        return None
    update = updates[-1]
    if not is_unused_here(run, update):
        return None
    family = _family(update.manager)
    found = _user(run, family)
    if found is not None:
        return (update, *found)
    return (update, None, None) if _use_after(run, update, ()) == UNUSED else None


def is_unused_here(run: Run, update: Invocation) -> bool:
    """Whether nothing after an update of an index, in the same RUN, installs from it or may."""
    family = _family(update.manager)
    for command in following(run, update.command):
        asked = invocation(command)
        if asked is not None:
            if asked.manager in family and (asked.action in _USES or asked.action is None):
                return False
        elif _step(command, family, ()) == MAYBE:
            return False
    return True


def following(run: Run, command: Command) -> tuple[Command, ...]:
    """The commands of a RUN that run after one of them."""
    commands = run.commands
    at = next((index for index, one in enumerate(commands) if one is command), len(commands))
    return commands[at + 1 :]


def use_later(run: Run, asked: Invocation, places: Sequence[str], *, same_run: bool = False) -> int:
    """Whether something after `asked`, in the stage or in one that builds on it, needs the index or the files in `places`:
    SURE, MAYBE for a command that is not understood, or UNUSED. `same_run`: also what follows in the same RUN.

    A manager that fetches its index by itself needs none, so an unknown command counts for apt, apk and pacman only.
    """
    use = _use_after(run, asked, places, same_run=same_run)
    return UNUSED if use == MAYBE and _family(asked.manager)[0] not in _READERS else use


def _use_after(run: Run, asked: Invocation, places: Sequence[str], *, same_run: bool = False) -> int:
    family = _family(asked.manager)
    stage = run.stage
    if stage is None:
        return MAYBE
    worst = UNUSED
    if same_run:
        worst = _use(following(run, asked.command), family, places)
        if worst not in (UNUSED, MAYBE):
            return {_RENEWED: UNUSED, _MAYBE_RENEWED: MAYBE}.get(worst, worst)
    first = run.onbuild or run
    later, open_ended = _uses_from(stage, family, tuple(places))[stage.position(first) + 1]
    worst = max(worst, later)
    reached = {stage.index} if open_ended else set()
    for other in stage.dockerfile.stages[stage.index + 1 :]:
        if worst == SURE or not reached:
            break
        if other.base is not None and other.base.index in reached:
            later, open_ended = _uses_from(other, family, tuple(places))[0]
            worst = max(worst, later)
            if open_ended:
                reached.add(other.index)
    return worst


def borrowed(run: Run, places: Sequence[str]) -> bool:
    """Whether another stage copies or mounts what the RUN leaves in `places`, or may."""
    return run.stage is None or _borrows(run.stage, tuple(places))


@lru_cache(maxsize=_REMEMBERED)
def _borrows(stage: Stage, places: tuple[str, ...]) -> bool:
    built_on = {stage.index}
    for other in stage.dockerfile.stages[stage.index + 1 :]:
        if other.base is not None and other.base.index in built_on:
            built_on.add(other.index)
        for instruction in other.instructions:
            inner = instruction.trigger if isinstance(instruction, Onbuild) else instruction
            if any(_takes(source, places) for source in _sources(inner, other, built_on)):
                return True
    return False


def _sources(instruction: Instruction | None, stage: Stage, wanted: set[int]) -> Iterator[str]:
    """The paths that COPY and mounts take from one of the wanted stages."""
    if isinstance(instruction, Copy):
        flag = instruction.from_
        if flag is not None and flag.value and _is_one(flag.value, stage, wanted):
            yield from (source.text for source in instruction.sources)
    elif isinstance(instruction, Run):
        for mount in instruction.mounts:
            if mount.from_ and _is_one(mount.from_, stage, wanted):
                yield mount.source or "/"


def _is_one(name: str, stage: Stage, wanted: set[int]) -> bool:
    target = stage.dockerfile.stage_named(name, stage)
    return "$" in name or (target is not None and target.index in wanted)


def _takes(source: str, places: Sequence[str]) -> bool:
    path = "/" + source.strip("/").partition("$")[0].partition("*")[0]
    return any(at_root(place).startswith(path) or path.startswith(at_root(place) + "/") for place in places)


# --- commands


def _family(manager: str) -> tuple[str, ...]:
    return APT if manager in APT else ("yum", "dnf", "microdnf") if manager in ("yum", "dnf") else (manager,)


def _user(run: Run, family: tuple[str, ...]) -> tuple[Invocation, Run] | None:
    """The first install after `run` that does not update before; in the stage, else in those that build on it."""
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


@lru_cache(maxsize=_REMEMBERED)
def _uses_from(stage: Stage, family: tuple[str, ...], places: tuple[str, ...]) -> list[tuple[int, bool]]:
    """For each place of a stage: what is done with the index from there on, and whether the stage ends without a new one."""
    found = [(UNUSED, True)]
    for instruction in reversed(stage.instructions):
        use = _use_of(instruction, family, places)
        worst, open_ended = found[-1]
        if use == SURE:
            found.append((SURE, False))
        elif use in (_RENEWED, _MAYBE_RENEWED):
            found.append((UNUSED if use == _RENEWED else MAYBE, False))
        else:
            found.append((max(use, worst), open_ended))
    found.reverse()
    return found


def _use_of(instruction: Instruction, family: tuple[str, ...], places: Sequence[str]) -> int:
    inner = instruction.trigger if isinstance(instruction, Onbuild) else instruction
    if isinstance(inner, (Cmd, Entrypoint)) and family[0] in _READERS:
        text = inner.arguments
        return SURE if any(name in text for name in (*family, *_READERS[family[0]])) else UNUSED
    if not isinstance(inner, Run):
        return UNUSED
    commands = inner.commands
    if not commands and inner.arguments:
        return MAYBE
    use = _use(commands, family, places)
    return SURE if places and use != SURE and _names_one(inner, commands, places) else use


def _use(commands: Sequence[Command], family: tuple[str, ...], places: Sequence[str]) -> int:
    worst = UNUSED
    for number, command in enumerate(commands):
        use = _step(command, family, commands[number + 1 : number + 2])
        if use == _RENEWED and worst:
            return _MAYBE_RENEWED
        if use not in (UNUSED, MAYBE):
            return use
        worst = max(worst, use)
    return worst


def _names_one(run: Run, commands: Sequence[Command], places: Sequence[str]) -> bool:
    """Whether a RUN speaks of a cache's folder, other than to remove it with or without its being there, or copies a folder
    that holds it."""
    roots = [at_root(place) for place in places]
    for command in commands:
        if command.name == "rm" and command.has_flag("-f", "--force"):
            continue
        copies = _copies(command)
        for word in command.arguments:
            path = at_root(word.text if word.text is not None else word.raw.strip("\"'")).rstrip("/")
            if path[:1] not in ("/", "") and "/" in path:
                path = f"{folder_of(run)}/{path}"
            if any(path.startswith(root) or (copies and path and root.startswith(path + "/")) for root in roots):
                return True
    return False


def _copies(command: Command) -> bool:
    if command.name == "tar":
        first = command.arguments[0].raw if command.arguments else ""
        return command.has_flag("-c", "--create") or (first[:1] != "-" and "c" in first)
    return command.name in ("cp", "mv", "rsync", "scp")


def _step(command: Command, family: tuple[str, ...], inner: Sequence[Command]) -> int:
    """What one command does with an index of `family`."""
    name = command.name
    asked = invocation(command)
    if asked is not None:
        return _asks(asked, family)
    if name is None:
        return MAYBE if command.words else UNUSED
    if name in _READERS.get(family[0], ()):
        return SURE
    path = command.name_word.text if command.name_word is not None else None
    if path is not None and "/" in path and not path.startswith(_FOLDERS):
        return MAYBE
    if name in SHELLS:
        # Its text was looked into where it could be.
        return UNUSED if any(command.start < one.start < command.end for one in inner) else MAYBE
    if name == "find" and any((word.text or "").startswith("-exec") for word in command.arguments):
        return UNUSED if any(word.text in HARMLESS for word in command.arguments) else MAYBE
    return UNUSED if name in HARMLESS else MAYBE


def _asks(asked: Invocation, family: tuple[str, ...]) -> int:
    if asked.manager not in family:
        return UNUSED if asked.action is not None else MAYBE
    if asked.action == "update" or asked.has(*_REFRESHING.get(asked.manager, ())):
        return _MAYBE_RENEWED if asked.command.conditional or asked.command.background else _RENEWED
    if asked.action in ("clean", "remove", "configure"):
        return UNUSED
    if asked.action is None:
        reads = asked.subcommand is not None and (family[0] in _READERS)
        return SURE if reads else MAYBE
    # apk, dnf and zypper fetch what they need; only apt and pacman say that there is no such package.
    if asked.manager == "apk":
        return SURE if asked.action == "download" or asked.has("--no-network") else UNUSED
    return SURE if family[0] in _READERS else UNUSED


_FOLDERS = ("/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/")
"""Where a name means the program that everybody knows; `./install` is a script."""
_REFRESHING = {"pacman": ("-y", "--refresh"), "apt-get": ("--update", "-U"), "apt": ("--update", "-U")}
_READERS = {
    "apt-get": names(
        "apt-cache apt-file apt-rdepends aptly dctrl-tools debtree deborphan gdebi gdebi-gtk grep-aptavail mk-build-deps "
        "packagekitd pkcon rosdep tasksel unattended-upgrade unattended-upgrades"
    ),
    "apk": frozenset(),
    "pacman": names("makepkg pactree pacsearch"),
}
"""Programs that read the index of a manager which does not fetch it by itself."""
HARMLESS = names(
    ": [ [[ a2disconf a2dismod a2dissite a2enconf a2enmod a2ensite addgroup adduser apt-config apt-key apt-mark arch awk "
    "base32 base64 basename bunzip2 bzip2 c++ c_rehash cat cc cd chattr chgrp chmod chown chpasswd chsh clang cmp command "
    "comm cp cpio csplit curl cut date dd debconf-set-selections declare delgroup deluser df diff dirname dos2unix dpkg "
    "dpkg-architecture dpkg-deb dpkg-divert dpkg-query dpkg-reconfigure dpkg-statoverride du echo egrep env expand export "
    "expr false fallocate fc-cache fgrep file find fold g++ gawk gcc getcap getconf getent getfacl git git-lfs gpasswd gpg "
    "gpg2 gpgconf gpgv grep groupadd groupdel groupmod groups gunzip gzip hash head hostname iconv id install jq kill "
    "killall ld ldconfig ldd less link ln local locale locale-gen localedef logname ls lsb_release lsof make-ssl-cert md5sum "
    "mkdir mkfifo mknod mktemp mv nproc od openssl passwd paste patch pathchk phpdismod phpenmod pgrep pkill popd printenv "
    "printf ps pushd pwd readlink readonly realpath return rm rmdir rsync sed seq set setcap setfacl sha1sum sha224sum "
    "sha256sum sha384sum sha512sum shasum shift shopt shred sleep sort split ssh-keygen ssh-keyscan stat strip stty sum sync "
    "sysctl tac tail tar tee test touch tr true truncate tty type typeset ulimit umask uname uncompress unexpand uniq unlink "
    "unlzma unset unxz unzip update-alternatives update-ca-certificates update-ca-trust update-locale update-rc.d useradd "
    "userdel usermod visudo wc wget which whoami xz xzcat yes yq zcat zip zstd"
)
"""Programs that install nothing and read no package index, whatever their arguments are. `make`, scripts, and programs that
run what others wrote are none of them."""
