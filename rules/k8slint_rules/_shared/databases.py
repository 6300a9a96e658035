"""Databases among the well-known images: what they are started with, where their data lies."""

from __future__ import annotations

from k8slint.images import KnownImage, known_image
from k8slint.shell import names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_SERVERS = names(
    "cassandra clickhouse-server cockroach docker-entrypoint.sh entrypoint.sh etcd influxd mariadbd minio mongod mongos mysqld"
    " mysqld_safe neo4j postgres rabbitmq-server redis-server rethinkdb server start start-single-node valkey-server"
)
"""Programs that serve the data, and subcommands of those that are the entrypoint."""
_FOLDER_OPTIONS = ("datadir", "data-dir", "dbpath", "--dir", "path.data", "data_directory", "-D", "--store")
_CACHES = names("redis valkey/valkey redis/redis-stack-server")
_POSTGRES = "/var/lib/postgresql"


def known_database(image: str) -> KnownImage | None:
    """The well-known database that an image reference names."""
    found = known_image(image)
    return found if found is not None and found.database else None


def serves(words: Sequence[str]) -> bool:
    """Whether a command line, which may be empty, starts the server, and no client, backup or test."""
    return not words or words[0].startswith("-") or words[0].rpartition("/")[2] in _SERVERS


def may_cache(database: KnownImage) -> bool:
    """Whether it is mostly used for what may be lost."""
    return database.name in _CACHES


def reads_pgdata(database: KnownImage) -> bool:
    """Whether the variable PGDATA names its data folder."""
    return database.ports == (5432,)


def data_folder(database: KnownImage, words: Sequence[str]) -> str | None:
    """The main folder of its data; None when the command line moves it, or it is not known."""
    if any(option in word for word in words for option in _FOLDER_OPTIONS):
        return None
    if "server" in words:
        # `minio server /storage`: the folder is an argument.
        named = [word for word in words if word.startswith("/") and word != words[0]]
        if named:
            return named[0] if len(named) == 1 else None
    if database.data:
        return database.data[0]
    return _POSTGRES if reads_pgdata(database) else None
