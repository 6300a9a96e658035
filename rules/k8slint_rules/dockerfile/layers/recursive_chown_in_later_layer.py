"""`recursive-chown-in-later-layer`."""

from __future__ import annotations

from k8slint import Bad, Finding, Findings, Good, Rule, Severity
from k8slint.dockerfile import Piece, Run, Stage, Transfer, all_layers, changes, is_shipped, join_all, shown
from k8slint.shell import PathIndex, below
from k8slint_rules._shared.written_at import written_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint import Fix
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
        Bad(
            "FROM eclipse-temurin:21-jre-alpine\nCOPY build/app.jar /opt/app/\nCOPY conf/*.yml /etc/app/\n"
            "RUN chgrp -R app «/opt/app» «/etc/app»\n",
            why="A jar is large, and nobody knows how many files a pattern copies.",
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
        Good(
            "FROM debian:13 AS build\nCOPY . /src\nRUN chown -R daemon /src && make -C /src\n"
            "FROM debian:13\nCOPY --from=build /src/app /app\n",
            why="The first stage is not part of the image.",
        ),
    )

    def check(self, stage: Stage) -> Findings:
        if not is_shipped(stage):
            return
        written: PathIndex[tuple[Piece, Layer]] = PathIndex()
        for layer in all_layers(stage):
            run = layer.instruction
            if isinstance(run, Run) and run.stage is stage:
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
        flag = "chmod" if name == "chmod" else "chown"
        remedy = f"write `COPY --{flag}=…`" if copied else "do it in the `RUN` that writes them"
        return self.finding(
            change.word.span,
            f"`{name} -R` stores all files in `{shown(change.path)}` a second time; {remedy}",
            related=written_at(piece for piece, _ in taken),
            fix=None if copied else _fix(taken, run),
        )


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
