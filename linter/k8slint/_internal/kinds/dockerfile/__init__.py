"""Dockerfiles: instructions with exact spans, the stages they form, and what a stage has in effect."""
