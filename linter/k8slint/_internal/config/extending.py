"""`extend`: a config that builds on others of the same project.

Single values, `select` and `fixable` take the place of those in what is extended; all other lists and mappings add to them.
Globs and paths of an outer folder's config are turned into those of the inner one's.
"""

from __future__ import annotations

import os

from k8slint._internal.config import NAMES, ConfigError, inside, shown
from k8slint._internal.files import confine
from k8slint._internal.files.discover import repository
from k8slint._internal.text.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from k8slint._internal.config import Settings
    from k8slint._internal.config.loading import Loaded

    Load = Callable[[str], Loaded]

MAX_DEPTH = 10
"""Configs that may extend one another."""
_ADDED = ("ignore", "extend-select", "unfixable", "exclude", "registries")
_MERGED = ("severity", "rules", "per-file-ignores", "images")


def merged(path: str, load: Load) -> tuple[dict[str, Any], dict[str, str]]:
    """The data of a config with what it extends, and where each key's value was given. Raises `ConfigError`."""
    return _merged(os.path.abspath(path), load, ())


def _merged(path: str, load: Load, around: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, str]]:
    loaded = load(path)
    data = dict(loaded.data)
    extended = data.pop("extend", [])
    data.pop("required-version", None)
    result: dict[str, Any] = {}
    origins: dict[str, str] = {}
    one = isinstance(extended, str)
    for number, name in enumerate([extended] if one else extended):
        offset = loaded.offset(("extend",) if one else ("extend", number), False)
        base = _named(path, name, loaded, offset)
        chain = (*around, path)
        if base in chain:
            names = " extends ".join(f"`{shown(each)}`" for each in (*chain[chain.index(base) :], base))
            raise loaded.error(offset, f"these configs go in a circle: {names}; remove one `extend`")
        if len(chain) > MAX_DEPTH:
            raise loaded.error(offset, f"more than {MAX_DEPTH} configs extend one another; put them together")
        below, places = _merged(base, load, chain)
        _add(result, _moved(below, os.path.dirname(base), os.path.dirname(path)))
        origins.update(places)
    _add(result, data)
    origins.update({place: at for key, value in data.items() for place, at in _places(loaded, key, value)})
    return result, origins


def _named(path: str, name: str, loaded: Loaded, offset: int) -> str:
    """The file that `extend` names, which lies in the project."""
    folder = os.path.dirname(path)
    base = os.path.normpath(os.path.join(folder, name))
    top = repository(folder) or _outermost(folder)
    if "\0" in name or not _within(os.path.realpath(base), os.path.realpath(top)):
        raise loaded.error(offset, f"`{name}` lies outside of the project; extend a config inside it")
    if not os.path.lexists(base):
        raise loaded.error(offset, f"`{name}` does not exist; write its path from the folder of this config on")
    if not base.endswith((".yaml", ".yml", ".toml")):
        raise loaded.error(offset, f"`{name}` is not a config: its name ends in neither `.yaml` nor `.toml`")
    return base


def _outermost(folder: str) -> str:
    """The outermost folder around one, or itself, that has a config: what belongs together where there is no repository."""
    top = folder
    while (parent := os.path.dirname(folder)) != folder:
        folder = parent
        if any(os.path.isfile(os.path.join(folder, name)) for name in NAMES):
            top = folder
    return top


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))


def _add(result: dict[str, Any], data: dict[str, Any]) -> None:
    for key, value in data.items():
        if key in _ADDED and key in result:
            result[key] = [*result[key], *(item for item in value if item not in result[key])]
        elif key in _MERGED and key in result:
            result[key] = {**result[key], **value}
        else:
            result[key] = value
    if "profile" in data and "select" not in data:
        result.pop("select", None)


def _places(loaded: Loaded, key: str, value: object) -> list[tuple[str, str]]:
    names = [(f"{key}.{name}", (key, name)) for name in value] if isinstance(value, dict) else []
    return [(name, _place(loaded, path)) for name, path in [(key, (key,)), *names]]


def _place(loaded: Loaded, path: tuple[str, ...]) -> str:
    error: ConfigError = loaded.error(loaded.offset(path, True), "")
    return f"{error.path}:{error.line}" if error.line else error.path


# --- globs and paths of another folder


def project_of(config_path: str) -> str:
    """The folder whose files are judged together with those of a config: the outermost one around it, within its
    repository, that has a config too.
    """
    folder = top = os.path.dirname(os.path.abspath(config_path))
    while not os.path.lexists(os.path.join(folder, ".git")) and (parent := os.path.dirname(folder)) != folder:
        folder = parent
        if inside(folder) is not None:
            top = folder
    return top


def widened(settings: Settings, root: str) -> Settings:
    """The settings of a config, with globs and paths from a folder around its own on."""
    below = settings.root[len(os.path.join(root, "")) :] if _within(settings.root, root) else ""
    if not below:
        return settings
    return replace(
        settings,
        root=root,
        exclude=tuple(outward(glob, below) for glob in settings.exclude),
        per_file_ignores={outward(glob, below): names for glob, names in settings.per_file_ignores.items()},
        images={image: f"{below}/{path}" for image, path in settings.images.items()},
    )


def outward(glob: str, folder: str) -> str:
    """A glob of a folder as one of a folder around it, `folder` being the way from there."""
    negated = "!" if glob.startswith("!") else ""
    bare = glob.removeprefix("!").removeprefix("./")
    way = "".join(f"\\{c}" if c in "*?[]\\" else c for c in folder)
    anywhere = "" if "/" in bare.rstrip("/") else "**/"
    return f"{negated}/{way}/{anywhere}{bare.removeprefix('/')}"


def _moved(data: dict[str, Any], base: str, folder: str) -> dict[str, Any]:
    """The data of a config in the folder `base`, as one in `folder` would say it."""
    if base == folder or not _within(folder, base):
        return data
    steps = folder[len(os.path.join(base, "")) :].split("/")
    moved = dict(data)
    if "exclude" in data:
        moved["exclude"] = [glob for one in data["exclude"] if (glob := below(one, steps)) is not None]
    if "per-file-ignores" in data:
        globs = data["per-file-ignores"].items()
        moved["per-file-ignores"] = {glob: names for one, names in globs if (glob := below(one, steps)) is not None}
    if "images" in data:
        inner = "/".join(steps) + "/"
        paths = {image: confine.join("", path) or "" for image, path in data["images"].items()}
        moved["images"] = {image: path[len(inner) :] for image, path in paths.items() if path.startswith(inner)}
    return moved


def below(glob: str, steps: list[str]) -> str | None:
    """A glob of an outer folder as one of a folder below it; None when it matches nothing there."""
    from k8slint._internal.files.globs import Globs

    negated = glob.startswith("!")
    bare = glob[negated:].removeprefix("./")
    if "/" not in bare.rstrip("/"):
        matched = Globs([bare]).match("/".join(steps) + "/x")
        return ("!" if negated else "") + ("/**" if matched else bare)
    parts = bare.removeprefix("/").split("/")
    for step in steps:
        if not parts or parts == [""]:
            return ("!" if negated else "") + "/**"
        if parts[0] == "**":
            return ("!" if negated else "") + "/".join(parts)
        if not Globs([f"/{parts[0]}"]).match(step):
            return None
        parts = parts[1:]
    rest = "/".join(parts)
    return ("!" if negated else "") + (f"/{rest}" if rest else "/**")
