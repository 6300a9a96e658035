"""Settings: the config file of a project found, read and checked, with a place for every mistake.

A config names rules, globs and numbers. No key names code, a plugin, or a path outside the project.
"""

from __future__ import annotations

import os

from k8slint import files
from k8slint.files.repository import foreign
from k8slint.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from k8slint.config.loading import Loaded
    from k8slint.config.validation import Mistake, Path
    from k8slint.registry import Registry

NAMES = (".k8slint.yaml", ".k8slint.yml")
PYPROJECT = "pyproject.toml"
MAX_BYTES = 250_000
"""Bytes of a config file."""
_NONE: Mapping[str, Any] = {}


class Settings(Record):
    """The settings of a run. `root` is the folder of the config file, which globs and paths are relative to.

    `severity` holds a level ("info", "warning", "error") by selector, `options` the options of rules with their names in
    kebab-case, `per_file_ignores` selectors by glob, `images` the path of a Dockerfile by image name. `suppressions` says
    whether comments and annotations silence findings; only a command line may say no.
    """

    root: str = ""
    config_path: str | None = None
    profile: str | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severity: Mapping[str, str] = _NONE
    options: Mapping[str, Mapping[str, Any]] = _NONE
    per_file_ignores: Mapping[str, tuple[str, ...]] = _NONE
    exclude: tuple[str, ...] = ()
    images: Mapping[str, str] = _NONE
    fail_on: str = "info"
    output_format: str = "full"
    generated: str = "note"
    """"note" puts one finding in place of those in a generated file, "lint" reports them like all others."""
    suppressions: bool = True


class ConfigError(ValueError):
    """A mistake in a config file, at its place. Line and column count from 1; `line` is 0 when the file has no text."""

    def __init__(self, path: str, line: int, column: int, message: str) -> None:
        at = f"{path}:{line}:{column}" if line else path
        super().__init__(f"{at}: {message}")
        self.path = path
        self.line = line
        self.column = column
        self.message = message


def find(start: str) -> str | None:
    """The config that holds for a folder: of the nearest folder, from `start` on up, that has one.

    The search ends at the root of the repository (a `.git`), unlike ruff's, which goes on to the root of the disk: what
    lies above a checkout is none of its business. Nor is a config obeyed that a stranger put above the folder. Raises
    `ConfigError` for a config that leads out by a link.
    """
    folder = os.path.abspath(start)
    while True:
        for name in NAMES:
            path = os.path.join(folder, name)
            if os.path.lexists(path) and not foreign(path, start):
                if _leads_out(path, folder):
                    raise ConfigError(
                        shown(path), 0, 0, "is a symbolic link that leads out of its folder; put the file there"
                    )
                return path
        path = os.path.join(folder, PYPROJECT)
        if os.path.isfile(path) and not foreign(path, start) and not _leads_out(path, folder) and _is_ours(path):
            return path
        parent = os.path.dirname(folder)
        marker = os.path.join(folder, ".git")
        if parent == folder or (os.path.lexists(marker) and not foreign(marker, start)):
            return None
        folder = parent


def _leads_out(path: str, folder: str) -> bool:
    if not os.path.islink(path):
        return False
    return os.path.commonpath([os.path.realpath(path), os.path.realpath(folder)]) != os.path.realpath(folder)


def _is_ours(path: str) -> bool:
    """Whether a pyproject.toml has a table for k8slint, or is broken where it would be."""
    data = _bytes(path, files.MAX_BYTES)
    if b"k8slint" not in data or len(data) > MAX_BYTES:
        # One that is too big is ours when it may be: reading it says so.
        return b"[tool.k8slint" in data
    from k8slint.config.loading import has_table

    return has_table(data)


def read(path: str, registry: Registry, *, root: str | None = None) -> Settings:
    """The settings of a config file: of `[tool.k8slint]` for a `.toml`, else of a YAML file. Raises `ConfigError`."""
    from k8slint.config.loading import load_toml, load_yaml

    place = shown(path)
    data = _bytes(path)
    loaded = (load_toml if path.endswith(".toml") else load_yaml)(place, data)
    _check(loaded, registry)
    return _settings(loaded.data, root=os.path.abspath(root or os.path.dirname(path)), config_path=path)


def from_data(data: Mapping[str, Any], registry: Registry) -> Settings:
    """Settings from data of the shape that a config file has. Raises `ConfigError`, without a line."""
    from k8slint.config.loading import load_data

    loaded = load_data(data)
    _check(loaded, registry)
    return _settings(loaded.data, root="", config_path=None)


def schema(registry: Registry) -> dict[str, Any]:
    """JSON schema of a config file, for editors."""
    from k8slint.config import validation

    return validation.schema(registry)


def shown(path: str) -> str:
    """A path as messages show it: from the working folder on, where it lies below."""
    here = os.path.abspath(os.curdir)
    full = os.path.abspath(path)
    return full[len(here) :].lstrip("/") if full.startswith(here.rstrip("/") + "/") else full


def _bytes(path: str, limit: int = MAX_BYTES) -> bytes:
    try:
        return files.read(os.path.realpath(path), limit=limit)
    except files.ReadError as error:
        raise ConfigError(shown(path), 0, 0, error.reason) from None


# --- checking


def _check(loaded: Loaded, registry: Registry) -> None:
    """Raises the first mistake in the order of the text."""
    from k8slint.config import validation

    if validation.is_too_big(loaded.data):
        raise loaded.error(0, f"more than {validation.MAX_VALUES:,} values; a config is smaller")
    mistakes = list(validation.mistakes(validation.schema(registry), loaded.data))
    if not mistakes:
        mistakes = [*_unknown_rules(loaded.data, registry), *_outside(loaded.data)]
    if mistakes:
        offset, message = min((loaded.offset(path, of_key), message) for path, of_key, message in mistakes)
        raise loaded.error(offset, message)


def _unknown_rules(data: Mapping[str, Any], registry: Registry) -> Iterator[Mistake]:
    """Names that mean no rule."""
    from k8slint.registry import UnknownRule

    places: list[Mistake] = []
    for key in ("select", "ignore", "extend-select"):
        places += [((key, number), False, name) for number, name in enumerate(data.get(key, ()))]
    places += [(("severity", name), True, name) for name in data.get("severity", ())]
    for glob, names in data.get("per-file-ignores", _NONE).items():
        places += [(("per-file-ignores", glob, number), False, name) for number, name in enumerate(names)]
    for path, of_key, name in places:
        try:
            registry.resolve(name)
        except UnknownRule as error:
            yield path, of_key, str(error)


def _outside(data: Mapping[str, Any]) -> Iterator[Mistake]:
    """Paths and globs that lead out of the project."""
    from k8slint.files import confine

    remedy = "write it from the config's folder on"
    for image, path in data.get("images", _NONE).items():
        if not confine.join("", path) or "\0" in path:
            yield ("images", image), False, f"`{path}` is no path inside the project; {remedy}"
    globs: list[tuple[Path, bool, str]] = [
        (("exclude", n), False, glob) for n, glob in enumerate(data.get("exclude", ()))
    ]
    globs += [(("per-file-ignores", glob), True, glob) for glob in data.get("per-file-ignores", ())]
    for place, of_key, glob in globs:
        if ".." in glob.split("/"):
            yield place, of_key, f"`{glob}` leads out of the project; {remedy}"


def _settings(data: Mapping[str, Any], *, root: str, config_path: str | None) -> Settings:
    from k8slint.files import confine

    select = data.get("select")
    return Settings(
        root=root,
        config_path=config_path,
        profile=data.get("profile"),
        select=None if select is None else tuple(select),
        ignore=tuple(data.get("ignore", ())),
        extend_select=tuple(data.get("extend-select", ())),
        severity=dict(data.get("severity", _NONE)),
        options={rule: _whole(options) for rule, options in data.get("rules", _NONE).items()},
        per_file_ignores={_glob(glob): tuple(names) for glob, names in data.get("per-file-ignores", _NONE).items()},
        exclude=tuple(_glob(glob) for glob in data.get("exclude", ())),
        images={image: confine.join("", path) or path for image, path in data.get("images", _NONE).items()},
        fail_on=data.get("fail-on", "info"),
        generated=data.get("generated", "note"),
        output_format=data.get("output-format", "full"),
    )


def _whole(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options with `3.0`, which JSON schema takes for an integer, as one."""
    return {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in options.items()
    }


def _glob(glob: str) -> str:
    """A glob as `Globs` takes it: `./k8s` is `/k8s`."""
    return glob[1:] if glob.startswith("./") else f"!{glob[2:]}" if glob.startswith("!./") else glob
