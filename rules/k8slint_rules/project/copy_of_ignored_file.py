"""`copy-of-ignored-file`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Place, Project, Rule, Severity
from k8slint.dockerfile import dockerignore

if TYPE_CHECKING:
    from collections.abc import Iterator


class CopyOfIgnoredFile(Rule[Project]):
    """The `.dockerignore` keeps this path out of the build context, so the build finds nothing to copy and fails, or copies
    an empty folder.

    Remove the pattern, or copy something else. Silent where patterns with `!` take paths back.
    """

    name = "copy-of-ignored-file"
    category = "correctness"
    needs = ("dockerfile",)
    severity = Severity.WARNING
    profile = "development"
    aliases = ("buildkit:CopyIgnoredFile",)
    examples = (
        Bad(
            {
                "Dockerfile": "FROM node:22\nCOPY package.json «dist» «./tmp/a/b.txt» /app/\n",
                ".dockerignore": "# built\ndist\n*/a\n",
            }
        ),
        Bad({"Dockerfile": "FROM node:22\nCOPY «.» /app/\n", ".dockerignore": "**\n"}),
        Good(
            {"Dockerfile": "FROM node:22\nCOPY . /app/\nCOPY src/dist /app/\n", ".dockerignore": ".*\ndist\n"},
            why="`dist` stands for the one at the top.",
        ),
        Good({"Dockerfile": "FROM node:22\nCOPY dist /app/\n", ".dockerignore": "**\n!dist\n"}),
        Good({"Dockerfile": "FROM node:22 AS a\nFROM a\nCOPY --from=a dist /app/\n", ".dockerignore": "dist\n"}),
    )

    def check(self, project: Project) -> Iterator[Finding]:
        tree = project.tree
        if tree is None:
            return
        for path, facts in project.dockerfiles.items():
            ignore = dockerignore.find(tree, path) if facts.context else None
            if ignore is None:
                continue
            for text in facts.context:
                if text.value is not None and ignore.ignores(text.value):
                    message = f"`{text.value}` is left out by `{ignore.path}`, so there is nothing to copy; change one of them"
                    yield self.finding(Place(path, text.span), message)
