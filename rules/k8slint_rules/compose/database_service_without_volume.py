"""`database-service-without-volume`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, ComposeServiceView, Finding, Good, Rule, Severity
from k8slint.compose.forms import interpolate
from k8slint.images.databases import data_folder, keeps, known_database, may_cache, reads_pgdata, serves
from k8slint.shell.strings import split_command
from k8slint.yaml.tree import Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.images.known import KnownImage
    from k8slint.yaml.tree import Node

_SAVED = ("appendonly yes", "--save ")


class DatabaseServiceWithoutVolume(Rule[ComposeServiceView]):
    """A database whose data lies in no named volume has lost it after the next `docker compose down`. Most images declare a
    `VOLUME`, for which Docker makes a nameless one with each container; `up` hands it on when it makes the container anew,
    `down` removes the container, and the next one starts with an empty one. Images that declare none lose the data with
    every new container.

    Mount a named volume at the data folder.

    Silent for commands that are no server, where the data folder was moved, with a `tmpfs`, in a service with `profiles:`
    or a name that speaks of tests, and for Redis, mostly a cache, unless it is told to save.
    """

    name = "database-service-without-volume"
    category = "reliability"
    severity = Severity.WARNING
    profile = "maintenance"
    aliases = ()
    examples = (
        Bad(
            "services:\n  db:\n    image: «postgres:17»\n    volumes:\n"
            "      - ./init.sql:/docker-entrypoint-initdb.d/init.sql\n  search:\n    image: «elasticsearch:9.2.0»\n"
            "  store:\n    image: «redis:8»\n    command: redis-server --appendonly yes\n"
        ),
        Good(
            "services:\n  db:\n    image: postgres:17\n    volumes:\n      - data:/var/lib/postgresql/data\n"
            "  mongo:\n    image: mongo:8\n    volumes:\n      - ./mongo:/data/db/\nvolumes:\n  data:\n"
        ),
        Good(
            """\
services:
  migrate:
    image: postgres:17
    command: psql -h db -f /schema.sql
  cache:
    image: redis:8
  test-db:
    image: postgres:17
  scratch:
    image: mysql:9
    tmpfs: /var/lib/mysql
  moved:
    image: postgres:17
    environment:
      PGDATA: /data
    volumes:
      - data:/data
volumes:
  data:
""",
            why="A client, a cache, tests, memory on purpose, and a folder that was moved onto a volume.",
        ),
    )

    def check(self, service: ComposeServiceView) -> Iterator[Finding]:
        image = service.image_text
        if image is None or image.value is None or _is_open(service):
            return
        found = known_database(image.value)
        words = _words(service.node.get("command"))
        if found is None or words is None or not serves(words) or (may_cache(found) and not _saves(words)):
            return
        folder = _folder(service, found, words)
        mounted = [mount.target.value for mount in service.mounts]
        if folder is None or None in mounted or any(keeps(found, path, folder) for path in mounted if path is not None):
            return
        message = f"the data in `{folder}` is gone after `docker compose down`; mount a named volume there"
        yield self.finding(image.span, message)


def _is_open(service: ComposeServiceView) -> bool:
    """Whether another file, or a script, may add what is missing; or nobody means to keep anything."""
    keys = ("extends", "build", "entrypoint", "volumes_from", "profiles")
    return (
        any(service.node.get(key) is not None for key in keys)
        or "test" in service.name
        or "test" in service.file.source.path
    )


def _words(command: Node | None) -> tuple[str, ...] | None:
    """The words of a command, None when they cannot be known."""
    if command is None:
        return ()
    if isinstance(command, Scalar):
        return split_command(interpolate(command.text) or "`")
    items = command.resolved() if isinstance(command, Sequence) else []
    words = [interpolate(item.text) if isinstance(item, Scalar) else None for item in items]
    return tuple(word or "" for word in words) if words and None not in words else None


def _saves(words: tuple[str, ...]) -> bool:
    line = " ".join(words)
    return any(saved in line for saved in _SAVED) and '--save ""' not in line and "--save  " not in line + " "


def _folder(service: ComposeServiceView, database: KnownImage, words: tuple[str, ...]) -> str | None:
    """Where the data is; None when that cannot be known."""
    moved = next((variable for variable in service.environment if variable.name == "PGDATA"), None)
    folder = data_folder(database, words)
    return moved.value if moved is not None and folder is not None and reads_pgdata(database) else folder
