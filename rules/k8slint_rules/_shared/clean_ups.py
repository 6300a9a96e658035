"""Edits that keep a package manager's cache out of the layer of its RUN: `clean_up` and `add_flag`."""

from __future__ import annotations

from functools import lru_cache

from k8slint import Applicability, Fix
from k8slint.dockerfile import append_command, insert_command, state_before
from k8slint.shell import add_words, invocation
from k8slint_rules._shared.package_indexes import APT, HARMLESS, MAYBE, SURE, borrowed, following, use_later

TYPE_CHECKING = False
TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint import Edit
    from k8slint.dockerfile import Left, Run
    from k8slint.shell import Invocation

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=/.,:+@% ")
_CHANGING = frozenset(("set", "shopt", "eval", ".", "source", "alias", "enable", "trap", "function", "chroot"))
"""What may change what a later command of the same shell means, or whether patterns are expanded."""
_FROM_CACHE = (
    *(
        "--offline",
        "prefer-offline",
        "offline=",
        "offline true",
        "--cacheonly",
        "dnf -C",
        "yum -C",
        "install -C",
        "-y -C",
        "--no-refresh",
        "--no-remote",
    ),
    "--network=none",
)
"""What installs from a cache says: npm, yarn, dnf, zypper and conda with `--offline` and the like; or a RUN without network."""


def clean_up(run: Run, one: Left) -> Fix | None:
    """Empties the cache with the manager's own clean-up, as the user that the manager runs as; None where that is not exact,
    where the manager may be gone by then, or where something later needs the cache.

    Unsafe where something later may need it; and for yarn, whose second and later versions may run programs right from the
    cache (yarnpkg.com, "Plug'n'Play").
    """
    clean = clean_command(one.run)
    table = one.run.table
    if clean is None or one.moved or run.onbuild is not None:
        return None
    if (one.run.manager not in APT and _installs_from_cache(run.source.text)) or borrowed(run, one.places):
        return None
    needed = use_later(run, one.run, one.places)
    if needed == SURE:
        return None
    rights = one.run.command.rights
    if rights is None or not _PLAIN.issuperset(rights) or (rights and set(clean) & set("~$")):
        return None
    text = f"{rights} {clean}" if rights else clean
    edit = None
    if not table.system:
        edit = insert_command(run, one.run.command, text) if _is_over(run, one.run) else None
    if edit is None and _may_go(run, one.run):
        return None
    edit = edit or append_command(run, text)
    if edit is None:
        return None
    unsafe = table.name == "yarn" or needed == MAYBE or _is_other_shell(run, one.run) or _is_limited(run, rights)
    return Fix("empty the cache", (edit,), Applicability.UNSAFE if unsafe else Applicability.SAFE)


@lru_cache(maxsize=4)
def _installs_from_cache(text: str) -> bool:
    return any(mark in text for mark in _FROM_CACHE)


def clean_command(asked: Invocation) -> str | None:
    """How the cache is emptied, by the very program that was called: `dnf5 clean all`."""
    clean = asked.table.clean
    if clean is None:
        return None
    program, _, rest = clean.partition(" ")
    word = asked.command.name_word
    if program not in asked.table.programs or word is None or asked.command.name not in asked.table.programs:
        return clean
    if word.text is None or not _PLAIN.issuperset(word.text) or ("/" in word.text and word.text[0] != "/"):
        return None
    return f"{word.text} {rest}"


def remedy(asked: Invocation) -> str | None:
    """What to write at the end of the RUN: the clean-up, with the rights of the manager."""
    clean, rights = clean_command(asked), asked.command.rights
    return f"{rights} {clean}" if clean is not None and rights else clean


def add_flag(run: Run, asked: Invocation, flag: str) -> Edit | None:
    """Adds a flag after the subcommand (`add`, `install`) of a package manager that `run` calls."""
    return add_words(asked.command, asked.verb, flag) if asked.verb is not None else None


def _is_over(run: Run, used: Invocation) -> bool:
    """Whether nothing after `used` can fill the cache again: each command is a harmless one, or of a system's manager."""
    later = following(run, used.command)
    for command in later:
        asked = invocation(command)
        if command.name not in HARMLESS and (asked is None or not asked.table.system):
            return False
    return bool(later)


def _may_go(run: Run, used: Invocation) -> bool:
    """Whether the RUN removes packages after `used`, or files by the manager's name. A system's manager is only removed by
    its own name."""
    own = used.command.name or used.manager
    for command in following(run, used.command):
        asked = invocation(command)
        if asked is not None and asked.table.system and asked.action == "remove":
            if not used.table.system or any(package.name in (own, used.manager) for package in asked.packages):
                return True
        elif command.name in ("rm", "rpm", "dpkg") and any(
            used.manager in word.raw and "cache" not in word.raw for word in command.arguments
        ):
            return used.table.clean is None or not used.table.clean.startswith("rm ")
    return False


def _is_other_shell(run: Run, used: Invocation) -> bool:
    """Whether a command after `used` may have changed what the clean-up means to the shell, or where its program is."""
    if any(option[:1] == "-" and option[1:2] != "-" and "f" in option for option in state_before(run).shell[1:]):
        return True
    for command in run.commands:
        if command.name == "set" and any("f" in word.raw for word in command.arguments if word.raw[:1] == "-"):
            return True
    return any(
        command.name in _CHANGING or any(one.name == "PATH" for one in command.assignments)
        for command in following(run, used.command)
    )


def _is_limited(run: Run, rights: str) -> bool:
    """Whether the file writes sudo rules that name single programs."""
    if not rights.startswith(("sudo", "doas")):
        return False
    return _limits_sudo(run.source.text)


@lru_cache(maxsize=4)
def _limits_sudo(text: str) -> bool:
    after = text.replace(" ", "").split("NOPASSWD:")[1:]
    return any(not part.startswith("ALL") for part in after)
