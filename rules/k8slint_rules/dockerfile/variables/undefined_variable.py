"""`undefined-variable`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Related, Rule, Severity
from k8slint.dockerfile import Instruction, Stage, insert_before, nearest, state_before, unset

_BARE = ("alpine", "busybox", "debian", "ubuntu")
"""Official images that set PATH and no other variable."""
_SHORT = {"java": ("openjdk", "temurin", "corretto", "jdk", "jre", "zulu"), "pg": ("postgres",), "go": ("golang",)}


class UndefinedVariable(Rule[Stage]):
    """A variable that nothing sets is empty. Docker replaces it by nothing, and the build goes on.

    `COPY $DIR /app` copies the whole context, and `wget https://example.com/$VERSION/a` downloads another file. Most often the
    variable is an `ARG` from before the first `FROM`: a stage does not see it until the stage says `ARG NAME` itself.

    Declare it in the stage, or correct its name. In a `RUN`, only arguments from before the first `FROM` are looked for, as a
    shell gets variables from many places. Nothing is reported where the base image may set the variable: only `scratch` and
    plain distributions surely do not.

    Fix safety: unsafe; the variable gets the value that was meant. Offered for arguments from before the first `FROM`.

    References: https://docs.docker.com/reference/build-checks/undefined-var/,
    https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact,
    https://docs.docker.com/build/building/variables/
    """

    name = "undefined-variable"
    title = "Nothing sets this variable"
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
        Bad(
            "ARG REL=2\nFROM debian:12\nRUN curl -o /a https://example.com/«$REL»/a && echo '$REL'\n",
            fixed="ARG REL=2\nFROM debian:12\nARG REL\nRUN curl -o /a https://example.com/$REL/a && echo '$REL'\n",
            unsafe=True,
        ),
        Good("ARG REL=2\nFROM debian:12\nRUN REL=$(cat /rel) && echo $REL && . /etc/os-release && echo $ID\n"),
        Good("ARG REL=2\nFROM debian:12\nRUN for REL in a b; do echo $REL; done\n", why="The shell sets it."),
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

    def check(self, stage: Stage) -> Findings:
        if "$" not in stage.source.slice(stage.span):
            return
        image = _image(stage)
        if image is None:
            return
        bare = image in _BARE or image == "scratch"
        declared = {pair.name: pair for argument in stage.dockerfile.global_args for pair in argument.pairs}
        reported: set[str] = set()
        for found in unset(stage, declared):
            name, pair = found.name, declared.get(found.name)
            if name in reported or _is_given(name) or _is_mounted(found.instruction, name):
                continue
            if (pair is None and not bare) or (not bare and _may_set(image, name)):
                continue
            reported.add(name)
            if pair is not None:
                edit = insert_before(found.instruction, f"ARG {name}")
                fix = Fix(f"add `ARG {name}`", (edit,), Applicability.UNSAFE)
                message = (
                    f"`ARG {name}` before the first `FROM` is not seen inside a stage, so `{name}` is empty here; add"
                    f" `ARG {name}` above this line"
                )
                related = (Related("", pair.span, "declared here"),)
                yield self.finding(found.span, message, related=related, fix=fix)
                continue
            near = nearest(name, sorted({*state_before(found.instruction).env, "PATH"}))
            remedy = (
                f"did you mean `{near}`?" if near is not None else f"add `ARG {name}=…`, or `ENV {name}=…`, above it"
            )
            yield self.finding(found.span, f"nothing sets `{name}`, so it is empty here; {remedy}")


def _image(stage: Stage) -> str | None:
    """The base image's name, `library/` left out; None when it is not known."""
    image = stage.root.image
    return None if image is None else image.canonical.removeprefix("docker.io/library/")


def _is_given(name: str) -> bool:
    """Whether BuildKit or every image may set it."""
    return name in ("PATH", "HOME", "SOURCE_DATE_EPOCH") or name.upper().endswith("_PROXY")


def _is_mounted(instruction: Instruction, name: str) -> bool:
    """Whether a secret is mounted as a variable of that name."""
    return any(f"env={name}" in (flag.value or "") for flag in instruction.flags)


def _may_set(image: str, name: str) -> bool:
    """Whether an image is known to set variables that begin like this one: python sets PYTHON_VERSION."""
    first = name.lower().partition("_")[0]
    return first in image or any(part in image for part in _SHORT.get(first, ()))
