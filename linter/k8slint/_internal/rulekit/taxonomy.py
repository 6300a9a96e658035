"""How rules are grouped: the profiles they belong to and the categories they stand in."""

from __future__ import annotations

PROFILES = ("development", "maintenance", "strict")
"""Each holds the rules of those before it."""

DEFAULT_PROFILE = "maintenance"

HOME = "https://git.example.com/k8slint"
"""Where the project is at home."""
PAGES = f"{HOME}/blob/main/docs/rules"
"""Where the pages of the built-in rules are published."""
OWN_PACK = "builtin"
"""The name of the pack that comes with k8slint."""


def rule_url(rule: str) -> str:
    """The address of a built-in rule's page."""
    return f"{PAGES}/{rule}.md"


CATEGORIES = {
    "syntax": "what the builder or kubectl cannot read, or reads differently from what it looks like",
    "correctness": "what builds or applies and then does something else than meant",
    "security": "what gives an attacker more than needed",
    "reliability": "what goes down, or does not come back up",
    "networking": "ports, services and names that do not meet",
    "reproducibility": "what differs from one build or rollout to the next",
    "size": "bytes in the image that nobody needs",
    "deprecation": "what a newer version no longer takes",
    "style": "what reads or reviews badly",
    "suppressions": "comments that silence k8slint",
}


def subject_name(subject: type) -> str:
    """What a type is known by as the subject of rules. Another package's class is not ours because it has the same name."""
    ours = subject.__module__.startswith("k8slint._internal.")
    return subject.__name__ if ours else f"{subject.__module__}.{subject.__qualname__}"


PROJECT_SUBJECTS = frozenset(
    (
        "Project",
        "ProjectObject",
        "ProjectWorkload",
        "ProjectService",
        "ImageUse",
        "Running",
        "ProjectDockerfile",
        "ProjectBuild",
        "ProjectKustomization",
        "ImageReference",
        "Reference",
    )
)
"""Subjects that take all files together, and not one, to know (k8slint._internal.project.subjects)."""
