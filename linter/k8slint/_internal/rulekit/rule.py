"""What a rule is: a class with a name, a subject it looks at, and examples that are its tests and its documentation."""

from __future__ import annotations

from k8slint._internal.text.finding import Finding, Problem, Related, Severity
from k8slint._internal.text.record import Record
from k8slint._internal.text.source import Place, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, ClassVar, Generic, Literal, TypeVar

    from k8slint._internal.text.edit import Fix

    S_contra = TypeVar("S_contra", contravariant=True)
    Profile = Literal["development", "maintenance", "strict"]
    FileKind = Literal["dockerfile", "manifest", "compose", "kustomization", "skaffold"]
    Findings = Iterator[Finding]

    class _About(Generic[S_contra]):
        """What makes `Rule[Run]` a type."""
else:
    S_contra = object
    Findings = "Iterator[Finding]"

    class _About:
        """What makes `Rule[Run]` a class to derive from. `typing.Generic` costs an import as long as three rules take."""

        __class_getitem__ = classmethod(type(list[int]))


"""`Findings` is what `check` gives: findings, one after the other."""


class Options(Record):
    """Base of a rule's `Options`: annotated fields with defaults, each an `int`, `str`, `bool`, `tuple[str, ...]` or
    `dict[str, str]`.

    Their docstring describes each field in a line `name: text`; the config's JSON schema is made from it. A rule that also says
    `options: Options` in its body has them typed as `self.options`.
    """


_BaseOptions = Options


class Target(Record):
    """What the files are for, the same for every rule: settings of the whole project.

    A rule reads them as `self.target`. `kubernetes_version` is "1.34" or so, "" when it is not given; `platform` the kind
    of cluster, "" for any; `registries` are those that belong to the user. `as_of` is the version whose verdicts count, ""
    for this one.
    """

    kubernetes_version: str = ""
    platform: str = ""
    registries: tuple[str, ...] = ()
    day: str = ""
    as_of: str = ""

    @property
    def today(self) -> str:
        """The day for which the verdicts are, as `2026-11-30`; strings of that form compare as days do."""
        if self.day:
            return self.day
        from time import localtime, strftime

        return strftime("%Y-%m-%d", localtime())

    def counts(self, since: str) -> bool:
        """Whether what k8slint says since a version counts under `as_of`: for a verdict that is newer than its rule."""
        return not self.as_of or not is_newer(since, self.as_of)


def is_newer(version: str, than: str) -> bool:
    """Whether a version comes after another one, as far as both name it: `0.2.3` is not newer than `0.2`."""
    numbers, others = version_numbers(version), version_numbers(than)
    return numbers[: len(others)] > others


def version_numbers(version: str) -> tuple[int, ...]:
    """`1.2.3` as numbers; what is not a number ends it."""
    numbers = []
    for part in version.strip().removeprefix("v").split("."):
        if not (part.isascii() and part.isdigit() and len(part) < 10):
            break
        numbers.append(int(part))
    return tuple(numbers)


class Bad:
    """An example with findings. `text` is one file, or several by path; `«…»` marks each span a finding must cover.

    `fixed` is the text (or texts) after `fix`; with `unsafe` the fix needs `--unsafe`. `path` names a single file. `beside`
    names other installed rules that run too, for a rule that is about rules.
    """

    __slots__ = ("beside", "files", "fixed", "options", "unsafe", "why")

    def __init__(
        self,
        text: str | Mapping[str, str],
        *,
        fixed: str | Mapping[str, str] | None = None,
        unsafe: bool = False,
        path: str | None = None,
        options: Mapping[str, Any] | None = None,
        why: str = "",
        beside: tuple[str, ...] = (),
    ) -> None:
        self.beside = beside
        self.files = _files(text, path)
        self.fixed = None if fixed is None else _files(fixed, path)
        self.unsafe = unsafe
        self.options = dict(options or {})
        self.why = why


class Good:
    """An example that looks close and has no finding; `why` says what makes it right."""

    __slots__ = ("beside", "files", "options", "why")

    def __init__(
        self,
        text: str | Mapping[str, str],
        *,
        why: str = "",
        path: str | None = None,
        options: Mapping[str, Any] | None = None,
        beside: tuple[str, ...] = (),
    ) -> None:
        self.beside = beside
        self.files = _files(text, path)
        self.options = dict(options or {})
        self.why = why


def _files(text: str | Mapping[str, str], path: str | None) -> dict[str, str]:
    if not isinstance(text, str):
        return dict(text)
    return {path or "": text}


class Rule(_About[S_contra]):
    """One pattern that is wrong. Subclass it as `Rule[Run]`, `Rule[Container]`, `Rule[Cmd | Entrypoint]`, …: the type
    argument is what `check` is called with. One instance serves a whole run, so keep no state in it.

    The docstring is the documentation: what goes wrong and why; what to do; and, where there is a fix, "Fix safety: …".
    """

    name: ClassVar[str]
    title: ClassVar[str] = ""
    """What is wrong, as a statement of at most nine words: the heading of its page and its line in `k8slint rules`."""
    category: ClassVar[str]
    severity: ClassVar[Severity] = Severity.WARNING
    profile: ClassVar[Profile] = "maintenance"
    """The first profile that has the rule; "development" is in all three."""
    aliases: ClassVar[tuple[str, ...]] = ()
    """What other tools call it, as `tool:id`."""
    needs: ClassVar[tuple[FileKind, ...]] = ()
    """Of a rule about the project: it finds nothing in one that has no file of any of these kinds. Empty: it always runs."""
    words: ClassVar[tuple[str, ...]] = ()
    """Of a rule about Dockerfiles: it finds nothing in one that has none of these, in lower case, anywhere in its text. It is
    not even imported before a file has one. Empty: it always runs."""
    since: ClassVar[str] = "0.1.0"
    """The version of k8slint (or of the pack) that has the rule first; `as-of` in a config leaves out later ones."""
    preview: ClassVar[bool] = False
    """Whether it is on trial: it runs only where the config says `preview: true` or names it."""
    counts_as_written: ClassVar[bool] = False
    """Of a rule about objects: what it finds is also wrong where every overlay replaces it before anything is deployed."""
    dated: ClassVar[bool] = False
    """Whether what it says depends on the day, `self.target.today`."""
    Options: ClassVar[type[_BaseOptions]] = _BaseOptions
    examples: ClassVar[tuple[Bad | Good, ...]] = ()
    subjects: ClassVar[tuple[type, ...]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for base in cls.__dict__.get("__orig_bases__", ()):
            arguments = getattr(base, "__args__", ())
            if arguments:  # a class, or a union of classes
                members = getattr(arguments[0], "__args__", arguments[:1])
                if not all(isinstance(one, type) for one in members):
                    raise TypeError(f"rule {cls.__qualname__}: `Rule[…]` has to name a class, or classes as `A | B`")
                cls.subjects = members
        for mistake in _mistakes(cls):
            raise TypeError(f"rule {cls.__qualname__}: {mistake}")

    def __init__(self, options: _BaseOptions | None = None, target: Target | None = None) -> None:
        self.options: Any = options if options is not None else self.Options()
        self.target = target if target is not None else Target()

    def check(self, subject: S_contra, /) -> Iterator[Finding]:
        """Yields what is wrong with `subject`. May raise anything: the engine names the rule and goes on."""
        raise NotImplementedError

    def finding(
        self,
        place: Span | Place,
        message: str,
        *,
        related: tuple[Related, ...] = (),
        fix: Fix | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """A finding of this rule: at a `Span` of the subject's file, or at a `Place` in another file of the subject.

        `message` is a lowercase sentence without a full stop that quotes the value in backticks and ends with the remedy:
        "port `80/tpc` has no protocol of that name; write `80/tcp`".
        """
        path, span = (place.path, place.span) if isinstance(place, Place) else ("", place)
        return Finding(self.name, path, span, message, self.severity if severity is None else severity, related, fix)

    def report(self, problem: Problem) -> Finding:
        """The finding that words a `Problem`, for rules that subscribe to them."""
        return self.finding(problem.span, problem.message, fix=problem.fix, related=problem.related)


_WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def _mistakes(cls: type[Rule[Any]]) -> Iterator[str]:
    """What makes a class no rule, found where it is written rather than in somebody's run."""
    own = cls.__dict__
    name = own.get("name", "rule")
    if not isinstance(name, str) or not all(part and _WORD.issuperset(part) for part in name.split("-")):
        yield f"`name` is {name!r}; write lower-case words joined by `-`, such as `sudo-in-run`"
    severity = own.get("severity", Severity.INFO)
    if not isinstance(severity, Severity):
        yield f"`severity` is {severity!r}; write `Severity.ERROR`, `Severity.WARNING` or `Severity.INFO`"
    for attribute in ("aliases", "needs", "words", "examples"):
        if not isinstance(own.get(attribute, ()), tuple):
            yield f"`{attribute}` is {own[attribute]!r}; write a tuple, with a comma after its last entry"
    options = own.get("Options", _BaseOptions)
    if not (isinstance(options, type) and issubclass(options, _BaseOptions)):
        yield "`Options` does not derive from `k8slint.Options`"
        return
    for field in options.__fields__:
        if field not in options.__defaults__:
            yield f"the option `{field}` has no default"
        elif not _is_option(options.__defaults__[field]):
            kind = type(options.__defaults__[field]).__name__
            yield f"the option `{field}` is a {kind}; it may be an int, str, bool, tuple[str, ...] or dict[str, str]"


def _is_option(default: object) -> bool:
    if isinstance(default, tuple):
        return all(isinstance(item, str) for item in default)
    if isinstance(default, dict):
        return all(isinstance(item, str) for pair in default.items() for item in pair)
    return isinstance(default, (bool, int, str))
