"""`tls-verification-off`."""

from __future__ import annotations

import re

from k8slint import Bad, Finding, Findings, Good, Rule, Severity, Span
from k8slint.dockerfile import Arg, Env, Instruction, Pairs, ShellInstruction, state_before
from k8slint.shell import CURL_VALUES, WGET_VALUES, invocation, names, scan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.shell import Command, ShellWord

_OFF = ("0", "false", "no", "off")
_VARIABLES: dict[str, tuple[str, ...] | None] = {
    "BUNDLE_SSL_VERIFY_MODE": ("0",),
    "CONDA_SSL_VERIFY": _OFF,
    "GIT_SSL_NO_VERIFY": None,
    "HEX_UNSAFE_HTTPS": ("1", "true"),
    "NODE_TLS_REJECT_UNAUTHORIZED": ("0",),
    "NPM_CONFIG_STRICT_SSL": ("false",),
    "PIP_TRUSTED_HOST": None,
    "PYTHONHTTPSVERIFY": ("0",),
    "UV_INSECURE_HOST": None,
    "YARN_ENABLE_STRICT_SSL": ("0", "false"),
    "npm_config_strict_ssl": ("false",),
}
"""Variables and the values with which they switch verification off; None is any value (git's http.c; pip's manual;
nodejs.org/api/cli.html; docs.npmjs.com, "strict-ssl"; PEP 493; the manuals of bundler, conda, hex, uv and yarn). November
2026."""
_FLAGS = {
    "curl": names("-k --insecure --proxy-insecure --doh-insecure"),
    "wget": names("--no-check-certificate"),
    "pip": names("--trusted-host"),
    "uv": names("--allow-insecure-host --trusted-host"),
}
_VALUES = {"curl": CURL_VALUES, "wget": WGET_VALUES}
_SETTINGS = {
    "npm": "strict-ssl",
    "yarn": "strict-ssl",
    "pnpm": "strict-ssl",
    "git": "http.sslverify",
    "conda": "ssl_verify",
}
_RPM = ("yum", "dnf", "yum-config-manager", "microdnf", "tdnf")
_WRITTEN = re.compile(
    r"""verify-(?:peer|host)\W{1,5}(?:false|0|no|off)\b"""
    r"""|(?<![\w-])(?:sslverify|strict-ssl|check[_-]certificate)\s*=\s*(?:0|false|no|off)\b"""
    r"""|(?<![\w-])trusted-host\s*=\s*\w"""
    r"""|(?<![\w-])ssl_verify:\s*(?:false|no)\b""",
    re.IGNORECASE,
)
"""What turns the check off in the files of apt, dnf, git, npm, wget, pip and conda."""
_MARKS = (
    *(
        "curl",
        "no-check-cert",
        "check_cert",
        "trusted-host",
        "trusted_host",
        "insecure",
        "ssl",
        "tls_reject",
        "httpsverify",
    ),
    *("verify-peer", "verify-host", "unsafe_https"),
)
"""Parts of a text (in lower case) without which none of all this stands in it."""


class TlsVerificationOff(Rule[Instruction]):
    """If certificates are not verified, anyone between the build and the server can send another file, and your image runs it.
    If the check is turned off in `ENV`, this also applies to the running container.

    Often the only cause is that certificates are missing. Install them: the package `ca-certificates`, or the certificate of
    your company's proxy. Then remove the setting.

    k8slint knows the options, variables and settings of curl, wget, git, pip, uv, npm, yarn, conda, apt, dnf and yum.

    References: https://curl.se/docs/sslcerts.html, https://pip.pypa.io/en/stable/topics/https-certificates/
    """

    name = "tls-verification-off"
    title = "TLS certificates are not verified"
    category = "security"
    severity = Severity.WARNING
    profile = "development"
    aliases = tuple(f"checkov:CKV2_DOCKER_{number}" for number in (2, 3, 4, 5, 6, 12, 13, 14, 15, 16))
    examples = (
        Bad(
            "FROM debian:12\nENV A=1 «NODE_TLS_REJECT_UNAUTHORIZED=0»\nRUN curl «-fsSLk» https://example.com/a -o a "
            "&& wget «--no-check-certificate» https://example.com/b\nRUN «GIT_SSL_NO_VERIFY=1» git clone https://example.com/c\n"
        ),
        Bad(
            "FROM node:22\nRUN npm config set «strict-ssl» false && git config --global «http.sslVerify» false\n"
            "RUN export «PIP_TRUSTED_HOST=pypi.org» && pip install «--trusted-host» pypi.org flask\n"
            "RUN dnf config-manager «--setopt=main.sslverify=false»\n"
        ),
        Bad(
            "FROM debian:12\nRUN apt-get -o «Acquire::https::Verify-Peer=false» update\n"
            "RUN pip config set «global.trusted-host» pypi.org\n"
            "RUN echo «'Acquire::https::Verify-Peer \"false\";'» > /etc/apt/apt.conf.d/80ssl\n"
            "COPY <<EOF /etc/dnf/dnf.conf\n[main]\n«sslverify=0»\nEOF\n",
            why="Settings count, wherever they are written.",
        ),
        Good(
            "FROM debian:12\nRUN echo insecure > /notes && echo 'sslverify=1' >> /etc/yum.conf\n"
            "RUN apt-get -o Acquire::https::Verify-Peer=true update && echo sslverify=0\n"
        ),
        Good(
            "FROM debian:12\nENV NODE_TLS_REJECT_UNAUTHORIZED=1\nRUN curl -fsSL -oklm https://example.com/k -H 'x: -k'\n"
            "RUN npm config set strict-ssl true && echo --no-check-certificate\n"
        ),
        Bad(
            "FROM debian:12\nRUN echo «'sslverify=0'» | tee /etc/yum.conf && echo «insecure» >> ~/.curlrc\n"
            "RUN sudo «GIT_SSL_NO_VERIFY=1» git clone https://example.com/c && conda config --set «ssl_verify» false\n"
        ),
        Good(
            "FROM debian:12\nRUN A=1 git clone https://example.com/c && env GIT_SSL_NO_VERIFY= git pull\n"
            "RUN echo sslverify=0 | cat && dnf --setopt=main.gpgcheck=false install -y a && npm config set strict-ssl\n"
        ),
    )

    def check(self, instruction: Instruction) -> Findings:
        if isinstance(instruction, Pairs):
            if isinstance(instruction, (Arg, Env)):
                for pair in instruction.pairs:
                    if pair.name in _VARIABLES and pair.value is not None:
                        value = pair.value.expand(state_before(instruction).env)
                        if _switches_off(pair.name, value):
                            yield self._unchecked(pair.span, pair.name)
        elif isinstance(instruction, ShellInstruction):
            text = instruction.source.slice(instruction.span).lower()
            commands = instruction.commands if any(mark in text for mark in _MARKS) else ()
            saved = {command.pipeline for command in commands if command.name == "tee"}
            for command in commands:
                for span, what in _faults(command, saved):
                    yield self._unchecked(span, what)
        script = instruction.heredoc_script if isinstance(instruction, ShellInstruction) else None
        for heredoc in instruction.heredocs:
            if heredoc is not script:
                body = heredoc.body_span
                for found in _WRITTEN.finditer(instruction.source.text, body.start, body.end):
                    yield self._unchecked(Span(found.start(), found.end()), found[0])

    def _unchecked(self, span: Span, what: str) -> Finding:
        message = (
            f"with `{what}`, anyone on the network can replace the download; install the missing certificates instead"
        )
        return self.finding(span, message)


def _switches_off(name: str, value: str | None) -> bool:
    values = _VARIABLES[name]
    return bool(value) if values is None else (value or "").lower() in values


def _faults(command: Command, saved: set[int | None]) -> Iterator[tuple[Span, str]]:
    """What switches verification off in a command, and where."""
    for assignment in command.assignments:
        if assignment.name in _VARIABLES and _switches_off(assignment.name, assignment.value):
            yield assignment.span, assignment.name
    for word in _words(command):
        yield word.span, word.raw
    if command.name in ("echo", "printf") and (command.redirects or (command.piped and command.pipeline in saved)):
        to_curl = any((one.target is not None and one.target.raw.endswith("curlrc")) for one in command.redirects)
        for word in command.arguments:
            if _WRITTEN.search(word.raw) or (to_curl and "insecure" in word.raw):
                yield word.span, word.raw


def _words(command: Command) -> Iterator[ShellWord]:
    for word in command.words if command.prefixes else ():
        variable, equals, value = (word.text or "").partition("=")
        if equals and variable in _VARIABLES and _switches_off(variable, value):
            yield word
    asked = invocation(command)
    name = asked.manager if asked is not None else command.name or ""
    if name in _FLAGS:
        for flag in scan(command.arguments, _VALUES.get(name, ())).flags:
            if flag.name in _FLAGS[name]:
                yield flag.word
    if name == "pip":
        yield from (word for word in command.arguments if _is_trusting(word))
    elif name in _SETTINGS:
        yield from _settings(command, _SETTINGS[name])
    elif name in _RPM:
        for word in command.arguments:
            key, _, value = (word.text or "").lower().rpartition("=")
            if key.endswith("sslverify") and value.strip("'\"") in _OFF:
                yield word
    elif asked is not None and name in ("apt", "apt-get", "aptitude"):
        yield from (word for word in asked.options.values("-o", "--option") if _WRITTEN.search(word.raw))


def _is_trusting(word: ShellWord) -> bool:
    """`pip config set global.trusted-host NAME`."""
    return (word.text or "").endswith((".trusted-host", ".trusted_host"))


def _settings(command: Command, key: str) -> Iterator[ShellWord]:
    """`config set KEY false`, `-c KEY=false`, `--strict-ssl=false`, `config --set KEY false`."""
    words = command.arguments
    is_config = any(word.text in ("config", "c") for word in words)
    for index, word in enumerate(words):
        text = (word.text or "").lower()
        setting, equals, value = text.partition("=")
        if setting.lstrip("-") != key:
            continue
        following = (words[index + 1].text or "").lower() if index + 1 < len(words) else ""
        if value in _OFF if equals else (is_config and following in _OFF):
            yield word
