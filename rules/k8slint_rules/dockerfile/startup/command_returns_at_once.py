"""`command-returns-at-once`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Cmd, Entrypoint
from k8slint_rules._shared.returning_commands import returns_at_once


class CommandReturnsAtOnce(Rule[Cmd | Entrypoint]):
    """A container lives as long as its first process. A command that starts a server in the background and returns ends the
    container with it.

    `CMD service nginx start` works in a shell on a virtual machine. In a container the command succeeds, process 1 ends, and
    everything else in the container is killed. Docker shows `Exited (0)`, Kubernetes restarts the pod over and over
    (`CrashLoopBackOff`), and the log holds no error.

    Start the server itself, in the foreground: `httpd -D FOREGROUND`, `nginx -g 'daemon off;'`, `sshd -D`. Ignore this where
    the server's own configuration keeps it in the foreground.

    References: https://docs.docker.com/engine/containers/multi-service_container/,
    https://httpd.apache.org/docs/2.4/programs/httpd.html
    """

    name = "command-returns-at-once"
    title = "The command returns, so the container ends"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    since = "0.2.0"
    aliases = ()
    words = ("cmd", "entrypoint")
    examples = (
        Bad("FROM debian:12\nCMD «service nginx start»\n"),
        Bad('FROM debian:12\nENTRYPOINT «["/usr/sbin/apachectl", "start"]»\n'),
        Bad("FROM debian:12\nCMD migrate && «/usr/sbin/sshd»\n".replace("CMD migrate && «", "CMD «migrate && ")),
        Bad("FROM debian:12\nCMD «nginx»\n", why="A note, as its configuration may say `daemon off;`."),
        Good('FROM debian:12\nCMD ["apachectl", "-D", "FOREGROUND"]\n'),
        Good("FROM debian:12\nRUN echo 'daemon off;' >> /etc/nginx/nginx.conf\nCMD nginx\n"),
        Good("FROM debian:12\nCMD service nginx start && tail -f /var/log/nginx/access.log\n", why="This stays."),
    )

    def check(self, instruction: Cmd | Entrypoint) -> Findings:
        found = returns_at_once(instruction)
        if found is None:
            return
        unless = "" if found.certain else "unless its configuration says otherwise, "
        what = f"`{found.program}` starts its server in the background and returns, so the container ends"
        message = f"{unless}{what}; {found.remedy}"
        severity = self.severity if found.certain else Severity.INFO
        yield self.finding(instruction.command_span, message, severity=severity)
