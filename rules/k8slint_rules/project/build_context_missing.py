"""`build-context-missing`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Place, Project, Rule, Severity
from k8slint.files.confine import folder, join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.facts import Build
    from k8slint.files.tree import Tree


class BuildContextMissing(Rule[Project]):
    """Compose or skaffold is to build an image from a folder that is not there, or that has no Dockerfile of that name:
    `docker compose build` and `skaffold build` stop.

    Name a folder of the project; the Dockerfile's path is taken from the build context (skaffold also takes it from the
    folder of its own file).

    Silent for remote contexts, variables without default, and folders that are empty, as those of submodules are before
    `git submodule update`.
    """

    name = "build-context-missing"
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

    def check(self, project: Project) -> Iterator[Finding]:
        tree = project.tree
        if tree is None:
            return
        for path, file in project.files.items():
            builds = [] if file.skaffold is None else list(file.skaffold.builds)
            if file.compose is not None:
                builds += [service.build for service in file.compose.services if service.build is not None]
            # A service that extends another one shares its build.
            for build in {build.span: build for build in builds}.values():
                found = self._compare(tree, path, build)
                if found is not None:
                    yield found

    def _compare(self, tree: Tree, path: str, build: Build) -> Finding | None:
        context, dockerfile = build.context, build.dockerfile
        if context is None:
            return None
        if not tree.exists(context):
            message = f"there is no `{context}` to build from; name a folder of the project"
            return self.finding(Place(path, build.context_span or build.span), message)
        if dockerfile is None or tree.exists(dockerfile) or (tree.is_dir(context) and not tree.list(context)):
            return None
        if build.tool == "skaffold":
            beside = join(folder(path), dockerfile.removeprefix(context + "/"))
            if beside is not None and tree.exists(beside):
                return None
        message = f"there is no `{dockerfile}` to build from; name the Dockerfile, seen from the build context"
        return self.finding(Place(path, build.dockerfile_span or build.context_span or build.span), message)
