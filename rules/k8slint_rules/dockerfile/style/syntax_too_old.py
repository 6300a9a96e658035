"""`syntax-too-old`."""

from __future__ import annotations

import re

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Related, Rule, Severity
from k8slint.dockerfile import SINCE, Dockerfile

_VERSION = re.compile(r"(?:docker\.io/)?docker/dockerfile:(\d{1,3})\.(\d{1,3})(?:\.\d{1,3})?")
"""Exact versions only: `1` moves with each release, and `-labs` has flags before the others."""


class SyntaxTooOld(Rule[Dockerfile]):
    """`# syntax=docker/dockerfile:1.4` asks for one version of the Dockerfile syntax, and this flag came with a later one.

    The line is copied from one project to the next, and everything works until somebody adds `COPY --exclude`. Then the
    build stops with "unknown flag: exclude", although the installed Docker is new enough.

    Write `# syntax=docker/dockerfile:1`, which is the newest version of the syntax, or name the version that the flag needs.

    Fix safety: unsafe; another version of the syntax builds the whole file.

    References: https://docs.docker.com/reference/dockerfile/#copy, https://docs.docker.com/build/buildkit/frontend/
    """

    name = "syntax-too-old"
    title = "The syntax version does not know this flag"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    words = ("syntax",)
    examples = (
        Bad(
            "# syntax=docker/dockerfile:1.4\nFROM alpine:3.22\nCOPY «--exclude=*.md» src /src\n",
            fixed="# syntax=docker/dockerfile:1\nFROM alpine:3.22\nCOPY --exclude=*.md src /src\n",
            unsafe=True,
        ),
        Good("# syntax=docker/dockerfile:1\nFROM alpine:3.22\nCOPY --exclude=*.md src /src\n"),
        Good("# syntax=docker/dockerfile:1.20.0\nFROM alpine:3.22\nCOPY --parents a/b /\nADD --link c /\n"),
        Good(
            "# syntax=docker/dockerfile:1.7-labs\nFROM alpine:3.22\nCOPY --parents a/b /\n",
            why="The flag first came with this version.",
        ),
    )

    def check(self, dockerfile: Dockerfile) -> Findings:
        directive = dockerfile.syntax
        found = _VERSION.fullmatch(directive.value) if directive is not None else None
        if directive is None or found is None:
            return
        version = (int(found[1]), int(found[2]))
        related = (Related("", directive.value_span, "this version is asked for"),)
        fix = Fix(
            "ask for the newest version 1", (Edit(directive.value_span, "docker/dockerfile:1"),), Applicability.UNSAFE
        )
        for instruction in dockerfile.instructions:
            for flag in instruction.flags:
                needed = SINCE.get(instruction.keyword, {}).get(flag.name, (0, 0))
                if needed > version:
                    message = (
                        f"`--{flag.name}` needs version {needed[0]}.{needed[1]} of the syntax, and this file asks for"
                        f" {found[1]}.{found[2]}, so the build stops; write `# syntax=docker/dockerfile:1`"
                    )
                    yield self.finding(flag.span, message, related=related, fix=fix)
