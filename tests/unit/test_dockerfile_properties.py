"""Whatever the text: parsing never raises, and every span is where its text stands."""

from hypothesis import given, settings
from hypothesis import strategies as st

from k8slint._internal.kinds.dockerfile import edits, facts
from k8slint._internal.kinds.dockerfile.state import state_before
from k8slint._internal.kinds.dockerfile.tree import Pairs, Run, ShellInstruction, parse
from k8slint._internal.kinds.dockerfile.variables import unset
from k8slint._internal.text.edit import apply
from k8slint._internal.text.source import Source
from k8slint_rules._shared.served_ports import served

VALID = [
    """\
# syntax=docker/dockerfile:1
# check=skip=all
ARG V=3
FROM alpine:${V:-4} AS Base
# why
RUN --mount=type=cache,target=/x apk add \\
  # inside
  curl && \\

  rm -rf /var
ENV A=1 B="x y" \\
  C='$z'
ENV old style value
ARG D E=1
""",
    """\
FROM a
RUN <<EOF
set -e
echo hi
EOF
COPY <<-'A' <<B /dest/
\tone
\tA
two
B
RUN cat <<X > /f && ls
x
X
""",
    """\
# escape=`
FROM mcr.microsoft.com/windows/servercore AS w
RUN dir `
  C:\\
WORKDIR C:\\app
SHELL ["powershell", "-c"]
RUN x
""",
    """\
FROM a AS b
USER me
WORKDIR /w
EXPOSE 80 90/udp $P
VOLUME ["/a b", "/c"]
STOPSIGNAL 9
MAINTAINER me <x>
FROM B
HEALTHCHECK --interval=5s --retries=3 CMD curl x || exit 1
ONBUILD RUN --network=none make
CMD ["a", "b\\"c"]
ENTRYPOINT exec x
RUN a
RUN b && c
""",
    'FROM a\r\nRUN b \\\r\n  && c\r\nCOPY --from=0 --chown=1:2 ["x", "/y"]\r\nLABEL a.b="c d" e=f\r\n',
    "RUN fragment\nRUN apt-get install -y x\n",
]
PIECES = [
    *(
        "\\\n",
        "\\",
        "`",
        "`\n",
        "\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        "\u00a0",
        "#",
        "# c\n",
        '"',
        "'",
        "$",
        "${",
        "}",
        ":-",
        "[",
        "]",
    ),
    *(
        "<<EOF",
        "\nEOF\n",
        "<<-'X Y'",
        "--",
        "--from=",
        "=",
        ",",
        "FROM ",
        "\nFROM b\n",
        "RUN ",
        "ENV ",
        "ONBUILD ",
        "AS ",
    ),
    *(
        "é",
        "\ufeff",
        "\u2028",
        "\x0c",
        "\x1c",
        "\U0001f600",
        "HEALTHCHECK ",
        "CMD ",
        '["a", 1]',
        "# escape=`\n",
        "&&",
        "|",
    ),
]
edit = st.tuples(st.integers(0, 10_000), st.integers(0, 12), st.sampled_from(PIECES) | st.text(max_size=3))


@st.composite
def texts(draw):
    text = draw(st.sampled_from(VALID))
    for at, length, piece in draw(st.lists(edit, max_size=8)):
        at %= len(text) + 1
        text = text[:at] + piece + text[at + length :]
    return text


def joined(written, escape):
    """`written` as it reads once continuations are taken out, by the simplest means."""
    lines = written.replace("\r\n", "\n").split("\n")
    out = []
    for index, line in enumerate(lines):
        if index and (not line.strip() or line.lstrip().startswith("#")):
            continue
        stripped = line.rstrip(" \t\r")
        if index < len(lines) - 1 and stripped.endswith(escape):
            line = stripped[:-1]
        out.append(line)
    return "".join(out)


@settings(max_examples=120, deadline=None)
@given(texts())
def test_every_span_is_where_its_text_stands(text):
    source = Source("Dockerfile", text)
    dockerfile = parse(source)
    text = source.text
    end = 0
    for instruction in dockerfile.instructions:
        span, block = instruction.span, instruction.block
        assert end <= block.start <= span.start <= span.end <= block.end <= len(text)
        end = block.end
        if instruction.keyword:
            assert source.slice(instruction.keyword_span).upper()[:1] == instruction.keyword[:1].upper()
        assert span.contains(instruction.args_span) or instruction.args_start >= instruction.args_end
        for word in instruction.words:
            written = source.slice(word.span)
            assert span.contains(word.span)
            assert written == word.raw or joined(written, dockerfile.escape) == word.raw
        for flag in instruction.flags:
            assert source.slice(flag.span).startswith("-")
        for heredoc in instruction.heredocs:
            body = heredoc.body_span
            assert source.slice(heredoc.end_span) in (heredoc.name, "")
            assert "<<" in joined(source.slice(heredoc.span), dockerfile.escape)
            assert text[body.start - 1 : body.start] in ("\n", "") or body.start == len(text)
        if isinstance(instruction, Pairs):
            for pair in instruction.pairs:
                assert pair.span.contains(pair.name_span)
                assert pair.value is None or pair.span.contains(pair.value.span)
        for comment in instruction.previous_comments:
            assert comment.span.end <= span.start
    for comment in dockerfile.comments:
        assert source.slice(comment.span).startswith("#")
        assert source.line_at(comment.span.start) == comment.line
        assert source.slice(comment.span)[1:].strip() == comment.text
    for problem in dockerfile.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
        assert problem.message


@settings(max_examples=80, deadline=None)
@given(texts())
def test_nothing_that_is_read_later_raises(text):
    dockerfile = parse(Source("Dockerfile", text))
    facts.read(dockerfile)
    for stage in dockerfile.stages:
        assert served(stage) is None or served(stage).server.port
        list(unset(stage))
        assert stage.instructions
    for instruction in dockerfile.instructions:
        state = state_before(instruction)
        dict(state.env)
        for word in instruction.words:
            assert isinstance(word.text, str)
            assert word.dynamic in (True, False)
            word.expand(state.env)
        inner = getattr(instruction, "trigger", None) or instruction
        if isinstance(inner, ShellInstruction):
            for command in inner.commands:
                assert inner.span.contains(command.span)
        if isinstance(inner, Run):
            assert isinstance(inner.mounts, tuple)


@settings(max_examples=80, deadline=None)
@given(texts())
def test_edits_touch_no_other_instruction(text):
    source = Source("Dockerfile", text)
    dockerfile = parse(source)
    if dockerfile.problems:
        return
    keywords = [instruction.keyword for instruction in dockerfile.instructions]
    bodies = [instruction.statement.text for instruction in dockerfile.instructions]
    for index, instruction in enumerate(dockerfile.instructions):
        without = parse(Source("Dockerfile", apply(source.text, [edits.delete_instruction(instruction)])))
        if instruction.keyword != "FROM" and not (index == 0 and dockerfile.escape == "`"):
            assert [i.statement.text for i in without.instructions] == bodies[:index] + bodies[index + 1 :]
        grown = parse(Source("Dockerfile", apply(source.text, [edits.insert_after(instruction, "USER added")])))
        assert [i.keyword for i in grown.instructions] == [*keywords[: index + 1], "USER", *keywords[index + 1 :]]
    for stage in dockerfile.stages:
        for first, second in zip(stage.runs, stage.runs[1:], strict=False):
            fix = edits.join_runs(first, second)
            if fix is not None:
                merged = parse(Source("Dockerfile", apply(source.text, fix.edits)))
                assert not merged.problems
                assert len(merged.instructions) == len(keywords) - 1
                commands = [command.name for command in (*first.commands, *second.commands)]
                assert commands in [[command.name for command in run.commands] for s in merged.stages for run in s.runs]


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("RUNFOM aA$\"'\\\n`#<>={}[],:-+%/?*\t\r\u00a0é")), max_size=120))
def test_noise(text):
    dockerfile = parse(Source("Dockerfile", text))
    facts.read(dockerfile)
    for instruction in dockerfile.instructions:
        assert all(isinstance(word.text, str) for word in instruction.words)
