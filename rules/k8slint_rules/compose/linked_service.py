"""`linked-service`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity
from k8slint.compose import ComposeFile
from k8slint.yaml import Mapping, Scalar, Sequence, remove_entry, remove_item, rename_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint import Edit
    from k8slint.compose import ComposeServiceView
    from k8slint.yaml import Node


class LinkedService(Rule[ComposeFile]):
    """`links:` comes from the time before Docker had networks. All services of a Compose file share a network, on which
    each is found by its name. A link only adds an order in which services start.

    Write `depends_on:` for the order and remove the link.

    Links that give another name (`db:database`) do a thing of their own and are not reported. Nor are links with
    `network_mode: bridge`, which is the one network without names, or between services that share no network.

    Fix safety: unsafe; a link also makes the names `db-1` and `<project>-db-1`, and Compose restarts a service when it
    replaces one that it is linked to.

    References: https://docs.docker.com/compose/how-tos/networking/
    """

    name = "linked-service"
    title = "A service is linked that needs no link"
    category = "deprecation"
    severity = Severity.INFO
    profile = "maintenance"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: example/web:1\n    links:\n      - «db»\n  db:\n    image: postgres:17\n",
            fixed="services:\n  web:\n    image: example/web:1\n    depends_on:\n      - db\n  db:\n    image: postgres:17\n",
            unsafe=True,
        ),
        Bad(
            "services:\n  web:\n    image: example/web:1\n    links: [«db», «'queue:queue'»]\n    depends_on: [db, queue]\n"
            "  db:\n    image: postgres:17\n  queue:\n    image: nats:2\n",
            fixed="services:\n  web:\n    image: example/web:1\n    depends_on: [db, queue]\n"
            "  db:\n    image: postgres:17\n  queue:\n    image: nats:2\n",
            unsafe=True,
        ),
        Bad(
            "services:\n  web:\n    image: example/web:1\n    links: [«db», outside]\n    depends_on: [db]\n"
            "  db:\n    image: postgres:17\n",
            fixed="services:\n  web:\n    image: example/web:1\n    links: [outside]\n    depends_on: [db]\n"
            "  db:\n    image: postgres:17\n",
            unsafe=True,
            why="`outside` is not in this file.",
        ),
        Good(
            "services:\n  web:\n    image: example/web:1\n    links:\n      - db:database\n  db:\n    image: postgres:17\n",
            why="The program looks for `database`, a name that only this link gives.",
        ),
        Good(
            "services:\n  web:\n    image: example/web:1\n    depends_on:\n      - db\n    external_links:\n      - old-db\n"
            "  db:\n    image: postgres:17\n",
            why="A container of another project.",
        ),
        Good(
            "services:\n  web:\n    image: example/web:1\n    network_mode: bridge\n    links:\n      - db\n"
            "  db:\n    image: postgres:17\n    network_mode: bridge\n",
            why="The old bridge network has no names.",
        ),
        Good(
            "web:\n  image: example/web:1\n  links:\n    - db\ndb:\n  image: postgres:17\n", path="docker-compose.yml"
        ),
    )

    def check(self, file: ComposeFile) -> Findings:
        services = {service.name: service for service in file.services}
        for service in () if file.legacy else file.services:
            yield from self._look(service, services)

    def _look(self, service: ComposeServiceView, services: dict[str, ComposeServiceView]) -> Findings:
        links = service.node.sequence("links")
        if links is None:
            return
        found = [
            item
            for item in links.resolved()
            if isinstance(item, Scalar) and _plain(item) and _reachable(service, item, services)
        ]
        fixes = _fixes(service, links, found)
        for item in found:
            name = item.text.partition(":")[0]
            message = (
                f"`{name}` is reached by its name without a link; write `depends_on` for the order and remove the link"
            )
            yield self.finding(item.span, message, fix=fixes.get(item))


def _plain(item: Scalar) -> bool:
    name, _, alias = item.text.partition(":")
    return alias in ("", name) and "$" not in item.text


def _reachable(service: ComposeServiceView, item: Scalar, services: dict[str, ComposeServiceView]) -> bool:
    """Whether the other service stands in this file and shares a network."""
    other = services.get(item.text.partition(":")[0])
    if other is None or other is service:
        return False
    mine, its = _networks(service), _networks(other)
    return mine is not None and its is not None and not mine.isdisjoint(its)


def _networks(service: ComposeServiceView) -> frozenset[str] | None:
    """Names of networks; None when they cannot be known."""
    if service.extends is not None or service.node.get("network_mode") is not None:
        return None
    node = service.node.get("networks")
    if isinstance(node, Mapping):
        return frozenset(entry.name for entry, _ in node.pairs(nulls=True))
    if isinstance(node, Sequence):
        return frozenset(item.text for item in node.resolved() if isinstance(item, Scalar)) or frozenset(("default",))
    return frozenset(("default",))


def _fixes(service: ComposeServiceView, links: Sequence, found: list[Scalar]) -> dict[Node, Fix]:
    """A link goes where `depends_on` has the name; all of them become `depends_on` where there is none."""
    entry = service.node.entry("links")
    if entry is None or entry.value is not links:
        return {}
    whole = len(found) == len(links.items) and all(
        item is other for item, other in zip(found, links.items, strict=True)
    )
    ordered = {dependency.value for dependency in service.depends_on}
    if "depends_on" not in service.node.index and whole and found:
        edit = rename_key(service.source, entry, "depends_on") if all(":" not in item.text for item in found) else None
        return _same(found, "say `depends_on` in place of `links`", edit)
    if not all(item.text.partition(":")[0] in ordered for item in found):
        return {}
    if whole:
        return _same(found, "remove `links`", remove_entry(service.source, service.node, entry))
    if len(found) == 1:
        return _same(found, f"remove the link `{found[0].text}`", remove_item(service.source, links, found[0]))
    return {}


def _same(found: list[Scalar], title: str, edit: Edit | None) -> dict[Node, Fix]:
    return {} if edit is None else dict.fromkeys(found, Fix(title, (edit,), Applicability.UNSAFE))
