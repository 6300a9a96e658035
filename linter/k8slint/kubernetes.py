"""Kubernetes objects as rules see them: manifests, resources, pods, containers.

Names are imported when they are first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.kubernetes import quantity as quantity
    from k8slint._internal.kinds.kubernetes.containers import HANDLERS as HANDLERS
    from k8slint._internal.kinds.kubernetes.containers import HOOKS as HOOKS
    from k8slint._internal.kinds.kubernetes.containers import PROBES as PROBES
    from k8slint._internal.kinds.kubernetes.containers import Container as Container
    from k8slint._internal.kinds.kubernetes.containers import handler as handler
    from k8slint._internal.kinds.kubernetes.kinds import AUTOSCALERS as AUTOSCALERS
    from k8slint._internal.kinds.kubernetes.kinds import FINITE as FINITE
    from k8slint._internal.kinds.kubernetes.kinds import POD_TEMPLATES as POD_TEMPLATES
    from k8slint._internal.kinds.kubernetes.kinds import SELECTORS as SELECTORS
    from k8slint._internal.kinds.kubernetes.kinds import is_namespaced as is_namespaced
    from k8slint._internal.kinds.kubernetes.labels import read_labels as read_labels
    from k8slint._internal.kinds.kubernetes.labels import read_selector as read_selector
    from k8slint._internal.kinds.kubernetes.memory import declared_memory as declared_memory
    from k8slint._internal.kinds.kubernetes.nodes import boolean as boolean
    from k8slint._internal.kinds.kubernetes.nodes import integer as integer
    from k8slint._internal.kinds.kubernetes.nodes import mappings as mappings
    from k8slint._internal.kinds.kubernetes.pods import PodSpec as PodSpec
    from k8slint._internal.kinds.kubernetes.pods import Volume as Volume
    from k8slint._internal.kinds.kubernetes.served import Meant as Meant
    from k8slint._internal.kinds.kubernetes.served import homes as homes
    from k8slint._internal.kinds.kubernetes.served import is_kind as is_kind
    from k8slint._internal.kinds.kubernetes.served import is_near as is_near
    from k8slint._internal.kinds.kubernetes.served import is_of_kubernetes as is_of_kubernetes
    from k8slint._internal.kinds.kubernetes.served import is_served as is_served
    from k8slint._internal.kinds.kubernetes.served import meant as meant
    from k8slint._internal.kinds.kubernetes.spelling import misspelt as misspelt
    from k8slint._internal.kinds.kubernetes.strays import API_VERSION as API_VERSION
    from k8slint._internal.kinds.kubernetes.strays import KIND as KIND
    from k8slint._internal.kinds.kubernetes.strays import OBJECT as OBJECT
    from k8slint._internal.kinds.kubernetes.strays import Stray as Stray
    from k8slint._internal.kinds.kubernetes.tree import Resource as Resource
    from k8slint._internal.kinds.parsed import Manifest as Manifest
    from k8slint._internal.text.literal import is_literal as is_literal
else:
    from k8slint._internal.lazy import lazy

    __getattr__, __dir__, __all__ = lazy(
        __name__,
        {
            "kinds.parsed": ("Manifest",),
            "kinds.kubernetes": ("quantity",),
            "kinds.kubernetes.containers": (
                "Container",
                "HANDLERS",
                "HOOKS",
                "PROBES",
                "handler",
            ),
            "kinds.kubernetes.kinds": (
                "AUTOSCALERS",
                "FINITE",
                "POD_TEMPLATES",
                "SELECTORS",
                "is_namespaced",
            ),
            "text.literal": ("is_literal",),
            "kinds.kubernetes.labels": (
                "read_labels",
                "read_selector",
            ),
            "kinds.kubernetes.memory": ("declared_memory",),
            "kinds.kubernetes.nodes": (
                "boolean",
                "integer",
                "mappings",
            ),
            "kinds.kubernetes.pods": (
                "PodSpec",
                "Volume",
            ),
            "kinds.kubernetes.served": (
                "Meant",
                "homes",
                "is_kind",
                "is_near",
                "is_of_kubernetes",
                "is_served",
                "meant",
            ),
            "kinds.kubernetes.spelling": ("misspelt",),
            "kinds.kubernetes.strays": (
                "API_VERSION",
                "KIND",
                "OBJECT",
                "Stray",
            ),
            "kinds.kubernetes.tree": ("Resource",),
        },
    )
