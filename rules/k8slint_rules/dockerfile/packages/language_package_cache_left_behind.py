"""`language-package-cache-left-behind`."""

from __future__ import annotations

from functools import lru_cache

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Run, caches_left, is_shipped, removed_later
from k8slint_rules._shared.clean_ups import clean_up, remedy

_YARN_2 = ("corepack", ".yarnrc.yml", ".yarn/", ".yarn ", "--immutable", "yarn set version", "yarn@berry")
"""What a Dockerfile for yarn 2 or later speaks of: yarnpkg.com, "Installation", and its own `.yarn` folder and file."""
_MANAGERS = ("npm", "yarn", "bun", "conda", "composer", "poetry", "pipenv", "uv")


class LanguagePackageCacheLeftBehind(Rule[Run]):
    """npm, yarn, bun, conda, composer, poetry, pipenv and uv keep a copy of each download in a cache, next to what they
    install. In an image that copy is never used again, and it can be as large as the packages.

    Empty the cache in the same `RUN` (`npm cache clean --force`, `yarn cache clean`, `conda clean --all --yes`). Or keep it out
    of the image with a cache mount, or install in a separate stage and copy the result.

    k8slint is silent for stages that other stages only copy from, and for yarn 2 and later, which may run programs directly
    from the cache.

    Fix safety: safe. The clean-up is added to a plain `&&` list or to the last line of a heredoc, as the same user. No fix is
    offered if the package manager may be removed by then, or if the cache was moved. Unsafe for yarn, because its version may
    be another than it seems.

    References: https://docs.docker.com/build/cache/optimize/#use-cache-mounts, https://docs.npmjs.com/cli/commands/npm-cache
    """

    name = "language-package-cache-left-behind"
    title = "A package manager leaves its cache in the image"
    category = "size"
    severity = Severity.INFO
    profile = "strict"
    aliases = ("hadolint:DL3060",)
    examples = (
        Bad(
            "FROM node:24-slim\nCOPY package.json package-lock.json ./\nRUN npm «ci»\n",
            fixed="FROM node:24-slim\nCOPY package.json package-lock.json ./\nRUN npm ci && npm cache clean --force\n",
        ),
        Bad(
            "FROM node:24-slim\nRUN yarn «install» --frozen-lockfile\n",
            fixed="FROM node:24-slim\nRUN yarn install --frozen-lockfile && yarn cache clean\n",
            unsafe=True,
        ),
        Bad(
            "FROM alpine:3.22\nRUN apk add --no-cache npm && npm «install» -g serve && apk del npm\n",
            fixed=(
                "FROM alpine:3.22\nRUN apk add --no-cache npm && npm install -g serve && npm cache clean --force"
                " && apk del npm\n"
            ),
            why="The clean-up runs while npm is still there.",
        ),
        Bad(
            "FROM alpine:3.22\nRUN apk add --no-cache npm && npm «install» && ./build && apk del npm\n",
            why="`./build` may fill the cache again, and at its end the `RUN` no longer has npm: no fix.",
        ),
        Bad(
            "FROM node:24-slim\nRUN npm «ci» --cache /tmp/npm\n",
            why="The cache is in another place, and stays as well.",
        ),
        Good(
            "FROM node:24-slim\nRUN npm ci --cache /tmp/npm && rm -rf /tmp/npm\n",
            why="The cache is removed where it is.",
        ),
        Good(
            "FROM python:3.13-slim\nENV POETRY_CACHE_DIR=/tmp/poetry\nRUN poetry install && rm -rf $POETRY_CACHE_DIR\n",
            why="The variable says where the cache is.",
        ),
        Good(
            "FROM node:24-slim\nCOPY . .\nRUN corepack enable && yarn install --immutable\n",
            why="yarn 2 and later may run the program from its cache.",
        ),
        Good(
            "FROM node:24-slim\nRUN npm ci && npm cache clean --force\n",
            why="The cache is empty when the `RUN` ends.",
        ),
        Good(
            "FROM node:24-slim\nRUN --mount=type=cache,target=/root/.npm npm ci\n",
            why="The cache is in a mount, not in the image.",
        ),
        Good(
            "FROM node:24 AS build\nRUN npm ci && npm run build\nFROM nginx:1.29\nCOPY --from=build /dist /site\n",
            why="The first stage is not part of the image.",
        ),
        Good("FROM node:24-slim\nRUN npm ci\nRUN npm cache clean --force\n", why="Another rule reports this."),
    )

    def check(self, run: Run) -> Findings:
        kept = [one for one in caches_left(run) if one.run.manager in _MANAGERS]
        if not kept or run.stage is None or not is_shipped(run.stage):
            return
        last = kept[-1]
        place, clean = last.run.verb or last.run.command.name_word, remedy(last.run)
        if place is None or clean is None or removed_later(run, last):
            return
        if last.run.manager == "yarn" and _is_yarn_2(run.source.text):
            return
        if last.moved:
            clean = f"rm -rf {last.places[0]}"
        message = f"{last.run.manager} leaves its cache in the image; add `{clean}` to this `RUN`"
        yield self.finding(place.span, message, fix=clean_up(run, last))


@lru_cache(maxsize=4)
def _is_yarn_2(text: str) -> bool:
    return any(mark in text for mark in _YARN_2)
