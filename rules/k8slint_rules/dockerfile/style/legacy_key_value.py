"""`legacy-key-value`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Edit, Finding, Fix, Good, Rule, Severity
from k8slint.dockerfile.tree import Env, Label, Pairs

if TYPE_CHECKING:
    from collections.abc import Iterator


class LegacyKeyValue(Rule[Pairs]):
    """`ENV name value` takes the rest of the line as one value, so that `ENV A 1 B=2` sets a single variable. Docker keeps
    the form for old files only.

    Write `ENV name=value`.

    Fix safety: safe; the value is the same. None is offered where quotes, escapes and blanks meet in it, or a comment
    stands within.
    """

    name = "legacy-key-value"
    category = "deprecation"
    severity = Severity.INFO
    profile = "strict"
    aliases = ("buildkit:LegacyKeyValueFormat",)
    examples = (
        Bad(
            'FROM alpine:3.20\nENV «HOME /root»\nLABEL «title my  image»\nENV «A "b c"»\nENV «B $A/x»\n',
            fixed='FROM alpine:3.20\nENV HOME=/root\nLABEL title="my  image"\nENV A="b c"\nENV B=$A/x\n',
        ),
        Bad('FROM alpine:3.20\nENV «A say "b" c»\n'),
        Good("FROM alpine:3.20\nENV HOME=/root A=1\nLABEL title='my image'\nARG X\n"),
    )

    def check(self, instruction: Pairs) -> Iterator[Finding]:
        if not instruction.legacy or not isinstance(instruction, (Env, Label)) or not instruction.pairs:
            return
        pair = instruction.pairs[0]
        value = _value(pair.value.raw, instruction.dockerfile.escape) if pair.value is not None else None
        written = instruction.source.slice(pair.name_span)
        fix = None
        if value is not None and not any(
            comment.inside and pair.span.contains(comment.span) for comment in instruction.dockerfile.comments
        ):
            fix = Fix(f"write `{written}=…`", (Edit(pair.span, f"{written}={value}"),))
        message = f"`{instruction.keyword} {written}` without `=` takes the rest of the line; write `{written}=value`"
        yield self.finding(pair.span, message, fix=fix)


def _value(raw: str, escape: str) -> str | None:
    """The same value as one word; None when that is not plain."""
    blank = any(character.isspace() for character in raw)
    if not blank:
        return raw
    if raw[0] == raw[-1] and raw[0] in "'\"" and raw.count(raw[0]) == 2 and escape not in raw:
        return raw
    return None if set(raw) & {"'", '"', escape} else f'"{raw}"'
