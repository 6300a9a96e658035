"""`arguments-against-entrypoint`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Place, Project, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.facts import Argv
    from k8slint.project.ties import Tie

_RUNS_OTHERS = frozenset(
    (
        "sh", "bash", "dash", "ash", "env", "exec", "sudo", "su-exec", "gosu", "tini", "dumb-init", "nice", "nohup", "time",
        "timeout", "xargs", "busybox", "catatonit", "setpriv", "chroot", "stdbuf", "docker-entrypoint.sh", "entrypoint.sh",
        "docker-php-entrypoint",
    )
)  # fmt: skip
"""Programs that take a program as argument, their own kind too."""


class ArgumentsAgainstEntrypoint(Rule[Project]):
    """`args` of a container (`command` of a Compose service) are the arguments of the image's `ENTRYPOINT`, and these do not
    fit it:

    - an `ENTRYPOINT` in shell form never sees arguments, so they are dropped (Dockerfile reference, "Shell form ENTRYPOINT
      example");
    - they begin with the program that the `ENTRYPOINT` runs already, so it gets itself as first argument;
    - they begin with a flag, but the image has no `ENTRYPOINT`, so the flag is taken for the program and nothing starts.

    Write the `ENTRYPOINT` in exec form, leave the program out, or name it.
    """

    name = "arguments-against-entrypoint"
    category = "correctness"
    needs = ("manifest", "compose")
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            {
                "api/Dockerfile": "FROM python:3.13\nENTRYPOINT python server.py\n",
                "api.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: registry.example.com/api:1
      args: «["--verbose"]»
""",
            }
        ),
        Bad(
            {
                "api/Dockerfile": 'FROM python:3.13\nENTRYPOINT ["python"]\nCMD ["server.py"]\n',
                "compose.yaml": "services:\n  api:\n    build: api\n    command: «python server.py --debug»\n",
            }
        ),
        Bad(
            {
                "api/Dockerfile": 'FROM python:3.13\nCMD ["python", "server.py"]\n',
                "api.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: registry.example.com/api:1
      args: «["--port=8080"]»
""",
            }
        ),
        Good(
            {
                "api/Dockerfile": 'FROM python:3.13\nENTRYPOINT ["python", "server.py"]\n',
                "api.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: registry.example.com/api:1
      args: ["--verbose"]
    - name: other
      image: registry.example.com/api:1
      command: ["python"]
      args: ["server.py", "--verbose"]
""",
            }
        ),
        Good(
            {
                "api/Dockerfile": 'FROM python:3.13\nENTRYPOINT exec python server.py "$0" "$@"\n',
                "api.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api
      image: registry.example.com/api:1
      args: ["--verbose"]
""",
            },
            why="A shell passes its arguments on when it is told to.",
        ),
    )

    def check(self, project: Project) -> Iterator[Finding]:
        for running in project.running_containers:
            args = running.container.args
            if args is not None and running.container.command is None:
                yield from self._compare(project, running.path, running.tie, args)
        for service in project.running_services:
            args = service.service.command
            if args is not None and service.service.entrypoint is None:
                yield from self._compare(project, service.path, service.tie, args)

    def _compare(self, project: Project, path: str, tie: Tie, args: Argv) -> Iterator[Finding]:
        image, own = tie.image, tie.stage.entrypoint
        words = args.words
        if words == ():
            return
        if own is not None and not own.exec_form:
            if _takes_arguments(project, tie, own):
                return
            message = "an `ENTRYPOINT` in shell form drops these arguments; write it in exec form"
            related = tie.related(own.span, "the image's `ENTRYPOINT`")
            yield self.finding(Place(path, args.span), message, related=related)
        elif own is not None and own.words and words:
            program = own.words[0].rpartition("/")[2]
            if program not in _RUNS_OTHERS and words[0].rpartition("/")[2] == program and words[0] == own.words[0]:
                message = (
                    f"the image's `ENTRYPOINT` runs `{words[0]}` already and gets it as an argument; leave it out here"
                )
                related = tie.related(own.span, "the image's `ENTRYPOINT`")
                yield self.finding(Place(path, args.span), message, related=related)
        elif image.has_entrypoint is False and words and words[0].startswith("-"):
            message = (
                f"the image has no `ENTRYPOINT`, so `{words[0]}` would be the program to run; name the program first"
            )
            place = (tie.stage.cmd or image.base_text).span
            yield self.finding(Place(path, args.span), message, related=tie.related(place, "the image's start"))


def _takes_arguments(project: Project, tie: Tie, entrypoint: Argv) -> bool:
    """Whether a shell text may look at its arguments, or cannot be read."""
    if entrypoint.words is not None:
        return False
    source = project.reread.source(tie.dockerfile)
    if source is None:
        return True
    text = source.slice(entrypoint.span)
    return any(f"${name}" in text or f"${{{name}" in text for name in "@*0123456789#")
