"""Compose files as rules see them: files and services.

Names are imported when they are first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.compose.detect import DEFAULT_NAMES as DEFAULT_NAMES
    from k8slint._internal.kinds.compose.faults import Fault as Fault
    from k8slint._internal.kinds.compose.faults import known_keys as known_keys
    from k8slint._internal.kinds.compose.forms import interpolate as interpolate
    from k8slint._internal.kinds.compose.forms import is_host_path as is_host_path
    from k8slint._internal.kinds.compose.forms import malformed_variable as malformed_variable
    from k8slint._internal.kinds.compose.forms import mount_kind as mount_kind
    from k8slint._internal.kinds.compose.forms import port_number as port_number
    from k8slint._internal.kinds.compose.forms import port_range as port_range
    from k8slint._internal.kinds.compose.forms import split_port as split_port
    from k8slint._internal.kinds.compose.forms import split_volume as split_volume
    from k8slint._internal.kinds.compose.tree import ComposeFile as ComposeFile
    from k8slint._internal.kinds.compose.tree import ComposeMount as ComposeMount
    from k8slint._internal.kinds.compose.tree import ComposePort as ComposePort
    from k8slint._internal.kinds.compose.tree import ComposeServiceView as ComposeServiceView
    from k8slint._internal.kinds.compose.tree import inner as inner
    from k8slint._internal.kinds.compose.tree import key_name as key_name
else:
    from k8slint._internal.lazy import lazy

    __getattr__, __dir__, __all__ = lazy(
        __name__,
        {
            "kinds.compose.detect": ("DEFAULT_NAMES",),
            "kinds.compose.faults": (
                "Fault",
                "known_keys",
            ),
            "kinds.compose.forms": (
                "interpolate",
                "is_host_path",
                "malformed_variable",
                "mount_kind",
                "port_number",
                "port_range",
                "split_port",
                "split_volume",
            ),
            "kinds.compose.tree": (
                "ComposeFile",
                "ComposeMount",
                "ComposePort",
                "ComposeServiceView",
                "inner",
                "key_name",
            ),
        },
    )
