"""`tls-verification-off`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Rule, Severity
from k8slint.dockerfile.state import before
from k8slint.dockerfile.tree import Arg, Env, Instruction, Pairs, ShellInstruction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.shell.commands import Command
    from k8slint.shell.words import ShellWord
    from k8slint.source import Span

_OFF = ("0", "false", "no", "off")
_VARIABLES: dict[str, tuple[str, ...] | None] = {
    "GIT_SSL_NO_VERIFY": None,
    "PIP_TRUSTED_HOST": None,
    "NODE_TLS_REJECT_UNAUTHORIZED": ("0",),
    "NPM_CONFIG_STRICT_SSL": ("false",),
    "npm_config_strict_ssl": ("false",),
    "PYTHONHTTPSVERIFY": ("0",),
}
"""Variables and the values with which they switch verification off; None is any value (git's http.c; pip's manual;
nodejs.org/api/cli.html; docs.npmjs.com, "strict-ssl"; PEP 493)."""
_FLAGS = {
    "curl": ("-k", "--insecure", "--proxy-insecure", "--doh-insecure"),
    "wget": ("--no-check-certificate",),
    "pip": ("--trusted-host",),
    "pip3": ("--trusted-host",),
    "uv": ("--allow-insecure-host", "--trusted-host"),
}
_MARKS = ("curl", "no-check-cert", "trusted-host", "trusted_host", "insecure", "ssl", "tls_reject", "httpsverify")
"""Parts of a text (in lower case) without which none of all this stands in it."""
_CURL_TAKES = frozenset("AbcCdDeEFhHKmoPQrtTuUwxXyYz")
"""Letters of curl's flags that take the rest of the word as their value."""


class TlsVerificationOff(Rule[Instruction]):
    """With certificates unchecked anybody on the way can put another program into the image, and set in `ENV` it holds for
    the running containers too.

    Install the certificates that are missing (`ca-certificates`, or your own authority's) and leave the check on.
    """

    name = "tls-verification-off"
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
        Good(
            "FROM debian:12\nENV NODE_TLS_REJECT_UNAUTHORIZED=1\nRUN curl -fsSL -oklm https://example.com/k -H 'x: -k'\n"
            "RUN npm config set strict-ssl true && echo --no-check-certificate\n"
        ),
    )

    def check(self, instruction: Instruction) -> Iterator[Finding]:
        if isinstance(instruction, Pairs):
            if isinstance(instruction, (Arg, Env)):
                for pair in instruction.pairs:
                    if pair.name in _VARIABLES and pair.value is not None:
                        value = pair.value.expand(before(instruction).env)
                        if _switches_off(pair.name, value):
                            yield self._unchecked(pair.span, pair.name)
        elif isinstance(instruction, ShellInstruction):
            text = instruction.source.slice(instruction.span).lower()
            for command in instruction.commands if any(mark in text for mark in _MARKS) else ():
                yield from self._command(command)

    def _command(self, command: Command) -> Iterator[Finding]:
        for assignment in command.assignments:
            if assignment.name in _VARIABLES and _switches_off(assignment.name, assignment.value):
                yield self._unchecked(assignment.span, assignment.name)
        for word in _faults(command):
            yield self._unchecked(word.span, word.raw)

    def _unchecked(self, span: Span, what: str) -> Finding:
        message = f"`{what}` leaves certificates unchecked; remove it, and install those that are missing"
        return self.finding(span, message)


def _switches_off(name: str, value: str | None) -> bool:
    values = _VARIABLES[name]
    return bool(value) if values is None else value in values


def _faults(command: Command) -> Iterator[ShellWord]:
    """Words of a command that switch verification off."""
    name = command.name
    for word in command.words if "env" in command.prefixes else ():
        variable, equals, value = (word.text or "").partition("=")
        if equals and variable in _VARIABLES and _switches_off(variable, value):
            yield word
    flags = _FLAGS.get(name or "")
    if flags is None and name is not None and name.startswith("python"):
        flags = _FLAGS["pip"] if any(word.text == "pip" for word in command.arguments[:3]) else None
    if flags is not None:
        for word in command.arguments:
            text = word.text or ""
            if text.partition("=")[0] in flags or (name == "curl" and _is_insecure(text)):
                yield word
    elif name in ("npm", "yarn", "pnpm", "git"):
        yield from _settings(command, "http.sslverify" if name == "git" else "strict-ssl")
    elif name in ("yum", "dnf", "dnf5", "yum-config-manager", "microdnf", "tdnf"):
        for word in command.arguments:
            key, _, value = (word.text or "").lower().rpartition("=")
            if key.endswith("sslverify") and value.strip("'\"") in _OFF:
                yield word


def _settings(command: Command, key: str) -> Iterator[ShellWord]:
    """`config set KEY false`, `-c KEY=false`, `--strict-ssl=false`."""
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


def _is_insecure(text: str) -> bool:
    """Whether a cluster of curl's short flags holds `k`."""
    if text[:1] != "-" or text[1:2] == "-":
        return False
    for letter in text[1:]:
        if letter == "k":
            return True
        if letter in _CURL_TAKES:
            return False
    return False
