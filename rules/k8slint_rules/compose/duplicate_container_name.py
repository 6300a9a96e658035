"""`duplicate-container-name`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, ComposeFile, Finding, Good, Related, Rule, Severity
from k8slint.compose.forms import interpolate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint import Span


class DuplicateContainerName(Rule[ComposeFile]):
    """Two services have the same `container_name`, and Docker has one container of a name: Compose refuses the file
    ("container name … is already in use by service …", compose-go types/project.go, CheckContainerNameUnicity).

    Give each its own, or leave `container_name` out: services find each other by the name of the service.
    """

    name = "duplicate-container-name"
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

    def check(self, file: ComposeFile) -> Iterator[Finding]:
        first: dict[str, tuple[str, Span]] = {}
        for service in file.services:
            node = service.node.scalar("container_name")
            name = None if node is None else interpolate(node.text)
            if node is None or not name or service.node.get("profiles") is not None:
                continue
            if name in first:
                owner, span = first[name]
                message = f"`{name}` is the container of `{owner}` already; give it another name, or none"
                yield self.finding(node.span, message, related=(Related("", span, "named here first"),))
            else:
                first[name] = (service.name, node.span)
