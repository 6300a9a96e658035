"""Asking about each fix: it is shown as a diff, and nothing is written before the last answer."""

from __future__ import annotations

from k8slint.edit import Applicability, apply
from k8slint.report import diff
from k8slint.report.paint import coded, paint
from k8slint.report.printable import shown
from k8slint.report.text import head

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from k8slint.finding import Finding
    from k8slint.report import Output

_QUESTION = "Apply this fix? y(es), n(o), a(ll that are left), q(uit): "


class Asker:
    """Remembers the answers: a fix that was refused is not offered again when the text has moved."""

    def __init__(self, out: Output, display: Callable[[str], str]) -> None:
        self._out = out
        self._display = display
        self._answers: dict[tuple[str, ...], bool] = {}
        self._rest: bool | None = None

    def wanted(self, found: Finding, text: str) -> bool:
        """Whether to apply the fix of a finding in `text`, the file as it is by now."""
        if self._rest is not None:
            return self._answers.get(_key(found, text), self._rest)
        key = _key(found, text)
        if key not in self._answers:
            self._answers[key] = self._ask(found, text)
        return self._answers[key]

    def _ask(self, found: Finding, text: str) -> bool:
        from k8slint.record import replace

        assert found.fix is not None
        out = self._out
        path = self._display(found.path)
        unsafe = found.fix.applicability != Applicability.SAFE
        paint(
            [
                head(replace(found, path=path)),
                [
                    ("help", "help"),
                    (": ", ""),
                    *coded(shown(found.fix.title)),
                    (" (unsafe)" if unsafe else "", "warning"),
                ],
            ],
            out,
        )
        diff.render(path, text, apply(text, found.fix.edits), out)
        while True:
            out.write(_QUESTION)
            out.flush()
            try:
                answer = input().strip().lower()
            except EOFError:
                answer = "q"
                out.write("\n")
            except KeyboardInterrupt:
                out.write("\nNo file was changed.\n")
                raise
            if answer in ("y", "yes", "n", "no"):
                return answer[0] == "y"
            if answer in ("a", "all", "q", "quit"):
                self._rest = answer[0] == "a"
                return self._rest


def _key(found: Finding, text: str) -> tuple[str, ...]:
    assert found.fix is not None
    spans = [text[edit.span.start : edit.span.end] + edit.text for edit in found.fix.edits]
    return found.path, found.rule, found.message, text[found.span.start : found.span.end], *spans
