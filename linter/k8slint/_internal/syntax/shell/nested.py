"""Commands that a command is given to run: the script of `sh -c`, of `su -c`, of a heredoc, the command of `env -S`."""

from __future__ import annotations

from k8slint._internal.syntax.shell.commands import JSON, PLAIN, STRING, SUBSHELL, WORDS, Command, Script
from k8slint._internal.syntax.shell.names import names
from k8slint._internal.syntax.shell.options import scan
from k8slint._internal.syntax.shell.words import ShellWord

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from k8slint._internal.text.source import Span

    Place = tuple[int, int, str]
    Read = Callable[[int, int, str], Script | None]

SHELLS = names("sh ash bash dash ksh zsh")
IN_JSON = '"\\/'
_IN_DOUBLE = '"\\$`'
_TAKING_OPTION = names("-o -eo -euo -exo -euxo -xeuo -ueo -O +o +O -xo -uo")
_SU = names("su runuser")
RUNNING = SHELLS | _SU | names("env eval flock sg trap")
"""Programs that may be given commands as text."""
_SU_VALUES = names("-c --command --session-command -s --shell -g --group -G --supp-group -w --whitelist-environment")
_NOT_SPLIT = frozenset("\\'\"$#")


def with_nested(script: Script, text: str, escapes: str, read: Read) -> Script:
    """Adds what the commands of a script run. `read` parses a part of `text`, given with the characters of it that are
    written with a backslash; `escapes` are those of the script itself."""
    commands: list[Command] = []
    last: list[Command] = []
    replaced: list[Command] = []
    for command in script.commands:
        if command.name not in RUNNING:
            replaced.append(command)
            commands.append(command)
            continue
        split = _split(command) if command.name == "env" else None
        own = split or command
        replaced.append(own)
        commands.append(own)
        commands += _run(own, script, text, escapes, read)
        if command.name == "trap":
            last += _trapped(command, text, escapes, read)
    if len(commands) == len(replaced) and not last and all(map(_same, replaced, script.commands)):
        return script
    named = script.with_commands(replaced)
    return Script(script.start, script.end, (*commands, *last), named.and_list, script.changes_state, script.loops)


def _same(one: Command, other: Command) -> bool:
    return one is other


def script_of_exec_form(command: Command, text: str, read: Read) -> list[Command]:
    """The commands of `["sh", "-c", "…"]`, also behind other programs that run it (`["sudo", "sh", …]`)."""
    word = _script_argument(command) if command.name in SHELLS else None
    if word is None or word.text is None:
        return []
    start, end = word.start, word.end
    if text[start] == '"' == text[end - 1] and end - start > 1:
        start, end = start + 1, end - 1
    escapes = ""
    written = text[start:end]
    if "\\" in written and "\n" not in written:
        if not _only(written, IN_JSON):
            return []
        escapes = IN_JSON
    elif "\n" not in written and written != word.text:
        return []
    return _inside(command, read(start, end, escapes), JSON)


def _run(command: Command, script: Script, text: str, escapes: str, read: Read) -> list[Command]:
    """What a command runs, in the order in which it does."""
    name = command.name
    if name in SHELLS:
        word = _script_argument(command)
        if word is not None:
            return _quoted(command, word, escapes, read)
        if reads_program(command):
            return _given(command, script, text, escapes, read)
    elif name in _SU:
        word = scan(command.arguments, _SU_VALUES).value("-c", "--command", "--session-command")
        return [
            inner.moved(inner.context, inner.scope, inner.form, None) for inner in _quoted(command, word, escapes, read)
        ]
    elif name in ("flock", "sg"):
        options = scan(command.arguments, ("-c", "--command", "-w", "--timeout", "-E"))
        found = _quoted(command, options.value("-c", "--command"), escapes, read)
        return [inner.moved(inner.context, inner.scope, inner.form, None) for inner in found] if name == "sg" else found
    elif name == "eval" and len(command.arguments) == 1:
        found = _quoted(command, command.arguments[0], escapes, read)
        return [inner.moved(inner.context & ~SUBSHELL | command.context, command.scope, inner.form) for inner in found]
    return []


def _trapped(command: Command, text: str, escapes: str, read: Read) -> list[Command]:
    """What `trap '…' EXIT` runs when the script ends."""
    words = [word for word in command.arguments if word.text != "--"]
    if len(words) < 2 or not any(word.text in ("EXIT", "0") for word in words[1:]):
        return []
    return _quoted(command, words[0], escapes, read)


def _given(command: Command, script: Script, text: str, escapes: str, read: Read) -> list[Command]:
    """The program that a shell is given as its input: a heredoc, a here-string, or what `cat` writes of a heredoc."""
    for redirect in command.redirects:
        if redirect.fd in (None, 0) and redirect.operator == "<<<":
            return _quoted(command, redirect.target, escapes, read)
        if redirect.fd in (None, 0) and redirect.operator[:2] == "<<" and redirect.body is not None:
            return _lines(command, redirect.body, redirect.target, text, read)
    if command.pipeline is None:
        return []
    before = [one for one in script.commands if one.pipeline == command.pipeline and one.start < command.start]
    if before and before[-1].name == "cat" and not before[-1].operands():
        for redirect in before[-1].redirects:
            if redirect.operator[:2] == "<<" and redirect.body is not None:
                return _lines(command, redirect.body, redirect.target, text, read)
    return []


def _lines(command: Command, body: Span, delimiter: ShellWord | None, text: str, read: Read) -> list[Command]:
    quoted = delimiter is not None and delimiter.raw != delimiter.text
    return heredoc_commands(command, body, text, read, quoted=quoted)


def heredoc_commands(command: Command, body: Span, text: str, read: Read, *, quoted: bool) -> list[Command]:
    """The commands of a heredoc that is a shell's input. Not where the outer shell changes more of it than variables."""
    written = text[body.start : body.end]
    if not quoted and (any(mark in written for mark in ("\\$", "\\`", "\\\\", "`", "$("))):
        return []
    return _inside(command, read(body.start, body.end, ""), PLAIN)


def reads_program(command: Command) -> bool:
    """Whether an interpreter takes its program from standard input: it is given no file, no `-c` and no `-m`."""
    skip = False
    for word in command.arguments:
        text = word.text if word.text is not None else word.raw
        if skip:
            skip = False
            continue
        if text in ("-", "-s", "/dev/stdin", "--"):
            return True
        if text[:1] not in ("-", "+"):
            return False
        if text[:2] != "--" and set(text) & {"c", "m", "e"} and command.name not in SHELLS:
            return False
        if text[:2] != "--" and "c" in text:
            return False
        if text[:2] != "--" and "s" in text:
            return True
        skip = command.name in SHELLS and text in _TAKING_OPTION
    return True


def _split(command: Command) -> Command | None:
    """`env -S 'X=1 a b' c` as `env X=1 a b c`; None for any other, and where quotes or variables are in it."""
    words = command.words
    for index, word in enumerate(words):
        text = word.text
        if text is None:
            continue
        value: ShellWord | None = None
        after = index + 1
        if text in ("-S", "--split-string", "-vS", "-iS"):
            value = words[after] if after < len(words) else None
            after += 1
        elif text.startswith("--split-string="):
            value = word.tail(text[15:])
        elif text.startswith("-S"):
            value = word.tail(text[2:])
        if value is None:
            continue
        if value.text is None or not _NOT_SPLIT.isdisjoint(value.text) or value.raw.count(value.text) != 1:
            return None
        at = value.start + value.raw.index(value.text)
        pieces = []
        done = 0
        for piece in value.text.split():
            done = value.text.index(piece, done)
            pieces.append(ShellWord(at + done, at + done + len(piece), piece, piece, False))
            done += len(piece)
        joined = (*words[:index], *pieces, *words[after:])
        split = command.reading(joined, command.assignments, command.redirects)
        split.form = command.form if command.form == JSON else STRING
        return split
    return None


def _script_argument(command: Command) -> ShellWord | None:
    """The S of `sh -c S`, `bash -eo pipefail -c S`."""
    words = command.arguments
    for index, word in enumerate(words):
        text = word.text
        if text is None or text[:1] not in ("-", "+") or text[:2] == "--":
            if (index and words[index - 1].text in _TAKING_OPTION) or text in ("--login", "--norc", "--noprofile"):
                continue
            return None
        if text[0] == "-" and "c" in text:
            after = index + 1
            while after < len(words) and (words[after].text or "")[:1] in ("-", "+"):
                after += 2 if words[after].text in _TAKING_OPTION else 1
            return words[after] if after < len(words) else None
    return None


def _quoted(command: Command, word: ShellWord | None, escapes: str, read: Read) -> list[Command]:
    """The commands of a script that one word holds, where it is written so that its places are known."""
    if word is None:
        return []
    place = _content(word, escapes)
    return _inside(command, read(*place), STRING) if place is not None else []


def _content(word: ShellWord, escapes: str) -> Place | None:
    """Where the content of a word stands, and which characters of it are written with a backslash."""
    raw = word.raw
    if raw == word.text:
        return word.start, word.end, escapes
    quote, content = raw[:1], raw[1:-1]
    if len(raw) < 2 or quote not in "'\"" or raw[-1] != quote:
        return None
    start, end = word.start + 1, word.end - 1
    if quote == "'":
        return (start, end, escapes) if "'" not in content and not (escapes and "\\" in content) else None
    if "\\" not in content.replace("\\\n", ""):
        return (start, end, escapes) if not set(content) & set('"`') and "$(" not in content else None
    if escapes or not _only(content, None):
        return None
    return start, end, _IN_DOUBLE


def _only(content: str, allowed: str | None) -> bool:
    """Whether every backslash is before one of `allowed`; for None: whether nothing ends or runs within double quotes."""
    at, end = 0, len(content)
    while at < end:
        char = content[at]
        if char == "\\":
            if allowed is not None and content[at + 1 : at + 2] not in allowed:
                return False
            at += 2
            continue
        if allowed is None and (char in '"`' or content.startswith("$(", at)):
            return False
        at += 1
    return at == end


def _inside(outer: Command, inner: Script | None, form: int) -> list[Command]:
    """Commands of a script that `outer` runs: what applies to it applies to them."""
    if inner is None:
        return []
    scope = (*outer.scope, outer.start)
    if outer.form in (WORDS, JSON):
        form = JSON
    context = outer.context | SUBSHELL
    return [
        command.moved(
            command.context | context,
            (*scope, *command.scope),
            form if form != PLAIN and command.form == PLAIN else command.form,
            _joined(outer.rights, command.outer_rights),
        )
        for command in inner.commands
    ]


def _joined(outer: str | None, inner: str | None) -> str | None:
    return None if outer is None or inner is None else f"{outer} {inner}".strip()
