"""`host-port-in-expose`."""

from __future__ import annotations

from k8slint import Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import Expose, state_before


class HostPortInExpose(Rule[Expose]):
    """`EXPOSE 8080:80` looks like `docker run -p 8080:80`. But an image does not decide which port of a host it gets.

    Docker keeps the `80` and drops the rest, so nothing listens on 8080 of the host. BuildKit warns about this form, and plans
    to refuse it.

    Write the container's port alone, and publish it where the container runs: `docker run -p`, `ports:` in Compose, a Service
    in Kubernetes.

    Fix safety: safe; the image is the same either way.

    References: https://docs.docker.com/reference/build-checks/expose-invalid-format/,
    https://docs.docker.com/reference/dockerfile/#expose
    """

    name = "host-port-in-expose"
    title = "`EXPOSE` cannot choose a port of the host"
    category = "networking"
    severity = Severity.WARNING
    profile = "development"
    aliases = ("buildkit:ExposeInvalidFormat",)
    words = ("expose",)
    examples = (
        Bad(
            "FROM alpine:3.20\nEXPOSE «8080:80» 443 «127.0.0.1:53:53/udp»\n",
            fixed="FROM alpine:3.20\nEXPOSE 80 443 53/udp\n",
        ),
        Good("FROM alpine:3.20\nEXPOSE 80 53/udp 8000-8010\n"),
    )

    def check(self, expose: Expose) -> Findings:
        state = state_before(expose)
        for word in expose.ports:
            value = word.expand(state.env)
            port = value.rpartition(":")[2] if value is not None else ""
            if value is not None and ":" in value and port[:1].isdigit():
                fix = None
                if word.raw == value:
                    fix = Fix(f"write `{port}`", (Edit(word.span, port),))
                message = (
                    f"`{value}` names a port of the host, and Docker drops that part; write `{port}`, and"
                    " publish it with `docker run -p`"
                )
                yield self.finding(word.span, message, fix=fix)
