"""Images that left the address they once had, and where they went.

Looked up in November 2026:

- bitnami: versioned tags left `docker.io/bitnami` for `docker.io/bitnamilegacy`, where they get no updates; only `latest` of
  some images stayed (bitnami/containers #83267, effective from 28 August 2025)
- k8s.gcr.io: frozen on 3 April 2023, `registry.k8s.io` took its place (kubernetes.io/blog/2023/03/10/image-registry-redirect)
- microsoft: `docker.io/microsoft` moved to `mcr.microsoft.com` in 2018 (microsoft/iis-docker #159 and docker/docs #8740 for
  iis; the others are from memory)
"""

from __future__ import annotations

from k8slint import Record
from k8slint.images import split_image

_MICROSOFT = {
    "aspnet": "dotnet/framework/aspnet",
    "aspnetcore": "dotnet/aspnet",
    "azure-cli": "azure-cli",
    "dotnet": "dotnet/sdk",
    "dotnet-framework": "dotnet/framework/sdk",
    "iis": "windows/servercore/iis",
    "mssql-server-linux": "mssql/server",
    "nanoserver": "windows/nanoserver",
    "powershell": "powershell",
    "wcf": "dotnet/framework/wcf",
    "windowsservercore": "windows/servercore",
}


class Moved(Record):
    """Where an image went. `why` is what happened, as half a sentence after the image's name."""

    to: str
    why: str


def moved(image: str) -> Moved | None:
    """Where an image went; None for one that is where it was, as far as is known."""
    reference = split_image(image)
    if reference.digest is not None:
        return None
    namespace, _, name = reference.repository.partition("/")
    tag = f":{reference.tag}" if reference.tag else ""
    if namespace == "bitnami" and reference.tag not in (None, "latest"):
        return Moved(f"bitnamilegacy/{name}{tag}", "left Docker Hub's `bitnami` in 2025, and gets no more updates")
    if namespace == "k8s.gcr.io":
        return Moved(f"registry.k8s.io/{name}{tag}", "is in a registry that has been frozen since 2023")
    if namespace == "microsoft" and name in _MICROSOFT:
        return Moved(f"mcr.microsoft.com/{_MICROSOFT[name]}", "left Docker Hub for Microsoft's own registry")
    return None
