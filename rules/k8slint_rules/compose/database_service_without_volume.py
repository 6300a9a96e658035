"""`database-service-without-volume`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.compose import ComposeServiceView, interpolate
from k8slint.shell import split_command
from k8slint.yaml import Scalar, Sequence
from k8slint_rules._shared.data_mounts import BESIDE, HIDDEN, NONE, data_mount
from k8slint_rules._shared.databases import data_folder, known_database, may_cache, reads_pgdata, serves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.images import KnownImage
    from k8slint.yaml import Node

_SAVED = ("appendonly yes", "--save ")


class DatabaseServiceWithoutVolume(Rule[ComposeServiceView]):
    """A database without a named volume for its data loses the data with the next `docker compose down`.

    Most images declare a `VOLUME`, for which Docker makes a nameless volume with each container. `up` hands it on when
    it replaces the container, so everything looks fine. `down` removes the container, and the next one starts with an
    empty volume. Images that declare none lose the data with every new container.

    Two mounts look right and are not. A volume at the parent of the data folder (`/data` for mongo) does not help,
    because the nameless volume lies on top of it. And from PostgreSQL 18 on, a volume at `/var/lib/postgresql/data` is
    not where the data is.

    Mount a named volume at the data folder that the message names.

    Not reported for commands that start no server, when the data folder was moved by an option, with a `tmpfs`, in a
    service with `profiles:` or a name that is about tests, and for Redis, which is mostly a cache, unless it is told
    to save.

    References: https://docs.docker.com/engine/storage/volumes/, https://hub.docker.com/_/postgres,
    https://github.com/docker-library/postgres/pull/1259
    """

    name = "database-service-without-volume"
    title = "The data of a database has no named volume"
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
        Bad(
            "services:\n  db:\n    image: postgres:17\n    volumes: ['data:«/var/lib/postgresql»']\n"
            "  docs:\n    image: mongo:8\n    volumes: ['data:«/data»']\n"
            "  new:\n    image: postgres:18-alpine\n    volumes: ['data:«/var/lib/postgresql/data»']\nvolumes:\n  data:\n"
        ),
        Good(
            "services:\n  db:\n    image: postgres:18\n    volumes: [data:/var/lib/postgresql]\n"
            "  old:\n    image: postgres:17\n    environment: {PGDATA: /var/lib/postgresql/pg}\n"
            "    volumes: [data:/var/lib/postgresql]\n"
            "  same:\n    image: postgres:18\n    environment: {PGDATA: /var/lib/postgresql/data}\n"
            "    volumes: [data:/var/lib/postgresql/data]\nvolumes:\n  data:\n",
            why="The new folder, and folders that were moved.",
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

    def check(self, service: ComposeServiceView) -> Findings:
        image = service.image_text
        if image is None or image.value is None or _is_open(service):
            return
        found = known_database(image.value)
        words = _words(service.node.get("command"))
        if found is None or words is None or not serves(words) or (may_cache(found) and not _saves(words)):
            return
        folder = _folder(service, found, words)
        mounts = {mount.target.value: mount.target.span for mount in service.mounts}
        if folder is None or None in mounts:
            return
        fate, path = data_mount(folder, found, [target for target in mounts if target is not None])
        span = next((span for target, span in mounts.items() if target and target.rstrip("/") == path), image.span)
        if fate == NONE:
            message = f"the data in `{folder}` is gone after `docker compose down`; mount a named volume there"
            yield self.finding(image.span, message)
        elif fate == HIDDEN:
            message = (
                f"the mount at `{path}` does not hold the data: the image has a volume of its own below it, so the data in"
                f" `{folder}` goes to a nameless volume and is gone after `docker compose down`; mount it at `{folder}`"
            )
            yield self.finding(span, message)
        elif fate == BESIDE:
            message = (
                f"`{image.value}` no longer keeps its data in `{path}`, so this mount does not hold it and the container may"
                f" refuse to start; mount the volume at `{folder}`"
            )
            yield self.finding(span, message)


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
