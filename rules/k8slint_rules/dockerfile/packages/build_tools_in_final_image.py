"""`build-tools-in-final-image`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.dockerfile import Cmd, Entrypoint, Run, Stage
from k8slint.shell import invocation, names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.shell import Package

_TOOLS = names(
    "build-base build-essential base-devel alpine-sdk gcc g++ gcc-c++ clang make gmake cmake meson ninja-build samurai"
    " autoconf automake libtool bison flex maven gradle openjdk-17-jdk-headless openjdk-21-jdk-headless default-jdk"
    " default-jdk-headless golang golang-go rustc cargo go dpkg-dev rpm-build"
)
"""Compilers and what drives them, as Debian, Alpine, Fedora, openSUSE and Arch name the packages (November 2026)."""
_SHELLS = names("sh bash ash dash zsh fish ksh")
_DEVELOPMENT = ("dev", "devel", "build", "builder", "test", "tests", "debug", "ci", "base", "deps")


class BuildToolsInFinalImage(Rule[Stage]):
    """The image is built in one stage, so it contains the compiler and the headers that only the build needs. They often take
    several hundred megabytes, and whoever breaks into a container finds a compiler there.

    Build in a separate stage (`FROM … AS build`) and copy the result with `COPY --from=build`. Or remove the tools in the `RUN`
    that installs them: `apk add --virtual .build … && make && apk del .build`.

    k8slint is silent if the image has no `CMD` or `ENTRYPOINT` (a base for other images) or starts a shell, if the base image
    is a toolchain, and if the same `RUN` removes packages. Ignore this rule if your program compiles code when it runs.

    References: https://docs.docker.com/build/building/multi-stage/
    """

    name = "build-tools-in-final-image"
    title = "Build tools ship with the final image"
    category = "size"
    severity = Severity.INFO
    profile = "strict"
    examples = (
        Bad(
            "FROM python:3.13-slim\nRUN apt-get update && apt-get install -y «gcc» libpq-dev && rm -rf /var/lib/apt/lists/*\n"
            'RUN pip install --no-cache-dir psycopg2\nCMD ["python", "app.py"]\n'
        ),
        Bad('FROM alpine:3.22\nRUN apk add --no-cache «build-base» && make\nCMD ["/app"]\n'),
        Good(
            'FROM alpine:3.22\nRUN apk add --no-cache --virtual .build build-base && make && apk del .build\nCMD ["/app"]\n',
            why="The tools are gone when the `RUN` ends.",
        ),
        Good(
            "FROM alpine:3.22 AS build\nRUN apk add --no-cache build-base && make\n"
            'FROM alpine:3.22\nCOPY --from=build /app /app\nCMD ["/app"]\n',
            why="The final image has what it runs.",
        ),
        Good(
            "FROM debian:13\nRUN apt-get update && apt-get install -y build-essential && rm -rf /var/lib/apt/lists/*\n",
            why="An image that starts nothing is there to build in.",
        ),
        Good(
            'FROM debian:13\nRUN apt-get install -y build-essential\nENTRYPOINT ["bash"]\n',
            why="So is one with a shell.",
        ),
        Good(
            'FROM python:3.13-slim\nRUN apt-get install -y libpq-dev\nCMD ["python"]\n',
            why="Headers alone build nothing.",
        ),
    )

    def check(self, stage: Stage) -> Findings:
        if len(stage.dockerfile.stages) != 1 or stage.name in _DEVELOPMENT or _is_toolchain(stage):
            return
        if all(_is_shell(one) for one in stage.instructions if isinstance(one, (Cmd, Entrypoint))):
            return
        tools = [package for run in stage.runs for package in _installed(run)]
        if tools:
            first, *others = tools
            yield self.finding(
                first.span,
                f"`{first.name}` is only needed to build, and stays in the image; build in a separate stage "
                "and copy the result",
                related=tuple([Related("", package.span, f"`{package.name}` too") for package in others]),
            )


def _installed(run: Run) -> list[Package]:
    """Tools for building that a RUN installs, unless it removes packages again."""
    found: list[Package] = []
    for command in run.commands:
        asked = invocation(command)
        if asked is None or not asked.table.system:
            continue
        if asked.action == "remove":
            return []
        if asked.action == "install":
            found += [package for package in asked.packages if package.kind == "name" and package.name in _TOOLS]
    return found


def _is_shell(started: Cmd | Entrypoint) -> bool:
    """Whether a shell is started for somebody to type into."""
    words = started.arguments.strip("[] ").replace('"', "").split()
    return len(words) == 1 and words[0].rpartition("/")[2] in _SHELLS


def _is_toolchain(stage: Stage) -> bool:
    """Whether the base image brings compilers itself."""
    image = stage.image
    if image is None:
        return True
    name = image.repository.rpartition("/")[2]
    return name in _TOOLCHAINS or any(part in _DEVELOPMENT for part in (image.tag or "").replace(".", "-").split("-"))


_TOOLCHAINS = names("gcc golang rust maven gradle buildpack-deps haskell swift sdk emsdk clang")
