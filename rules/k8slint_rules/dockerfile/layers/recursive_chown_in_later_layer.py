"""`recursive-chown-in-later-layer`."""

from __future__ import annotations

from k8slint import Bad, Finding, Findings, Good, Related, Rule, Severity
from k8slint.dockerfile import Piece, Run, Stage, Transfer, all_layers, changes, is_shipped, join_all, shown
from k8slint.shell import PathIndex, below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint import Fix, Span
    from k8slint.dockerfile import Change, Layer

_SMALL = ("mkdir", "touch", "ln", "install", "echo", "printf", "cat", "tee")
"""Programs that make folders and small files."""
_LARGE = (".tar", ".gz", ".tgz", ".xz", ".bz2", ".zst", ".zip", ".jar", ".war", ".whl", ".deb", ".rpm", ".bin", ".so")


class RecursiveChownInLaterLayer(Rule[Stage]):
    """A layer stores whole files. If `chown -R` or `chmod -R` changes files of an earlier layer, each file is stored a second
    time, only because its owner or mode is different. A 500 MB application takes 1 GB.

    Set the owner when the files arrive: `COPY --chown=app:app`, `COPY --chmod=…`. If a `RUN` creates the files, change them in
    the same `RUN`.

    k8slint is silent for stages that other stages only copy from, for empty folders, and for single small files.

    Fix safety: safe. `RUN`s next to each other are joined if each is a plain `&&` list and the second one finds the same shell,
    files and processes as before. Otherwise no fix is offered. `COPY --chown` is left to you, because it does not change the
    owner of a folder that already exists.

    References: https://docs.docker.com/reference/dockerfile/#copy---chown---chmod
    """

    name = "recursive-chown-in-later-layer"
    title = "chown -R in a later layer doubles the files"
    category = "size"
    severity = Severity.WARNING
    profile = "maintenance"
    words = ("chown", "chmod", "chgrp")
    examples = (
        Bad(
            "FROM node:24-slim\nWORKDIR /app\nCOPY . .\nRUN chown -R node:node «/app»\nUSER node\n",
            why="`COPY --chown=node:node . .` writes the files once.",
        ),
        Bad(
            "FROM debian:13\nRUN tar -xf /opt.tar -C /opt/tool\nRUN chmod -R a+rX «/opt/tool»\n",
            fixed="FROM debian:13\nRUN tar -xf /opt.tar -C /opt/tool && chmod -R a+rX /opt/tool\n",
        ),
        Good(
            "FROM node:24-slim\nWORKDIR /app\nCOPY --chown=node:node . .\nUSER node\n",
            why="The files come with their owner.",
        ),
        Good(
            "FROM debian:13\nCOPY torrc.default /etc/tor/\nRUN chown -R tor /etc/tor\n",
            why="One small file costs nothing.",
        ),
        Good("FROM debian:13\nRUN mkdir /data\nRUN chown -R daemon /data\n", why="An empty folder costs nothing."),
        Good(
            "FROM debian:13\nRUN tar -xf /opt.tar -C /opt/tool && chown -R daemon /opt/tool\n",
            why="The files are stored once, with their owner.",
        ),
    )

    def check(self, stage: Stage) -> Findings:
        if not any(isinstance(one, Run) and _may_change(one) for one in stage.instructions) or not is_shipped(stage):
            return
        written: PathIndex[tuple[Piece, Layer]] = PathIndex()
        for layer in all_layers(stage):
            run = layer.instruction
            if run.stage is stage and isinstance(run, Run) and written and _may_change(run):
                for change in changes(run):
                    taken = written.take(below(change.path)) if change.recursive else []
                    if taken:
                        yield self._finding(change, taken, run)
                        # From now on this layer holds the files.
                        piece = Piece(change.path, change.word.span, change.command, (change.path,))
                        written.add(piece.places, (piece, layer))
            for piece in layer.pieces:
                if not _is_small(piece, layer):
                    written.add((piece.path,), (piece, layer))

    def _finding(self, change: Change, taken: list[tuple[Piece, Layer]], run: Run) -> Finding:
        copied = all(piece.command is None for piece, _ in taken)
        name = change.command.name
        remedy = f"write `COPY --{name}=…`" if copied and name != "chgrp" else "do it in the `RUN` that writes them"
        return self.finding(
            change.word.span,
            f"`{name} -R` stores all files in `{shown(change.path)}` a second time; {remedy}",
            related=_written_at(list(dict.fromkeys(piece.span for piece, _ in taken))),
            fix=None if copied else _fix(taken, run),
        )


_SHOWN = 5


def _written_at(spans: list[Span]) -> tuple[Related, ...]:
    found = [Related("", span, "written here") for span in spans[:_SHOWN]]
    if len(spans) > _SHOWN:
        found[-1] = Related("", spans[_SHOWN - 1], f"written here, and at {len(spans) - _SHOWN} more places")
    return tuple(found)


def _may_change(run: Run) -> bool:
    return "chown" in run.arguments or "chmod" in run.arguments or "chgrp" in run.arguments or bool(run.heredocs)


def _is_small(piece: Piece, layer: Layer) -> bool:
    """Whether copying it again costs next to nothing: folders, and single files such as a configuration."""
    if piece.command is not None:
        return piece.command.name in _SMALL
    copy = layer.instruction
    return isinstance(copy, Transfer) and all(_is_small_file(source.text) for source in copy.sources)


def _is_small_file(path: str) -> bool:
    name = path.rpartition("/")[2]
    return "." in name.strip(".") and not set(name) & set("*?[") and not name.lower().endswith(_LARGE)


def _fix(taken: list[tuple[Piece, Layer]], run: Run) -> Fix | None:
    first = taken[0][1].instruction
    return join_all(first, run) if isinstance(first, Run) else None
