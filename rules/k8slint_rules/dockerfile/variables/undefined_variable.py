"""`undefined-variable`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, Finding, Fix, Good, Related, Rule, Severity
from k8slint.dockerfile.edits import insert_before
from k8slint.dockerfile.nearest import nearest
from k8slint.dockerfile.state import before
from k8slint.dockerfile.tree import (
    Arg,
    Env,
    Expose,
    Instruction,
    Label,
    Pairs,
    Stage,
    Stopsignal,
    Transfer,
    User,
    Volume,
    Workdir,
)
from k8slint.dockerfile.variables import references, span_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.dockerfile.words import Word

_EXPANDED = (Env, Arg, Label, Transfer, Expose, User, Volume, Workdir, Stopsignal)
_BARE = ("alpine", "busybox", "debian", "ubuntu")
"""Official images that set PATH and no other variable."""
_SHORT = {"java": ("openjdk", "temurin", "corretto", "jdk", "jre", "zulu"), "pg": ("postgres",), "go": ("golang",)}


class UndefinedVariable(Rule[Stage]):
    """A variable that nothing sets is empty: `COPY $DIR .` copies the whole context. Most often it is an `ARG` from before
    the first `FROM`, which a stage sees only after it has said `ARG NAME` itself.

    Declare it in the stage, or correct its name. Silent where the base image may set it: only `scratch` and plain
    distributions surely do not.

    Fix safety: unsafe; the variable gets the value that was meant. Offered for arguments from before the first `FROM`.
    """

    name = "undefined-variable"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    aliases = ("buildkit:UndefinedVar",)
    words = ("$",)
    examples = (
        Bad(
            "ARG VERSION=1\nFROM debian:12\n# set\nENV APP=app-«$VERSION»\n",
            fixed="ARG VERSION=1\nFROM debian:12\n# set\nARG VERSION\nENV APP=app-$VERSION\n",
            unsafe=True,
        ),
        Bad("FROM alpine:3.20\nARG DIR_ASSETS=assets/\nCOPY «$DIR_ASSET» /srv\n"),
        Good(
            "FROM node:22\nENV PATH=/app:$PATH YARN=$YARN_VERSION\nCOPY ${DIR:-src} /app\n",
            why="The base image sets them, or a default does.",
        ),
        Good(
            "ARG NODE_VERSION=22\nFROM node:$NODE_VERSION\nENV V=$NODE_VERSION\n", why="The image sets its own version."
        ),
        Good("FROM alpine:3.20 AS base\nARG X=1\nFROM base\nENV Y=$X\n", why="Stages hand their arguments on."),
    )

    def check(self, stage: Stage) -> Iterator[Finding]:
        if stage.from_ is None or "$" not in stage.source.slice(stage.span):
            return
        image = _image(stage)
        bare = image in _BARE or image == "scratch"
        declared = {pair.name: pair for argument in stage.dockerfile.global_args for pair in argument.pairs}
        if image is None or not (bare or declared):
            return
        reported: set[str] = set()
        for instruction in stage.instructions:
            if not isinstance(instruction, _EXPANDED) or "$" not in instruction.arguments:
                continue
            env = before(instruction).env
            own = {pair.name for pair in instruction.pairs} if isinstance(instruction, Env) else set()
            for word in _words(instruction):
                for reference in references(word.raw, instruction.dockerfile.escape):
                    name = reference.name
                    if reference.optional or name in env or name in own or name in reported or _is_given(name):
                        continue
                    pair = declared.get(name)
                    if not bare and (pair is None or _may_set(image, name)):
                        continue
                    reported.add(name)
                    if pair is not None:
                        fix = Fix(
                            f"add `ARG {name}`", (insert_before(instruction, f"ARG {name}"),), Applicability.UNSAFE
                        )
                        message = f"`{name}` is declared before `FROM` only, and empty in this stage; add `ARG {name}`"
                        related = (Related("", pair.span, "declared here"),)
                        yield self.finding(span_of(word, reference), message, related=related, fix=fix)
                        continue
                    near = nearest(name, sorted({*env, "PATH"}))
                    remedy = f"did you mean `{near}`?" if near is not None else f"add `ARG {name}`, or `ENV`"
                    yield self.finding(
                        span_of(word, reference), f"nothing sets `{name}`, so it is empty here; {remedy}"
                    )


def _image(stage: Stage) -> str | None:
    """The base image's name, `library/` left out; None when it is not known."""
    image = stage.root.image
    return None if image is None else image.canonical.removeprefix("docker.io/library/")


def _words(instruction: Instruction) -> Iterator[Word]:
    if isinstance(instruction, Pairs):
        for pair in instruction.pairs:
            if pair.value is not None:
                yield pair.value
    else:
        yield from instruction.words


def _is_given(name: str) -> bool:
    """Whether BuildKit or every image may set it."""
    return name in ("PATH", "HOME", "SOURCE_DATE_EPOCH") or name.upper().endswith("_PROXY")


def _may_set(image: str, name: str) -> bool:
    """Whether an image is known to set variables that begin like this one: python sets PYTHON_VERSION."""
    first = name.lower().partition("_")[0]
    return first in image or any(part in image for part in _SHORT.get(first, ()))
