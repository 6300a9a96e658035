"""The tree-sitter parser of bash, loaded at first use.

Both packages' `__init__` cost more than they give: `tree_sitter_bash` imports importlib.resources for queries that are not
used here, `tree_sitter` imports typing. So their extension modules are loaded from their files; where that fails, or where
somebody has imported the packages already, they are imported as anybody would.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

    from tree_sitter import Node, Parser

_parser: Parser | None = None


def tree(text: bytes) -> Node | None:
    """The root node of a shell text, None when it takes too much work. Its lifetime keeps the tree alive.

    Real text is read at most three times over; some ill-formed text (`a=(a=(…`, `f()f()…`) once a token, in quadratic time.
    """
    global _parser
    if _parser is None:
        _parser = _load()
    left = 8 * len(text) + 65_536

    def read(offset: int, _: object) -> bytes:
        nonlocal left
        left -= len(text) - offset
        return text[offset:] if left >= 0 else b""

    root = _parser.parse(read).root_node
    return root if left >= 0 else None


def _load() -> Parser:
    core, grammar = _extension("tree_sitter"), _extension("tree_sitter_bash")
    if core is None or grammar is None:
        import tree_sitter
        import tree_sitter_bash

        core, grammar = tree_sitter, tree_sitter_bash
    parser: Parser = core.Parser(core.Language(grammar.language()))
    return parser


def _extension(package: str) -> ModuleType | None:
    """The module `package._binding` without its package, None when it is not where it is expected."""
    import sys
    from importlib.machinery import ExtensionFileLoader, PathFinder

    if package in sys.modules:
        return None
    found = PathFinder.find_spec(package)
    if found is None or not found.submodule_search_locations:
        return None
    name = f"{package}._binding"
    binding = PathFinder.find_spec(name, list(found.submodule_search_locations))
    if binding is None or not isinstance(binding.loader, ExtensionFileLoader):
        return None
    try:
        module = binding.loader.create_module(binding)
        binding.loader.exec_module(module)
    except ImportError:
        return None
    return module
