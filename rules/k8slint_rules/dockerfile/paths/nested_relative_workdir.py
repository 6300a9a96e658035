"""`nested-relative-workdir`."""

from __future__ import annotations

from k8slint import Bad, Edit, Findings, Fix, Good, Related, Rule, Severity
from k8slint.dockerfile import Stage, Workdir, absolute_path, is_absolute, state_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile import Word


class NestedRelativeWorkdir(Rule[Stage]):
    """A relative `WORKDIR` is added to the one before it. The reader has to add up the path, line by line.

    When somebody removes or moves the first of the lines, all later folders change with it, and the build may succeed all the
    same.

    Write each path from `/`. Ignore this where a file builds up its paths on purpose.

    Fix safety: safe; the path is the same. None is offered where one of the paths holds a variable.

    References: https://docs.docker.com/reference/dockerfile/#workdir
    """

    name = "nested-relative-workdir"
    title = "A relative `WORKDIR` continues another one"
    category = "style"
    severity = Severity.INFO
    profile = "strict"
    aliases = ("hadolint:DL3000", "trivy:DS-0009", "checkov:CKV_DOCKER_10")
    words = ("workdir",)
    examples = (
        Bad(
            "FROM python:3.13\nWORKDIR /srv\nWORKDIR «app»\nRUN make\nWORKDIR «../data/»\n",
            fixed="FROM python:3.13\nWORKDIR /srv\nWORKDIR /srv/app\nRUN make\nWORKDIR /srv/data\n",
        ),
        Bad("FROM python:3.13 AS base\nARG ROOT=/srv\nWORKDIR $ROOT\nFROM base\nWORKDIR «app»\n"),
        Good("FROM python:3.13\nWORKDIR /srv\nWORKDIR /srv/app\n"),
    )

    def check(self, stage: Stage) -> Findings:
        above, exact = _inherited(stage)
        for workdir in stage.instructions:
            if not isinstance(workdir, Workdir) or workdir.path is None:
                continue
            word, state = workdir.path, state_before(workdir)
            value = word.expand(state.env) or ""
            relative = value != "" and not is_absolute(value, state)
            exact = not word.dynamic and (exact or not relative)
            if relative and above is not None:
                target = absolute_path(value, state)
                fix = None
                if exact and target is not None and not set(target) & set("$\\\"'"):
                    fix = Fix(f"write `{target}`", (Edit(word.span, target),))
                remedy = f"write `{target}`" if target is not None else "write it from `/`"
                related = (Related("", above.span, "this one"),)
                yield self.finding(
                    word.span,
                    f"`{value}` is added to an earlier `WORKDIR`, so a change there moves it too; {remedy}",
                    related=related,
                    fix=fix,
                )
            above = word


def _inherited(stage: Stage) -> tuple[Word | None, bool]:
    """The path of the last WORKDIR of the stages that this one builds on, and whether it is absolute and holds no variable."""
    found = stage.base.inherited(Workdir) if stage.base is not None else None
    path = found.path if found is not None else None
    return path, path is not None and not path.dynamic and path.text.startswith("/")
