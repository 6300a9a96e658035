"""`cd-without-effect`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import Run


class CdWithoutEffect(Rule[Run]):
    """Each `RUN` starts a new shell in the folder that `WORKDIR` names. A `cd` at the end of a `RUN` is therefore lost, and the
    next instruction works in the old folder: `RUN cd /app` followed by `RUN make` calls `make` somewhere else.

    Write `WORKDIR /app`. It applies to all instructions after it.

    Fix safety: unsafe. The following instructions then work in that folder, as you meant, and the folder is created if it does
    not exist. The fix is offered for a `RUN` that is only a `cd` to an absolute path.

    References: https://docs.docker.com/reference/dockerfile/#workdir
    """

    name = "cd-without-effect"
    title = "A cd at the end of RUN is lost"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    aliases = ("hadolint:DL3003", "trivy:DS-0013")
    words = ("cd",)
    examples = (
        Bad("FROM debian:12\nRUN «cd /app»\nRUN make\n", fixed="FROM debian:12\nWORKDIR /app\nRUN make\n", unsafe=True),
        Bad("FROM debian:12\nRUN mkdir -p /app && «cd /app»\nRUN make\n"),
        Bad("FROM debian:12\nRUN set -e; mkdir -p /srv; «cd /srv»\nRUN make\n"),
        Bad("FROM debian:12\nRUN { make; make install; } && «cd /opt»\nRUN ./x\n"),
        Bad(
            "FROM debian:12\nRUN «cd app»\nRUN «cd /opt/tool-*»\nRUN «cd /$APP»\nRUN «cd /app > /dev/null»\n",
            why="These cannot become a `WORKDIR` as they are: no fix.",
        ),
        Bad("FROM debian:12\nRUN <<EOF\nmkdir /app\n«cd /app»\nEOF\n"),
        Good(
            "FROM debian:12\nRUN cd /app && make install\nRUN make && cd\n", why="The `cd` serves the `make` after it."
        ),
        Good("FROM debian:12\nRUN (cd /app) && make; f() { cd /x; }\n", why="The last command is another one."),
        Good("FROM debian:12\nRUN make || cd /app\n", why="It may not run at all."),
    )

    def check(self, run: Run) -> Findings:
        last = run.script.last if run.script is not None else None
        if last is None or last.raw_name != "cd" or len(last.words) != 2:
            return
        folder = last.words[1]
        fix = None
        is_all = run.source.slice(run.command_span) == f"cd {folder.raw}"
        if is_all and folder.raw.startswith("/") and folder.text == folder.raw and not folder.glob:
            keyword = "WORKDIR" if run.source.slice(run.keyword_span).isupper() else "workdir"
            edit = Edit(run.span, f"{keyword} {folder.raw}")
            fix = Fix(f"write `WORKDIR {folder.raw}`", (edit,), Applicability.UNSAFE)
        message = f"`{run.source.slice(last.span)}` is lost when this `RUN` ends; write `WORKDIR` instead"
        yield self.finding(last.span, message, fix=fix)
