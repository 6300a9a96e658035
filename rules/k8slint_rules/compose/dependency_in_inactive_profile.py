"""`dependency-in-inactive-profile`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.compose import ComposeFile, key_name
from k8slint.yaml import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.compose import ComposeServiceView


class DependencyInInactiveProfile(Rule[ComposeFile]):
    """A service that always starts depends on one that starts only with a profile. Without that profile Compose does
    not know the other service and refuses to start anything: "service "web" depends on undefined service "db"".

    Give both the same `profiles`, take the profile away from the dependency, or write `required: false` below it.

    Ignore it when you always start the project with this profile, for example with `COMPOSE_PROFILES` in `.env`.

    References: https://docs.docker.com/compose/how-tos/profiles/
    """

    name = "dependency-in-inactive-profile"
    title = "A service depends on one that needs a profile"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: example/web:1\n    depends_on: [«db»]\n  db:\n    image: postgres:17\n"
            "    profiles: [local]\n"
        ),
        Good(
            "services:\n  web:\n    image: example/web:1\n    depends_on:\n"
            "      db: {condition: service_started, required: false}\n"
            "  tool:\n    image: example/tool:1\n    profiles: [local]\n    depends_on: [db]\n"
            "  db:\n    image: postgres:17\n    profiles: [local]\n",
            why="It is optional, or both need the profile.",
        ),
    )

    def check(self, file: ComposeFile) -> Findings:
        services = {service.name: service for service in file.services}
        for service in file.services:
            if _profiles(service) != [] or service.extends is not None:
                continue
            for dependency in service.depends_on:
                other = services.get(dependency.value or "")
                profiles = _profiles(other) if other is not None else []
                if other is None or not profiles or _is_optional(service, other.name):
                    continue
                named = " or ".join(f"`{name}`" for name in profiles)
                message = (
                    f"`{other.name}` starts only with the profile {named}, so without it Compose refuses to start"
                    f" `{service.name}`; give both the same `profiles`, or write `required: false`"
                )
                related = (Related("", other.span, "the service with a profile"),)
                yield self.finding(dependency.span, message, related=related)


def _profiles(service: ComposeServiceView) -> list[str] | None:
    """The profiles of a service; None when they cannot be known."""
    items = service.node.items("profiles")
    names = [item.text for item in items if isinstance(item, Scalar) and "$" not in item.text]
    return names if len(names) == len(items) else None


def _is_optional(service: ComposeServiceView, name: str) -> bool:
    dependencies = service.node.mapping("depends_on")
    for entry, value in dependencies.pairs() if dependencies is not None else ():
        if key_name(entry) == name and isinstance(value, Mapping):
            required = value.scalar("required")
            return required is not None and (required.value is False or "$" in required.text)
    return False
