"""`base-image-needs-argument`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.dockerfile import Stage, expand, references
from k8slint.images import parse_image


class BaseImageNeedsArgument(Rule[Stage]):
    """The base image is put together from an argument that has no default. Without `--build-arg` it has no valid name.

    A plain `docker build` fails with "invalid reference format", which does not say which argument is missing.

    Give the argument a default: `ARG TAG=3.20`. Ignore this in files that are always built with arguments; the rule is in the
    strict profile for that reason.

    References: https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/,
    https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact
    """

    name = "base-image-needs-argument"
    title = "The base image has no name without arguments"
    category = "correctness"
    severity = Severity.INFO
    profile = "strict"
    aliases = ("buildkit:InvalidDefaultArgInFrom",)
    examples = (
        Bad(
            "ARG TAG\nARG IMAGE=\nFROM alpine:«$TAG» AS a\nFROM «${IMAGE}»\n".replace("alpine:«$TAG»", "«alpine:$TAG»")
        ),
        Good("ARG VARIANT\nARG TAG\nFROM alpine:3.20$VARIANT AS a\nFROM alpine:${TAG:-3.20}\nFROM alpine:$OTHER\n"),
    )

    def check(self, stage: Stage) -> Findings:
        word = stage.from_.image if stage.from_ is not None else None
        if word is None or not word.dynamic or stage.base is not None:
            return
        dockerfile = stage.dockerfile
        declared = {pair.name: pair for argument in dockerfile.global_args for pair in argument.pairs}
        defaults: dict[str, str | None] = {**dict.fromkeys(declared, ""), **dockerfile.global_env}
        asked = references(word.raw, dockerfile.escape)
        empty = [reference for reference in asked if defaults.get(reference.name) == "" and not reference.optional]
        if not empty or any(reference.name not in defaults for reference in asked):
            return
        value = expand(word.raw, defaults, dockerfile.escape, closed=True)
        if value is not None and parse_image(value) is None:
            name = empty[0].name
            message = (
                f"`{word.raw}` is not an image name unless `{name}` is given, so a plain build stops; add"
                f" a default: `ARG {name}=…`"
            )
            related = (Related("", declared[name].span, "without a default"),)
            yield self.finding(word.span, message, related=related)
