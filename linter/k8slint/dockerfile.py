"""Dockerfiles as rules see them: instructions, stages, layers, state, and edits of their text.

Names are imported when they are first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.dockerfile import dockerignore as dockerignore
    from k8slint._internal.kinds.dockerfile.caches import Left as Left
    from k8slint._internal.kinds.dockerfile.caches import caches_left as caches_left
    from k8slint._internal.kinds.dockerfile.caches import removed_later as removed_later
    from k8slint._internal.kinds.dockerfile.command_lists import append_command as append_command
    from k8slint._internal.kinds.dockerfile.command_lists import insert_command as insert_command
    from k8slint._internal.kinds.dockerfile.command_lists import remove_command as remove_command
    from k8slint._internal.kinds.dockerfile.edits import delete_instruction as delete_instruction
    from k8slint._internal.kinds.dockerfile.edits import insert_after as insert_after
    from k8slint._internal.kinds.dockerfile.edits import insert_before as insert_before
    from k8slint._internal.kinds.dockerfile.edits import insert_before_start as insert_before_start
    from k8slint._internal.kinds.dockerfile.edits import insert_flag as insert_flag
    from k8slint._internal.kinds.dockerfile.edits import is_shell_builtin as is_shell_builtin
    from k8slint._internal.kinds.dockerfile.edits import to_exec_form as to_exec_form
    from k8slint._internal.kinds.dockerfile.expand import expand as expand
    from k8slint._internal.kinds.dockerfile.facts import exposed_port as exposed_port
    from k8slint._internal.kinds.dockerfile.flags import SINCE as SINCE
    from k8slint._internal.kinds.dockerfile.instruction import Instruction as Instruction
    from k8slint._internal.kinds.dockerfile.instructions import Add as Add
    from k8slint._internal.kinds.dockerfile.instructions import Arg as Arg
    from k8slint._internal.kinds.dockerfile.instructions import Copy as Copy
    from k8slint._internal.kinds.dockerfile.instructions import Env as Env
    from k8slint._internal.kinds.dockerfile.instructions import Expose as Expose
    from k8slint._internal.kinds.dockerfile.instructions import From as From
    from k8slint._internal.kinds.dockerfile.instructions import Label as Label
    from k8slint._internal.kinds.dockerfile.instructions import Maintainer as Maintainer
    from k8slint._internal.kinds.dockerfile.instructions import Onbuild as Onbuild
    from k8slint._internal.kinds.dockerfile.instructions import Pair as Pair
    from k8slint._internal.kinds.dockerfile.instructions import Pairs as Pairs
    from k8slint._internal.kinds.dockerfile.instructions import Transfer as Transfer
    from k8slint._internal.kinds.dockerfile.instructions import Unknown as Unknown
    from k8slint._internal.kinds.dockerfile.instructions import Volume as Volume
    from k8slint._internal.kinds.dockerfile.instructions import Workdir as Workdir
    from k8slint._internal.kinds.dockerfile.join import join_all as join_all
    from k8slint._internal.kinds.dockerfile.layers import Change as Change
    from k8slint._internal.kinds.dockerfile.layers import Layer as Layer
    from k8slint._internal.kinds.dockerfile.layers import Piece as Piece
    from k8slint._internal.kinds.dockerfile.layers import all_layers as all_layers
    from k8slint._internal.kinds.dockerfile.layers import changes as changes
    from k8slint._internal.kinds.dockerfile.layers import folder_of as folder_of
    from k8slint._internal.kinds.dockerfile.layers import is_shipped as is_shipped
    from k8slint._internal.kinds.dockerfile.layers import layers_of as layers_of
    from k8slint._internal.kinds.dockerfile.layers import shown as shown
    from k8slint._internal.kinds.dockerfile.misplaced import is_value as is_value
    from k8slint._internal.kinds.dockerfile.nearest import nearest as nearest
    from k8slint._internal.kinds.dockerfile.shell_form import Cmd as Cmd
    from k8slint._internal.kinds.dockerfile.shell_form import Entrypoint as Entrypoint
    from k8slint._internal.kinds.dockerfile.shell_form import Healthcheck as Healthcheck
    from k8slint._internal.kinds.dockerfile.shell_form import Run as Run
    from k8slint._internal.kinds.dockerfile.shell_form import ShellInstruction as ShellInstruction
    from k8slint._internal.kinds.dockerfile.shells import POSIX_SHELL as POSIX_SHELL
    from k8slint._internal.kinds.dockerfile.state import absolute_path as absolute_path
    from k8slint._internal.kinds.dockerfile.state import is_absolute as is_absolute
    from k8slint._internal.kinds.dockerfile.state import state_after as state_after
    from k8slint._internal.kinds.dockerfile.state import state_before as state_before
    from k8slint._internal.kinds.dockerfile.tree import Dockerfile as Dockerfile
    from k8slint._internal.kinds.dockerfile.tree import Stage as Stage
    from k8slint._internal.kinds.dockerfile.usage import used_images as used_images
    from k8slint._internal.kinds.dockerfile.variables import references as references
    from k8slint._internal.kinds.dockerfile.variables import set_in_shell as set_in_shell
    from k8slint._internal.kinds.dockerfile.variables import span_of as span_of
    from k8slint._internal.kinds.dockerfile.variables import unset as unset
    from k8slint._internal.kinds.dockerfile.words import NotStrings as NotStrings
    from k8slint._internal.kinds.dockerfile.words import Word as Word
    from k8slint._internal.kinds.dockerfile.words import json_strings as json_strings
else:
    from k8slint._internal.lazy import lazy

    __getattr__, __dir__, __all__ = lazy(
        __name__,
        {
            "kinds.dockerfile": ("dockerignore",),
            "kinds.dockerfile.caches": (
                "Left",
                "caches_left",
                "removed_later",
            ),
            "kinds.dockerfile.command_lists": (
                "append_command",
                "insert_command",
                "remove_command",
            ),
            "kinds.dockerfile.edits": (
                "delete_instruction",
                "insert_after",
                "insert_before",
                "insert_before_start",
                "insert_flag",
                "is_shell_builtin",
                "to_exec_form",
            ),
            "kinds.dockerfile.expand": ("expand",),
            "kinds.dockerfile.facts": ("exposed_port",),
            "kinds.dockerfile.flags": ("SINCE",),
            "kinds.dockerfile.instruction": ("Instruction",),
            "kinds.dockerfile.instructions": (
                "Add",
                "Arg",
                "Copy",
                "Env",
                "Expose",
                "From",
                "Label",
                "Maintainer",
                "Onbuild",
                "Pair",
                "Pairs",
                "Transfer",
                "Unknown",
                "Volume",
                "Workdir",
            ),
            "kinds.dockerfile.join": ("join_all",),
            "kinds.dockerfile.layers": (
                "Change",
                "Layer",
                "Piece",
                "all_layers",
                "changes",
                "folder_of",
                "layers_of",
                "is_shipped",
                "shown",
            ),
            "kinds.dockerfile.misplaced": ("is_value",),
            "kinds.dockerfile.nearest": ("nearest",),
            "kinds.dockerfile.shell_form": (
                "Cmd",
                "Entrypoint",
                "Healthcheck",
                "Run",
                "ShellInstruction",
            ),
            "kinds.dockerfile.shells": ("POSIX_SHELL",),
            "kinds.dockerfile.state": (
                "absolute_path",
                "state_after",
                "state_before",
                "is_absolute",
            ),
            "kinds.dockerfile.tree": (
                "Dockerfile",
                "Stage",
            ),
            "kinds.dockerfile.usage": ("used_images",),
            "kinds.dockerfile.variables": (
                "references",
                "set_in_shell",
                "span_of",
                "unset",
            ),
            "kinds.dockerfile.words": (
                "NotStrings",
                "Word",
                "json_strings",
            ),
        },
    )
