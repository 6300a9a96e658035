"""Edits of YAML by span: exact to the character, in the style of the text around them.

Every function gives None where it cannot be exact: under an anchor that an alias uses, in a mapping whose `<<` would show
through, around explicit `? ` keys, tags, block scalars. Only the declared change differs in what is read.
"""

from __future__ import annotations

from k8slint._internal.syntax.yaml.attached import start_with_comments
from k8slint._internal.syntax.yaml.documents import begins_as_json
from k8slint._internal.syntax.yaml.layout import (
    has_merge,
    holds_shared,
    in_flow,
    indentation,
    is_block_scalar,
    is_first,
    last_leaf,
    line_break_before,
    line_start,
    next_line,
    rest_of_line,
    significant,
    tail_is_neutral,
)
from k8slint._internal.syntax.yaml.quoting import written
from k8slint._internal.syntax.yaml.tree import Entry, Mapping, Node, Scalar, Sequence
from k8slint._internal.text.edit import Edit
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.text.source import Source

LONGEST_KEY = 1000
"""A key on one line may have 1,024 characters, quotes and all (libyaml and go-yaml)."""


def replace_scalar(source: Source, scalar: Scalar, new_value: str | int | bool) -> Edit | None:
    """Writes another value; a string keeps the quotes of the old one, and gets some where it needs them."""
    return _replace(source, scalar, new_value, colon=not in_flow(source.text, scalar))


def rename_key(source: Source, entry: Entry, new_name: str) -> Edit | None:
    """Gives an entry another key. Whether the mapping has one of that name is for the caller to know."""
    key = entry.key
    if not isinstance(key, Scalar) or entry.is_merge or len(new_name) > LONGEST_KEY:
        return None
    at = key.end
    while source.text[at : at + 1] in (" ", "\t"):
        at += 1
    before = source.text[line_start(source.text, key.start) : key.start].rstrip()
    if source.text[at : at + 1] != ":" or before.endswith("?"):
        return None
    return _replace(source, key, new_name, colon=False)


def _replace(source: Source, scalar: Scalar, new_value: str | int | bool, *, colon: bool) -> Edit | None:
    text, start, end = source.text, scalar.start, scalar.end
    if scalar.properties is not None or is_block_scalar(scalar) or "\n" in text[start:end]:
        return None
    new = written(new_value, scalar.mark, json=begins_as_json(text), colon=colon)
    if new is None:
        return None
    before = text[start - 1 : start]
    if start == end and before not in (":", "-"):
        return None
    if before in (":", "-"):
        new = " " + new
    return Edit(Span(start, end), new)


def insert_entry(
    source: Source, mapping: Mapping, key: str, value_text: str, *, after: str | None = None
) -> Edit | None:
    """Adds a key that is not there yet: after the entry `after` where there is one, else at the end.

    `value_text` is YAML: what stands behind `key: ` on one line; or, beginning with a line end, lines with an indentation
    of their own from column 0, which are moved below the key (in block style only).
    """
    if mapping.shared or key in mapping.index or len(key) > LONGEST_KEY:
        return None
    entries = mapping.entries
    number = len(entries)
    for place, entry in enumerate(entries):
        if after is not None and entry.name == after:
            number = place + 1
    if has_merge(entries[number:]):
        return None
    if mapping.flow:
        return _insert_flow(source, mapping, key, value_text, number)
    return _insert_block(source, mapping, key, value_text, number)


def _insert_flow(source: Source, mapping: Mapping, key: str, value_text: str, number: int) -> Edit | None:
    text, entries = source.text, mapping.entries
    json = begins_as_json(text)
    quoted = bool(entries) and all(isinstance(e.key, Scalar) and e.key.mark == '"' for e in entries)
    name = written(key, '"' if quoted else None, json=json, colon=False)
    if name is None or not _is_value(value_text, flow=True) or (json and not _is_json_value(value_text)):
        return None
    if not entries:
        inner = Span(mapping.start + 1, mapping.end - 1)
        return None if source.slice(inner).strip() else Edit(inner, f"{name}: {value_text}")
    before = entries[number - 1]
    if before.value.start == before.value.end:
        return None
    separator = ", "
    start = line_start(text, before.key.start)
    if not text[start : before.key.start].strip(" \t"):
        separator = f",{source.newline}{text[start : before.key.start]}"
    return Edit(Span(before.value.end, before.value.end), f"{separator}{name}: {value_text}")


def _insert_block(source: Source, mapping: Mapping, key: str, value_text: str, number: int) -> Edit | None:
    text, entries = source.text, mapping.entries
    name = written(key, None, colon=False)
    indent = indentation(text, entries[0].key.start)
    if name is None or indent is None:
        return None
    before = entries[number - 1]
    end = rest_of_line(text, before.value.end)
    if end is None:
        return None
    leaf = last_leaf(before.value)
    if is_block_scalar(leaf) and not tail_is_neutral(text, leaf, next_line(text, end)):
        return None
    if value_text[:1] in ("\n", "\r"):
        lines = value_text.strip("\r\n").splitlines()
        if not _is_block("\n".join(lines)):
            return None
        lines = [f"{indent}{name}:", *(f"{indent}  {line}" if line else "" for line in lines)]
    elif _is_value(value_text, flow=False):
        lines = [f"{indent}{name}: {value_text}"]
    else:
        return None
    return Edit(Span(end, end), "".join(source.newline + line for line in lines))


def remove_entry(source: Source, mapping: Mapping, entry: Entry) -> Edit | None:
    """Removes a key with its value, the comment after it and those above that are surely its own; the last one leaves
    `{}`."""
    entries = mapping.entries
    number = next((place for place, other in enumerate(entries) if other is entry), -1)
    if number < 0 or mapping.shared or has_merge(entries) or entry.key.properties is not None:
        return None
    if holds_shared(entry.key) or holds_shared(entry.value):
        return None
    spans = [(other.key.start, other.value.end) for other in entries]
    if mapping.flow:
        return _remove_flow(source, mapping, spans, number)
    previous = entries[number - 1].value if number else None
    return _remove_block(source, mapping, spans, number, previous, "{}")


def remove_item(source: Source, sequence: Sequence, item: Node) -> Edit | None:
    """Removes an item of a list with the comment after it and those above that are surely its own; the last one leaves
    `[]`."""
    items = sequence.items
    number = next((place for place, other in enumerate(items) if other is item), -1)
    if number < 0 or sequence.shared or holds_shared(item) or item.properties is not None:
        return None
    first = max(number - 1, 0)
    near = items[first : number + 2]
    if sequence.flow:
        return _remove_flow(source, sequence, [(other.start, other.end) for other in near], number - first)
    spans = []
    at = items[first - 1].end if first else sequence.start
    for other in near:
        dash = significant(source.text, at)
        if source.text[dash : dash + 1] != "-":
            return None
        spans.append((dash, other.end))
        at = other.end
    previous = items[number - 1] if number else None
    return _remove_block(source, sequence, spans, number - first, previous, "[]")


def remove_upward(source: Source, *path: tuple[Mapping, Entry]) -> Edit | None:
    """Removes an entry and with it the mappings that it would leave empty: `path` leads to it, outermost first."""
    number = len(path) - 1
    while number and len(path[number][0].entries) == 1:
        number -= 1
    return remove_entry(source, *path[number])


def _remove_flow(source: Source, node: Node, spans: list[tuple[int, int]], number: int) -> Edit | None:
    """Removes one of the parts of a flow collection with its comma. `spans` are those of the part and its neighbours."""
    text = source.text
    start, end = spans[number]
    if len(spans) == 1:
        around = text[node.start + 1 : start].strip(), text[end : node.end - 1].strip()
        return Edit(Span(node.start + 1, node.end - 1), "") if around in (("", ""), ("", ",")) else None
    before = text[spans[number - 1][1] if number else node.start + 1 : start].strip()
    if before != ("," if number else ""):
        return None
    if number + 1 < len(spans):
        behind = spans[number + 1][0]
        return Edit(Span(start, behind), "") if text[end:behind].strip() == "," else None
    previous_start, previous_end = spans[number - 1]
    if previous_start == previous_end or text[previous_end - 1] == ":":
        return None
    return Edit(Span(previous_end, end), "")


def _remove_block(
    source: Source, node: Node, spans: list[tuple[int, int]], number: int, previous: Node | None, empty: str
) -> Edit | None:
    """Removes one of the parts of a block collection: whole lines, or what stands behind the dash they share. `spans` are
    those of the part and its neighbours."""
    text = source.text
    start, end = spans[number]
    behind = rest_of_line(text, end)
    if behind is None:
        return None
    following = next_line(text, behind)
    leaf = last_leaf(previous) if previous is not None else None
    if not tail_is_neutral(text, leaf, following):
        return None
    if len(spans) == 1:
        return _emptied(source, node, empty)
    if is_first(text, start):
        first = start_with_comments(
            text,
            spans[number - 1][1] if number else 0,
            line_start(text, start),
            following,
            key=isinstance(node, Mapping),
            last=number + 1 == len(spans),
        )
        if following == behind and not is_block_scalar(leaf):
            return Edit(Span(line_break_before(text, first), behind), "")
        if not is_block_scalar(leaf) and _is_empty(text, following) and (not first or _is_empty(text, first - 1)):
            # Of the empty lines around it, those above stay.
            following = next_line(text, following)
        return Edit(Span(first, following), "")
    if number + 1 == len(spans) or indentation(text, start) is None:
        return None
    second = spans[number + 1][0]
    if text[end:second].strip() or not is_first(text, second):
        return None
    return Edit(Span(start, second), "")


def _is_empty(text: str, at: int) -> bool:
    """Whether the line that `at` is on, and that ends in the text, is empty."""
    end = text.find("\n", at)
    return end >= 0 and not text[line_start(text, at) : end].strip(" \t\r")


def _emptied(source: Source, node: Node, empty: str) -> Edit | None:
    """Puts `{}` or `[]` in the place of a block collection, behind the key or dash that it belongs to."""
    text = source.text
    at = node.start
    while at > 0 and text[at - 1] in " \r\n":
        at -= 1
    line = text[line_start(text, at) : at]
    if node.properties is None and line[-1:] in (":", "-") and "#" not in line and not line.startswith("---"):
        return Edit(Span(at, node.end), " " + empty)
    # A list may stand in the column of its key, where `[]` may not.
    if isinstance(node, Sequence) and line and not line.startswith("---"):
        return None
    return Edit(node.span, empty)


def _is_value(value_text: str, *, flow: bool) -> bool:
    """Whether a text is one whole value on one line, without anchors, aliases and comments."""
    if not value_text.strip() or "\n" in value_text or "\r" in value_text:
        return False
    root = _parsed(f"{{k: {value_text}}}" if flow else f"k: {value_text}")
    if not isinstance(root, Mapping) or len(root.entries) != 1 or root.entries[0].name != "k":
        return False
    return root.end == len(value_text) + (5 if flow else 3)


def _is_block(value_text: str) -> bool:
    root = _parsed(value_text)
    return (
        isinstance(root, (Mapping, Sequence))
        and not root.flow
        and root.start == 0
        and not any(line.startswith(("---", "...")) for line in value_text.split("\n"))
    )


def _parsed(text: str) -> Node | None:
    """The only document of a text; None when there is more, an error, an anchor or a block scalar."""
    from k8slint._internal.syntax.yaml.documents import parse
    from k8slint._internal.syntax.yaml.tree import walk
    from k8slint._internal.text.source import Source

    stream = parse(Source("", text))
    if stream.problems or len(stream.documents) != 1 or stream.documents[0].dropped is not None:
        return None
    root = stream.documents[0].root
    if root is None or any(node.anchor is not None or is_block_scalar(node) for node in walk(root)):
        return None
    return root


def _is_json_value(value_text: str) -> bool:
    from json import loads

    try:
        loads(value_text)
    except (ValueError, RecursionError):
        return False
    return True
