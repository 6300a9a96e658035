"""`non-root-image-mismatch`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Project, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.project import RunningContainer


class NonRootImageMismatch(Rule[Project]):
    """`runAsNonRoot: true` asks the kubelet to prove that the container does not run as root, by the number of its user.
    This image runs as root, or names its user: the container is not started (`CreateContainerConfigError`, "image will run
    as root" or "image has non-numeric user"; kubelet `verifyRunAsNonRoot`).

    Give the image a user by number (`USER 10001`), or the container `runAsUser`.
    """

    name = "non-root-image-mismatch"
    category = "security"
    needs = ("manifest", "compose")
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            {
                "site/Dockerfile": 'FROM python:3.13\nRUN adduser --disabled-password app\nUSER app\nCMD ["python"]\n',
                "root/Dockerfile": 'FROM python:3.13\nCMD ["python"]\n',
                "k8s.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  securityContext:
    runAsNonRoot: «true»
  containers:
    - name: site
      image: registry.example.com/site:1
---
apiVersion: v1
kind: Pod
metadata:
  name: root
spec:
  containers:
    - name: root
      image: registry.example.com/root:1
      securityContext:
        runAsNonRoot: «true»
""",
            }
        ),
        Good(
            {
                "site/Dockerfile": 'FROM python:3.13\nUSER 10001:10001\nCMD ["python"]\n',
                "named/Dockerfile": 'FROM python:3.13\nUSER app\nCMD ["python"]\n',
                "k8s.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  securityContext:
    runAsNonRoot: true
  containers:
    - name: site
      image: registry.example.com/site:1
    - name: named
      image: registry.example.com/named:1
      securityContext:
        runAsUser: 1000
""",
            },
            why="A number other than 0 is proof, in the image or in the manifest.",
        ),
        Good(
            {
                "site/Dockerfile": 'FROM example/hardened:3\nCMD ["/serve"]\n',
                "k8s.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: registry.example.com/site:1
      securityContext:
        runAsNonRoot: true
""",
            },
            why="The base image may set a user.",
        ),
    )

    def check(self, project: Project) -> Iterator[Finding]:
        for running in project.running_containers:
            wanted = running.container.run_as_non_root
            if wanted is None or not wanted.value or running.container.run_as_user is not None:
                continue
            image = running.tie.image
            user, number = image.user, image.user_id
            if user is None or (number is not None and number > 0):
                continue
            yield self._found(running, user, number)

    def _found(self, running: RunningContainer, user: str, number: int | None) -> Finding:
        image, stage = running.tie.image, running.tie.stage
        written = stage.user
        container = running.container.name or "the container"
        if number is None:
            message = (
                f"the image of `{container}` has the user `{user}`, and the kubelet cannot prove that a name is not root; write"
                " its number in `USER`, or set `runAsUser`"
            )
            what = "the image names its user"
        else:
            message = (
                f"the image of `{container}` runs as root, so it is not started; set `USER` or `runAsUser` to a number"
            )
            what = "the image runs as root" if written is not None else f"`{image.base_text.value}` runs as root"
        wanted = running.container.run_as_non_root
        span = (written or image.base_text).span
        place = running.owner.place(None if wanted is None else wanted.span)
        return self.finding(place, message, related=running.tie.related(span, what))
