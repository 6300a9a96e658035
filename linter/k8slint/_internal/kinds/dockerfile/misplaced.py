"""What stands after the arguments of an instruction and is not one of them: a comment, or a flag.

A Dockerfile knows comments only as whole lines, and flags only before the arguments (Dockerfile reference, "Format";
moby/buildkit `parser/line_parsers.go`). Elsewhere BuildKit takes both as arguments.
"""

from __future__ import annotations

from k8slint._internal.kinds.dockerfile.flags import BOOLEAN, KNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.dockerfile.words import Word

_LEAST = {
    "ADD": 2,
    "ARG": 1,
    "COPY": 2,
    "ENV": 1,
    "EXPOSE": 1,
    "FROM": 1,
    "HEALTHCHECK": 1,
    "LABEL": 1,
    "SHELL": 1,
    "STOPSIGNAL": 1,
    "USER": 1,
    "VOLUME": 1,
    "WORKDIR": 1,
}
"""How many words each instruction has at least before something can stand after them. A shell reads the others."""
_PROMPTS = ("PS1", "PS2", "PROMPT")


def comment_start(keyword: str, text: str, at: int, escape: str) -> int:
    """Where a comment begins after the arguments `text[at:]`, -1 where there is none, or it may be meant as it is.

    It begins with a `#` after a blank, outside of quotes and braces.
    """
    least = _LEAST.get(keyword)
    if least is None or "#" not in text or (keyword == "HEALTHCHECK" and text[at : at + 4].upper() != "NONE"):
        return -1
    found = _hash(text, at, escape)
    if found < 0:
        return -1
    words = text[at:found].split()
    if len(words) < least:
        return -1
    if keyword in ("ENV", "LABEL") and "=" not in words[0]:
        # `ENV name value # text`: the value may hold it, unless it reads like a sentence.
        spoken = text.startswith("# ", found) and text[found + 2 : found + 3].isalpha()
        if len(words) < 2 or not spoken or any(prompt in words[0].upper() for prompt in _PROMPTS):
            return -1
    return found


def is_value(keyword: str, text: str, at: int) -> bool:
    """Whether the arguments are one value up to the line's end, so that BuildKit keeps a comment as a part of it."""
    return keyword in ("ENV", "LABEL") and "=" not in text[at:].split(None, 1)[0]


def split_flags(keyword: str, words: tuple[Word, ...]) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words of COPY, ADD or FROM that are arguments, and those that are flags after the first argument."""
    known = KNOWN.get(keyword, {})
    found = []
    for word in words[1:]:
        if not word.raw.startswith("--"):
            continue
        name, equals, _ = word.raw[2:].partition("=")
        if name in known and (equals or known[name] == BOOLEAN):
            found.append(word)
    if not found:
        return words, ()
    flags = set(map(id, found))
    return tuple([word for word in words if id(word) not in flags]), tuple(found)


def _hash(text: str, at: int, escape: str) -> int:
    quote = ""
    braces = 0
    size = len(text)
    start = at
    while at < size:
        character = text[at]
        if character == escape and quote != "'":
            at += 2
            continue
        if quote:
            if character == quote:
                quote = ""
        elif character in "'\"":
            quote = character
        elif character == "$" and text.startswith("{", at + 1):
            braces += 1
        elif character == "}":
            braces -= braces > 0
        elif character == "#" and not braces and at > start and text[at - 1] in " \t":
            return at
        at += 1
    return -1
