"""Words whose variables are known, and variables that come from outside."""

import pytest

from k8slint._internal.kinds.dockerfile.heredocs import replaced
from k8slint._internal.kinds.dockerfile.tree import parse as parse_dockerfile
from k8slint._internal.syntax.shell.environment import read_from_outside
from k8slint._internal.syntax.shell.parse import parse
from k8slint._internal.syntax.shell.variables import expanded, fields
from k8slint._internal.text.source import Source

ENV = {"APT": "apt-get", "LISTS": "/var/lib/apt/lists", "TWO": "a  b", "STAR": "/x/*", "EMPTY": "", "UNKNOWN": None}


def last(text, env=None):
    script = parse(text, 0, len(text))
    assert script is not None, text
    command = expanded(script, env or {}).commands[-1]
    return [word.text for word in command.words]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("$APT", [("apt-get", False)]),
        ("${APT}", [("apt-get", False)]),
        ('"$APT"', [("apt-get", False)]),
        ("'$APT'", [("$APT", False)]),
        ("\\$APT", [("$APT", False)]),
        ("x-${APT}_y", [("x-apt-get_y", False)]),
        ("$LISTS/*", [("/var/lib/apt/lists/*", True)]),
        ('"$LISTS"/*', [("/var/lib/apt/lists/*", True)]),
        ('"$LISTS/*"', [("/var/lib/apt/lists/*", False)]),
        ('"${LISTS:?}"/*', [("/var/lib/apt/lists/*", True)]),
        ("${LISTS:-/y}", [("/var/lib/apt/lists", False)]),
        ("$TWO", [("a", False), ("b", False)]),
        ("x$TWO", [("xa", False), ("b", False)]),
        ("${TWO}x", [("a", False), ("bx", False)]),
        ('"$TWO"', [("a  b", False)]),
        ("$STAR", [("/x/*", True)]),
        ('"$STAR"', [("/x/*", False)]),
        ("$EMPTY", []),
        ('"$EMPTY"', [("", False)]),
        ("a$EMPTY", [("a", False)]),
        ("$NOTHING", None),
        ("$UNKNOWN", None),
        ("${APT%-get}", None),
        ("${#APT}", None),
        ("$(a)", None),
        ("`a`", None),
        ("$1", None),
        ("$", [("$", False)]),
        ("a{$APT,b}", None),
        ("<($APT)", None),
    ],
)
def test_a_word_with_variables(raw, found):
    assert fields(raw, ENV.get) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("f=/opt/a.tgz; curl -o $f", ["curl", "-o", "/opt/a.tgz"]),
        ("d=/opt f=$d/a; rm $f", ["rm", "/opt/a"]),
        ('d=/opt && f="$d/a b" && rm "$f"', ["rm", "/opt/a b"]),
        ("export f=/a; rm $f", ["rm", "/a"]),
        ("p='a b'; apt-get install $p", ["apt-get", "install", "a", "b"]),
        ("p=a; p+=b; x $p", ["x", "ab"]),
        ("a=1; a=2; x $a", ["x", "2"]),
        ("X=1 x $X", ["x", None]),
        ("[ y ] && f=/a; rm $f", ["rm", None]),
        ("f=/a; if y; then f=/b; fi; rm $f", ["rm", None]),
        ("f=/a & rm $f", ["rm", None]),
        ("(f=/a); rm $f", ["rm", None]),
        ("(f=/a; rm $f)", ["rm", "/a"]),
        ("f=/a; (rm $f)", ["rm", "/a"]),
        ("f=/a | y; rm $f", ["rm", None]),
        ("f=$(y); rm $f", ["rm", None]),
        ("f=/a; unset f; rm $f", ["rm", None]),
        ("f=/a; read f; rm $f", ["rm", None]),
        ("f=/a; . x; rm $f", ["rm", None]),
        ('f=/a; eval "$x"; rm $f', ["rm", None]),
        ("f=(a b); rm $f", ["rm", None]),
        ("for f in /a /b; do rm -r $f/*; done", ["rm", "-r", "/a/*", "/b/*"]),
        ("for f in /a $x; do rm $f; done", ["rm", None]),
        ("for f in *.c; do rm $f; done", ["rm", None]),
        ("for f in a; do y; done; rm $f", ["rm", None]),
        ("for f in a; do y; done; for f in b; do rm $f; done", ["rm", None]),
        ("d=/x; for f in a b; do rm $d/$f; done", ["rm", "/x/a", "/x/b"]),
        ("c() { rm $f; }; f=/a; c", ["rm", "/a"]),
        ('f=/a; bash -c "rm $f"', ["rm", "/a"]),
        ("f=/a; x > $f", ["x"]),
        ("f=x; $f y", ["x", "y"]),
    ],
)
def test_a_variable_is_known_after_it_is_set_for_certain(text, words):
    assert last(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("$APT install", ["apt-get", "install"]),
        ("APT=apt; $APT install", ["apt", "install"]),
        ("$UNKNOWN install", [None, "install"]),
        ("x $EMPTY", ["x", None]),
        ("for APT in a b; do x; done; x $APT", ["x", None]),
        ("x '$APT' $TWO", ["x", "$APT", "a", "b"]),
    ],
)
def test_the_environment_is_known(text, words):
    assert last(text, ENV) == words


def test_targets_of_redirections_are_known():
    text = "f=/a; x > $f 2>&1 <<E\n$f\nE\n"
    command = expanded(parse(text, 0, len(text)), {}).commands[-1]
    assert [redirect.target.text for redirect in command.redirects] == ["/a", "1", "E"]


def test_a_known_word_keeps_its_place_and_a_memo_its_words():
    text = "f=/a; rm $f | xargs rm -f; ls $f | xargs rm"
    script = parse(text, 0, len(text))
    twice = [expanded(script, {}) for _ in range(2)]
    for read in twice:
        assert [text[w.start : w.end] for c in read.commands for w in c.words] == [
            w.raw for c in read.commands for w in c.words
        ]
        assert [word.text for word in read.commands[-1].fed_by.words] == ["ls", "/a"]
    assert [word.text for word in script.commands[-1].fed_by.words] == ["ls", None]
    assert expanded(script, {}).and_list is None
    plain = parse("a && b $x", 0, 9)
    read = expanded(plain, {"x": "1"})
    assert read.and_list == read.commands


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('echo $A ${B} "$C" x${D}y', "A B C D"),
        ("echo '$A' \\$B $1 $@ $?", ""),
        ("A=1; echo $A $B", "B"),
        ("echo ${A:-1} ${B-2} ${C:+3} ${D:?} ${E}", "E"),
        ("for A in 1; do echo $A $B; done", "B"),
        ("read A; export B=1; echo $A $B $C", "C"),
        ("curl x > $A", "A"),
        ("A=$B c", "B"),
        ("echo \"$(awk '{print $NF}')\" $A", "A"),
        ("echo $(echo $A)", "A"),
        (". /etc/os-release; echo $ID", ""),
        ("bash -c 'echo $A'", "A"),
        ('bash -c "echo $A"', "A"),
    ],
)
def test_variables_that_come_from_outside(text, found):
    uses = read_from_outside(parse(text, 0, len(text)))
    assert " ".join(use.name for use in uses if not use.optional) == found
    assert all(text[use.span.start : use.span.end].strip("${}").startswith(use.name) for use in uses)


@pytest.mark.parametrize(
    ("header", "body", "found"),
    [
        ("<<END /x", 'exec server "$1" $A ${B:-2} ${C} $@', "$1 $A ${B:-2}? ${C} $@"),
        ("<<'END' /x", "exec $1 $A", ""),
        ('<<"END" /x', "exec $1 $A", ""),
        ("<<-END /x", "\t'$A' \\$B \\\\$C $(d) ${E", "$A $C ${E"),
        ("<<END /x", "${A:-$B} $C", "${A:-$B}? $B? $C"),
        ("<<END /x", "a $ b $. $", ""),
    ],
)
@pytest.mark.parametrize("keyword", ["COPY", "ADD"])
def test_what_a_build_replaces_in_a_heredoc(keyword, header, body, found):
    text = f"FROM alpine:3.22\n{keyword} {header}\n{body}\nEND\n"
    instruction = parse_dockerfile(Source("Dockerfile", text)).instructions[-1]
    (heredoc,) = instruction.heredocs
    seen = [text[one.span.start : one.span.end] + "?" * one.optional for one in replaced(heredoc, text)]
    assert " ".join(seen) == found
