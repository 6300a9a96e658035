"""Text that is meant as a JSON array of words and is not one: `repaired_array`.

JSON wants double quotes around every word, commas between the words and none after the last (RFC 8259), which is what
BuildKit asks of the JSON form.
"""

from __future__ import annotations

_CURLY = str.maketrans("“”„‟‘’", '""""\'\'')


_NEVER = frozenset("\"'\\$`")
"""What no repaired word may hold: quotes, escapes and variables."""
_UNCERTAIN = _NEVER | frozenset("[]{}*?|&;<>()")
"""What a word without quotes may not hold either, as it may mean something to a shell."""


def repaired_array(text: str) -> tuple[str, bool] | None:
    """The array with every word in double quotes, and whether only quotes and a last comma change."""
    if not text.endswith("]") or not text.isprintable():
        return None
    sure = True
    words = []
    items = _items(text[1:-1].translate(_CURLY))
    if items is None:
        return None
    for item in items:
        word, refused = item, _UNCERTAIN
        if item[0] in "'\"":
            word, refused = item[1:-1], _NEVER
        else:
            sure = False
        if not word or set(word) & refused or (item == word and any(c.isspace() for c in word)):
            return None
        words.append(f'"{word}"')
    return (f"[{', '.join(words)}]", sure) if words else None


def _items(text: str) -> list[str] | None:
    """What stands between the commas, quotes kept; None when that is not plain."""
    items: list[str] = []
    at, size = 0, len(text)
    while at < size:
        while at < size and text[at] in " \t":
            at += 1
        if at == size:
            break
        quote = text[at] if text[at] in "'\"" else ""
        end = text.find(quote, at + 1) + 1 if quote else text.find(",", at)
        if quote and not end:
            return None
        end = size if end < 0 else end
        items.append(text[at:end].rstrip())
        at = end
        while at < size and text[at] in " \t":
            at += 1
        if at < size and text[at] != ",":
            return None
        at += 1
        if not items[-1]:
            return None
    return items
