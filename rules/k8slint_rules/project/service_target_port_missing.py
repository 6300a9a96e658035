"""`service-target-port-missing`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, Finding, Fix, Good, Project, Related, Rule, Severity
from k8slint.project.edits import replace_value
from k8slint.project.port_evidence import pod_may_listen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.facts import ContainerFact, ContainerPort, ServicePort
    from k8slint.project import ProjectObject

MAX_PAIRS = 10_000
"""Ports of a Service times workloads that it selects; more are not compared."""


class ServiceTargetPortMissing(Rule[Project]):
    """A Service sends to a port of its pods that none of them has.

    A `targetPort` by name is looked up among the containers' `ports` (kube `podutil.FindPort`); a name that nobody has leaves
    the Service without endpoints: an error. A number needs no entry, the process only has to listen there; so a number is
    a warning, and only where every container says which ports it has, this is none of them, and no probe, argument,
    variable or `EXPOSE` speaks of it either.

    Name the port in the container, or send to one that is there.

    Fix safety: unsafe; the target becomes the only port of that protocol that the pods declare.
    """

    name = "service-target-port-missing"
    category = "networking"
    needs = ("manifest",)
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            {
                "service.yaml": """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: web}
  ports:
    - port: 80
      targetPort: «http»
""",
                "pod.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {app: web}
spec:
  containers:
    - name: site
      image: site:1
      ports:
        - name: web
          containerPort: 8080
""",
            },
            fixed={
                "service.yaml": """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: web}
  ports:
    - port: 80
      targetPort: web
"""
            },
            unsafe=True,
        ),
        Bad(
            """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: web}
  ports:
    - port: «80»
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {app: web}
spec:
  containers:
    - name: site
      image: site:1
      ports:
        - containerPort: 8080
        - containerPort: 9090
""",
            why="Without `targetPort` the Service sends to its own number.",
        ),
        Bad(
            """\
apiVersion: v1
kind: Service
metadata:
  name: dns
spec:
  selector: {app: dns}
  ports:
    - port: 53
      protocol: UDP
      targetPort: «dns»
---
apiVersion: v1
kind: Pod
metadata:
  name: dns
  labels: {app: dns}
spec:
  containers:
    - name: dns
      image: dns:1
      ports:
        - name: dns
          containerPort: 53
""",
            why="The container's port of that name is a TCP port.",
        ),
        Good(
            """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: web}
  ports:
    - port: 80
      targetPort: 8080
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {app: web}
spec:
  containers:
    - name: site
      image: site:1
""",
            why="The container does not say which ports it has; the process may well listen there.",
        ),
        Good(
            """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: web}
  ports:
    - port: 80
      targetPort: 9000
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {app: web}
spec:
  containers:
    - name: site
      image: site:1
      args: [--admin=:9000]
      ports:
        - containerPort: 8080
""",
            why="An argument speaks of the port, so the program may listen there.",
        ),
    )

    def check(self, project: Project) -> Iterator[Finding]:
        for service in project.services:
            fact = service.fact.service
            if fact is None or fact.type == "ExternalName" or not fact.ports:
                continue
            pods = project.selected_by(service)
            if not pods or project.may_be_patched(service) or any(project.may_be_patched(item) for item in pods):
                continue
            if len(pods) * len(fact.ports) > MAX_PAIRS:
                continue
            declared = [own for item in pods for container in _containers(item) for own in container.ports]
            for port in fact.ports:
                if port.target_is_name:
                    yield from self._named(project, service, port, pods, declared)
                elif not fact.headless:
                    yield from self._numbered(project, service, port, pods, declared)

    def _named(
        self,
        project: Project,
        service: ProjectObject,
        port: ServicePort,
        pods: tuple[ProjectObject, ...],
        declared: list[ContainerPort],
    ) -> Iterator[Finding]:
        target = port.target
        if target is None or target.value is None:
            return
        if any(own.name == target.value and own.protocol == port.protocol for own in declared):
            return
        other = next((own.protocol for own in declared if own.name == target.value), None)
        if other is not None:
            message = f"the pods' port `{target.value}` is a {other} port, but the Service sends {port.protocol}"
            message += "; make the protocols equal"
        else:
            message = f"no container of the selected pods has a port named `{target.value}`; name it there, or send to"
            message += f" {_choice(declared)}"
        yield self.finding(
            service.place(target.span),
            message,
            related=_related(pods),
            fix=self._only(project, service, port, declared),
        )

    def _numbered(
        self,
        project: Project,
        service: ProjectObject,
        port: ServicePort,
        pods: tuple[ProjectObject, ...],
        declared: list[ContainerPort],
    ) -> Iterator[Finding]:
        target = port.target
        if target is None:
            number, span = port.number, port.span
        else:
            number = int(target.value) if target.value is not None and target.value.isdigit() else None
            span = target.span
        if number is None or any(pod_may_listen(project, item, number, port.protocol) for item in pods):
            return
        message = (
            f"the selected pods declare no port {number}/{port.protocol}, only {_list(declared)}; send to one of them"
        )
        fix = self._only(project, service, port, declared) if target is not None else None
        yield self.finding(service.place(span), message, related=_related(pods), fix=fix, severity=Severity.WARNING)

    def _only(
        self, project: Project, service: ProjectObject, port: ServicePort, declared: list[ContainerPort]
    ) -> Fix | None:
        choices = {own.name or str(own.number) for own in declared if own.protocol == port.protocol}
        choice = choices.pop() if len(choices) == 1 else None
        if choice is None or port.target is None or choice == "None" or not (choice.isdigit() or port.target_is_name):
            return None
        place = service.place(port.target.span)
        edit = replace_value(project, place, int(choice) if choice.isdigit() else choice)
        return None if edit is None else Fix(f"send to `{choice}`", (edit,), Applicability.UNSAFE)


def _containers(item: ProjectObject) -> tuple[ContainerFact, ...]:
    return () if item.pod is None else item.pod.containers


def _choice(declared: list[ContainerPort]) -> str:
    return f"one that is there ({_list(declared)})" if declared else "a number"


def _list(declared: list[ContainerPort]) -> str:
    shown = dict.fromkeys(f"`{own.name}`" if own.name else str(own.number) for own in declared)
    return ", ".join(list(shown)[:4]) + (", …" if len(shown) > 4 else "")


def _related(pods: tuple[ProjectObject, ...]) -> tuple[Related, ...]:
    """The ports of the first workload."""
    item = pods[0]
    ports = [own for container in _containers(item) for own in container.ports]
    place = item.place(ports[0].span if ports else None)
    what = "its ports" if ports else "which declares no port"
    return (Related(place.path, place.span, f"the Service selects pods of {item.kind} `{item.name}`: {what}"),)
