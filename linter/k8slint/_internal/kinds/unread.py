"""What a file may be that could not be read: rules that say "there is no …" ask about it."""

from __future__ import annotations

from k8slint._internal.files.classify import kind_by_name
from k8slint._internal.kinds.facts import FileFacts, Unread
from k8slint._internal.text.record import replace


def with_unread(facts: FileFacts | None, path: str, kind: str, text: str | None, reason: str) -> FileFacts | None:
    """The facts of a file of which something could not be read. `text` is None when there is none at all; `kind` is
    "dockerfile", "yaml" or "other". None for a file that is not linted anyway."""
    kinds = _kinds(path, kind, text)
    if not kinds:
        return facts
    return replace(facts or FileFacts(path), unread=Unread(reason, kinds))


def unread(path: str, kind: str | None, data: bytes | None, reason: str) -> FileFacts | None:
    """The facts of a file that could not be decoded, or not even opened."""
    text = None if data is None else data.decode("utf-8", "replace").replace("\0", "")
    return with_unread(None, path, kind or kind_by_name(path) or "other", text, reason)


def _kinds(path: str, kind: str, text: str | None) -> tuple[str, ...]:
    from k8slint._internal.kinds.parsed import KUSTOMIZATION_NAMES

    if kind == "dockerfile":
        return ("dockerfile",)
    if kind == "other":
        return ()
    name = path.rpartition("/")[2]
    if name in KUSTOMIZATION_NAMES:
        return ("kustomization",)
    if text is None:
        # These tools look for files of their names.
        return tuple(tool for tool in ("compose", "skaffold") if tool in name.lower()) or ("manifest",)
    from k8slint._internal.kinds.compose import is_compose
    from k8slint._internal.syntax.yaml.documents import may_hold_objects

    if may_hold_objects(text) or ("{{" in text and "templates" in path.split("/")):
        return ("manifest", "skaffold") if "skaffold/" in text else ("manifest",)
    return ("compose",) if "compose" in name.lower() or is_compose(path, text) else ()
