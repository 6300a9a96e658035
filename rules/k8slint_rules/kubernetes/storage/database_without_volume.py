"""`database-without-volume`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.kubernetes import Container, is_literal
from k8slint.yaml import Scalar
from k8slint_rules._shared.data_mounts import BESIDE, NONE, data_mount
from k8slint_rules._shared.databases import data_folder, known_database, may_cache, reads_pgdata, serves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.images import KnownImage

_UNSAVED = ('--save ""', "--save ''", "--save  ", "--appendonly no")


class DatabaseWithoutVolume(Rule[Container]):
    """A database that writes into its container loses everything when the pod is replaced: when a node is drained, when
    the pod is evicted, or with the next rollout.

    Mount a volume at the data folder: a claim, or a StatefulSet's `volumeClaimTemplates`. An `emptyDir` is not
    reported, because it says that the data may go with the pod.

    From PostgreSQL 18 on, the data is in `/var/lib/postgresql/18/docker`. A volume at `/var/lib/postgresql/data` does
    not hold it.

    Not reported for jobs and init containers, for commands that start no server, when the data folder was moved by an
    option, and for Redis that is named a cache or does not save.

    References: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/,
    https://github.com/docker-library/postgres/pull/1259
    """

    name = "database-without-volume"
    title = "A database writes its data into the container"
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
        Bad(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: db\nspec:\n  containers:\n    - name: db\n"
            "      image: «postgres:18»\n      volumeMounts: [{name: data, mountPath: /var/lib/postgresql/data}]\n"
            "  volumes:\n    - name: data\n      persistentVolumeClaim: {claimName: data}\n"
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
    - name: objects
      image: minio/minio:RELEASE.2025-09-07T16-13-09Z
      args: [server, /storage]
      volumeMounts:
        - name: data
          mountPath: /storage
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
            why="A client, a cache, and folders that were moved onto a volume.",
        ),
    )

    def check(self, container: Container) -> Findings:
        image = container.image
        if image is None or not container.long_running or not is_literal(image.text):
            return
        found, words = known_database(image.text), _words(container)
        if found is None or words is None or not serves(words) or (may_cache(found) and _is_cache(container, words)):
            return
        folder = _folder(container, found, words)
        mounted = [_path(mount.string("mountPath")) for mount in container.mounts]
        if folder is None or None in mounted:
            return
        fate, path = data_mount(folder, found, [path for path in mounted if path is not None])
        if fate == NONE:
            message = (
                f"`{image.text}` keeps its data in `{folder}`, where no volume is mounted, so the data is gone with the pod;"
                " mount a claim there"
            )
            yield self.finding(image.span, message)
        elif fate == BESIDE:
            message = (
                f"`{image.text}` no longer keeps its data in `{path}`, so the volume there does not hold it; mount it at"
                f" `{folder}`"
            )
            yield self.finding(image.span, message)


def _folder(container: Container, database: KnownImage, words: list[str]) -> str | None:
    """Where the data is; None when that cannot be known."""
    moved = container.variable("PGDATA") if reads_pgdata(database) else None
    folder = data_folder(database, words)
    return folder if moved is None or folder is None else _path(moved.string("value"))


def _is_cache(container: Container, words: list[str]) -> bool:
    line = " ".join(words)
    names = (container.name, container.resource.name)
    return any("cache" in name for name in names if name) or any(option in line + " " for option in _UNSAVED)


def _words(container: Container) -> list[str] | None:
    """The command line, None where it is no list of words."""
    items = [*container.node.items("command"), *container.node.items("args")]
    words = [item.text for item in items if isinstance(item, Scalar)]
    return words if len(words) == len(items) else None


def _path(node: Scalar | None) -> str | None:
    """An absolute path that is final."""
    if node is None or not node.text.startswith("/") or not is_literal(node.text):
        return None
    return node.text.rstrip("/") or "/"
