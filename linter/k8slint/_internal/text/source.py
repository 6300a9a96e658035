"""A text with a path: decoding that loses nothing, and the way from character offsets to lines and columns."""

from __future__ import annotations

from bisect import bisect_right

from k8slint._internal.text.record import Record

BOM = "\ufeff"


class Span(Record):
    """Half-open range of characters into `Source.text`."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


class Position(Record):
    """A place as people count: line and column from 1, columns in characters."""

    line: int
    column: int


class Range(Record):
    """`Span` as two positions; `end` is the position after the last character."""

    start: Position
    end: Position


class Place(Record):
    """A span in a named file: where a fact was read."""

    path: str
    span: Span


class Aside(Record):
    """A document of a file that was not linted. `reason` says why, in words that count many of a kind: "Helm template"."""

    span: Span
    reason: str


class DecodeError(ValueError):
    """Bytes that are no UTF-8 text. `offset` is the first bad byte; `line` (from 1) is where it lies."""

    def __init__(self, message: str, offset: int, line: int) -> None:
        super().__init__(message)
        self.offset = offset
        self.line = line


class Source:
    """One text as it is in its file, newlines untouched, a leading byte order mark set aside.

    `path` is relative to the project root, with forward slashes. `newline` is the line end to insert: the first one
    of the text, else `\\n`.
    """

    __slots__ = ("_starts", "bom", "newline", "path", "text")

    def __init__(self, path: str, text: str, *, bom: bool = False) -> None:
        if not bom and text.startswith(BOM):
            text, bom = text[1:], True
        self.path = path
        self.text = text
        self.bom = bom
        first = text.find("\n")
        self.newline = "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"
        self._starts: list[int] | None = None

    @classmethod
    def decode(cls, path: str, data: bytes) -> Source:
        """Raises `DecodeError` for bytes that are not UTF-8 or that hold a NUL."""
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
                message = (
                    "this file is UTF-16, which kubectl reads and Docker and most other tools do not; save it as UTF-8"
                )
                raise DecodeError(message, error.start, line) from None
            raise DecodeError(
                f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8", error.start, line
            ) from None
        return cls.checked(path, text)

    @classmethod
    def checked(cls, path: str, text: str) -> Source:
        """Raises `DecodeError` for a text that holds a NUL."""
        nul = text.find("\0")
        if nul >= 0:
            raise DecodeError(f"NUL byte at offset {nul}: not a text file", nul, text.count("\n", 0, nul) + 1)
        return cls(path, text)

    def encode(self, text: str) -> bytes:
        """Bytes of `text` as this source keeps them: with its byte order mark."""
        return ((BOM if self.bom else "") + text).encode("utf-8")

    @property
    def line_starts(self) -> list[int]:
        """Offset of the first character of each line; lines end at `\\n`."""
        if self._starts is None:
            starts, find, at = [0], self.text.find, 0
            while (at := find("\n", at) + 1) > 0:
                starts.append(at)
            self._starts = starts
        return self._starts

    def line_at(self, offset: int) -> int:
        """Line number, from 1, of a character."""
        return bisect_right(self.line_starts, offset)

    def position(self, offset: int) -> Position:
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def range(self, span: Span) -> Range:
        return Range(self.position(span.start), self.position(span.end))

    def line_span(self, line: int) -> Span:
        """Characters of a line (from 1), its line end left out."""
        starts = self.line_starts
        start = starts[line - 1]
        end = starts[line] - 1 if line < len(starts) else len(self.text)
        if end > start and self.text[end - 1] == "\r":
            end -= 1
        return Span(start, end)

    def slice(self, span: Span) -> str:
        return self.text[span.start : span.end]
