"""What the Compose files of a project count on and nothing defines: the engine of the rules about names."""

from __future__ import annotations

from k8slint.confine import folder
from k8slint.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.facts import ComposeReference
    from k8slint.project import Project

DEFAULT_NAMES = ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")
"""Files that `docker compose` takes by itself (docs.docker.com/compose/intro/compose-application-model). Any other one may be
meant to be merged with one of these."""


def undefined(project: Project, *kinds: str) -> Iterator[tuple[Place, ComposeReference]]:
    """References of some kinds that no Compose file of the same folder defines.

    Silent in a project where a Compose file takes in others, as the whole is then another one.
    """
    if any(facts.adds_others for facts in project.compose_files.values()):
        return
    by_folder: dict[str, set[str]] = {}
    for path, facts in project.compose_files.items():
        by_folder.setdefault(folder(path), set()).update(facts.defined)
    for path, facts in project.compose_files.items():
        if path.rpartition("/")[2] in DEFAULT_NAMES:
            have = by_folder[folder(path)]
            for reference in facts.missing:
                if reference.kind in kinds and f"{reference.kind} {reference.name}" not in have:
                    yield Place(path, reference.span), reference
