"""More examples of rules about how a Dockerfile's image starts, of its paths, ports, users and variables, and of files that
cannot be read: what their pages have no room for. Each is tested as one of the rule's own."""

import pytest

import k8slint_rules
from k8slint import Bad, Good
from k8slint._internal.authoring import testing
from k8slint._internal.authoring.index import rule_classes

RULES = {rule.name: rule for rule in rule_classes(k8slint_rules)}

SHOP = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n"
WINDOWS = "mcr.microsoft.com/windows/nanoserver:ltsc2025"

CASES = [
    # --- base-image-needs-argument
    ("base-image-needs-argument", Bad("ARG REPO=alpine\nARG TAG\nFROM «$REPO:$TAG»\n")),
    ("base-image-needs-argument", Bad('ARG IMAGE=""\nFROM «$IMAGE»\n')),
    ("base-image-needs-argument", Good("ARG X=\nFROM alpine:3.20 AS Build\nFROM Build$X\n")),
    ("base-image-needs-argument", Good("ARG TAG=\nFROM alpine:$TAG$OTHER\n")),
    ("base-image-needs-argument", Good("ARG TAG=:\nFROM alpine:$TAG\n")),
    ("base-image-needs-argument", Good("ARG TARGETARCH\nFROM alpine:$TARGETARCH\n", why="BuildKit sets it.")),
    ("base-image-needs-argument", Good("ARG A=$TARGETARCH\nARG B\nFROM alpine:$A$B\n")),
    # --- cache-mount-of-root
    ("cache-mount-of-root", Good("FROM a\nUSER root\nRUN --mount=type=cache,target=/c make\n")),
    ("cache-mount-of-root", Good(f"FROM {WINDOWS}\nUSER app\nRUN --mount=type=cache,target=/c make\n")),
    ("cache-mount-of-root", Good("FROM a\nUSER 1000\nRUN --mount=type=bind,target=/c make # type=cache\n")),
    ("cache-mount-of-root", Good("FROM a\nUSER 1000\nRUN --mount=type=cache,target=/c,from=build make\n")),
    ("cache-mount-of-root", Good("FROM a\nUSER 1000\nRUN --mount=type=cache,target=$HOME make\n")),
    ("cache-mount-of-root", Bad('FROM a\nUSER 1000\nRUN «--mount="type=cache,target=/c"» make\n')),
    # --- add-for-local-file
    ("add-for-local-file", Good("FROM debian:12\nADD a.txt\n")),
    ("add-for-local-file", Good('FROM debian:12\nADD ["", "/x"]\n')),
    ("add-for-local-file", Good("FROM debian:12\nADD git@example.com:tool /src\nADD tool.git#v1 /src\n")),
    ("add-for-local-file", Good("FROM debian:12\nADD file:4c1ad in /\nADD multi:4c1ad in /x\n")),
    ("add-for-local-file", Good("FROM debian:12\nADD rootfs.tgz /\nADD rootfs.tar.part /\n")),
    (
        "add-for-local-file",
        Bad("FROM debian:12\n«ADD» conf/*.conf /etc/\n", fixed="FROM debian:12\nCOPY conf/*.conf /etc/\n"),
    ),
    ("add-for-local-file", Bad("FROM debian:12\n«ADD» --chmd=755 run.sh /\n")),
    ("add-for-local-file", Bad("FROM \n«ADD» --h - .\n")),
    # --- checksum-of-another-kind
    (
        "checksum-of-another-kind",
        Good("FROM scratch\nADD a /b\nADD --checksum=be1f38e https://example.com/a.git /src\n"),
    ),
    ("checksum-of-another-kind", Good("FROM scratch\nADD --checksum https://example.com/a.zip /a\n")),
    ("checksum-of-another-kind", Good("FROM scratch\nADD --checksum= https://example.com/a.zip /a\n")),
    (
        "checksum-of-another-kind",
        Good("FROM scratch\nADD --checksum=be1f38e https://example.com/a https://example.com/b /\n"),
    ),
    ("checksum-of-another-kind", Good("FROM scratch\nADD --checksum=be1f38e https://example.com/$A.zip /a\n")),
    (
        "checksum-of-another-kind",
        Good(f"FROM scratch\nADD --checksum={'0123456789abcdef' * 2}01234567 https://example.com/a.git /src\n"),
    ),
    ("checksum-of-another-kind", Good("FROM scratch\nADD --checksum=be1f38e tool.zip /a\n")),
    ("checksum-of-another-kind", Good("FROM scratch\nADD --checksum=sha256:00 tool.git /a\n")),
    ("checksum-of-another-kind", Bad("FROM scratch\nADD «--checksum=sha256:00» git@example.com:a/b /src\n")),
    # --- invalid-exposed-port
    ("invalid-exposed-port", Bad("FROM alpine:3.20\nEXPOSE «http» # web\n")),
    ("invalid-exposed-port", Bad("FROM alpine:3.20\nARG P=80/tpc\nEXPOSE «$P»\n")),
    ("invalid-exposed-port", Bad("FROM alpine:3.20\nEXPOSE «８０»\n", why="Not digits of ASCII.")),
    ("invalid-exposed-port", Bad("FROM alpine:3.20\nEXPOSE «65536»\nEXPOSE «100000»\n")),
    ("invalid-exposed-port", Good("FROM alpine:3.20\nEXPOSE 65535 00080 80-80\n")),
    ("invalid-exposed-port", Bad("FROM alpine:3.20\nEXPOSE «http,»\n")),
    # --- entrypoint-loses-arguments
    ("entrypoint-loses-arguments", Good("FROM debian:12\nENTRYPOINT server\nCMD\n")),
    ("entrypoint-loses-arguments", Bad("FROM debian:12\nENTRYPOINT server\nCMD «migrate»\n")),
    (
        "entrypoint-loses-arguments",
        Bad('FROM debian:12 AS base\nENTRYPOINT server\nFROM base\nCMD «["--port", "80"]»\n'),
    ),
    # --- env-refers-to-itself
    (
        "env-refers-to-itself",
        Bad(
            "FROM alpine:3.20\nENV A=1 B=«$A»$A\n",
            fixed="FROM alpine:3.20\nENV A=1\nENV B=$A$A\n",
            unsafe=True,
        ),
    ),
    ("env-refers-to-itself", Bad("FROM alpine:3.20\nONBUILD ENV A=1 B=«$A»\n")),
    ("env-refers-to-itself", Bad("FROM alpine:3.20\nENV A=1 \\\n  # why\n  B=«$A»\n")),
    # --- host-port-in-expose
    ("host-port-in-expose", Good("FROM alpine:3.20\nEXPOSE web:http\n")),
    ("host-port-in-expose", Bad("FROM alpine:3.20\nARG P=80\nEXPOSE «8080:$P»\n")),
    # --- nested-relative-workdir
    ("nested-relative-workdir", Good("FROM a\nWORKDIR /a\nWORKDIR\nWORKDIR /b\n")),
    ("nested-relative-workdir", Good('FROM a\nWORKDIR /a\nWORKDIR ""\n')),
    ("nested-relative-workdir", Bad("FROM a\nARG A=app\nWORKDIR /srv\nWORKDIR «$A»\n")),
    ("nested-relative-workdir", Bad("FROM a\nWORKDIR /srv\nWORKDIR «\\$app»\n")),
    ("nested-relative-workdir", Bad(f"FROM {WINDOWS}\nWORKDIR C:\\\\app\nWORKDIR «data»\n")),
    ("nested-relative-workdir", Bad("FROM a AS base\nARG X=1\nWORKDIR /srv/$X\nFROM base\nWORKDIR «app»\n")),
    ("nested-relative-workdir", Bad("FROM scratch AS base\nWORKDIR srv\nFROM base\nWORKDIR «app»\n")),
    ("nested-relative-workdir", Good("FROM a AS base\nWORKDIR\nFROM base\nWORKDIR app\n")),
    # --- relative-workdir
    ("relative-workdir", Good("FROM python:3.13\nWORKDIR\n")),
    (
        "relative-workdir",
        Bad(
            "FROM python:3.13 AS base\nFROM base\nWORKDIR «app»\n",
            fixed="FROM python:3.13 AS base\nFROM base\nWORKDIR /app\n",
            unsafe=True,
        ),
    ),
    ("relative-workdir", Bad("FROM scratch\nARG A=app\nWORKDIR «$A»\n")),
    ("relative-workdir", Bad("FROM scratch\nWORKDIR «\\$app»\n")),
    # --- missing-api-version
    ("missing-api-version", Bad("«apiVersion»: [v1]\nkind: Service\nmetadata:\n  name: shop\n")),
    ("missing-api-version", Bad("«apiVersion»: 1\nkind: Deployment\nmetadata:\n  name: shop\n")),
    ("missing-api-version", Bad("«apiVersion»: ~\nkind: Deployment\nmetadata:\n  name: shop\n")),
    ("missing-api-version", Bad("«apiVersion» :\nkind: Deployment\nmetadata:\n  name: shop\n")),
    ("missing-api-version", Bad("«apiVersion»:\nkind: Event\nmetadata:\n  name: shop\n")),
    (
        "missing-api-version",
        Bad(
            f"{SHOP}---\n# License\n# apiVersion: v1\n\n«kind»: Service\nmetadata:\n  name: shop\n".replace(
                "«kind»", "kind"
            ).replace("# apiVersion: v1", "# «apiVersion: v1»")
        ),
    ),
    ("missing-api-version", Bad("# License.«apiVersion: apps/v1»\nkind: Service\nmetadata:\n  name: shop\n")),
    (
        "missing-api-version",
        Bad(
            "# License.«apiVersion: v1»\n\n# note\nkind: Service\nmetadata:\n  name: shop\n",
            fixed="# License.\napiVersion: v1\n\n# note\nkind: Service\nmetadata:\n  name: shop\n",
        ),
    ),
    # --- missing-kind
    ("missing-kind", Bad("apiVersion: v1\n«kind»: [Service]\nmetadata:\n  name: shop\n")),
    ("missing-kind", Bad("apiVersion: v1\n«kind»: 1\nmetadata:\n  name: shop\n")),
    # --- missing-space-after-colon
    (
        "missing-space-after-colon",
        Good("apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: a\nspec:\n  selector:\n    app:web\n"),
    ),
    (
        "missing-space-after-colon",
        Good("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  x: |\n    selector:\n      app:web\n"),
    ),
    (
        "missing-space-after-colon",
        Good("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n# selector:\n#   app:web\n"),
    ),
    (
        "missing-space-after-colon",
        Good('apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels: {"a, b:c, d"}\n'),
    ),
    (
        "missing-space-after-colon",
        Good('apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  annotations: {x: "a, b:c, d"}\n'),
    ),
    (
        "missing-space-after-colon",
        Good(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - {name: a, args: [x, b:c, y]}\n"
        ),
    ),
    # --- not-an-object
    ("not-an-object", Bad(f"{SHOP}---\n«{{}}»\n")),
    # --- command-returns-at-once
    ("command-returns-at-once", Good("FROM debian:12\nRUN service a start\nHEALTHCHECK CMD service a start\n")),
    # --- overridden-instruction
    ("overridden-instruction", Bad("«CMD a»\nCMD b\n")),
    ("overridden-instruction", Bad("FROM debian:12\n«CMD \\\n  # why\n  a»\nCMD b\n")),
    (
        "overridden-instruction",
        Bad(
            "FROM debian:12\nRUN a \\\n  # why\n  b\n«CMD a»\nCMD b\n",
            fixed="FROM debian:12\nRUN a \\\n  # why\n  b\nCMD b\n",
        ),
    ),
    # --- root-user
    ("root-user", Good(f"FROM {WINDOWS}\nUSER root\n")),
    ("root-user", Good("FROM debian:12\nARG NAME\nUSER $NAME\n")),
    # --- shell-swallows-signals
    ("shell-swallows-signals", Good("FROM debian:12\nCMD [migrate] && server\n")),
    (
        "shell-swallows-signals",
        Bad("FROM debian:12\nCMD migrate && «server» > /log\n".replace("«server» > /log", "«server > /log»")),
    ),
    # --- system-folder-as-workdir
    ("system-folder-as-workdir", Bad("FROM debian:12\nWORKDIR\nWORKDIR «/proc»\n")),
    ("system-folder-as-workdir", Good("FROM debian:12\nARG D\nWORKDIR $D\n")),
    # --- mixed-case-port-protocol
    ("mixed-case-port-protocol", Good("FROM debian:12\nEXPOSE 80/TPC 81\n")),
    # --- ssh-port-exposed
    ("ssh-port-exposed", Good("FROM debian:12\nARG P\nEXPOSE $P ssh 21 23\n")),
    # --- undefined-arg-in-from
    ("undefined-arg-in-from", Good("FROM --platform alpine:3.20\nENV A=$B\n")),
    ("undefined-arg-in-from", Good("FROM\nENV A=$B\n")),
    ("undefined-arg-in-from", Good("FROM --platform=${P:-linux/amd64} alpine:3.20\n")),
    ("relative-workdir", Bad("FROM redis/redis-stack-server:7\nWORKDIR «app»\n")),
    # --- undefined-variable
    ("undefined-variable", Good("ARG V=1\nARG BASE\nFROM $BASE\nENV A=$V\n")),
    ("undefined-variable", Bad("FROM debian:12\nCOPY --link «$A» /b\n")),
    (
        "undefined-variable",
        Bad(
            "ARG GO_VERSION=1\nFROM node:22\nENV A=«$GO_VERSION» B=$OTHER\n",
            fixed="ARG GO_VERSION=1\nFROM node:22\nARG GO_VERSION\nENV A=$GO_VERSION B=$OTHER\n",
            unsafe=True,
        ),
    ),
    # --- variable-lost-in-heredoc
    ("variable-lost-in-heredoc", Good("FROM debian:12\nHEALTHCHECK CMD cat <<E\n")),
    ("variable-lost-in-heredoc", Good("FROM debian:12\nONBUILD RUN cat <<E > /a\nx=1 \\$x\nE\n")),
    ("variable-lost-in-heredoc", Good("FROM debian:12\nRUN <<E\ncat a\necho $1\nE\n")),
    ("variable-lost-in-heredoc", Good("FROM debian:12\nCOPY <<E /a\nset \\$1 and \\$2\nE\n")),
    ("variable-lost-in-heredoc", Bad("FROM debian:12\nCOPY <<E /a\n\\\\«$1» $2 \\$3\nE\n")),
    ("variable-lost-in-heredoc", Good("FROM debian:12\nRUN sh <<-E\n\techo $1\n\tE\n")),
    # --- unknown-kind
    ("unknown-kind", Good("apiVersion: v1\nkind: service$(X)\nmetadata:\n  name: a\n")),
    # --- invalid-json-form
    (
        "invalid-json-form",
        Bad("FROM debian:12\nVOLUME «['/a']»\n", fixed='FROM debian:12\nVOLUME ["/a"]\n', unsafe=True),
    ),
    (
        "invalid-json-form",
        Bad("FROM debian:12\nCMD «[server]»\n", fixed='FROM debian:12\nCMD ["server"]\n', unsafe=True),
    ),
    ("invalid-json-form", Bad("FROM debian:12\nRUN «['true']»\n", fixed='FROM debian:12\nRUN ["true"]\n')),
    (
        "invalid-json-form",
        Bad("FROM debian:12\nRUN «[make, all]»\n", fixed='FROM debian:12\nRUN ["make", "all"]\n', unsafe=True),
    ),
    ("invalid-json-form", Bad('FROM debian:12\nHEALTHCHECK CMD «["a", b] c»\n')),
    ("invalid-json-form", Good("FROM debian:12\nCMD test -f a[1]\nRUN [true]\n")),
    ("invalid-json-form", Good("FROM debian:12\nENTRYPOINT [ab] && c\n")),
    ("invalid-json-form", Good("FROM debian:12\nCOPY\nUSER [\"app\"\nWORKDIR ['/a']\n")),
    ("invalid-json-form", Good("FROM debian:12\nCOPY a['b /x/\nCOPY [a, b] /x/\n")),
    ("invalid-json-form", Good("FROM debian:12\nRUN [ a, b ]\nRUN [a, b] && [c]\n")),
    ("invalid-json-form", Good('FROM debian:12\nRUN ["a" <<E\nx\nE\n')),
    ("invalid-json-form", Good('FROM debian:12\nCOPY ["a" <<E /x/\nx\nE\n')),
    ("invalid-json-form", Bad('FROM debian:12\nCMD «["a", "\t"]»\n', why="A raw tab is not JSON.")),
    # --- password-set-in-build
    ("password-set-in-build", Good("FROM debian:12\nRUN --mount=type=secret,id=pw echo root:x | chpasswd\n")),
    ("password-set-in-build", Bad("FROM debian:12\nRUN --mount=type=bind,target=/a echo root:x | «chpasswd»\n")),
    ("password-set-in-build", Good("FROM debian:12\nRUN echo passwd | tool --stdin\nRUN passwd\n")),
    ("password-set-in-build", Good("FROM debian:12\nRUN echo secret | passwd root\nRUN mkdir -p /etc/passwd.d\n")),
    ("password-set-in-build", Good("FROM debian:12\nRUN true | echo root:x; chpasswd < /a | tee /b\n")),
    ("password-set-in-build", Bad("FROM debian:12\nRUN echo root:x 2>/dev/null | «chpasswd»\n")),
    ("password-set-in-build", Good('FROM debian:12\nRUN chpasswd <<< "root:$PW"\n')),
    ("password-set-in-build", Good("FROM debian:12\nRUN useradd -p `cat /a` b\nRUN useradd -p $(cat /a) b\n")),
    ("password-set-in-build", Good("FROM debian:12\nRUN useradd -p $(openssl passwd -6 -in /run/secrets/a) b\n")),
    ("password-set-in-build", Bad("FROM debian:12\nRUN useradd «-p» $(mkpasswd hunter2) app\n")),
    # --- secret-in-arg-or-env
    ("secret-in-arg-or-env", Good("FROM a\nENV MAPS_KEY=\nRUN wget https://example.com/?key=$MAPS_KEY\n")),
    ("secret-in-arg-or-env", Bad("FROM a\nARG «MAPS_KEY»=\nRUN wget https://example.com/?key=$MAPS_KEY\n")),
    ("secret-in-arg-or-env", Good("FROM a\nARG TARGETARCH\nARG NAME=$TARGETARCH\n")),
    ("secret-in-arg-or-env", Bad("FROM a\nARG «WHO»=AKIA2OGYBAH6PLMQKT7Z\n")),
    # --- several-sources-into-a-file
    ("several-sources-into-a-file", Good('FROM a\nCOPY ["a", "b", ""]\nCOPY a\n')),
    ("several-sources-into-a-file", Bad("FROM a\nCOPY a b «/srv\\$x»\n")),
    # --- shell-text-in-exec-form
    ("shell-text-in-exec-form", Bad('FROM debian:12\nENTRYPOINT [«"python app.py"»]\n')),
    # --- unknown-api-version
    ("unknown-api-version", Good("apiVersion: apps/v$(V)\nkind: Deployment\nmetadata:\n  name: a\n")),
    ("unknown-api-version", Good("apiVersion: extensions/v1beta9\nkind: Deployment\nmetadata:\n  name: a\n")),
    ("unknown-api-version", Bad("apiVersion: «apps/v1»\nkind: Event\nmetadata:\n  name: a\n")),
    # --- user-id-taken
    ("user-id-taken", Bad("FROM ubuntu:24.04 AS a\nRUN useradd -u «1000» x\nFROM a\nRUN true # useradd\n")),
    ("user-id-taken", Bad("FROM node\nRUN useradd -u «1000» app\n")),
    ("user-id-taken", Good("FROM acme/base:24.04\nRUN useradd -u 1000 app\n")),
    ("user-id-taken", Good("FROM ubuntu:devel\nRUN useradd -u 1000 app\n", why="Which one that is changes.")),
    ("user-id-taken", Bad("FROM ubuntu:noble-20240904\nRUN useradd -u «1000» app\n")),
    ("user-id-taken", Bad("FROM ubuntu:23.04\nRUN useradd -u «1000» app\n")),
    ("user-id-taken", Good("FROM ubuntu:24.04\nRUN useradd -o -u 1000 app\n")),
    ("user-id-taken", Good("FROM ubuntu:24.04\nRUN useradd -g 1000 app && useradd b && useradd -u 1001 c\n")),
    # --- variable-in-exec-form
    ("variable-in-exec-form", Bad('FROM a\nENV P=80\nENTRYPOINT ["server", «"$P"», "-x"]\n')),
    ("variable-in-exec-form", Bad('FROM a\nENV P=80\nRUN ["server", «"$P-$P"»]\n')),
    # --- flag-after-arguments
    ("flag-after-arguments", Bad("FROM a AS b\nFROM c\nCOPY --from=b /x «--from=b» /y\n")),
    # --- mixed-case-stage-name
    ("mixed-case-stage-name", Good("FROM a AS Bé\nFROM a AS 1B\n")),
    ("variable-lost-in-heredoc", Bad("FROM debian:12\nRUN cat <<E | tee /a\necho «$1»\nE\n")),
    # --- generated-file, unused-suppression
    (
        "generated-file",
        Bad("«# Code generated by x. DO NOT EDIT.»\nFROM a\nRUN apk add b\n", beside=("apk-add-without-no-cache",)),
    ),
    (
        "unused-suppression",
        Bad(
            "FROM a\n# k8slint: ignore[«dockerfile-syntax»] for now\nRUN b\n",
            fixed="FROM a\nRUN b\n",
            beside=("dockerfile-syntax",),
        ),
    ),
]


@pytest.mark.parametrize(("name", "example"), CASES)
def test_guards(name, example):
    assert list(testing.problems(RULES[name], example)) == []
