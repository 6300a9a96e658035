"""The shell text of Dockerfiles and of commands: words, commands, and what they do.

Names are imported when they are first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.shell.commands import JSON as JSON
    from k8slint._internal.syntax.shell.commands import PLAIN as PLAIN
    from k8slint._internal.syntax.shell.commands import STRING as STRING
    from k8slint._internal.syntax.shell.commands import WORDS as WORDS
    from k8slint._internal.syntax.shell.commands import Command as Command
    from k8slint._internal.syntax.shell.commands import Script as Script
    from k8slint._internal.syntax.shell.edits import add_words as add_words
    from k8slint._internal.syntax.shell.edits import replace_word as replace_word
    from k8slint._internal.syntax.shell.fetch import CURL_VALUES as CURL_VALUES
    from k8slint._internal.syntax.shell.fetch import WGET_VALUES as WGET_VALUES
    from k8slint._internal.syntax.shell.names import names as names
    from k8slint._internal.syntax.shell.nested import SHELLS as SHELLS
    from k8slint._internal.syntax.shell.options import scan as scan
    from k8slint._internal.syntax.shell.packages import Invocation as Invocation
    from k8slint._internal.syntax.shell.packages import Package as Package
    from k8slint._internal.syntax.shell.packages import invocation as invocation
    from k8slint._internal.syntax.shell.parse import parse as parse
    from k8slint._internal.syntax.shell.parts import Assignment as Assignment
    from k8slint._internal.syntax.shell.parts import Redirect as Redirect
    from k8slint._internal.syntax.shell.path_index import PathIndex as PathIndex
    from k8slint._internal.syntax.shell.paths import at_root as at_root
    from k8slint._internal.syntax.shell.paths import below as below
    from k8slint._internal.syntax.shell.strings import shell_words as shell_words
    from k8slint._internal.syntax.shell.strings import split_command as split_command
    from k8slint._internal.syntax.shell.variables import Loop as Loop
    from k8slint._internal.syntax.shell.words import ShellWord as ShellWord
else:
    from k8slint._internal.lazy import lazy

    __getattr__, __dir__, __all__ = lazy(
        __name__,
        {
            "syntax.shell.commands": (
                "Command",
                "JSON",
                "PLAIN",
                "STRING",
                "Script",
                "WORDS",
            ),
            "syntax.shell.edits": (
                "add_words",
                "replace_word",
            ),
            "syntax.shell.fetch": (
                "CURL_VALUES",
                "WGET_VALUES",
            ),
            "syntax.shell.names": ("names",),
            "syntax.shell.nested": ("SHELLS",),
            "syntax.shell.options": ("scan",),
            "syntax.shell.packages": (
                "Invocation",
                "Package",
                "invocation",
            ),
            "syntax.shell.parse": ("parse",),
            "syntax.shell.parts": (
                "Assignment",
                "Redirect",
            ),
            "syntax.shell.path_index": ("PathIndex",),
            "syntax.shell.paths": (
                "at_root",
                "below",
            ),
            "syntax.shell.strings": (
                "shell_words",
                "split_command",
            ),
            "syntax.shell.variables": ("Loop",),
            "syntax.shell.words": ("ShellWord",),
        },
    )
