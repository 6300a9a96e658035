"""Telling a Compose file from other YAML, by its name and the keys of its top level."""

from __future__ import annotations

from k8slint._internal.text.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

TOP_LEVEL = frozenset(("name", "version", "services", "networks", "volumes", "secrets", "configs", "include", "models"))
"""Keys that the Compose specification knows at the top of a file, apart from `x-…`."""

DEFAULT_NAMES = ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")
"""Files that `docker compose` takes by itself (docs.docker.com/compose/intro/compose-application-model)."""

_RUNS = ("image", "build", "extends")


def is_compose(path: str, text: str) -> bool:
    """Whether a YAML text is a Compose file.

    A file named after Compose needs `services:` or `include:`, a slip of `services` in a file that Compose takes by itself,
    or the shape of a version 1 file, in which services stand at the top. Any other name needs a service that has an image,
    and no top-level key that Compose does not know: Symfony, Lando and azd have `services:` too.
    """
    file = path.rpartition("/")[2].lower()
    if not file.endswith((".yaml", ".yml")):
        return False
    if "compose" in _words(file):
        keys = [key for key, _ in _top_level(text)]
        if "services" in keys or "include" in keys:
            return True
        if file in DEFAULT_NAMES and any(nearest(key, ("services",)) is not None for key in keys):
            return True
        return file.startswith("docker-compose") and _legacy(text)
    if "services" not in text or file.startswith((".", "azure.")):
        return False
    at = -1
    for key, offset in _top_level(text):
        if key not in TOP_LEVEL and not key.startswith("x-"):
            return False
        if key == "services":
            at = offset
    return at >= 0 and _has_service(text, at)


def _words(file: str) -> list[str]:
    """The words of a file's name: `composer.yaml` is not named after Compose."""
    return "".join(char if char.isalnum() else " " for char in file).split()


def _top_level(text: str) -> Iterator[tuple[str, int]]:
    """Keys that stand at the left edge, with the offset behind their line; good enough to tell formats apart."""
    at, size = 0, len(text)
    while at < size:
        end = text.find("\n", at)
        end = size if end < 0 else end
        if text[at] not in " \t#-\r\n}]%":
            key, colon, _ = text[at:end].partition(":")
            if colon:
                yield key.strip().strip("'\""), end + 1
        at = end + 1


def _has_service(text: str, at: int) -> bool:
    """Whether a block mapping of mappings begins at `at`, one of which has an image or is built."""
    first = second = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        at = end + 1
        bare = line.strip()
        if not bare or bare[0] == "#":
            continue
        indent = len(line) - len(line.lstrip(" "))
        if indent == 0:
            return False
        first = first or indent
        if indent == first:
            if bare[0] == "-":
                return False
            second = 0
            continue
        second = second or indent
        if indent == second and bare.partition(":")[0].rstrip() in _RUNS:
            return True
    return False


def _legacy(text: str) -> bool:
    """Whether every top-level key starts a service, as in Compose files of version 1."""
    return bool(text) and _has_service("services:\n" + _indented(text), len("services:\n")) and "services:" not in text


def _indented(text: str) -> str:
    return "\n".join(" " + line for line in text.split("\n") if line.strip() and line[0] not in "#%-")
