"""`untagged-service-image`."""

from __future__ import annotations

from k8slint import Bad, Finding, Findings, Good, Rule, Severity
from k8slint.compose import ComposeFile
from k8slint.images import parse_image
from k8slint.yaml import Scalar
from k8slint_rules._shared.pinning import pinning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.compose import ComposeServiceView

_LOCAL = ("never", "build")


class UntaggedServiceImage(Rule[ComposeFile]):
    """An image without a tag, or with the tag `latest`, is whatever was pushed last when this machine pulled it.

    Compose does not pull it again, so each machine keeps a different image. Later a machine gets a new major version of
    a database, which refuses the data of the old one.

    Write the version.

    Not reported for images that the file builds, images that are never pulled (`pull_policy: never`), and names with a
    variable that has no default.

    References: https://docs.docker.com/reference/compose-file/services/#image
    """

    name = "untagged-service-image"
    title = "The image of a service has no version"
    category = "reproducibility"
    severity = Severity.WARNING
    profile = "maintenance"
    aliases = ()
    examples = (
        Bad(
            "services:\n  db:\n    image: «postgres»\n  web:\n    image: «registry.example.com:5000/web:latest»\n"
            "  cache:\n    image: «redis:${REDIS:-latest}»\n"
        ),
        Good(
            "services:\n  db:\n    image: postgres:17\n  web:\n    image: redis:${REDIS_VERSION}\n"
            "  pinned:\n    image: redis@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\n"
        ),
        Good(
            "services:\n  web:\n    build: .\n    image: shop\n  worker:\n    image: shop:latest\n"
            "  local:\n    image: tools\n    pull_policy: never\n",
            why="Built by this file, for one service or two, or only ever found on this machine.",
        ),
        Good(
            "services:\n  base:\n    build: .\n  web:\n    extends: base\n    image: shop\n", why="A parent builds it."
        ),
    )

    def check(self, file: ComposeFile) -> Findings:
        built = _built(file)
        for service in file.services:
            found = self._look(service, built)
            if found is not None:
                yield found

    def _look(self, service: ComposeServiceView, built: set[str]) -> Finding | None:
        image = service.image_text
        if image is None or image.value is None or service.build is not None or service.extends is not None:
            return None
        reference = parse_image(image.value)
        if reference is None or reference.digest is not None or reference.tag not in (None, "latest"):
            return None
        policy = service.node.scalar("pull_policy")
        if (isinstance(policy, Scalar) and policy.text in _LOCAL) or image.value in built:
            return None
        what = "has no tag" if reference.tag is None else "is a moving tag"
        message = (
            f"`{image.value}` {what}, so each machine runs what was the latest when it pulled; {pinning(image.value)}"
        )
        return self.finding(image.span, message)


def _built(file: ComposeFile) -> set[str]:
    """The images that the file builds, with and without `:latest`."""
    names = {other.image_text.value for other in file.services if other.build is not None and other.image_text}
    plain = {name.removesuffix(":latest") for name in names if name is not None}
    return plain | {f"{name}:latest" for name in plain}
