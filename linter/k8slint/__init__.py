"""Lints Dockerfiles and Kubernetes manifests as one system, and repairs what can be repaired exactly.

This module, with `k8slint.dockerfile`, `.shell`, `.kubernetes`, `.compose`, `.yaml`, `.images` and `.project`, is all that
rule authors and callers need, and all that is promised to stay. Names are imported when they are first used.
"""

from __future__ import annotations

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.api import Workspace as Workspace
    from k8slint._internal.api import check as check
    from k8slint._internal.api import fix as fix
    from k8slint._internal.api import rules as rules
    from k8slint._internal.config import ConfigError as ConfigError
    from k8slint._internal.rulekit.plugin import hookimpl as hookimpl
    from k8slint._internal.rulekit.registry import UnknownRule as UnknownRule
    from k8slint._internal.rulekit.rule import Bad as Bad
    from k8slint._internal.rulekit.rule import Findings as Findings
    from k8slint._internal.rulekit.rule import Good as Good
    from k8slint._internal.rulekit.rule import Options as Options
    from k8slint._internal.rulekit.rule import Rule as Rule
    from k8slint._internal.rulekit.rule import Target as Target
    from k8slint._internal.text.edit import Applicability as Applicability
    from k8slint._internal.text.edit import Edit as Edit
    from k8slint._internal.text.edit import Fix as Fix
    from k8slint._internal.text.finding import Finding as Finding
    from k8slint._internal.text.finding import Problem as Problem
    from k8slint._internal.text.finding import Related as Related
    from k8slint._internal.text.finding import Severity as Severity
    from k8slint._internal.text.nearest import nearest as nearest
    from k8slint._internal.text.numbers import decimal as decimal
    from k8slint._internal.text.record import Record as Record
    from k8slint._internal.text.record import replace as replace
    from k8slint._internal.text.source import Place as Place
    from k8slint._internal.text.source import Position as Position
    from k8slint._internal.text.source import Range as Range
    from k8slint._internal.text.source import Source as Source
    from k8slint._internal.text.source import Span as Span
else:
    from k8slint._internal.lazy import lazy

    __getattr__, __dir__, __all__ = lazy(
        __name__,
        {
            "api": (
                "Workspace",
                "check",
                "fix",
                "rules",
            ),
            "config": ("ConfigError",),
            "rulekit.plugin": ("hookimpl",),
            "rulekit.registry": ("UnknownRule",),
            "rulekit.rule": (
                "Bad",
                "Findings",
                "Good",
                "Options",
                "Rule",
                "Target",
            ),
            "text.edit": (
                "Applicability",
                "Edit",
                "Fix",
            ),
            "text.finding": (
                "Finding",
                "Problem",
                "Related",
                "Severity",
            ),
            "text.nearest": ("nearest",),
            "text.numbers": ("decimal",),
            "text.record": (
                "Record",
                "replace",
            ),
            "text.source": (
                "Place",
                "Position",
                "Range",
                "Source",
                "Span",
            ),
        },
    )
