"""`database-without-volume`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Rule, Severity
from k8slint.images.known import KnownImage, known_image
from k8slint.kubernetes.containers import Container
from k8slint.kubernetes.labels import known
from k8slint.yaml.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

_SERVERS = frozenset(
    (
        "cassandra", "clickhouse-server", "cockroach", "docker-entrypoint.sh", "entrypoint.sh", "etcd", "influxd",
        "mariadbd", "minio", "mongod", "mongos", "mysqld", "mysqld_safe", "neo4j", "postgres", "rabbitmq-server",
        "redis-server", "rethinkdb", "valkey-server",
    )
)  # fmt: skip
"""Programs that serve the data; with any other one the container is a client, a backup or a test."""

_FOLDER_OPTIONS = ("datadir", "data-dir", "dbpath", "--dir", "path.data", "data_directory", "-D")
_CACHES = ("redis", "valkey/valkey", "redis/redis-stack-server")
_UNSAVED = ('--save ""', "--save ''", "--save  ", "--appendonly no")


class DatabaseWithoutVolume(Rule[Container]):
    """A database that writes into its container loses everything when the pod is replaced: on a drain, an eviction, or the
    next rollout.

    Mount a volume at the data folder: a claim, or a StatefulSet's `volumeClaimTemplates`. An `emptyDir` is taken as the
    word that the data may go with the pod.

    Silent for jobs and init containers, for commands that are no server, where the data folder was moved, and for Redis
    that is named a cache or does not save.
    """

    name = "database-without-volume"
    category = "reliability"
    severity = Severity.WARNING
    profile = "maintenance"
    examples = (
        Bad(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: db
spec:
  containers:
    - name: db
      image: «postgres:17»
      volumeMounts:
        - name: init
          mountPath: /docker-entrypoint-initdb.d
  volumes:
    - name: init
      configMap: {name: init}
"""
        ),
        Bad(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: db
spec:
  containers:
    - name: db
      image: «mongo:8»
      args: [--bind_ip_all]
"""
        ),
        Good(
            """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector:
    matchLabels: {app: db}
  template:
    metadata:
      labels: {app: db}
    spec:
      containers:
        - name: db
          image: mysql:9
          volumeMounts:
            - name: data
              mountPath: /var/lib/mysql/
  volumeClaimTemplates:
    - metadata: {name: data}
      spec:
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 10Gi}}
"""
        ),
        Good(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: shell
spec:
  containers:
    - name: shell
      image: postgres:17
      command: [sleep, infinity]
    - name: session-cache
      image: redis:8
    - name: moved
      image: postgres:17
      env:
        - name: PGDATA
          value: /data
      volumeMounts:
        - name: data
          mountPath: /data
  volumes:
    - name: data
      persistentVolumeClaim: {claimName: data}
""",
            why="A client, a cache, and a folder that was moved onto a volume.",
        ),
    )

    def check(self, container: Container) -> Iterator[Finding]:
        image = container.image
        if image is None or not container.long_running or not known(image.text):
            return
        found = known_image(image.text)
        if found is None or not found.database or not _serves(container) or _is_cache(container, found):
            return
        folders = _folders(container, found)
        mounted = [_path(mount.string("mountPath")) for mount in container.mounts]
        if not folders or None in mounted:
            return
        if any(_meet(path, folder) for path in mounted if path is not None for folder in folders):
            return
        message = (
            f"`{image.text}` keeps its data in `{folders[0]}`, which no volume holds, so it is gone with the pod; mount a"
            " claim there"
        )
        yield self.finding(image.span, message)


def _folders(container: Container, found: KnownImage) -> tuple[str, ...]:
    """Where the data is, the main folder first; empty when that cannot be known."""
    if any(option in word for word in _words(container) for option in _FOLDER_OPTIONS):
        return ()
    postgres = found.ports == (5432,)
    moved = container.variable("PGDATA") if postgres else None
    if moved is not None:
        path = _path(moved.string("value"))
        return (path,) if path is not None else ()
    if found.data is None:
        return ("/var/lib/postgresql",) if postgres else ()
    return found.data[:1]


def _serves(container: Container) -> bool:
    command = container.node.items("command")
    args = container.node.items("args")
    first = command[0] if command else args[0] if args else None
    if first is None:
        return True
    if not isinstance(first, Scalar):
        return False
    if not command and first.text.startswith("-"):
        return True
    return first.text.rpartition("/")[2] in _SERVERS


def _is_cache(container: Container, found: KnownImage) -> bool:
    if found.name not in _CACHES:
        return False
    names = (container.name, container.resource.name)
    line = " ".join(_words(container))
    return any("cache" in name for name in names if name) or any(words in line + " " for words in _UNSAVED)


def _words(container: Container) -> list[str]:
    items = [*container.node.items("command"), *container.node.items("args")]
    return [item.text for item in items if isinstance(item, Scalar)]


def _path(node: Scalar | None) -> str | None:
    """An absolute path that is final."""
    if node is None or not node.text.startswith("/") or not known(node.text):
        return None
    return node.text.rstrip("/") or "/"


def _meet(path: str, folder: str) -> bool:
    """Whether a mount holds a folder, or a part of it."""
    folder = folder.rstrip("/")
    return path == "/" or path == folder or folder.startswith(path + "/") or path.startswith(folder + "/")
