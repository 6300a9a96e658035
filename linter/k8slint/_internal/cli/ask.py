"""Asking about each fix, which is shown as a diff. Answers can be taken back until the file that they are about is written."""

from __future__ import annotations

from k8slint._internal.report import diff
from k8slint._internal.report.paint import coded, paint
from k8slint._internal.report.printable import shown
from k8slint._internal.report.text import head, heads
from k8slint._internal.text.edit import Applicability, apply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from k8slint._internal.report import Output
    from k8slint._internal.report.paint import Line
    from k8slint._internal.text.finding import Finding

    Key = tuple[str, ...]

_QUESTION = "Apply this fix? y(es), n(o), b(ack), a(ll that are left), ?(more), q(uit): "
_HELP = """\
  y  apply this fix
  n  leave it
  s  suppress: write a comment that silences the finding here
  b  go back to the question before, in this file
  r  apply all fixes of this rule
  x  leave all fixes of this rule
  f  apply the rest of this file's fixes
  k  keep the rest of this file as it is
  a  apply all that are left
  q  leave all that are left
A file is written when its last question is answered. `f` and `a` leave unsafe fixes alone unless --unsafe is given.
"""
_WORDS = {"yes": "y", "no": "n", "suppress": "s", "back": "b", "all": "a", "quit": "q", "help": "?", "h": "?", "u": "b"}


class Back(Exception):
    """The question before is to be asked again."""


class Suppress(Exception):
    """The finding in `text` is to be silenced by a comment, once the fixes of the file are in."""

    def __init__(self, found: Finding, text: str) -> None:
        super().__init__()
        self.found = found
        self.text = text


class Asker:
    """Remembers the answers: a fix that was refused is not offered again when the text has moved."""

    def __init__(self, out: Output, display: Callable[[str], str], *, unsafe: bool = False) -> None:
        self._out = out
        self._display = display
        self._unsafe = unsafe
        self._answers: dict[Key, dict[str, bool]] = {}
        self._rules: dict[str, bool] = {}
        self._rest: bool | None = None
        self._file: bool | None = None
        self._order: list[tuple[Key, str, str]] = []
        self._wishes: list[tuple[Key, str]] = []
        self._asked = 0
        self._expected = 0
        self._place = (0, 0)

    @property
    def quit(self) -> bool:
        """Whether all that is left is to be left alone."""
        return self._rest is False

    def begin(self, fixes: int, number: int, files: int) -> None:
        """Starts a file: the `number`-th of `files`, with so many fixes at first."""
        self._file = None
        self._order = []
        self._wishes = []
        self._asked = 0
        self._expected = fixes
        self._place = (number, files)

    def undo(self) -> None:
        """Forgets the last answer in this file."""
        key, around, rule = self._order.pop()
        self._asked -= 1
        self._rules.pop(rule, None)
        self._answers.get(key, {}).pop(around, None)
        if (key, around) in self._wishes:
            self._wishes.remove((key, around))

    def suppress(self, found: Finding, text: str) -> None:
        """Notes that a finding is to be silenced rather than fixed."""
        key, around = _key(found, text), _around(found, text)
        self._answers.setdefault(key, {})[around] = False
        self._wishes.append((key, around))
        self._note(key, around)

    def silences(self, found: Finding, text: str) -> bool:
        """Whether a finding that is left is one to be silenced. Each wish is told once."""
        if found.fix is None:
            return False
        key, around = _key(found, text), _around(found, text)
        for wish in self._wishes:
            if wish[0] == key and (wish[1] == around or wish[1] not in _bare(text)):
                self._wishes.remove(wish)
                return True
        return False

    def say(self, text: str) -> None:
        self._out.write(f"{text}\n")

    def wanted(self, found: Finding, text: str) -> bool:
        """Whether to apply the fix of a finding in `text`, the file as it is by now. Raises `Back` and `Suppress`."""
        key, around = _key(found, text), _around(found, text)
        known = self._known(key, around, text)
        if known is not None:
            return known
        if (rule := self._rules.get(found.rule)) is not None:
            return rule
        for rest in (self._rest, self._file):
            if rest is not None:
                return rest and self._may(found)
        answer = self._ask(found, text, key, around)
        self._answers.setdefault(key, {})[around] = answer
        return answer

    def _known(self, key: Key, around: str, text: str) -> bool | None:
        """The answer to this question, or to one whose surroundings have changed since."""
        answers = self._answers.get(key, {})
        if around not in answers:
            moved = next((old for old, answer in answers.items() if not answer and old not in _bare(text)), None)
            if moved is None:
                return None
            answers[around] = answers.pop(moved)
            self._order = [(k, around if (k, old) == (key, moved) else old, rule) for k, old, rule in self._order]
            self._wishes = [(k, around if (k, old) == (key, moved) else old) for k, old in self._wishes]
        return answers[around]

    def _may(self, found: Finding) -> bool:
        assert found.fix is not None
        return self._unsafe or found.fix.applicability == Applicability.SAFE

    def _ask(self, found: Finding, text: str, key: Key, around: str) -> bool:
        self._show(found, text)
        while True:
            answer = self._answer()
            if answer in ("y", "n"):
                self._note(key, around)
                return answer == "y"
            if answer in ("r", "x"):
                self._rules[found.rule] = answer == "r"
                self._note(key, around, found.rule)
                return answer == "r"
            if answer in ("f", "k"):
                self._file = answer == "f"
                return self._file and self._may(found)
            if answer in ("a", "q"):
                self._rest = answer == "a"
                return self._rest and self._may(found)
            if answer == "b":
                if self._order:
                    raise Back
                self._out.write("This is the first question of this file; those before it are written.\n")
            elif answer == "s":
                raise Suppress(found, text)
            else:
                self._out.write(_HELP)

    def _note(self, key: Key, around: str, rule: str = "") -> None:
        self._order.append((key, around, rule))
        self._asked += 1

    def _show(self, found: Finding, text: str) -> None:
        from k8slint._internal.text.record import replace

        assert found.fix is not None
        path = self._display(found.path)
        unsafe = found.fix.applicability != Applicability.SAFE
        number, files = self._place
        count = f"[{self._asked + 1} of {max(self._expected, self._asked + 1)}]"
        place = f" file {number} of {files}" if files > 1 else ""
        first = head(replace(found, path=path))
        lines: list[Line] = [[], [(f"{count}{place}", "dim")]]
        lines += heads(first, self._out.width) if self._out.wraps else [first]
        if found.object:
            lines.append([("in", "dim"), (" ", ""), (shown(found.object), "object")])
        lines.append(
            [
                ("help", "help"),
                (": ", ""),
                *coded(shown(found.fix.title)),
                (" (unsafe: it may change what image or cluster do)" if unsafe else "", "warning"),
            ]
        )
        paint(lines, self._out)
        diff.render(path, text, apply(text, found.fix.edits), self._out)

    def _answer(self) -> str:
        try:
            self._out.write(_QUESTION)
            self._out.flush()
            answer = input().strip()
        except EOFError:
            self._out.write("\n")
            return "q"
        word = answer.lower()
        return _WORDS.get(word, word)

    def interrupted(self) -> None:
        """Says what the files are when the dialogue was ended by force."""
        if self._place[0] <= 1:
            self._out.write("\nNo file was changed.\n")
        else:
            self._out.write("\nThis file is as it was; what you chose for the files before it is written.\n")
        self._out.flush()


def _key(found: Finding, text: str) -> Key:
    assert found.fix is not None
    spans = [text[edit.span.start : edit.span.end] + edit.text for edit in found.fix.edits]
    return found.path, found.rule, found.message, text[found.span.start : found.span.end], *spans


def _around(found: Finding, text: str) -> str:
    """The lines of a finding with two before and after them: they tell apart findings that are alike."""
    before = _bare(text[: found.span.start]).split("\n")[-3:]
    after = _bare(text[found.span.start :]).split("\n")
    return "\n".join(before) + "\n".join(after[: text.count("\n", found.span.start, found.span.end) + 3])


def _bare(text: str) -> str:
    """A text without the comments that suppress: writing one moves nothing else."""
    if "# k8slint:" not in text:
        return text
    return "\n".join([line for line in text.split("\n") if not line.lstrip().startswith("# k8slint:")])
