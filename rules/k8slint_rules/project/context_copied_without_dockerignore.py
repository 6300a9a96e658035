"""`context-copied-without-dockerignore`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Place, Project, Rule, Severity
from k8slint.dockerfile import dockerignore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.facts import DockerfileFacts, StageFact


class ContextCopiedWithoutDockerignore(Rule[Project]):
    """`COPY . …` takes everything that lies in the folder when somebody builds: `.git` with its whole history, `.env` and
    keys, `node_modules` of another platform, logs. They end in the image, and each change of one of them builds the layer
    anew. Silent in stages that the image does not build on: what they copy in is thrown away.

    Put a `.dockerignore` beside the Dockerfile that names them, or copy only what is needed. Any `.dockerignore` from the
    Dockerfile's folder upwards counts, and `Dockerfile.dockerignore`.
    """

    name = "context-copied-without-dockerignore"
    category = "security"
    needs = ("dockerfile",)
    severity = Severity.INFO
    aliases = ()
    examples = (
        Bad({"app/Dockerfile": "FROM node:22\nCOPY «.» /app\n", "app/index.js": "\n"}),
        Bad({"Dockerfile": "FROM node:22 AS build\nADD --chown=1000 package.json «./» /app/\nFROM build\nUSER 1000\n"}),
        Good({"app/Dockerfile": "FROM node:22\nCOPY . /app\n", "app/.dockerignore": "node_modules\n"}),
        Good(
            {"app/dev.Dockerfile": "FROM node:22\nCOPY . /app\n", "app/dev.Dockerfile.dockerignore": "node_modules\n"}
        ),
        Good(
            {"docker/Dockerfile": "FROM node:22\nCOPY . /app\n", ".dockerignore": "node_modules\n"},
            why="The context may be the folder above.",
        ),
        Good(
            {"Dockerfile": "FROM node:22 AS a\nCOPY src /src\nFROM a\nCOPY --from=a . /app\n"},
            why="A part of the context; and a stage, not the context.",
        ),
        Good(
            {"Dockerfile": "FROM golang:1.25 AS build\nCOPY . /src\nFROM scratch\nCOPY --from=build /src/app /app\n"},
            why="Only `/src/app` leaves the first stage.",
        ),
    )

    def check(self, project: Project) -> Iterator[Finding]:
        tree = project.tree
        if tree is None:
            return
        for path, facts in project.dockerfiles.items():
            shipped = _shipped(facts)
            whole = [
                text
                for text in facts.context
                if text.value == "." and any(stage.span.contains(text.span) for stage in shipped)
            ]
            if not whole or dockerignore.exists(tree, path):
                continue
            for text in whole:
                message = "whatever lies in the build context goes into the image; name what to leave out in a `.dockerignore`"
                yield self.finding(Place(path, text.span), message)


def _shipped(facts: DockerfileFacts) -> list[StageFact]:
    """The last stage, and those it builds on."""
    found = list(facts.stages[-1:])
    while found and found[-1].base is not None:
        found.append(facts.stages[found[-1].base])
    return found
