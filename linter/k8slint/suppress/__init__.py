"""Comments and annotations that silence findings: k8slint's own, and those that people wrote for other linters.

Nearly no file has any, so the first look is a search for the few words that all of them hold.
"""

from __future__ import annotations

from k8slint.suppress.judge import apply, unused
from k8slint.suppress.model import Suppression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from k8slint.dockerfile.tree import Dockerfile
    from k8slint.kubernetes.tree import Resource
    from k8slint.yaml.documents import Stream

__all__ = ("Suppression", "apply", "for_dockerfile", "for_manifest", "unused")


def for_dockerfile(dockerfile: Dockerfile) -> tuple[Suppression, ...]:
    """What the comments of a Dockerfile silence, in the order of the text."""
    text = dockerfile.source.text
    if "k8slint" not in text and "ignore" not in text and "skip=" not in text:
        return ()
    from k8slint.suppress import dockerfile as reader

    return reader.read(dockerfile)


def for_manifest(stream: Stream, resources: Sequence[Resource]) -> tuple[Suppression, ...]:
    """What the comments of a YAML file and the annotations of its objects silence, in the order of the text."""
    text = stream.source.text
    comments = "k8slint" in text or ":ignore:" in text
    annotations = bool(resources) and (comments or "ignore" in text or "exempt" in text or ".io/skip" in text)
    if not comments and not annotations:
        return ()
    from k8slint.suppress import manifest as reader

    found = reader.read_comments(stream) if comments else []
    if annotations:
        found += reader.read_annotations(stream, resources)
        found.sort(key=lambda suppression: suppression.span.start)
    return tuple(found)
