"""`legacy-key-value`."""

from __future__ import annotations

from k8slint import Bad, Edit, Findings, Fix, Good, Rule, Severity, Span
from k8slint.dockerfile import Env, Label, Pairs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile import Pair


class LegacyKeyValue(Rule[Env | Label]):
    """`ENV name value` takes the rest of the line as one value. Docker keeps this form only for old files.

    `ENV A 1 B=2` looks like two variables, and sets one: `A` is `1 B=2`.

    Write `ENV name=value`.

    Fix safety: safe; the value is the same. No fix is offered if the value mixes quotes, escapes and blanks.

    References: https://docs.docker.com/reference/build-checks/legacy-key-value-format/,
    https://docs.docker.com/reference/dockerfile/#env
    """

    name = "legacy-key-value"
    title = "The old form takes the rest of the line"
    category = "deprecation"
    severity = Severity.INFO
    profile = "strict"
    aliases = ("buildkit:LegacyKeyValueFormat",)
    examples = (
        Bad(
            'FROM alpine:3.20\nENV «HOME /root»\nLABEL «title my  image»\nENV «A "b c"»\nENV «B $A/x»\n',
            fixed='FROM alpine:3.20\nENV HOME=/root\nLABEL title="my  image"\nENV A="b c"\nENV B=$A/x\n',
        ),
        Bad("FROM alpine:3.20\nENV «$A x»\n", why="The name itself is a variable: no fix."),
        Bad("FROM alpine:3.20\nENV «S\u2028 4»\n", why="Only spaces and tabs separate words: no fix."),
        Bad('FROM alpine:3.20\nENV «A say "b" c»\n'),
        Good("FROM alpine:3.20\nENV HOME=/root A=1\nLABEL title='my image'\nARG X\n"),
    )

    def check(self, instruction: Env | Label) -> Findings:
        if not instruction.legacy or not instruction.pairs:
            return
        pair = instruction.pairs[0]
        written = instruction.source.slice(pair.name_span)
        message = (
            f"`{instruction.keyword} {written}` without `=` takes the rest of the line as its value; write"
            f" `{written}=value`"
        )
        yield self.finding(pair.span, message, fix=_fix(instruction, pair, written))


def _fix(instruction: Pairs, pair: Pair, written: str) -> Fix | None:
    """`=` in place of the blanks, and quotes around a value of several words; its lines stay as they are."""
    if pair.value is None or instruction.comment is not None:
        return None
    quote = _quote(pair.value.raw, instruction.dockerfile.escape)
    if set(written) & {"'", '"', "$", instruction.dockerfile.escape}:
        return None
    if any(character.isspace() and character not in " \t" for character in instruction.arguments):
        return None
    gap = Span(pair.name_span.end, pair.value.span.start)
    if quote is None or "#" in instruction.source.slice(gap):
        return None
    end = pair.value.span.end
    edits = (Edit(gap, f"={quote}"), Edit(Span(end, end), quote))
    return Fix(f"write `{written}=…`", edits if quote else edits[:1])


def _quote(raw: str, escape: str) -> str | None:
    """The quote that makes the same value one word, "" when it needs none; None when that is not plain."""
    if raw[0] == raw[-1] and raw[0] in "'\"" and raw.count(raw[0]) == 2 and escape not in raw:
        return ""
    if set(raw) & {"'", '"', escape}:
        return None
    return '"' if any(character.isspace() for character in raw) else ""
