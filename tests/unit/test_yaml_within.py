"""Places inside scalars."""

import pytest

from k8slint.source import Source
from k8slint.yaml.documents import parse
from k8slint.yaml.within import within


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
