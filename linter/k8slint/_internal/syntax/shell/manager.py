"""What a package manager is made of, as data."""

from __future__ import annotations

from k8slint._internal.text.record import Record


class Clean(Record):
    """A way to empty caches: all of `words` (operands or flags; `a|b` either) behind the subcommand `action` names."""

    subcommand: str
    words: tuple[str, ...]
    paths: tuple[str, ...]


class Manager(Record):
    """One package manager.

    `actions` maps subcommands to install, update (the index), upgrade, remove, clean, download, build; words that join the
    next one to a subcommand (`dnf group install`) are `groups`. `bare` is the subcommand that none stands for. `valued`
    flags take a value; `clusters` tells whether `-qy` is two flags. `head_valued` and `head_yes` hold before the subcommand
    only; where they are given, the others hold behind it.

    `yes` flags answer questions; `no_cache` flags and `no_cache_variables` of the environment leave no cache. `version` is
    the characters that part a name from a version ("rpm": `name-1.2`), `version_flags` give one to all names. `lists` are
    flags that name a file of packages. `caches` are the places where an action leaves its cache: one of them, the usual one
    first. `cache_flags` and `cache_variables` move it to the folder that they name; with one of `root_flags` the manager
    works below another root. `cleans` is what empties the caches, and `clean` how one says it.
    """

    name: str
    programs: frozenset[str]
    actions: dict[str, str]
    system: bool = False
    groups: frozenset[str] = frozenset()
    bare: str | None = None
    valued: frozenset[str] = frozenset()
    clusters: bool = True
    yes: frozenset[str] = frozenset()
    no_cache: frozenset[str] = frozenset()
    no_cache_variables: tuple[str, ...] = ()
    head_valued: frozenset[str] = frozenset()
    head_yes: frozenset[str] = frozenset()
    version: str = ""
    version_flags: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    caches: dict[str, tuple[str, ...]] = {}  # noqa: RUF012  (a default of a record, never written to)
    cache_flags: frozenset[str] = frozenset()
    cache_variables: tuple[str, ...] = ()
    root_flags: frozenset[str] = frozenset()
    cleans: tuple[Clean, ...] = ()
    clean: str | None = None


def actions(**words: str) -> dict[str, str]:
    """Subcommands by action; `_` in a subcommand stands for the blank of a group."""
    return {word.replace("_", " "): action for action, listed in words.items() for word in listed.split()}
