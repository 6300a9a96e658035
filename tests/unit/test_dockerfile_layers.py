"""What layers write and remove, which stages ship, and where package managers' caches are left."""

import pytest

from k8slint._internal.kinds.dockerfile.caches import caches_left
from k8slint._internal.kinds.dockerfile.command_lists import append_command, remove_command
from k8slint._internal.kinds.dockerfile.join import join_all
from k8slint._internal.kinds.dockerfile.layers import all_layers, changes, is_shipped, layers_of
from k8slint._internal.kinds.dockerfile.tree import parse
from k8slint._internal.syntax.shell.packages import invocation
from k8slint._internal.text.edit import Applicability, apply
from k8slint._internal.text.source import Source
from k8slint_rules._shared.clean_ups import clean_up
from k8slint_rules._shared.package_indexes import SURE, update_apart, use_later


def dockerfile(text):
    return parse(Source("Dockerfile", text))


def pieces(body):
    return [piece.path for layer in layers_of(dockerfile(f"FROM a\n{body}").stages[-1]) for piece in layer.pieces]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("RUN dd of=/a", ["/a"]),
        ("RUN touch a && touch /b", ["/<folder>/-1/a", "/b"]),
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
    (layer,) = layers_of(dockerfile("FROM a\nRUN rm /a && touch /b && rm -rf /b /c\n").stages[0])
    assert [(one.pattern, sorted(one.own)) for one in layer.removals] == [
        ("/a", []),
        ("/b/**", ["/b"]),
        ("/c/**", []),
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
    assert [is_shipped(stage) for stage in dockerfile(text).stages] == found


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
        ("RUN apt-get update && rm -rf $x", []),
        ("RUN apt-get update && rm -rf $x/*", []),
        ("RUN apt-get update && rm -rf $x/a.tgz", ["apt-get"]),
        ("RUN apt-get update && rm -rf /src/$x", ["apt-get"]),
        ("RUN x=$(mktemp -d) && apt-get update && rm -rf $x", ["apt-get"]),
        ("RUN x=/src; apt-get update && rm -rf $x", ["apt-get"]),
        ("RUN x=/var/lib/apt/lists; apt-get update && rm -rf $x/*", []),
        ('ENV x=/var/lib/apt/lists\nRUN apt-get update && rm -rf "${x:?}"/*', []),
        ("RUN if a; then x=/src; fi; apt-get update; rm -rf $x", []),
        ("RUN trap 'rm -rf /var/lib/apt/lists/*' EXIT; apt-get update", []),
        ("RUN trap 'rm -rf /tmp/x' EXIT; apt-get update", ["apt-get"]),
        ("RUN apt-get update && ls -d /var/lib/apt/lists/* | xargs rm -rf", []),
        ("RUN apt-get update && ls -d /tmp/* | xargs rm -rf", ["apt-get"]),
        ("RUN apt-get update && find /var/lib/apt/lists -maxdepth 1 -exec rm -rf {} +", []),
        ("RUN apt-get update && find /tmp -maxdepth 1 -exec rm -rf {} +", ["apt-get"]),
        ("RUN apk add a && rm /var/cache/apk/APKINDEX.*", []),
        ("RUN apk add a && rm -rf /var/cache/apk/x", ["apk"]),
        ("RUN zypper -n in a && zypper clean", ["zypper"]),
        ("RUN pip install --cache-dir /p a && rm -rf /p", []),
        ("RUN pip install --cache-dir /p a", ["pip"]),
        ("RUN pip install --cache-dir=$P a", []),
        ("RUN pip install --no-index --find-links /w a", []),
        ("ENV POETRY_CACHE_DIR=/p\nRUN poetry install && rm -rf $POETRY_CACHE_DIR", []),
        ("ENV POETRY_CACHE_DIR=/p\nRUN --mount=type=cache,target=/p poetry install", []),
        ("ENV POETRY_CACHE_DIR=/p\nRUN poetry install && rm -rf ~/.cache", ["poetry"]),
        ("ENV XDG_CACHE_HOME=/c\nRUN uv sync && rm -rf /c", []),
        ("RUN YARN_CACHE_FOLDER=/y yarn && rm -rf /y", []),
        ("RUN npm ci --cache /n && rm -rf /n", []),
        ("RUN npm config set cache /n && npm ci && rm -rf /n", []),
        ("RUN npm config set fund false && npm ci", ["npm"]),
        ("RUN pip config set global.no-cache-dir true\nRUN pip install a", []),
        ("RUN yarn config set cache-folder /y\nRUN yarn && rm -rf /y", []),
        ("RUN npm ci\nRUN npm config set cache /n && npm ci", []),
        ("RUN apk add ./a.apk", []),
        ("RUN apk add --no-network a", []),
        ("RUN --mount=type=cache,target=/etc/apk/cache apk add a", []),
        ("RUN ln -s /x /etc/apk/cache\nRUN apk add a", []),
        ("ARG D\nRUN --mount=type=cache,target=$D apk add a", []),
        ("ARG D\nRUN --mount=type=cache,target=/opt/$D apk add a", ["apk"]),
        ("ENV D=/var/cache/apk\nRUN --mount=type=cache,target=$D apk add a", []),
        ("RUN dnf --installroot /x install a", []),
        ("RUN dnf5 install a && rm -rf /var/cache/dnf", ["dnf"]),
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
    assert [one.run.manager for one in caches_left(run)] == found
    assert caches_left(run) is caches_left(run)


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
    asked = invocation(run.commands[0])
    assert (asked is not None and use_later(run, asked, ()) == SURE) is needs
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
        ("RUN apk add npm && npm ci && apk del npm\n", Applicability.SAFE),
        ("RUN npm ci && ./x && apk del npm\n", None),
        ("RUN dnf install -y a && rpm -e dnf\n", None),
        ("RUN dnf install -y a && dnf remove -y dnf\n", None),
        ("RUN apt-get update && rm /usr/bin/apt-get\n", Applicability.SAFE),
        ("RUN npm ci && ./x && rm -rf /usr/local/lib/node_modules/npm\n", None),
        ("RUN npm ci --cache /n\n", None),
        ("RUN apt-get update && apt-get install -y a\n", Applicability.SAFE),
        ("RUN apt-get update && apt-get install -y a\nRUN make\n", Applicability.UNSAFE),
        ("RUN apt-get update && apt-get install -y a\nRUN apt-get update\nRUN make\n", Applicability.SAFE),
        ("RUN apt-get update && apt-get install -y a\nRUN $APT install -y b\n", Applicability.UNSAFE),
        ("RUN apt-get update && apt-get install -y a\nRUN sh -c 'echo a'\n", Applicability.SAFE),
        ("RUN apt-get update && apt-get install -y a\nRUN ./install\n", Applicability.UNSAFE),
        ("RUN apt-get update && apt-get install -y a\nRUN <<E python3\nx\nE\n", Applicability.UNSAFE),
        ("RUN apt-get update && apt-get install -y a\nRUN apt-cache policy b\n", None),
        (
            "RUN apt-get update && apt-get install -y a\nRUN apt-get update && apt-get install -y b &\n",
            Applicability.UNSAFE,
        ),
        ("RUN apt-get update && apt-get install -y a\nRUN ./x; apt-get update\nRUN make\n", Applicability.UNSAFE),
        ("RUN apt-get update && apt-get install -y a\nRUN ls /var/lib/apt/lists\n", None),
        ("RUN apt-get update && apt-get install -y a\nRUN cp -r /var/lib/apt /x\n", None),
        ("RUN apt-get update && apt-get install -y a\nRUN tar -C / -xf /x.tar\n", Applicability.SAFE),
        ("RUN apt-get update && apt-get install -y a\nRUN rm -rf /var/lib/apt/lists/*\n", Applicability.SAFE),
        ("RUN apt-get update && apt-get install -y a\nONBUILD RUN apt-get install -y b\n", None),
        ("RUN apt-get update && apt-get install -y a\nCMD apt-get install -y b && b\n", None),
        ("RUN apt-get update && apt-get install -y a\nFROM b\nCOPY --from=0 / /x\n", None),
        ("RUN apt-get update && apt-get install -y a\nFROM b\nCOPY --from=0 /opt /opt\n", Applicability.SAFE),
        ("RUN apt-get update && set -f && apt-get install -y a\n", Applicability.UNSAFE),
        ("RUN dnf install -y a\nRUN make\n", Applicability.SAFE),
        ("RUN pacman -Sy --noconfirm a\nRUN pacman -S --noconfirm b\n", None),
        ("RUN pacman -Sy --noconfirm a\nRUN pacman -Sy --noconfirm b\n", Applicability.SAFE),
        ("RUN dnf install -y a\n", Applicability.SAFE),
        ("RUN dnf install -y a && dnf remove -y b\n", Applicability.SAFE),
        ("RUN dnf install -y a\nRUN dnf install -y -C b\n", None),
    ],
)
def test_clean_up(body, offered):
    run = dockerfile(f"FROM a\n{body}").stages[0].runs[0]
    manager = [one for one in caches_left(run) if one.run.manager != "apk"]
    fix = clean_up(run, manager[-1])
    assert (None if fix is None else fix.applicability) == offered


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("RUN dnf5 install -y a", "RUN dnf5 install -y a && dnf5 clean all"),
        ("RUN /c/conda install a", "RUN /c/conda install a && /c/conda clean --all --yes"),
        ("RUN bin/conda install -y a", None),
        ("RUN micromamba install -y a", "RUN micromamba install -y a && micromamba clean --all --yes"),
        ("RUN sudo -E apt-get update", "RUN sudo -E apt-get update && sudo -E rm -rf /var/lib/apt/lists/*"),
        ("RUN time gosu root dnf install -y a", "RUN time gosu root dnf install -y a && gosu root dnf clean all"),
        ("RUN sudo sh -c 'dnf -y install a'", "RUN sudo sh -c 'dnf -y install a' && sudo dnf clean all"),
        ("RUN sh -c 'dnf -y install a'", "RUN sh -c 'dnf -y install a' && dnf clean all"),
        ("RUN sudo poetry install", None),
        ("RUN npm ci && chown -R app /x", "RUN npm ci && npm cache clean --force && chown -R app /x"),
        ("RUN npm ci \\\n && chown a /x", "RUN npm ci \\\n && npm cache clean --force \\\n && chown a /x"),
        ("RUN npm ci && npm run build", "RUN npm ci && npm run build && npm cache clean --force"),
    ],
)  # fmt: skip
def test_clean_up_runs_as_the_manager_does(body, after):
    text = f"FROM a\n{body}\n"
    run = dockerfile(text).stages[0].runs[0]
    fix = clean_up(run, caches_left(run)[-1])
    assert (apply(text, fix.edits) if fix is not None else None) == (f"FROM a\n{after}\n" if after else None)


def test_limited_sudo_rights():
    text = "FROM a\nRUN echo 'a ALL=NOPASSWD: /usr/bin/apt-get' > /etc/sudoers\nUSER a\nRUN sudo apt-get update\n"
    run = dockerfile(text).stages[0].runs[1]
    assert clean_up(run, caches_left(run)[-1]).applicability == Applicability.UNSAFE
