"""What BuildKit refuses: said at the exact place, with what to do; and the rest is read all the same."""

import pytest

from k8slint._internal.authoring.testing import unmark
from k8slint._internal.kinds.dockerfile.durations import seconds
from k8slint._internal.kinds.dockerfile.nearest import nearest
from k8slint._internal.kinds.dockerfile.tree import parse
from k8slint._internal.text.source import Source

PROBLEMS = [
    ("FROM a\n«RUNN» b\n", "unknown instruction `RUNN`; did you mean `RUN`?"),
    ("«FORM» a\nRUN b\n", "unknown instruction `FORM`; did you mean `FROM`?"),
    ("FROM a\nRUN b\n «&&» c\n", "unknown instruction `&&`; if it continues the line above, end that line with `\\`"),
    ("# escape=`\nFROM a\n«curl» x\n", "end that line with ``"),
    ("FROM a\nRUN«\u00a0»ls\n", "`RUN` is followed by a blank that is not a plain space; replace it with a space"),
    ("FROM a\n«\\»\n", "this line continues nothing; remove it"),
    ("«FROM»\nRUN b\n", "`FROM` without an image"),
    ("FROM a «b»\n", "`FROM` takes an image and, after it, only `AS name`"),
    ("FROM a «AS b c»\n", "`FROM` takes an image and, after it, only `AS name`"),
    ("FROM a «AS»\n", "`AS` without a name"),
    ("FROM a AS «1b»\n", "`1b` is not a valid stage name"),
    ("FROM a AS «b!»\n", "`b!` is not a valid stage name"),
    ("FROM a\nCOPY «b»\n", "`COPY` with one argument only; add a destination"),
    ('FROM a\nCOPY [«"b"»]\n', "`COPY` with one argument only; add a destination"),
    ("FROM a\n«COPY»\n", "`COPY` without arguments; add a source and a destination"),
    ("FROM a\n«ADD» --link\n", "`ADD` without arguments"),
    ("FROM a\nCOPY b «<<EOF»\nEOF\n", "`COPY` with a heredoc as destination; add a path after it"),
    ("FROM a\nCOPY «<<EOF»\nEOF\n", "`COPY` with one argument only"),
    ("FROM a\nRUN «<<EOF»\necho\n", "heredoc `EOF` has no end; put `EOF` alone on a line, at its very start"),
    ("FROM a\nENV «b»\n", "`ENV` without a value for `b`; write `b=value`"),
    ("FROM a\nLABEL «b»\n", "`LABEL` without a value for `b`"),
    ("FROM a\nENV b=c «d»\n", "`d` in `ENV` has no value; write `d=value`, or quote what belongs together"),
    ("FROM a\nENV «=b»\n", "`ENV` with an empty name"),
    ("FROM a\nARG «=b»\n", "`ARG` with an empty name"),
    ("FROM a\n«ENV»\n", "`ENV` without arguments"),
    ("FROM a\n«ARG»\n", "`ARG` without arguments"),
    ("FROM a\n«LABEL»\n", "`LABEL` without arguments"),
    ("FROM a\n«EXPOSE»\n", "`EXPOSE` without arguments; add a port"),
    ("FROM a\n«VOLUME»\n", "`VOLUME` without arguments; add a path"),
    ('FROM a\nVOLUME [«""»]\n', "`VOLUME` with an empty path"),
    ("FROM a\n«USER»\n", "`USER` without arguments; add a user"),
    ("FROM a\n«WORKDIR»  \n", "`WORKDIR` without arguments; add a path"),
    ("FROM a\n«STOPSIGNAL»\n", "`STOPSIGNAL` without arguments"),
    ("FROM a\n«MAINTAINER»\n", "`MAINTAINER` without arguments"),
    ("FROM a\n«ONBUILD»\n", "`ONBUILD` without arguments; add an instruction"),
    ("FROM a\nONBUILD «ONBUILD» RUN b\n", "`ONBUILD` cannot be a trigger of `ONBUILD`"),
    ("FROM a\nONBUILD «from» b\n", "`FROM` cannot be a trigger of `ONBUILD`"),
    ("FROM a\nONBUILD «FOO» b\n", "unknown instruction `FOO`"),
    ("FROM a\nONBUILD COPY «b»\n", "`COPY` with one argument only"),
    ("FROM a\n«HEALTHCHECK»\n", "`HEALTHCHECK` without arguments; add `CMD` and a command, or `NONE`"),
    ("FROM a\nHEALTHCHECK NONE «b c»\n", "`HEALTHCHECK NONE` takes no arguments; remove them"),
    ("FROM a\nHEALTHCHECK «CMD»\n", "`HEALTHCHECK CMD` without a command"),
    ("FROM a\nHEALTHCHECK «CMD» []\n", "`HEALTHCHECK CMD` without a command"),
    ("FROM a\nHEALTHCHECK «curl» x\n", "`HEALTHCHECK` takes `CMD` or `NONE`, not `curl`; write `CMD` before it"),
    (
        "FROM a\nHEALTHCHECK --interval=«5» CMD b\n",
        "`5` is not a duration; write a number with its unit, such as `30s`",
    ),
    ("FROM a\nHEALTHCHECK --timeout=«1us» CMD b\n", "`1us` is shorter than `1ms`"),
    ("FROM a\nHEALTHCHECK --retries=«x» CMD b\n", "`x` is not a count"),
    ("FROM a\nHEALTHCHECK --retries=«-1» CMD b\n", "a negative count of retries"),
    (
        "FROM a\nHEALTHCHECK «--intervall=5s» CMD b\n",
        "`HEALTHCHECK` has no flag `--intervall`; did you mean `--interval`?",
    ),
    ("FROM a\nCOPY «--frm=b» c d\n", "`COPY` has no flag `--frm`; did you mean `--from`?"),
    ("FROM a\nCOPY «--from» b c\n", "`--from` has no value; write `--from=VALUE`"),
    ("FROM a\nCOPY --from=b «--from=c» d e\n", "a second `--from`; keep one"),
    ("FROM a\nCOPY --from=«${SRC}» b c\n", "`--from` takes no variable, so the build stops at `${SRC}`"),
    ("FROM a\nCOPY «--link=x» b c\n", "`--link` is on or off, not `x`"),
    ("FROM a\nCMD «--b» c\n", "`CMD` has no flag `--b`; it takes none"),
    ("FROM a\nRUN «--volume=x» b\n", "`RUN` has no flag `--volume`; it takes `--mount`, `--network`"),
    ("FROM a\nRUN «--network=x» b\n", "`--network` has no mode `x`; use one of default, none, host"),
    ("FROM a\nRUN --mount=«type=x» b\n", "`x` is not a type of mount; use one of bind, cache, tmpfs, secret, ssh"),
    ("FROM a\nRUN --mount=«type=cache,traget=/x» b\n", "`--mount` has no key `traget`; did you mean `target`?"),
    ("FROM a\nRUN --mount=«type=bind,from=$X» b\n", "`from` in `--mount` takes no variable"),
    ("FROM a\nRUN --mount=«cache» b\n", "`cache` in `--mount` has no value"),
    ("FROM a\nSHELL «bash -c»\n", "`SHELL` takes only a JSON array"),
    ("FROM a\nSHELL «[]»\n", "`SHELL` with an empty array; name a program"),
    ("FROM a\n«SHELL»\n", "`SHELL` without arguments"),
    (
        'FROM a\nRUN «["b", 1]»\n',
        "this JSON array holds something other than strings, which BuildKit refuses; put each element in double quotes",
    ),
    ('FROM a\nCOPY «["b", ["c"]]»\n', "this JSON array holds something other than strings"),
    ('FROM a\nSHELL «["b", null]»\n', "this JSON array holds something other than strings"),
    ('FROM a\nHEALTHCHECK CMD «["b", 1]»\n', "this JSON array holds something other than strings"),
    ('FROM a\nENV b=«"c d»\n', "double quote has no matching end; close it, or escape it"),
    ("FROM a\nENV b it«'s»\n", "single quote has no matching end"),
    ("FROM a\nCOPY a«'» /b\n", "single quote has no matching end"),
    ('FROM a\nCOPY b «"c d"» e\n', "quotes do not join words in `COPY`, so BuildKit reads 2 broken paths here"),
    ("FROM a\nVOLUME «'/c d e'»\n", "quotes do not join words in `VOLUME`, so BuildKit reads 3 broken paths"),
    ("FROM a\nWORKDIR /«${X»\n", "`${` has no matching `}`; close it"),
    ("FROM a:«${X=1}»\n", "`=` is not an operator that BuildKit knows"),
    ("«RUN» b\nFROM a\n", "only `ARG` is allowed before the first `FROM`"),
    ("ARG X\n«RUN» b\n", "this file has no `FROM`"),
    ("# escape=«x»\nFROM a\n", "`x` is not an escape character; write `\\` or a backtick"),
    ("# syntax=a\n«# Syntax=b»\nFROM a\n", "a second `syntax` directive, which BuildKit refuses; keep one"),
]


@pytest.mark.parametrize(("marked", "message"), PROBLEMS)
def test_problems(marked, message):
    text, spans = unmark(marked)
    dockerfile = parse(Source("Dockerfile", text))
    assert [(p.kind, text[p.span.start : p.span.end]) for p in dockerfile.problems] == [
        ("dockerfile-syntax", text[span.start : span.end]) for span in spans
    ]
    assert [p.span for p in dockerfile.problems] == list(spans)
    (problem,) = dockerfile.problems
    assert message in problem.message
    assert not problem.fatal
    assert not problem.message.endswith(".")


GOOD = [
    "FROM a\nRUN\nCMD\n",
    "FROM a\nCMD []\nENTRYPOINT []\n",
    "FROM a\nCMD ['a', 'b']\n",
    "FROM a\nRUN [ -f x ] || y\n",
    "FROM a\nRUN it's \"open\n",
    "FROM a\nRUN echo ${X\n",
    "FROM a\nHEALTHCHECK --interval=1m30s --timeout=0 --start-period=.5h --retries=3 CMD b\n",
    "FROM a\nHEALTHCHECK --whatever none\n",
    "FROM a\nARG --foo X\nSTOPSIGNAL --foo 9\n",
    "FROM a\nARG X Y=1 Z=\n",
    'FROM a\nENV a= b=""\n',
    "FROM --platform=$BUILDPLATFORM a AS b-c_d.e1\n",
    "FROM a\nCOPY --link --chown=1 --chmod=755 --parents --exclude=x b c\nADD --checksum=x --keep-git-dir=true --unpack b c\n",
    "FROM a\nRUN --mount=type=cache,target=/x,sharing=locked --mount=type=secret,id=x,env=Y,required --security=insecure b\n",
    "FROM a\nRUN --mount=type=bind,source=.,target=/x,rw --network=none --device=x=y b\n",
    "FROM a\nRUN --mount='type=cache,\"target=/a,b\"' b\n",
    "FROM a\nMAINTAINER it's me\n",
    "FROM a\nLABEL a.b=\"c d\" 'e f'=g\n",
    "FROM a\nONBUILD COPY b c\nONBUILD RUN x\n",
    'FROM a\nEXPOSE $PORT 80-90/udp\nVOLUME ["/a b"]\n',
    "FROM a\nENV a ${b:-c} d\n",
    "ARG X=1\nFROM a:${X}\n",
    "ARG X\n",
]


@pytest.mark.parametrize("text", GOOD)
def test_what_buildkit_takes(text):
    assert parse(Source("Dockerfile", text)).problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "package policy\n\ndefault allow := false\nfrom x\n",
        "Add this to your build:\n\n    image: x\n    args: y\n",
        "{% extends 'a' %}\nRUN true\n",
    ],
)
def test_a_file_that_is_only_called_a_dockerfile(text):
    dockerfile = parse(Source("Dockerfile.notes", text))
    (problem,) = dockerfile.problems
    assert problem.kind == "dockerfile-syntax"
    assert problem.message.startswith(f"this file begins with `{text.split()[0]}`")
    assert dockerfile.instructions == dockerfile.stages == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [("FORM a\nRUN b\nCOPYY c d\n", 2), ("RUN a\nRUNN b\nCOPY c d\nUSER e\n", 2), ("x\nFROM a\nRUN b\nUSER c\n", 1)],
)
def test_a_dockerfile_with_a_bad_beginning(text, count):
    dockerfile = parse(Source("Dockerfile", text))
    assert len(dockerfile.problems) == count
    assert dockerfile.instructions


@pytest.mark.parametrize("text", ["FROM a\nMA\u0131NTAINER b\n", "FROM a\nEXPO\u017fE 80\n"])
def test_letters_that_look_alike_are_no_keyword(text):
    (problem,) = parse(Source("Dockerfile", text)).problems
    assert problem.message.startswith("unknown instruction")


PODMAN = "FROM a\nRUN --mount=type=bind,z,source=a,target=/a --mount=type=cache,target=/c,relabel=shared,U b\n"


def test_mounts_of_podman():
    assert parse(Source("Containerfile", PODMAN)).problems == ()
    assert parse(Source("x/Containerfile.dev", PODMAN)).problems == ()
    assert len(parse(Source("Dockerfile", PODMAN)).problems) == 3


def test_a_fix_before_the_first_from_makes_no_new_problem():
    before = parse(Source("Dockerfile", "MAINTAINER a\nFROM b\n")).problems
    after = parse(Source("Dockerfile", "LABEL a=b\nFROM b\n")).problems
    assert [problem.message for problem in before] == [problem.message for problem in after]


COMMENTS = [
    ("USER svc # unprivileged", "# unprivileged", ["svc"]),
    ("WORKDIR /srv # home", "# home", ["/srv"]),
    ("VOLUME /a /b #c d", "#c d", ["/a", "/b"]),
    ('VOLUME ["/a"] # c', "# c", ['"/a"']),
    ("STOPSIGNAL SIGINT\t# soft", "# soft", ["SIGINT"]),
    ("ARG LEVEL=2 # default", "# default", ["LEVEL=2"]),
    ("ENV A=1 B=2 # n", "# n", ["A=1", "B=2"]),
    ("ENV A 1 # note", "# note", ["A", "1 # note"]),
    ("EXPOSE 80 443 # web", "# web", ["80", "443"]),
    ("FROM b AS c # d", "# d", ["b", "AS", "c"]),
    ("COPY --chown=1 a.txt /a # it's", "# it's", ["a.txt", "/a"]),
    ("HEALTHCHECK NONE # later", "# later", ["NONE"]),
    ("ONBUILD USER a # b", "# b", []),
    ("COPY a #b", None, ["a", "#b"]),
    ("ENV COLOR #fff", None, ["COLOR", "#fff"]),
    ("ENV PS1 [x] # y", None, ["PS1", "[x] # y"]),
    ('LABEL a="b # c"', None, ['a="b # c"']),
    ('COPY ["a #b", "c"]', None, ['"a #b"', '"c"']),
    ("ARG A=${B:-x #y}", None, None),
    ("MAINTAINER a # b", None, ["a # b"]),
    ("HEALTHCHECK CMD a # b", None, None),
]


@pytest.mark.parametrize(("line", "comment", "words"), COMMENTS)
def test_comments_behind_arguments(line, comment, words):
    instruction = parse(Source("Dockerfile", f"FROM a\n{line}\n")).instructions[1]
    found = (getattr(instruction, "trigger", None) or instruction).comment
    assert (None if found is None else found.raw) == comment
    if words is not None:
        assert [word.raw for word in instruction.words] == words


FLAGS = [
    ("COPY a /b --chown=1", ["--chown=1"], ["a", "/b"]),
    ("ADD a --link /b", ["--link"], ["a", "/b"]),
    ("FROM a --platform=linux/amd64 AS b", ["--platform=linux/amd64"], ["a", "AS", "b"]),
    ("COPY a --weird /b", [], ["a", "--weird", "/b"]),
    ("COPY --link a /b", [], ["a", "/b"]),
]


@pytest.mark.parametrize(("line", "flags", "words"), FLAGS)
def test_flags_behind_arguments(line, flags, words):
    dockerfile = parse(Source("Dockerfile", f"FROM a\n{line}\n"))
    instruction = dockerfile.instructions[1]
    assert [word.raw for word in instruction.late_flags] == flags
    assert [word.raw for word in instruction.words] == words
    assert dockerfile.problems == ()


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "# syntax=x\n", "   ", "#", "\r\n"])
def test_empty_files(text):
    dockerfile = parse(Source("Dockerfile", text))
    (problem,) = dockerfile.problems
    assert (problem.kind, problem.fatal, problem.span.start, problem.span.end) == ("empty-dockerfile", False, 0, 0)
    assert dockerfile.stages == ()
    assert dockerfile.final_stage is None


def test_one_bad_line_hides_nothing():
    text = "FROM a\nRUNN x\nCOPY b\nENV c\nRUN d\nUSER e\n"
    dockerfile = parse(Source("Dockerfile", text))
    assert len(dockerfile.problems) == 3
    assert [i.keyword for i in dockerfile.instructions] == ["FROM", "RUNN", "COPY", "ENV", "RUN", "USER"]
    assert [type(i).__name__ for i in dockerfile.instructions][1] == "Unknown"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1s", 1),
        ("1m30s", 90),
        ("0", 0),
        ("-1s", -1),
        (".5h", 1800),
        ("1.5s", 1.5),
        ("", None),
        ("1", None),
        ("s", None),
        ("1.2.3s", None),
        ("1x", None),
    ],
)
def test_durations(text, expected):
    assert seconds(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("RUNN", "RUN"),
        ("rnu", "RUN"),
        ("COPPY", "COPY"),
        ("ENTRIPOINT", "ENTRYPOINT"),
        ("apt-get", None),
        ("x" * 1000, None),
    ],
)
def test_nearest(word, expected):
    assert nearest(word, ("RUN", "COPY", "ENTRYPOINT", "FROM")) == expected
