"""`container-name-of-replicas`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.compose import ComposeServiceView


class ContainerNameOfReplicas(Rule[ComposeServiceView]):
    """Docker allows each container name once, so a service with `container_name` cannot run more than one replica.
    Compose refuses the file: "can't set container_name and … as container name must be unique".

    It happens when somebody scales a service that was written for one container.

    Remove `container_name`. Compose then calls the containers `<project>-<service>-1`, `-2`, and so on. Other services
    reach them by the name of the service.

    References: https://docs.docker.com/reference/compose-file/services/#container_name
    """

    name = "container-name-of-replicas"
    title = "Several replicas share one container name"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: nginx:1.27\n    container_name: «web»\n    deploy:\n      replicas: 3\n"
            "  api:\n    image: example/api:1\n    scale: 2\n    container_name: «api»\n"
        ),
        Good(
            "services:\n  web:\n    image: nginx:1.27\n    container_name: web\n    deploy:\n      replicas: 1\n"
            "  api:\n    image: example/api:1\n    deploy:\n      replicas: 3\n"
        ),
    )

    def check(self, service: ComposeServiceView) -> Findings:
        name = service.node.scalar("container_name")
        deploy = service.node.mapping("deploy")
        if name is None:
            return
        # `scale` wins where both stand; with different values Compose refuses the file anyway.
        count = service.node.scalar("scale") or (None if deploy is None else deploy.scalar("replicas"))
        if count is not None and isinstance(count.value, int) and count.value > 1:
            message = (
                f"{count.value} containers cannot all be called `{name.text}`, so Compose refuses the file; remove"
                " `container_name`"
            )
            yield self.finding(name.span, message, related=(Related("", count.span, "the number of replicas"),))
