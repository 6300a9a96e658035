"""`mixed-case-as`."""

from __future__ import annotations

from k8slint import Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import From


class MixedCaseAs(Rule[From]):
    """`FROM … as …` has two keywords in one line, one in capitals and one not. Docker accepts it, and BuildKit warns.

    Write `AS` like `FROM`.

    Fix safety: safe; Docker accepts keywords in any case.

    References: https://docs.docker.com/reference/build-checks/from-as-casing/
    """

    name = "mixed-case-as"
    title = "`FROM` and `as` differ in case"
    category = "style"
    severity = Severity.INFO
    profile = "strict"
    aliases = ("buildkit:FromAsCasing",)
    examples = (
        Bad(
            "FROM alpine:3.20 «as» a\nfrom alpine:3.20 «As» b\n", fixed="FROM alpine:3.20 AS a\nfrom alpine:3.20 as b\n"
        ),
        Good("FROM alpine:3.20 AS a\nfrom alpine:3.20 as b\n"),
        Good("From alpine:3.20 as a\n", why="The other keyword must be corrected first: `mixed-case-instruction`."),
    )

    def check(self, from_: From) -> Findings:
        if from_.alias is None or len(from_.words) != 3:
            return
        word = from_.words[1]
        keyword = from_.source.slice(from_.keyword_span)
        wanted = "AS" if keyword.isupper() else "as" if keyword.islower() else word.raw
        if word.raw != wanted:
            fix = Fix(f"write `{wanted}`", (Edit(word.span, wanted),))
            yield self.finding(
                word.span, f"`{word.raw}` is written differently from `{keyword}`; write `{wanted}`", fix=fix
            )
