"""`copy-of-ignored-file`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import dockerignore
from k8slint.project import ProjectDockerfile, folder, join

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.project import Tree


class CopyOfIgnoredFile(Rule[ProjectDockerfile]):
    """The `.dockerignore` leaves out what this instruction copies.

    Docker does not send the path to the builder. For a file the build stops with "not found"; for a folder some builders
    copy an empty one, and the image starts without its files. An allow list (`*` and then `!src`) that forgot one file
    builds on the machine where the image is cached and fails in CI.

    Remove the pattern, take the path back with a later line `!path`, or copy something else. As in Docker, the last pattern
    that matches a file decides. For a folder k8slint says nothing when a pattern takes back something inside it.

    References: https://docs.docker.com/build/concepts/context/#dockerignore-files,
    https://docs.docker.com/reference/build-checks/copy-ignored-file/
    """

    name = "copy-of-ignored-file"
    title = "The .dockerignore leaves out what is copied"
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
        Bad(
            {
                "Dockerfile": "FROM node:22\nCOPY «notes.txt» docs/a.txt «logs» /app/\n",
                ".dockerignore": "*.txt\nlogs\n!docs/\n",
                "notes.txt": "a note\n",
            },
            why="The `!` line takes back another folder.",
        ),
        Good({"Dockerfile": "FROM node:22\nCOPY dist /app/\n", ".dockerignore": "**\n!dist\n"}),
        Good(
            {"Dockerfile": "FROM node:22\nCOPY dist /app/\n", ".dockerignore": "dist\n!dist/index.html\n"},
            why="A part of the folder is taken back.",
        ),
        Good({"Dockerfile": "FROM node:22 AS a\nFROM a\nCOPY --from=a dist /app/\n", ".dockerignore": "dist\n"}),
    )

    def check(self, dockerfile: ProjectDockerfile) -> Findings:
        tree = dockerfile.project.tree
        ignore = dockerignore.find(tree, dockerfile.path) if tree is not None and dockerfile.facts.context else None
        if tree is None or ignore is None:
            return
        for text in dockerfile.facts.context:
            if text.value is not None and ignore.ignores(
                text.value, is_file=_is_file(tree, dockerfile.path, text.value)
            ):
                yield self.finding(
                    text.span,
                    f"`{ignore.path}` leaves out `{text.value}`, so there is nothing to copy; change the pattern or the path",
                )


def _is_file(tree: Tree, dockerfile: str, path: str) -> bool:
    place = join(folder(dockerfile), path)
    return place is not None and tree.exists(place) and not tree.is_dir(place)
