"""The Compose files of a project: which belong together, and what they define."""

from __future__ import annotations

from functools import cached_property

from k8slint._internal.files.confine import folder, name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from k8slint._internal.kinds.facts import ComposeFacts, ComposeService, FileFacts
    from k8slint._internal.project.unread import UnreadFiles


class ComposeFiles:
    """`files` are their facts by path."""

    def __init__(self, files: Mapping[str, FileFacts], unread: UnreadFiles) -> None:
        self._unread = unread
        self.files: dict[str, ComposeFacts] = {
            path: file.compose for path, file in files.items() if file.compose is not None
        }

    @cached_property
    def take_in_others(self) -> bool:
        """Whether one takes in others, so that the whole is another one than any file shows."""
        return any(facts.adds_others for facts in self.files.values())

    def defining(self, kind: str, name: str) -> tuple[str, ...]:
        """Those that define a service, volume, network, secret or config of a name."""
        return tuple(self._defining.get(f"{kind} {name}", ()))

    @cached_property
    def _defining(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = {}
        for path, facts in self.files.items():
            for defined in facts.defined:
                table.setdefault(defined, []).append(path)
        return table

    def is_whole(self, path: str, service: ComposeService) -> bool:
        """Whether no other file of the same folder has a say in a service.

        Of files in which every service has an image or a build, each is complete: they are variants, and not merged.
        """
        others = [other for other in self._sharing.get((folder(path), service.name), ()) if other != path]
        if any(not (self._is_variant(other) and self._is_variant(path)) for other in others):
            return False
        return not self._unread.may_hold((service.name,), path, "compose")

    @cached_property
    def _sharing(self) -> dict[tuple[str, str], list[str]]:
        table: dict[tuple[str, str], list[str]] = {}
        for path, facts in self.files.items():
            for service in facts.services:
                table.setdefault((folder(path), service.name), []).append(path)
        return table

    def _is_variant(self, path: str) -> bool:
        facts = self.files[path]
        complete = all(one.image is not None or one.build is not None for one in facts.services)
        return complete and not facts.adds_others and "override" not in name(path)
