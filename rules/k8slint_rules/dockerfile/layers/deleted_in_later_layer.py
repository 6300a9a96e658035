"""`deleted-in-later-layer`."""

from __future__ import annotations

from k8slint import Bad, Finding, Findings, Good, Related, Rule, Severity
from k8slint.dockerfile import Run, Stage, all_layers, is_shipped, join_all, shown
from k8slint.shell import PathIndex, invocation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint import Fix, Span
    from k8slint.dockerfile import Layer, Piece


class DeletedInLaterLayer(Rule[Stage]):
    """Each instruction makes a layer, and a layer never changes again. If a later `RUN` deletes a file, the file is hidden, but
    its bytes are still in the earlier layer. The image is as large as before. The same is true for packages that a later
    `RUN` removes. If the file was a key or a password, anyone who has the image can read it with `docker save`.

    Delete the file in the `RUN` that creates it. If `COPY` brings a file for one command only, mount it instead: `RUN
    --mount=type=bind,source=app.tar,target=/tmp/app.tar …`, or `--mount=type=secret` for a key. Or do the work in a separate
    stage and copy the result.

    k8slint is silent for stages that other stages only copy from, because their layers are not part of the image.

    Fix safety: safe. `RUN`s next to each other are joined if each is a plain `&&` list and the second one finds the same shell,
    files and processes as before. Otherwise no fix is offered.

    References: https://docs.docker.com/build/building/best-practices/#run, https://docs.docker.com/build/building/secrets/
    """

    name = "deleted-in-later-layer"
    title = "A file deleted in a later layer still ships"
    category = "size"
    severity = Severity.WARNING
    profile = "maintenance"
    examples = (
        Bad(
            "FROM alpine:3.22\nRUN dd if=/dev/zero of=/zeros bs=1M count=1024\nRUN rm «/zeros»\n",
            fixed="FROM alpine:3.22\nRUN dd if=/dev/zero of=/zeros bs=1M count=1024 && rm /zeros\n",
        ),
        Bad(
            """\
FROM debian:13
RUN apt-get update && apt-get install -y --no-install-recommends curl
RUN curl -fsSL https://example.com/tool.tgz -o /tmp/tool.tgz
RUN tar -xzf /tmp/tool.tgz -C /opt
RUN rm «/tmp/*.tgz» && «apt-get distclean»
""",
            fixed="""\
FROM debian:13
RUN apt-get update && apt-get install -y --no-install-recommends curl \\
    && curl -fsSL https://example.com/tool.tgz -o /tmp/tool.tgz \\
    && tar -xzf /tmp/tool.tgz -C /opt \\
    && rm /tmp/*.tgz && apt-get distclean
""",
            why="Patterns count, and caches of package managers.",
        ),
        Bad(
            "FROM alpine:3.22\nCOPY id_rsa /root/.ssh/\nRUN git clone git@example.com:site.git /site\n"
            "RUN rm -r «/root/.ssh»\n",
            why="The key can be read from the layer that `COPY` made.",
        ),
        Bad(
            "FROM alpine:3.22 AS base\nRUN wget -O /src.zip https://example.com/src.zip\n"
            "FROM base\nRUN unzip /src.zip -d /src && rm «/src.zip»\n",
            why="The layers of a stage that this one builds on are part of the image.",
        ),
        Good(
            "FROM alpine:3.22\nRUN wget -O /src.zip https://example.com/src.zip && unzip /src.zip && rm /src.zip\n",
            why="The file is gone when the `RUN` ends.",
        ),
        Bad(
            "FROM alpine:3.22\nCOPY a b /tmp/\nRUN cat /tmp/a /tmp/b > /c && rm «/tmp/a» /tmp/b\n",
            why="One `COPY` brought both: one finding.",
        ),
        Bad(
            "FROM debian:13\nRUN wget -q https://example.com/t.zip\nRUN f=t.zip && unzip $f && rm «$f»\n",
            fixed="FROM debian:13\nRUN wget -q https://example.com/t.zip && f=t.zip && unzip $f && rm $f\n",
            why="A variable that the same `RUN` sets is followed.",
        ),
        Good("FROM alpine:3.22\nRUN mkdir /opt/x\nRUN rmdir /opt/x\n", why="An empty folder costs nothing."),
        Good("FROM alpine:3.22\nRUN rm /etc/motd\n", why="Only the base image wrote it."),
        Good(
            "FROM golang:1.25 AS build\nCOPY . /src\nRUN go build -C /src -o /app\nRUN rm -rf /src\n"
            "FROM scratch\nCOPY --from=build /app /app\n",
            why="Only `/app` leaves the first stage.",
        ),
        Good(
            "FROM alpine:3.22\nRUN --mount=type=cache,target=/cache touch /cache/a\nRUN rm -rf /cache/a\n",
            why="What is written into a mount is in no layer.",
        ),
        Bad(
            "FROM alpine:3.22\nRUN mkdir /src && make -C /src\nRUN rm -rf «/src»\n",
            fixed="FROM alpine:3.22\nRUN mkdir /src && make -C /src && rm -rf /src\n",
            why="`make` may have filled the folder.",
        ),
        Bad(
            "FROM alpine:3.22 AS base\nRUN touch /a\nRUN rm «/a»\nFROM base\nRUN true\n",
            fixed="FROM alpine:3.22 AS base\nRUN touch /a && rm /a\nFROM base\nRUN true\n",
            why="Reported once, where it happens.",
        ),
        Bad(
            "FROM alpine:3.22\nRUN apk add --no-cache -t .build gcc make\nRUN make install\nRUN apk del «.build»\n",
            fixed=(
                "FROM alpine:3.22\nRUN apk add --no-cache -t .build gcc make \\\n    && make install \\\n"
                "    && apk del .build\n"
            ),
            why="Packages are files, too.",
        ),
        Bad(
            "FROM debian:13\nRUN apt-get install -y gcc make\nCOPY src /src\n"
            "RUN make -C /src install && apt-get purge -y «gcc» make\n",
            why="There is a `COPY` between them: no fix.",
        ),
        Good(
            "FROM debian:13\nRUN apt-get install -y gcc && make && apt-get purge -y gcc\nRUN apt-get purge -y nano\n",
            why="The first `RUN` removes its own package; the base image brought the other one.",
        ),
        Good("FROM alpine:3.22\nRUN mkdir -p /opt/x && chmod 700 /opt/x\nRUN rm -r /opt/x\n", why="So is this one."),
        Good(
            "FROM alpine:3.22\nRUN mkdir /x && touch /x/a && rm /x/a\nRUN rmdir /x\n",
            why="`rmdir` removes empty folders only.",
        ),
        Good(
            "FROM debian:13\nRUN apt-get update && apt-get install -y git\n"
            "RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
            why="The second `RUN` cleans up after itself; another rule reports the first one.",
        ),
    )

    def check(self, stage: Stage) -> Findings:
        if not any(instruction.keyword == "RUN" for instruction in stage.instructions) or not is_shipped(stage):
            return
        written: PathIndex[tuple[Piece, Layer]] = PathIndex()
        installed: dict[tuple[str, str], tuple[Span, Run]] = {}
        for layer in all_layers(stage):
            found: dict[int, list[tuple[Span, Piece, Layer]]] = {}
            for removal in layer.removals:
                for piece, origin in written.take(removal.pattern):
                    # A RUN that fills a cache again and empties it cleans up after itself; that is another rule's matter.
                    if piece.path in removal.own or removal.command.name == "rmdir" or _is_empty(piece, origin):
                        continue
                    if layer.instruction.stage is stage:
                        found.setdefault(id(origin), []).append((removal.span, piece, origin))
            for taken in sorted(found.values(), key=lambda one: min(span.start for span, _, _ in one)):
                yield self._finding(taken, layer)
            for piece in layer.pieces:
                written.add(piece.places, (piece, layer))
            if isinstance(layer.instruction, Run):
                yield from self._packages(layer.instruction, installed, stage)

    def _packages(self, run: Run, installed: dict[tuple[str, str], tuple[Span, Run]], stage: Stage) -> Findings:
        """One for each earlier `RUN` whose packages this one removes; enters what it installs itself."""
        reported: set[int] = set()
        for command in run.commands:
            asked = invocation(command)
            if asked is None or not asked.table.system or command.conditional or command.background:
                continue
            words = list(asked.operands)
            if asked.action == "install" and asked.manager == "apk":
                words += asked.options.values("-t", "--virtual")
            named = [(word, word.text or "") for word in words if word.text and not word.glob]
            if asked.action == "install":
                installed.update(((asked.manager, name), (word.span, run)) for word, name in named)
            elif asked.action == "remove":
                for word, name in named:
                    span, origin = installed.pop((asked.manager, name), (word.span, run))
                    if origin is run or run.stage is not stage or id(origin) in reported:
                        continue
                    reported.add(id(origin))
                    yield self.finding(
                        word.span,
                        f"the package `{name}` is still in the image, in the layer that installed it; "
                        "install, use and remove it in one `RUN`",
                        related=(Related("", span, "installed here"),),
                        fix=join_all(origin, run),
                    )

    def _finding(self, taken: list[tuple[Span, Piece, Layer]], layer: Layer) -> Finding:
        """One for all that a layer removes of an earlier one."""
        run = layer.instruction
        span, piece, first = min(taken, key=lambda one: one[0].start)
        by_copy = any(piece.command is None for _, piece, _ in taken)
        paths = list(dict.fromkeys(piece.path for _, piece, _ in taken))
        others = len(paths) - 1
        if others:
            what = f"`{shown(piece.path)}` and {others} more are still in the image, in the layer that wrote them"
            remedy = (
                "mount them into the `RUN` that needs them" if by_copy else "remove them in the `RUN` that writes them"
            )
        else:
            what = f"`{shown(piece.path)}` is still in the image, in the layer that wrote it"
            remedy = "mount it into the `RUN` that needs it" if by_copy else "remove it in the `RUN` that writes it"
        return self.finding(
            span,
            f"{what}; {remedy}",
            related=_written_at(list(dict.fromkeys(piece.span for _, piece, _ in taken))),
            fix=_fix(first, run) if isinstance(run, Run) and not by_copy else None,
        )


def _is_empty(piece: Piece, layer: Layer) -> bool:
    """Whether it is a folder that nothing is put into where it is made."""
    run = layer.instruction
    if piece.command is None or piece.command.name != "mkdir" or not isinstance(run, Run):
        return False
    return all(command.name in _FOLDERS_ONLY for command in run.commands)


_FOLDERS_ONLY = ("mkdir", "chown", "chgrp", "chmod")
_SHOWN = 5


def _written_at(spans: list[Span]) -> tuple[Related, ...]:
    found = [Related("", span, "written here") for span in spans[:_SHOWN]]
    if len(spans) > _SHOWN:
        found[-1] = Related("", spans[_SHOWN - 1], f"written here, and at {len(spans) - _SHOWN} more places")
    return tuple(found)


def _fix(first: Layer, last: Run) -> Fix | None:
    origin = first.instruction
    return join_all(origin, last) if isinstance(origin, Run) else None
