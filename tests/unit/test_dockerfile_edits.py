"""Edits of instructions, and the joining of RUNs."""

import pytest

from k8slint._internal.kinds.dockerfile import edits
from k8slint._internal.kinds.dockerfile.tree import parse
from k8slint._internal.text.edit import Applicability, apply
from k8slint._internal.text.source import Source


def read(text):
    return parse(Source("Dockerfile", text))


def edited(text, make, index=-1):
    dockerfile = read(text)
    made = make(dockerfile.instructions[index])
    return None if made is None else apply(text, [made])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FROM a\nRUN b\nCMD c\n", "FROM a\nRUN b\nUSER x\nCMD c\n"),
        ("FROM a\nRUN b \\\n  c  \nCMD c\n", "FROM a\nRUN b \\\n  c  \nUSER x\nCMD c\n"),
        ("FROM a\nRUN b", "FROM a\nRUN b\nUSER x"),
        ("FROM a\r\nRUN b\r\nCMD c\r\n", "FROM a\r\nRUN b\r\nUSER x\r\nCMD c\r\n"),
        ("FROM a\nRUN <<E\nb\nE\nCMD c\n", "FROM a\nRUN <<E\nb\nE\nUSER x\nCMD c\n"),
        ("FROM a\nRUN b \\\n", "FROM a\nRUN b\nUSER x\n"),
        ("FROM a\nRUN b \\", "FROM a\nRUN b\nUSER x"),
        ("FROM a\nRUN b \\\n  # c\n", "FROM a\nRUN b\nUSER x\n"),
    ],
)
def test_insert_after(text, expected):
    assert edited(text, lambda i: edits.insert_after(i, "USER x"), 1) == expected


def test_insert_after_takes_several_lines():
    assert edited("FROM a\r\n", lambda i: edits.insert_after(i, "USER x\nRUN y")) == "FROM a\r\nUSER x\r\nRUN y\r\n"


def test_insert_before():
    text = "FROM a\n# c\n  RUN b\n"
    assert edited(text, lambda i: edits.insert_before(i, "USER x")) == "FROM a\n# c\nUSER x\n  RUN b\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FROM a\nRUN b\nCMD c\n", "FROM a\nCMD c\n"),
        ("FROM a\n  RUN b \\\n # c\n d  \nCMD c\n", "FROM a\nCMD c\n"),
        ("FROM a\nRUN b", "FROM a"),
        ("FROM a\r\nRUN b", "FROM a"),
        ("FROM a\nRUN b\r", "FROM a"),
        ("FROM a\nRUN b\n", "FROM a\n"),
        ("FROM a\r\nRUN b\r\nCMD c\r\n", "FROM a\r\nCMD c\r\n"),
        ("FROM a\nRUN <<E\nb\nE\nCMD c\n", "FROM a\nCMD c\n"),
        ("FROM a\nRUN <<E\nb\nE", "FROM a"),
    ],
)
def test_delete_instruction(text, expected):
    assert edited(text, edits.delete_instruction, 1) == expected


def test_a_trigger_is_deleted_with_its_onbuild():
    dockerfile = read("FROM a\nONBUILD RUN b\nCMD c\n")
    edit = edits.delete_instruction(dockerfile.instructions[1].trigger)
    assert apply(dockerfile.source.text, [edit]) == "FROM a\nCMD c\n"


def test_insert_flag():
    def flag(instruction):
        return edits.insert_flag(instruction, "--x=y")

    assert edited("FROM a\nCOPY b c\n", flag) == "FROM a\nCOPY --x=y b c\n"
    assert edited("FROM a\nCOPY --link \\\n b c\n", flag) == "FROM a\nCOPY --link --x=y \\\n b c\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CMD nginx -g 'daemon off;'\n", 'CMD ["nginx", "-g", "daemon off;"]\n'),
        ("CMD exec nginx -c x\n", 'CMD ["nginx", "-c", "x"]\n'),
        ('ENTRYPOINT ./run a\\ b "c\\"d"\n', 'ENTRYPOINT ["./run", "a b", "c\\"d"]\n'),
        ("CMD a \\\n  b\n", 'CMD ["a", "b"]\n'),
        ("HEALTHCHECK --retries=3 CMD curl -f x\n", 'HEALTHCHECK --retries=3 CMD ["curl", "-f", "x"]\n'),
        ("RUN make\n", 'RUN ["make"]\n'),
        ("CMD a 'é'\n", 'CMD ["a", "é"]\n'),
        ("CMD echo hello\n", 'CMD ["echo", "hello"]\n'),
        (
            'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nCMD a\n',
            'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nCMD ["a"]\n',
        ),
    ],
)
def test_to_exec_form(text, expected):
    assert edited(f"FROM a\n{text}", edits.to_exec_form) == f"FROM a\n{expected}"


@pytest.mark.parametrize(
    "text",
    [
        "CMD a $X",
        'CMD a "$X"',
        "CMD a && b",
        "CMD a; b",
        "CMD a | b",
        "CMD a > b",
        "CMD a &",
        "CMD X=1 a",
        "CMD a *.txt",
        "CMD a ~/b",
        "CMD a {b,c}",
        "CMD cd /x",
        "CMD exec -a x y",
        "CMD . x",
        "CMD echo -n x",
        "CMD echo 'a\\n'",
        "CMD [ -f x ]",
        "CMD (a)",
        "CMD a `b`",
        "CMD a $(b)",
        "CMD a \\\n # c\n b",
        'CMD ["a"]',
        "CMD",
        "CMD a # b",
        "RUN <<E\na\nE",
        'SHELL ["bash", "-x", "-c"]\nCMD a',
        'SHELL ["bash", "-lc"]\nCMD a',
        'SHELL ["pwsh", "-c"]\nCMD a',
        "ENTRYPOINT a\nCMD b",
        "CMD b\nENTRYPOINT a",
        "ENTRYPOINT a\nFROM b AS c\nENTRYPOINT x\nFROM c\nCMD b",
        "HEALTHCHECK NONE",
        "HEALTHCHECK CMD a || exit 1",
        "HEALTHCHECK CMD exit 1",
        "CMD it's",
    ],
)
def test_no_exec_form(text):
    assert edited(f"FROM a\n{text}\n", edits.to_exec_form) is None


JOINED = [
    ("RUN a\nRUN b\n", "RUN a && b\n"),
    ("RUN a && b\nRUN c && d\n", "RUN a && b && c && d\n"),
    ("RUN a  \n\n\nRUN   b\n", "RUN a && b\n"),
    ("RUN dd if=/dev/zero of=/zeros\nRUN rm /zeros\n", "RUN dd if=/dev/zero of=/zeros && rm /zeros\n"),
    ("RUN a \\\n  && b\nRUN c\n", "RUN a \\\n  && b \\\n  && c\n"),
    ("RUN a && \\\n    b\nRUN c\n", "RUN a && \\\n    b && \\\n    c\n"),
    ("RUN a\nRUN b \\\n    && c\n", "RUN a \\\n    && b \\\n    && c\n"),
    ("RUN a\r\nRUN b \\\r\n  && c\r\n", "RUN a \\\r\n    && b \\\r\n  && c\r\n"),
    (f"RUN {'a' * 60}\nRUN {'b' * 60}\n", f"RUN {'a' * 60} \\\n    && {'b' * 60}\n"),
    ("RUN --network=none a\nRUN --network=none b\n", "RUN --network=none a && b\n"),
    ("RUN a\nRUN cd /x && b\n", "RUN a && cd /x && b\n"),
    ("RUN X=1 a\nRUN b\n", "RUN X=1 a && b\n"),
    ("RUN a\nRUN b", "RUN a && b"),
    ("RUN a > x\nRUN b\n", "RUN a > x && b\n"),
    ('SHELL ["bash", "-o", "pipefail", "-c"]\nRUN a\nRUN b\n', 'SHELL ["bash", "-o", "pipefail", "-c"]\nRUN a && b\n'),
]


def runs(text):
    return parse(Source("Dockerfile", text)).stages[0].runs


@pytest.mark.parametrize(("text", "expected"), JOINED)
def test_join_runs(text, expected):
    newline = "\r\n" if "\r" in text else "\n"
    text = f"FROM x{newline}{text}"
    fix = edits.join_runs(*runs(text))
    assert fix.applicability is Applicability.SAFE
    assert apply(text, fix.edits) == f"FROM x{newline}{expected}"
    assert len(runs(apply(text, fix.edits))) == 1


def test_join_runs_with_a_backtick():
    text = "# escape=`\nFROM x\nRUN a\nRUN b `\n  && c\n"
    fix = edits.join_runs(*runs(text))
    assert apply(text, fix.edits) == "# escape=`\nFROM x\nRUN a `\n    && b `\n  && c\n"


REFUSED = [
    ("RUN a\nUSER x\nRUN b\n", "another instruction"),
    ("RUN a\n# about b\nRUN b\n", "a comment stands between"),
    ('RUN ["a"]\nRUN b\n', "exec form"),
    ('RUN a\nRUN ["b"]\n', "exec form"),
    ("RUN <<E\na\nE\nRUN b\n", "heredoc"),
    ("RUN a\nRUN cat <<E\na\nE\n", "heredoc"),
    ("RUN --mount=type=cache,target=/x a\nRUN b\n", "mount"),
    ("RUN --mount=type=cache,target=/x a\nRUN --mount=type=cache,target=/x b\n", "mount"),
    ("RUN --network=none a\nRUN b\n", "flags differ"),
    ("RUN a || b\nRUN c\n", "AND list"),
    ("RUN a; b\nRUN c\n", "AND list"),
    ("RUN a\nRUN b;\n", "AND list"),
    ("RUN a &\nRUN b\n", "AND list"),
    ("RUN a # c\nRUN b\n", "AND list"),
    ("RUN a | b\nRUN c\n", "AND list"),
    ("RUN if a; then b; fi\nRUN c\n", "AND list"),
    ("RUN set -e && a\nRUN b\n", "changes the shell"),
    ("RUN cd /x\nRUN b\n", "changes the shell"),
    ("RUN export A=1\nRUN b\n", "changes the shell"),
    ("RUN A=1\nRUN b\n", "changes the shell"),
    ("RUN umask 22 && a\nRUN b\n", "changes the shell"),
    ("RUN a && exit 0\nRUN b\n", "changes the shell"),
    ("RUN exec a\nRUN b\n", "changes the shell"),
    ("RUN . ./x\nRUN b\n", "changes the shell"),
    ('SHELL ["pwsh", "-c"]\nRUN a\nRUN b\n', "not a POSIX one"),
    ('SHELL ["bash", "-lc"]\nRUN a\nRUN b\n', "reads files"),
    ('SHELL ["bash", "--login", "-c"]\nRUN a\nRUN b\n', "reads files"),
    ('SHELL ["bash", "-c"]\nENV BASH_ENV=/a\nRUN a\nRUN b\n', "reads files"),
    ("RUN echo 1.2.3.4 a >> /etc/hosts\nRUN b\n", "own container"),
    ("RUN touch /dev/shm/a\nRUN b\n", "own container"),
    ("RUN service mysql start\nRUN b\n", "starts a server"),
    ("RUN /etc/init.d/mysql start\nRUN b\n", "starts a server"),
    ("RUN redis-server --port 1 --daemonize yes\nRUN b\n", "starts a server"),
    ("RUN pg_ctl start\nRUN b\n", "starts a server"),
    ("RUN pip install -U pip\nRUN pip3 install a\n", "renews"),
    ("RUN a\nRUN it's\n", "AND list"),
    ("RUN a\nRUN\n", "AND list"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_join_runs_refuses(text, reason):
    first, second = runs(f"FROM x\n{text}")
    assert reason in edits.refusal(first, second)
    assert edits.join_runs(first, second) is None


def test_join_runs_refuses_other_stages_and_triggers():
    dockerfile = read("FROM x\nRUN a\nFROM y\nRUN b\nONBUILD RUN c\n")
    first, second = (stage.runs[0] for stage in dockerfile.stages)
    assert edits.join_runs(first, second) is None
    assert edits.join_runs(second, dockerfile.instructions[-1].trigger) is None
    assert edits.join_runs(second, second) is None


def test_join_runs_refuses_another_shell():
    dockerfile = read('FROM x\nRUN a\nSHELL ["bash", "-c"]\nRUN b\n')
    assert edits.join_runs(*dockerfile.stages[0].runs) is None
