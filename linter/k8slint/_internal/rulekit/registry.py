"""All rules that are installed: which there are, which ones a selection means, and loading those that a run needs.

A pack comes in through pluggy. It hands over classes, or an index of them; from an index only the rules are imported that
are selected and whose subject occurs.
"""

from __future__ import annotations

import sys

from k8slint import __version__
from k8slint._internal.lazy import imported
from k8slint._internal.rulekit import packs
from k8slint._internal.rulekit.taxonomy import (
    CATEGORIES,
    DEFAULT_PROFILE,
    OWN_PACK,
    PROFILES,
    PROJECT_SUBJECTS,
    subject_name,
)
from k8slint._internal.text import json
from k8slint._internal.text.finding import Severity
from k8slint._internal.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from k8slint._internal.rulekit.rule import Rule, Target

_OWN = (OWN_PACK, "k8slint_rules")
"""The pack that comes with k8slint, as its entry point names it."""
_ANY, _GROUP, _ONE = 0, 1, 2  # how specific a selector is


class RuleEntry(Record):
    """What is known of a rule without importing it. `fixable` is "", "unsafe" or "safe"; `subject` the name of the type
    that its `check` takes, or several joined by ` | `; `options` a JSON schema of its options, or None; `needs`, `words` and
    what follows `pack` are those of the rule.
    """

    name: str
    module: str
    attribute: str
    subject: str
    category: str
    profile: str
    severity: Severity
    aliases: tuple[str, ...]
    fixable: str
    summary: str
    options: dict[str, Any] | None
    needs: tuple[str, ...]
    words: tuple[str, ...]
    pack: str
    title: str = ""
    since: str = "0.1.0"
    preview: bool = False
    dated: bool = False

    @property
    def subjects(self) -> tuple[str, ...]:
        """The names of the types that its `check` takes."""
        return tuple(self.subject.split(" | "))

    @property
    def is_about_project(self) -> bool:
        """Whether it takes all files together, and not one, to know what it finds."""
        return any(subject in PROJECT_SUBJECTS for subject in self.subjects)

    @property
    def headline(self) -> str:
        """What is wrong, on one line: the rule's title, else the first sentence of its summary."""
        return self.title or first_sentence(self.summary)

    @property
    def options_schema(self) -> dict[str, Any] | None:
        return self.options


class UnknownRule(ValueError):
    """A name of neither a rule nor a category, alias or tool. `suggestions` are near misses."""

    def __init__(self, name: str, suggestions: tuple[str, ...] = ()) -> None:
        near = f"did you mean {' or '.join(f'`{s}`' for s in suggestions)}?"
        hint = f"; {near if suggestions else '`k8slint rules` lists all names'}"
        super().__init__(f"unknown rule `{name}`{hint}")
        self.name = name
        self.suggestions = suggestions


class Registry:
    """The installed rules. `errors` says which packs could not be loaded, and why."""

    def __init__(self, entries: Iterable[RuleEntry], errors: Sequence[str] = (), fingerprint: str = "") -> None:
        self.entries = tuple(sorted(entries, key=lambda entry: entry.name))
        self.by_name = {entry.name: entry for entry in self.entries}
        self.errors = tuple(errors)
        self.fingerprint = fingerprint
        self.reporters: dict[str, str] = {}
        self._classes: dict[str, type[Rule[Any]]] = {}
        self._groups: dict[str, frozenset[str]] | None = None
        self._sorted: list[str] | None = None

    # --- names

    def _lookup(self) -> dict[str, frozenset[str]]:
        """Every word that means rules, in lower case: names, categories, tools, aliases, bare ids."""
        if self._groups is None:
            groups: dict[str, set[str]] = {"all": set(self.by_name)}
            bare: dict[str, dict[str, set[str]]] = {}
            for entry in self.entries:
                groups.setdefault(entry.category, set()).add(entry.name)
                for alias in entry.aliases:
                    tool, _, code = alias.lower().partition(":")
                    groups.setdefault(alias.lower(), set()).add(entry.name)
                    groups.setdefault(tool, set()).add(entry.name)
                    bare.setdefault(code, {}).setdefault(tool, set()).add(entry.name)
            for code, tools in bare.items():
                meanings = {frozenset(names) for names in tools.values()}
                if len(meanings) == 1:
                    groups.setdefault(code, set()).update(*meanings)
            for entry in self.entries:
                groups[entry.name] = {entry.name}
            self._groups = {word: frozenset(names) for word, names in groups.items()}
        return self._groups

    def resolve(self, selector: str) -> frozenset[str]:
        """Names of the rules that a selector means. Raises `UnknownRule`."""
        lookup = self._lookup()
        for word in _spellings(selector.strip().lower()):
            if (names := lookup.get(word)) is not None:
                return names
        raise UnknownRule(selector, self._near(selector))

    def _near(self, selector: str) -> tuple[str, ...]:
        from difflib import get_close_matches

        if self._sorted is None:
            self._sorted = sorted(self._lookup())
        return tuple(get_close_matches(selector[:100].lower(), self._sorted, n=2, cutoff=0.75))

    def choose(
        self,
        *,
        select: Sequence[str] | None = None,
        ignore: Sequence[str] = (),
        extend_select: Sequence[str] = (),
        profile: str | None = None,
        preview: bool = False,
        as_of: str = "",
    ) -> tuple[RuleEntry, ...]:
        """The rules of a run. `select` takes the place of the profile's rules. The more specific selector wins (a name over a
        category over ALL), and `ignore` over `select` when both are as specific. Rules on trial run with `preview`, and
        those newer than `as_of` do not, unless they are named. Raises `UnknownRule`.
        """
        wanted: dict[str, int] = {}
        if select is None:
            rank = PROFILES.index(profile or DEFAULT_PROFILE)
            wanted = {e.name: _ANY for e in self.entries if PROFILES.index(e.profile) <= rank}
        for selector in (*(select or ()), *extend_select):
            for name, weight in self._weighted(selector):
                wanted[name] = max(weight, wanted.get(name, weight))
        for selector in ignore:
            for name, weight in self._weighted(selector):
                if weight >= wanted.get(name, weight):
                    wanted.pop(name, None)
        return tuple(
            entry
            for entry in self.entries
            if entry.name in wanted
            and (wanted[entry.name] == _ONE or ((preview or not entry.preview) and _is_of(entry, as_of)))
        )

    def is_group(self, selector: str) -> bool:
        """Whether a selector is ALL, a category or a tool, rather than the name or alias of rules. Raises `UnknownRule`."""
        return any(weight != _ONE for _, weight in self._weighted(selector))

    def _weighted(self, selector: str) -> list[tuple[str, int]]:
        names = self.resolve(selector)
        word = selector.strip().lower()
        if word == "all":
            weight = _ANY
        else:
            weight = (
                _GROUP if any(word == e.category or f"{word}:" in " ".join(e.aliases) for e in self.entries) else _ONE
            )
        return [(name, weight) for name in names]

    # --- loading

    def rule_class(self, entry: RuleEntry) -> type[Rule[Any]]:
        """The class behind an entry, imported now. Raises what the import raises."""
        loaded = self._classes.get(entry.name)
        if loaded is None:
            loaded = getattr(imported(entry.module), entry.attribute)
            self._classes[entry.name] = loaded
        return loaded

    def adopt(self, cls: type[Rule[Any]]) -> None:
        """Takes a class that is loaded already."""
        self._classes[cls.name] = cls

    def load(
        self, entry: RuleEntry, options: Mapping[str, Any] | None = None, target: Target | None = None
    ) -> Rule[Any]:
        """An instance with its options, given with their names in kebab-case, for a target."""
        cls = self.rule_class(entry)
        given = {name.replace("-", "_"): _frozen(value) for name, value in (options or {}).items()}
        rule = cls(cls.Options(**given))
        if target is not None:
            rule.target = target
        return rule


def _is_of(entry: RuleEntry, as_of: str) -> bool:
    """Whether a rule was there in a version of k8slint; packs have versions of their own."""
    if not as_of or entry.pack != OWN_PACK:
        return True
    from k8slint._internal.rulekit.rule import is_newer

    return not is_newer(entry.since, as_of)


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _spellings(word: str) -> Iterable[str]:
    """Ways that other tools write one id: tally's `hadolint/DL3006`, trivy's `AVD-DS-0001` and `DS001`."""
    yield word
    tool, colon, code = word.rpartition(":")
    if "/" in code and tool in ("", "tally"):
        namespace, _, code = code.partition("/")
        yield f"{namespace}:{code}"
        return
    code = code.removeprefix("avd-")
    yield f"{tool}{colon}{code}"
    letters = code.rstrip("0123456789")
    digits = code[len(letters) :]
    if letters in ("ds", "ksv", "kcv") and digits:
        yield f"{tool}{colon}{letters}-{digits:0>4}"


def load_registry(extra: Iterable[str] = ()) -> Registry:
    """Loads every installed pack, and the modules named in `extra`. A pack that fails is named in `errors`."""
    errors: list[str] = []
    fingerprint = [__version__, sys.version.partition(" ")[0]]
    installed = packs.installed()
    modules = [(pack.name, pack.module) for pack in installed] + [(name, name) for name in extra]
    for pack in installed:
        fingerprint.append(f"{pack.distribution} {pack.version}")
    hooks = _hooks(modules, errors)
    entries: dict[str, RuleEntry] = {}
    classes: dict[str, type[Rule[Any]]] = {}
    for name, hook in hooks("k8slint_index"):
        try:
            with open(hook(), encoding="utf-8") as file:
                text = file.read()
            rows = [read_row(row, name) for row in json.loads(text)]
        except Exception as error:
            errors.append(f"rule pack `{name}` has no usable index: {type(error).__name__}: {error}")
            continue
        fingerprint.append(f"{name} {hash_text(text)}")
        for row in rows:
            _add(row, entries, errors)
    for name, hook in hooks("k8slint_rules"):
        try:
            for cls in hook():
                row = entry_of(cls, name)
                if _add(row, entries, errors):
                    classes[row.name] = cls
        except Exception as error:
            errors.append(f"rule pack `{name}` is broken: {type(error).__name__}: {error}")
    fingerprint += [_stamp(module) for name, module in modules if (name, module) != _OWN]
    registry = Registry(entries.values(), errors, "\n".join(fingerprint))
    registry._classes.update(classes)
    for name, hook in hooks("k8slint_reporters"):
        try:
            registry.reporters.update(hook())
        except Exception as error:
            errors.append(f"rule pack `{name}` is broken: {type(error).__name__}: {error}")
    registry.errors = tuple(errors)
    return registry


def _hooks(modules: Sequence[tuple[str, str]], errors: list[str]) -> Callable[[str], list[tuple[str, Any]]]:
    """What finds the packs that implement a hook, each with its name and function, so that a pack at fault is known.

    Packs come through pluggy. Its import costs half as much as linting a Dockerfile, so it is left out where there is none
    but our own.
    """
    if modules == [_OWN]:
        own = imported(_OWN[1])
        return lambda hook: [(_OWN[0], getattr(own, hook))] if hasattr(own, hook) else []
    from k8slint._internal.rulekit.plugin import new_manager

    manager = new_manager()
    for name, module in modules:
        try:
            manager.register(_pack(module), name)
        except (Exception, SystemExit) as error:
            hint = _hint(module) if isinstance(error, ModuleNotFoundError) else ""
            errors.append(f"rule pack `{name}` could not be loaded: {type(error).__name__}: {error}{hint}")
    return lambda hook: [(one.plugin_name, one.function) for one in getattr(manager.hook, hook).get_hookimpls()]


def _pack(name: str) -> object:
    """The module of a pack, or the rules of a file that is named by its path."""
    from k8slint._internal.rulekit import rulefile

    return rulefile.RuleFiles(name) if rulefile.is_path(name) else imported(name)


def _hint(name: str) -> str:
    """What to write in place of a module that is not found because it lies in the working folder."""
    import os

    path = f"{name.replace('.', '/')}"
    there = f"{path}.py" if os.path.isfile(f"{path}.py") else path if os.path.isdir(path) else ""
    if not there:
        return ""
    return f"; modules are not looked for in the working folder: write `--plugin ./{there}` to load that file"


def _add(row: RuleEntry, entries: dict[str, RuleEntry], errors: list[str]) -> bool:
    other = entries.get(row.name)
    if other is not None:
        errors.append(
            f"rule pack `{row.pack}` has a rule `{row.name}`, which pack `{other.pack}` has too; it is left out"
        )
        return False
    entries[row.name] = row
    return True


def _stamp(module: str) -> str:
    """What changes when a file of a pack changes: its modules, what lies with them, and the modules next to it that it uses."""
    import os

    from k8slint._internal.rulekit import rulefile

    loaded = sys.modules.get(module.partition(".")[0])
    places = [module] if rulefile.is_path(module) else list(getattr(loaded, "__path__", ()))
    files = [os.path.join(base, name) for place in places for base, _, names in os.walk(place) for name in names]
    if not files and places:
        here = os.path.dirname(module)
        names = os.listdir(here) if os.path.isdir(here) else []
        files = [os.path.join(here, name) for name in names if name.endswith(".py")]
    elif not files:
        here = os.path.dirname(getattr(loaded, "__file__", None) or "")
        every = [getattr(one, "__file__", None) for one in list(sys.modules.values())]
        files = [file for file in every if file and os.path.dirname(file) == here]
    stamps = []
    for file in sorted(files):
        try:
            status = os.stat(file)
        except OSError:
            continue
        if not file.endswith(".pyc"):
            stamps.append(f"{file} {status.st_mtime_ns} {status.st_size}")
    return f"{module} {hash_text(chr(10).join(stamps))}"


def hash_text(text: str) -> str:
    from _blake2 import blake2b

    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


# --- the index


def entry_of(cls: type[Rule[Any]], pack: str) -> RuleEntry:
    """The entry that describes a rule class. Raises `ValueError` for a class that is not a complete rule."""
    from k8slint._internal.rulekit.rule import Bad

    for attribute in ("name", "category", "subjects"):
        if not hasattr(cls, attribute):
            raise ValueError(f"{cls.__qualname__} has no `{attribute}`")
    if cls.category not in CATEGORIES:
        raise ValueError(f"{cls.__qualname__}: no category `{cls.category}`; there are {', '.join(CATEGORIES)}")
    if cls.profile not in PROFILES:
        raise ValueError(f"{cls.__qualname__}: no profile `{cls.profile}`; there are {', '.join(PROFILES)}")
    if cls.words and not all(one.__module__.startswith("k8slint._internal.kinds.dockerfile.") for one in cls.subjects):
        raise ValueError(f"{cls.__qualname__}: `words` are for rules about Dockerfiles")
    fixed = [example for example in cls.examples if isinstance(example, Bad) and example.fixed is not None]
    fixable = "" if not fixed else "unsafe" if all(example.unsafe for example in fixed) else "safe"
    return RuleEntry(
        name=cls.name,
        module=cls.__module__,
        attribute=cls.__qualname__,
        subject=" | ".join(map(subject_name, cls.subjects)),
        category=cls.category,
        profile=cls.profile,
        severity=cls.severity,
        aliases=tuple(cls.aliases),
        fixable=fixable,
        summary=summary_of(cls),
        options=options_schema(cls),
        needs=tuple(cls.needs),
        words=tuple(cls.words),
        pack=pack,
        title=cls.title,
        since=cls.since,
        preview=cls.preview,
        dated=cls.dated,
    )


def summary_of(cls: type[Rule[Any]]) -> str:
    """The first paragraph of the docstring, on one line."""
    return " ".join((cls.__doc__ or "").strip().split("\n\n")[0].split())


def first_sentence(text: str) -> str:
    """The first sentence of a text, its full stop left out. What stands in backticks ends none."""
    code = False
    for at, character in enumerate(text):
        if character == "`":
            code = not code
        elif not code and character in ".:" and text[at + 1 : at + 2] in ("", " "):
            if character == "." and text[:at].rpartition(" ")[2].lower() in ("e.g", "i.e", "etc", "vs"):
                continue
            return text[:at]
    return text


def options_schema(cls: type[Rule[Any]]) -> dict[str, Any] | None:
    """JSON schema of a rule's options, from the annotations, defaults and docstring of its `Options`."""
    fields = cls.Options.__fields__
    if not fields:
        return None
    words = {}
    for line in (cls.Options.__doc__ or "").splitlines():
        name, colon, text = line.strip().partition(":")
        if colon and name.replace("-", "_") in fields:
            words[name.replace("-", "_")] = text.strip()
    properties = {}
    for name in fields:
        default = cls.Options.__defaults__[name]
        kind: dict[str, Any]
        if isinstance(default, bool):
            kind = {"type": "boolean"}
        elif isinstance(default, int):
            kind = {"type": "integer", "minimum": 0}
        elif isinstance(default, tuple):
            kind = {"type": "array", "items": {"type": "string"}}
        elif isinstance(default, dict):
            kind = {"type": "object", "additionalProperties": {"type": "string"}}
        else:
            kind = {"type": "string"}
        default = list(default) if isinstance(default, tuple) else default
        properties[name.replace("_", "-")] = {**kind, "default": default, "description": words.get(name, "")}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def row_of(entry: RuleEntry) -> list[Any]:
    """An entry as a line of `index.json`."""
    values = (getattr(entry, field) for field in _COLUMNS)
    return [list(v) if isinstance(v, tuple) else int(v) if isinstance(v, Severity) else v for v in values]


def read_row(row: list[Any], pack: str) -> RuleEntry:
    name, module, attribute, subject, category, profile, severity, aliases, fixable, summary, options, *rest = row
    needs, words, *later = rest
    return RuleEntry(
        name,
        module,
        attribute,
        subject,
        category,
        profile,
        Severity(severity),
        tuple(aliases),
        fixable,
        summary,
        options,
        tuple(needs),
        tuple(words),
        pack,
        *later,
    )


_COLUMNS = tuple(field for field in RuleEntry.__fields__ if field != "pack")
"""Rows of an older index lack the last ones."""
