"""What programs remove."""

from __future__ import annotations

from k8slint._internal.syntax.shell.find import Search
from k8slint._internal.syntax.shell.names import names
from k8slint._internal.syntax.shell.options import scan
from k8slint._internal.syntax.shell.packages import invocation
from k8slint._internal.syntax.shell.paths import UNKNOWN, absolute, below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from k8slint._internal.syntax.shell.commands import Command
    from k8slint._internal.syntax.shell.words import ShellWord

    Paths = dict[str, ShellWord | None]


def removes(command: Command, cwd: str | None) -> Paths:
    """Patterns of paths that `command`, run in `cwd`, removes, each with the word that names it; for `effects.covers`.

    `/a/**` is `/a` with all below; `**` alone (`paths.UNKNOWN`) stands for a removal of something unknown.
    """
    name = command.name
    found: Paths = {}
    if name == "rm":
        options = scan(command.arguments)
        recursive = options.has("-r", "-R", "--recursive")
        _add(found, options.operands, cwd, recursive)
        if command.has_unknown_words:
            _fed(found, command.fed_by, cwd, recursive)
    elif name in ("rmdir", "unlink", "shred"):
        if name != "shred" or command.has_flag("-u", "--remove"):
            _add(found, scan(command.arguments, ("-n", "--iterations", "-s", "--size")).operands, cwd, False)
    elif name == "mv":
        options = scan(command.arguments, ("-t", "--target-directory", "-S", "--suffix"))
        operands = options.operands if options.has("-t", "--target-directory") else options.operands[:-1]
        _add(found, operands, cwd, True)
    elif name in _PACKERS and not command.has_flag("-k", "--keep", "-c", "--stdout", "--to-stdout", "-l", "-t", "-r"):
        _add(found, scan(command.arguments, ("-S", "--suffix", "-T", "--threads")).operands, cwd, False)
    elif name == "find":
        search = Search(command)
        if search.removes:
            search.add(found, cwd)
    elif name == "trap":
        # What an EXIT trap runs is a command of its own, at the end of the script.
        given = command.arguments
        if given and (given[0].text is None or ("rm " in given[0].text and given[-1].text not in ("EXIT", "0"))):
            found[UNKNOWN] = None
    else:
        run = invocation(command)
        if run is not None:
            for path in run.cleaned:
                found[below(path)] = run.verb
    return found


_PACKERS = names("gzip gunzip bzip2 bunzip2 xz unxz lzma unlzma")


def _add(found: Paths, words: Sequence[ShellWord], cwd: str | None, recursive: bool) -> None:
    for word in words:
        path = absolute(word, cwd)
        if path is None:
            found[UNKNOWN] = word
        elif word.glob or _PATTERN.isdisjoint(path):
            # A pattern in quotes is the name of a file that nobody has.
            found[below(path) if recursive else path] = word


_PATTERN = frozenset("*?[")


def _fed(found: Paths, source: Command | None, cwd: str | None, recursive: bool) -> None:
    """What `rm` gets from the command before it: `ls -d /a/* | xargs rm -r`, `find /a -name x | xargs rm`."""
    if source is not None and source.name == "find":
        search = Search(source)
        if not search.acts:
            search.recursive = recursive
            search.add(found, cwd)
            return
    elif source is not None and source.name in ("ls", "echo"):
        options = scan(source.arguments)
        words = options.operands
        if words and (source.name == "echo" or options.has("-d") or all(word.glob for word in words)):
            _add(found, words, cwd, recursive)
            return
    found[UNKNOWN] = None
