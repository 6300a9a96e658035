"""`heredoc-without-command`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity, Span
from k8slint.dockerfile import Run

_OPERATORS = ("&&", "||", ";")


class HeredocWithoutCommand(Rule[Run]):
    """`RUN <<EOF` runs the lines of the here-document. After another command it does not: in `RUN cd /app && <<EOF`, the
    shell takes the lines as the input of a command that is not there. None of them runs, and the build goes on without an
    error.

    This happens when somebody adds a command before a script that worked. Write the command into the here-document, as its
    first line. Or name the program that reads the lines: `RUN cd /app && sh -e <<EOF`.

    Fix safety: unsafe; the lines run, in a shell of their own.

    References: https://docs.docker.com/reference/dockerfile/#here-documents, https://www.shellcheck.net/wiki/SC2188
    """

    name = "heredoc-without-command"
    title = "No command reads this here-document"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    words = ("<<",)
    examples = (
        Bad(
            "FROM alpine:3.22\nRUN cd /srv && «<<EOF»\nmkdir shop\nchown app shop\nEOF\n",
            fixed="FROM alpine:3.22\nRUN cd /srv && sh -e <<EOF\nmkdir shop\nchown app shop\nEOF\n",
            unsafe=True,
        ),
        Bad(
            "FROM alpine:3.22\nRUN ls; \\\n  «<<EOF» && ls\nmkdir shop\nEOF\n",
            fixed="FROM alpine:3.22\nRUN ls; \\\n  sh -e <<EOF && ls\nmkdir shop\nEOF\n",
            unsafe=True,
        ),
        Good("FROM alpine:3.22\nRUN <<EOF\ncd /srv\nmkdir shop\nEOF\n", why="The lines are the script."),
        Good(
            "FROM alpine:3.22\nRUN cd /srv && cat <<EOF > a && <<EOF cat > b\nx\nEOF\ny\nEOF\n",
            why="`cat` reads the lines; it may also come after them.",
        ),
    )

    def check(self, run: Run) -> Findings:
        text = run.source.text
        for heredoc in run.heredocs:
            start, end = heredoc.span.start, heredoc.span.end
            before = text[run.command_span.start : start].rstrip(f" \t\r\n{run.dockerfile.escape}")
            after = text[end:].partition("\n")[0].strip()
            if before.endswith(_OPERATORS) and (not after or after.startswith(_OPERATORS)):
                fix = Fix("run the lines with `sh -e`", (Edit(Span(start, start), "sh -e "),), Applicability.UNSAFE)
                message = (
                    f"no command reads the here-document `{run.source.slice(heredoc.span)}`, so none of its lines runs;"
                    " write `sh -e` before it"
                )
                yield self.finding(heredoc.span, message, fix=fix)
