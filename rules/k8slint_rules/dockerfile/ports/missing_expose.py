"""`missing-expose`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import Dockerfile, Expose, Stage, insert_before_start
from k8slint.images import known_image
from k8slint_rules._shared.served_ports import served


class MissingExpose(Rule[Dockerfile]):
    """The image starts a server, and no `EXPOSE` says on which port.

    Whoever writes the `docker run -p`, the Service or the probe has to read the source to find the number. `docker run -P`, and
    proxies that look at images, find nothing.

    Add `EXPOSE` with the port. It opens nothing; it is what the image says about itself. Nothing is reported where the base
    image exposes the port or is not known, and for a server that listens on 127.0.0.1 only (see `server-on-loopback`). Ignore
    this for images that only your own manifests use.

    Fix safety: safe for a port that the command line or `ENV` names; unsafe for a program's default, which its configuration
    may change.

    References: https://docs.docker.com/reference/dockerfile/#expose
    """

    name = "missing-expose"
    title = "The image does not say where it listens"
    category = "networking"
    severity = Severity.INFO
    aliases = ()
    examples = (
        Bad(
            'FROM python:3.13\n# start\nCMD «["uvicorn", "app:app", "--host", "::", "--port", "8080"]»\n',
            fixed='FROM python:3.13\nEXPOSE 8080\n# start\nCMD ["uvicorn", "app:app", "--host", "::", "--port", "8080"]\n',
        ),
        Bad(
            "FROM python:3.13\nCMD «flask run --host 0.0.0.0»\n",
            fixed="FROM python:3.13\nEXPOSE 5000\nCMD flask run --host 0.0.0.0\n",
            unsafe=True,
        ),
        Good('FROM python:3.13\nEXPOSE 8080\nCMD ["uvicorn", "app:app", "--host", "::", "--port", "8080"]\n'),
        Bad(
            "FROM python:3.13\n\nENV PORT=8081\n\nCMD «exec uvicorn app:app --host 0.0.0.0 --port $PORT»\n",
            fixed="FROM python:3.13\n\nENV PORT=8081\n\nEXPOSE 8081\n\nCMD exec uvicorn app:app --host 0.0.0.0 --port $PORT\n",
        ),
        Bad(
            'FROM python:3.13\nENV FLASK_RUN_PORT=8081 FLASK_RUN_HOST=0.0.0.0\nCMD «["flask", "run"]»\n',
            fixed='FROM python:3.13\nENV FLASK_RUN_PORT=8081 FLASK_RUN_HOST=0.0.0.0\nEXPOSE 8081\nCMD ["flask", "run"]\n',
        ),
        Good(
            'FROM python:3.13\nCMD ["uvicorn", "app:app", "--port", "8000"]\n',
            why="It listens on 127.0.0.1, where no port helps: `server-on-loopback`.",
        ),
        Good('FROM nginx:1.27\nCMD ["nginx", "-g", "daemon off;"]\n', why="The base image exposes 80."),
        Good(
            'FROM example/python-server:3\nCMD ["gunicorn", "-b", ":80", "app"]\n',
            why="An unknown image may expose it.",
        ),
        Good('FROM python:3.13\nENTRYPOINT ["python"]\nCMD []\n'),
        Good('FROM python:3.13\nCMD ["python", "batch.py"]\n', why="Nobody knows whether it listens."),
    )

    def check(self, dockerfile: Dockerfile) -> Findings:
        stage = dockerfile.final_stage
        if stage is None or any(at.of(Expose) for at in stage.lineage):
            return
        found = served(stage)
        if found is None or found.server.opened is not None or _exposes(stage, found.server.port) is not False:
            return
        port, program = found.server.port, found.server.program
        unless = "" if found.server.certain else " unless it is configured otherwise"
        message = (
            f"`{program}` listens on {port}{unless}, and no `EXPOSE` tells those who run the image; add `EXPOSE {port}`"
        )
        edit = insert_before_start(found.instruction, f"EXPOSE {port}")
        applicability = Applicability.SAFE if found.server.certain else Applicability.UNSAFE
        fix = Fix(f"expose {port}", (edit,), applicability)
        yield self.finding(found.instruction.command_span, message, fix=fix)


def _exposes(stage: Stage, port: int) -> bool | None:
    """Whether the base image exposes a port, None when it is not known."""
    image = stage.root.image
    known = known_image(image.text) if image is not None else None
    return None if known is None or known.ports is None else port in known.ports
