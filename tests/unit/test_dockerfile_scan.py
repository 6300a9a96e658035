"""Lines, directives, continuations and heredocs."""

import pytest

from k8slint._internal.kinds.dockerfile.heredocs import parse as parse_heredoc
from k8slint._internal.kinds.dockerfile.scan import MAX_LINES, MAX_STATEMENT, scan
from k8slint._internal.kinds.dockerfile.tree import parse
from k8slint._internal.text.source import Source


def read(text):
    return parse(Source("Dockerfile", text))


def statements(text):
    return [statement.text for statement in scan(Source("Dockerfile", text)).statements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FROM a\nRUN b\n", ["FROM a", "RUN b"]),
        ("FROM a", ["FROM a"]),
        ("  FROM a  \n\n\tRUN b\t", ["FROM a", "RUN b"]),
        ("RUN a \\\n  b", ["RUN a   b"]),
        ("RUN a\\\nb\n", ["RUN ab"]),
        ("RUN a \\  \t\n b\n", ["RUN a  b"]),
        ("RUN a \\\n# c\n  # d \\\n b\nRUN e", ["RUN a  b", "RUN e"]),
        ("RUN a \\\n\n   \n b\nRUN e", ["RUN a  b", "RUN e"]),
        ("RUN a \\\n", ["RUN a"]),
        ("RUN a \\", ["RUN a"]),
        ("RUN a \\\\\nRUN b", ["RUN a \\\\", "RUN b"]),
        ("RUN a \\\n\\\nb", ["RUN a b"]),
        ("\\\nRUN a\n", ["RUN a"]),
        ("# c \\\nRUN a\n", ["RUN a"]),
        ("RUN a \\\n  # c\n  # d", ["RUN a"]),
        ("RUN a # no comment \\\n b", ["RUN a # no comment  b"]),
        ("FROM a\r\nRUN b \\\r\n  c\r\n", ["FROM a", "RUN b   c"]),
        ("# escape=`\nRUN a `\n b\nRUN c \\\nRUN d", ["RUN a  b", "RUN c \\", "RUN d"]),
        ("#ESCAPE = ` \nRUN a `\n b", ["RUN a  b"]),
        ("# syntax=x\n# escape=`\nRUN a `\n b", ["RUN a  b"]),
        ("# c\n# escape=`\nRUN a `\n b", ["RUN a `", "b"]),
        ("\n# escape=`\nRUN a `\n b", ["RUN a `", "b"]),
        ("#!/bin/x\n# escape=`\nRUN a `\n b", ["RUN a `", "b"]),
        ("RUN x\n# escape=`\nRUN a `\n b", ["RUN x", "RUN a `", "b"]),
    ],
)
def test_statements(text, expected):
    assert statements(text) == expected


def test_directives():
    dockerfile = read("# syntax=docker/dockerfile:1 x\n#check = skip=all\n# Escape=`\n# other=1\n# syntax=y\nFROM a\n")
    assert [(d.name, d.value, d.line) for d in dockerfile.directives] == [
        ("syntax", "docker/dockerfile:1 x", 1),
        ("check", "skip=all", 2),
        ("escape", "`", 3),
    ]
    assert [comment.text for comment in dockerfile.comments] == ["other=1", "syntax=y"]
    assert dockerfile.escape == "`"
    syntax = dockerfile.syntax
    assert dockerfile.source.slice(syntax.value_span) == "docker/dockerfile:1 x"
    assert dockerfile.source.slice(syntax.span) == "# syntax=docker/dockerfile:1 x"


def test_a_shebang_hides_the_escape_directive_only():
    dockerfile = read("#!/usr/bin/env x\n# syntax=a\nFROM a\n")
    assert dockerfile.syntax.value == "a"


def test_comments_and_whose_they_are():
    dockerfile = read("# one\n\n# two\n#\n# three\nFROM a\n# four\nRUN b \\\n  # five\n  c\n# six\n")
    assert [(c.text, c.line, c.inside) for c in dockerfile.comments] == [
        ("one", 1, False),
        ("two", 3, False),
        ("", 4, False),
        ("three", 5, False),
        ("four", 7, False),
        ("five", 9, True),
        ("six", 11, False),
    ]
    assert [[c.text for c in i.previous_comments] for i in dockerfile.instructions] == [["three"], ["four"]]
    for comment in dockerfile.comments:
        assert dockerfile.source.slice(comment.span).startswith("#")


def test_spans_over_continuations():
    text = "FROM a\n ENV A=1 \\\n\n  # c\n  B=x\\\n y C=3\n"
    dockerfile = read(text)
    env = dockerfile.instructions[1]
    assert dockerfile.source.slice(env.span) == "ENV A=1 \\\n\n  # c\n  B=x\\\n y C=3"
    assert dockerfile.source.slice(env.block) == " ENV A=1 \\\n\n  # c\n  B=x\\\n y C=3"
    assert [dockerfile.source.slice(word.span) for word in env.words] == ["A=1", "B=x", "y", "C=3"]
    assert [dockerfile.source.slice(span) for span in env.blank_lines] == [""]


def test_a_word_goes_on_over_a_continuation():
    dockerfile = read("FROM al\\\npine\n")
    image = dockerfile.instructions[0].image
    assert (image.raw, dockerfile.source.slice(image.span)) == ("alpine", "al\\\npine")


# From moby/buildkit parser_heredoc_test.go: what is a heredoc, its name, whether it is quoted, its body.
HEREDOCS = [
    ("RUN <<EMPTY\nEMPTY\n", [("EMPTY", False, "")]),
    ("RUN 3<<EMPTY2\nEMPTY2\n", [("EMPTY2", False, "")]),
    ('RUN "<<NOHEREDOC"\n', []),
    ("RUN '<<NOHEREDOC'\n", []),
    ("USER <<INVALID\n", []),
    ("CMD cat <<INVALID\n", []),
    ("RUN <<INDENT\n\tfoo\n\tbar\nINDENT\n", [("INDENT", False, "\tfoo\n\tbar\n")]),
    ("RUN <<-X\n\tfoo\nX\n", [("X", False, "\tfoo\n")]),
    ("RUN <<-X\n\tfoo\n\tX\n", [("X", False, "\tfoo\n")]),
    ("RUN <<-'X'\n\tdon't $NAME\nX\n", [("X", True, "\tdon't $NAME\n")]),
    ("RUN <<C\n# comment\nRUN x # y\nC\n", [("C", False, "# comment\nRUN x # y\n")]),
    ("RUN --mount=type=cache,target=/foo <<M\necho\nM\n", [("M", False, "echo\n")]),
    ("COPY <<A <<B /dest\n1\nA\n2\nB\n", [("A", False, "1\n"), ("B", False, "2\n")]),
    ("COPY <<X <<Y /dest\nY\nX\nX\nY\n", [("X", False, "Y\n"), ("Y", False, "X\n")]),
    ("ADD <<EOF /x\na\nEOF\n", [("EOF", False, "a\n")]),
    ("RUN <<P python3\nprint()\nP\n", [("P", False, "print()\n")]),
    ("COPY <<file.txt /dest\nhi\nfile.txt\n", [("file.txt", False, "hi\n")]),
    ("RUN <<eo'f'\necho\neof\n", [("eof", True, "echo\n")]),
    ("RUN <<eo\\'f\necho\neo'f\n", [("eo'f", False, "echo\n")]),
    ("RUN <<'e'o\\'f\necho\neo'f\n", [("eo'f", True, "echo\n")]),
    ("RUN <<'one two'\necho\none two\n", [("one two", True, "echo\n")]),
    ("RUN <<$EOF\n$EOF\n", [("$EOF", False, "")]),
    ("RUN <<  EOF\nEOF\n", [("EOF", False, "")]),
    ("RUN <<  EOF  > foo\nEOF\n", [("EOF", False, "")]),
    ("RUN cat <<EOF > f\nx\nEOF\n", [("EOF", False, "x\n")]),
    ("RUN cat <<< EOF\n", []),
    ("RUN echo $((1<<2))\n", []),
    ('RUN ["<<EOF"]\n', []),
    ("ONBUILD RUN <<EOF\nx\nEOF\n", [("EOF", False, "x\n")]),
    ("run <<EOF\r\nx\r\nEOF\r\n", [("EOF", False, "x\r\n")]),
    ("RUN cat \\\n <<EOF\nx \\\nEOF\n", [("EOF", False, "x \\\n")]),
    ("RUN echo ${x[0]} <<EOF\n", []),
]


@pytest.mark.parametrize(("text", "expected"), HEREDOCS)
def test_heredocs(text, expected):
    dockerfile = read(f"FROM a\n{text}RUN end\n")
    assert not dockerfile.problems
    assert [i.keyword for i in dockerfile.instructions][2:] == ["RUN"]
    instruction = dockerfile.instructions[1]
    source = dockerfile.source
    assert [(h.name, h.quoted, source.slice(h.body_span)) for h in instruction.heredocs] == expected
    for heredoc in instruction.heredocs:
        assert source.slice(heredoc.end_span) == heredoc.name
        assert source.slice(heredoc.span).lstrip("0123456789").startswith("<<")
        assert instruction.span.contains(heredoc.end_span)


@pytest.mark.parametrize("word", ["", "EOF", "<<", "<<-", "<EOF", "<<<EOF", "<<EOF sh", "<<'EOF", '<<EOF"'])
def test_no_heredoc(word):
    assert parse_heredoc(word) is None


@pytest.mark.parametrize("word", ["<<EOF", "<<'EOF'", '<<"EOF"', "<<-EOF", "<<-'EOF'", '<<EO"F"', "<< EOF", "<<- EOF"])
def test_heredoc_words(word):
    assert parse_heredoc(word)[0] == "EOF"


def test_an_indented_end_is_taken_but_said():
    dockerfile = read("FROM a\nRUN <<EOF\n  x\n  EOF\nRUN b\n")
    assert [i.keyword for i in dockerfile.instructions] == ["FROM", "RUN", "RUN"]
    (problem,) = dockerfile.problems
    assert dockerfile.source.slice(problem.span) == "<<EOF"
    assert dockerfile.source.slice(problem.related[0].span) == "EOF"


def test_too_many_lines():
    dockerfile = read("FROM a\n" + "\n" * MAX_LINES + "RUN b\n")
    assert [(p.kind, p.fatal) for p in dockerfile.problems] == [("input-limit", True)]
    assert [i.keyword for i in dockerfile.instructions] == ["FROM"]


def test_too_long_an_instruction():
    line = "x" * 1000 + " \\\n"
    dockerfile = read("FROM a\nRUN " + line * (MAX_STATEMENT // 1000) + "y\nRUN b\n")
    assert [(p.kind, p.fatal) for p in dockerfile.problems] == [("input-limit", True)]
    assert [i.keyword for i in dockerfile.instructions] == ["FROM", "RUN"]


@pytest.mark.parametrize(("length", "refused"), [(65_531, False), (65_532, True)])
def test_lines_that_buildkit_refuses(length, refused):
    dockerfile = read(f"FROM a\nRUN {'x' * length}\n")
    assert any(problem.kind == "dockerfile-syntax" for problem in dockerfile.problems) is refused


def test_too_many_words():
    dockerfile = read("FROM a\n" + "EXPOSE" + (" 80" * 100 + " \\\n") * 101 + " 1\n")
    assert [(p.kind, p.fatal) for p in dockerfile.problems] == [("input-limit", True)]
    assert len(dockerfile.instructions[1].words) == 10_000
