"""`arguments-against-entrypoint`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.project import Running

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.project import Argv

_RUNS_OTHERS = frozenset(
    (
        "sh", "bash", "dash", "ash", "env", "exec", "sudo", "su-exec", "gosu", "tini", "dumb-init", "nice", "nohup", "time",
        "timeout", "xargs", "busybox", "catatonit", "setpriv", "chroot", "stdbuf", "docker-entrypoint.sh", "entrypoint.sh",
        "docker-php-entrypoint",
    )
)  # fmt: skip
"""Programs that take a program as argument, their own kind too."""


class ArgumentsAgainstEntrypoint(Rule[Running]):
    """The arguments that a container gets do not fit the `ENTRYPOINT` of its image.

    `args` of a container (`command` of a Compose service) become the arguments of the image's `ENTRYPOINT`. Three things go
    wrong:

    - An `ENTRYPOINT` in shell form never sees arguments. They are dropped without a word, and the program starts with its
      defaults.
    - The arguments begin with the program that the `ENTRYPOINT` already runs. The program gets its own name as its first
      argument, and most programs then stop with a usage message.
    - The arguments begin with a flag, but the image has no `ENTRYPOINT`. The flag is taken for the program, nothing of that
      name exists, and the container does not start.

    Write the `ENTRYPOINT` in exec form (a JSON array), leave out the program, or name the program first.

    Ignore this for an entry script that reads its arguments in a way that its file does not show.

    References: https://docs.docker.com/reference/dockerfile/#shell-form-entrypoint-example,
    https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
    """

    name = "arguments-against-entrypoint"
    title = "Arguments do not fit the image's ENTRYPOINT"
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
        Good(
            {
                "api/Dockerfile": 'FROM python:3.13\nENTRYPOINT exec python server.py "${@}"\n',
                "tool/Dockerfile": "FROM python:3.13\nENTRYPOINT python tool.py\n",
                "compose.yaml": "services:\n  api: {build: api, command: --verbose}\n  tool: {build: tool, command: []}\n",
            },
            why="The other way to write it, and no arguments at all.",
        ),
        Good(
            {
                "job/Dockerfile": 'FROM python:3.13\nCMD ["python", "job.py"]\n',
                "own/Dockerfile": 'FROM registry.example.com/base:1\nCMD ["serve"]\n',
                "env/Dockerfile": 'FROM python:3.13\nENTRYPOINT ["env"]\n',
                "pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: jobs}\nspec:\n  containers:\n"
                "    - {name: job, image: 'registry.example.com/job:1', command: [python], args: [--version]}\n"
                "    - {name: options, image: 'registry.example.com/job:1', args: [$(OPTIONS)]}\n"
                "    - {name: own, image: 'registry.example.com/own:1', args: [--verbose]}\n"
                "    - {name: env, image: 'registry.example.com/env:1', args: [env, A=1, env]}\n"
                "    - {name: more, image: 'registry.example.com/env:1', args: [$(OPTIONS)]}\n",
            },
            why="`command` replaces the `ENTRYPOINT`, a variable may hold the program, a base image may have an `ENTRYPOINT`,"
            " and `env` may start itself.",
        ),
    )

    def check(self, running: Running) -> Findings:
        args = running.command
        if args is None or running.entrypoint is not None or args.words == ():
            return
        tie, words = running.tie, args.words
        own = tie.stage.entrypoint
        message, place, what = "", own.span if own is not None else tie.image.base_text.span, "the image's `ENTRYPOINT`"
        if own is not None and not own.exec_form:
            if not _takes_arguments(running, own):
                message = (
                    "the image's `ENTRYPOINT` is in shell form, which drops these arguments; write it as a JSON array"
                )
        elif own is not None and own.words and words:
            program = own.words[0].rpartition("/")[2]
            if program not in _RUNS_OTHERS and words[0] == own.words[0]:
                message = (
                    f"the image's `ENTRYPOINT` already runs `{words[0]}`, so it gets its own name as an argument; "
                )
                message += "leave it out here"
        elif tie.image.has_entrypoint is False and words and words[0].startswith("-"):
            message = f"the image has no `ENTRYPOINT`, so `{words[0]}` is taken for the program and nothing starts; "
            message += "name the program first"
            place, what = (tie.stage.cmd or tie.image.base_text).span, "what the image starts"
        if message:
            yield self.finding(args.span, message, related=tie.related(place, what))


def _takes_arguments(running: Running, entrypoint: Argv) -> bool:
    """Whether a shell text may look at its arguments, or cannot be read."""
    source = running.project.reread.source(running.tie.dockerfile)
    if source is None:
        return True
    text = source.slice(entrypoint.span)
    return any(f"${name}" in text or f"${{{name}" in text for name in "@*0123456789#")
