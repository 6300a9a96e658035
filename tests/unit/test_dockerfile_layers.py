"""What layers write and remove, which stages ship, and where package managers' caches are left."""

import pytest

from k8slint.dockerfile.caches import clean_up, left
from k8slint.dockerfile.command_lists import append_command, remove_command
from k8slint.dockerfile.indexes import needs_lists, update_apart
from k8slint.dockerfile.join import join_all
from k8slint.dockerfile.layers import all_layers, changes, layers, ships
from k8slint.dockerfile.tree import parse
from k8slint.edit import Applicability, apply
from k8slint.source import Source


def dockerfile(text):
    return parse(Source("Dockerfile", text))


def pieces(body):
    return [piece.path for layer in layers(dockerfile(f"FROM a\n{body}").stages[-1]) for piece in layer.pieces]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("RUN dd of=/a", ["/a"]),
        ("RUN touch a && touch /b", ["/?/-1/a", "/b"]),
        ("WORKDIR /w\nRUN touch a", ["/w/a"]),
        ("WORKDIR /w\nCOPY x .", ["/w", "/w/x"]),
        ("COPY x /y", ["/y"]),
        ("COPY x y /z/", ["/z", "/z/x", "/z/y"]),
        ("COPY *.txt /z/", ["/z"]),
        ("COPY . /", []),
        ("COPY --parents x /z/", []),
        ("ADD x.tar.gz /z/", ["/z"]),
        ("ADD https://example.com/x.tar.gz /z/", ["/z", "/z/x.tar.gz"]),
        ("COPY $unknown /z/", ["/z"]),
        ("ENV A=/q\nCOPY x $A/", ["/q", "/q/x"]),
        ("RUN --mount=type=cache,target=/c touch /c/a /d", ["/d"]),
        ("RUN --mount=type=cache,target=/root/.npm npm ci", []),
        ("USER app\nRUN touch ~/a", ["/home/app/a"]),
        ("USER app\nENV HOME=/h\nRUN touch ~/a", ["/h/a"]),
        ("RUN touch ~/a", ["~/a"]),
        ("RUN touch /a && rm /a", []),
        ("RUN if x; then touch /a; fi", []),
        ('RUN ["touch", "/a"]', ["/a"]),
        ('SHELL ["pwsh", "-c"]\nRUN touch /a', []),
        ("RUN <<E\ntouch /a\nE", ["/a"]),
        ("RUN apt-get update", ["/var/lib/apt/lists"]),
    ],
)
def test_pieces(body, found):
    assert pieces(body) == found


def test_removals_know_what_the_run_wrote_before():
    (layer,) = layers(dockerfile("FROM a\nRUN rm /a && touch /b && rm -rf /b /c\n").stages[0])
    assert [(one.pattern, sorted(one.own)) for one in layer.removals] == [
        ("/a", []),
        ("/b/**", ["/b"]),
        ("/c/**", ["/b"]),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("FROM a\nFROM b\n", [True, True]),
        ("FROM a AS x\nFROM x\n", [True, True]),
        ("FROM a AS x\nFROM b\nCOPY --from=x / /\n", [False, True]),
        ("FROM a AS x\nFROM b\nRUN --mount=type=bind,from=x,target=/x true\n", [False, True]),
        ("FROM a AS x\nFROM x AS y\nFROM b\nCOPY --from=y / /\n", [False, False, True]),
        ("FROM a AS x\nFROM b\nCOPY --from=$n / /\n", [False, True]),
        ("RUN x\n", [True]),
    ],
)
def test_ships(text, found):
    assert [ships(stage) for stage in dockerfile(text).stages] == found


def test_layers_of_the_stages_below_come_first():
    stage = dockerfile("FROM a AS x\nRUN touch /1\nFROM x\nRUN touch /2\n").stages[1]
    assert [piece.path for layer in all_layers(stage) for piece in layer.pieces] == ["/1", "/2"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("RUN apk add a", ["apk"]),
        ("RUN apk add a; rm -rf /var/cache/apk/*", []),
        ("RUN rm -rf /var/cache/apk/*; apk add a", ["apk"]),
        ("RUN apt-get update && rm -rf /var/lib/{apt,dpkg}", []),
        ("RUN apt-get update && rm -rf $x", ["apt-get"]),
        ("RUN if x; then dnf install a; fi", ["dnf"]),
        ("RUN dnf install a && yum clean all", []),
        ("ENV PIP_NO_CACHE_DIR=1\nRUN pip install a", []),
        ("ENV PIP_NO_CACHE_DIR=0\nRUN pip install a", ["pip"]),
        ("RUN export PIP_NO_CACHE_DIR=1 && pip install a", []),
        ("RUN PIP_NO_CACHE_DIR=1 pip install a", []),
        ("USER app\nRUN --mount=type=cache,target=/home/app/.cache/pip pip install a", []),
    ],
)
def test_caches_left(body, found):
    run = dockerfile(f"FROM a\n{body}\n").stages[0].runs[-1]
    assert [one.run.manager for one in left(run)] == found
    assert left(run) is left(run)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("RUN a\n", "RUN a && x\n"),
        ("RUN a", "RUN a && x"),
        ("RUN a \\\n  && b\n", "RUN a \\\n  && b \\\n  && x\n"),
        ("RUN a && \\\n  b\n", "RUN a && \\\n  b && \\\n  x\n"),
        ("RUN a \\\r\n  b\r\n", "RUN a \\\r\n  b \\\r\n  && x\r\n"),
        ("# escape=`\nRUN a `\n  b\n", "# escape=`\nRUN a `\n  b `\n  && x\n"),
        ("RUN a; b\n", None),
        ("RUN a && exec b\n", None),
        ("RUN a \\\n", "RUN a && x \\\n"),
        ("ONBUILD RUN a\n", None),
        ('RUN ["a"]\n', None),
        ("RUN <<E\na\nE\n", "RUN <<E\na && x\nE\n"),
        ("RUN <<E\na && b\nE\n", "RUN <<E\na && b && x\nE\n"),
        ("RUN <<E\na\nb c > /dev/null\n\nE\n", "RUN <<E\na\nb c > /dev/null && x\n\nE\n"),
        ("RUN <<E\na\nb; c\nE\n", None),
        ("RUN <<E\na\n! b\nE\n", None),
        ("RUN <<E\nb ||\nc\nE\n", None),
        ("RUN <<E\nif a; then\nb\nfi\nE\n", None),
        ("RUN <<E\na\n(b)\nE\n", None),
        ("RUN <<E\na\nb # c\nE\n", None),
        ("RUN cat <<E\na\nE\n", None),
        ("RUN <<E\n#!/usr/bin/python\na\nE\n", None),
    ],
)
def test_append_command(text, after):
    file = dockerfile(text)
    run = file.instructions[0]
    edit = append_command(getattr(run, "trigger", run), "x")
    assert (apply(text, [edit]) if edit is not None else None) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("RUN a && b && c\n", "RUN a && c\n"),
        ("RUN b && c\n", "RUN c\n"),
        ("RUN a; b; c\n", "RUN a; c\n"),
        ("RUN a; \\\n  b; \\\n  c\n", "RUN a; \\\n  c\n"),
        ("RUN <<E\na\nb\nc\nE\n", "RUN <<E\na\nc\nE\n"),
        ("RUN <<E\n  b\n  c\nE\n", "RUN <<E\n  c\nE\n"),
        ("RUN <<E\nb\n\nc; d\nE\n", "RUN <<E\nc; d\nE\n"),
        ("RUN a && b\n", None),
        ("RUN a & b; c\n", None),
        ("RUN a || b; c\n", None),
        ("RUN a && b; c\n", None),
        ("RUN if a; b; then c; fi\n", None),
        ("RUN { b; c; }\n", None),
        ("RUN ! b; c\n", None),
        ("RUN <<E\na &&\nb\nc\nE\n", None),
        ("RUN <<E\na \\\n\nb\nc\nE\n", None),
        ("RUN <<E\nb # d\nc\nE\n", None),
        ("RUN <<E\nwhile a\ndo\nb\nc\ndone\nE\n", None),
    ],
)
def test_remove_command(text, after):
    run = dockerfile(text).instructions[0]
    command = next(one for one in run.commands if one.name == "b")
    edit = remove_command(run, command)
    assert (apply(text, [edit]) if edit is not None else None) == after


@pytest.mark.parametrize(
    ("body", "needs", "apart"),
    [
        ("RUN apt-get update\nRUN apt-get install a", True, "install"),
        ("RUN apt-get update && apt-get install a\nRUN apt-get install b", True, None),
        ("RUN apt-get update && apt-get install a\nRUN apt-get update && apt-get install b", False, None),
        ("RUN apt-get update\nRUN true", False, "nothing"),
        ("RUN apt-get update && ./install", False, None),
        ("RUN true", False, None),
    ],
)
def test_indexes(body, needs, apart):
    run = dockerfile(f"FROM a\n{body}\n").stages[0].runs[0]
    assert needs_lists(run) is needs
    found = update_apart(run)
    assert (found and (found[1].subcommand if found[1] else "nothing")) == apart


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("chown -R app /a b", [("/a", True), ("/w/b", True)]),
        ("chmod 644 /a", [("/a", False)]),
        ("chmod -w /a", [("/a", False)]),
        ("chown --reference=/x -R /a", [("/a", True)]),
        ("chown app $x", []),
        ("x || chown app /a", []),
        ("chgrp -hR app /a", [("/a", True)]),
    ],
)
def test_changes(command, found):
    run = dockerfile(f"FROM a\nWORKDIR /w\nRUN {command}\n").stages[0].runs[0]
    assert [(change.path, change.recursive) for change in changes(run)] == found


def test_many_runs_are_not_joined():
    text = "FROM a\n" + "RUN a\n" * 7
    runs = dockerfile(text).stages[0].runs
    assert join_all(runs[0], runs[6]) is None
    fix = join_all(runs[0], runs[2])
    assert apply(text, fix.edits).startswith("FROM a\nRUN a \\\n    && a \\\n    && a\nRUN a\n")
    assert join_all(runs[2], runs[0]) is None
    assert join_all(runs[0], runs[0]) is None


@pytest.mark.parametrize(
    ("body", "offered"),
    [
        ("RUN npm ci\n", Applicability.SAFE),
        ("RUN yarn install\n", Applicability.UNSAFE),
        ("RUN npm ci\nRUN npm install --offline a\n", None),
        ("RUN apk add npm && npm ci && apk del npm\n", None),
        ("RUN npm ci && rm -rf /usr/local/lib/node_modules/npm\n", None),
        ("RUN dnf install -y a\n", Applicability.SAFE),
        ("RUN dnf install -y a && dnf remove -y b\n", Applicability.SAFE),
        ("RUN dnf install -y a\nRUN dnf install -y -C b\n", None),
    ],
)
def test_clean_up(body, offered):
    run = dockerfile(f"FROM a\n{body}").stages[0].runs[0]
    manager = [one for one in left(run) if one.run.manager != "apk"]
    fix = clean_up(run, manager[-1])
    assert (None if fix is None else fix.applicability) == offered
