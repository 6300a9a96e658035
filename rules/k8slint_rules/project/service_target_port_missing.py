"""`service-target-port-missing`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Related, Rule, Severity, decimal
from k8slint.kubernetes import is_literal
from k8slint.project import ProjectService, replace_value
from k8slint_rules._shared.port_evidence import pod_may_listen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.project import ContainerPort, ProjectWorkload, ServicePort

    Pods = tuple[ProjectWorkload, ...]

MAX_PAIRS = 10_000
"""Ports of a Service times workloads that it selects; more are not compared."""


class ServiceTargetPortMissing(Rule[ProjectService]):
    """A Service sends to a port that its pods do not have.

    A `targetPort` by name is looked up among the `ports` of the pods' containers. If no container has that name, the
    Service has no endpoints and every connection is refused: an error. It happens when the port is renamed from `web` to
    `http` in the Deployment only.

    A number needs no entry in `ports`; the program only has to listen there. So a number is a warning, and only where every
    container lists its ports, this is not one of them, and nothing else names it: no probe, argument, variable,
    ConfigMap, `EXPOSE` or known image.

    A selector that is too wide is reported too: some of the selected pods declare the port, and others list their ports
    without it. These get a share of the requests and refuse them.

    Declare the port in the container, send to one that is there, or select fewer pods. Ignore this for a port that the
    program opens without any configuration.

    Fix safety: unsafe; the Service then sends to the only port of that protocol that the pods declare.

    References: https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
    """

    name = "service-target-port-missing"
    title = "A Service sends to a port its pods lack"
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
        Bad(
            """\
apiVersion: v1
kind: Service
metadata:
  name: shop
spec:
  selector:
    part-of: shop
  ports:
    - port: 80
      targetPort: «8080»
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    part-of: shop
spec:
  containers:
    - name: web
      image: example/web:1
      ports:
        - containerPort: 8080
---
apiVersion: v1
kind: Pod
metadata:
  name: worker
  labels:
    part-of: shop
spec:
  containers:
    - name: worker
      image: example/worker:1
      ports:
        - name: metrics
          containerPort: 9090
""",
            why="The label is on the pods of the worker too.",
        ),
        Good(
            """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: collector
data:
  config.yaml: |
    endpoint: 0.0.0.0:5317
---
apiVersion: v1
kind: Service
metadata:
  name: collector
spec:
  selector:
    app: collector
  ports:
    - port: 5317
---
apiVersion: v1
kind: Pod
metadata:
  name: collector
  labels:
    app: collector
spec:
  containers:
    - name: collector
      image: collector:1
      ports:
        - containerPort: 4317
      volumeMounts:
        - name: config
          mountPath: /etc/collector
  volumes:
    - name: config
      configMap:
        name: collector
""",
            why="The ConfigMap that the pod mounts names the port.",
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
            why="An argument names the port, so the program may listen there.",
        ),
        Bad(
            """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: «8081»
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
    - name: web
      image: acme/web:1
      ports:
        - name: http
          containerPort: 8080
""",
        ),
        Good(
            """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: ExternalName
  externalName: web.example.com
  selector:
    app: web
  ports:
    - port: 80
      targetPort: other
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
    - name: web
      image: acme/web:1
      ports:
        - name: http
          containerPort: 8080
""",
            why="It has no pods; its ports are only remarks.",
        ),
        Good(
            """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: None
  selector:
    app: web
  ports:
    - port: 80
      targetPort: 8081
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
    - name: web
      image: acme/web:1
      ports:
        - name: http
          containerPort: 8080
""",
            why="A headless Service does not send: clients choose the port.",
        ),
        Good(
            {
                "base/web.yaml": """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: web
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
    - name: web
      image: acme/web:1
      ports:
        - name: http
          containerPort: 8080
""",
                "base/kustomization.yaml": "resources:\n  - web.yaml\n",
                "prod/kustomization.yaml": "resources:\n  - ../base\npatches:\n  - path: patch.yaml\n",
                "prod/patch.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      ports:
        - name: web
          containerPort: 8080
""",
            },
            why="The overlay names the port.",
        ),
        Good(
            """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: "${PORT}"
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
    - name: web
      image: acme/web:1
      ports:
        - name: http
          containerPort: 8080
""",
            why="What a variable stands for is not known.",
        ),
    )

    def check(self, service: ProjectService) -> Findings:
        fact = service.service
        pods = service.selected if fact.type != "ExternalName" and is_literal(fact.type) and fact.ports else None
        if not pods or len(pods) * len(fact.ports) > MAX_PAIRS:
            return
        if service.may_be_patched or any(item.may_be_patched for item in pods):
            return
        declared = [own for item in pods for container in item.containers for own in container.ports]
        if not all(own.number is not None and is_literal(f"{own.name} {own.protocol}") for own in declared):
            return
        for port in fact.ports:
            if not is_literal(port.protocol):
                continue
            if port.target_is_name:
                yield from self._named(service, port, pods, declared)
            elif not fact.headless:
                yield from self._numbered(service, port, pods, declared)

    def _named(self, service: ProjectService, port: ServicePort, pods: Pods, declared: list[ContainerPort]) -> Findings:
        target = port.target
        if target is None or target.value is None or service.project.may_select_others(service):
            return
        if any(own.name == target.value and own.protocol == port.protocol for own in declared):
            return
        other = next((own.protocol for own in declared if own.name == target.value), None)
        if other is not None:
            message = f"the pods' port `{target.value}` is a {other} port, but the Service sends {port.protocol}"
            message += "; write the same protocol in both"
        else:
            message = (
                f"no container of the selected pods has a port named `{target.value}`, so the Service has no endpoints"
            )
            message += f"; name it there, or send to {_choice(declared)}"
        fix = _only(service, port, declared)
        yield self.finding(target.span, message, related=_related(pods), fix=fix)

    def _numbered(
        self, service: ProjectService, port: ServicePort, pods: Pods, declared: list[ContainerPort]
    ) -> Findings:
        target = port.target
        number = port.number if target is None else decimal(target.value)
        if number is None or service.project.may_select_others(service):
            return
        lacking = [item for item in pods if not pod_may_listen(item, number, port.protocol)]
        if lacking and len(lacking) < len(pods):
            yield from self._in_part(service, port, (number, port.protocol), lacking, declared)
        if len(lacking) < len(pods):
            return
        message = (
            f"the selected pods declare no port {number}/{port.protocol}, only {_list(declared)}; declare it, or send to one of"
            " those"
        )
        fix = _only(service, port, declared) if target is not None else None
        yield self.finding((target or port).span, message, related=_related(pods), fix=fix, severity=Severity.WARNING)

    def _in_part(
        self,
        service: ProjectService,
        port: ServicePort,
        wanted: tuple[int, str],
        lacking: list[ProjectWorkload],
        declared: list[ContainerPort],
    ) -> Findings:
        """Some of the selected pods surely have the port, and others surely have not."""
        if any((own.number, own.protocol) == wanted for own in declared):
            item = lacking[0]
            message = (
                f"the Service also selects the pods of {item.kind} `{item.name}`, which declare no port"
                f" {wanted[0]}/{wanted[1]}, so a part of the requests fails; select only the pods that have it"
            )
            span = (port.target or port).span
            yield self.finding(span, message, related=_related((item,)), severity=Severity.WARNING)


def _only(service: ProjectService, port: ServicePort, declared: list[ContainerPort]) -> Fix | None:
    """Sends to the only port of the protocol that the pods declare."""
    choices = {own.name or own.number for own in declared if own.protocol == port.protocol}
    choice = choices.pop() if len(choices) == 1 else None
    if choice is None or port.target is None or not (isinstance(choice, int) or port.target_is_name):
        return None
    edit = replace_value(service.project, service.place(port.target.span), choice)
    return None if edit is None else Fix(f"send to `{choice}`", (edit,), Applicability.UNSAFE)


def _choice(declared: list[ContainerPort]) -> str:
    return f"one that is there ({_list(declared)})" if declared else "a number"


def _list(declared: list[ContainerPort]) -> str:
    shown = dict.fromkeys(f"`{own.name}`" if own.name else str(own.number) for own in declared)
    return ", ".join(list(shown)[:4]) + (", …" if len(shown) > 4 else "")


def _related(pods: Pods) -> tuple[Related, ...]:
    """The ports of the first workload."""
    item = pods[0]
    ports = [own for container in item.containers for own in container.ports]
    place = item.place(ports[0].span if ports else None)
    what = "its ports" if ports else "which declares no port"
    return (Related(place.path, place.span, f"the Service selects pods of {item.kind} `{item.name}`: {what}"),)
