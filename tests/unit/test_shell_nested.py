"""Commands that are given to others as text: which are found, where they stand and how they may be edited."""

import pytest

from k8slint._internal.kinds.dockerfile.tree import parse as parse_dockerfile
from k8slint._internal.syntax.shell.commands import JSON, PLAIN, STRING, WORDS
from k8slint._internal.syntax.shell.parse import parse
from k8slint._internal.text.source import Source


def read(text):
    script = parse(text, 0, len(text))
    assert script is not None, text
    return script


def run(text, *, before=""):
    dockerfile = parse_dockerfile(Source("Dockerfile", f"FROM debian:12\n{before}{text}\n"))
    return dockerfile.stages[-1].instructions[-1]


def lines(commands):
    return [" ".join(word.text if word.text is not None else "?" for word in command.words) for command in commands]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sh -c 'a b'", ["a b"]),
        ("bash -ce 'a'", ["a"]),
        ("bash -o pipefail -ec 'a | b'", ["a", "b"]),
        ("bash --login -c 'a'", ["a"]),
        ("bash -c -e 'a'", ["a"]),
        ("bash -c a", ["a"]),
        ('bash -c "a \\"b c\\" \\$x"', ["a b c ?"]),
        ('bash -c "a $x"', ["a ?"]),
        ('bash -c "a \\\\\\"b"', ['a "b']),
        ("bash -c $'a'", []),
        ("/bin/sh -c 'a' x", ["a"]),
        ("sh a.sh -c 'b'", []),
        ("busybox sh -c 'a'", ["a"]),
        ("timeout 5 nice sh -c 'a'", ["a"]),
        ("su -c 'a b'", ["a b"]),
        ("su root -c 'a b'", ["a b"]),
        ('su - app -c "a b"', ["a b"]),
        ("su -l app --command='a b'", ["a b"]),
        ("su app -s /bin/sh -c 'a'", ["a"]),
        ("su app", []),
        ("sudo su - -c 'a'", ["a"]),
        ("runuser -l app -c 'a b'", ["a b"]),
        ("runuser app --session-command 'a'", ["a"]),
        ("flock /l -c 'a b'", ["a b"]),
        ("sg docker -c 'a'", ["a"]),
        ("eval 'a b'", ["a b"]),
        ("eval a b", []),
        ("trap 'a b' EXIT; c", ["c", "a b"]),
        ("trap 'a' INT TERM; c", ["c"]),
        ("trap a 0; c", ["c", "a"]),
        ("trap -- 'a' EXIT", ["a"]),
        ("trap - EXIT", ["-"]),
        ("bash <<E\na b\nE\n", ["a b"]),
        ("bash -ex <<'E'\na $x\nE\n", ["a ?"]),
        ("bash -s -- x <<E\na\nE\n", ["a"]),
        ("sudo sh <<-E\n\ta\n\tE\n", ["a"]),
        ("bash x.sh <<E\na\nE\n", []),
        ("bash <<E\na \\$x\nE\n", []),
        ("bash <<'E'\na \\$x\nE\n", ["a $x"]),
        ("bash <<E\na `b`\nE\n", []),
        ("bash <<< 'a b'", ["a b"]),
        ("cat <<E | sh\na\nE\n", ["sh", "a"]),
        ("cat <<E | sudo bash -s\na\nE\n", ["sudo bash -s", "a"]),
        ("cat x <<E | sh\na\nE\n", ["sh"]),
        ("cat <<E | tee x\na\nE\n", ["tee x"]),
        ("python3 <<E\na\nE\n", []),
        ("sh -c \"sh -c 'a'\"", ["sh -c a", "a"]),
    ],
)
def test_what_a_command_runs(text, found):
    commands = read(text).commands
    assert lines(commands[1:]) == found
    for command in commands[1:]:
        assert all(text[word.start : word.end] == word.raw for word in command.words)


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("env -S 'a b' c", "a", ["b", "c"]),
        ("env --split-string='a b'", "a", ["b"]),
        ('env --split-string="a b"', "a", ["b"]),
        ("env -i -S 'X=1 a b'", "a", ["b"]),
        ("sudo env -S 'a b'", "a", ["b"]),
        ("env -Sa b", "a", ["b"]),
        ("env -S 'a $b'", "env", ["-S", "a $b"]),
        ("env -S 'a \"b c\"'", "env", ["-S", 'a "b c"']),
        ("env a -S 'b c'", "a", ["-S", "b c"]),
    ],
)
def test_env_splits_a_string(text, name, words):
    (command,) = read(text).commands
    assert command.name == name
    assert [word.text for word in command.arguments] == words
    assert all(text[word.start : word.end] == word.raw for word in command.words)
    assert read(text).and_list == (command,)


def test_what_applies_to_a_shell_applies_to_its_script():
    _, _, a, b = read("x || sudo sh -c 'a' && b").commands
    assert (a.conditional, a.subshell, a.rights, a.form) == (True, True, "sudo", STRING)
    assert (b.rights, b.form) == ("", PLAIN)
    assert read("bash <<E\na\nE\n").commands[1].form == PLAIN
    assert read("su app -c 'a'").commands[1].rights is None
    assert not read("su app -c 'a'").commands[1].may_be_followed
    assert read("env -S 'a b'").commands[0].form == STRING


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("f() { a; }; b; f; c", ["b", "f", "a", "c"]),
        ("f() { a; }; f; b; f; c", ["f", "b", "f", "a", "c"]),
        ("f() { a; }; b", ["a", "b"]),
        ("f() { a; }; g() { f; }; b; g", ["b", "g", "f", "a"]),
        ("f() { a; f; }; f", ["f", "a", "f"]),
    ],
)
def test_functions_run_where_they_are_called(text, found):
    assert [command.name for command in read(text).commands] == found


@pytest.mark.parametrize(
    ("text", "conditional"),
    [
        ("f() { a; }; b; f", False),
        ("f() { a; }; b", True),
        ("f() { a; }; b || f", True),
        ("f() { if x; then a; fi; }; f", True),
    ],
)
def test_the_body_of_a_function_runs_as_its_call_does(text, conditional):
    assert [command.conditional for command in read(text).commands if command.name == "a"] == [conditional]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("a; cd /b", "cd"),
        ("{ a; } && cd /b", "cd"),
        ("f() { cd /b; }; f", "cd"),
        ("a || cd /b", None),
        ("(cd /b)", None),
        ("cd /b | a", None),
        ("cd /b &", None),
        ("if a; then cd /b; fi", None),
        ("cd /b; if a; then c; fi", None),
        ("x=$(cd /b)", None),
        ("sh -c 'cd /b'", None),
        ("", None),
    ],
)
def test_the_command_that_surely_runs_last(text, last):
    command = read(text).last
    assert (command.name if command else None) == last


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a `# note` b", ["a b"]),
        ("a \\\n  `# editors` \\\n  vim \\\n  `# shells` \\\n  zsh", ["a vim zsh"]),
        ("a `# one` `# two`", ["a"]),
        ("a '`# b`' c", ["a `# b` c"]),
    ],
)
def test_a_comment_in_backticks_is_no_word(text, found):
    assert lines(read(text).commands) == found


@pytest.mark.parametrize("text", ["a x`#b`y c", "a `# b", "a `# b\n` c"])
def test_other_text_with_a_hash_in_backticks_is_left_alone(text):
    script = parse(text, 0, len(text), escape="")
    assert script is None or "c" not in [word.text for word in script.commands[0].words[1:2]]


# --- in a Dockerfile


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RUN <<EOF\na b\nEOF", ["a b"]),
        ("RUN <<EOF\n#!/bin/bash -ex\na b\nEOF", ["a b"]),
        ("RUN <<EOF\n#!/usr/bin/env bash\na b\nEOF", ["a b"]),
        ("RUN <<EOF\n#!/usr/bin/python3\na b\nEOF", []),
        ("RUN <<EOF bash\na b\nEOF", ["bash", "a b"]),
        ("RUN <<EOF bash -ex\na b\nEOF", ["bash -ex", "a b"]),
        ("RUN <<'EOF' sudo -E sh\na \\$b\nEOF", ["sudo -E sh", "a $b"]),
        ("RUN <<-EOF sh -eux\n\ta b\n\tEOF", ["sh -eux", "a b"]),
        ("RUN <<EOF python3\na b\nEOF", ["python3"]),
        ("RUN <<EOF cat > /x\na b\nEOF", ["cat"]),
        ("RUN <<EOF bash && c\na b\nEOF", ["bash", "c"]),
        ("RUN bash <<EOF\na b\nEOF", ["bash", "a b"]),
        ("RUN bash -ex <<EOF\na b\nEOF", ["bash -ex", "a b"]),
        ("RUN bash -ex <<'EOF'\na b\nEOF", ["bash -ex", "a b"]),
        ("RUN cat <<EOF | sh\na b\nEOF", ["cat", "sh", "a b"]),
        ("RUN --mount=type=cache,target=/x <<EOF bash\na b\nEOF", ["bash", "a b"]),
        ("ONBUILD RUN <<EOF bash\na b\nEOF", ["bash", "a b"]),
        ('RUN ["a", "b c"]', ["a b c"]),
        ('RUN ["sh", "-c", "a && b"]', ["sh -c a && b", "a", "b"]),
        ('RUN ["/bin/bash", "-lc", "a b"]', ["/bin/bash -lc a b", "a b"]),
        ('RUN ["/bin/bash", "-eo", "pipefail", "-c", "a | b"]', ["/bin/bash -eo pipefail -c a | b", "a", "b"]),
        ('RUN ["bash", "-o", "pipefail", "-c", "a"]', ["bash -o pipefail -c a", "a"]),
        ('RUN ["sudo", "sh", "-c", "a"]', ["sudo sh -c a", "a"]),
        ('RUN ["sh", "-c", "a \\"b c\\" d"]', ['sh -c a "b c" d', "a b c d"]),
        ('RUN ["sh", "-c", "a \\\n  && b"]', ["sh -c a   && b", "a", "b"]),
        ('RUN ["sh", "-c", "a \\u0062"]', ["sh -c a b"]),
        ('RUN ["sh", "x.sh", "-c", "a"]', ["sh x.sh -c a"]),
        ('RUN ["python", "-c", "a && b"]', ["python -c a && b"]),
        ('CMD ["sh", "-c", "a && b"]', ["sh -c a && b", "a", "b"]),
        ('HEALTHCHECK CMD ["sh", "-c", "a"]', ["sh -c a", "a"]),
        ("RUN xargs -n1 apt-get install < /list", ["xargs -n1 apt-get install"]),
    ],
)
def test_the_commands_of_an_instruction(text, found):
    instruction = run(text)
    instruction = getattr(instruction, "trigger", instruction)
    assert lines(instruction.commands) == found
    assert instruction.commands is instruction.commands or instruction.exec_form is None


def test_forms_of_an_instruction():
    shell, inner = run('RUN ["sh", "-c", "a b"]').commands
    assert (shell.form, inner.form) == (WORDS, JSON)
    assert inner.words[1].raw == inner.words[1].text == "b"
    shell, inner = run("RUN <<EOF bash\na b\nEOF").commands
    assert (shell.form, inner.form) == (PLAIN, PLAIN)
    (escaped,) = run('RUN ["sh", "-c", "a \\"b\\""]').commands[1:]
    assert (escaped.words[1].raw, escaped.words[1].text) == ('\\"b\\"', "b")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RUN $APT install x", ["apt-get install x"]),
        ("RUN sh -c '$APT update'", ["sh -c $APT update", "apt-get update"]),
        ('RUN ["sh", "-c", "$APT update"]', ["sh -c $APT update", "apt-get update"]),
        ('RUN ["echo", "$APT"]', ["echo $APT"]),
        ("CMD $APT install", ["? install"]),
        ("RUN <<EOF\n$APT update\nEOF", ["apt-get update"]),
    ],
)
def test_build_variables_are_known_in_a_run(text, found):
    assert lines(run(text, before="ARG APT=apt-get\n").commands) == found
