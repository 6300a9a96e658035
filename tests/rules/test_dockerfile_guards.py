"""What keeps rules about Dockerfiles from saying too much, or too little: too many small cases for their pages.

`«…»` marks what a finding must cover; a text without marks must have none. `message` is a part of what each finding says.
"""

import pytest

import k8slint_rules
from k8slint._internal.authoring import testing
from k8slint._internal.authoring.index import rule_classes
from k8slint._internal.running.engine import Engine

RULES = {rule.name: rule for rule in rule_classes(k8slint_rules)}

CASES = [
    ("comment-after-arguments", "FROM debian:12 «# syntax=x»\n", "the build stops"),
    ("comment-after-arguments", "FROM debian:12\nEXPOSE 80 «# web» \\\n  443\n", "Docker takes `# web` as an argument"),
    ("comment-after-arguments", "FROM debian:12\nUSER a «# " + "x" * 40 + "»\n", "…` as a part of the user's name"),
    ("comment-after-arguments", "FROM debian:12\nADD a /b «# c»\n", "more paths"),
    ("comment-after-arguments", "FROM debian:12\nLABEL a b «# note»\n", "a part of the value"),
    ("flag-after-arguments", "FROM debian:12\nCOPY a «--link» /b «--chown=1»\n", "comes after an argument of `COPY`"),
    ("flag-after-arguments", "FROM debian:12\nRUN make --jobs=4 && docker run --mount=type=bind a\n", ""),
    ("flag-after-arguments", "FROM debian:12\nCMD server --interval=5s\nHEALTHCHECK CMD probe --timeout=5\n", ""),
    (
        "flag-after-arguments",
        "FROM debian:12\nRUN a && make «--network=none»\n",
        "so `make` gets it and `RUN` does not",
    ),
    (
        "entrypoint-loses-arguments",
        "FROM debian:12\nENTRYPOINT server\nCMD «migrate»\n",
        "write `ENTRYPOINT` as a JSON array",
    ),
    ("flag-after-arguments", "FROM debian:12\nRUN ssh host docker run --mount=type=bind,src=/a a\n", ""),
    ("entrypoint-loses-arguments", "FROM debian:12\nENTRYPOINT server\nCMD []\n", ""),
    (
        "entrypoint-loses-arguments",
        'FROM debian:12\nENTRYPOINT ["sh", "-c", "a"]\nCMD «["b"]»\n',
        "the text of `sh -c`",
    ),
    ("invalid-json-form", "FROM debian:12\nCMD [ -f /a ]\nRUN ['a'] && b\n", ""),
    ("invalid-json-form", "FROM debian:12\nCOPY [a-c] /x/\nVOLUME [a]\nADD [ab] [cd] /x/\n", ""),
    ("invalid-json-form", "FROM debian:12\nRUN [a, b] || c; d\nHEALTHCHECK NONE\n", ""),
    ("invalid-json-form", "FROM debian:12\nCMD «[server, $PORT]»\n", "nothing replaces `$PORT` in a JSON array either"),
    ("invalid-json-form", 'FROM debian:12\nENTRYPOINT «["C:\\app\\run.exe"]»\n', "double each backslash"),
    ("invalid-json-form", "FROM debian:12\nHEALTHCHECK CMD «['curl', 'localhost']»\n", 'write `["curl", "localhost"]`'),
    ("invalid-json-form", "FROM debian:12\nVOLUME «['/a']»\n", "takes it as paths"),
    ("invalid-json-form", 'FROM debian:12\nCMD ["a"]\nRUN echo [x] # y\n', ""),
    ("missing-user", "FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCMD a\n", ""),
    ("missing-user", 'FROM «alpine:3.20»\nENTRYPOINT ["a"]\n', "add `USER 1000` above `ENTRYPOINT`"),
    ("missing-user", "FROM «alpine:3.20»\nCOPY a /\n", "add `USER 1000` at the end"),
    ("missing-user", 'FROM «scratch»\nCOPY a /\nCMD ["/a"]\n', "`scratch` runs as root"),
    ("missing-user", 'FROM «php:8.4-cli»\nCMD ["php", "a.php"]\n', "`php` runs as root"),
    ("password-set-in-build", "FROM debian:12\nRUN cat <<E | «chpasswd»\nroot:x\nE\n", "docker history"),
    ("password-set-in-build", "FROM debian:12\nRUN «chpasswd» <<< root:x\n", "docker history"),
    ("password-set-in-build", "FROM debian:12\nRUN echo a && chpasswd < /a && passwd root && usermod -aG a b\n", ""),
    ("password-set-in-build", "FROM debian:12\nRUN head -1 /a | chpasswd && useradd -p\n", ""),
    (
        "password-set-in-build",
        "FROM debian:12\nRUN useradd -p $(cat /run/secrets/a) b\nRUN useradd -p `mkpasswd $X` b\n",
        "",
    ),
    ("password-set-in-build", "FROM debian:12\nRUN usermod «--password=x» root\n", "docker history"),
    ("password-set-in-build", "FROM debian:12\nENV P=x\nRUN usermod «-p» $P root\n", "docker history"),
    ("secret-in-arg-or-env", "FROM debian:12 AS a\nARG «TOKEN»\nFROM a\n", "docker history"),
    (
        "secret-in-arg-or-env",
        "FROM debian:12 AS a\nENV «TOKEN»=hunter2\nFROM debian:12\nCOPY --from=a /a /a\n",
        "the build cache may",
    ),
    ("secret-in-arg-or-env", "FROM debian:12\nENV «TOKEN»=hunter2\nLABEL TOKEN=hunter2\n", "docker inspect"),
    ("secret-in-arg-or-env", "FROM debian:12\nARG KEY=1\nARG KEYS_FILE\nRUN curl https://a/$KEY/$KEYS_FILE\n", ""),
    ("several-sources-into-a-file", "FROM debian:12\nCOPY file:1 file:2 /a\nADD b multi:1 /a\n", ""),
    ("several-sources-into-a-file", "FROM debian:12\nCOPY a <<E «/b»\nx\nE\n", "takes 2 sources"),
    ("several-sources-into-a-file", 'FROM debian:12\nADD n p "\nCOPY r <<O\n', ""),
    ("shell-form-command", "FROM debian:12\nCMD\nENTRYPOINT [x\n", ""),
    ("shell-form-command", 'FROM debian:12\nENTRYPOINT ["sh", "-c", "a"]\nCMD server\n', ""),
    ("shell-form-command", "FROM debian:12\nCMD trap x TERM; server & wait\n", ""),
    ("shell-form-command", "FROM alpine:3.20\nCMD «migrate && server»\n", "write these commands into a script"),
    ("shell-form-command", "FROM debian:12\nCMD «server --a»\n", "write it as a JSON array"),
    ("shell-swallows-signals", "FROM debian:12\nRUN a && b\nHEALTHCHECK CMD a && b\n", ""),
    ("shell-swallows-signals", "FROM acme/base:1\nCMD a && «server»\n", "unless `/bin/sh` is bash in this image"),
    ("shell-swallows-signals", "FROM debian:12\nCMD a; «server»\n", "start an init that signals every process"),
    ("shell-text-in-exec-form", 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCMD ["a b"]\n', ""),
    ("shell-text-in-exec-form", 'FROM debian:12\nCMD ["bash", "-c", "a", "&&"]\nRUN ["echo", "|"]\n', ""),
    (
        "shell-text-in-exec-form",
        'FROM debian:12\nRUN [«"make all"»]\n',
        'write each word on its own: `["make", "all"]`',
    ),
    ("undefined-variable", "RUN echo $A\n", ""),
    ("undefined-variable", "FROM scratch\nCOPY «$A» /b\nCOPY $A /c\n", "nothing sets `A`"),
    ("undefined-variable", "FROM debian:12\nENV P=$PATH H=$HOME E=$SOURCE_DATE_EPOCH X=$no_proxy\n", ""),
    ("undefined-variable", "ARG T=1\nFROM debian:12\nRUN --mount=type=secret,id=t,env=T echo $T\n", ""),
    ("undefined-variable", "ARG T=1\nFROM acme/base:1\nENV A=$OTHER B=«$T»\n", "is not seen inside a stage"),
    ("undefined-variable", "ARG JAVA_OPTS=1\nFROM eclipse-temurin:21\nENV A=$JAVA_OPTS\n", ""),
    ("undefined-variable", "FROM debian:12\nARG NAME=1\nCOPY «$NAMES» /a\n", "did you mean `NAME`?"),
    ("untagged-base-image", "FROM «acme/app»\nFROM «ghcr.io/app»\nFROM scratch\nFROM app\n", "has no tag"),
    ("variable-lost-in-heredoc", "FROM debian:12\nRUN <<E\necho $1\nE\nRUN bash <<E\necho $1\nE\n", ""),
    ("variable-lost-in-heredoc", "FROM debian:12\nRUN cat <<E > /a && sh <<F\n$1\nE\n$1\nF\n", ""),
    ("variable-lost-in-heredoc", "FROM debian:12\nARG A=1\nCOPY <<E /a\nA=2 $A ${B:-1} B=1\nno variable\nE\n", ""),
    (
        "variable-lost-in-heredoc",
        "FROM debian:12\nRUN cat <<-E > /a\n\tx=1\n\techo «$x»\n\tE\n",
        "the shell replaces `$x`",
    ),
    ("variable-lost-in-heredoc", "FROM debian:12\nCOPY <<E /a\n\\$1 «${2}» $3\nE\n", "BuildKit replaces `${2}`"),
    ("command-returns-at-once", "FROM debian:12\nRUN service a start\nHEALTHCHECK CMD service a status\n", ""),
    ("invalid-json-form", 'FROM debian:12\nCMD «["a"] && b»\n', "this is not a valid JSON array"),
    ("invalid-json-form", 'FROM debian:12\nVOLUME «["/a", $B]»\n', "put each word in double quotes"),
    ("invalid-json-form", "FROM debian:12\nCMD «[C:\\app.exe, -x]»\n", "put each word in double quotes"),
    ("invalid-json-form", f"FROM debian:12\nCMD «['{'x' * 60}']»\n", "put each word in double quotes"),
    ("shell-form-command", "FROM alpine:3.20\nCMD «migrate && server $PORT»\n", "into a script that ends with `exec`"),
]


@pytest.mark.parametrize(("name", "marked", "message"), CASES)
def test_guards(name, marked, message):
    text, spans = testing.unmark(marked)
    result = Engine.for_rule(RULES[name], {}, ()).check({"Dockerfile": text})
    assert not result.failures
    found = [finding for finding in result.findings if finding.rule == name]
    assert [finding.span for finding in found] == list(spans)
    assert all(message in finding.message for finding in found)
