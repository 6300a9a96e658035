"""`relative-workdir`."""

from __future__ import annotations

from posixpath import normpath

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import Stage, Workdir, absolute_path, is_absolute, state_before
from k8slint.images import known_image


class RelativeWorkdir(Rule[Stage]):
    """A relative `WORKDIR` is added to the working folder of the base image, and the Dockerfile does not show which one that
    is.

    `FROM node` and `WORKDIR app` is `/app` today. If a new release of the base image sets `/home/node`, everything is copied to
    another place, and paths in scripts and manifests point nowhere.

    Write the path from `/`. A `WORKDIR` that follows another one of the same file is reported by `nested-relative-workdir`.

    Fix safety: safe in `scratch`, which begins at `/`; unsafe elsewhere, as the folder of the base image is only commonly
    known.

    References: https://docs.docker.com/reference/build-checks/workdir-relative-path/,
    https://docs.docker.com/reference/dockerfile/#workdir
    """

    name = "relative-workdir"
    title = "A relative `WORKDIR` depends on the base image"
    category = "correctness"
    severity = Severity.WARNING
    aliases = ("buildkit:WorkdirRelativePath", "hadolint:DL3000", "trivy:DS-0009", "checkov:CKV_DOCKER_10")
    words = ("workdir",)
    examples = (
        Bad("FROM scratch\nWORKDIR «app/»\n", fixed="FROM scratch\nWORKDIR /app\n"),
        Bad("FROM python:3.13\nWORKDIR «app»\n", fixed="FROM python:3.13\nWORKDIR /app\n", unsafe=True),
        Bad("FROM example/base:1\nWORKDIR «app»\nWORKDIR data\n"),
        Good("FROM python:3.13\nARG HOME\nWORKDIR $HOME\nWORKDIR data\n", why="A variable may hold an absolute path."),
        Good("FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nWORKDIR C:\\app\n"),
    )

    def check(self, stage: Stage) -> Findings:
        workdir = next((found for found in stage.instructions if isinstance(found, Workdir)), None)
        if (
            workdir is None
            or workdir.path is None
            or (stage.base is not None and stage.base.inherited(Workdir) is not None)
        ):
            return
        word, state = workdir.path, state_before(workdir)
        value = word.expand(state.env)
        if not value or is_absolute(value, state):
            return
        target, applicability = absolute_path(value, state), Applicability.SAFE
        if target is None:
            target, applicability = _from_base(stage, value), Applicability.UNSAFE
        fix = None
        if target is not None and not word.dynamic and not set(target) & set("$\\\"'"):
            fix = Fix(f"write `{target}`", (Edit(word.span, target),), applicability)
        remedy = f"write `{target}`" if target is not None else "write it from `/`"
        yield self.finding(
            word.span,
            f"`{value}` is added to the working folder of the base image, which may change; {remedy}",
            fix=fix,
        )


def _from_base(stage: Stage, value: str) -> str | None:
    """The path in a well-known base image."""
    image = stage.root.image
    known = known_image(image.text) if image is not None else None
    return None if known is None or known.workdir is None else normpath(f"{known.workdir}/{value}").replace("//", "/")
