"""The command line. This module answers `--version` before anything else is imported."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Runs k8slint; `argv` without the program's name. Exit codes: 0 clean, 1 findings, 2 usage, config or internal trouble."""
    if argv is None and not leave_out():
        return 2
    arguments = sys.argv[1:] if argv is None else argv
    if len(arguments) == 1 and arguments[0] in ("--version", "-V"):
        from k8slint import __version__

        return _last_words(f"k8slint {__version__}\n")
    from k8slint._internal.cli import app

    return app.run(arguments, exits=argv is None)


def leave_out(*folders: str) -> bool:
    """Takes the working folder, the repository around it and `folders` off the import path, where `PYTHONPATH` or `-m` put
    them, and what `PYTHONPATH` names from the working folder on. False, with a word on standard error, when Python has run
    something of them already.
    """
    import os

    try:
        here = os.getcwd()
    except OSError:  # it is gone, so nothing can be found in it
        here = ""
    named = os.environ.get("PYTHONPATH")
    if named is None:
        # A relative entry is looked for in the working folder.
        sys.path[:] = [one for one in sys.path if os.path.isabs(one) and os.path.realpath(one) != (here or None)]
        return True
    own = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
    # The root of the disk is nobody's project: all that is installed lies in it.
    trees = [tree for tree in (_tree(folder) for folder in (here, *folders) if folder) if tree != "/"]
    given = {os.path.realpath(os.path.join(here, part)) for part in named.split(os.pathsep)}
    loose = {os.path.realpath(os.path.join(here, part)) for part in named.split(os.pathsep) if not os.path.isabs(part)}

    def fits(entry: str) -> bool:
        real = os.path.realpath(entry)
        if not entry or real == os.path.realpath(here or "/"):
            return False
        return real == own or real not in given or not (real in loose or _inside(real, trees))

    sys.path[:] = [entry for entry in sys.path if fits(entry)]
    for name in ("sitecustomize", "usercustomize"):
        file = getattr(sys.modules.get(name), "__file__", None)
        if file and _inside(os.path.realpath(file), trees) and not _inside(os.path.realpath(file), [sys.prefix]):
            sys.stderr.write(
                f"k8slint: PYTHONPATH made Python run `{name}` from the tree that is to be linted; unset PYTHONPATH, or use "
                "`python -I -m k8slint`\n"
            )
            return False
    return True


def _tree(folder: str) -> str:
    """The repository that a folder lies in, or the folder itself."""
    import os

    top = folder = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(top, ".git")):
        parent = os.path.dirname(top)
        if parent == top:
            return folder
        top = parent
    return top


def _inside(path: str, folders: Sequence[str]) -> bool:
    return any(path == folder or path.startswith(folder.rstrip("/") + "/") for folder in folders)


def _last_words(text: str) -> int:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except (OSError, AttributeError):
        # Full, or closed from the start.
        return 2
    return 0
