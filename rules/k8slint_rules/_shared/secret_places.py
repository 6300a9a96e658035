"""Where variables and command lines hold secrets in the open: one place for each value."""

from __future__ import annotations

from k8slint import Record, Related, Span
from k8slint.shell import names
from k8slint_rules._shared.secrets import secret_reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MOST = 20_000
"""Characters of a command line that are looked at."""
_RELATED = 5
_LAST = names("apikey masterauth pass passphrase passwd password pwd requirepass token")
"""Last words of options whose value is a secret itself. An option that ends in `secret` or `credentials` mostly takes the
name of one."""
_PAIRS = frozenset((("access", "key"), ("api", "key"), ("client", "secret"), ("secret", "key")))


class SecretPlace(Record):
    """A secret: what holds it ("`DB_PASSWORD`", "`--password`"), what it is ("a secret", "a GitHub token"), where."""

    holder: str
    reason: str
    value: str
    span: Span


class SecretWord(Record):
    """A secret in a command line: characters `start` to `end` of the word number `word`; `option` is "" for a value that
    can only be a secret."""

    option: str
    reason: str
    value: str
    word: int
    start: int
    end: int


def once(places: Iterable[SecretPlace]) -> Iterator[tuple[SecretPlace, tuple[Related, ...]]]:
    """One place for each value, the first, with those of the others: a sample password that is repeated is one matter."""
    by_value: dict[str, list[SecretPlace]] = {}
    for place in places:
        by_value.setdefault(place.value, []).append(place)
    for first, *others in by_value.values():
        yield first, tuple(Related("", other.span, "the same value again") for other in others[:_RELATED])


def variable_reason(name: str, value: str | None) -> str | None:
    """What a variable holds in the open. The ID of a key is no secret, whatever its name says."""
    return None if value is None else secret_reason("" if name.upper().endswith("_ID") else name, value)


def secret_words(words: Sequence[str]) -> Iterator[SecretWord]:
    """The secrets among the words of a command line; a word with blanks is looked through like a line for a shell."""
    option = ""
    for number, word in enumerate(words):
        for token, start in _tokens(word[:_MOST]):
            name, equals, value = token.partition("=")
            value_start = start + len(name) + 1
            if not (equals and name.startswith("-")):
                name, value, value_start = option, token, start
            option = token if token.startswith("-") and "=" not in token else ""
            if token == option or not value:
                continue
            named = bool(name) and _takes_secret(name)
            reason = secret_reason("password", value) if named else secret_reason("", value)
            if reason is not None:
                yield SecretWord(name if named else "", reason, value, number, value_start, value_start + len(value))


def _tokens(word: str) -> Iterator[tuple[str, int]]:
    """The parts of a word between blanks, each without quotes around it, and where it starts."""
    if " " not in word and "\n" not in word:
        yield word, 0
        return
    import re

    for found in re.finditer(r"\"[^\"]*\"|'[^']*'|[^\s;|&]+", word):
        token, start = found[0], found.start()
        if len(token) > 1 and token[0] in "\"'" and token[-1] == token[0]:
            token, start = token[1:-1], start + 1
        yield token, start


def _takes_secret(option: str) -> bool:
    """Whether the value of an option is a secret by its name: `--db-password`, not `--password-file`."""
    if not option.startswith("--") and len(option) < 4:
        return False
    parts = option.lstrip("-").replace("_", "-").replace(".", "-").lower().split("-")
    last = parts[-1]
    return last in _LAST or last.endswith(("password", "passwd", "apikey")) or tuple(parts[-2:]) in _PAIRS
