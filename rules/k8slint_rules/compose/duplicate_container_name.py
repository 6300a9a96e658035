"""`duplicate-container-name`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.compose import ComposeFile, interpolate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint import Span


class DuplicateContainerName(Rule[ComposeFile]):
    """Docker allows each container name once. Two services with the same `container_name` cannot both run, and Compose
    refuses the file: "container name … is already in use by service …".

    It happens when a service is copied to make another one.

    Give each service its own name, or remove `container_name`. Services reach each other by the name of the service, so
    most need none.

    Services with `profiles:` are not reported, because they may run without the others.

    References: https://docs.docker.com/reference/compose-file/services/#container_name
    """

    name = "duplicate-container-name"
    title = "Two services have the same container name"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: nginx:1.27\n    container_name: shop\n"
            "  api:\n    image: example/api:1\n    container_name: «shop»\n"
        ),
        Good(
            "services:\n  web:\n    image: nginx:1.27\n    container_name: shop\n"
            "  api:\n    image: example/api:1\n    container_name: shop-api\n"
            "  debug:\n    image: nginx:1.27\n    container_name: shop\n    profiles: [debug]\n",
            why="A service with profiles may run without the others.",
        ),
    )

    def check(self, file: ComposeFile) -> Findings:
        first: dict[str, tuple[str, Span]] = {}
        for service in file.services:
            node = service.node.scalar("container_name")
            name = None if node is None else interpolate(node.text)
            if node is None or not name or service.node.get("profiles") is not None:
                continue
            if name in first:
                owner, span = first[name]
                message = (
                    f"`{name}` is already the container name of `{owner}`, so Compose refuses the file; write another name, or"
                    " remove `container_name`"
                )
                yield self.finding(node.span, message, related=(Related("", span, "the first"),))
            else:
                first[name] = (service.name, node.span)
