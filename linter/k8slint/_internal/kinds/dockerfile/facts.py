"""What a Dockerfile tells the project: its stages as the images they make."""

from __future__ import annotations

import posixpath

from k8slint._internal.kinds.dockerfile.instructions import (
    Cmd,
    Entrypoint,
    Env,
    Expose,
    Healthcheck,
    Instruction,
    Run,
    ShellInstruction,
    Transfer,
    User,
    Volume,
    Workdir,
)
from k8slint._internal.kinds.dockerfile.state import State, absolute_path, state_before
from k8slint._internal.kinds.facts import Argv, DockerfileFacts, ExposedPort, StageFact, Text, Variable
from k8slint._internal.text.record import replace
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from k8slint._internal.kinds.dockerfile.stages import Dockerfile, Stage
    from k8slint._internal.kinds.dockerfile.words import Word
    from k8slint._internal.syntax.shell.commands import Command

MAX_VALUE = 4_096
"""Characters of a variable's value that are kept."""
_NEVER_ONE_COMMAND = "|;&<>()$`\n"
_NOT_PLAIN = "\\'\"*?[]{}~#!="
_PATTERN = frozenset("*?[\\")
_GIVES_UP = ("exit", "false")
_INSTALLS = ("install", " add ", " get ", " -S", " i ")


def read(dockerfile: Dockerfile) -> DockerfileFacts:
    """The facts of a parsed Dockerfile; stages without a FROM are left out."""
    facts: dict[int, StageFact] = {}
    for stage in dockerfile.stages:
        if stage.from_ is not None:
            base = facts.get(stage.base.index) if stage.base is not None else None
            facts[stage.index] = _stage(stage, len(facts), base)
    return DockerfileFacts(tuple(facts.values()), tuple(_context(dockerfile)))


def _context(dockerfile: Dockerfile) -> Iterator[Text]:
    """What is copied from the build context; URLs, Git repositories, patterns and variables are left out."""
    for instruction in dockerfile.instructions:
        if not isinstance(instruction, Transfer) or instruction.from_ is not None:
            continue
        for word in instruction.sources:
            text = word.text
            if word.dynamic or "://" in text or text.startswith("git@") or set(text) & _PATTERN:
                continue
            path = posixpath.normpath(f"/{text}").lstrip("/")
            yield Text(path or ".", word.span)


def _stage(stage: Stage, index: int, base: StageFact | None) -> StageFact:
    collected = _Collected(stage, index, base)
    for instruction in stage.instructions:
        collect = _COLLECT.get(instruction.__class__)
        if collect is not None:
            collect(collected, instruction)
    return collected.fact()


class _Collected:
    """The facts of one stage while its instructions are read."""

    __slots__ = ("cmd_is_own", "copied", "env", "installed", "ports", "stage", "values", "volumes")

    def __init__(self, stage: Stage, index: int, base: StageFact | None) -> None:
        self.stage = stage
        word = stage.from_.image if stage.from_ is not None else None
        if stage.base is not None:
            known = word.text if word is not None and not word.dynamic else stage.base.name
        else:
            known = stage.image.text if stage.image is not None else None
        place = word.span if word is not None else stage.span
        fact = base or StageFact(0, None, place, Text(None, place), None)
        self.values = replace(
            fact,
            index=index,
            name=stage.name,
            span=stage.span,
            image=Text(known, place),
            base=base.index if base is not None else None,
        )
        self.ports = dict.fromkeys(fact.ports)
        self.volumes = {volume.value or volume: volume for volume in fact.volumes}
        self.env = {variable.name: variable for variable in fact.env}
        self.copied = list(fact.copied)
        self.installed = dict.fromkeys(fact.installed)
        self.cmd_is_own = False

    def fact(self) -> StageFact:
        return replace(
            self.values,
            ports=tuple(self.ports),
            volumes=tuple(self.volumes.values()),
            env=tuple(self.env.values()),
            copied=tuple(self.copied),
            installed=tuple(self.installed),
        )

    def change(self, **values: object) -> None:
        self.values = replace(self.values, **values)


def _expose(collected: _Collected, instruction: Expose) -> None:
    env = state_before(instruction).env
    known = {(port.first, port.last, port.protocol) for port in collected.ports}
    for word in instruction.ports:
        value = word.expand(env)
        for text in value.split() if value is not None else [""]:
            port = exposed_port(text, word.span)
            if port is None:
                collected.change(unknown_ports=True)
            elif (port.first, port.last, port.protocol) not in known:
                known.add((port.first, port.last, port.protocol))
                collected.ports[port] = None


def exposed_port(text: str, span: Span) -> ExposedPort | None:
    """`80`, `8000-8010/udp`, or with a host's part before a colon; None for anything else."""
    ports, slash, protocol = text.rpartition(":")[2].partition("/")
    protocol = protocol.lower() if slash else "tcp"
    first, dash, last = ports.partition("-")
    numbers = [first, last] if dash else [first, first]
    if protocol not in ("tcp", "udp", "sctp") or not all(n.isascii() and n.isdigit() and len(n) <= 5 for n in numbers):
        return None
    low, high = int(numbers[0]), int(numbers[1])
    return ExposedPort(low, high, protocol, span) if low <= high <= 65_535 else None


def _user(collected: _Collected, instruction: User) -> None:
    if instruction.user is not None:
        collected.change(user=_text(instruction.user, state_before(instruction)))


def _workdir(collected: _Collected, instruction: Workdir) -> None:
    word = instruction.path
    if word is not None:
        state = state_before(instruction)
        collected.change(workdir=Text(absolute_path(word.expand(state.env), state), word.span))


def _volume(collected: _Collected, instruction: Volume) -> None:
    state = state_before(instruction)
    for word in instruction.paths:
        volume = _text(word, state)
        collected.volumes[volume.value or volume] = volume


def _transfer(collected: _Collected, instruction: Transfer) -> None:
    word = instruction.destination
    if word is None:
        return
    state = state_before(instruction)
    value = word.expand(state.env)
    path = absolute_path(value, state)
    if path is not None and value is not None and value.endswith("/") and path != "/":
        path += "/"
    collected.copied.append(Text(path, word.span))


def _env(collected: _Collected, instruction: Env) -> None:
    env = state_before(instruction).env
    for pair in instruction.pairs:
        value = pair.value.expand(env) if pair.value is not None else None
        if value is not None and len(value) > MAX_VALUE:
            value = None
        place = pair.value.span if pair.value is not None else pair.span
        collected.env.pop(pair.name, None)
        collected.env[pair.name] = Variable(pair.name, value, pair.name_span, place)


def _cmd(collected: _Collected, instruction: Cmd) -> None:
    collected.cmd_is_own = True
    collected.change(cmd=_argv(instruction))


def _entrypoint(collected: _Collected, instruction: Entrypoint) -> None:
    """An ENTRYPOINT drops the CMD of what the stage builds on (moby/buildkit `dispatchEntrypoint`)."""
    collected.change(entrypoint=_argv(instruction))
    if not collected.cmd_is_own:
        collected.change(cmd=None)


def _healthcheck(collected: _Collected, instruction: Healthcheck) -> None:
    check = None if instruction.none else _argv(instruction)
    if check is not None and check.words is None and not check.exec_form:
        check = replace(check, words=_words_before_giving_up(instruction))
    collected.change(healthcheck=check)


def _run(collected: _Collected, instruction: Run) -> None:
    text = instruction.source.slice(instruction.span)
    if not any(word in text for word in _INSTALLS):
        return
    from k8slint._internal.syntax.shell.packages import invocation

    for command in instruction.commands:
        found = invocation(command)
        if found is not None and found.action == "install":
            for package in found.packages:
                if package.name is not None:
                    collected.installed[package.name] = None


def _argv(instruction: ShellInstruction) -> Argv:
    words = instruction.exec_form
    if words is not None:
        return Argv(True, tuple([word.text for word in words]), instruction.command_span)
    return Argv(False, _shell_words(instruction), instruction.command_span)


def _shell_words(instruction: ShellInstruction) -> tuple[str, ...] | None:
    """The words of a command in shell form that is one simple command of literal words; None for more than that."""
    text = instruction.statement.text[instruction.command_start :]
    if any(character in text for character in _NEVER_ONE_COMMAND):
        return None
    if not any(character in text for character in _NOT_PLAIN):
        return tuple(text.split())
    script = instruction.script
    if script is None or script.and_list is None or len(script.commands) != 1:
        return None
    return _literal_words(script.commands[0])


def _words_before_giving_up(instruction: ShellInstruction) -> tuple[str, ...] | None:
    """The words of a check that is one simple command with `|| exit 1` behind it."""
    head, operator, tail = instruction.statement.text[instruction.command_start :].partition("||")
    if not operator or not tail.strip().startswith(_GIVES_UP):
        return None
    if not any(character in head for character in _NEVER_ONE_COMMAND + _NOT_PLAIN):
        return tuple(head.split())
    script = instruction.script
    commands = () if script is None else script.commands
    return _literal_words(commands[0]) if 0 < len(commands) < 3 and commands[-1].name in _GIVES_UP else None


def _literal_words(command: Command) -> tuple[str, ...] | None:
    if command.assignments or command.redirects or any(word.glob for word in command.words):
        return None
    words = [word.text for word in command.words if word.text is not None]
    return tuple(words) if len(words) == len(command.words) else None


def _text(word: Word, state: State) -> Text:
    return Text(word.expand(state.env), word.span)


_COLLECT: dict[type[Instruction], Any] = {
    Cmd: _cmd,
    Entrypoint: _entrypoint,
    Env: _env,
    Expose: _expose,
    Healthcheck: _healthcheck,
    Run: _run,
    User: _user,
    Volume: _volume,
    Workdir: _workdir,
}
for _kind in Transfer.__subclasses__():
    _COLLECT[_kind] = _transfer
