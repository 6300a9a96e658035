"""Words: JSON, quotes, variables, patterns."""

import pytest

from k8slint._internal.kinds.dockerfile.expand import expand, fault, has_variable, unquote
from k8slint._internal.kinds.dockerfile.patterns import replace, trim
from k8slint._internal.kinds.dockerfile.tree import parse
from k8slint._internal.kinds.dockerfile.words import NotStrings, json_strings
from k8slint._internal.text.source import Source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('["a"]', ["a"]),
        ('[ "a" , "b c" ]  ', ["a", "b c"]),
        ("[]", []),
        ("[ ]", []),
        ('["a\\"b", "\\u0041\\n\\/", "\\ud83d\\ude00"]', ['a"b', "A\n/", "\U0001f600"]),
        ('["\\ud800x"]', ["\ufffdx"]),
        ('["a"', None),
        ('["a]', None),
        ('["a",]', None),
        ('["a" "b"]', None),
        ("['a']", None),
        ('["a"] && b', None),
        ("[ -f x ]", None),
        ('["a\\x"]', None),
        ('["a\tb"]', None),
        ('["\\u12"]', None),
        ('["a", NaN]', None),
        ("[", None),
        ('["a", "' + "\\", None),
    ],
)
def test_json(text, expected):
    found = json_strings(text, 0, len(text))
    assert (None if found is None else [value for value, _, _ in found]) == expected
    for _, start, end in found or ():
        assert text[start] == text[end - 1] == '"'


@pytest.mark.parametrize("text", ['["a", 1]', "[1]", '[["a"]]', '["a", null]', '[{"a": "b"}]', "[true]"])
def test_json_of_other_things(text):
    with pytest.raises(NotStrings):
        json_strings(text, 0, len(text))


def test_deep_json_is_a_command():
    text = "[" * 100_000
    assert json_strings(text, 0, len(text)) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a", "a"),
        ('"a b"', "a b"),
        ("'a b'", "a b"),
        ("a'b'\"c\"", "abc"),
        ("'a'b'c'", "abc"),
        ("a\\ b", "a b"),
        ('"a\\"b"', 'a"b'),
        ('"a\\nb"', "a\\nb"),
        ("'a\\'", "a\\"),
        ('"$A/b"', "$A/b"),
        ("'$A'x", "$Ax"),
        ("\\$A", "$A"),
        ("${A:-'x y'}z", "${A:-'x y'}z"),
        ("${A:?no}'b'", "${A:?no}b"),
        ("$A" + "\\x" * 50_000, "$A" + "x" * 50_000),
        ("${A}" + "'x'" * 50_000, "${A}" + "x" * 50_000),
        ('"open', '"open'),
        ("", ""),
        ('""', ""),
    ],
)
def test_unquote(raw, expected):
    assert unquote(raw) == expected


def test_unquote_with_a_backtick():
    assert unquote("C:\\x` y", "`") == "C:\\x y"


ENV = {"PWD": "/home", "SHELL": "bash", "NULL": "", "FOO": "xxyy", "LATER": None}
# The cases of moby/buildkit shell/lex_test.go, and more.
EXPAND = [
    ("hello", "hello"),
    ("'hello'", "hello"),
    ('he"ll"o', "hello"),
    ("he$PWD.", "he/home."),
    ("he${PWD}x", "he/homex"),
    ("'$PWD'", "$PWD"),
    ('"$PWD"', "/home"),
    ("\\$PWD", "$PWD"),
    ('"\\$PWD"', "$PWD"),
    ("$", "$"),
    ("$ x", "$ x"),
    ("$NULL.", "."),
    ("${NULL:-d}", "d"),
    ("${NULL-d}", ""),
    ("${PWD:-d}", "/home"),
    ("${PWD:+d}", "d"),
    ("${NULL:+d}", ""),
    ("${NULL+d}", "d"),
    ("${PWD:?e}", "/home"),
    ("${NULL:?e}", None),
    ("${NULL?e}", ""),
    ("${NULL:-${NULL:-$SHELL}}", "bash"),
    ("${NULL:-'a b'}", "a b"),
    ("${NULL:-a\\}b}", "a}b"),
    ("$UNKNOWN", None),
    ("${UNKNOWN:-d}", None),
    ("${UNKNOWN:+d}", None),
    ("$LATER", None),
    ("${LATER:-d}", None),
    ("$1x", "x"),
    ("$@", ""),
    ("${FOO#*x*y}", "y"),
    ("${FOO#*}", "xxyy"),
    ("${FOO##*}", ""),
    ("${FOO##*x}", "yy"),
    ("${FOO#}", "xxyy"),
    ("${FOO%y}", "xxy"),
    ("${FOO%%y*}", "xx"),
    ("${FOO%x}", "xxyy"),
    ("${FOO/x/-}", "-xyy"),
    ("${FOO//x/-}", "--yy"),
    ("${FOO/$NULL/ww}", "wwxxyy"),
    ("${FOO///}", "xxyy"),
    ("${PWD//\\//\\/}", "\\/home"),
    ("${FOO//x/$SHELL}", "bashbashyy"),
    ("${", None),
    ("${}", None),
    ("${:-x}", None),
    ("${PWD", None),
    ("${PWD=x}", None),
    ("${PWD:=x}", None),
    ("${FOO//ww}", None),
    ('"$PWD', None),
    ("한${PWD}국", "한/home국"),
]


@pytest.mark.parametrize(("raw", "expected"), EXPAND)
def test_expand(raw, expected):
    assert expand(raw, ENV) == expected


def test_expand_in_a_closed_scope():
    assert expand("a${X}b", {}, closed=True) == "ab"
    assert expand("${X:-d}", {}, closed=True) == "d"
    assert expand("${X:-d}", {"X": None}, closed=True) is None


def test_expand_with_a_backtick():
    assert expand("C:\\`$X\\$PWD", ENV, "`") == "C:\\$X\\/home"


def test_values_that_grow_without_bound():
    env: dict[str, str | None] = {"A": "x" * 50}
    for _ in range(60):
        env["A"] = expand("$A$A", env)
    assert env["A"] is None


def test_nesting_has_an_end():
    assert expand("${PWD:-" * 10_000 + "}" * 10_000, ENV) is None


def test_patterns_are_never_slow():
    assert trim("a" * 400, "*a" * 200 + "b", suffix=False, greedy=True) == "a" * 400
    assert trim("a" * 20_000, "*a*a*b", suffix=True, greedy=False) == "a" * 20_000
    assert trim("a" * 100_000, "*a*a*b", suffix=False, greedy=True) is None
    assert replace("a" * 5000, "*a*b", "", every=True) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("$A", True), ("'$A'", False), ("\\$A", False), ("a$", False), ('"$A"', True), ("${A:-x}", True), ("a", False)],
)
def test_has_variable(raw, expected):
    assert has_variable(raw) is expected


@pytest.mark.parametrize(
    ("raw", "offset", "message"),
    [
        ("a'b", 1, "single quote"),
        ('a"b', 1, "double quote"),
        ("x${A", 1, "no matching `}`"),
        ("x${A:-b", 1, "no matching `}`"),
        ("${}", 0, "without a name"),
        ("${A=b}", 0, "`=` is not an operator"),
        ("it's", 2, "single quote"),
    ],
)
def test_faults(raw, offset, message):
    error = fault(raw)
    assert message in error.message
    assert error.offset == offset


@pytest.mark.parametrize(
    "raw", ["a", "'a'", '"a"', "${A}", "${A:-b}", "\\'", '"\'"', "${A#b}", "${A/b/c}", "${A:?b}", "${A?}", "${A+b}"]
)
def test_no_fault(raw):
    assert fault(raw) is None


def test_exec_form_words_are_final_and_those_of_copy_are_not():
    dockerfile = parse(Source("Dockerfile", 'FROM a\nCMD ["$A", "\'b\'"]\nCOPY ["$A", "/b c"]\n'))
    cmd, copy = dockerfile.instructions[1:]
    assert [(word.text, word.dynamic) for word in cmd.words] == [("$A", False), ("'b'", False)]
    assert [(word.text, word.dynamic) for word in copy.words] == [("$A", True), ("/b c", False)]
    assert cmd.words[0].expand({"A": "1"}) == "$A"
    assert copy.words[0].expand({"A": "1"}) == "1"
