"""`image-volume-not-mounted`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.project import Running, covers

_SCRATCH = ("/tmp", "/var/tmp", "/run", "/var/run", "/var/cache", "/var/log")
"""Folders of what need not outlive a container (Filesystem Hierarchy Standard 3.0)."""


class ImageVolumeNotMounted(Rule[Running]):
    """Nothing is mounted at a `VOLUME` of the image.

    `VOLUME` in a Dockerfile marks data that should outlive the container. Without a mount the runtime creates a volume
    without a name for each container. The upload folder works all day, and after the next rollout it is empty: the data is
    in a volume that no container uses any more.

    Mount a claim there, or a named volume in Compose. Remove `VOLUME` from the Dockerfile when nothing has to be kept.

    Folders such as `/tmp` and `/var/cache` are not reported. Ignore this for a replica that can rebuild its data.

    References: https://docs.docker.com/reference/dockerfile/#volume, https://docs.docker.com/engine/storage/volumes/
    """

    name = "image-volume-not-mounted"
    title = "Nothing is mounted at a volume of the image"
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
            why="Nobody keeps what is in `/tmp`.",
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

    def check(self, running: Running) -> Findings:
        paths = [mount.path.value for mount in running.mounts]
        if running.init or None in paths:
            return
        for volume in running.tie.stage.volumes:
            wanted = volume.value
            if (
                wanted is None
                or wanted.startswith(_SCRATCH)
                or any(covers(at, wanted) or covers(wanted, at) for at in paths if at is not None)
            ):
                continue
            message = f"the image keeps data in `{wanted}`, and nothing is mounted there, so the data goes with the container;"
            message += " mount a volume there"
            yield self.finding(running.span, message, related=running.tie.related(volume.span, "declared here"))
