"""The text of a config as plain data, each value with its place."""

from __future__ import annotations

from k8slint._internal.config import ConfigError
from k8slint._internal.text.source import DecodeError, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from k8slint._internal.config.validation import Path
    from k8slint._internal.syntax.yaml.tree import Node
    from k8slint._internal.text.finding import Problem

TABLE = ("tool", "k8slint")
MAX_KEY_PARTS = 20
"""Parts of a dotted key in TOML."""


class Loaded:
    """A config as data. `places` holds the offsets of key and value by path; without a `source` there are none."""

    def __init__(self, source: Source | None) -> None:
        self.source = source
        self.data: dict[str, Any] = {}
        self.places: dict[Path, tuple[int, int]] = {}

    def offset(self, path: Path, of_key: bool) -> int:
        """Where a key or a value stands, or the nearest thing around it that has a place."""
        while (place := self.places.get(path)) is None and path:
            path, of_key = path[:-1], True
        return 0 if place is None else place[0] if of_key else place[1]

    def error(self, offset: int, message: str) -> ConfigError:
        if self.source is None:
            return ConfigError("config", 0, 0, message)
        position = self.source.position(offset)
        return ConfigError(self.source.path, position.line, position.column, message)


def load_data(data: object) -> Loaded:
    """A config that is data already; tuples are lists. Raises `ConfigError`."""
    loaded = Loaded(None)
    try:
        plain = _plain(data)
    except RecursionError:
        raise loaded.error(0, "is nested too deeply") from None
    if not isinstance(plain, dict):
        raise loaded.error(0, "a config is a mapping")
    loaded.data = plain
    return loaded


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if hasattr(value, "items"):
        return {str(name): _plain(item) for name, item in value.items()}
    return value


def _source(path: str, data: bytes) -> Source:
    try:
        return Source.decode(path, data)
    except DecodeError as error:
        raise ConfigError(path, error.line, 1, str(error)) from None


# --- YAML


def load_yaml(path: str, data: bytes) -> Loaded:
    """A config in YAML: one document of mappings, lists and scalars, without anchors and tags. Raises `ConfigError`."""
    from k8slint._internal.syntax.yaml.documents import parse

    source = _source(path, data)
    loaded = Loaded(source)
    stream = parse(source)
    for problem in stream.problems:
        raise loaded.error(problem.span.start, _said(problem, source))
    roots = [document.root for document in stream.documents if document.root is not None]
    rest = [root.start for root in roots[1:]] + [d.dropped.start for d in stream.documents if d.dropped is not None]
    if rest:
        raise loaded.error(min(rest), "a config is one document; remove this one")
    if roots:
        result = _data(roots[0], loaded)
        if result is not None and not isinstance(result, dict):
            raise loaded.error(roots[0].start, "a config is a mapping; write `key: value`")
        loaded.data = result or {}
    return loaded


def _said(problem: Problem, source: Source) -> str:
    """A problem's message, for a file that kubectl never sees."""
    message = problem.message
    if problem.kind == "duplicate-key":
        return f"key `{source.slice(problem.span)[:100]}` is given twice; remove one"
    if message.startswith("kubectl refuses a") and "as a key" in message:
        return "a key is a string; write `key: value`"
    return message.replace("kubectl refuses", "a config does not take")


def _data(root: Node, loaded: Loaded) -> Any:
    from k8slint._internal.syntax.yaml.tree import Mapping, Scalar, Sequence

    holder: list[Any] = [None]
    pending: list[tuple[Node, Path, Any, Any]] = [(root, (), holder, 0)]
    while pending:
        node, path, parent, at = pending.pop()
        if node.anchor is not None:
            raise loaded.error(node.start, "a config has no anchors; write the value where it is used")
        if node.tag is not None:
            raise loaded.error(node.start, "a config has no tags; remove it")
        if isinstance(node, Scalar):
            parent[at] = node.value
        elif isinstance(node, Mapping):
            table: dict[str, Any] = {}
            parent[at] = table
            for entry in reversed(node.entries):
                if not isinstance(entry.key, Scalar):
                    raise loaded.error(entry.key.start, "a key is a string; write `key: value`")
                inner = (*path, entry.name)
                loaded.places[inner] = (entry.key.start, entry.value.start)
                pending.append((entry.value, inner, table, entry.name))
        elif isinstance(node, Sequence):
            row: list[Any] = [None] * len(node.items)
            parent[at] = row
            for number, item in enumerate(node.items):
                inner = (*path, number)
                loaded.places[inner] = (item.start, item.start)
                pending.append((item, inner, row, number))
        else:
            raise loaded.error(node.start, "a config has no aliases; write the value where it is used")
    return holder[0]


# --- TOML


def has_table(data: bytes) -> bool:
    """Whether a pyproject.toml has our table, or is broken where it would be."""
    try:
        tool = _parsed(data.decode("utf-8-sig")).get("tool")
    except (ValueError, RecursionError):
        return any(line.strip().startswith(b"[tool.k8slint") for line in data.split(b"\n"))
    return isinstance(tool, dict) and "k8slint" in tool


def _parsed(text: str) -> dict[str, Any]:
    """A TOML text as data. Raises `ValueError`, and `RecursionError`."""
    import re
    import tomllib

    # tomllib takes the square of a key's parts or worse: a minute for 30,000 of them.
    part = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
    if re.search(rf"(?<![\w-]){part}(?:\.[ \t]*+{part}){{{MAX_KEY_PARTS}}}", text):
        raise ValueError(f"a key has more than {MAX_KEY_PARTS} parts")
    return tomllib.loads(text)


def load_toml(path: str, data: bytes) -> Loaded:
    """`[tool.k8slint]` of a TOML file. Raises `ConfigError`."""
    import tomllib

    from k8slint._internal.config.toml import places

    source = _source(path, data)
    loaded = Loaded(source)
    text = source.text
    try:
        tree: Any = _parsed(text)
    except tomllib.TOMLDecodeError as error:
        line, column, message = _toml_place(str(error), source)
        raise ConfigError(path, line, column, message) from None
    except (ValueError, RecursionError) as error:
        message = "is nested too deeply" if isinstance(error, RecursionError) else f"cannot be read: {error}"
        raise ConfigError(path, 1, 1, message) from None
    for name in TABLE:
        tree = tree.get(name) if isinstance(tree, dict) else None
    if tree is None:
        raise ConfigError(path, 1, 1, "has no table `[tool.k8slint]`")
    depth = len(TABLE)
    loaded.places = {at[depth:]: place for at, place in places(text).items() if at[:depth] == TABLE}
    if not isinstance(tree, dict):
        raise loaded.error(loaded.offset((), False), "`tool.k8slint` must be a table")
    loaded.data = tree
    return loaded


def _toml_place(message: str, source: Source) -> tuple[int, int, str]:
    """Line, column and words of tomllib's "Expected '=' (at line 3, column 5)"."""
    words, _, place = message.rpartition(" (at ")
    numbers = "".join(c if c.isdigit() else " " for c in place).split()
    if len(numbers) == 2:
        return int(numbers[0]), int(numbers[1]), words[:1].lower() + words[1:]
    end = source.position(len(source.text))
    return end.line, end.column, (words or message)[:1].lower() + (words or message)[1:]
