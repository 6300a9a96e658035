"""What a finding is known by from one run to the next, when lines elsewhere come and go."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from k8slint._internal.text.finding import Finding
    from k8slint._internal.text.source import Source

MAX_CHARACTERS = 1024
"""Characters of the lines of a finding that its fingerprint depends on."""


def finding_fingerprints(findings: Iterable[Finding], source: Callable[[str], Source | None]) -> list[str]:
    """A fingerprint for each finding, in order: a hash of the rule and the text of its lines, and the how many-th of its
    file with that hash it is. It depends on no line number, message or path; together with the path it is unique.
    """
    from _blake2 import blake2b

    seen: dict[tuple[str, str], int] = {}
    prints = []
    for found in findings:
        text = "\0".join((found.rule, lines_of(found, source(found.path))))
        mark = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        seen[found.path, mark] = number = seen.get((found.path, mark), 0) + 1
        prints.append(f"{mark}:{number}")
    return prints


def lines_of(found: Finding, source: Source | None) -> str:
    """The lines of a finding without the space around each, or its message where there is no text."""
    if source is None or found.range is None or not source.text:
        return found.message
    start = source.line_span(min(found.line, len(source.line_starts))).start
    end = source.line_span(min(found.end_line, len(source.line_starts))).end
    text = source.text[start : min(end, start + MAX_CHARACTERS)]
    return "\n".join([line.strip() for line in text.split("\n")]).strip()
