"""`undefined-arg-in-from`."""

from __future__ import annotations

from k8slint import Bad, Finding, Findings, Good, Rule, Severity
from k8slint.dockerfile import From, nearest, references, span_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint import Span


class UndefinedArgInFrom(Rule[From]):
    """`FROM` sees only the arguments before the first `FROM`, and BuildKit's own platform arguments. Any other
    variable is empty there, whatever `--build-arg` says.

    `FROM alpine:$TAG` without `ARG TAG` is `FROM alpine:`, and the build stops. With a name such as `app$SUFFIX`, the build
    takes another image without a word.

    Declare the argument before the first `FROM`, with a default (`ARG TAG=3.20`), or correct its name.

    References: https://docs.docker.com/reference/build-checks/undefined-arg-in-from/,
    https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact
    """

    name = "undefined-arg-in-from"
    title = "`FROM` does not see this argument"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    aliases = ("buildkit:UndefinedArgInFrom",)
    words = ("$",)
    examples = (
        Bad("ARG VERSION=3.20\nFROM alpine:«${VERSOIN}»\n"),
        Bad(
            "FROM --platform=«$BULIDPLATFORM» alpine:3.20 AS a\nARG TAG=1\nFROM alpine:«$TAG»\n",
            why="The argument of a stage is not one of the file.",
        ),
        Good("ARG VERSION\nFROM --platform=$BUILDPLATFORM alpine:$VERSION\nFROM alpine:${OTHER:-3.20}\n"),
    )

    def check(self, from_: From) -> Findings:
        known = _declared(from_)
        flag = from_.flag("platform")
        if flag is not None and flag.value:
            for reference in references(flag.value):
                if reference.name not in known and not reference.optional:
                    yield self._undefined(reference.name, flag.value_span or flag.span, known)
        if from_.image is not None:
            for reference in references(from_.image.raw, from_.dockerfile.escape):
                if reference.name not in known and not reference.optional:
                    yield self._undefined(reference.name, span_of(from_.image, reference), known)

    def _undefined(self, name: str, span: Span, known: set[str]) -> Finding:
        near = nearest(name, sorted(known))
        declare = f"add `ARG {name}=…` with a default before the first `FROM`"
        remedy = f"did you mean `{near}`?" if near is not None else declare
        return self.finding(span, f"`{name}` is not declared before the first `FROM`, so it is empty here; {remedy}")


def _declared(from_: From) -> set[str]:
    """Global arguments that `FROM` sees: BuildKit's own, and those with or without a value."""
    dockerfile = from_.dockerfile
    names = set(dockerfile.global_env)
    names.update([pair.name for argument in dockerfile.global_args for pair in argument.pairs])
    return names
