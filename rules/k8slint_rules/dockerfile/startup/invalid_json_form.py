"""`invalid-json-form`."""

from __future__ import annotations

import re

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import (
    Cmd,
    Entrypoint,
    Instruction,
    NotStrings,
    Run,
    ShellInstruction,
    Transfer,
    Volume,
    json_strings,
)
from k8slint_rules._shared.json_form import repaired_array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint import Span

_BARE_VARIABLE = re.compile(r"""[\[,]\s*(\$\{?\w+\}?)""")
"""A variable that stands for a word, without quotes."""
_BACKSLASH = re.compile(r"""(?<!\\)\\(?:\\\\)*(?!["\\/bfnrtu])|(?<![\w\\])[A-Za-z]:\\(?!\\)""")
"""A backslash that is no escape of JSON, or one of a Windows path."""
_QUOTES = ('"', "'", "“", "‘")


class InvalidJsonForm(Rule[Instruction]):
    """A text that begins like a JSON array but is not one is taken as a shell command, or as paths, and Docker says nothing.

    `CMD ['app']` builds, and the container then fails with "[app]: not found". JSON needs double quotes around every word,
    commas between the words and none after the last, and nothing after the `]`.

    Write `CMD ["app", "--flag"]`. A word that is a variable needs the shell form instead, as nothing replaces variables in the
    JSON form. In a Windows path, double each backslash.

    Fix safety: safe for commands where only the kind of quotes and a last comma are wrong, as nothing runs with them; unsafe
    for paths, and for words without quotes. None is offered where quotes, escapes or variables are within.

    References: https://docs.docker.com/reference/dockerfile/#exec-form,
    https://docs.docker.com/reference/build-checks/json-args-recommended/
    """

    name = "invalid-json-form"
    title = "This is not JSON, so a shell runs it"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    aliases = ("tally:invalid-json-form", "hadolint:DL3025", "buildkit:JSONArgsRecommended")
    examples = (
        Bad("FROM alpine:3.20\nCMD «['app', '--flag',]»\n", fixed='FROM alpine:3.20\nCMD ["app", "--flag"]\n'),
        Bad(
            "FROM debian:12\nCMD «['nginx', '-g', 'daemon off;']»\n",
            fixed='FROM debian:12\nCMD ["nginx", "-g", "daemon off;"]\n',
        ),
        Bad("FROM alpine:3.20\nENTRYPOINT «[“app”]»\n", fixed='FROM alpine:3.20\nENTRYPOINT ["app"]\n'),
        Bad(
            "FROM alpine:3.20\nCMD «[bash, -lc, 'echo hello']»\n",
            fixed='FROM alpine:3.20\nCMD ["bash", "-lc", "echo hello"]\n',
            unsafe=True,
        ),
        Bad("FROM alpine:3.20\nVOLUME «[/a, /b]»\n", fixed='FROM alpine:3.20\nVOLUME ["/a", "/b"]\n', unsafe=True),
        Bad('FROM alpine:3.20\nVOLUME «["/data"»\nCOPY «["a", "b" "/c"]»\n'),
        Bad('FROM debian:12\nRUN «["mkdir", "/x"] # note»\nCMD «["server"] # main»\n'),
        Bad('FROM debian:12\nENTRYPOINT «["java", $OPTS, "-jar", "/a.jar"]»\n', why="No quotes would help here."),
        Bad('FROM debian:12\nCMD «["C:\\Ruby\\ruby.exe --version"]»\n'),
        Good('FROM alpine:3.20\nRUN [ -f /a ] && rm /a\nRUN ["true"]\nCMD []\nCOPY [ab].txt /c/\n'),
    )

    def check(self, instruction: Instruction) -> Findings:
        span = _span(instruction)
        if span is None:
            return
        text = instruction.source.slice(span)
        taken = "paths" if isinstance(instruction, (Transfer, Volume)) else "a shell command"
        array, comment = _without_comment(instruction, text)
        if comment:
            message = f"`{comment}` after the array makes it invalid JSON, so Docker runs all of it as a shell command"
            yield self.finding(span, f"{message}; write the comment on a line of its own")
            return
        fix = None
        found = repaired_array(array)
        if found is not None:
            repaired, sure = found
            runs = not isinstance(instruction, (Transfer, Volume))
            applicability = Applicability.SAFE if sure and runs else Applicability.UNSAFE
            fix = Fix("write valid JSON", (Edit(span, repaired),), applicability)
        remedy = f"write `{found[0]}`" if found is not None and len(found[0]) < 60 else _remedy(instruction, array)
        yield self.finding(span, f"this is not a valid JSON array, so Docker takes it as {taken}; {remedy}", fix=fix)


def _without_comment(instruction: Instruction, text: str) -> tuple[str, str]:
    """The array of a command and a comment after it; that is "" where there is none."""
    end = text.rfind("]") + 1
    rest = text[end:].strip()
    if not isinstance(instruction, ShellInstruction) or not rest.startswith("#"):
        return text, ""
    try:
        valid = json_strings(text, 0, end) is not None
    except NotStrings:
        valid = False
    return (text[:end], rest if len(rest) <= 30 else rest[:29] + "…") if valid else (text, "")


def _remedy(instruction: Instruction, text: str) -> str:
    """What to write where that cannot be shown."""
    bare = _BARE_VARIABLE.search(text)
    if bare is not None and isinstance(instruction, ShellInstruction):
        return (
            f"nothing replaces `{bare[1]}` in a JSON array either, so write the shell form: "
            f"`{instruction.keyword} exec program {bare[1]}`"
        )
    if '"' in text and _BACKSLASH.search(text) is not None:
        return "double each backslash, and give each word its own pair of double quotes"
    return "put each word in double quotes, with commas between them and none after the last"


def _span(instruction: Instruction) -> Span | None:
    """Where something stands that is meant as a JSON array and is none."""
    if isinstance(instruction, ShellInstruction):
        if instruction.exec_form is not None:
            return None
        text = instruction.statement.text[instruction.command_start :]
        if not text.startswith("[") or instruction.heredocs:
            return None
        begins = text[1:].lstrip()[:1]
        if isinstance(instruction, (Cmd, Entrypoint)):
            meant = not text.startswith(("[ -", "[[", "[ !")) and (text.endswith("]") or begins in _QUOTES)
        else:
            meant = begins in _QUOTES and not (isinstance(instruction, Run) and "] " in text)
            meant = meant or _is_list(text) or bool(_without_comment(instruction, text)[1])
        return instruction.command_span if meant else None
    if not isinstance(instruction, (Transfer, Volume)) or instruction.heredocs:
        return None
    text = instruction.arguments
    words = instruction.words
    if not words or not words[0].raw.startswith("["):
        return None
    return instruction.args_span if text[1:].lstrip()[:1] in _QUOTES or _is_list(text) else None


def _is_list(text: str) -> bool:
    """`[a, b]`, which no test of a shell and no pattern of names looks like."""
    return text.endswith("]") and ", " in text and not text.startswith("[ ") and not set(text) & set(";&|")
