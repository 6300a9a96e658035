"""Whether the mounts of a container hold the data of its database."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from k8slint.images import KnownImage

KEPT, HIDDEN, BESIDE, NONE = "kept", "hidden", "beside", "none"
_OLD_POSTGRES = "/var/lib/postgresql/data"


def data_mount(folder: str, database: KnownImage, mounts: Iterable[str]) -> tuple[str, str]:
    """What becomes of the data in `folder`, and by which mount.

    "kept": a mount holds it, or may hold a part of it. "hidden": a mount lies above it, but the image declares a volume in
    between, for which Docker makes a nameless one on top. "beside": the mount is where PostgreSQL before 18 had its data
    (docker-library/postgres #1259: from 18 on it is /var/lib/postgresql/18/docker). "none": nothing holds it.
    """
    paths = [path.rstrip("/") or "/" for path in mounts]
    above = [path for path in paths if _holds(path, folder)]
    inner = max(above, key=len, default="")
    declared = max((path for path in database.volumes or () if _holds(path, folder)), key=len, default="")
    if inner and len(inner) >= len(declared):
        return KEPT, inner
    moved = folder == "/var/lib/postgresql" and database.data == (folder,)
    for path in paths:
        if _holds(folder, path):
            if not (moved and _holds(_OLD_POSTGRES, path)):
                return KEPT, path
            inner = path
    if moved and inner:
        return BESIDE, inner
    return (HIDDEN, inner) if inner else (NONE, "")


def _holds(path: str, folder: str) -> bool:
    return path in ("/", folder) or folder.startswith(path + "/")
