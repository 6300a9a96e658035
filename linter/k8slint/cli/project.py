"""What the commands that lint have in common: settings, rules, files, cache and how to show the outcome."""

from __future__ import annotations

import os
import sys

from k8slint.cli.app import UsageError
from k8slint.record import Record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Sequence
    from typing import TextIO

    from k8slint.analyse import Failure
    from k8slint.config import Settings
    from k8slint.engine import Engine
    from k8slint.files.discover import Discovery
    from k8slint.registry import Registry
    from k8slint.report import Output
    from k8slint.run import Given

MAX_STDIN_BYTES = 10_000_000


class Project(Record):
    """Everything a run needs, from the command line and the config."""

    engine: Engine
    discovery: Discovery
    given: Given | None
    """Standard input, when `-` was named."""
    nothing: str
    """Why there is nothing to lint; "" when there is something."""

    def exit_code(self, options: argparse.Namespace) -> int:
        """Says that there is nothing to lint. That is wrong when paths were named, unless excluded ones are to be left out."""
        warn(self.nothing)
        return 2 if options.paths and not options.force_exclude else 0


def registry_of(options: argparse.Namespace) -> Registry:
    """All rules. A pack that could not be loaded is named; none at all is an error, for zero rules must never look green."""
    from k8slint.engine import registry

    loaded = registry(tuple(options.plugin))
    for error in loaded.errors:
        warn(error)
    if not loaded.entries:
        raise UsageError("no rules: no rule pack could be loaded; reinstall k8slint")
    return loaded


def settings_of(options: argparse.Namespace, registry: Registry, start: str) -> Settings:
    """The settings of the config file, overridden by those of the command line. Raises `ConfigError` and `UsageError`."""
    from k8slint import config
    from k8slint.files.discover import root_of

    if options.config is not None and options.isolated:
        raise UsageError("`--config` and `--isolated` exclude each other")
    path = options.config
    if path is None and not options.isolated:
        path = config.find(start)
    if path is not None:
        settings = config.read(path, registry)
        if options.config is not None:
            settings = replace(settings, root=root_of(start))
    else:
        settings = config.Settings(root=root_of(start))
    changes: dict[str, object] = {}
    if (select := _words(options.select)) is not None:
        changes["select"] = select
    if (ignore := _words(options.ignore)) is not None:
        changes["ignore"] = (*settings.ignore, *ignore)
    if (extend := _words(options.extend_select)) is not None:
        changes["extend_select"] = (*settings.extend_select, *extend)
    for name in ("profile", "fail_on", "output_format"):
        value = getattr(options, name, None)
        if value is not None:
            changes[name] = value
    if "profile" in changes and "select" not in changes:
        changes["select"] = None
    return replace(settings, **changes)


def _words(given: Iterable[str] | None) -> tuple[str, ...] | None:
    if given is None:
        return None
    words = tuple(word.strip() for text in given for word in text.split(",") if word.strip())
    if not words:
        raise UsageError("a rule selection is empty; name rules, categories or ALL")
    return words


def open_project(options: argparse.Namespace) -> Project:
    """Reads config and rules, and finds the files. Raises `ConfigError`, `UnknownRule` and `UsageError`."""
    from k8slint.engine import Engine
    from k8slint.files.discover import Discovery, discover, start_of

    paths: list[str] = list(options.paths)
    if "" in paths:
        raise UsageError("a path is empty; name a file or a folder, or `.` for this one")
    standard_input = "-" in paths
    if standard_input and len(paths) > 1:
        raise UsageError("`-` stands alone: standard input is one file")
    if options.stdin_filename is not None and not standard_input:
        raise UsageError("`--stdin-filename` needs the path `-`")
    if standard_input:
        paths = [options.stdin_filename] if options.stdin_filename else []
    registry = registry_of(options)
    settings = settings_of(options, registry, start_of(paths))
    engine = Engine(registry, settings)
    for image, path in settings.images.items():
        if not os.path.lexists(os.path.join(settings.root, path)):
            warn(f"{settings.config_path}: the Dockerfile of image `{image}` does not exist: `{path}`")
    if standard_input:
        given = _standard_input(options.stdin_filename or "", settings.root)
        if options.stdin_filename:
            found = discover([settings.root], settings.root, exclude=settings.exclude)
        else:
            found = Discovery(settings.root, (), (), (), frozenset())
        return Project(engine, found, given, "")
    found = discover(
        paths,
        settings.root,
        exclude=settings.exclude,
        context=has_context(settings, paths),
        force_exclude=options.force_exclude,
    )
    found = _without_config(found, settings.config_path)
    reported = any(file.reported for file in found.files) or found.problems
    return Project(engine, found, None, "" if reported else _nothing(paths, options.force_exclude))


def _without_config(found: Discovery, config: str | None) -> Discovery:
    """Leaves out our own config, which is YAML too, unless it is named by hand."""
    path = None if config is None else os.path.relpath(config, found.root)
    files = tuple(file for file in found.files if file.path != path or file.named)
    return found if len(files) == len(found.files) else replace(found, files=files)


def has_context(settings: Settings, paths: Sequence[str]) -> bool:
    """Whether the rest of the root belongs to what was named. A folder that nothing marks as a project, and that is none's
    working place (`/`, the home folder), does not.
    """
    if settings.config_path is not None or not paths:
        return True
    if os.path.lexists(os.path.join(settings.root, ".git")):
        return True
    return settings.root not in ("/", os.path.expanduser("~"))


def _nothing(paths: Sequence[str], force_exclude: bool) -> str:
    where = ", ".join(f"`{path}`" for path in paths[:3]) or "this folder"
    if len(paths) > 3:
        where += f" and {len(paths) - 3} more"
    return f"no Dockerfiles or manifests in {where}" + (" that are not excluded" if paths and force_exclude else "")


def _standard_input(name: str, root: str) -> Given:
    from k8slint.engine import STDIN
    from k8slint.run import Given

    data = sys.stdin.buffer.read(MAX_STDIN_BYTES + 1)
    if len(data) > MAX_STDIN_BYTES:
        raise UsageError(f"standard input has more than {MAX_STDIN_BYTES:,} bytes")
    if not name:
        return Given(STDIN, data)
    full = os.path.abspath(name)
    base = os.path.join(root, "")
    return Given(full[len(base) :] if full.startswith(base) else full, data)


def jobs_of(options: argparse.Namespace) -> int:
    from k8slint.workers import processors

    return options.jobs or processors()


# --- showing


def output_of(options: argparse.Namespace, stream: TextIO | None = None) -> Output:
    """A stream (default: standard output), coloured as asked for."""
    from k8slint.report import Output

    out = Output.to(sys.stdout if stream is None else stream)
    if options.color != "auto":
        out.colour = options.color == "always"
    return out


def columns(out: Output) -> int | None:
    """The cells of a line on a terminal; None for a file or a pipe, whose lines have no end."""
    return out.width if out.wraps or os.environ.get("COLUMNS") else None


def warn(message: str) -> None:
    """A line on standard error."""
    from k8slint.report.printable import printable

    sys.stderr.write(f"k8slint: {printable(message)}\n")


def show_failures(failures: Iterable[Failure], options: argparse.Namespace, display: Callable[[str], str]) -> None:
    from k8slint.report.text import render_failures

    out = output_of(options, sys.stderr)
    render_failures([replace(f, path=display(f.path)) if f.path else f for f in failures], out, verbose=options.verbose)


def display_from(root: str, base: str = os.curdir) -> Callable[[str], str]:
    """Turns a path of the project into one that opens from `base` (the working folder); absolute when it lies elsewhere."""
    from k8slint.engine import STDIN

    here = os.path.abspath(base)
    if here == root:
        return lambda path: path
    base = os.path.join(here, "")

    def display(path: str) -> str:
        if path == STDIN:
            return path
        full = os.path.join(root, path)
        return full[len(base) :] if full.startswith(base) else full

    return display
