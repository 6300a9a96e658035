"""How the text around a node is laid out: its line, its indentation, what would be left if it went away."""

from __future__ import annotations

from k8slint._internal.syntax.yaml.tree import Mapping, Node, Scalar, Sequence, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.yaml.tree import Entry

_OTHER_BREAKS = ("\r", "\x85", "\u2028", "\u2029")


def line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def indentation(text: str, at: int) -> str | None:
    """Spaces up to the column of `at`, when only blanks and the dashes of items stand before it on its line, else None."""
    before = text[line_start(text, at) : at]
    return None if before.strip("- ") or before.startswith("---") else " " * len(before)


def is_first(text: str, at: int) -> bool:
    """Whether only spaces stand before it on its line."""
    return not text[line_start(text, at) : at].strip(" ")


def rest_of_line(text: str, at: int) -> int | None:
    """The end of the line, before its line end, when only blanks or a comment are left of it, else None."""
    end = text.find("\n", at)
    if end < 0:
        end = len(text)
    elif text[end - 1] == "\r" and end > at:
        end -= 1
    rest = text[at:end]
    stripped = rest.strip(" \t")
    if (stripped and stripped[0] != "#") or any(mark in rest for mark in _OTHER_BREAKS):
        return None
    return end


def next_line(text: str, at: int) -> int:
    """The start of the line behind the line end at `at`; the end of the text when there is none."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def line_break_before(text: str, start: int) -> int:
    """The start of the line end before a line start; 0 for the first line."""
    if start and text[start - 1] == "\n":
        return start - 2 if text[start - 2 : start] == "\r\n" else start - 1
    return start


def significant(text: str, at: int) -> int:
    """The first character from `at` on that is neither blank nor in a comment, or the end of the text."""
    while at < len(text):
        if text[at] == "#":
            at = next_line(text, at)
        elif text[at].isspace():
            at += 1
        else:
            break
    return at


def in_flow(text: str, scalar: Scalar) -> bool:
    """Whether a value stands inside `{}` or `[]`: only there can one of `,]}` follow it."""
    at = significant(text, scalar.end)
    return at < len(text) and text[at] in ",]}"


def last_leaf(node: Node) -> Node:
    """What stands last in a node."""
    while True:
        if isinstance(node, Mapping) and not node.flow and node.entries:
            node = node.entries[-1].value
        elif isinstance(node, Sequence) and not node.flow and node.items:
            node = node.items[-1]
        else:
            return node


def is_block_scalar(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.mark in ("|", ">")


def keeps_breaks(text: str, scalar: Node) -> bool:
    """Whether the header of a block scalar has a `+`: empty lines behind it are content."""
    header = text[scalar.start : next_line(text, scalar.start)].partition("#")[0]
    return "+" in header


def tail_is_neutral(text: str, leaf: Node | None, at: int) -> bool:
    """Whether the lines from `at` to the next content mean nothing, also right behind `leaf`.

    Behind a block scalar, deep comments and blanks would become content; elsewhere, lines of tabs are refused.
    """
    block = is_block_scalar(leaf)
    depth = -1
    if block and leaf is not None:
        if keeps_breaks(text, leaf):
            return False
        content = text[next_line(text, leaf.start) : leaf.end].lstrip("\r\n")
        depth = len(content) - len(content.lstrip(" "))
    while at < len(text):
        end = next_line(text, at)
        line = text[at:end].rstrip("\r\n")
        stripped = line.lstrip(" ")
        if not stripped:
            if line and block:
                return False
        elif stripped[0] == "#":
            if block and len(line) - len(stripped) >= depth:
                return False
        elif stripped.isspace():
            return False
        else:
            break
        at = end
    return True


def holds_shared(node: Node) -> bool:
    return any(part.shared for part in walk(node))


def has_merge(entries: list[Entry]) -> bool:
    return any(entry.is_merge for entry in entries)
