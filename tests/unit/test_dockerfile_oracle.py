"""Our stream of instructions against dockerfile-parse, which is right about everything but what is listed at the end."""

import io

import pytest
from dockerfile_parse import DockerfileParser
from dockerfile_parse.parser import image_from
from dockerfile_parse.util import WordSplitter

from k8slint._internal.kinds.dockerfile.expand import expand, unquote
from k8slint._internal.kinds.dockerfile.tree import parse
from k8slint._internal.text.source import Source

AGREED = [
    "FROM fedora\n",
    "from fedora\nRun ls\n",
    'FROM fedora:latest AS x\nCMD ["a", "b"]\n',
    "FROM a\n\n\n# comment\nRUN b\n   # indented comment\nRUN c\n",
    "FROM a\nRUN yum -y update && \\\n    yum clean all\nUSER me\n",
    "FROM a\nRUN a \\\n  # comment\n  b\nUSER me\n",
    "FROM a\nENV A=1 B=\"x y\" \\\n    C='z'\nLABEL a=b\n",
    "FROM a\nENV name some value\n",
    "FROM a\nARG X\nARG Y=1\nRUN echo $X\n",
    "FROM a\nCOPY --from=0 --chown=1:1 a b /c/\nADD x /y\n",
    "FROM a\nHEALTHCHECK --interval=5s CMD curl localhost\n",
    "FROM a\nONBUILD RUN x\nSTOPSIGNAL SIGTERM\nVOLUME /a /b\nEXPOSE 80 443/tcp\nWORKDIR /x y\n",
    "FROM a\nRUN a\\\nb\n",
    "# escape=`\nFROM a\nRUN a `\n  b\nRUN c\n",
    "# syntax=x\n# escape=`\nFROM a\nRUN a `\n  b\n",
    'FROM a\nSHELL ["bash", "-c"]\nENTRYPOINT x\n',
    "  FROM a\n\tRUN b\n",
    "FROM a\nRUN echo '# no comment' # nor this\n",
    "FROM a\nMAINTAINER me <a@b>\n",
    "FROM a\nRUN a \\\n    && b \\\n    # c\n    # d\n    && e\n\n\nCMD f\n",
    "FROM a\nRUN\n",
    "FROM a AS b\nFROM b\nCOPY --from=b /x /y\n",
]


def theirs(text):
    parser = DockerfileParser(fileobj=io.BytesIO(text.encode()), env_replace=False)
    return [
        (entry["instruction"], entry["startline"] + 1, entry["endline"] + 1, " ".join(entry["value"].split()))
        for entry in parser.structure
        if entry["instruction"] != "COMMENT"
    ]


def ours(text):
    dockerfile = parse(Source("Dockerfile", text))
    source = dockerfile.source
    return [
        (
            instruction.keyword,
            source.line_at(instruction.span.start),
            source.line_at(instruction.span.end),
            " ".join(instruction.statement.text[len(instruction.keyword) :].split()),
        )
        for instruction in dockerfile.instructions
    ]


@pytest.mark.parametrize("text", AGREED)
def test_the_stream_of_instructions(text):
    assert ours(text) == theirs(text)


# Where we follow BuildKit and dockerfile-parse does not.
DISPUTED = [
    ("two backslashes do not continue", "FROM a\nRUN b \\\\\nRUN c\n", ["FROM", "RUN", "RUN"]),
    ("an empty line does not end a continuation", "FROM a\nRUN b \\\n\n  c\nRUN d\n", ["FROM", "RUN", "RUN"]),
    ("a heredoc is part of its instruction", "FROM a\nRUN <<EOF\necho a\nEOF\n", ["FROM", "RUN"]),
    ("escape may follow check", "# check=skip=all\n# escape=`\nFROM a\nRUN b `\n  c\n", ["FROM", "RUN"]),
]


@pytest.mark.parametrize(("reason", "text", "keywords"), DISPUTED)
def test_where_it_is_wrong(reason, text, keywords):
    assert [keyword for keyword, *_ in ours(text)] == keywords, reason
    assert ours(text) != theirs(text), f"dockerfile-parse learnt it: {reason}"


@pytest.mark.parametrize("value", ["a", "a:1", "a:1 AS b", "a as b", "docker.io/x/a@sha256:1 AS c", "a  AS  b"])
def test_image_and_alias(value):
    from_ = parse(Source("Dockerfile", f"FROM {value}\n")).instructions[0]
    assert (from_.image.raw, from_.alias.raw if from_.alias else None) == image_from(value)


@pytest.mark.parametrize("raw", ["a", "'a b'", '"a b"', "a'b'c", "'a'\"b\"c", "a\\ b", "\\'a", '"it\'s"', '"a\\"b"'])
def test_quotes(raw):
    assert unquote(raw) == WordSplitter(raw).dequote()


@pytest.mark.parametrize("raw", ["$A", "${A}", "x$A.y", '"$A b"', "'$A'", "$A$B", "${A}x${B}", "a'$A'$B"])
def test_plain_variables(raw):
    env = {"A": "1", "B": "two"}
    assert expand(raw, env) == WordSplitter(raw, envs=env).dequote()
