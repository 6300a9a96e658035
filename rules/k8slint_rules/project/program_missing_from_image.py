"""`program-missing-from-image`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Place, Project, Related, Rule, Severity
from k8slint.project.built_image import BuiltImage
from k8slint.project.programs import is_empty, surely_lacks
from k8slint.shell.strings import shell_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.facts import Argv

    Known = dict[tuple[str, int, str], bool]

_SHELLS = ("sh", "bash", "ash", "dash", "/bin/sh", "/bin/bash")


class ProgramMissingFromImage(Rule[Project]):
    """A probe, hook, health check or `command` runs a program that the image does not have: scratch and distroless images
    have no shell and no tools, alpine has no curl or bash, slim images have neither curl nor wget. The check fails each
    time, so a good container is restarted for ever; a `command` does not even start.

    Ask with what the image has: an `httpGet`, `tcpSocket` or `grpc` probe needs nothing inside, BusyBox has `wget`; or copy or
    install the program.

    Silent where it may be there: copied, installed, or brought by a base image or a script that is not known.
    """

    name = "program-missing-from-image"
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

    def check(self, project: Project) -> Iterator[Finding]:
        known: Known = {}
        for running in project.running_containers:
            tie, fact = running.tie, running.container
            argvs = [probe.program for probe in fact.probes if probe.program is not None]
            started = fact.command or (fact.args if tie.image.has_entrypoint is False else None)
            for argv in (started, *argvs):
                missing = None if argv is None else _missing(project, tie.image, tie.dockerfile, argv, known)
                if argv is not None and missing is not None:
                    related = tie.related(tie.image.base_text.span, "what the image is built on")
                    yield self._found(running.owner.place(argv.span), tie.image, missing, related)
        for service in project.running_services:
            tie, own = service.tie, service.service
            started = own.entrypoint or (own.command if tie.image.has_entrypoint is False else None)
            for argv in (started, own.healthcheck):
                missing = None if argv is None else _missing(project, tie.image, tie.dockerfile, argv, known)
                if argv is not None and missing is not None:
                    related = tie.related(tie.image.base_text.span, "what the image is built on")
                    yield self._found(Place(service.path, argv.span), tie.image, missing, related)
        for path, dockerfile in project.dockerfiles.items():
            check = dockerfile.stages[-1].healthcheck if dockerfile.stages else None
            if check is not None:
                image = BuiltImage(dockerfile.stages, dockerfile.stages[-1])
                missing = _missing(project, image, path, check, known)
                if missing is not None:
                    related = (Related(path, image.base_text.span, "what the image is built on"),)
                    yield self._found(Place(path, check.span), image, missing, related)

    def _found(self, place: Place, image: BuiltImage, program: str, related: tuple[Related, ...]) -> Finding:
        base = image.base_text.value
        if not is_empty(image):
            message = f"the image, built on `{base}`, has no `{program}`; install it, or run a program that is there"
            return self.finding(place, message, related=related, severity=Severity.WARNING)
        what = "shell" if program in _SHELLS else f"`{program}`"
        message = (
            f"the image, built on `{base}`, has no {what}; run a program that is copied there, or probe by `httpGet`"
        )
        return self.finding(place, message, related=related)


def _missing(project: Project, image: BuiltImage, dockerfile: str, argv: Argv, known: Known) -> str | None:
    """The program of a command line that an image surely lacks."""
    programs = ["/bin/sh"] if not argv.exec_form else []
    words = argv.words
    if words:
        programs.append(words[0])
        if words[0] in _SHELLS and not is_empty(image) and len(words) == 3 and words[1] == "-c":
            programs += (shell_words(words[2]) or ())[:1]
    for name in programs:
        key = (dockerfile, image.stage.index, name)
        if key not in known:
            known[key] = surely_lacks(image, name, lambda: project.reread.dockerfile(dockerfile))
        if known[key]:
            return name
    return None
