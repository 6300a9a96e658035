"""Text to trees with spans, and back: shell and YAML."""
