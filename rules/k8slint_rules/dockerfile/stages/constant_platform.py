"""`constant-platform`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import From


class ConstantPlatform(Rule[From]):
    """A fixed `--platform` builds this stage for one processor, whatever `docker build --platform` asks for.

    The result is an image that says `arm64` and holds programs for `amd64`. It starts with "exec format error", or runs slowly
    in an emulator.

    Leave the flag out. In a stage that compiles for other platforms, write `--platform=$BUILDPLATFORM`. Ignore this where only
    one platform is meant; a stage that says so in its name (`AS build-amd64`) is not reported.

    References: https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/,
    https://docs.docker.com/build/building/multi-platform/
    """

    name = "constant-platform"
    title = "The stage is always built for one platform"
    category = "correctness"
    severity = Severity.INFO
    profile = "strict"
    aliases = ("buildkit:FromPlatformFlagConstDisallowed", "hadolint:DL3029")
    examples = (
        Bad("FROM --platform=«linux/amd64» alpine:3.20 AS build\n"),
        Good(
            "FROM --platform=$BUILDPLATFORM alpine:3.20 AS build\nFROM --platform=linux/arm64 alpine:3.20 AS run_arm64\n"
        ),
    )

    def check(self, from_: From) -> Findings:
        flag = from_.flag("platform")
        if flag is None or not flag.value or "$" in flag.value:
            return
        name = from_.alias.raw.lower() if from_.alias is not None else ""
        if not any(part and part in name for part in flag.value.lower().split("/")[:2]):
            message = (
                f"this stage is built for `{flag.value}` even when the build asks for another"
                " platform; leave `--platform` out, or"
                f" write `--platform=$BUILDPLATFORM`"
            )
            yield self.finding(flag.value_span or flag.span, message)
