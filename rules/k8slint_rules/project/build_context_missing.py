"""`build-context-missing`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.kubernetes import is_literal
from k8slint.project import ProjectBuild, folder, join


class BuildContextMissing(Rule[ProjectBuild]):
    """Compose or skaffold builds an image from a folder or a Dockerfile that does not exist.

    `docker compose build` and `skaffold build` stop with an error. It happens after a folder was renamed, and whoever has
    the old image on their machine does not see it: only a fresh clone fails.

    Write a folder of the project. The path of the Dockerfile starts at the build context; skaffold also looks in the folder
    of its own file.

    k8slint says nothing about contexts on other hosts, paths with variables that have no default, and empty folders, which
    may be submodules that are not checked out yet. Ignore this for a folder that another tool creates before the build.

    References: https://docs.docker.com/reference/compose-file/build/, https://skaffold.dev/docs/references/yaml/
    """

    name = "build-context-missing"
    title = "The folder or Dockerfile to build from is missing"
    category = "correctness"
    needs = ("compose", "skaffold")
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            {
                "compose.yaml": """\
services:
  api:
    build: «./apii»
  web:
    build:
      context: .
      dockerfile: «web/Dockerfile»
""",
                "api/Dockerfile": "FROM alpine:3.20\n",
            }
        ),
        Good(
            {
                "deploy/compose.yaml": """\
services:
  api:
    build: ../api
  web:
    build: https://github.com/example/web.git
  job:
    build: ${JOB_DIR}
""",
                "api/Dockerfile": "FROM alpine:3.20\n",
            },
            why="Remote contexts and variables may lead anywhere.",
        ),
    )

    def check(self, subject: ProjectBuild) -> Findings:
        tree, build = subject.project.tree, subject.build
        context, dockerfile = build.context, build.dockerfile
        if tree is None or context is None or not is_literal(context):
            return
        if not tree.exists(context):
            message = f"there is no `{context}` to build from, so the build stops; write a folder of the project"
            yield self.finding(build.context_span or build.span, message)
            return
        if (
            dockerfile is None
            or not is_literal(dockerfile)
            or tree.exists(dockerfile)
            or (tree.is_dir(context) and not tree.list(context))
        ):
            return
        if build.tool == "skaffold":
            beside = join(folder(subject.path), dockerfile.removeprefix(context + "/"))
            if beside is not None and tree.exists(beside):
                return
        message = (
            f"there is no `{dockerfile}`, so the build stops; write the path of the Dockerfile from the build context"
        )
        yield self.finding(build.dockerfile_span or build.context_span or build.span, message)
