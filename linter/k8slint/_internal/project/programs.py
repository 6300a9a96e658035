"""Which everyday programs a built image surely lacks.

What base images bring, November 2026: `scratch` is empty (Dockerfile reference, "FROM"); distroless images have no shell and no
package manager but for their debug tags (GoogleContainerTools/distroless README). alpine comes with BusyBox, which has
wget and no curl or bash; debian and ubuntu have neither curl nor wget: not looked up in the images themselves, but the
Dockerfiles of docker-library install them before they use them. That the alpine and slim variants of python, golang and
node remove the curl and wget that they are built with was read in their Dockerfiles (docker-library/python 3.13,
docker-library/golang 1.26, nodejs/docker-node 20 and 22). Nothing was tried in a container.
"""

from __future__ import annotations

from k8slint._internal.kinds.images.name import split_image
from k8slint._internal.project.built_image import covers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from k8slint._internal.kinds.dockerfile.instructions import Run
    from k8slint._internal.kinds.dockerfile.tree import Dockerfile, Stage
    from k8slint._internal.project.built_image import BuiltImage

_DISTROLESS_LACKS = frozenset(
    (
        "sh", "bash", "ash", "dash", "curl", "wget", "cat", "echo", "env", "grep", "ls", "nc", "netcat", "pgrep", "ps", "sed",
        "sleep", "stat", "test", "touch", "true",
    )
)  # fmt: skip
_FOLDERS = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
_HARMLESS = frozenset(
    (
        "adduser", "addgroup", "useradd", "groupadd", "usermod", "chmod", "chown", "chgrp", "mkdir", "rm", "rmdir", "touch",
        "echo", "printf", "test", "[", "[[", "true", ":", "set", "cd", "sed", "cat", "sleep", "export", "find", "ls", "pwd",
        "update-ca-certificates", "python", "python3", "node", "date", "grep", "id", "whoami", "ulimit", "umask",
    )
)  # fmt: skip
_LANGUAGES = frozenset(
    ("pip", "npm", "yarn", "pnpm", "go", "gem", "cargo", "poetry", "uv", "pipenv", "bundle", "composer")
)


def is_empty(image: BuiltImage) -> bool:
    """Whether an image has only what its Dockerfile copies: built on scratch or a distroless image."""
    return image.base is not None and (image.base.kind == "empty" or _is_distroless(image))


def surely_lacks(image: BuiltImage, program: str, dockerfile: Callable[[], Dockerfile | None]) -> bool:
    """Whether a program, by name or absolute path, is not in an image. `dockerfile` gives the Dockerfile, which is asked for
    where RUNs may have installed it."""
    base, text = image.base, image.base_text.value
    if base is None or text is None or not program or _may_be_copied(image, program):
        return False
    name = program.rpartition("/")[2]
    if base.kind == "empty":
        return program.startswith("/") or "/" not in program
    if _is_distroless(image):
        return name in _DISTROLESS_LACKS
    missing = _missing(text)
    if name not in missing or program not in (name, f"/usr/bin/{name}", f"/bin/{name}"):
        return False
    tree = dockerfile()
    return tree is not None and _is_closed(image, name, tree)


def _is_distroless(image: BuiltImage) -> bool:
    text = image.base_text.value or ""
    return split_image(text).repository.startswith("gcr.io/distroless/") and "debug" not in text


def _may_be_copied(image: BuiltImage, program: str) -> bool:
    if any(variable.name == "PATH" for variable in image.stage.env) and "/" not in program:
        return True
    if "/" in program and not program.startswith("/"):
        return True
    paths = [program] if program.startswith("/") else [f"{folder}/{program}" for folder in _FOLDERS]
    return any(
        copied.value is None or any(covers(copied.value, path) for path in paths) for copied in image.stage.copied
    )


def _missing(base: str) -> tuple[str, ...]:
    reference = split_image(base)
    tag, repository = reference.tag or "", reference.repository
    if repository == "alpine" or (repository in ("python", "node", "golang") and "alpine" in tag):
        return ("curl", "bash")
    if repository in ("debian", "ubuntu") or (repository in ("python", "node") and "slim" in tag):
        return ("curl", "wget")
    return ()


def _is_closed(image: BuiltImage, name: str, dockerfile: Dockerfile) -> bool:
    """Whether nothing in the Dockerfile may have installed a program."""
    stages = [stage for stage in dockerfile.stages if stage.from_ is not None]
    at: Stage | None = stages[image.stage.index] if image.stage.index < len(stages) else None
    if at is None:
        return False
    while at is not None:
        if any(_may_install(run, name) for run in at.runs):
            return False
        at = at.base
    return True


def _may_install(run: Run, name: str) -> bool:
    from k8slint._internal.syntax.shell.packages import invocation

    if run.exec_form is not None or run.script is None or run.heredocs:
        return True
    for command in run.commands:
        found = invocation(command)
        if found is None:
            if command.words and command.name not in _HARMLESS:
                return True
        elif found.action == "install" and found.manager not in _LANGUAGES:
            for package in found.packages:
                if package.name is None or package.kind != "name" or name in package.name or name == "bash":
                    return True
    return False
