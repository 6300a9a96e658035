"""`unexposed-container-port`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, Finding, Fix, Good, Place, Project, Related, Rule, Severity
from k8slint.images.listening import listening
from k8slint.project.port_uses import of_container, of_service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.project.built_image import BuiltImage
    from k8slint.project.port_uses import PortUse
    from k8slint.project.ties import Tie


class UnexposedContainerPort(Rule[Project]):
    """A manifest or Compose file says on which port the image listens, and the Dockerfile does not: who runs the image
    elsewhere has to find out, and `docker run -P` and proxies that look at images find nothing.

    `EXPOSE` the port in the Dockerfile. It opens nothing; it is what the image says about itself.

    Silent where the Dockerfile exposes another port (see `port-not-exposed`), where the base image may expose it, and where
    the command line alone shows the port (see `missing-expose`).

    Fix safety: safe; the image gains a line of metadata and opens nothing.
    """

    name = "unexposed-container-port"
    category = "networking"
    needs = ("manifest", "compose")
    severity = Severity.INFO
    profile = "maintenance"
    aliases = ()
    examples = (
        Bad(
            {
                "site/Dockerfile": (
                    'FROM python:3.13\nCOPY . /app\n# serves\nENTRYPOINT ["python"]\nCMD «["/app/server.py"]»\n'
                ),
                "site.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: registry.example.com/site:1
      ports:
        - containerPort: 8080
        - containerPort: 9090
          protocol: UDP
""",
            },
            fixed={
                "site/Dockerfile": (
                    "FROM python:3.13\nCOPY . /app\nEXPOSE 8080 9090/udp\n# serves\n"
                    'ENTRYPOINT ["python"]\nCMD ["/app/server.py"]\n'
                )
            },
        ),
        Good(
            {
                "site/Dockerfile": 'FROM example/server:3\nCMD ["/serve"]\n',
                "compose.yaml": 'services:\n  site:\n    build: site\n    ports:\n      - "80:8080"\n',
            },
            why="The base image may expose it.",
        ),
        Good(
            {
                "site/Dockerfile": 'FROM python:3.13\nCMD ["python3", "-m", "http.server", "80"]\n',
                "compose.yaml": 'services:\n  site:\n    build: site\n    ports:\n      - "80:8080"\n',
            },
            why="The command line says on which port it listens, and that is another one.",
        ),
    )

    def check(self, project: Project) -> Iterator[Finding]:
        wanted: dict[tuple[str, int], tuple[Tie, list[PortUse]]] = {}
        for container in project.running_containers:
            key = (container.tie.dockerfile, container.tie.stage.index)
            wanted.setdefault(key, (container.tie, []))[1].extend(of_container(project, container) or ())
        for service in project.running_services:
            key = (service.tie.dockerfile, service.tie.stage.index)
            wanted.setdefault(key, (service.tie, []))[1].extend(of_service(service) or ())
        for tie, uses in wanted.values():
            if uses and not tie.stage.ports and tie.image.ports is not None:
                yield from self._compare(project, tie, uses)

    def _compare(self, project: Project, tie: Tie, uses: list[PortUse]) -> Iterator[Finding]:
        image, stage = tie.image, tie.stage
        started = stage.cmd or stage.entrypoint
        if started is None or image.ports:
            return
        server = listening(_command(image))
        if server is not None and server.certain:
            return
        missing: dict[str, PortUse] = {}
        for use in uses:
            if not image.exposes(use.number, use.protocol) and (server is None or server.port != use.number):
                protocol = use.protocol.lower()
                missing.setdefault(str(use.number) if protocol == "tcp" else f"{use.number}/{protocol}", use)
        if not missing:
            return
        ports = " ".join(missing)
        first = next(iter(missing.values()))
        place = Place(tie.dockerfile, started.span)
        related = [Related(use.place.path, use.place.span, f"the {use.what}") for use in missing.values()][:3]
        if tie.place is not None and tie.place.path != first.place.path:
            related.append(Related(tie.place.path, tie.place.span, tie.how))
        message = (
            f"the image is run with port {ports.replace(' ', ' and ')}, and no `EXPOSE` says so; add `EXPOSE {ports}`"
        )
        yield self.finding(place, message, related=tuple(related), fix=_fix(project, place, ports))


def _command(image: BuiltImage) -> tuple[str, ...]:
    parts = (image.stage.entrypoint, image.stage.cmd)
    return tuple(word for argv in parts if argv is not None for word in argv.words or ())


def _fix(project: Project, place: Place, ports: str) -> Fix | None:
    """`EXPOSE` in front of the instruction that starts the program."""
    from k8slint.dockerfile.edits import insert_before_start
    from k8slint.dockerfile.instructions import Cmd, Entrypoint

    dockerfile = project.reread.dockerfile(place.path)
    for instruction in () if dockerfile is None else dockerfile.instructions:
        if isinstance(instruction, (Cmd, Entrypoint)) and instruction.command_span == place.span:
            edit = insert_before_start(instruction, f"EXPOSE {ports}")
            return Fix(f"expose {ports}", (edit,), Applicability.SAFE)
    return None
