"""Places inside scalars."""

import pytest

from k8slint._internal.syntax.yaml.documents import parse
from k8slint._internal.syntax.yaml.within import within
from k8slint._internal.text.source import Source


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("k: a bc d", "bc"),
        ("k: 'a bc d'", "bc"),
        ('k: "a bc d"', "bc"),
        ('k: "a\\tbc d"', "bc"),
        ("k: |\n  a\n  bc\n", "bc"),
        ('k: "bc\\n bc"', '"bc\\n bc"'),
        ("k: it is 'bc' or bc", "bc"),
    ],
)
def test_within(text, found):
    source = Source("", text)
    scalar = parse(source).documents[0].root.get("k")
    start = scalar.text.rindex("bc")
    assert source.slice(within(source, scalar, start, start + 2)) == found


def test_last_of_two_is_meant():
    source = Source("", "k: bc bc")
    scalar = parse(source).documents[0].root.get("k")
    assert within(source, scalar, 3, 5).start == 6


@pytest.mark.parametrize(
    ("text", "at", "key"),
    [
        ("a: 1\nb: c\n", "b", "b"),
        ("a: 1\nb: c\n", "c", "b"),
        ("a:\n  - x\n  - b: {c: d}\n", "c", "c"),
        ("a:\n  - x\n  - b: {c: d}\n", "d", "c"),
        ("a: {b: 1}\n", "{", None),
        ("a: |\n  b: c\n", "b", None),
        ("a: 1\n", "\n", None),
    ],
)
def test_the_entry_at_an_offset(text, at, key):
    from k8slint._internal.syntax.yaml.locate import entry_at

    found = entry_at(parse(Source("a.yaml", text)).documents[0].root, text.index(at))
    assert (None if found is None else found.name) == key


def test_entries_are_found_fast():
    import time

    from k8slint._internal.syntax.yaml.locate import entry_at

    text = "".join(f"k{number}: v\n" for number in range(20_000))
    root = parse(Source("a.yaml", text)).documents[0].root
    start = time.process_time()
    for entry in root.entries:
        assert entry_at(root, entry.key.start) is entry
    assert time.process_time() - start < 2
