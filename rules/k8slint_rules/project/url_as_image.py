"""`url-as-image`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, Edit, Finding, Fix, Good, Place, Project, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.facts import Text

_SCHEMES = ("https://", "http://")
_HUB = "hub.docker.com/"


class UrlAsImage(Rule[Project]):
    """The address of a web page or a registry is no image: a reference is `[host[:port]/]name[:tag]`, without `https://`, and
    Docker and the kubelet refuse it as an "invalid reference format". hub.docker.com is the web site of Docker Hub, not
    the registry: its images have no host at all.

    Write `alpine:3.20` for an official image of Docker Hub, `user/name:tag` for another one, `registry.example.com/name:tag`
    for another registry.

    Fix safety: unsafe; the reference is what the address seems to mean.
    """

    name = "url-as-image"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            {
                "Dockerfile": "FROM «https://hub.docker.com/_/alpine:3.20» AS build\nFROM «hub.docker.com/r/example/web:2»\n",
                "compose.yaml": "services:\n  web:\n    image: «http://registry.example.com:5000/web:1»\n",
                "pod.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: «"hub.docker.com/nginx:1.27"»
""",
            },
            fixed={
                "Dockerfile": "FROM alpine:3.20 AS build\nFROM example/web:2\n",
                "compose.yaml": "services:\n  web:\n    image: registry.example.com:5000/web:1\n",
                "pod.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: "nginx:1.27"
""",
            },
            unsafe=True,
        ),
        Good(
            {
                "Dockerfile": "FROM docker.io/library/alpine:3.20\n",
                "compose.yaml": "services:\n  web:\n    image: registry.example.com:5000/web:1\n",
            }
        ),
    )

    def check(self, project: Project) -> Iterator[Finding]:
        for path, image in _images(project):
            written = image.value or _unreadable(project, path, image)
            if written.startswith((*_SCHEMES, _HUB)):
                yield self._found(project, Place(path, image.span), written)

    def _found(self, project: Project, place: Place, written: str) -> Finding:
        meant = _meant(written)
        if meant is None:
            return self.finding(
                place, f"`{written}` is an address and no image; write `host/name:tag` without `https://`"
            )
        source = project.reread.source(place.path)
        around = "" if source is None else source.slice(place.span)
        fix = None
        if around.strip("'\"") == written:
            title = f"write `{meant}`"
            fix = Fix(title, (Edit(place.span, around.replace(written, meant)),), Applicability.UNSAFE)
        return self.finding(place, f"`{written}` is an address and no image; write `{meant}`", fix=fix)


def _unreadable(project: Project, path: str, image: Text) -> str:
    """What is written where the facts have no value, as for an address in a Dockerfile."""
    source = project.reread.source(path)
    return "" if source is None else source.slice(image.span).strip("'\"")


def _images(project: Project) -> Iterator[tuple[str, Text]]:
    """Every image that is named, with its file."""
    for path, dockerfile in project.dockerfiles.items():
        for stage in dockerfile.stages:
            yield path, stage.image
    for path, compose in project.compose_files.items():
        for service in compose.services:
            if service.image is not None and service.build is None:
                yield path, service.image
    for item in project.workloads:
        for container in item.pod.containers if item.pod is not None else ():
            if container.image is not None:
                yield item.path, container.image


def _meant(written: str) -> str | None:
    """The reference that an address stands for."""
    rest = written
    for scheme in _SCHEMES:
        rest = rest.removeprefix(scheme)
    rest = rest.removeprefix(_HUB).removeprefix("_/").removeprefix("r/").rstrip("/")
    plain = rest.replace("/", "").replace(":", "").replace(".", "").replace("-", "").replace("_", "").replace("@", "")
    return rest if rest and plain.isalnum() and plain.isascii() and "//" not in rest else None
