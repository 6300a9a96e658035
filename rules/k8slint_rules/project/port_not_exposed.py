"""`port-not-exposed`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Project, Related, Rule, Severity
from k8slint.project.port_evidence import may_listen
from k8slint.project.port_uses import of_container, of_service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.facts import ComposeService, ContainerFact
    from k8slint.project.port_uses import PortUse
    from k8slint.project.ties import Tie


class PortNotExposed(Rule[Project]):
    """The manifest or Compose file counts on a port, and the image's Dockerfile exposes another: one of the two is an old
    number, and whoever connects is refused.

    Use the port that the program listens on, and `EXPOSE` just that.

    `EXPOSE` opens nothing, so this is silent wherever the port may be right all the same: it stands in an argument, a
    variable or the command line; the base image may expose it; or another port of the container is an exposed one.
    """

    name = "port-not-exposed"
    category = "networking"
    needs = ("manifest", "compose")
    severity = Severity.WARNING
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            {
                "site/Dockerfile": 'FROM python:3.13\nEXPOSE 5000\nCMD ["python", "server.py"]\n',
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
        - containerPort: «8080»
""",
            }
        ),
        Bad(
            {
                "site/Dockerfile": 'FROM python:3.13\nEXPOSE 5000\nCMD ["python", "server.py"]\n',
                "site.yaml": """\
apiVersion: v1
kind: Service
metadata:
  name: site
spec:
  selector:
    app: site
  ports:
    - port: 80
      targetPort: «8080»
---
apiVersion: v1
kind: Pod
metadata:
  name: site
  labels:
    app: site
spec:
  containers:
    - name: site
      image: registry.example.com/site:1
""",
            }
        ),
        Bad(
            {
                "web/Dockerfile": "FROM nginx:1.27\nEXPOSE 8000\nCOPY site.conf /etc/nginx/conf.d/\n",
                "compose.yaml": 'services:\n  web:\n    build: web\n    ports:\n      - «"8080:8080"»\n',
            }
        ),
        Good(
            {
                "site/Dockerfile": 'FROM python:3.13\nEXPOSE 5000\nCMD ["python", "server.py"]\n',
                "site.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: registry.example.com/site:1
      env:
        - name: PORT
          value: "8080"
      ports:
        - containerPort: 8080
""",
            },
            why="A variable speaks of the port, so the program may listen there.",
        ),
        Good(
            {
                "web/Dockerfile": "FROM nginx:1.27\nCOPY site.conf /etc/nginx/conf.d/\n",
                "compose.yaml": 'services:\n  web:\n    build: web\n    ports:\n      - "8080:8080"\n',
            },
            why="Only the base image exposes a port, and the configuration that is copied may say another.",
        ),
        Good(
            {
                "api/Dockerfile": 'FROM python:3.13\nEXPOSE 8000\nCMD ["python", "server.py"]\n',
                "compose.yaml": (
                    'services:\n  api:\n    build: api\n    ports:\n      - "80:8000"\n      - "9090:9090"\n'
                ),
            },
            why="One of the ports is exposed, so the number is no old one.",
        ),
    )

    def check(self, project: Project) -> Iterator[Finding]:
        for running in project.running_containers:
            yield from self._compare(running.tie, of_container(project, running), running.container)
        for service in project.running_services:
            yield from self._compare(service.tie, of_service(service), service.service)

    def _compare(
        self, tie: Tie, uses: tuple[PortUse, ...] | None, running: ContainerFact | ComposeService
    ) -> Iterator[Finding]:
        image = tie.image
        own = image.exposed
        if not uses or not own or image.ports is None:
            return
        if any(image.exposes(use.number, use.protocol) for use in uses):
            return
        done: set[int] = set()
        for use in uses:
            if use.number in done or may_listen(image, use.number, running=running):
                continue
            done.add(use.number)
            exposed = ", ".join(
                f"{port.first}" if port.first == port.last else f"{port.first}-{port.last}" for port in own
            )
            related = tie.related(own[0].span, f"the image exposes {exposed}")
            related += tuple(
                Related(other.place.path, other.place.span, f"the {other.what}")
                for other in uses
                if other.number == use.number and other is not use
            )
            message = f"{use.what} {use.number} is not the image's, which exposes {exposed}; make the two agree"
            yield self.finding(use.place, message, related=related)
