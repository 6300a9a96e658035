"""`unexposed-container-port`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Related, Rule, Severity
from k8slint.project import ProjectDockerfile
from k8slint_rules._shared.listening import listening
from k8slint_rules._shared.port_uses import port_uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint import Span
    from k8slint.project import BuiltImage, Running, Tie
    from k8slint_rules._shared.port_uses import PortUse


class UnexposedContainerPort(Rule[ProjectDockerfile]):
    """A manifest or Compose file says on which port the image listens, and the Dockerfile does not.

    `EXPOSE` is what an image says about itself. Without it, whoever runs the image elsewhere has to search the code for the
    port, and `docker run -P` and proxies that read the image find nothing.

    Add `EXPOSE` with the port to the Dockerfile. It opens nothing.

    k8slint says nothing where the Dockerfile exposes another port (see `port-not-exposed`), where the base image may expose
    it, where the command line shows the port (see `missing-expose`), and about ports of a container or service that runs
    another command than the image's own. Ignore this for images that nobody else runs.

    Fix safety: safe; the image gains a line of metadata and opens nothing.

    References: https://docs.docker.com/reference/dockerfile/#expose
    """

    name = "unexposed-container-port"
    title = "The image does not expose a port it uses"
    category = "networking"
    needs = ("manifest", "compose")
    severity = Severity.INFO
    profile = "strict"
    aliases = ()
    examples = (
        Bad(
            {
                "site/Dockerfile": (
                    'FROM python:3.13\nCOPY . /app\n# serves\nENTRYPOINT ["python"]\nCMD «["/app/server.py"]»\n'
                ),
                "site.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: registry.example.com/site:1
      ports:
        - containerPort: 8080
        - containerPort: 9090
          protocol: UDP
""",
            },
            fixed={
                "site/Dockerfile": (
                    "FROM python:3.13\nCOPY . /app\nEXPOSE 8080 9090/udp\n# serves\n"
                    'ENTRYPOINT ["python"]\nCMD ["/app/server.py"]\n'
                )
            },
        ),
        Good(
            {
                "Dockerfile": 'FROM python:3.13\nCOPY . /app\nCMD ["python", "worker.py"]\n',
                "compose.yaml": """\
services:
  web:
    build: .
    command: python web.py --port 9899
    ports:
      - "9899:9899"
""",
            },
            why="The port belongs to another command than the image's own.",
        ),
        Good(
            {
                "site/Dockerfile": 'FROM example/server:3\nCMD ["/serve"]\n',
                "compose.yaml": 'services:\n  site:\n    build: site\n    ports:\n      - "80:8080"\n',
            },
            why="The base image may expose it.",
        ),
        Good(
            {
                "site/Dockerfile": 'FROM python:3.13\nCMD ["python3", "-m", "http.server", "80"]\n',
                "compose.yaml": 'services:\n  site:\n    build: site\n    ports:\n      - "80:8080"\n',
            },
            why="The command line says on which port it listens, and that is another one.",
        ),
        Good(
            {
                "api/Dockerfile": 'FROM python:3.13\nCOPY server.py /\nCMD ["python", "/server.py"]\n',
                "compose.yaml": "services:\n  api:\n    build: api\n    ports: ['8080:8080', '9090:9090/${PROTOCOL}']\n",
                "api.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: api}\nspec:\n  containers:\n    - name: api\n"
                "      image: registry.example.com/api:1\n"
                "      ports: [{containerPort: 9090, protocol: '{{ .protocol }}'}, {containerPort: 8080}]\n",
            },
            why="What a variable or a template stands for is not known.",
        ),
    )

    def check(self, dockerfile: ProjectDockerfile) -> Findings:
        wanted: dict[int, list[Running]] = {}
        for running in dockerfile.uses:
            if not _runs_another_command(running):
                wanted.setdefault(running.tie.stage.index, []).append(running)
        for uses in wanted.values():
            tie = uses[0].tie
            if not tie.stage.ports and tie.image.ports == ():
                yield from self._compare(dockerfile, tie, [use for one in uses for use in port_uses(one) or ()])

    def _compare(self, dockerfile: ProjectDockerfile, tie: Tie, uses: list[PortUse]) -> Findings:
        image, stage = tie.image, tie.stage
        started = stage.cmd or stage.entrypoint
        server = listening(_command(image))
        if started is None or (server is not None and server.certain):
            return
        missing: dict[str, PortUse] = {}
        for use in uses:
            if server is None or server.port != use.number:
                protocol = use.protocol.lower()
                missing.setdefault(str(use.number) if protocol == "tcp" else f"{use.number}/{protocol}", use)
        if not missing:
            return
        ports = " ".join(missing)
        first = next(iter(missing.values()))
        related = [Related(use.place.path, use.place.span, f"the {use.what}") for use in missing.values()][:3]
        if tie.place is not None and tie.place.path != first.place.path:
            related.append(Related(tie.place.path, tie.place.span, tie.how))
        message = f"the image is run with port {ports.replace(' ', ' and ')}, but does not say so; add `EXPOSE {ports}`"
        fix = _fix(dockerfile, started.span, ports)
        yield self.finding(started.span, message, related=tuple(related), fix=fix)


def _runs_another_command(running: Running) -> bool:
    """Whether ports say nothing about the image, as something else runs in it."""
    return running.entrypoint is not None or running.command is not None


def _command(image: BuiltImage) -> tuple[str, ...]:
    parts = (image.stage.entrypoint, image.stage.cmd)
    return tuple(word for argv in parts if argv is not None for word in argv.words or ())


def _fix(subject: ProjectDockerfile, started: Span, ports: str) -> Fix | None:
    """`EXPOSE` in front of the instruction that starts the program."""
    from k8slint.dockerfile import Cmd, Entrypoint, insert_before_start

    dockerfile = subject.project.reread.dockerfile(subject.path)
    for instruction in () if dockerfile is None else dockerfile.instructions:
        if isinstance(instruction, (Cmd, Entrypoint)) and instruction.command_span == started:
            edit = insert_before_start(instruction, f"EXPOSE {ports}")
            return Fix(f"expose {ports}", (edit,), Applicability.SAFE)
    return None
