"""Plain scalars and keys, against verdicts of kubectl 1.37.1 (`kubectl label --local -f FILE -o json k=v`)."""

from __future__ import annotations

import pytest

from k8slint._internal.syntax.yaml.documents import parse
from k8slint._internal.syntax.yaml.scalars import is_text, key_text, resolve_plain
from k8slint._internal.text.source import Source

PLAIN = (
    ("y", True),
    ("Y", True),
    ("yes", True),
    ("Yes", True),
    ("YES", True),
    ("yEs", "yEs"),
    ("true", True),
    ("True", True),
    ("TRUE", True),
    ("tRue", "tRue"),
    ("on", True),
    ("On", True),
    ("ON", True),
    ("oN", "oN"),
    ("n", False),
    ("N", False),
    ("no", False),
    ("No", False),
    ("NO", False),
    ("false", False),
    ("False", False),
    ("off", False),
    ("Off", False),
    ("OFF", False),
    ("~", None),
    ("null", None),
    ("Null", None),
    ("NULL", None),
    ("nULL", "nULL"),
    ("0", 0),
    ("-0", 0),
    ("+0", 0),
    ("007", 7),
    ("0644", 420),
    ("0o644", 420),
    ("0O7", 7),
    ("08", 8),
    ("09", 9),
    ("0b101", 5),
    ("0B1", 1),
    ("0b2", "0b2"),
    ("0b-01", -1),
    ("0b+1", 1),
    ("-0b1", -1),
    ("0x1F", 31),
    ("0X1f", 31),
    ("0xg", "0xg"),
    ("-0x1", -1),
    ("1_000", 1000),
    ("1__0", 10),
    ("_1", "_1"),
    ("1_", 1),
    ("0_7", 7),
    ("0x_1", 1),
    ("+1", 1),
    ("-1", -1),
    ("++1", "++1"),
    ("1-", "1-"),
    ("12e", "12e"),
    ("1e3", 1000),
    ("1E3", 1000),
    ("1e-1", 0.1),
    ("1e+03", 1000),
    ("1.5", 1.5),
    ("1.", 1),
    (".5", 0.5),
    ("-.5", -0.5),
    ("+.5", 0.5),
    (".5e1", 5),
    (".5_5", 0.55),
    (".5_", ".5_"),
    ("._5", "._5"),
    ("1.5.2", "1.5.2"),
    ("1e999", "1e999"),
    ("-1e999", "-1e999"),
    ("8e1", 80),
    ("80.0", 80),
    ("123456789012345678.", 123456789012345680),
    ("1234567890123456789e0", 1234567890123456800),
    ("9223372036854775807", 9223372036854775807),
    ("9223372036854775808", 9223372036854776000),
    ("-9223372036854775808", -9223372036854775808),
    ("-9223372036854775809", -9223372036854776000),
    ("1e18", 1000000000000000000),
    ("1e20", 100000000000000000000),
    ("1e21", 1e21),
    ("1e22", 1e22),
    ("1e-7", 1e-07),
    ("00000000000000000000001", 1),
    ("1:30", "1:30"),
    ("190:20:30", "190:20:30"),
    ("2001-01-01", "2001-01-01"),
    ("2001-13-01", "2001-13-01"),
    ("2001-01-01T00:00:00Z", "2001-01-01T00:00:00Z"),
    ("=", "="),
    ("<<", "<<"),
    (".", "."),
    ("..", ".."),
    ("+", "+"),
    ("e3", "e3"),
    ("0x", "0x"),
    ("0b", "0b"),
    ("0o", "0o"),
    ("1,000", "1,000"),
    ("1m", "1m"),
    ("100Mi", "100Mi"),
    ("0.5Gi", "0.5Gi"),
    ("1.27-alpine", "1.27-alpine"),
    ("v1", "v1"),
    ("a١", "a١"),
    ("١", "١"),
    ("<http://x>", "<http://x>"),
    ("$HOME", "$HOME"),
    ("a#b", "a#b"),
    ("a:b", "a:b"),
    ("(x)", "(x)"),
    ("3.14159265358979", 3.14159265358979),
    ("123456789012345678901234567890", 1.2345678901234568e29),
    ("infinity", "infinity"),
    (".Inf_", ".Inf_"),
    ("inf", "inf"),
    ("nan", "nan"),
    ("+.nan", "+.nan"),
    (".5e", ".5e"),
    ("1.e5", 100000),
    ("5e", "5e"),
    ("00", 0),
    ("0e0", 0),
    ("-0.0", 0),
    ("0.0", 0),
)

KEYS = (
    ("a", "a"),
    ("y", "true"),
    ("n", "false"),
    ("on", "true"),
    ("Yes", "true"),
    ("TRUE", "true"),
    ("off", "false"),
    ("1", "1"),
    ("01", "1"),
    ("0644", "420"),
    ("0o7", "7"),
    ("0x1F", "31"),
    ("1_000", "1000"),
    ("-1", "-1"),
    ("1.5", "1.5"),
    ("1.0", "1"),
    ("1e3", "1000"),
    ("1e5", "100000"),
    ("1e6", "1e+06"),
    ("123456789.123", "1.2345679e+08"),
    ("0.0001", "0.0001"),
    ("0.00001", "1e-05"),
    ("1e21", "1e+21"),
    ("1e39", ".inf"),
    ("3.4e38", "3.4e+38"),
    ("-.5", "-0.5"),
    (".inf", ".inf"),
    ("-.inf", "-.inf"),
    (".nan", ".nan"),
    ("1:30", "1:30"),
    ("2001-01-01", "2001-01-01"),
    ("=", "="),
    ('"y"', "y"),
    ("'01'", "01"),
    ('"1.0"', "1.0"),
    ("!!str 12", "12"),
    ('!!int "12"', "12"),
    ("! 12", "12"),
    ("!x 12", "12"),
    ("!!binary aGk=", "hi"),
    ("123456", "123456"),
    ("1234567.5", "1.2345675e+06"),
    ("1e-7", "1e-07"),
    ("-1e39", "-.inf"),
    ("9223372036854775807", "9223372036854775807"),
    ('"<<"', "<<"),
    ('""', ""),
    ('"null"', "null"),
    ("1e300", ".inf"),
)

TAGGED = (
    ("! 12", "12"),
    ("!!str 12", "12"),
    ("!!str", ""),
    ("!!str true", "true"),
    ('!!int "12"', 12),
    ("!!int 0644", 420),
    ("!!float 1", 1),
    ("!!float 1.5", 1.5),
    ('!!float "2"', 2),
    ("!!bool yes", True),
    ('!!bool "no"', False),
    ("!!null ~", None),
    ('!!null ""', None),
    ("!!binary aGk=", "hi"),
    ("!!binary 5oSc", "愜"),
    ("!foo 12", "12"),
    ("!foo x", "x"),
    ("!!map2 x", "x"),
    ("!<tag:yaml.org,2002:str> 1", "1"),
    ("&a 12", 12),
    ('"12"', "12"),
    ("'12'", "12"),
    ('! ""', ""),
)

REFUSED = (".inf", "-.inf", "+.INF", ".NaN", "!!int x", "!!int 1.5", "!!bool 1", "!!null x", "!!float x", "!!int")


def root(text):
    stream = parse(Source("a.yaml", text))
    assert stream.problems == ()
    return stream.documents[0].root


@pytest.mark.parametrize(("text", "value"), PLAIN)
def test_plain(text, value):
    got = resolve_plain(text)
    if isinstance(value, int) and abs(value) > 2**63:
        # kubectl prints such floats without exponent.
        value = float(value)
    assert got == value
    assert type(got) is type(value)
    assert is_text(text) is isinstance(value, str)


@pytest.mark.parametrize(("text", "name"), KEYS)
def test_keys(text, name):
    assert [entry.name for entry in root(f"{text}: v\n").entries] == [name]


@pytest.mark.parametrize(("text", "value"), TAGGED)
def test_tagged_and_quoted(text, value):
    assert root(f"- {text}\n").items[0].value == value


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text):
    stream = parse(Source("a.yaml", f"a: {text}\n"))
    assert [problem.kind for problem in stream.problems] == ["yaml-syntax"]
    assert stream.documents[0].root is None


def test_numbers_of_absurd_length_stay_cheap():
    assert resolve_plain("9" * 100_000) == "9" * 100_000
    assert resolve_plain("0" * 100_000 + "7") == 7
    assert resolve_plain("0x" + "f" * 100_000) == "0x" + "f" * 100_000
    assert resolve_plain("1e" + "9" * 100_000) == "1e" + "9" * 100_000


def test_a_block_of_digits_is_text():
    assert root("a: |\n  12\n").get("a").value == "12\n"
    assert root("a: >-\n  12\n").get("a").value == "12"


def test_key_of_an_alias_is_its_target_and_of_a_list_nothing():
    aliased = root("a: &x 010\n*x : v\n")
    assert key_text(aliased.entries[1].key) == "8"
    assert key_text(root("[[]]").items[0]) == ""
