"""`probe-port-nothing-listens`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity, decimal
from k8slint.project import ImageUse
from k8slint_rules._shared.listening import asked_port
from k8slint_rules._shared.port_evidence import known_ports, may_listen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint import Span
    from k8slint.project import BuiltImage, Running

_HOOKS = ("preStop", "postStart")


class ProbePortNothingListens(Rule[ImageUse]):
    """A health check asks a port that nothing listens on.

    Neither the image nor the manifest names this port, and both name another one. The check fails every time, so a
    healthy container is restarted again and again, or never gets a request. The usual story: the port changed from 80 to
    8080, and the probe was forgotten.

    Write the port that the program listens on. A check runs inside the container, so it needs the container's port and not
    the published one.

    k8slint looks at probes of manifests, `healthcheck:` of Compose and `HEALTHCHECK` of Dockerfiles. It says nothing where
    an argument, a variable, a ConfigMap or the command line names the port, where a second container may listen, and
    where the base image is not known. Ignore this when a configuration file in the image sets the port.

    References: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/,
    https://docs.docker.com/reference/dockerfile/#healthcheck
    """

    name = "probe-port-nothing-listens"
    title = "A health check asks a port nothing listens on"
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
        Bad(
            {
                "api/Dockerfile": 'FROM python:3.13\nEXPOSE 8080\nCMD ["python", "server.py"]\n',
                "compose.yaml": """\
services:
  api:
    build: api
    healthcheck:
      test: «["CMD", "curl", "-f", "http://api:80/health"]»
""",
                "compose-small.yaml": """\
services:
  api:
    build: api
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:8080/health"]
""",
            },
            why="The second file is a variant and not an override: each of its services is complete.",
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

    def check(self, subject: ImageUse) -> Findings:
        image, running = subject.image, subject.running
        if running is not None and (running.init or not _is_alone(running)):
            return
        for port, span in _asked(subject):
            known = known_ports(image, running)
            if known and port not in known and not may_listen(image, port, running=running):
                shown = ", ".join(str(number) for number in known[:4]) + (", …" if len(known) > 4 else "")
                message = f"the check asks port {port}, but the container listens on {shown}, so the check fails; ask"
                message += " a port that it listens on"
                yield self.finding(span, message, related=subject.related(_exposed_at(image), "what the image exposes"))


def _asked(subject: ImageUse) -> Iterator[tuple[int, Span]]:
    """The ports that checks ask of their own container, and where they say so."""
    container = None if subject.running is None else subject.running.container
    service = None if subject.running is None else subject.running.service
    for argv in subject.checks:
        port = asked_port(argv.words, None if service is None else service.name) if argv.words else None
        if port is not None:
            yield port, argv.span
    for probe in () if container is None else container.probes:
        if probe.program is None and probe.kind not in _HOOKS and probe.port is not None and probe.host is None:
            number = decimal(probe.port.value)
            if number is not None:
                yield number, probe.port.span


def _is_alone(running: Running) -> bool:
    """Whether no other container of the pod may listen."""
    containers = () if running.owner is None else running.owner.containers
    others = [container for container in containers if container is not running.container]
    return all(container.init and not container.ports for container in others)


def _exposed_at(image: BuiltImage) -> Span:
    return image.stage.ports[0].span if image.stage.ports else image.base_text.span
