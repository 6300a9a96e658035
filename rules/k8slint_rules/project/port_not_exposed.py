"""`port-not-exposed`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.project import Running
from k8slint_rules._shared.port_evidence import may_listen
from k8slint_rules._shared.port_uses import port_uses


class PortNotExposed(Rule[Running]):
    """A manifest or Compose file uses a port that the image does not expose, while the image exposes another.

    One of the two is an old number. Somebody changed the port of the program and `EXPOSE`, and the manifest still says
    8080: the pod runs, and everybody who connects is refused.

    Find out where the program listens, and write that number in both files.

    `EXPOSE` opens nothing, so k8slint says nothing wherever the port may be right all the same: where an argument, a
    variable, a ConfigMap or the command line names it, where the base image may expose it, and where another port of
    the container is one that the image exposes. Ignore this when a configuration file in the image sets the port.

    References: https://docs.docker.com/reference/dockerfile/#expose
    """

    name = "port-not-exposed"
    title = "The image exposes another port than the manifest uses"
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
            why="A variable names the port, so the program may listen there.",
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
            why="One of the ports is exposed, so the number is not an old one.",
        ),
    )

    def check(self, running: Running) -> Findings:
        image = running.tie.image
        own = image.exposed
        uses = port_uses(running) if own and image.ports is not None else ()
        if not uses or any(image.exposes(use.number, use.protocol) for use in uses):
            return
        exposed = ", ".join(f"{port.first}" if port.first == port.last else f"{port.first}-{port.last}" for port in own)
        done: set[int] = set()
        for use in uses:
            if use.number in done or may_listen(image, use.number, running=running):
                continue
            done.add(use.number)
            related = running.tie.related(own[0].span, f"the image exposes {exposed}")
            related += tuple(
                Related(other.place.path, other.place.span, f"the {other.what}")
                for other in uses
                if other.number == use.number and other is not use
            )
            message = (
                f"{use.what} {use.number} is not one that the image exposes ({exposed}), so connections may be refused"
            )
            yield self.finding(use.place, message + "; use the same port in both", related=related)
