"""What programs remove."""

from __future__ import annotations

from k8slint.shell.names import names
from k8slint.shell.options import scan
from k8slint.shell.packages import invocation
from k8slint.shell.paths import UNKNOWN, absolute, below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from k8slint.shell.commands import Command
    from k8slint.shell.words import ShellWord

    Paths = dict[str, ShellWord | None]

_FIND_HARMLESS = names(
    "-depth -xdev -mount -print -print0 -noleaf -o -a -ignore_readdir_race -warn -nowarn -H -L -P -d"
)


def removes(command: Command, cwd: str | None) -> Paths:
    """Patterns of paths that `command`, run in `cwd`, removes, each with the word that names it; for `effects.covers`.

    `/a/**` is `/a` with all below; `**` alone (`paths.UNKNOWN`) stands for a removal of something unknown.
    """
    name = command.name
    found: Paths = {}
    if name == "rm":
        options = scan(command.arguments)
        _add(found, options.operands, cwd, options.has("-r", "-R", "--recursive"))
        if command.has_unknown_words:
            found[UNKNOWN] = None
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
        _find(found, command, cwd)
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
            found[UNKNOWN] = None
            continue
        found[below(path) if recursive else path] = word


def _find(found: Paths, command: Command, cwd: str | None) -> None:
    """`find PLACE… [-mindepth N] [-type T] [-name PATTERN] -delete`, or `-exec rm … {}`. More tests make it unsure."""
    words = command.arguments
    index = 0
    while index < len(words) and words[index].text in ("-H", "-L", "-P"):
        index += 1
    places: list[ShellWord] = []
    while index < len(words) and (words[index].text or words[index].raw)[0] not in "-(!":
        places.append(words[index])
        index += 1
    removing = alternatives = False
    certain = True
    patterns: list[str] = []
    while index < len(words):
        text = words[index].text
        if text == "-delete":
            removing = True
        elif text in ("-exec", "-execdir", "-ok"):
            program = words[index + 1].text if index + 1 < len(words) else None
            removing = removing or (program or "").rpartition("/")[2] in ("rm", "rmdir")
            while index < len(words) and words[index].text not in (";", "+"):
                index += 1
        elif text in ("-name", "-iname") and index + 1 < len(words):
            index += 1
            name = words[index].text
            if name is None or "/" in name:
                certain = False
            else:
                patterns.append(name)
        elif text in ("-mindepth", "-type"):
            index += 1
        elif text in ("-o", "-or"):
            alternatives = True
        elif text not in _FIND_HARMLESS and text not in ("(", ")", "\\(", "\\)"):
            certain = False
        index += 1
    if not removing:
        return
    if not certain or (len(patterns) > 1 and not alternatives) or (alternatives and not patterns):
        return
    for place in places:
        path = absolute(place, cwd)
        if path is None:
            found[UNKNOWN] = None
        elif not patterns:
            found[below(path)] = place
        else:
            for pattern in patterns:
                found[f"{path.rstrip('/')}/**/{pattern}"] = place
