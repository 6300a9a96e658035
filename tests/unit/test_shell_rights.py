"""Under which rights a command runs, and what may be written next to it."""

import pytest

from k8slint._internal.syntax.shell.edits import add_words, replace_word
from k8slint._internal.syntax.shell.parse import exec_commands, parse
from k8slint._internal.text.source import Span


def last(text):
    script = parse(text, 0, len(text))
    assert script is not None
    return script.commands[-1]


@pytest.mark.parametrize(
    ("text", "name", "rights"),
    [
        ("a", "a", ""),
        ("nice -n 5 timeout 9 a", "a", ""),
        ("sudo a", "a", "sudo"),
        ("sudo -E -u app a b", "a", "sudo -E -u app"),
        ("sudo -iu app a", "a", "sudo -iu app"),
        ("sudo -uapp a", "a", "sudo -uapp"),
        ("sudo -n X=1 a", "a", "sudo -n X=1"),
        ("nice sudo time a", "a", "sudo"),
        ("gosu app a", "a", "gosu app"),
        ("su-exec app:app a", "a", "su-exec app:app"),
        ("doas -u app a", "a", "doas -u app"),
        ("setpriv --reuid 5 --regid=5 --clear-groups a", "a", "setpriv --reuid 5 --regid=5 --clear-groups"),
        ("runuser -u app -- a", "a", "runuser -u app --"),
        ("runuser --user=app a", "a", "runuser --user=app"),
        ("s6-setuidgid app a", "a", "s6-setuidgid app"),
        ("sudo gosu app a", "a", "sudo gosu app"),
        ("sudo sh -c 'a'", "a", "sudo"),
        ('gosu "$X" a', "a", None),
        ("su app -c 'sudo a'", "a", None),
        ("sh -c 'sudo a'", "a", "sudo"),
        ("sudo sh -c 'gosu app a'", "a", "sudo gosu app"),
        ("sh -c 'a'", "a", ""),
        ("xargs -n1 a", "a", ""),
        ("sudo xargs a", "a", "sudo"),
    ],
)
def test_rights_are_what_one_writes_before_another_command(text, name, rights):
    command = last(text)
    assert command.name == name
    assert command.rights == rights
    assert command.may_be_followed == (rights == "")


@pytest.mark.parametrize("text", ["exec a", "exec -a x a", "sudo exec a"])
def test_nothing_follows_what_takes_the_place_of_the_shell(text):
    assert not last(text).may_be_followed


def test_nothing_follows_where_no_shell_is():
    text = '["sh", "-c", "a"]'
    words = [("sh", Span(1, 5)), ("-c", Span(7, 11)), ("a", Span(13, 16))]
    assert [c.may_be_followed for c in exec_commands(text, words, Span(0, 17))] == [False, False]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("runuser app -c 'b'", "runuser"),
        ("runuser -l app -c 'b'", "runuser"),
        ("sudo -l", "sudo"),
        ("env -S 'a b'", "a"),
        ("env -Sa", "a"),
        ("env -S 'a $b'", "env"),
        ("env - a", "a"),
        ("flock /l -c 'b'", "flock"),
        ("flock -w 3 /l a", "a"),
        ("taskset -p 1", "taskset"),
        ("chrt -p 1", "chrt"),
        ("xargs", "xargs"),
        ("xargs -0 -r -n 1 -P4 a", "a"),
        ("xargs -I{} a {}", "a"),
        ("chrt -f 5 a", "a"),
        ("xvfb-run -a -s '-x' a", "a"),
    ],
)
def test_a_prefix_runs_a_command_or_stands_for_itself(text, name):
    script = parse(text, 0, len(text))
    assert script.commands[0].name == name


@pytest.mark.parametrize(("text", "unknown"), [("xargs a", True), ("sudo xargs -0 a b", True), ("a", False)])
def test_words_that_are_not_in_the_text_are_told(text, unknown):
    assert last(text).has_unknown_words == unknown


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a b c", "a b -y c"),
        ("sh -c 'a b c'", "sh -c 'a b -y c'"),
        ('sh -c "a b c"', 'sh -c "a b -y c"'),
        ("a 'b' c", None),
        ("a b\\\nx c", None),
    ],
)
def test_words_are_added_after_a_word(text, result):
    command = last(text)
    word = command.words[1]
    edit = add_words(command, word, "-y")
    assert result == (edit and text[: edit.span.start] + edit.text + text[edit.span.end :])


def test_words_are_added_to_a_json_array():
    text = '["sh", "-c", "a b"]'
    words = [("sh", Span(1, 5)), ("-c", Span(7, 11)), ("a b", Span(13, 18))]
    shell, command = exec_commands(text, words, Span(0, 19))
    edit = add_words(shell, shell.words[1], "-y z")
    assert text[: edit.span.start] + edit.text + text[edit.span.end :] == '["sh", "-c", "-y", "z", "a b"]'
    edit = add_words(command, command.words[1], "-y", before=True)
    assert text[: edit.span.start] + edit.text + text[edit.span.end :] == '["sh", "-c", "a -y b"]'


def test_text_that_needs_quotes_is_not_added():
    command = last("sh -c 'a b'")
    assert add_words(command, command.words[0], "it's") is None


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a b c", "a x y c"),
        ("sh -c 'a b c'", "sh -c 'a x y c'"),
        ("a 'b' c", None),
        ("a b\\\nx c", None),
    ],
)
def test_a_word_is_replaced(text, result):
    command = last(text)
    edit = replace_word(command, command.words[1], "x y")
    assert result == (edit and text[: edit.span.start] + edit.text + text[edit.span.end :])
    assert replace_word(command, command.words[1], "it's") is None


def test_a_word_of_a_json_array_is_replaced_with_its_quotes():
    text = '["a", "b\\u0063"]'
    (command,) = exec_commands(text, [("a", Span(1, 4)), ("bc", Span(6, 15))], Span(0, 16))
    edit = replace_word(command, command.words[0], "x y")
    assert text[: edit.span.start] + edit.text + text[edit.span.end :] == '["x", "y", "b\\u0063"]'
    assert replace_word(command, command.words[1], "x") is None
