"""`program-missing-from-image`."""

from __future__ import annotations

from k8slint import Bad, Finding, Findings, Good, Rule, Severity
from k8slint.project import ImageUse, is_empty
from k8slint.shell import shell_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint import Span
    from k8slint.project import Argv

_SHELLS = ("sh", "bash", "ash", "dash", "/bin/sh", "/bin/bash")


class ProgramMissingFromImage(Rule[ImageUse]):
    """A probe, hook or command runs a program that the image does not have.

    Images on `scratch` and distroless have no shell and no tools, alpine has no curl and no bash, and slim images have
    neither curl nor wget. The check fails every time although the server works, so Kubernetes restarts a healthy container
    again and again. A `command` with such a program does not even start.

    Use what the image has. An `httpGet`, `tcpSocket` or `grpc` probe needs no program in the image, and alpine has BusyBox's
    `wget`. Or copy or install the program.

    k8slint says nothing where the program may be there: copied, installed, or brought by a base image or a script that is
    not known. Ignore this when another container puts the program on a shared volume.

    References: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/,
    https://github.com/GoogleContainerTools/distroless
    """

    name = "program-missing-from-image"
    title = "A program is run that the image lacks"
    category = "reliability"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            {
                "site/Dockerfile": 'FROM scratch\nCOPY site /app/site\nENTRYPOINT ["/app/site"]\n',
                "site.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: registry.example.com/site:1
      livenessProbe:
        exec:
          command: «["sh", "-c", "pgrep site"]»
""",
            }
        ),
        Bad(
            {
                "Dockerfile": """\
FROM python:3.13-slim
RUN apt-get update && apt-get install -y --no-install-recommends tini
HEALTHCHECK CMD «curl -f http://localhost:8000/ || exit 1»
CMD ["python", "server.py"]
""",
                "compose.yaml": """\
services:
  site:
    build: .
    healthcheck:
      test: «["CMD", "wget", "-q", "http://localhost:8000/"]»
""",
            }
        ),
        Good(
            {
                "Dockerfile": """\
FROM python:3.13-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl
HEALTHCHECK CMD curl -f http://localhost:8000/ || exit 1
CMD ["python", "server.py"]
"""
            }
        ),
        Good(
            {
                "Dockerfile": """\
FROM alpine:3.20
HEALTHCHECK CMD wget -q --spider http://localhost:8000/ || exit 1
CMD ["/serve"]
"""
            },
            why="BusyBox has wget.",
        ),
        Good(
            {
                "Dockerfile": """\
FROM scratch
COPY --from=busybox:1.37-musl /bin/busybox /bin/sh
COPY site /app/site
HEALTHCHECK CMD ["/bin/sh", "-c", "true"]
"""
            },
            why="The Dockerfile copies a shell.",
        ),
    )

    def check(self, subject: ImageUse) -> Findings:
        image, running = subject.image, subject.running
        started = None
        if running is not None:
            started = running.entrypoint or (running.command if image.has_entrypoint is False else None)
        for argv in (started, *subject.checks):
            program = None if argv is None else _missing(subject, argv)
            if argv is not None and program is not None:
                yield self._found(subject, argv.span, program)

    def _found(self, subject: ImageUse, span: Span, program: str) -> Finding:
        image = subject.image
        base = image.base_text.value
        related = subject.related(image.base_text.span, "what the image is built on")
        if not is_empty(image):
            message = (
                f"the image, built on `{base}`, has no `{program}`, so this fails; install it, or run one that it has"
            )
            return self.finding(span, message, related=related, severity=Severity.WARNING)
        what = "shell" if program in _SHELLS else f"`{program}`"
        message = (
            f"the image, built on `{base}`, has no {what}, so this fails; run a program that is copied there, or probe"
        )
        return self.finding(span, message + " with `httpGet`", related=related)


def _missing(subject: ImageUse, argv: Argv) -> str | None:
    """The program of a command line that an image surely lacks."""
    image, words = subject.image, argv.words
    programs = ["/bin/sh"] if not argv.exec_form else []
    if words:
        programs.append(words[0])
        if words[0] in _SHELLS and not is_empty(image) and len(words) == 3 and words[1] == "-c":
            programs += (shell_words(words[2]) or ())[:1]
    return next((name for name in programs if subject.project.lacks(image, subject.dockerfile, name)), None)
