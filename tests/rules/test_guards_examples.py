"""More examples of rules: what their pages have no room for. Each is tested as one of the rule's own."""

import pytest

import k8slint_rules
from k8slint import Bad, Good
from k8slint._internal.authoring import testing
from k8slint._internal.authoring.index import rule_classes

RULES = {rule.name: rule for rule in rule_classes(k8slint_rules)}

CASES = [
    ("cd-in-run", Good("FROM debian:12\nRUN cd /app | make\nRUN case $A in a) cd /app ;; esac; make\n")),
    ("sudo-in-run", Bad('FROM acme/base:1\nARG A\nRUN env "B=$A" «sudo» make\n')),
    ("sudo-in-run", Bad("FROM jenkins/jenkins:2.492\nRUN «/usr/bin/sudo» make\n")),
    (
        "mixed-case-instruction",
        Bad(
            "ARG A=1\nARG B=1\nfrom alpine:3.20\nrun true\n".replace("ARG", "«ARG»"),
            fixed="arg A=1\narg B=1\nfrom alpine:3.20\nrun true\n",
        ),
    ),
    (
        "mixed-case-instruction",
        Bad("«from» alpine:3.20\nRUN true\n", fixed="FROM alpine:3.20\nRUN true\n"),
    ),
    (
        "package-index-updated-alone",
        Bad("FROM debian:13\nONBUILD RUN apt-get «update»\nRUN apt-get install -y curl\n"),
    ),
    (
        "package-index-updated-alone",
        Bad("FROM debian:13\nRUN apt-get «update»\nONBUILD RUN apt-get install -y curl\n"),
    ),
    (
        "recursive-chown-in-later-layer",
        Bad("FROM debian:13 AS base\nCOPY . /app\nRUN chown -R daemon «/app»\nFROM base\nRUN chmod 755 /app\n"),
    ),
    (
        "deleted-in-later-layer",
        Bad("FROM debian:13 AS base\nCOPY . /app\nRUN rm -r «/app»\nFROM base\nRUN rm -rf /app\n"),
    ),
    (
        "deleted-in-later-layer",
        Bad(
            "FROM debian:13 AS base\nRUN apt-get install -y git\nRUN apt-get remove -y «git»\n"
            "FROM base\nRUN apt-get remove -y git\n",
            fixed="FROM debian:13 AS base\nRUN apt-get install -y git && apt-get remove -y git\n"
            "FROM base\nRUN apt-get remove -y git\n",
        ),
    ),
    (
        "deleted-in-later-layer",
        Good("FROM debian:13\nARG A\nRUN apt-get install -y $A\nRUN apt-get remove -y $A\n"),
    ),
    (
        "deleted-in-later-layer",
        Good(
            "FROM alpine:3.22\nRUN apk add --no-cache git\n"
            "RUN apk upgrade --no-cache git && if test -e /a; then apk del git; fi\n"
        ),
    ),
    ("build-tools-in-final-image", Good('FROM debian:13 AS dev\nRUN apt-get install -y gcc\nCMD ["/app"]\n')),
    ("build-tools-in-final-image", Good('FROM golang:1.25\nRUN apt-get install -y gcc\nCMD ["/app"]\n')),
    ("build-tools-in-final-image", Good('FROM acme/app:1-dev\nRUN apt-get install -y gcc\nCMD ["/app"]\n')),
    ("build-tools-in-final-image", Good('ARG A\nFROM $A\nRUN apt-get install -y gcc\nCMD ["/app"]\n')),
    (
        "build-tools-in-final-image",
        Good('FROM alpine:3.22\nFROM acme/app\nRUN apk add gcc\nCMD ["/app"]\n'),
    ),
    (
        "build-tools-in-final-image",
        Good('FROM alpine\nRUN pip install cmake && apk fetch gcc && apk add ./gcc.apk\nCMD ["/app"]\n'),
    ),
    ("build-tools-in-final-image", Bad('FROM acme/app\nRUN apk add «gcc» make\nCMD ["/app"]\n')),
    (
        "install-without-yes",
        Bad(
            "FROM debian:12\nRUN apt-get «install» curl && \\\n    ls\n",
            fixed="FROM debian:12\nRUN apt-get install -y curl && \\\n    ls\n",
        ),
    ),
    (
        "install-without-yes",
        Bad(
            "FROM debian:12\nRUN ls | cat && apt-get «install» curl | tee /log\n",
            fixed="FROM debian:12\nRUN ls | cat && apt-get install -y curl | tee /log\n",
            unsafe=True,
        ),
    ),
    (
        "install-without-yes",
        Bad(
            "FROM debian:12\nRUN set -- one; apt-get «install» curl; ls\n",
            fixed="FROM debian:12\nRUN set -- one; apt-get install -y curl; ls\n",
            unsafe=True,
        ),
    ),
    (
        "install-without-yes",
        Bad(
            "FROM debian:12\nRUN set -e; apt-get «install» curl & wait\n",
            fixed="FROM debian:12\nRUN set -e; apt-get install -y curl & wait\n",
            unsafe=True,
        ),
    ),
    (
        "install-without-yes",
        Bad(
            "FROM debian:12\nRUN set -e; apt-get «install» curl || ls; ls\n",
            fixed="FROM debian:12\nRUN set -e; apt-get install -y curl || ls; ls\n",
            unsafe=True,
        ),
    ),
    (
        "write-under-volume",
        Bad(
            "FROM debian:13\nVOLUME /data /data/db\nRUN touch «/data/db/a»\n",
            fixed="FROM debian:13\nRUN touch /data/db/a\nVOLUME /data /data/db\n",
        ),
    ),
    ("write-under-volume", Good("# syntax=docker/dockerfile:1\nFROM debian:13\nVOLUME /data\nRUN touch /data/a\n")),
    ("write-under-volume", Good("FROM debian:13\nVOLUME /data\nRUN <<EOF\ntouch /data/a\nEOF\n")),
    (
        "tls-verification-off",
        Good("FROM node:24\nLABEL NODE_TLS_REJECT_UNAUTHORIZED=0\nARG NODE_TLS_REJECT_UNAUTHORIZED\n"),
    ),
    (
        "tls-verification-off",
        Good("FROM node:24\nARG A\nENV NODE_TLS_REJECT_UNAUTHORIZED=$A\nRUN GIT_SSL_NO_VERIFY= git pull\n"),
    ),
    ("tls-verification-off", Bad("FROM fedora:42\nRUN <<EOF\necho «sslverify=0» >> /etc/yum.conf\nEOF\n")),
    (
        "tls-verification-off",
        Good("FROM fedora:42\nRUN grep sslverify=0 /etc/yum.conf > /log\nRUN echo sslverify=0 && tee /a < /b\n"),
    ),
    (
        "tls-verification-off",
        Good(
            "FROM fedora:42\nRUN echo user=a >> ~/.curlrc && echo sslverify=1 2>&1 && sudo A=1 curl https://example.com\n"
        ),
    ),
    (
        "tls-verification-off",
        Good(
            "FROM fedora:42\nARG A\nRUN dnf install -y openssl $A && dnf --setopt=sslverify=1 install -y $A openssl\n"
        ),
    ),
    (
        "tls-verification-off",
        Good("FROM python:3.13\nARG A\nRUN pip install $A openssl && env $A curl https://example.com\n"),
    ),
    (
        "tls-verification-off",
        Good(
            "FROM node:24\nARG A\nRUN npm config set audit false && npm config set $A openssl && npm config set strict-ssl $A\n"
        ),
    ),
    ("tls-verification-off", Good("FROM node:24\nRUN npm run strict-ssl false && npm ci --strict-ssl=true\n")),
    ("tls-verification-off", Bad("FROM node:24\nRUN npm ci «--strict-ssl=false»\n")),
    ("comment-after-arguments", Bad("FROM debian:12 «# syntax=x»\n")),
    ("comment-after-arguments", Bad("FROM debian:12 «# why»\n", fixed="# why\nFROM debian:12\n")),
    (
        "comment-after-arguments",
        Bad("FROM debian:12\nUSER a «# b=c»\n", fixed="FROM debian:12\n# b=c\nUSER a\n", unsafe=True),
    ),
    ("comment-after-arguments", Bad("FROM debian:12\nEXPOSE 80 «# web» \\\n  443\n")),
    (
        "comment-after-arguments",
        Bad("FROM debian:12\nCOPY <<E /a «# c»\nx\nE\n", fixed="FROM debian:12\n# c\nCOPY <<E /a\nx\nE\n", unsafe=True),
    ),
    (
        "comment-after-arguments",
        Bad("FROM debian:12\nONBUILD USER a «# b»\n", fixed="FROM debian:12\n# b\nONBUILD USER a\n", unsafe=True),
    ),
    ("mixed-case-stage-name", Good("FROM debian:12 AS Build.1\n")),
    (
        "mixed-case-stage-name",
        Bad(
            "FROM golang:1.24 AS «Build»\nFROM build AS test\nARG A\nFROM $A\nCOPY a /b\nCOPY --from=test /a /a\n"
            "RUN --mount=from=build,target=/b --mount=from=golang,target=/c true\n",
            fixed="FROM golang:1.24 AS build\nFROM build AS test\nARG A\nFROM $A\nCOPY a /b\nCOPY --from=test /a /a\n"
            "RUN --mount=from=build,target=/b --mount=from=golang,target=/c true\n",
        ),
    ),
    ("legacy-key-value", Bad('FROM alpine:3.20\nENV «A "b" "c"»\nENV «B \\\n# why\n  c»\nENV «C x # why»\n')),
    (
        "emptied-cache-mount",
        Good(
            "FROM acme.example.com/debian:13\nRUN --mount=type=cache,target=/var/cache/apt apt-get install -y git\n"
            "FROM acme/base\nRUN --mount=type=cache,target=/var/cache/apt apt-get install -y git\n"
            "ARG A\nFROM $A\nRUN --mount=type=cache,target=/var/cache/apt apt-get install -y git\n"
            "FROM python:3.13-alpine\nRUN --mount=type=cache,target=/var/cache/apt apt-get install -y git\n"
            "FROM debian\nRUN --mount=type=cache,target=/var/cache/apt make && apt install -y git && apt-get update\n"
        ),
    ),
    (
        "emptied-cache-mount",
        Bad("FROM debian\nCOPY a /b\nRUN --mount=type=cache,target=/var/cache/apt apt-get «install» -y git\n"),
    ),
    (
        "emptied-cache-mount",
        Good("FROM debian\nCOPY root /\nRUN --mount=type=cache,target=/var/cache/apt apt-get install -y git\n"),
    ),
    (
        "emptied-cache-mount",
        Good("FROM debian:13\nRUN --mount=type=cache,target=/c if test -e /a; then rm -rf /c; fi && rm -f /c/a\n"),
    ),
    ("command-printed-by-echo", Bad('FROM alpine:3.22\nRUN echo "a" \\\n    «make» it > /dev/null 2>&1\n')),
    ("command-printed-by-echo", Good('FROM alpine:3.22\nRUN echo "a" \\\n    is made && printf "a" \\\n    make it\n')),
    (
        "heredoc-without-command",
        Good(
            "FROM alpine:3.22\nRUN cd /srv && <<EOF > a\nx\nEOF\nRUN cat <<EOF\nx\nEOF\nRUN A=1 <<EOF && ls\nx\nEOF\n"
        ),
    ),
    (
        "large-base-image",
        Good(
            "FROM ghcr.io/python:3.13\nFROM python@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\n"
        ),
    ),
    (
        "large-base-image",
        Bad("FROM «python:3.13@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1»\n"),
    ),
    (
        "copy-from-own-stage",
        Good("COPY --from=0 /a /b\nFROM debian:12\nCOPY --from /a /b\nCOPY --from= /a /b\nCOPY a /b\n"),
    ),
    ("maintainer-instruction", Bad("FROM debian:12\n«MAINTAINER»\n")),
    (
        "maintainer-instruction",
        Bad(
            "FROM debian:12\n«MAINTAINER» anna\n",
            fixed='FROM debian:12\nLABEL org.opencontainers.image.authors="anna"\n',
        ),
    ),
    (
        "maintainer-instruction",
        Bad(
            'FROM debian:12\n«MAINTAINER» "a" Ada\n',
            fixed='FROM debian:12\nLABEL org.opencontainers.image.authors="\\"a\\" Ada"\n',
        ),
    ),
    ("flag-after-arguments", Bad("FROM debian:12\nCOPY a «--link» /b «--chown=1»\n")),
    ("flag-after-arguments", Bad("FROM debian:12\nCOPY a /b \\\n  «--link»\n")),
    (
        "apt-install-with-recommends",
        Bad(
            "FROM debian:12\nRUN apt-get -o Dpkg::Use-Pty=0 «install» -y curl"
            " && apt-get -o APT::Install-Recommends=true «install» git\n"
            "RUN echo 'APT::Install-Recommends \"false\";' > /etc/apt/apt.conf.d/99lean\n",
            fixed="FROM debian:12\nRUN apt-get -o Dpkg::Use-Pty=0 install --no-install-recommends -y curl"
            " && apt-get -o APT::Install-Recommends=true install --no-install-recommends git\n"
            "RUN echo 'APT::Install-Recommends \"false\";' > /etc/apt/apt.conf.d/99lean\n",
            unsafe=True,
        ),
    ),
    (
        "apk-add-without-no-cache",
        Bad(
            "FROM alpine:3.22\nRUN mkdir /a && apk «update» && apk add --no-cache curl\n",
            fixed="FROM alpine:3.22\nRUN mkdir /a && apk add --no-cache curl\n",
        ),
    ),
    ("apk-add-without-no-cache", Good("FROM alpine:3.22\nRUN ls | xargs apk add --no-network --virtual .run\n")),
    ("apt-in-script", Bad("FROM debian:12\nRUN «/usr/bin/apt» update\nRUN «apt»\n")),
    ("constant-platform", Good("FROM --platform= alpine:3.20\n")),
    (
        "language-package-cache-left-behind",
        Bad(
            "FROM node:24\nRUN corepack enable && npm «ci»\n",
            fixed="FROM node:24\nRUN corepack enable && npm ci && npm cache clean --force\n",
        ),
    ),
    (
        "pip-install-into-system-python",
        Good(
            "FROM ghcr.io/debian:13\nRUN apt-get install -y python3-pip && pip install flask\n"
            "ARG A\nFROM $A\nRUN pip install flask\n"
            "FROM debian@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\nRUN pip install flask\n"
            "FROM debian:11\nRUN pip install flask\n"
            "FROM debian:13\nRUN npm install flask && pip $A install flask && if ls; then pip install flask; fi\n"
        ),
    ),
    ("pip-install-into-system-python", Good("FROM debian:13\nRUN pip install flask\n")),
    (
        "pip-install-into-system-python",
        Good("FROM debian:13\nENV PATH=/x:$PATH\nRUN pip install flask # python3-pip\n"),
    ),
    (
        "pip-install-into-system-python",
        Bad(
            "FROM debian\nRUN apt-get install -y python3-pip && pip «install» flask\n"
            "FROM debian:13@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\nRUN pip «install» flask\n"
        ),
    ),
    ("command-printed-by-echo", Good("FROM alpine:3.22\nRUN echo now \\\n    make it all\n")),
    ("missing-sources-list", Bad("FROM debian\nRUN ls && sed -i s/a/b/ «/etc/apt/sources.list» /a\n")),
    ("missing-sources-list", Bad("FROM debian:12\nRUN sed --in-place s/a/b/ «/etc/apt/sources.list»\n")),
    (
        "missing-sources-list",
        Good(
            "FROM acme/debian:12\nRUN sed -i s/a/b/ /etc/apt/sources.list\n"
            "FROM ghcr.io/debian:12\nRUN sed -i s/a/b/ /etc/apt/sources.list\n"
            "ARG A\nFROM $A\nRUN sed -i s/a/b/ /etc/apt/sources.list\n"
            "FROM debian:12\nRUN chmod -i /etc/apt/sources.list && if ls /a; then sed -i s/a/b/ /etc/apt/sources.list; fi\n"
        ),
    ),
    (
        "missing-sources-list",
        Good("FROM debian:12\nRUN echo a > /etc/apt/sources.list && sed -i s/a/b/ /etc/apt/sources.list\n"),
    ),
]


@pytest.mark.parametrize(("name", "example"), CASES)
def test_guards(name, example):
    assert list(testing.problems(RULES[name], example)) == []
