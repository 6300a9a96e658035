"""Comments and annotations that silence findings: k8slint's own, and those that people wrote for other linters.

Nearly no file has any, so the first look is a search for the few words that all of them hold.
"""

from __future__ import annotations

from itertools import islice

from k8slint._internal.kinds.suppress.judge import apply, unused
from k8slint._internal.kinds.suppress.model import OWN, Suppression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from k8slint._internal.kinds.dockerfile.tree import Dockerfile
    from k8slint._internal.kinds.kubernetes.tree import Resource
    from k8slint._internal.syntax.yaml.documents import Stream

MAX_SUPPRESSIONS = 10_000
"""Of one file: those that follow are not read."""

__all__ = ("Suppression", "apply", "for_dockerfile", "for_manifest", "unused")


def for_dockerfile(dockerfile: Dockerfile) -> tuple[Suppression, ...]:
    """What the comments of a Dockerfile silence, in the order of the text."""
    text = dockerfile.source.text.lower()
    if OWN not in text and "ignore" not in text and "skip=" not in text:
        return ()
    from k8slint._internal.kinds.suppress import dockerfile as reader

    return _bounded(reader.read(dockerfile))


def for_manifest(stream: Stream, resources: Sequence[Resource]) -> tuple[Suppression, ...]:
    """What the comments of a YAML file and the annotations of its objects silence, in the order of the text."""
    text = stream.source.text.lower()
    comments = OWN in text or ":ignore:" in text
    annotations = bool(resources) and (comments or "ignore" in text or "exempt" in text or ".io/skip" in text)
    if not comments and not annotations:
        return ()
    from k8slint._internal.kinds.suppress import manifest as reader

    found = list(islice(reader.read_comments(stream), MAX_SUPPRESSIONS + 1)) if comments else []
    if annotations:
        found += islice(reader.read_annotations(stream, resources), MAX_SUPPRESSIONS + 1)
        found.sort(key=lambda suppression: suppression.span.start)
    return _bounded(found)


def _bounded(found: Sequence[Suppression]) -> tuple[Suppression, ...]:
    """The first of them, and a word about the others."""
    if len(found) <= MAX_SUPPRESSIONS:
        return tuple(found)
    span = found[MAX_SUPPRESSIONS].span
    error = f"is one suppression more than {MAX_SUPPRESSIONS} in a file, and is not read; use `# k8slint: ignore-file[rule]`"
    return (*found[:MAX_SUPPRESSIONS], Suppression(OWN, (), (), span, (), False, error=error))
