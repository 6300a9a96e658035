"""Linting from Python: texts in, findings out. Each call sees only the texts it is given; together they are the project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from k8slint._internal.text.record import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from k8slint._internal.rulekit.registry import RuleEntry
    from k8slint._internal.running.analyse import Failure
    from k8slint._internal.running.engine import Engine
    from k8slint._internal.text.finding import Finding


def check(
    sources: Mapping[str, str | bytes],
    *,
    select: str | Iterable[str] | None = None,
    config: Mapping[str, Any] | None = None,
) -> list[Finding]:
    """The findings in `sources` (text by path, which also says what kind of file it is), sorted by path and place.

    `select` takes names, categories, aliases and "ALL", in a list or with commas (default: the profile's rules); `config` is
    what a config file would hold. What could not be linted, and what is no file to lint, is a `RuntimeWarning`. Raises
    `UnknownRule` and `ConfigError`, and `RuntimeError` when no rules are installed.
    """
    from k8slint._internal.running.analyse import Failure

    _require_texts(sources)
    result = _engine(select, config).check(sources)
    _warn([*result.failures, *(Failure(path, 0, f"not linted: {reason}") for path, reason in result.aside)])
    return list(result.findings)


def fix(
    sources: Mapping[str, str | bytes],
    *,
    unsafe: bool = False,
    select: str | Iterable[str] | None = None,
    config: Mapping[str, Any] | None = None,
) -> dict[str, str]:
    """The texts of `sources` with every safe fix applied, with `unsafe` also those that may change what image or cluster do.

    Every path comes back; texts without fixes are as they were, and bytes are decoded. Raises like `check`.
    """
    _require_texts(sources)
    from k8slint._internal.fixing.fixer import fix_texts

    result = fix_texts(_engine(select, config), sources, unsafe=unsafe)
    _warn(result.failures)
    return result.texts


class Workspace:
    """Texts that change, as in an editor: together they are the project, and `findings` are those of the texts as they are now.

    Takes what `check` takes and raises what it raises. After a change only what it touches is done again.
    """

    def __init__(
        self,
        sources: Mapping[str, str | bytes] | None = None,
        *,
        select: str | Iterable[str] | None = None,
        config: Mapping[str, Any] | None = None,
    ) -> None:
        from k8slint._internal.running.workspace import Workspace as Running

        self._running = Running(_engine(select, config))
        for path, text in (sources or {}).items():
            self.put(path, text)

    def put(self, path: str, text: str | bytes) -> None:
        """Sets the text of a path."""
        _require_texts({path: text})
        self._running.put(path, text)

    def drop(self, path: str) -> None:
        """Takes the text of a path away."""
        self._running.drop(path)

    def findings(self, path: str) -> list[Finding]:
        """The findings in a path, sorted by place; none where there is no text."""
        result = self._running.result((path,))
        _warn(result.failures)
        return list(result.findings)


def rules() -> list[RuleEntry]:
    """Every installed rule, sorted by name, with `.name .aliases .category .severity .fixable .summary`."""
    from k8slint._internal.running.engine import registry

    return list(registry().entries)


def _require_texts(sources: Mapping[str, str | bytes]) -> None:
    if not hasattr(sources, "items"):
        raise TypeError(f"sources must map paths to texts, not be a {type(sources).__name__}")
    for path, text in sources.items():
        if not isinstance(path, str) or not isinstance(text, str | bytes | bytearray):
            raise TypeError(f"sources must map paths to str or bytes, not {path!r} to a {type(text).__name__}")


def _engine(select: str | Iterable[str] | None, config: Mapping[str, Any] | None) -> Engine:
    from k8slint._internal.config import from_data
    from k8slint._internal.running.engine import Engine, registry

    if not registry().entries:
        raise RuntimeError("no rules: no rule pack could be loaded, so nothing would ever be found; reinstall k8slint")
    settings = from_data(config or {}, registry())
    if select is not None:
        names = select.split(",") if isinstance(select, str) else select
        settings = replace(settings, select=tuple(name.strip() for name in names))
    return Engine(registry(), settings)


def _warn(failures: Iterable[Failure]) -> None:
    import warnings

    for failure in failures:
        place = f"{failure.path}: " if failure.path else ""
        warnings.warn(f"{place}{failure.message}", RuntimeWarning, stacklevel=3)
