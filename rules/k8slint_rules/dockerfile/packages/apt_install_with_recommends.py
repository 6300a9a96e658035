"""`apt-install-with-recommends`."""

from __future__ import annotations

import re
from functools import lru_cache

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import Run, is_shipped
from k8slint.shell import invocation
from k8slint_rules._shared.clean_ups import add_flag

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.shell import Invocation

_APT = ("apt-get", "apt", "aptitude")
_CONFIG = "install-recommends"


class AptInstallWithRecommends(Rule[Run]):
    """By default, `apt-get install` also installs the packages that others recommend. Often these take many times the space of
    what you asked for, and each of them needs security updates.

    Write `apt-get install --no-install-recommends`. If you need one of the recommended packages, name it. For example, `curl`
    recommends `ca-certificates`, without which `https` downloads fail.

    k8slint is silent for stages that other stages only copy from, and if the file already configures apt this way.

    Fix safety: unsafe. Your program may need a recommended package.

    References: https://docs.docker.com/build/building/best-practices/#apt-get,
    https://manpages.debian.org/stable/apt/apt-get.8.en.html
    """

    name = "apt-install-with-recommends"
    title = "apt-get installs recommended packages that nobody asked for"
    category = "size"
    severity = Severity.INFO
    profile = "strict"
    aliases = ("hadolint:DL3015", "trivy:DS-0029")
    words = ("apt",)
    examples = (
        Bad(
            "FROM debian:13\nRUN apt-get update && apt-get «install» -y curl && rm -rf /var/lib/apt/lists/*\n",
            fixed=(
                "FROM debian:13\nRUN apt-get update && apt-get install --no-install-recommends -y curl"
                " && rm -rf /var/lib/apt/lists/*\n"
            ),
            unsafe=True,
        ),
        Good(
            "FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n",
            why="Only what is named.",
        ),
        Good("FROM debian:13\nRUN apt-get install -s postgresql-18-jit\n", why="It only asks what would happen."),
        Good(
            "FROM debian:13\nRUN apt-get -o APT::Install-Recommends=false install -y curl\n",
            why="The option says the same.",
        ),
        Good(
            "FROM debian:13\nRUN echo 'APT::Install-Recommends \"false\";' > /etc/apt/apt.conf.d/99lean\n"
            "RUN apt-get update && apt-get install -y curl\n",
            why="The image's configuration says the same.",
        ),
    )

    def check(self, run: Run) -> Findings:
        if "apt" not in run.arguments and not run.heredocs:
            return
        asked = [one for one in map(invocation, run.commands) if one is not None and _recommends(one)]
        if not asked or run.stage is None or not is_shipped(run.stage) or _configured(run):
            return
        for one in asked:
            if one.verb is None:
                continue
            edit = add_flag(run, one, "--no-install-recommends")
            fix = Fix("install only what is named", (edit,), Applicability.UNSAFE) if edit is not None else None
            message = f"`{one.manager} {one.subcommand}` also installs what is only recommended; add `--no-install-recommends`"
            yield self.finding(one.verb.span, message, fix=fix)


def _recommends(one: Invocation) -> bool:
    if one.manager not in _APT or one.subcommand != "install" or one.options.uncertain or one.simulated:
        return False
    if one.has("--no-install-recommends", "--without-recommends", "-R", "--download-only", "-d"):
        return False
    given = [(word.text or word.raw).lower() for word in one.options.values("-o", "--option")]
    return not any(_CONFIG in text and text.rpartition("=")[2].strip("\"'") in _OFF for text in given)


_OFF = ("0", "false", "no", "off")


def _configured(run: Run) -> bool:
    """Whether the file, up to this RUN, speaks of apt's setting elsewhere than in an option."""
    return _setting(run.source.text) < run.span.end


@lru_cache(maxsize=4)
def _setting(text: str) -> int:
    found = _SETTING.search(text)
    return found.start() if found is not None else len(text)


_SETTING = re.compile(r"apt::install-recommends(?! *=)", re.IGNORECASE)
