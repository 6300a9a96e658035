"""Which known server a stage's image starts, and where that listens: `served(stage)`."""

from __future__ import annotations

from k8slint import Record, replace
from k8slint.dockerfile import Cmd, Entrypoint, Env, ShellInstruction, expand, state_after
from k8slint_rules._shared.listening import Listening, listening, may_serve
from k8slint_rules._shared.returning_commands import returns_at_once
from k8slint_rules._shared.startup import drops_arguments, started

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile import Stage

_SHELLS = ("sh", "bash", "ash", "dash")


class Served(Record):
    """A server and the CMD or ENTRYPOINT that holds the end of its command line."""

    server: Listening
    instruction: ShellInstruction


def served(stage: Stage) -> Served | None:
    """The known server that a stage starts; None for any other program, and where a variable hides what it is."""
    return stage.dockerfile.memo(("served", stage.index), lambda: _served(stage))


def _served(stage: Stage) -> Served | None:
    entrypoint, cmd = stage.inherited(Entrypoint), _cmd(stage)
    if entrypoint is not None and drops_arguments(entrypoint):
        cmd = None
    parts = [part for part in (entrypoint, cmd) if part is not None and part.arguments]
    if not any(may_serve(part.arguments) for part in parts):
        return None
    returning = returns_at_once(parts[-1])
    if returning is not None and returning.certain:
        return None
    environment = _environment(stage)
    words: list[str] = []
    certain = True
    for part in parts:
        read = _words(part, environment)
        if read is None:
            return None
        words += read
        certain = certain and ":-" not in part.arguments
    server = listening(words, environment)
    if server is None:
        return None
    return Served(server if certain else replace(server, certain=False), parts[-1])


def _cmd(stage: Stage) -> Cmd | None:
    """Its CMD, or the one that it inherits: an ENTRYPOINT of its own drops that."""
    for at in stage.lineage:
        own = at.of(Cmd)
        if own:
            return own[-1]
        if at.of(Entrypoint):
            return None
    return None


def _environment(stage: Stage) -> dict[str, str | None]:
    """What ENV sets; an ARG is gone when the container starts."""
    names = {pair.name for at in stage.lineage for env in at.of(Env) for pair in env.pairs}
    if not names:
        return {}
    values = state_after(stage).env
    return {name: values.get(name) for name in names}


def _words(instruction: ShellInstruction, environment: dict[str, str | None]) -> list[str] | None:
    """The words of the command that it ends with, variables replaced by what ENV says or by their own default."""
    words = instruction.exec_form
    if words == ():
        return []
    if words is not None and words[0].text.rpartition("/")[2] not in _SHELLS:
        return [word.text for word in words]
    command = started(instruction)
    if command is None:
        return None
    found = []
    for word in command.words:
        text = word.text
        if text is None and set(word.raw).isdisjoint("`(*?"):
            text = expand(word.raw, environment, closed=True) if _is_known(word.raw, environment) else None
        if text is None:
            return None
        found.append(text)
    return found[1:] if found and found[0] == "exec" else found


def _is_known(raw: str, environment: dict[str, str | None]) -> bool:
    """Whether every variable of a word has a value in `environment`, or a default of its own."""
    from k8slint.dockerfile import references

    return all(reference.optional or reference.name in environment for reference in references(raw))
