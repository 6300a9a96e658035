"""`mixed-case-port-protocol`."""

from __future__ import annotations

from k8slint import Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import Expose


class MixedCasePortProtocol(Rule[Expose]):
    """Docker writes protocols in lower case. `EXPOSE 80/TCP` works, but BuildKit warns about it.

    Tools that compare the text `80/tcp` with what the image says may not find it.

    Write `80/tcp`.

    Fix safety: safe; the image is the same either way.

    References: https://docs.docker.com/reference/build-checks/expose-proto-casing/,
    https://docs.docker.com/reference/dockerfile/#expose
    """

    name = "mixed-case-port-protocol"
    title = "The protocol of a port has capitals"
    category = "style"
    severity = Severity.INFO
    aliases = ("buildkit:ExposeProtoCasing",)
    words = ("expose",)
    examples = (
        Bad("FROM alpine:3.20\nEXPOSE 80 «443/TCP» «53/Udp»\n", fixed="FROM alpine:3.20\nEXPOSE 80 443/tcp 53/udp\n"),
        Good("FROM alpine:3.20\nARG PORT\nEXPOSE 80/tcp $PORT/udp\n"),
    )

    def check(self, expose: Expose) -> Findings:
        for word in expose.ports:
            port, _, protocol = word.raw.partition("/")
            lower = protocol.lower()
            if lower != protocol and lower in ("tcp", "udp", "sctp"):
                fixed = f"{port}/{lower}"
                fix = Fix(f"write `{fixed}`", (Edit(word.span, fixed),))
                yield self.finding(
                    word.span,
                    f"protocol `{protocol}` has capitals, which BuildKit warns about; write `{fixed}`",
                    fix=fix,
                )
