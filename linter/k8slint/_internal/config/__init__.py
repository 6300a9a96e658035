"""Settings: the config file of a project found, read and checked, with a place for every mistake.

A config names rules, globs and numbers. No key names code, a plugin, or a path outside the project.
"""

from __future__ import annotations

import os

from k8slint._internal import files
from k8slint._internal.files.repository import foreign
from k8slint._internal.text.record import Record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from k8slint._internal.config.loading import Loaded
    from k8slint._internal.config.validation import Mistake, Path
    from k8slint._internal.rulekit.registry import Registry
    from k8slint._internal.rulekit.rule import Target

NAMES = (".k8slint.yaml", ".k8slint.yml")
PYPROJECT = "pyproject.toml"
MAX_BYTES = 250_000
"""Bytes of a config file."""
_NONE: Mapping[str, Any] = {}


class Settings(Record):
    """The settings of a run. `root` is the folder of the config file, which globs and paths are relative to.

    `severity` holds a level ("note", "warning", "error") by selector, `options` the options of rules with their names in
    kebab-case, `per_file_ignores` selectors by glob, `images` the path of a Dockerfile by image name. `fixable` is None for
    all rules. `origins` says of each key that was given where its value comes from. `suppressions` says whether comments and
    annotations silence findings; only a command line may say no.
    """

    root: str = ""
    config_path: str | None = None
    profile: str | None = None
    preview: bool = False
    as_of: str = ""
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severity: Mapping[str, str] = _NONE
    fixable: tuple[str, ...] | None = None
    unfixable: tuple[str, ...] = ()
    options: Mapping[str, Mapping[str, Any]] = _NONE
    per_file_ignores: Mapping[str, tuple[str, ...]] = _NONE
    exclude: tuple[str, ...] = ()
    images: Mapping[str, str] = _NONE
    kubernetes_version: str = ""
    platform: str = ""
    registries: tuple[str, ...] = ()
    today: str = ""
    fail_on: str = "warning"
    output_format: str = "full"
    generated: str = "note"
    """"note" puts one finding in place of those in a generated file, "lint" reports them like all others."""
    suppressions: bool = True
    origins: Mapping[str, str] = _NONE

    @property
    def target(self) -> Target:
        """What the rules know of the settings."""
        from k8slint._internal.rulekit.rule import Target

        return Target(self.kubernetes_version, self.platform, self.registries, self.today, self.as_of)


class ConfigError(ValueError):
    """Mistakes in a config file, each at its place. Line and column count from 1; `line` is 0 when the file has no text.
    The fields are those of the first mistake; `others` are the rest.
    """

    def __init__(self, path: str, line: int, column: int, message: str, others: Iterable[ConfigError] = ()) -> None:
        at = f"{path}:{line}:{column}" if line else path
        self.path = path
        self.line = line
        self.column = column
        self.message = message
        self.others = tuple(others)
        self.lines: tuple[str, ...] = (f"{at}: {message}", *(line for other in self.others for line in other.lines))
        super().__init__("\n".join(self.lines))


def find(start: str) -> str | None:
    """The config that holds for a folder: of the nearest folder, from `start` on up, that has one.

    The search ends at the root of the repository (a `.git`), unlike ruff's, which goes on to the root of the disk: what
    lies above a checkout is none of its business. Nor is a config obeyed that a stranger put above the folder. Raises
    `ConfigError` for a config that leads out by a link.
    """
    folder = os.path.abspath(start)
    while True:
        path = inside(folder, start)
        if path is not None:
            return path
        parent = os.path.dirname(folder)
        marker = os.path.join(folder, ".git")
        if parent == folder or (os.path.lexists(marker) and not foreign(marker, start)):
            return None
        folder = parent


def inside(folder: str, start: str | None = None) -> str | None:
    """The config that lies in a folder itself. Raises `ConfigError` for one that leads out by a link. With `start`, the folder
    that is linted, one that another user put above it does not count."""
    for name in NAMES:
        path = os.path.join(folder, name)
        if os.path.lexists(path) and not foreign(path, start or folder):
            if _leads_out(path, folder):
                raise ConfigError(
                    shown(path), 0, 0, "is a symbolic link that leads out of its folder; put the file there"
                )
            return path
    path = os.path.join(folder, PYPROJECT)
    if not os.path.isfile(path) or foreign(path, start or folder):
        return None
    return path if not _leads_out(path, folder) and _is_ours(path) else None


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
    from k8slint._internal.config.loading import has_table

    return has_table(data)


def read(path: str, registry: Registry, *, root: str | None = None) -> Settings:
    """The settings of a config file: of `[tool.k8slint]` for a `.toml`, else of a YAML file. What it extends comes first.
    Raises `ConfigError`.
    """
    from k8slint._internal.config.extending import merged

    folder = os.path.abspath(root or os.path.dirname(path))
    data, origins = merged(path, lambda one: _load(one, registry))
    return replace(_settings(data, root=folder, config_path=path), origins=origins)


def _load(path: str, registry: Registry) -> Loaded:
    from k8slint._internal.config.loading import load_toml, load_yaml

    loaded = (load_toml if path.endswith(".toml") else load_yaml)(shown(path), _bytes(path))
    _check(loaded, registry)
    return loaded


def from_data(data: Mapping[str, Any], registry: Registry) -> Settings:
    """Settings from data of the shape that a config file has. Raises `ConfigError`, without a line."""
    from k8slint._internal.config.loading import load_data

    loaded = load_data(data)
    if "extend" in loaded.data:
        raise loaded.error(0, "`extend` is for config files; give the settings themselves")
    _check(loaded, registry)
    return _settings(loaded.data, root="", config_path=None)


def schema(registry: Registry) -> dict[str, Any]:
    """JSON schema of a config file, for editors."""
    from k8slint._internal.config import validation

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


MOST_MISTAKES = 20
"""Mistakes of a config that are told at once."""


def _check(loaded: Loaded, registry: Registry) -> None:
    """Raises all mistakes in the order of the text. A version that is too old is told alone: it knows less than the config."""
    from k8slint._internal.config import validation
    from k8slint._internal.config.versions import unmet

    if validation.is_too_big(loaded.data):
        raise loaded.error(0, f"more than {validation.MAX_VALUES:,} values; a config is smaller")
    if (reason := unmet(loaded.data.get("required-version"))) is not None:
        raise loaded.error(loaded.offset(("required-version",), False), reason)
    mistakes = list(validation.mistakes(validation.schema(registry), loaded.data))
    wrong = {path[:2] for path, _, _ in mistakes}
    sound = {key: value for key, value in loaded.data.items() if not any(path[:1] == (key,) for path in wrong)}
    mistakes += [*_unknown_rules(sound, registry), *_outside(sound)]
    if not mistakes:
        return
    ordered = sorted((loaded.offset(path, of_key), message) for path, of_key, message in mistakes)
    first, *others = [loaded.error(offset, message) for offset, message in dict.fromkeys(ordered)]
    if len(others) >= MOST_MISTAKES:
        rest = len(others) - MOST_MISTAKES + 1
        others[MOST_MISTAKES - 1 :] = [ConfigError(first.path, 0, 0, f"{rest} more mistakes are not shown")]
    raise ConfigError(first.path, first.line, first.column, first.message, others)


def _unknown_rules(data: Mapping[str, Any], registry: Registry) -> Iterator[Mistake]:
    """Names that mean no rule."""
    from k8slint._internal.rulekit.registry import UnknownRule

    places: list[Mistake] = []
    for key in ("select", "ignore", "extend-select", "fixable", "unfixable"):
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
    from k8slint._internal.files import confine

    remedy = "write it from the config's folder on"
    for image, path in data.get("images", _NONE).items():
        if not confine.join("", path) or "\0" in path:
            yield ("images", image), False, f"`{path}` is not a path inside the project; {remedy}"
    globs: list[tuple[Path, bool, str]] = [
        (("exclude", n), False, glob) for n, glob in enumerate(data.get("exclude", ()))
    ]
    globs += [(("per-file-ignores", glob), True, glob) for glob in data.get("per-file-ignores", ())]
    for place, of_key, glob in globs:
        if ".." in glob.split("/"):
            yield place, of_key, f"`{glob}` leads out of the project; {remedy}"


def _settings(data: Mapping[str, Any], *, root: str, config_path: str | None) -> Settings:
    from k8slint._internal.files import confine

    select = data.get("select")
    fixable = data.get("fixable")
    return Settings(
        root=root,
        config_path=config_path,
        profile=data.get("profile"),
        preview=data.get("preview", False),
        as_of=data.get("as-of", ""),
        fixable=None if fixable is None else tuple(fixable),
        unfixable=tuple(data.get("unfixable", ())),
        kubernetes_version=data.get("kubernetes-version", ""),
        platform=data.get("platform", ""),
        registries=tuple(data.get("registries", ())),
        today=data.get("today", ""),
        select=None if select is None else tuple(select),
        ignore=tuple(data.get("ignore", ())),
        extend_select=tuple(data.get("extend-select", ())),
        severity={selector: level_of(level) for selector, level in data.get("severity", _NONE).items()},
        options={rule: _whole(options) for rule, options in data.get("rules", _NONE).items()},
        per_file_ignores={_glob(glob): tuple(names) for glob, names in data.get("per-file-ignores", _NONE).items()},
        exclude=tuple(_glob(glob) for glob in data.get("exclude", ())),
        images={image: confine.join("", path) or path for image, path in data.get("images", _NONE).items()},
        fail_on=level_of(data.get("fail-on", "warning")),
        generated=data.get("generated", "note"),
        output_format=data.get("output-format", "full"),
    )


def level_of(word: str) -> str:
    """A severity as every output calls it; `info` is an older word for note."""
    return "note" if word == "info" else word


def _whole(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options with `3.0`, which JSON schema takes for an integer, as one."""
    return {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in options.items()
    }


def _glob(glob: str) -> str:
    """A glob as `Globs` takes it: `./k8s` is `/k8s`."""
    return glob[1:] if glob.startswith("./") else f"!{glob[2:]}" if glob.startswith("!./") else glob
