"""`server-on-loopback`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Dockerfile
from k8slint_rules._shared.served_ports import served


class ServerOnLoopback(Rule[Dockerfile]):
    """Each container has a network of its own. A server that listens on `127.0.0.1` is reached only from inside the same
    container or pod.

    Development servers choose that address on purpose, to keep other machines out. In a container it also keeps out
    `docker run -p`, the Kubernetes Service, and the probes of the kubelet: the log says "running on http://127.0.0.1:8000",
    and every request from outside is refused.

    Tell the server to listen on all addresses, most often with `--host 0.0.0.0`. Ignore this where only a sidecar in the
    same pod talks to the server.

    References: https://docs.docker.com/engine/network/, https://www.uvicorn.org/settings/,
    https://flask.palletsprojects.com/en/stable/server/
    """

    name = "server-on-loopback"
    title = "The server listens where nobody reaches it"
    category = "networking"
    severity = Severity.WARNING
    profile = "development"
    since = "0.2.0"
    aliases = ()
    words = ("cmd", "entrypoint")
    examples = (
        Bad('FROM python:3.13\nEXPOSE 8000\nCMD «["uvicorn", "app:app", "--port", "8000"]»\n'),
        Bad("FROM python:3.13\nCMD «exec flask run --port 80»\n"),
        Bad(
            'FROM python:3.13\nCMD «["gunicorn", "app:app"]»\n',
            why="A note, as `gunicorn.conf.py` may name an address.",
        ),
        Good('FROM python:3.13\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0"]\n'),
        Good('FROM python:3.13\nENV FLASK_RUN_HOST=0.0.0.0\nCMD ["flask", "run"]\n'),
        Good('FROM python:3.13\nENV PORT=8080\nCMD ["gunicorn", "app:app"]\n', why="gunicorn reads `PORT`."),
    )

    def check(self, dockerfile: Dockerfile) -> Findings:
        stage = dockerfile.final_stage
        found = served(stage) if stage is not None else None
        if found is None or found.server.opened is None:
            return
        unless = "" if found.server.sure else "unless its configuration says otherwise, "
        message = (
            f"{unless}`{found.server.program}` listens on 127.0.0.1, so nothing outside the container reaches it; add"
            f" `{found.server.opened}`"
        )
        severity = self.severity if found.server.sure else Severity.INFO
        yield self.finding(found.instruction.command_span, message, severity=severity)
