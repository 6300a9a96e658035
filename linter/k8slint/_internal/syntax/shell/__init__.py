"""POSIX shell text as commands with spans, and what well-known programs do. Only this package imports tree_sitter."""
