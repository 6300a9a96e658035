"""`mount-hides-image-path`."""

from __future__ import annotations

from k8slint import Bad, Finding, Findings, Good, Rule, Severity
from k8slint.compose import mount_kind
from k8slint.kubernetes import is_literal
from k8slint.project import Running, covers, folder, join

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.project import BuiltImage, Mount, Need, PodFact

_EMPTY = ("emptyDir", "claimTemplate", "persistentVolumeClaim")
_FILLED = ("configMap", "secret", "projected", "downwardAPI")
"""Volumes of a few files, named by keys without folders."""


class MountHidesImagePath(Rule[Running]):
    """A mount hides files that the image needs.

    A volume replaces everything that the image has at the path where it is mounted. Here it covers files that the image
    copies and needs to start, and it does not bring them along. The pod ends with "no such file or directory" although the
    image is right: whoever runs it without the mount sees it work.

    Mount the volume deeper, at a folder of its own (`/app/data` instead of `/app`), or mount a single file with `subPath`.

    k8slint says nothing where the volume may bring the files: an init container that mounts it too, a claim that others
    fill, a bind mount with the file in it, or a named volume of Compose, which starts as a copy of the image's folder.
    Ignore this when a hook fills the volume before the program starts.

    References: https://docs.docker.com/engine/storage/volumes/#mounting-a-volume-over-existing-data,
    https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath
    """

    name = "mount-hides-image-path"
    title = "A mount hides files that the image needs"
    category = "correctness"
    needs = ("manifest", "compose")
    severity = Severity.WARNING
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            {
                "site/Dockerfile": 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD ["python", "server.py"]\n',
                "site.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: registry.example.com/site:1
      volumeMounts:
        - name: uploads
          mountPath: «/app»
  volumes:
    - name: uploads
      emptyDir: {}
""",
            }
        ),
        Bad(
            {
                "site/Dockerfile": 'FROM alpine:3.20\nCOPY serve /srv/serve\nENTRYPOINT ["/srv/serve"]\n',
                "data/readme.txt": "not a program\n",
                "compose.yaml": "services:\n  site:\n    build: site\n    volumes:\n      - ./data:«/srv»\n",
            },
            why="The folder that is mounted has no `serve`.",
        ),
        Bad(
            {
                "site/Dockerfile": 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD ["python", "server.py"]\n',
                "site.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: registry.example.com/site:1
      volumeMounts:
        - name: data
          mountPath: «/app»
  volumes:
    - name: data
      persistentVolumeClaim:
        claimName: data
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
""",
            },
            why="The claim is made here and starts empty.",
        ),
        Bad(
            {
                "site/Dockerfile": 'FROM alpine:3.20\nCOPY serve /srv/serve\nENTRYPOINT ["/srv/serve"]\n',
                "site.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: registry.example.com/site:1
      volumeMounts:
        - name: data
          mountPath: «/srv/»
  volumes:
    - name: data
      emptyDir: {}
""",
            },
        ),
        Bad(
            {
                "site/Dockerfile": 'FROM alpine:3.20\nCOPY serve /srv/serve\nENTRYPOINT ["/srv/serve"]\n',
                "compose.yaml": "services:\n  site:\n    build: site\n    tmpfs:\n      - «/srv»\n",
            },
        ),
        Good(
            {
                "site/Dockerfile": 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD ["python", "server.py"]\n',
                "site.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: registry.example.com/site:1
      volumeMounts:
        - name: uploads
          mountPath: /app/uploads
        - name: settings
          mountPath: /app/settings.ini
          subPath: settings.ini
  volumes:
    - name: uploads
      emptyDir: {}
    - name: settings
      configMap:
        name: settings
""",
            },
            why="A folder of its own, and a single file.",
        ),
        Good(
            {
                "site/Dockerfile": 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD ["python", "server.py"]\n',
                "compose.yaml": "services:\n  site:\n    build: site\n    volumes:\n      - ./site:/app\n",
            },
            why="The mounted folder is the one that the image copies: so one develops.",
        ),
        Good(
            {
                "site/Dockerfile": 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD ["python", "server.py"]\n',
                "site.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  initContainers:
    - name: fill
      image: registry.example.com/site:1
      command: ["cp", "-r", "/app/.", "/data"]
      volumeMounts:
        - name: data
          mountPath: /data
  containers:
    - name: site
      image: registry.example.com/site:1
      volumeMounts:
        - name: data
          mountPath: /app
  volumes:
    - name: data
      emptyDir: {}
""",
            },
            why="An init container fills the volume first.",
        ),
        Good(
            {
                "site/Dockerfile": 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD ["python", "server.py"]\n',
                "site.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: registry.example.com/site:1
      command: ["sleep", "60"]
      volumeMounts:
        - name: data
          mountPath: /app
  volumes:
    - name: data
      emptyDir: {}
""",
            },
            why="Another program runs, which may need nothing of it.",
        ),
        Good(
            {
                "site/Dockerfile": 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD ["python", "server.py"]\n',
                "site.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: registry.example.com/site:1
      volumeMounts:
        - name: data
          mountPath: /app
  volumes:
    - name: data
      persistentVolumeClaim:
        claimName: data
""",
            },
            why="Others may have filled the claim.",
        ),
        Good(
            {
                "site/Dockerfile": 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD ["python", "server.py"]\n',
                "site.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: registry.example.com/site:1
      volumeMounts:
        - name: data
          mountPath: /app
  volumes:
    - name: data
      persistentVolumeClaim:
        claimName: data
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
---
apiVersion: v1
kind: Pod
metadata:
  name: fill
spec:
  containers:
    - name: fill
      image: busybox:1.37
      volumeMounts:
        - name: data
          mountPath: /data
  volumes:
    - name: data
      persistentVolumeClaim:
        claimName: data
""",
            },
            why="Another pod may fill the claim.",
        ),
        Good(
            {
                "site/Dockerfile": 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD ["python", "server.py"]\n',
                "site.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: registry.example.com/site:1
      volumeMounts:
        - name: data
          mountPath: /app
  volumes:
    - name: data
      hostPath:
        path: /srv/site
""",
            },
            why="The folder of the node may have the files.",
        ),
        Good(
            {
                "site/Dockerfile": 'FROM alpine:3.20\nCOPY serve /srv/serve\nENTRYPOINT ["/srv/serve"]\n',
                "site.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: registry.example.com/site:1
      volumeMounts:
        - name: data
          mountPath: /srv
  volumes:
    - name: data
      configMap:
        name: serve
""",
            },
            why="A key of the ConfigMap may be the program.",
        ),
        Good(
            {
                "site/Dockerfile": 'FROM alpine:3.20\nCOPY serve /srv/serve\nENTRYPOINT ["/srv/serve"]\n',
                "compose.yaml": """\
services:
  site:
    build: site
    volumes:
      - data:/srv
  dev:
    build: site
    command: serve
    tmpfs: [/srv]
volumes:
  data: {}
""",
            },
            why="A named volume starts as a copy of the folder; and another command.",
        ),
        Good(
            {
                "site/Dockerfile": 'FROM alpine:3.20\nCOPY serve /srv/serve\nENTRYPOINT ["/srv/serve"]\n',
                "data/serve": "the program\n",
                "compose.yaml": "services:\n  site:\n    build: site\n    volumes:\n      - ./data:/srv\n      - ./none:/srv\n",
            },
            why="The mounted folder has the program.",
        ),
    )

    def check(self, running: Running) -> Findings:
        if not running.mounts or running.entrypoint is not None:
            return
        pod = None if running.owner is None else running.owner.pod
        if pod is not None:
            yield from self._in_pod(running, pod)
        elif running.command is None:
            yield from self._in_compose(running)

    def _in_pod(self, running: Running, pod: PodFact) -> Findings:
        volumes = {volume.name: volume for volume in pod.volumes}
        prepared = {
            mount.volume
            for container in pod.containers
            if container is not running.container and container.init
            for mount in container.mounts
        }
        if not all(name is not None and is_literal(name) for name in prepared):
            return
        namespace = None if running.owner is None else running.owner.namespace
        for mount in running.mounts:
            volume = volumes.get(mount.volume)
            if volume is None or mount.volume in prepared or mount.sub_path:
                continue
            if volume.kind not in _EMPTY and volume.kind not in _FILLED:
                continue
            if volume.kind == "persistentVolumeClaim":
                claim = (volume.target or "", namespace)
                if claim not in running.project.fresh_claims:
                    continue
            for need in _hidden(mount, running.tie.image):
                if volume.kind in _FILLED and need.path.rpartition("/")[0] == (mount.path.value or "").rstrip("/"):
                    continue  # a key of the volume may be this very file
                yield self._found(running, mount, need)
                break

    def _in_compose(self, running: Running) -> Findings:
        tree = running.project.tree
        for mount in running.mounts:
            kind = mount_kind(mount)
            source = None
            if kind == "bind" and mount.volume is not None and tree is not None:
                source = join(folder(running.path), mount.volume)
                if source is None or not tree.is_dir(source):
                    continue
            elif kind != "tmpfs":
                continue
            for need in _hidden(mount, running.tie.image):
                below = need.path[len((mount.path.value or "").rstrip("/")) :]
                if need.runs and (source is None or tree is None or not tree.exists(f"{source}{below}".lstrip("/"))):
                    yield self._found(running, mount, need)
                    break

    def _found(self, running: Running, mount: Mount, need: Need) -> Finding:
        message = f"the mount at `{mount.path.value}` hides `{need.path}`, {need.why}; mount it at a folder of its own"
        return self.finding(mount.path.span, message, related=running.tie.related(need.span, "the image's own files"))


def _hidden(mount: Mount, image: BuiltImage) -> list[Need]:
    """What a mount hides of an image: a program that it runs, or all of its working folder."""
    path = mount.path.value
    if path is None:
        return []
    whole = image.workdir is not None and covers(path, image.workdir)
    return [need for need in image.needs if covers(path, need.path) and (need.runs or whole)]
