"""`invalid-exposed-port`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import Expose, nearest, state_before

_PROTOCOLS = ("tcp", "udp", "sctp")


class InvalidExposedPort(Rule[Expose]):
    """`EXPOSE` takes ports from 1 to 65535, or ranges of them, each with `/tcp`, `/udp` or `/sctp` after it. The build stops at
    anything else.

    Typical slips are `80/tpc`, a comma between two ports, and a name such as `http`.

    Write `80`, `80/udp` or `8000-8010`, with blanks between them.

    Fix safety: safe for commas between ports, as the build fails with them; unsafe for a misspelt protocol and for a range from
    high to low, where something else may have been meant.

    References: https://docs.docker.com/reference/dockerfile/#expose,
    https://pkg.go.dev/github.com/docker/go-connections/nat#ParsePortSpecs
    """

    name = "invalid-exposed-port"
    title = "This port or protocol does not exist"
    category = "networking"
    severity = Severity.ERROR
    profile = "development"
    aliases = ("hadolint:DL3011", "trivy:DS-0008")
    words = ("expose",)
    examples = (
        Bad("FROM alpine:3.20\nEXPOSE «80/tpc»\n", fixed="FROM alpine:3.20\nEXPOSE 80/tcp\n", unsafe=True),
        Bad("FROM alpine:3.20\nEXPOSE «80,» «443,»\n", fixed="FROM alpine:3.20\nEXPOSE 80 443\n"),
        Bad(
            "FROM alpine:3.20\nEXPOSE «8010-8000»/udp\n".replace("»/udp", "/udp»"),
            fixed="FROM alpine:3.20\nEXPOSE 8000-8010/udp\n",
            unsafe=True,
        ),
        Bad("FROM alpine:3.20\nARG PORT=80800\nEXPOSE 443 «$PORT» «http» «65536-70000»\n"),
        Good("FROM alpine:3.20\nEXPOSE 80 # web \\\n 443\n", why="A comment is no port; it is a fault of its own."),
        Good(
            "FROM alpine:3.20\nARG PORT\nEXPOSE 80 443/TCP 8000-8010/udp 127.0.0.1:90:90 $PORT\n",
            why="An address and a host port are another matter; an argument without a default is not known.",
        ),
    )

    def check(self, expose: Expose) -> Findings:
        state = state_before(expose)
        comment = expose.comment
        for word in expose.ports:
            if comment is not None and comment.start <= word.start < comment.end:
                continue
            value = word.expand(state.env)
            for text in value.split() if value is not None else ():
                fault = _fault(text)
                if fault is None:
                    continue
                message, replacement, applicability = fault
                fix = None
                if replacement is not None and word.raw == text:
                    title = f"write `{replacement}`"
                    fix = Fix(title, (Edit(word.span, replacement),), applicability)
                yield self.finding(word.span, message, fix=fix)


def _fault(text: str) -> tuple[str, str | None, Applicability] | None:
    """What is wrong with a port, what it should be where that is plain, and how certain that is."""
    ports, slash, protocol = text.rpartition(":")[2].partition("/")
    if text.endswith(",") and _fault(text[:-1]) is None:
        return (
            f"`{text}` ends with a comma, so the build stops; separate ports by blanks: write `{text[:-1]}`",
            text[:-1],
            Applicability.SAFE,
        )
    first, dash, last = ports.partition("-")
    numbers = (first, last) if dash else (first,)
    if not all(number.isascii() and number.isdigit() for number in numbers):
        return (
            f"`{text}` is not a port, so the build stops; write a number from 1 to 65535",
            None,
            Applicability.DISPLAY,
        )
    for number in numbers:
        digits = number.lstrip("0")
        if (len(digits), digits) > (5, "65535"):
            return (
                f"port `{number}` does not exist, so the build stops; use one from 1 to 65535",
                None,
                Applicability.DISPLAY,
            )
    if slash and protocol.lower() not in _PROTOCOLS:
        near = nearest(protocol, _PROTOCOLS)
        meant = None if near is None else text[: -len(protocol)] + near if protocol else text[:-1]
        remedy = f"write `{meant}`" if meant else "use tcp, udp or sctp"
        return (
            f"`{text}` names a protocol that Docker does not know, so the build stops; {remedy}",
            meant,
            Applicability.UNSAFE,
        )
    if dash and int(first) > int(last):
        meant = text.replace(ports, f"{last}-{first}")
        return (
            f"the range `{ports}` ends before it begins, so the build stops; write `{meant}`",
            meant,
            Applicability.UNSAFE,
        )
    return None
