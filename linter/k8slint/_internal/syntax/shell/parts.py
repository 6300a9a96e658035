"""What a command has besides its words: assignments and redirections."""

from __future__ import annotations

from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.shell.words import ShellWord


class Assignment:
    """`NAME=value` before a command or alone. `value` is None when it cannot be known, `raw` as it is written; `appends`
    tells `+=`."""

    __slots__ = ("appends", "end", "name", "raw", "start", "value")

    def __init__(self, start: int, end: int, name: str, value: str | None, appends: bool, raw: str = "") -> None:
        self.start = start
        self.end = end
        self.name = name
        self.value = value
        self.appends = appends
        self.raw = raw

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def shifted(self, by: int) -> Assignment:
        return Assignment(self.start + by, self.end + by, self.name, self.value, self.appends, self.raw)

    def __repr__(self) -> str:
        return f"Assignment({self.start}, {self.end}, {self.name!r}, {self.value!r})"


class Redirect:
    """A redirection of a command: `2>&1`, `> file`, `<<EOF`. `operator` is without `fd`, which is None where none is
    written; a heredoc's target is its delimiter and `body` the place of its lines."""

    __slots__ = ("body", "end", "fd", "operator", "start", "target")

    def __init__(
        self,
        start: int,
        end: int,
        operator: str,
        target: ShellWord | None,
        fd: int | None,
        body: Span | None = None,
    ) -> None:
        self.body = body
        self.start = start
        self.end = end
        self.operator = operator
        self.target = target
        self.fd = fd

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def shifted(self, by: int) -> Redirect:
        target = self.target.shifted(by) if self.target else None
        body = Span(self.body.start + by, self.body.end + by) if self.body else None
        return Redirect(self.start + by, self.end + by, self.operator, target, self.fd, body)

    def __repr__(self) -> str:
        return f"Redirect({self.start}, {self.end}, {self.operator!r}, {self.target!r}, {self.fd})"
