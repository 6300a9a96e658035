"""The walk over files and over the project."""
