"""`undeclared-service-resource`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.project import Reference, folder, join

_KINDS = ("volume", "network", "secret", "config")


class UndeclaredServiceResource(Rule[Reference]):
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

    def check(self, subject: Reference) -> Findings:
        kind, name, span = subject.fact.kind, subject.fact.name, subject.fact.span
        if kind not in _KINDS or not subject.is_missing:
            return
        if kind == "volume" and _is_folder(subject):
            message = (
                f"`{name}` without `./` is a volume, and none of that name is declared, so Compose refuses the file; write"
                f" `./{name}` for the folder"
            )
            yield self.finding(span, message, fix=_fix(subject))
        else:
            message = (
                f"the {kind} `{name}` is not declared, so Compose refuses the file; add it below `{kind}s:` at the top"
                " level"
            )
            yield self.finding(span, message)


def _is_folder(subject: Reference) -> bool:
    path, tree = join(folder(subject.path), subject.fact.name), subject.project.tree
    return bool(path) and tree is not None and tree.exists(path or "")


def _fix(subject: Reference) -> Fix | None:
    name, span = subject.fact.name, subject.fact.span
    source = subject.project.reread.source(subject.path)
    if source is None or source.slice(span) != name:
        return None
    return Fix(f"write `./{name}`", (Edit(span, f"./{name}"),), Applicability.UNSAFE)
