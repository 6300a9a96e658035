"""Where a package manager's run leaves its cache, in the image that a RUN is for."""

from __future__ import annotations

import re
from functools import lru_cache

from k8slint._internal.syntax.shell.paths import resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.dockerfile.instructions import Run
    from k8slint._internal.kinds.dockerfile.run_values import Values
    from k8slint._internal.kinds.dockerfile.stages import Stage
    from k8slint._internal.syntax.shell.packages import Invocation

_LIBDNF5 = "/var/cache/libdnf5"
_RPM = ("dnf", "yum", "microdnf")


def cache_places(run: Run, asked: Invocation, values: Values) -> tuple[tuple[str, ...], bool]:
    """Where the cache lies, one of them, and whether a flag or a variable says so. None where that cannot be known."""
    places = asked.caches
    if not places or asked.is_moved:
        return places, bool(places)
    if _configured(run.source.text, asked.manager) < asked.command.start:
        return (), True
    given = asked.command.environment
    for name in (*asked.table.cache_variables, "XDG_CACHE_HOME"):
        if name not in given and name not in values:
            continue
        value = given[name] if name in given else values[name]
        folder = resolve(value, None) if value else None
        if name != "XDG_CACHE_HOME":
            return ((folder,), True) if folder is not None else ((), True)
        if places[0].startswith("~/.cache/"):
            return ((folder + places[0][len("~/.cache") :],), True) if folder is not None else ((), True)
    return (_of_release(run, asked, places), False) if asked.manager in _RPM else (places, False)


@lru_cache(maxsize=16)
def _configured(text: str, manager: str) -> int:
    """Where a file first calls a manager to say where its cache is, or that it keeps none; behind its end where it does not."""
    for match in _SETTING.finditer(text):
        if match["program"].rstrip("23") == manager:
            return match.start()
    return len(text) + 1


_SETTING = re.compile(
    r"\b(?P<program>pip[23]?|npm|yarn|pnpm|conda|poetry|composer|bun)[ \t]+(?:config|c|set)\b[^\n;&|]*"
    r"(?<![\w])(?:cache|cache-dir|no-cache-dir|cache-folder|cacheFolder|pkgs_dirs|cache-files-dir)\b(?![ \t]+clean)"
)


def _of_release(run: Run, asked: Invocation, places: tuple[str, ...]) -> tuple[str, ...]:
    """dnf 5 has a cache of its own. It is `dnf`, `yum` and `microdnf` from Fedora 41 on (fedoraproject.org,
    Changes/SwitchToDnf5)."""
    if asked.command.name == "dnf5":
        return (_LIBDNF5,)
    release = fedora_release(run.stage)
    if release is None:
        return places
    return (_LIBDNF5,) if release >= 41 else tuple([place for place in places if place != _LIBDNF5])


def fedora_release(stage: Stage | None) -> int | None:
    """The release of Fedora that a stage is built on; None for another base, or an unknown one."""
    image = stage.root.image if stage is not None else None
    if image is None or image.repository.rpartition("/")[2] not in ("fedora", "fedora-minimal"):
        return None
    tag = image.tag
    if tag is None and image.digest is not None:
        return None
    if tag in (None, "latest", "rawhide"):
        return _NEWEST
    return int(tag) if tag is not None and tag.isascii() and tag.isdigit() and len(tag) < 4 else None


_NEWEST = 999
