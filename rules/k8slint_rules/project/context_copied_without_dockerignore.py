"""`context-copied-without-dockerignore`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import dockerignore
from k8slint.project import ProjectDockerfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.project import StageFact


class ContextCopiedWithoutDockerignore(Rule[ProjectDockerfile]):
    """The whole build context is copied into the image, and no `.dockerignore` leaves anything out.

    `COPY . …` takes everything in the folder of whoever builds: `.git` with its whole history, `.env` files and keys,
    `node_modules` of another platform, logs. All of it ships with the image. A password that was deleted from the code two
    years ago is still in `.git`, and anyone who can pull the image can read it. Each change of one of these files also
    builds the layer again.

    Put a `.dockerignore` next to the Dockerfile that lists them, or copy only what the image needs. A
    `Dockerfile.dockerignore` and a `.dockerignore` in a folder above count too. Stages that the image is not built on are
    not reported, because what they copy is thrown away.

    Ignore this when your CI builds from a folder that holds nothing else.

    References: https://docs.docker.com/build/concepts/context/#dockerignore-files
    """

    name = "context-copied-without-dockerignore"
    title = "The whole build context is copied without a .dockerignore"
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

    def check(self, dockerfile: ProjectDockerfile) -> Findings:
        tree = dockerfile.project.tree
        if tree is None:
            return
        shipped = _shipped(dockerfile.stages)
        whole = [
            text
            for text in dockerfile.facts.context
            if text.value == "." and any(stage.span.contains(text.span) for stage in shipped)
        ]
        for text in whole if whole and not dockerignore.exists(tree, dockerfile.path) else ():
            yield self.finding(
                text.span,
                "everything in the build context goes into the image, a `.git` or `.env` too; list what to leave out in a"
                " `.dockerignore`",
            )


def _shipped(stages: tuple[StageFact, ...]) -> list[StageFact]:
    """The last stage, and those it builds on."""
    found = list(stages[-1:])
    while found and found[-1].base is not None:
        found.append(stages[found[-1].base])
    return found
