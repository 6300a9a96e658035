"""`service-without-image`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.project import Reference


class ServiceWithoutImage(Rule[Reference]):
    """A service has neither `image` nor `build`, so there is nothing to run. Compose refuses the file: "service "web"
    has neither an image nor a build context specified".

    Name an image, or the folder to build one from.

    Not reported when another Compose file of the folder, or of a folder above or below, gives one, and in projects that
    use `include`, or `extends` with a file.

    References: https://docs.docker.com/reference/compose-file/services/#image,
    https://docs.docker.com/reference/compose-file/build/
    """

    name = "service-without-image"
    title = "A service has neither an image nor a build"
    category = "correctness"
    needs = ("compose",)
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad({"compose.yaml": "services:\n  «web»:\n    ports:\n      - '80:80'\n  db:\n    image: postgres:17\n"}),
        Good({"compose.yaml": "services:\n  web:\n    build: .\n  worker:\n    extends: web\n    command: work\n"}),
        Good(
            {
                "docker-compose.yml": "services:\n  web:\n    ports: ['80:80']\n",
                "docker-compose.prod.yml": "services:\n  web:\n    image: example/web:1\n",
            },
            why="The other file gives the image.",
        ),
    )

    def check(self, subject: Reference) -> Findings:
        reference = subject.fact
        if reference.kind == "image" and subject.is_missing:
            message = (
                f"the service `{reference.name}` has nothing to run, so Compose refuses the file; give it an `image` or a"
                " `build`"
            )
            yield self.finding(reference.span, message)
