"""`non-root-image-mismatch`."""

from __future__ import annotations

from k8slint import Bad, Finding, Findings, Good, Rule, Severity
from k8slint.project import Running

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.project import Flag


class NonRootImageMismatch(Rule[Running]):
    """A container must not run as root, but its image runs as root or does not prove otherwise.

    `runAsNonRoot: true` asks the kubelet to prove that the container does not run as root. The kubelet only looks at the
    number of the user. This image runs as root, or sets its user by name, so the container never starts: the pod stays in
    `CreateContainerConfigError` with "image will run as root" or "image has non-numeric user". Under plain Docker the same
    image works, so this shows up at the first deployment.

    Write the user as a number in the Dockerfile (`USER 10001`), or set `runAsUser` for the container.

    Ignore this when a policy of your cluster sets `runAsUser` for every pod.

    References: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/,
    https://docs.docker.com/reference/dockerfile/#user
    """

    name = "non-root-image-mismatch"
    title = "An image runs as root where that is forbidden"
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

    def check(self, running: Running) -> Findings:
        container = running.container
        wanted = None if container is None else container.run_as_non_root
        if container is None or wanted is None or not wanted.value or container.run_as_user is not None:
            return
        image = running.tie.image
        user, number = image.user, image.user_id
        if user is not None and (number is None or number == 0):
            yield self._found(running, wanted, user, number)

    def _found(self, running: Running, wanted: Flag, user: str, number: int | None) -> Finding:
        image, written = running.tie.image, running.tie.stage.user
        container = running.name or "the container"
        if number is None:
            message = (
                f"the image of `{container}` sets its user by the name `{user}`, and the kubelet only starts it with a"
                " number; write the number in `USER`, or set `runAsUser`"
            )
            what = "the image sets its user by name"
        else:
            message = (
                f"the image of `{container}` runs as root, so the kubelet does not start it; set `USER` or `runAsUser` to a"
                " number"
            )
            what = "the image runs as root" if written is not None else f"`{image.base_text.value}` runs as root"
        return self.finding(wanted.span, message, related=running.tie.related((written or image.base_text).span, what))
