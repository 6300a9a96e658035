"""`invalid-service-image`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity
from k8slint.compose import ComposeServiceView
from k8slint.yaml import replace_scalar


class InvalidServiceImage(Rule[ComposeServiceView]):
    """The name of an image is written in lower case. `image: Nginx:1.29` passes `docker compose config`, and Docker
    refuses it when the service starts: "invalid reference format: repository name must be lowercase". Blanks are
    refused too.

    Write the name in lower case. The tag after the colon may have capitals.

    Fix safety: unsafe; the name is written in lower case, but another one may be meant.

    References: https://docs.docker.com/reference/compose-file/services/#image
    """

    name = "invalid-service-image"
    title = "The name of an image is not valid"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: «Nginx:1.29»\n  api:\n    image: «ghcr.io/Example/API:V1»\n",
            fixed="services:\n  web:\n    image: nginx:1.29\n  api:\n    image: ghcr.io/example/api:V1\n",
            unsafe=True,
        ),
        Bad("services:\n  web:\n    image: «'nginx :1.29'»\n"),
        Good("services:\n  web:\n    image: Registry.example.com:5000/nginx:V1\n  api:\n    image: ${IMAGE:-API}\n"),
    )

    def check(self, service: ComposeServiceView) -> Findings:
        image = service.image
        if image is None or "$" in image.text or not image.text:
            return
        host, name, tag = _parts(image.text)
        if any(char.isspace() for char in image.text.strip()):
            message = f"Docker refuses the image `{image.text}`, because a name has no blanks; remove them"
            yield self.finding(image.span, message)
        elif name != name.lower():
            meant = f"{host}{name.lower()}{tag}"
            edit = replace_scalar(service.source, image, meant)
            fix = None if edit is None else Fix(f"write `{meant}`", (edit,), Applicability.UNSAFE)
            message = f"Docker refuses the image `{image.text}`, because a name has no capitals; write `{meant}`"
            yield self.finding(image.span, message, fix=fix)


def _parts(text: str) -> tuple[str, str, str]:
    """The registry with its slash, the name, and the tag or digest with its mark."""
    end = text.find("@")
    end = len(text) if end < 0 else end
    colon = text.find(":", text.rfind("/", 0, end) + 1, end)
    end = end if colon < 0 else colon
    first, slash, _ = text[:end].partition("/")
    is_host = bool(slash) and ("." in first or ":" in first)
    start = len(first) + 1 if is_host else 0
    return text[:start], text[start:end], text[end:]
