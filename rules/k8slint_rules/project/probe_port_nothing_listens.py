"""`probe-port-nothing-listens`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Place, Project, Related, Rule, Severity
from k8slint.images.listening import asked_port
from k8slint.project.built_image import BuiltImage
from k8slint.project.port_evidence import known_ports, may_listen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.facts import ComposeService, ContainerFact, Probe
    from k8slint.project import RunningContainer
    from k8slint.project.ties import Tie
    from k8slint.source import Span

_HOOKS = ("preStop", "postStart")


class ProbePortNothingListens(Rule[Project]):
    """A health check asks a port that neither the image exposes nor the manifest names, while both speak of another: it fails
    each time, and the container is restarted again and again, or never gets requests.

    Ask the port that the program listens on. A check runs inside: it sees the container's port, not the published one.

    Looks at the probes of manifests, `healthcheck:` of Compose and `HEALTHCHECK` of Dockerfiles. Silent where the port stands
    in an argument, a variable or the command line, where a second container may listen, and where the base image, which may
    expose more, is not known.
    """

    name = "probe-port-nothing-listens"
    category = "reliability"
    severity = Severity.WARNING
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            {
                "site/Dockerfile": 'FROM python:3.13\nEXPOSE 8080\nCMD ["python", "server.py"]\n',
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
      livenessProbe:
        httpGet:
          path: /health
          port: «80»
""",
            }
        ),
        Bad(
            {
                "site/Dockerfile": """\
FROM nginx:1.27
HEALTHCHECK CMD «curl -f http://localhost:8080/ || exit 1»
""",
                "compose.yaml": """\
services:
  site:
    build: site
    ports:
      - "8080:80"
    healthcheck:
      test: «["CMD", "curl", "-f", "http://localhost:8080/"]»
""",
            },
            why="8080 is the port on the host; nginx listens on 80.",
        ),
        Good(
            {
                "site/Dockerfile": 'FROM python:3.13\nEXPOSE 8080\nCMD ["python", "server.py"]\n',
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
        - name: health
          containerPort: 8081
      livenessProbe:
        httpGet:
          path: /health
          port: 8081
      readinessProbe:
        httpGet:
          path: /health
          port: health
""",
            },
            why="The manifest names the port.",
        ),
        Good(
            {
                "site/Dockerfile": """\
FROM nginx:1.27
COPY site.conf /etc/nginx/conf.d/
HEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1
"""
            },
            why="The configuration that the image copies may say 8080.",
        ),
    )

    def check(self, project: Project) -> Iterator[Finding]:
        for running in project.running_containers:
            fact = running.container
            if not fact.init and _alone(running):
                for probe in fact.probes:
                    yield from self._compare(running.tie, _asked(probe), running.path, fact)
        for service in project.running_services:
            check = service.service.healthcheck
            if check is not None and check.words:
                yield from self._compare(
                    service.tie, (asked_port(check.words), check.span), service.path, service.service
                )
        for path, dockerfile in project.dockerfiles.items():
            stage = dockerfile.stages[-1] if dockerfile.stages else None
            check = stage.healthcheck if stage is not None else None
            port = asked_port(check.words) if check is not None and check.words else None
            if stage is None or check is None or port is None:
                continue
            image = BuiltImage(dockerfile.stages, stage)
            known = known_ports(image, None)
            if known and port not in known and not may_listen(image, port):
                related = (Related(path, _exposed_at(image), "what the image exposes"),)
                yield self.finding(Place(path, check.span), _message(port, known), related=related)

    def _compare(
        self, tie: Tie, asked: tuple[int | None, Span], path: str, running: ContainerFact | ComposeService
    ) -> Iterator[Finding]:
        port, span = asked
        image = tie.image
        known = None if port is None else known_ports(image, running)
        if port is None or not known or port in known or may_listen(image, port, running=running):
            return
        related = tie.related(_exposed_at(image), "what the image exposes")
        yield self.finding(Place(path, span), _message(port, known), related=related)


def _message(port: int, known: list[int]) -> str:
    shown = ", ".join(str(number) for number in known[:4]) + (", …" if len(known) > 4 else "")
    return f"the check asks port {port}, and the container has {shown}; ask a port that it listens on"


def _asked(probe: Probe) -> tuple[int | None, Span]:
    """The port that a probe asks of its own container, and where it says so."""
    if probe.program is not None:
        return (asked_port(probe.program.words) if probe.program.words else None), probe.program.span
    if probe.kind in _HOOKS or probe.port is None or probe.host is not None:
        return None, probe.span
    value = probe.port.value
    return (int(value) if value is not None and value.isdigit() else None), probe.port.span


def _alone(running: RunningContainer) -> bool:
    """Whether no other container of the pod may listen."""
    pod = running.owner.pod
    others = [] if pod is None else [container for container in pod.containers if container is not running.container]
    return all(container.init and not container.ports for container in others)


def _exposed_at(image: BuiltImage) -> Span:
    return image.stage.ports[0].span if image.stage.ports else image.base_text.span
