"""`write-under-volume`."""

from __future__ import annotations

from functools import lru_cache

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Related, Rule, Severity
from k8slint.dockerfile import (
    Run,
    Stage,
    Volume,
    absolute_path,
    changes,
    delete_instruction,
    insert_after,
    layers_of,
    state_before,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint import Span
    from k8slint.dockerfile import Dockerfile, Layer


class WriteUnderVolume(Rule[Stage]):
    """After `VOLUME /data`, a `RUN` that changes files in `/data` may have no effect. BuildKit keeps the changes, but Docker's
    legacy builder, kaniko and buildah 1.28 discard them without a message. For example, the `chown` that your server needs
    is then missing from the image, and the server stops with "permission denied".

    Move `VOLUME` below the last `RUN` that writes to the path. `COPY` and `ADD` are not affected.

    k8slint is silent in files that use features of BuildKit, such as `RUN --mount` or a `# syntax=` line.

    Fix safety: safe. `VOLUME` moves below the last `RUN` that writes there, and the settings of the image stay the same. No fix
    is offered for a path with a variable, or if a comment belongs to either instruction.

    References: https://docs.docker.com/reference/dockerfile/#notes-about-specifying-volumes,
    https://github.com/GoogleContainerTools/kaniko/blob/main/pkg/commands/volume.go
    """

    name = "write-under-volume"
    title = "A RUN changes files below a declared VOLUME"
    category = "correctness"
    severity = Severity.WARNING
    profile = "maintenance"
    words = ("volume",)
    examples = (
        Bad(
            "FROM debian:13\nVOLUME /data\nRUN mkdir «/data/db» && chown -R daemon «/data»\nUSER daemon\n",
            fixed="FROM debian:13\nRUN mkdir /data/db && chown -R daemon /data\nVOLUME /data\nUSER daemon\n",
        ),
        Bad(
            'FROM debian:13 AS base\nVOLUME ["/srv/www"]\nFROM base\nWORKDIR /srv/www\nRUN touch «index.html»\n',
            why="A stage inherits the volumes of the one that it builds on.",
        ),
        Good(
            "FROM debian:13\nRUN mkdir /data && chown daemon /data\nVOLUME /data\n",
            why="It begins with what is there.",
        ),
        Good("FROM debian:13\nVOLUME /data\nCOPY seed /data/\n", why="Every builder keeps what `COPY` brings."),
        Good(
            "FROM debian:13\nVOLUME /data\nRUN --mount=type=cache,target=/root/.npm npm ci --prefix /data && touch /data/a\n",
            why="`--mount` is for BuildKit, which keeps the change.",
        ),
        Good("FROM debian:13\nVOLUME /data\nRUN touch /database\n", why="Not below the volume."),
        Bad(
            "FROM debian:13\n# where the data is\nVOLUME /data\nRUN touch «/data/a»\n",
            why="A comment belongs to the `VOLUME`: no fix.",
        ),
        Bad(
            "FROM debian:13\nVOLUME /data\nRUN touch «/data/a»\n# the user\nUSER daemon\n",
            why="One belongs to what follows: no fix.",
        ),
        Bad("FROM debian:13\nVOLUME /data \\\n  /srv/data\nRUN touch «/data/a»\n", why="In several lines: no fix."),
        Bad("FROM debian:13\nENV D=/data\nVOLUME $D\nRUN touch «/data/a»\n", why="With a variable: no fix."),
        Good("FROM debian:13\nRUN touch /data/a\nVOLUME /data\nRUN touch /srv/a\nVOLUME /data\n"),
        Good("FROM debian:13\nVOLUME /\nRUN touch /data\n", why="Nobody means the root folder."),
        Good(
            "FROM debian:13\nVOLUME /data\nCOPY --link seed /data/\nRUN touch /data/a\n",
            why="`--link` is for BuildKit, too.",
        ),
    )

    def check(self, stage: Stage) -> Findings:
        volumes = _volumes(stage)
        if not volumes or _is_for_buildkit(stage.dockerfile):
            return
        found: list[tuple[Span, str, str, Volume, Run]] = []
        for layer in layers_of(stage):
            run = layer.instruction
            if not isinstance(run, Run):
                continue
            for span, path in _touched(run, layer):
                for folder in _folders(path):
                    volume = next((one for one in volumes.get(folder, ()) if _before(one, run)), None)
                    if volume is not None:
                        found.append((span, path, folder, volume, run))
                        break
        last = {id(volume): run for _, _, _, volume, run in found}
        for span, _, folder, volume, _ in found:
            yield self.finding(
                span,
                f"`{folder}` is already declared as a volume, so some builders discard this change; "
                "move `VOLUME` below this line",
                related=(Related("", volume.span, "declared here"),),
                fix=_fix(volume, last[id(volume)]),
            )


def _volumes(stage: Stage) -> dict[str, list[Volume]]:
    """By folder: the first VOLUME of the stage itself, and of each that it builds on."""
    found: dict[str, list[Volume]] = {}
    at: Stage | None = stage
    while at is not None:
        for volume in at.of(Volume):
            state = state_before(volume)
            for word in volume.paths:
                path = absolute_path(word.expand(state.env), state)
                if path is not None and path != "/":
                    known = found.setdefault(path, [])
                    if all(one.stage is not at for one in known[-1:]):
                        known.append(volume)
        at = at.base
    return found


def _folders(path: str) -> Iterator[str]:
    """A path, and the folders that it lies in, the innermost first."""
    while path:
        yield path
        path = path.rpartition("/")[0]


@lru_cache(maxsize=4)
def _is_for_buildkit(dockerfile: Dockerfile) -> bool:
    """Whether the file uses what only builders know that keep such a change."""
    if dockerfile.syntax is not None:
        return True
    return any(
        instruction.heredocs or instruction.flag("mount") or instruction.flag("link")
        for instruction in dockerfile.instructions
    )


def _before(volume: Volume, run: Run) -> bool:
    return volume.stage is not run.stage or volume.span.start < run.span.start


def _touched(run: Run, layer: Layer) -> list[tuple[Span, str]]:
    found = {piece.span: piece.path for piece in layer.pieces if piece.command is not None}
    for change in changes(run):
        found.setdefault(change.word.span, change.path)
    return sorted(found.items(), key=lambda item: item[0].start)


def _fix(volume: Volume, run: Run) -> Fix | None:
    if volume.stage is not run.stage or run.heredocs or any(word.dynamic for word in volume.paths):
        return None
    stage = volume.stage
    if stage is None:
        return None
    after = stage.instructions[stage.position(run) + 1 : stage.position(run) + 2]
    if volume.previous_comments or any(one.previous_comments for one in after):
        return None
    text = volume.source.slice(volume.span)
    if "\n" in text:
        return None
    edits: tuple[Edit, ...] = (delete_instruction(volume), insert_after(run, text))
    return Fix("move `VOLUME` below what writes there", edits, Applicability.SAFE)
