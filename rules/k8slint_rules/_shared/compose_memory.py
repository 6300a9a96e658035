"""Amounts of memory in Compose files: where they stand, and what Compose reads."""

from __future__ import annotations

from k8slint import Record
from k8slint.yaml import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_KEYS = ("mem_limit", "mem_reservation", "memswap_limit", "shm_size")
_UNITS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5}
_AMOUNT = r"(?P<number>[0-9]+(?:\.[0-9]+)?) ?(?P<unit>[kmgtp]?)(?:i?b)?"


class Amount(Record):
    """An amount of memory of a service. `size` are its bytes, None where Compose cannot read it; `bare` tells that it has
    no unit."""

    key: str
    node: Scalar
    size: float | None
    bare: bool


def amounts(service: Mapping) -> Iterator[Amount]:
    """The amounts of memory of a service, those with a variable left out."""
    for key in _KEYS:
        node = service.scalar(key)
        if node is not None and "$" not in node.text:
            yield _amount(key, node)
    deploy = service.mapping("deploy")
    resources = None if deploy is None else deploy.mapping("resources")
    for part in ("limits", "reservations") if resources is not None else ():
        listed = None if resources is None else resources.mapping(part)
        node = None if listed is None else listed.scalar("memory")
        if node is not None and "$" not in node.text:
            yield _amount("memory", node)


def _amount(key: str, node: Scalar) -> Amount:
    """github.com/docker/go-units size.go, RAMInBytes: units are powers of 1024, in any case, with `b` or `ib` behind."""
    import re

    text = node.text.strip().lower()
    if re.fullmatch(r"-?[0-9]+", text):
        return Amount(key, node, float(text), bare=True)
    found = re.fullmatch(_AMOUNT, text)
    if found is None or len(text) > 40 or (text.endswith("ib") and not found["unit"]):
        return Amount(key, node, None, bare=False)
    return Amount(key, node, float(found["number"]) * 1024 ** _UNITS[found["unit"]], bare=False)
