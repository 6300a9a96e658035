"""`image-volume-not-mounted`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Place, Project, Rule, Severity
from k8slint.project.built_image import covers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.facts import Mount
    from k8slint.project.ties import Tie
    from k8slint.source import Span


_SCRATCH = ("/tmp", "/var/tmp", "/run", "/var/run", "/var/cache", "/var/log")
"""Folders of what need not outlive a container (Filesystem Hierarchy Standard 3.0)."""


class ImageVolumeNotMounted(Rule[Project]):
    """The Dockerfile declares a `VOLUME`, that is, data that should outlive the container, and nothing is mounted there: the
    runtime makes a nameless volume for each container, and what is written is gone with it.

    Mount a claim, or a named volume in Compose, at that path; or leave out the `VOLUME` when nothing is kept. Silent for
    folders of what nobody keeps, such as `/tmp`.
    """

    name = "image-volume-not-mounted"
    category = "reliability"
    needs = ("manifest", "compose")
    severity = Severity.INFO
    profile = "strict"
    aliases = ()
    examples = (
        Bad(
            {
                "store/Dockerfile": 'FROM alpine:3.20\nVOLUME /var/lib/store\nCMD ["/store"]\n',
                "store.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: store
spec:
  containers:
    - name: «store»
      image: registry.example.com/store:1
""",
                "compose.yaml": "services:\n  «store»:\n    build: store\n",
            }
        ),
        Good(
            {
                "store/Dockerfile": 'FROM alpine:3.20\nVOLUME /tmp\nCMD ["/store"]\n',
                "compose.yaml": "services:\n  store:\n    build: store\n",
            },
            why="Nobody keeps what lies in `/tmp`.",
        ),
        Good(
            {
                "store/Dockerfile": 'FROM alpine:3.20\nVOLUME /var/lib/store\nCMD ["/store"]\n',
                "store.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: store
spec:
  containers:
    - name: store
      image: registry.example.com/store:1
      volumeMounts:
        - name: data
          mountPath: /var/lib
  volumes:
    - name: data
      persistentVolumeClaim:
        claimName: store
""",
            }
        ),
    )

    def check(self, project: Project) -> Iterator[Finding]:
        for running in project.running_containers:
            if not running.container.init:
                fact = running.container
                yield from self._compare(running.path, fact.span, running.tie, fact.mounts)
        for service in project.running_services:
            yield from self._compare(service.path, service.service.span, service.tie, service.service.mounts)

    def _compare(self, path: str, span: Span, tie: Tie, mounts: tuple[Mount, ...]) -> Iterator[Finding]:
        volumes = tie.stage.volumes
        paths = [mount.path.value for mount in mounts]
        if not volumes or None in paths:
            return
        for volume in volumes:
            wanted = volume.value
            if (
                wanted is None
                or wanted.startswith(_SCRATCH)
                or any(covers(at, wanted) or covers(wanted, at) for at in paths if at is not None)
            ):
                continue
            message = f"nothing is mounted at `{wanted}`, a volume of the image, so its data goes with the container; mount one"
            yield self.finding(Place(path, span), message, related=tie.related(volume.span, "declared here"))
