"""`unsigned-package`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Run

_APT = ("--allow-unauthenticated", "--force-yes", "--allow-insecure-repositories", "--no-gpg-check")
_RPM = ("--nogpgcheck", "--no-gpgchecks", "--no-gpg-checks")
_FLAGS = {
    "apk": ("--allow-untrusted",),
    "apt": _APT,
    "apt-get": _APT,
    "aptitude": ("--allow-untrusted",),
    "yum": _RPM,
    "dnf": _RPM,
    "dnf5": _RPM,
    "tdnf": _RPM,
    "microdnf": _RPM,
    "zypper": (*_RPM, "--allow-unsigned-rpm"),
    "rpm": ("--nodigest", "--nosignature", "--noverify", "--nofiledigest"),
}
"""From the programs' manual pages."""


class UnsignedPackage(Rule[Run]):
    """This option makes the package manager install a package whose signature is missing or wrong. If someone replaces the
    package on the mirror or on its way, its install scripts run as root in your build.

    Import the key of the repository and delete the option.

    References: https://wiki.debian.org/SecureApt, https://dnf.readthedocs.io/en/latest/conf_ref.html
    """

    name = "unsigned-package"
    title = "A package is installed without checking its signature"
    category = "security"
    severity = Severity.WARNING
    profile = "development"
    aliases = tuple(f"checkov:CKV2_DOCKER_{number}" for number in (7, 8, 9, 10, 11))
    examples = (
        Bad("FROM alpine:3.20\nRUN apk add --no-cache «--allow-untrusted» ./a.apk\n"),
        Bad("FROM debian:12\nRUN apt-get install -y «--allow-unauthenticated» a && apt-get «--force-yes» install b\n"),
        Bad("FROM fedora:41\nRUN dnf install -y «--nogpgcheck» a && rpm -i «--nosignature» b.rpm\n"),
        Good("FROM alpine:3.20\nRUN apk add --no-cache bash && echo --allow-untrusted\n"),
    )

    def check(self, run: Run) -> Findings:
        for command in run.commands:
            flags = _FLAGS.get(command.name or "", ())
            for word in command.arguments:
                if word.text in flags:
                    what = f"`{word.raw}` installs a package even if someone replaced it"
                    message = f"{what}; import the repository's key and delete the option"
                    yield self.finding(word.span, message)
