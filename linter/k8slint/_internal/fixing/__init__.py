"""Choosing fixes, applying them, and proving that nothing else changed."""
