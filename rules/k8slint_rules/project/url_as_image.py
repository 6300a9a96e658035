"""`url-as-image`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.project import ImageReference

_SCHEMES = ("https://", "http://")
_HUB = "hub.docker.com/"


class UrlAsImage(Rule[ImageReference]):
    """The address of a web page or registry is written where an image belongs.

    A reference to an image is `[host[:port]/]name[:tag]`, without `https://`. Docker and the kubelet refuse an address as
    an "invalid reference format". hub.docker.com is the web site of Docker Hub and not its registry: images of Docker Hub
    are named without a host. The mistake comes from copying the address out of the browser.

    Write `alpine:3.20` for an official image of Docker Hub, `user/name:tag` for another image there, and
    `registry.example.com/name:tag` for another registry. There is no reason to ignore this.

    Fix safety: unsafe; the fix writes the reference that the address most likely means.

    References: https://docs.docker.com/reference/cli/docker/image/tag/,
    https://kubernetes.io/docs/concepts/containers/images/#image-names
    """

    name = "url-as-image"
    title = "A web address is used as an image"
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

    def check(self, reference: ImageReference) -> Findings:
        image = reference.image
        # A Dockerfile's facts have no value for what is not a reference.
        source = None if image.value is not None else reference.project.reread.source(reference.path)
        written = image.value or ("" if source is None else source.slice(image.span).strip("'\""))
        if not written.startswith((*_SCHEMES, _HUB)):
            return
        meant = _meant(written)
        what = f"`{written}` is a web address, which is refused as an image"
        if meant is None:
            yield self.finding(image.span, f"{what}; write `host/name:tag` without `https://`")
        else:
            yield self.finding(image.span, f"{what}; write `{meant}`", fix=_fix(reference, written, meant))


def _fix(reference: ImageReference, written: str, meant: str) -> Fix | None:
    span = reference.image.span
    source = reference.project.reread.source(reference.path)
    around = "" if source is None else source.slice(span)
    if around.strip("'\"") != written:
        return None
    return Fix(f"write `{meant}`", (Edit(span, around.replace(written, meant)),), Applicability.UNSAFE)


def _meant(written: str) -> str | None:
    """The reference that an address stands for."""
    rest = written
    for scheme in _SCHEMES:
        rest = rest.removeprefix(scheme)
    rest = rest.removeprefix(_HUB).removeprefix("_/").removeprefix("r/").rstrip("/")
    plain = rest.replace("/", "").replace(":", "").replace(".", "").replace("-", "").replace("_", "").replace("@", "")
    return rest if rest and plain.isalnum() and plain.isascii() and "//" not in rest else None
