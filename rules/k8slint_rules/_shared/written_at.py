"""The places that wrote what a later layer changes, as related places of a finding."""

from __future__ import annotations

from k8slint import Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from k8slint.dockerfile import Piece

_SHOWN = 5


def written_at(pieces: Iterable[Piece]) -> tuple[Related, ...]:
    """Each place once, the first five of them."""
    spans = list(dict.fromkeys(piece.span for piece in pieces))
    found = [Related("", span, "written here") for span in spans[:_SHOWN]]
    if len(spans) > _SHOWN:
        found[-1] = Related("", spans[_SHOWN - 1], f"written here, and at {len(spans) - _SHOWN} more places")
    return tuple(found)
