"""Shell text to commands: structure, context, spans."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from k8slint._internal.syntax.shell.parse import exec_command, exec_commands, parse
from k8slint._internal.syntax.shell.variables import expanded
from k8slint._internal.text.source import Span


def read(text, **options):
    script = parse(text, 0, len(text), **options)
    assert script is not None, text
    return script


def names(text, **options):
    return [command.name for command in read(text, **options).commands]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", ["a"]),
        ("", []),
        ("# only a comment", []),
        ("a && b || c; d | e & f", ["a", "b", "c", "d", "e", "f"]),
        ("if a; then b; elif c; then d; else e; fi", ["a", "b", "c", "d", "e"]),
        ("for x in $(a); do b; done; while c; do d; done; until e; do f; done", ["a", "b", "c", "d", "e", "f"]),
        ("for ((i=0; i<2; i++)); do a; done", ["a"]),
        ("case $(a) in b|c) d;; *) e;; esac", ["a", "d", "e"]),
        ("f() { a; }; function g { b; }; f", ["b", "f", "a"]),
        ("(a; { b; }) && ! c", ["a", "b", "c"]),
        ('a $(b `c`) "$(d)" <(e) ${X:-$(f)} $(( $(g) + 1 ))', ["a", "b", "c", "d", "e", "f", "g"]),
        ("X=$(a) Y=2", [None, "a"]),
        ("X=1 a", ["a"]),
        ('[ -f "$(a)" ] && [[ x == y ]] && test z', ["[", "a", "[[", "test"]),
        ("export A=$(a); unset B; declare -r C=1", ["export", "a", "unset", "declare"]),
        ("> /x", [None]),
        ("{ a; } > x", ["a", None]),
        ("a <<EOF && b\n$(c)\nEOF\nd", ["a", "b", "c", "d"]),
        ("a <<'EOF' | b\n$(c)\nEOF\n", ["a", "b"]),
        ("/usr/bin/a", ["a"]),
        ("$X/a b", [None]),
        ("\\a 'b'", ["a"]),
        ("'a'\"b\"c", ["abc"]),
    ],
)
def test_every_simple_command_is_found_in_text_order(text, expected):
    assert names(text, escape="") == expected


@pytest.mark.parametrize(
    "text",
    [
        "a &&",
        "if a; then b",
        "a )",
        "a 'b",
        'a "b',
        "a $(b",
        "a `b",
        "case x in",
        "a ;; b",
        "a; fi",
        "a && do b",
        "a | } b",
        "> # x\nb c",
        "for x in a; b; done",
        "a=(a=(" * 20_000,
        "f()" * 30_000,
        "<" * 60_000,
        "a && " * 40_000 + "a",
        "a | " * 1_001 + "a",
        "a $(" * 1_000 + "a" + ")" * 1_000,
    ],
)
def test_what_no_shell_takes_or_takes_too_long_is_none(text):
    assert parse(text, 0, len(text)) is None


@pytest.mark.parametrize("depth", [1, 450])
def test_nesting_needs_no_recursion(depth):
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(200)
    try:
        assert names("a $(" * depth + "a" + ")" * depth) == ["a"] * (depth + 1)
        assert len(names("if a; then " * depth + "b; " + "fi;" * depth)) == depth + 1
        assert len(names("a && " * 10 * depth + "a")) == 10 * depth + 1
    finally:
        sys.setrecursionlimit(limit)


@pytest.mark.parametrize(
    ("text", "sure", "unsure"),
    [
        ("a && b; c", "abc", ""),
        ("a || b", "a", "b"),
        ("a && b || c", "a", "bc"),
        ("a || b && c", "ac", "b"),
        ("[ -f x ] && b && c; d", "[d", "bc"),
        ("! a && b", "a", "b"),
        ("grep -q x y && b", "", "b"),
        ("grep x y | grep z && b", "", "b"),
        ("if a; then b; else c; fi; d", "ad", "bc"),
        ("if a; then b; elif c; then d; fi", "a", "bcd"),
        ("while a; do b; done", "a", "b"),
        ("for i in x; do b; done", "", "b"),
        ("case x in x) b;; esac", "", "b"),
        ("f() { b; }", "", "b"),
        ("{ a; (c); }", "ac", ""),
        ("a || $(b)", "a", "b"),
        ("a <<E || b\nE\n", "a", "b"),
    ],
)
def test_conditional_commands_may_not_run(text, sure, unsure):
    commands = [c for c in read(text, escape="").commands if c.name not in (None, "grep")]
    assert "".join(c.name for c in commands if not c.conditional) == sure
    assert "".join(c.name for c in commands if c.conditional) == unsure


def test_pipelines_background_and_subshells_are_told():
    a, b, c, d, e, f = read("a | b && (c; d) & e $(f) ").commands
    assert [x.piped for x in (a, b, c, d, e, f)] == [True, True, False, False, False, False]
    assert a.pipeline == b.pipeline
    assert [x.background for x in (a, b, c, d, e, f)] == [True, True, True, True, False, False]
    assert [x.subshell for x in (a, b, c, d, e, f)] == [False, False, True, True, False, True]
    assert c.scope == d.scope != ()
    assert a.scope != b.scope


def test_a_heredoc_may_be_piped():
    cat, sh, _ = read("cat <<EOF | sh\nx\nEOF\n", escape="").commands
    assert cat.pipeline == sh.pipeline is not None
    cat, foo, bar = read("cat <<EOF && foo | bar\nx\nEOF\n", escape="").commands
    assert cat.pipeline is None
    assert foo.pipeline == bar.pipeline


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a", 1),
        ("a && b x && c > y 2>&1", 3),
        ("X=1 && export Y=2 && cd z", 3),
        ("[ -f x ] && a $(b)", 2),
        ("a \\\n # why\n && b", 2),
        ("a;", None),
        ("a; b", None),
        ("a && b &", None),
        ("a && b # c", None),
        ("a || b", None),
        ("a | b", None),
        ("! a", None),
        ("(a)", None),
        ("if a; then b; fi", None),
        ("a <<E\nE\n", None),
        ("", None),
    ],
)
def test_and_list_is_only_a_plain_one(text, count):
    found = read(text).and_list
    assert (len(found) if found is not None else None) == count


@pytest.mark.parametrize(
    "text",
    [
        "cd x", "export A=1", "A=1", "set -e", "umask 077", "trap x EXIT", "alias a=b", "f() { a; }", ". x", "source x",
        "exec a", "exit 1", "a &", "read x", "unset x", "a && cd x", "for i in a; do b; done", "a ${X:=1}", "(( i++ ))",
        "a $((i=1))", "eval x", "X=1 :", "{ cd x; }", "if a; then cd x; fi", "command cd x", "a || exit 1",
    ],
)  # fmt: skip
def test_state_of_the_shell_changes(text):
    assert read(text).changes_state


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "X=1 a",
        "(cd x)",
        "a $(cd x)",
        "cd x | a",
        "a; b",
        "a > x",
        "command -v a",
        "a ${X:-1}",
        "env X=1 a",
        "test x",
    ],
)
def test_state_of_the_shell_stays(text):
    assert not read(text).changes_state


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("sudo -E -u x apt-get install y", "apt-get", ["install", "y"]),
        ("sudo --user x X=1 a b", "a", ["b"]),
        ("env -u A -i X=1 Y=$Z a b", "a", ["b"]),
        ("env X=1", "env", ["X=1"]),
        ("X=1 nohup nice -n 5 time -p a b", "a", ["b"]),
        ("command -v a", "command", ["-v", "a"]),
        ("command a", "a", []),
        ("exec a b", "a", ["b"]),
        ("exec > x", "exec", []),
        ("eatmydata apt-get update", "apt-get", ["update"]),
        ("timeout -s KILL 5 a b", "a", ["b"]),
        ("su-exec nobody a", "a", []),
        ("busybox wget x", "wget", ["x"]),
        ("sudo -- a -x", "a", ["-x"]),
        ("sudo -l", "sudo", ["-l"]),
        ("sudo $X a", None, ["a"]),
        ("/usr/bin/env a", "a", []),
        ("stdbuf -oL a", "a", []),
    ],
)
def test_name_is_the_program_behind_its_prefixes(text, name, rest):
    (command,) = read(text).commands
    assert command.name == name
    assert [word.text for word in command.arguments] == rest


def test_raw_name_and_prefixes_are_kept():
    (command,) = read("sudo env X=1 apt-get update").commands
    assert (command.raw_name, command.prefixes, command.name_word.raw) == ("sudo", ("sudo", "env"), "apt-get")


def test_environment_of_one_command():
    (command,) = read("A=1 B=$x env C='d e' D=$y sudo E=2 a F=3").commands
    assert command.environment == {"A": "1", "B": None, "C": "d e", "D": None, "E": "2"}


@pytest.mark.parametrize(
    ("text", "redirects", "words"),
    [
        ("a > x", [(">", "x", None)], ["a"]),
        ("a 2>&1 >>x b", [(">&", "1", 2), (">>", "x", None)], ["a", "b"]),
        ("> x a b", [(">", "x", None)], ["a", "b"]),
        ("a >x b 2>y c", [(">", "x", None), (">", "y", 2)], ["a", "b", "c"]),
        ("a < x >| y &> z", [("<", "x", None), (">|", "y", None), ("&>", "z", None)], ["a"]),
        ("a 2>&- b", [(">&-", None, 2)], ["a", "b"]),
        ('a <<< "$x"', [("<<<", None, None)], ["a"]),
        ("a <<-E >x b\nE\n", [("<<-", "E", None), (">", "x", None)], ["a", "b"]),
    ],
)
def test_redirections_and_the_words_behind_them(text, redirects, words):
    (command,) = read(text, escape="").commands
    assert [(r.operator, r.target and r.target.text, r.fd) for r in command.redirects] == redirects
    assert [word.text for word in command.words] == words


@pytest.mark.parametrize(
    ("text", "owner"), [("a | b > x", "b"), ("a && b > x", "b"), ("! a > x", "a"), ("(a) > x", None)]
)
def test_a_redirection_belongs_to_the_last_command_before_it(text, owner):
    assert [c.name for c in read(text).commands if c.redirects] == [owner]


def test_assignments():
    (command,) = read("A=1 B='x y' C=$z D+=e F=(1 2) a").commands
    assert [(a.name, a.value, a.appends) for a in command.assignments] == [
        ("A", "1", False), ("B", "x y", False), ("C", None, False), ("D", "e", True), ("F", None, False),
    ]  # fmt: skip


# --- continuations


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a \\\n  b", ["a", "b"]),
        ("a \\  \n b", ["a", "b"]),
        ("a \\\n# comment\n\n \t# more ' \\\n b", ["a", "b"]),
        ("a\\\nb", ["ab"]),
        ("a 'b\\\n c'", ["a", "b c"]),
        ('a "b \\\n# gone\n c"', ["a", "b  c"]),
        ("a \\\r\n b", ["a", "b"]),
        ("a b\\\r\nc", ["a", "bc"]),
        ("a b \\", ["a", "b"]),
        ("a b \\\n", ["a", "b"]),
        ("é ü\\\nö", ["é", "üö"]),
        ("a 𝒳 b", ["a", "𝒳", "b"]),
        ("a\u00a0b", ["a\u00a0b"]),
    ],
)
def test_what_docker_drops_is_no_part_of_words(text, words):
    (command,) = read(text).commands
    assert [word.text for word in command.words] == words
    check_spans(text, read(text))


def test_another_escape_character():
    (command,) = read("a `\n b", escape="`").commands
    assert [word.text for word in command.words] == ["a", "b"]
    assert parse("a `\n b", 0, 6) is None


def test_two_escape_characters_do_not_continue_a_line():
    assert names("a \\\\\nb") == ["a", "b"]


def test_a_heredoc_behind_continuations_is_left_alone():
    text = "a \\\n && cat <<E > f\n# not a comment \\\n\nE\n"
    assert names(text) == ["a", "cat"]
    check_spans(text, read(text))


def test_without_escape_the_shell_reads_the_text_as_it_is():
    assert names("a \\\n b\n# c\n\nd", escape="") == ["a", "d"]


# --- scripts inside scripts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sh -c 'a && b'", ["sh", "a", "b"]),
        ('bash -eo pipefail -c "a $X | b"', ["bash", "a", "b"]),
        ("sudo bash -lc 'a \\\n b'", ["bash", "a"]),
        ("sh -c \"a 'b c'\"", ["sh", "a"]),
        ("sh -c 'sh -c \"a\"'", ["sh", "sh", "a"]),
        ('sh -c "a \\"b\\""', ["sh", "a"]),
        ('sh -c "a `b`"', ["sh", "b"]),
        ("sh -c 'a &&'", ["sh"]),
        ("sh -c 'a'\"b\"", ["sh"]),
        ("sh x -c 'a'", ["sh"]),
        ("sh -c $X", ["sh"]),
        ("a -c 'b'", ["a"]),
    ],
)
def test_the_script_of_sh_c_is_looked_into(text, found):
    script = read(text)
    assert [command.name for command in script.commands] == found
    check_spans(text, script)
    assert all(command.subshell for command in script.commands[1:])


def test_exec_form():
    text = '["sh", "-c", "a && b"]'
    words = [("sh", Span(1, 5)), ("-c", Span(7, 11)), ("a && b", Span(13, 21))]
    command = exec_command(words, Span(0, 22))
    assert (command.name, [w.text for w in command.arguments]) == ("sh", ["-c", "a && b"])
    assert [c.name for c in exec_commands(text, words, Span(0, 22))] == ["sh", "a", "b"]
    assert [text[c.start : c.end] for c in exec_commands(text, words, Span(0, 22))[1:]] == ["a", "b"]
    escaped = '["sh", "-c", "a \\"b\\""]'
    _, inner = exec_commands(escaped, [*words[:2], ('a "b"', Span(13, 22))], Span(0, 23))
    assert [word.text for word in inner.words] == ["a", "b"]
    newline = '["sh", "-c", "a\\nb"]'
    assert len(exec_commands(newline, [*words[:2], ("a\nb", Span(13, 19))], Span(0, 20))) == 1


# --- flags


@pytest.mark.parametrize(
    ("text", "flags", "has"),
    [
        ("a -y", ("-y",), True),
        ("a -qqy", ("-y",), True),
        ("a --yes=1", ("--yes",), True),
        ("a --yesterday", ("--yes",), False),
        ("a -- -y", ("-y",), False),
        ("a -o=y", ("-y",), False),
        ("a $X -y", ("-y",), True),
        ("sudo -y a", ("-y",), False),
        ("a -", ("-y",), False),
    ],
)
def test_has_flag(text, flags, has):
    assert read(text).commands[0].has_flag(*flags) is has


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a -o x", "x"),
        ("a -ox", "x"),
        ("a --output=x", "x"),
        ("a --output x", "x"),
        ("a --output=$x", None),
        ("a -o", None),
        ("a b", None),
        ("a '--output=x'", "x"),
    ],
)
def test_option(text, value):
    found = read(text).commands[0].option("-o", "--output")
    assert (found and found.text) == value
    if found is not None and found.raw == value:
        assert text[found.start : found.end] == value


def test_operands():
    (command,) = read("a -x b -o c d -- -e").commands
    assert [word.text for word in command.operands("-o")] == ["b", "d", "-e"]


# --- spans and memory


def check_spans(text, script):
    for command in script.commands:
        assert 0 <= command.start <= command.end <= len(text)
        inside = [*command.words, *command.assignments, *command.redirects]
        assert all(command.start <= item.start <= item.end <= command.end for item in inside)
        assert all(text[word.start : word.end] == word.raw for word in command.words)
        assert all(a.end <= b.start for a, b in zip(command.words, command.words[1:], strict=False))
        for redirect in command.redirects:
            if redirect.target is not None:
                assert text[redirect.target.start : redirect.target.end] == redirect.target.raw
        assert command.span == Span(command.start, command.end)


def test_spans_are_those_of_the_file():
    text = 'RUN é && apt-get install -y "ü $(b)" > x # c'
    script = parse(text, 4, len(text))
    assert [text[c.start : c.end] for c in script.commands] == ["é", 'apt-get install -y "ü $(b)" > x', "b"]
    assert script.span == Span(4, len(text))


def test_a_repeated_text_gets_its_own_spans():
    body = "X=1 a b > c | d && e"
    text = f"{body}\n{body}\n{body}"
    for at in (0, len(body) + 1, 2 * len(body) + 2):
        script = parse(text, at, at + len(body))
        check_spans(text, script)
        assert script.commands[0].start == at
        assert script.commands[0].assignments[0].start == at
        assert script.commands[0].pipeline == at
        assert script.commands[0].words[0].start == at + 4
        assert script.start == at
    again = parse(text, len(body) + 1, 2 * len(body) + 1)
    assert again.commands[1].words[0].start == len(body) + 1 + body.index("d")


PIECES = [
    "a", "b", "é", "𝒳", " ", " ", " ", "\n", "\\\n", "\\\n# c\n", "\\", "\r\n", "'", "\"", "`", "$(", ")", "(",
    "${x", "}", "{", "$x", "&&", "||", ";", "|", "&", ">", "<", "<<E\n", "\nE\n", "if ", "then ", "fi", "for x in ",
    "do ", "done", "case x in ", ";;", "esac", "=", "[", "]", "#", "*", "~", "!", "sh -c ", "2>&1", "cd ",
    "rm -rf ", "apt-get install ", "curl -o ", "find ", "tar x", "-y", "/", "xargs ", "su -c ", "env -S ", "trap ", "EXIT",
    "eval ", "f() ", "f", "sudo ", "x=", "bash", "<<'E'\n", "\\\"", "`# a`", "cat ",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.sampled_from(["\\", "`", ""]))
def test_parse_never_raises_and_spans_slice_back(text, escape):
    from k8slint._internal.syntax.shell.effects import folders, removes, writes
    from k8slint._internal.syntax.shell.packages import invocation

    padded = f"RUN {text}\nRUN {text}"
    for start in (4, len(padded) - len(text)):
        script = parse(padded, start, start + len(text), escape=escape)
        if script is not None:
            check_spans(padded, script)
            assert all(start <= c.start and c.end <= start + len(text) for c in script.commands)
            for command, folder in folders(expanded(script, {"x": "a b"}).commands, "/w"):
                assert all(path[0] in "/~" for path in writes(command, folder))
                assert all(pattern[0] in "/~*" for pattern in removes(command, folder))
                run = invocation(command)
                if run is not None:
                    assert all(padded[p.word.start : p.word.end] == p.word.raw for p in run.packages)
                    assert run.assume_yes in (True, False)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_taken(text):
    script = parse(text, 0, len(text))
    if script is not None:
        check_spans(text, script)
