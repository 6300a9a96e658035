"""The tree-sitter parser of bash, loaded at first use."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_parser: Parser | None = None


def tree(text: bytes) -> Node:
    """The root node of a shell text. Its lifetime keeps the tree alive."""
    global _parser
    if _parser is None:
        import tree_sitter
        import tree_sitter_bash

        _parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))
    return _parser.parse(text).root_node
