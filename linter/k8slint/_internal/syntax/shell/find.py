"""What `find` goes through, and what it removes of it."""

from __future__ import annotations

from k8slint._internal.syntax.shell.names import names
from k8slint._internal.syntax.shell.paths import UNKNOWN, absolute, below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.shell.commands import Command
    from k8slint._internal.syntax.shell.words import ShellWord

    Paths = dict[str, ShellWord | None]

MAX_LEVELS = 5
"""Folders below the first that `-maxdepth` may name; more are as good as all."""
_HARMLESS = names(
    "-depth -xdev -mount -print -print0 -noleaf -o -or -a -and -ignore_readdir_race -warn -nowarn -d ( ) \\( \\)"
)
_RUNNING = names("-exec -execdir -ok -okdir")


class Search:
    """`find PLACE… [-mindepth N] [-maxdepth N] [-type T] [-name PATTERN]…` with `-delete` or `-exec rm … {}`.

    `certain` is false with any other test. `acts` tells that it runs or removes something, `removes` that it removes what it
    finds; `recursive` with what is below.
    """

    def __init__(self, command: Command) -> None:
        words = command.arguments
        index = 0
        while index < len(words) and words[index].text in ("-H", "-L", "-P"):
            index += 1
        self.places: list[ShellWord] = []
        while index < len(words) and (words[index].text or words[index].raw)[:1] not in ("-", "(", "!", ""):
            self.places.append(words[index])
            index += 1
        self.patterns: list[str] = []
        self.lowest = 0
        self.highest: int | None = None
        self.certain = True
        self.acts = self.removes = self.recursive = False
        alternatives = False
        while index < len(words):
            text = words[index].text
            value = words[index + 1].text if index + 1 < len(words) else None
            index += 1
            if text == "-delete":
                self.acts = self.removes = True
            elif text in _RUNNING:
                index = self.run(words, index)
            elif text in ("-name", "-iname"):
                self.certain = self.certain and value is not None and "/" not in value
                self.patterns.append(value or "")
                index += 1
            elif text in ("-mindepth", "-maxdepth") and value is not None and len(value) < 4 and value.isdecimal():
                if text == "-mindepth":
                    self.lowest = int(value)
                else:
                    self.highest = int(value)
                index += 1
            elif text == "-type":
                self.certain = self.certain and value is not None and value[:1] in ("f", "d", "l")
                self.folders = value == "d"
                index += 1
            else:
                alternatives = alternatives or text in ("-o", "-or")
                self.certain = self.certain and text in _HARMLESS
        if (len(self.patterns) > 1 and not alternatives) or (alternatives and not self.patterns):
            self.certain = False

    folders = False
    """Whether only folders are found."""

    def run(self, words: tuple[ShellWord, ...], index: int) -> int:
        """Reads `-exec …`; gives the index after it."""
        self.acts = True
        program = (words[index].text or "").rpartition("/")[2] if index < len(words) else ""
        if program in ("rm", "rmdir", "unlink"):
            self.removes = True
        first = index
        while index < len(words) and words[index].text not in (";", "+"):
            index += 1
        flags = "".join([word.text or "" for word in words[first:index] if (word.text or "").startswith("-")])
        if self.removes and program == "rm" and ("r" in flags or "R" in flags):
            self.recursive = True
        return index + 1

    def add(self, found: Paths, cwd: str | None) -> None:
        """Notes what is removed, as `removes` does."""
        if not self.certain or (self.folders and not self.recursive):
            found[UNKNOWN] = None
            return
        for place in self.places:
            path = absolute(place, cwd)
            if path is None or (not place.glob and not {"*", "?", "["}.isdisjoint(path)):
                found[UNKNOWN] = place
                continue
            for pattern in self.found_in(path):
                found[pattern] = place

    def found_in(self, path: str) -> list[str]:
        path = path.rstrip("/")
        end = "/**" if self.recursive else ""
        if self.highest is None or self.highest > MAX_LEVELS:
            if self.patterns:
                return [f"{path}/**/{pattern}{end}" for pattern in self.patterns]
            return [below(path) if self.lowest == 0 else f"{path}/*/**"]
        found = []
        if self.lowest == 0 and not self.patterns:
            found.append(path + end)
        for level in range(max(self.lowest, 1), self.highest + 1):
            above = path + "/*" * (level - 1)
            found += [f"{above}/{pattern}{end}" for pattern in self.patterns or ("*",)]
        return found
