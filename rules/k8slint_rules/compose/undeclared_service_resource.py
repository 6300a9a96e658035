"""`undeclared-service-resource`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, Edit, Finding, Fix, Good, Place, Project, Rule, Severity
from k8slint.compose.names import undefined
from k8slint.files.confine import folder, join

if TYPE_CHECKING:
    from collections.abc import Iterator


class UndeclaredServiceResource(Rule[Project]):
    """A service uses a volume, network, secret or config that the file does not declare. Compose refuses the file:
    "service "db" refers to undefined volume data".

    Declare it at the top level, for example `volumes:` with `data:` below it. A folder next to the file is written
    `./data`: without `./` it is the name of a volume.

    Not reported when another Compose file of the folder, or of a folder above or below, declares it, and in projects
    that use `include`, or `extends` with a file.

    Fix safety: unsafe; `./` is put in front of the name of a folder that exists.

    References: https://docs.docker.com/reference/compose-file/volumes/,
    https://docs.docker.com/reference/compose-file/networks/
    """

    name = "undeclared-service-resource"
    title = "A service uses something the file does not declare"
    category = "correctness"
    needs = ("compose",)
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            {
                "compose.yaml": "services:\n  db:\n    image: postgres:17\n    networks: [«back»]\n    secrets:\n"
                "      - source: «password»\n    volumes:\n      - «data»:/var/lib/postgresql/data\n"
            }
        ),
        Bad(
            {
                "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    volumes:\n"
                "      - «html»:/usr/share/nginx/html:ro\n",
                "html/index.html": "<h1>Hello</h1>\n",
            },
            fixed={
                "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    volumes:\n"
                "      - ./html:/usr/share/nginx/html:ro\n"
            },
            unsafe=True,
        ),
        Good(
            {
                "compose.yaml": "services:\n  db:\n    image: postgres:17\n    networks: [default, back]\n    volumes:\n"
                "      - data:/var/lib/postgresql/data\n      - ./init:/docker-entrypoint-initdb.d\n      - /tmp\n"
                "      - ${DATA}:/backup\nvolumes:\n  data:\nnetworks:\n  back:\n    external: true\n"
            },
            why="Declared, a path, a nameless volume and a variable.",
        ),
    )

    def check(self, project: Project) -> Iterator[Finding]:
        for place, reference in undefined(project, "volume", "network", "secret", "config"):
            kind, name = reference.kind, reference.name
            if kind == "volume" and self._is_folder(project, place, name):
                message = (
                    f"`{name}` without `./` is a volume, and none of that name is declared, so Compose refuses the file; write"
                    f" `./{name}` for the folder"
                )
                yield self.finding(place, message, fix=_fix(project, place, name))
            else:
                message = (
                    f"the {kind} `{name}` is not declared, so Compose refuses the file; add it below `{kind}s:` at the top"
                    " level"
                )
                yield self.finding(place, message)

    def _is_folder(self, project: Project, place: Place, name: str) -> bool:
        path = join(folder(place.path), name)
        return bool(path) and project.tree is not None and project.tree.exists(path or "")


def _fix(project: Project, place: Place, name: str) -> Fix | None:
    source = project.reread.source(place.path)
    if source is None or source.slice(place.span) != name:
        return None
    return Fix(f"write `./{name}`", (Edit(place.span, f"./{name}"),), Applicability.UNSAFE)
