"""`mount-hides-image-path`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Place, Project, Rule, Severity
from k8slint.compose.forms import mount_kind
from k8slint.files.confine import folder, join
from k8slint.project.built_image import covers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.facts import Mount
    from k8slint.project import RunningContainer, RunningService
    from k8slint.project.built_image import BuiltImage, Need
    from k8slint.project.ties import Tie

_EMPTY = ("emptyDir", "claimTemplate", "persistentVolumeClaim")
_FILLED = ("configMap", "secret", "projected", "downwardAPI")
"""Volumes of a few files, named by keys without folders."""


class MountHidesImagePath(Rule[Project]):
    """A volume takes the place of everything that the image has at that path. Here it is mounted over files that the image
    copies and needs, and brings none of them: the program or what it reads is gone.

    Mount it deeper, at a folder of its own (`/app/data` for `/app`), or a single file with `subPath`.

    Silent where the volume may hold the files: an init container mounts it too, a claim that others fill, a bind mount with
    the file in it, a named volume of Compose (which starts as a copy of the image's folder).
    """

    name = "mount-hides-image-path"
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
    )

    def check(self, project: Project) -> Iterator[Finding]:
        claims = _claims(project)
        for running in project.running_containers:
            if running.container.mounts and running.container.command is None:
                yield from self._in_pod(running, claims)
        for service in project.running_services:
            fact = service.service
            if fact.mounts and fact.command is None and fact.entrypoint is None:
                yield from self._in_compose(project, service)

    def _in_pod(self, running: RunningContainer, claims: frozenset[tuple[str, str | None]]) -> Iterator[Finding]:
        pod = running.owner.pod
        if pod is None:
            return
        volumes = {volume.name: volume for volume in pod.volumes}
        prepared = {
            mount.volume
            for container in pod.containers
            if container is not running.container and container.init
            for mount in container.mounts
        }
        for mount in running.container.mounts:
            volume = volumes.get(mount.volume)
            if volume is None or mount.volume in prepared or mount.sub_path:
                continue
            if volume.kind == "persistentVolumeClaim" and (volume.target or "", running.owner.namespace) not in claims:
                continue
            if volume.kind not in _EMPTY and volume.kind not in _FILLED:
                continue
            for need in _hidden(mount, running.tie.image):
                if volume.kind in _FILLED and need.path.rpartition("/")[0] == (mount.path.value or "").rstrip("/"):
                    continue  # a key of the volume may be this very file
                yield self._found(running.path, running.tie, mount, need)
                break

    def _in_compose(self, project: Project, running: RunningService) -> Iterator[Finding]:
        tree = project.tree
        for mount in running.service.mounts:
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
                    yield self._found(running.path, running.tie, mount, need)
                    break

    def _found(self, path: str, tie: Tie, mount: Mount, need: Need) -> Finding:
        message = f"the mount at `{mount.path.value}` hides `{need.path}`, {need.why}; mount it at a folder of its own"
        related = tie.related(need.span, "the image's own files")
        return self.finding(Place(path, mount.path.span), message, related=related)


def _claims(project: Project) -> frozenset[tuple[str, str | None]]:
    """Name and namespace of the claims that the project makes and that one workload alone mounts: they start empty."""
    users: dict[tuple[str, str | None], int] = {}
    for item in project.workloads:
        for volume in item.pod.volumes if item.pod is not None else ():
            if volume.kind == "persistentVolumeClaim" and volume.target is not None:
                key = (volume.target, item.namespace)
                users[key] = users.get(key, 0) + 1
    made = {(item.name or "", item.namespace) for item in project.of_kind("PersistentVolumeClaim")}
    return frozenset(key for key, count in users.items() if count == 1 and key in made)


def _hidden(mount: Mount, image: BuiltImage) -> list[Need]:
    """What a mount hides of an image: a program that it runs, or all of its working folder."""
    path = mount.path.value
    if path is None:
        return []
    whole = image.workdir is not None and covers(path, image.workdir)
    return [need for need in image.needs if covers(path, need.path) and (need.runs or whole)]
