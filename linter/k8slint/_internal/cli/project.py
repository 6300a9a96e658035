"""What the commands that lint have in common: settings, rules, files, cache and how to show the outcome."""

from __future__ import annotations

import os
import sys

from k8slint._internal import cli
from k8slint._internal.cli.app import UsageError
from k8slint._internal.text.record import Record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, TextIO

    from k8slint._internal.config import Settings
    from k8slint._internal.files.discover import Discovery
    from k8slint._internal.report import Output
    from k8slint._internal.rulekit.registry import Registry
    from k8slint._internal.running.analyse import Failure
    from k8slint._internal.running.engine import Engine
    from k8slint._internal.running.run import Given

MAX_STDIN_BYTES = 10_000_000
MAX_CONFIGS = 50
"""Configs of a run: the project rules run for each."""


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
    from k8slint._internal.rulekit.rulefile import is_path
    from k8slint._internal.running.engine import registry

    for name in options.plugin:
        if is_path(name):
            continue
        if not all(part.isidentifier() for part in name.split(".")) or os.path.lexists(name):
            hint = f"; for the file or folder of that name, write `./{name}`" if os.path.lexists(name) else ""
            forms = "the name of a module (`package.module`) or a path with a slash (`./rule.py`)"
            raise UsageError(f"`--plugin` takes {forms}, not `{name}`{hint}")
    loaded = registry(tuple(options.plugin))
    for error in loaded.errors:
        warn(error)
    if not loaded.entries:
        raise UsageError("no rules: no rule pack could be loaded; reinstall k8slint")
    return loaded


def settings_of(options: argparse.Namespace, registry: Registry, start: str) -> Settings:
    """The settings of the config file that counts for a folder, overridden by those of the command line. Raises
    `ConfigError` and `UsageError`.
    """
    from k8slint._internal import config
    from k8slint._internal.files.discover import root_of

    if options.config is not None and options.isolated:
        raise UsageError("`--config` and `--isolated` exclude each other")
    path = options.config
    if path is None and not options.isolated:
        path = config.find(start)
    if path is not None:
        from k8slint._internal.config.extending import project_of, widened

        settings = config.read(path, registry)
        if options.config is not None:
            settings = replace(settings, root=root_of(start))
        else:
            settings = widened(settings, project_of(path))
    else:
        settings = config.Settings(root=root_of(start))
    changes: dict[str, Any] = {}
    if (select := _words(options.select)) is not None:
        changes["select"] = select
    if (ignore := _words(options.ignore)) is not None:
        changes["ignore"] = (*settings.ignore, *ignore)
    if (extend := _words(options.extend_select)) is not None:
        changes["extend_select"] = (*settings.extend_select, *extend)
    if getattr(options, "no_suppressions", False):
        changes["suppressions"] = False
    for name in ("profile", "fail_on", "today"):
        value = getattr(options, name, None)
        if value is not None:
            changes[name] = value
    if getattr(options, "preview", False):
        changes["preview"] = True
    if getattr(options, "no_suppressions", False):
        changes["suppressions"] = False
    for name, globs in _excluded(options, settings).items():
        changes[name] = globs
    for format_name, file in outputs_of(options):
        if not file:
            changes["output_format"] = format_name
    if "profile" in changes and "select" not in changes:
        changes["select"] = None
    if "fail_on" in changes:
        changes["fail_on"] = config.level_of(changes["fail_on"])
    given = {name.replace("_", "-"): "the command line" for name in changes if changes[name] is not None}
    return replace(settings, **changes, origins={**settings.origins, **given})


def _excluded(options: argparse.Namespace, settings: Settings) -> dict[str, tuple[str, ...]]:
    """`exclude` as `--exclude` replaces and `--extend-exclude` extends it."""
    instead, besides = getattr(options, "exclude", None), getattr(options, "extend_exclude", None)
    if instead is None and besides is None:
        return {}
    globs = settings.exclude if instead is None else _words(instead, "--exclude") or ()
    return {"exclude": (*globs, *(_words(besides, "--extend-exclude") or ()))}


def outputs_of(options: argparse.Namespace) -> list[tuple[str, str]]:
    """The formats that the command line asks for, each with its file; "" is standard output, or what `--output` names."""
    outputs: list[tuple[str, str]] = []
    given = getattr(options, "output_format", None)
    for text in given if isinstance(given, list) else ():
        name, equals, path = text.partition("=")
        if not name or (equals and not path):
            raise UsageError(f"`--output-format {text}` needs the form FORMAT or FORMAT=FILE")
        if not path and any(not known for _, known in outputs):
            raise UsageError("two output formats go to one place; send one to a file: `--output-format FORMAT=FILE`")
        outputs.append((name, path))
    return outputs


def _words(given: Iterable[str] | None, option: str = "") -> tuple[str, ...] | None:
    if given is None:
        return None
    words = tuple(word.strip() for text in given for word in text.split(",") if word.strip())
    if not words:
        raise UsageError(
            f"`{option}` is empty" if option else "a rule selection is empty; name rules, categories or ALL"
        )
    return words


def open_projects(options: argparse.Namespace) -> list[Project]:
    """A project for each config that counts for a file of the run: that of the nearest folder which has one. Raises
    `ConfigError`, `UnknownRule` and `UsageError`.
    """
    from k8slint._internal.files.discover import start_of

    paths: list[str] = list(options.paths)
    if "" in paths:
        raise UsageError("a path is empty; name a file or a folder, or `.` for this one")
    for path in paths:
        if "://" in path and not os.path.lexists(path):
            raise UsageError(f"`{path}` is an address; k8slint reads files only, so fetch it first")
    standard_input = "-" in paths
    if standard_input and len(paths) > 1:
        raise UsageError("`-` stands alone: standard input is one file")
    if options.stdin_filename is not None and not standard_input:
        raise UsageError("`--stdin-filename` needs the path `-`")
    if standard_input:
        paths = [options.stdin_filename] if options.stdin_filename else []
    start = start_of(paths)
    if not cli.leave_out(start):
        raise UsageError("nothing was linted")
    registry = registry_of(options)
    if standard_input:
        return [_given_project(options, registry, paths)]
    projects: list[Project] = []
    pending = _by_config(paths, options)
    while pending:
        # From the outside in: an outer folder that is named may add to what is named of an inner one.
        named = pending.pop(min(pending, key=lambda path: path.count("/")))
        if len(projects) == MAX_CONFIGS:
            raise UsageError(
                f"more than {MAX_CONFIGS} folders have a config of their own; use `per-file-ignores` in one, or `--config FILE`"
            )
        found, inner = _opened(named, settings_of(options, registry, start_of(named)), registry, options)
        projects.append(found)
        for config_path in inner:
            pending.setdefault(config_path, []).append(os.path.dirname(config_path))
    return projects


def _by_config(paths: Sequence[str], options: argparse.Namespace) -> dict[str, list[str]]:
    """The paths by the config that counts for them, "" for none."""
    from k8slint._internal import config
    from k8slint._internal.files.discover import start_of

    if len(paths) < 2 or options.config is not None or options.isolated:
        return {"": list(paths)}
    groups: dict[str, list[str]] = {}
    known: dict[str, str] = {}
    for path in paths:
        start = start_of([path])
        if start not in known:
            known[start] = config.find(start) or ""
        groups.setdefault(known[start], []).append(path)
    return groups


def _given_project(options: argparse.Namespace, registry: Registry, paths: list[str]) -> Project:
    """The project of a text on standard input."""
    from k8slint._internal.files.discover import Discovery, discover, start_of
    from k8slint._internal.running.engine import Engine

    settings = settings_of(options, registry, start_of(paths))
    engine = Engine(registry, settings)
    given = _standard_input(options.stdin_filename or "", settings.root)
    if options.stdin_filename and _around(settings, paths):
        found = discover(_around(settings, paths), settings.root, exclude=settings.exclude, context=False)
    else:
        found = Discovery(settings.root, (), (), (), ())
    return Project(engine, found, given, "")


def _opened(
    paths: list[str], settings: Settings, registry: Registry, options: argparse.Namespace
) -> tuple[Project, list[str]]:
    """The project of some paths, and the configs of inner folders: their files are only context here."""
    from k8slint._internal.config import shown
    from k8slint._internal.files.discover import discover, start_of
    from k8slint._internal.running.engine import Engine

    engine = Engine(registry, settings)
    for image, path in settings.images.items():
        if not os.path.lexists(os.path.join(settings.root, path)):
            place = settings.origins.get(f"images.{image}") or settings.config_path
            warn(f"{place}: the Dockerfile of image `{image}` does not exist: `{path}`")
    found = discover(
        paths,
        settings.root,
        exclude=settings.exclude,
        context=_around(settings, paths),
        force_exclude=options.force_exclude,
    )
    found = _without_config(found, settings.config_path)
    _name_strangers(start_of(paths), options)
    inner: list[str] = []
    if options.config is None and not options.isolated:
        found, inner = _without_inner(found, settings.config_path)
    nothing = ""
    if not (inner or found.problems or any(file.reported for file in found.files)):
        nothing = _nothing(paths, options.force_exclude)
        if (
            settings.exclude
            and _without_config(discover(paths, settings.root, context=False), settings.config_path).files
        ):
            origin = shown(settings.config_path) if settings.config_path else "the config"
            nothing += f": `exclude` in {origin} leaves out all that there are"
        if found.left_out:
            nothing += (
                f": {found.left_out} in folders of test data, copies or old files are left out, unless they are named"
            )
    return Project(engine, found, None, nothing), inner


def _name_strangers(start: str, options: argparse.Namespace) -> None:
    """Says what lies above the project and is not obeyed, because another user put it there."""
    from k8slint._internal.config import NAMES
    from k8slint._internal.files.repository import strangers

    for path in strangers(start, (".git", *(NAMES if options.config is None and not options.isolated else ()))):
        warn(f"{path} belongs to another user and lies above what is linted; it is left out")


def _without_inner(found: Discovery, config_path: str | None) -> tuple[Discovery, list[str]]:
    """Leaves to inner folders with a config of their own what lies in them. Gives back those configs too."""
    from k8slint._internal import config

    nearest: dict[str, str | None] = {"": config.inside(found.root)}

    def of(folder: str) -> str | None:
        if folder not in nearest:
            nearest[folder] = config.inside(os.path.join(found.root, folder)) or of(folder.rpartition("/")[0])
        return nearest[folder]

    files = []
    inner: dict[str, None] = {}
    for file in found.files:
        own = of(file.path.rpartition("/")[0]) if file.reported and not file.path.startswith("/") else config_path
        if own is not None and own != config_path:
            inner[own] = None
            file = replace(file, reported=False)
        files.append(file)
    return (replace(found, files=tuple(files)), list(inner)) if inner else (found, [])


def _without_config(found: Discovery, config: str | None) -> Discovery:
    """Leaves out our own config, which is YAML too, unless it is named by hand."""
    path = None if config is None else os.path.relpath(config, found.root)
    files = tuple(file for file in found.files if file.path != path or file.named)
    return found if len(files) == len(found.files) else replace(found, files=files)


def _around(settings: Settings, paths: Sequence[str]) -> list[str]:
    """The folders that belong to what was named: all of a project that a config or a repository marks as one.

    Elsewhere nothing says that the working folder is a project, and it may be huge. Then it is only what lies in the same
    folder below it, or in the folder itself for what lies there; nothing of `/` and of the home folder.
    """
    root = settings.root
    if settings.config_path is not None or not paths or os.path.lexists(os.path.join(root, ".git")):
        return [root]
    base = os.path.join(root, "")
    tops: dict[str, None] = {}
    for path in paths:
        full = os.path.abspath(path)
        inside, slash, _ = full.removeprefix(base).partition("/")
        top = base + inside
        if full == root or (full.startswith(base) and not slash and not os.path.isdir(top)):
            top = root
        if full.startswith(base) or full == root:
            tops[top] = None
    if root in tops:
        tops = {root: None}
    bad = ("/", os.path.expanduser("~"))
    return [top for top in tops if top not in bad and os.path.isdir(top) and not os.path.islink(top)]


def _nothing(paths: Sequence[str], force_exclude: bool) -> str:
    where = ", ".join(f"`{path}`" for path in paths[:3]) or "this folder"
    if len(paths) > 3:
        where += f" and {len(paths) - 3} more"
    return f"no Dockerfiles or manifests in {where}" + (" that are not excluded" if paths and force_exclude else "")


def _standard_input(name: str, root: str) -> Given:
    from k8slint._internal.running.engine import STDIN
    from k8slint._internal.running.run import Given

    data = sys.stdin.buffer.read(MAX_STDIN_BYTES + 1)
    if len(data) > MAX_STDIN_BYTES:
        raise UsageError(f"standard input has more than {MAX_STDIN_BYTES:,} bytes")
    if not name:
        return Given(STDIN, data)
    full = os.path.abspath(name)
    base = os.path.join(root, "")
    return Given(full[len(base) :] if full.startswith(base) else full, data)


def jobs_of(options: argparse.Namespace) -> int:
    from k8slint._internal.running.workers import processors

    return options.jobs or processors()


# --- showing


def output_of(options: argparse.Namespace, stream: TextIO | None = None) -> Output:
    """A stream (default: standard output), coloured as asked for."""
    from k8slint._internal.report import Output

    out = Output.to(sys.stdout if stream is None else stream)
    if options.color != "auto":
        out.colour = options.color == "always"
    return out


def columns(out: Output) -> int | None:
    """The cells of a line on a terminal; None for a file or a pipe, whose lines have no end."""
    return out.width if out.wraps or os.environ.get("COLUMNS") else None


def warn(message: str) -> None:
    """A line on standard error; a terminal gets it broken between words."""
    from k8slint._internal.report.printable import printable

    line = f"k8slint: {printable(message)}"
    if sys.stderr.isatty():
        from k8slint._internal.report import Output
        from k8slint._internal.report.paint import paint
        from k8slint._internal.report.wrap import wrapped

        out = Output.to(sys.stderr)
        out.colour = False
        paint(wrapped([(line, "")], out.width, 4), out)
    else:
        sys.stderr.write(f"{line}\n")


def show_failures(failures: Iterable[Failure], options: argparse.Namespace, display: Callable[[str], str]) -> None:
    from k8slint._internal.report.text import render_failures

    out = output_of(options, sys.stderr)
    render_failures([replace(f, path=display(f.path)) if f.path else f for f in failures], out, verbose=options.verbose)


def display_from(root: str, base: str = os.curdir) -> Callable[[str], str]:
    """Turns a path of the project into one that opens from `base` (the working folder); absolute when it lies elsewhere."""
    from k8slint._internal.running.engine import STDIN

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
