"""`linked-service`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, ComposeFile, Finding, Fix, Good, Rule, Severity
from k8slint.yaml.edits import remove_entry, remove_item, rename_key
from k8slint.yaml.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint import ComposeServiceView, Edit
    from k8slint.yaml.tree import Node


class LinkedService(Rule[ComposeFile]):
    """`links:` is from before Docker had networks. The services of a Compose file share one, on which each is found by
    its name, so a link adds nothing but an order to start in.

    Say `depends_on:` for the order and leave out the link. Where it gives another name (`db:database`), use the service's
    own, or `networks: {default: {aliases: [database]}}` at the other service.

    Silent with `network_mode: bridge`, the one network without names, and where the two share no network.

    Fix safety: unsafe; Docker also makes the names `db-1` and `<project>-db-1` of a link, and Compose restarts the service
    when it makes the other anew. Links with another name are left.
    """

    name = "linked-service"
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
            "services:\n  web:\n    image: example/web:1\n    links:\n      - «db:database»\n  db:\n    image: postgres:17\n",
            why="The name `database` would be lost.",
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

    def check(self, file: ComposeFile) -> Iterator[Finding]:
        services = {service.name: service for service in file.services}
        for service in () if file.legacy else file.services:
            yield from self._look(service, services)

    def _look(self, service: ComposeServiceView, services: dict[str, ComposeServiceView]) -> Iterator[Finding]:
        links = service.node.sequence("links")
        if links is None:
            return
        found = [item for item in links.resolved() if isinstance(item, Scalar) and _reachable(service, item, services)]
        fixes = _fixes(service, links, found)
        for item in found:
            name, _, alias = item.text.partition(":")
            if alias and alias != name:
                message = (
                    f"`links` is no longer needed; call the service `{name}`, or give it the network alias `{alias}`"
                )
            else:
                message = f"`{name}` is found by its name without a link; say `depends_on` for the order and leave out the link"
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
    if entry is None or entry.value is not links or not all(_plain(item) for item in found):
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
