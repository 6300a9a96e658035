"""`large-base-image`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Stage, is_shipped

_SMALLER = {
    "debian": "slim",
    "elixir": "slim alpine",
    "erlang": "slim alpine",
    "golang": "alpine",
    "haskell": "slim",
    "haproxy": "alpine",
    "httpd": "alpine",
    "memcached": "alpine",
    "nginx": "alpine",
    "node": "slim alpine",
    "perl": "slim",
    "php": "alpine",
    "postgres": "alpine",
    "pypy": "slim",
    "python": "slim alpine",
    "rabbitmq": "alpine",
    "redis": "alpine",
    "ruby": "slim alpine",
    "rust": "slim alpine",
    "valkey/valkey": "alpine",
    "eclipse-temurin": "alpine",
    "openjdk": "slim",
}
"""Images whose tags also come with these endings.

Found in November 2026 in stored copies of docker-library/official-images (library/*, some of them years old) or as a folder
of the image's own repository: debian, elixir, erlang, golang, haskell, haproxy, httpd, memcached, nginx, node, perl, php,
postgres, pypy, python, rabbitmq, redis, ruby, rust, valkey, eclipse-temurin and openjdk. Plain tags of caddy and traefik are
Alpine already, julia's Alpine is gone, and tomcat's `jre` tags name a version.
"""
_LEAN = ("slim", "alpine", "jre", "jdk", "distroless", "minimal", "nano", "windowsservercore", "nanoserver", "static")


class LargeBaseImage(Rule[Stage]):
    """The base image also comes in a smaller variant. `python:3.13` contains a full Debian with compilers and takes about 1 GB
    on disk. `python:3.13-slim` takes about 130 MB. A smaller image starts faster on a new node, and what is not installed
    needs no security updates.

    Try the smaller tag. `-slim` is the same Debian without build tools. `-alpine` uses musl instead of glibc, and some prebuilt
    packages do not exist for it. If only the build needs compilers, install them in a separate stage.

    k8slint is silent for stages that other stages only copy from, and for tags that already name a variant. Ignore this rule if
    you need what the full image contains.

    References: https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image
    """

    name = "large-base-image"
    title = "A smaller variant of the base image exists"
    category = "size"
    severity = Severity.INFO
    profile = "strict"
    examples = (
        Bad("FROM «python:3.13»\nCOPY app.py /\n"),
        Bad("FROM node:24 AS build\nRUN npm ci\nFROM «nginx:1.29»\nCOPY --from=build /dist /usr/share/nginx/html\n"),
        Good("FROM python:3.13-slim\nCOPY app.py /\n", why="The small variant."),
        Good(
            "FROM golang:1.25 AS build\nRUN go build -o /app\nFROM scratch\nCOPY --from=build /app /\n",
            why="That stage is not part of the image.",
        ),
        Good("FROM example.com/team/python:3.13\n", why="Another image of that name."),
        Good("FROM php:8.4-apache\n", why="With Apache there is no smaller one."),
        Good("FROM mongo:8\n", why="There is no smaller one."),
        Good("FROM caddy:2\n", why="It is Alpine already."),
    )

    def check(self, stage: Stage) -> Findings:
        image, from_ = stage.image, stage.from_
        if image is None or from_ is None or from_.image is None or image.registry not in (None, "docker.io"):
            return
        name = image.repository.removeprefix("library/")
        endings = _SMALLER.get(name)
        if endings is None or (image.digest is not None and image.tag is None) or not is_shipped(stage):
            return
        tag = image.tag or "latest"
        parts = tag.lower().split("-")
        if any(part.startswith(_LEAN) for part in parts) or (name == "php" and "apache" in parts):
            return  # php with Apache comes on Debian alone
        known = " or ".join(f"`-{ending}`" for ending in endings.split())
        yield self.finding(from_.image.span, f"the image contains all of `{name}`; try its smaller variant {known}")
