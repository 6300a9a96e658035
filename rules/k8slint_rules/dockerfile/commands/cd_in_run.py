"""`cd-in-run`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Run


class CdInRun(Rule[Run]):
    """A `cd` at the beginning of a `RUN` applies to this `RUN` only. The next instruction starts in the old folder again, so
    each `RUN` repeats the `cd`, and the one that forgets it works in the wrong place.

    Set the folder with `WORKDIR` before the `RUN`. It also applies to all instructions after it and to the running container,
    so set it back if that matters.

    References: https://docs.docker.com/build/building/best-practices/#workdir
    """

    name = "cd-in-run"
    title = "A RUN begins with cd instead of WORKDIR"
    category = "style"
    severity = Severity.INFO
    profile = "strict"
    aliases = ("hadolint:DL3003", "trivy:DS-0013")
    words = ("cd",)
    examples = (
        Bad("FROM debian:12\nRUN «cd /app» && make\n"),
        Bad(
            "FROM debian:12\nRUN <<EOF\n«cd $HOME»\nmake\nEOF\nRUN «cd ~/tool» && make\nRUN «cd /opt/tool-*» && make\n",
            why="Only the shell knows these folders, so `WORKDIR` needs the full path.",
        ),
        Good("FROM debian:12\nWORKDIR /app\nRUN make\n"),
        Good(
            "FROM debian:12\nRUN curl -O https://example.com/a.tar && tar xf a.tar && cd a && make\n",
            why="A step in the middle of a build.",
        ),
        Good(
            "FROM debian:12\nRUN (cd /app && make) && ls\nRUN cd && make\nRUN cd /app && make && cd -\n",
            why="A subshell; no folder is named; a `cd` at the end is reported by another rule.",
        ),
    )

    def check(self, run: Run) -> Findings:
        commands = run.commands
        if not commands or commands[0].raw_name != "cd" or len(commands[0].words) != 2:
            return
        first = commands[0]
        if first.subshell or first.piped or first.conditional:
            return
        if commands[-1].raw_name == "cd":
            return  # reported by cd-without-effect
        word = first.words[1]
        remedy = f"write `WORKDIR {word.raw}` before it"
        if word.text is None or word.text[:1] in ("~", "-") or word.glob:
            # What only the shell knows means something else to WORKDIR, or nothing.
            remedy = "write `WORKDIR` with the full path of that folder before it"
        yield self.finding(first.span, f"`cd {word.raw}` applies to this `RUN` only; {remedy}")
