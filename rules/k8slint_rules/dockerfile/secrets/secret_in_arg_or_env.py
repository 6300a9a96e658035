"""`secret-in-arg-or-env`."""

from __future__ import annotations

import re

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Arg, Env, Pairs, is_shipped, state_before
from k8slint_rules._shared.secrets import is_placeholder, secret_reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile import Pair


class SecretInArgOrEnv(Rule[Pairs]):
    """What `ENV` sets is written into the image. What `ARG` was given stays in the image's history, and in the build's
    attestation.

    Everybody who can pull the image reads it with `docker inspect` or `docker history`. Removing it in a later line does not
    help, as the earlier layer stays.

    Hand a build its secrets with `RUN --mount=type=secret`. Give a container its secrets when it starts: a Kubernetes Secret,
    or an `environment:` that is not in the repository. Replace a secret that was already pushed. In a stage that others only
    copy from, the image does not hold the secret, but the caches of the build may.

    Names are judged as BuildKit judges them, and by those of known programs; values by the shapes of tokens. Nothing is
    reported for empty values, placeholders, paths and switches. Ignore this for values that only look like a secret.

    References: https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/,
    https://docs.docker.com/build/building/secrets/, https://kubernetes.io/docs/concepts/configuration/secret/
    """

    name = "secret-in-arg-or-env"
    title = "A secret is readable in the image"
    category = "security"
    severity = Severity.WARNING
    profile = "development"
    aliases = ("buildkit:SecretsUsedInArgOrEnv", "hadolint:DL3064", "trivy:DS-0031")
    examples = (
        Bad(
            "ARG «GITHUB_TOKEN»\nFROM alpine:3.20\nARG «NPM_TOKEN»= «API_KEY»=placeholder\nENV A=1 «DB_PASSWORD»=hunter2\n"
        ),
        Bad("FROM alpine:3.20\nARG PASS_FOR_DB\nENV «DB_PASSWORD»=$PASS_FOR_DB\n", why="The image keeps the value."),
        Bad("FROM alpine:3.20\nENV «WHO» AKIA2OGYBAH6PLMQKT7Z\n", why="The shape of an AWS access key."),
        Bad(
            "FROM node:22 AS build\nARG «NPM_TOKEN»\nRUN npm ci\nFROM scratch\nCOPY --from=build /app /\n",
            why="The image does not hold it, but the cache of the build may.",
        ),
        Bad('FROM alpine:3.20\nARG «MAPS_KEY»\nRUN wget "https://example.com/data?key=$MAPS_KEY"\n'),
        Good("FROM alpine:3.20\nARG SORT_KEY\nENV AWS_ACCESS_KEY_ID=local PASSWORD_HASHER=argon2\n"),
        Good(
            "FROM alpine:3.20\nENV DB_PASSWORD= DB_PASSWORD_FILE=/run/secrets/db TOKEN_TTL=3600 PUBLIC_KEY=abc\n"
            "RUN --mount=type=secret,id=token,env=TOKEN make\n"
        ),
    )

    def check(self, instruction: Pairs) -> Findings:
        if not isinstance(instruction, (Arg, Env)):
            return
        for pair in instruction.pairs:
            reason = secret_reason(pair.name, _value(instruction, pair))
            if reason is None and isinstance(instruction, Arg) and _opens_url(instruction, pair):
                reason = "a key in a URL"
            if reason is None:
                continue
            if instruction.stage is None or not is_shipped(instruction.stage):
                message = f"`{pair.name}` is {reason}, and the build cache may keep it; use `RUN --mount=type=secret`"
            elif isinstance(instruction, Arg):
                message = (
                    f"`{pair.name}` is {reason}, and everybody with the image can read it with `docker history`; use"
                    " `RUN --mount=type=secret`"
                )
            else:
                message = (
                    f"`{pair.name}` is {reason}, and everybody with the image can read it with `docker inspect`; set it when"
                    " the container starts"
                )
            yield self.finding(pair.name_span, message)


def _opens_url(argument: Arg, pair: Pair) -> bool:
    """Whether an argument named like a key, without a value of its own, is a part of a URL: the words alone do not tell."""
    words = pair.name.lower().split("_")
    if words[-1] not in ("key", "keys") or (pair.value is not None and pair.value.raw.strip("\"'")):
        return False
    text = argument.source.text
    return re.search(rf"://[^\s\"']*\$\{{?{re.escape(pair.name)}\b", text) is not None


def _value(instruction: Pairs, pair: Pair) -> str | None:
    """The value where it is written; None for one that the build is given, also in place of a mere placeholder."""
    if pair.value is None:
        return None
    value = pair.value.expand(state_before(instruction).env)
    if value is not None and isinstance(instruction, Arg) and (not value.strip() or is_placeholder(value.strip())):
        return None
    return value
