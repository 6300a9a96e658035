"""What a comment says, in the languages of k8slint and of other linters.

Other tools' comments are read as their users mean them, which is more than each tool takes: lower case, blanks for commas,
a reason behind. The grammars: hadolint src/Hadolint/Pragma.hs; BuildKit frontend/dockerfile/linter (`# check=`); tally's
`# tally ignore=`; checkov checkov/common/comment/enum.py; trivy pkg/iac/ignore.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from k8slint._internal.kinds.suppress.model import OWN
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_NAMES = 500
"""Rules that one directive may name; with more it silences nothing."""
NEXT, STAGE, FILE = "next", "stage", "file"
"""How far a directive reaches: what follows it, the stage that follows it, the whole file."""

_TOOLS_OF_BARE_CODES = ("hadolint", "shellcheck", "buildkit", "tally")


class Directive:
    """One directive of a comment. `start` is where it begins in the text; the rest is as in `Suppression`."""

    __slots__ = ("dialect", "error", "names", "reach", "spans", "start", "until")

    def __init__(
        self,
        dialect: str,
        reach: str,
        start: int,
        names: list[str],
        spans: list[Span],
        *,
        until: str = "",
        error: str = "",
    ) -> None:
        self.dialect = dialect
        self.reach = reach
        self.start = start
        self.names = tuple(names)
        self.spans = tuple(spans)
        self.until = until
        self.error = error


def in_dockerfile(comment: str, at: int) -> Iterator[Directive]:
    """Directives of a comment that begins with its `#` at offset `at`."""
    low = comment.lower()
    if OWN in low:
        yield from own(comment, at)
    if "ignore" in low:
        yield from _hadolint(comment, at)
        yield from trivy(comment, at)
    if "skip=" in low:
        yield from _buildkit(comment, at)
        yield from _checkov(comment, at)


def in_yaml(comment: str, at: int) -> Iterator[Directive]:
    """The same for YAML, where only trivy reads comments."""
    low = comment.lower()
    if OWN in low:
        yield from own(comment, at)
    if ":ignore:" in low:
        yield from trivy(comment, at)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_FORM = "`# k8slint: ignore[rule] reason`"


def own(comment: str, at: int) -> Iterator[Directive]:
    """`# k8slint: ignore[rule, …] reason`, `# k8slint: ignore-file[…]`; no brackets mean all rules."""
    match = _pattern(r"#[ \t]*k8slint[ \t]+(ignore|ignore-file)[ \t]*\[").match(comment)
    if match is not None:
        yield Directive(OWN, NEXT, at, [], [], error=f"has no `:` after `k8slint`; write {_FORM}")
    for match in _pattern(r"#[ \t]*k8slint[ \t]*:[ \t]*([a-z_-]*)[ \t]*").finditer(comment):
        verb = match[1].lower()
        reach = FILE if verb == "ignore-file" else NEXT
        at_rest = match.end()
        first = comment[at_rest : at_rest + 1]
        names: list[str] = []
        spans: list[Span] = []
        error = ""
        if verb not in ("ignore", "ignore-file"):
            error = f"`{verb}` is not a directive of k8slint; write {_FORM}" if verb else f"says nothing; write {_FORM}"
        elif first == "[":
            close = comment.find("]", at_rest)
            if close < 0:
                error = f"`[` is not closed; write {_FORM}"
            else:
                names, spans = listed(comment[at_rest + 1 : close], at + at_rest + 1)
                if len(names) > MAX_NAMES:
                    names, spans = [], []
                    error = f"names more than {MAX_NAMES} rules; write `# k8slint: {verb}` for all rules"
                elif not names:
                    error = f"names no rule; write {_FORM}, or `# k8slint: {verb}` for all rules"
        elif first not in ("", "#", "-", "/", "("):
            error = f"names rules without brackets; write {_FORM}, or `# k8slint: {verb}` for all rules"
        yield Directive(OWN, reach, at + match.start(), names, spans, error=error)


def listed(text: str, at: int) -> tuple[list[str], list[Span]]:
    """Names between commas and blanks, as k8slint's own directives have them, each with its place. Stops after one more than
    `MAX_NAMES`.
    """
    names, spans = [], []
    for match in islice(_pattern(r"[^\s,]+").finditer(text), MAX_NAMES + 1):
        names.append(spelled(match[0]))
        spans.append(Span(at + match.start(), at + match.end()))
    return names, spans


def spelled(name: str) -> str:
    """The one way to write a name of several: `hadolint/DL3006` is "hadolint:dl3006", `AVD-DS-0001` and `DS001` "ds-0001"."""
    tool, colon, code = name.lower().rpartition(":")
    if "/" in code and tool in ("", "tally"):
        tool, _, code = code.partition("/")
        return f"{tool}:{code}"
    code = code.removeprefix("avd-")
    letters = code.rstrip("0123456789").removesuffix("-")
    digits = code[len(letters) :].removeprefix("-")
    if letters in ("ds", "ksv", "kcv") and digits:
        code = f"{letters}-{digits:0>4}"
    return f"{tool}{colon}{code}"


def _hadolint(comment: str, at: int) -> Iterator[Directive]:
    """`# hadolint [stage|global] ignore=…` and `# tally [global] ignore=…`."""
    pattern = r"#[ \t]*(hadolint|tally)[ \t]+(?:(stage|global)[ \t]+)?ignore[ \t]*=[ \t]*"
    for match in _pattern(pattern).finditer(comment):
        reach = {"stage": STAGE, "global": FILE}.get((match[2] or "").lower(), NEXT)
        names, spans = _codes(comment, match.end(), at, _bare)
        if names:
            yield Directive(match[1].lower(), reach, at + match.start(), names, spans)


def _buildkit(comment: str, at: int) -> Iterator[Directive]:
    """`# check=skip=…;error=true`, cut at the first blank. tally reads it too, with `hadolint/DL3006` for the whole file."""
    match = _pattern(r"#[ \t]*check[ \t]*=[ \t]*(\S*)").match(comment)
    if match is None:
        return
    for option in _pattern(r"[^;]+").finditer(comment, match.start(1), match.end(1)):
        if option[0].lower().startswith("skip="):
            names, spans = _codes(comment, option.start() + len("skip="), at, _skipped)
            for dialect, reach in (("buildkit", NEXT), ("tally", FILE)):
                chosen = [
                    n
                    for n, span in enumerate(spans)
                    if ("/" in comment[span.start - at : span.end - at]) == (reach == FILE)
                ]
                if chosen:
                    yield Directive(dialect, reach, at, [names[n] for n in chosen], [spans[n] for n in chosen])


def _checkov(comment: str, at: int) -> Iterator[Directive]:
    """`checkov:skip=ID[:reason]`; wherever it stands, it holds for the file."""
    for match in _pattern(r"(?:checkov|bridgecrew|cortex):skip=[ \t]*").finditer(comment):
        names, spans = _codes(comment, match.end(), at, lambda code: _of("checkov", code))
        if names:
            yield Directive("checkov", FILE, at + match.start(), names, spans)


def trivy(comment: str, at: int) -> Iterator[Directive]:
    """`trivy:ignore:ID[:exp:YYYY-MM-DD]`, several in a line."""
    for match in _pattern(r"(?<![\w:])(?:trivy|tfsec):ignore:([\w*.-]+)(?::exp:([\d-]+))?").finditer(comment):
        span = Span(at + match.start(1), at + match.end(1))
        name = spelled(match[1])
        names = ["trivy" if name == "*" else f"trivy:{name}"]
        yield Directive("trivy", NEXT, at + match.start(), names, [span], until=match[2] or "")


def _codes(comment: str, start: int, at: int, words: Callable[[str], tuple[str, ...]]) -> tuple[list[str], list[Span]]:
    """Codes from `start` on. Behind a blank only what looks like a code is one: the rest is a reason."""
    names: list[str] = []
    spans: list[Span] = []
    one, comma, blanks = _pattern(r"[\w./*-]+"), _pattern(r"[ \t]*,[ \t]*"), _pattern(r"[ \t]+")
    match = one.match(comment, start)
    while match is not None and len(names) < MAX_NAMES:
        for word in words(match[0].lower()):
            names.append(word)
            spans.append(Span(at + match.start(), at + match.end()))
        gap = comma.match(comment, match.end())
        if gap is not None:
            match = one.match(comment, gap.end())
        else:
            gap = blanks.match(comment, match.end())
            match = None if gap is None else one.match(comment, gap.end())
            if match is not None and not _is_code(match[0].rpartition("/")[2]):
                match = None
    return names, spans


def _is_code(word: str) -> bool:
    """`DL3006`, `CKV_DOCKER_7`: letters first and a number last."""
    return word[:2].isalpha() and word[-1:].isdigit()


def _bare(code: str) -> tuple[str, ...]:
    if code == "all":
        return _TOOLS_OF_BARE_CODES
    if "/" in code:
        return (spelled(code),)
    return tuple(f"{tool}:{code}" for tool in _TOOLS_OF_BARE_CODES)


def _skipped(code: str) -> tuple[str, ...]:
    return (spelled(code),) if "/" in code else _of("buildkit", code)


def _of(tool: str, code: str) -> tuple[str, ...]:
    return (tool,) if code in ("all", "*") else (f"{tool}:{code}",)
