"""Joins that are refused, and what would come of them: a naive `first && second` builds something else."""

import subprocess

import pytest

from k8slint._internal.api import check, fix

REFUSED = {
    "the folder of the first": ("RUN cd /opt && touch zeros", "RUN touch here && rm /opt/zeros"),
    "a variable of the first": (
        "RUN name=first && touch /zeros",
        'RUN echo "${name:-none}" > /name && rm /zeros',
    ),
    "an exported variable": (
        "RUN export HOME=/opt && touch /zeros",
        "RUN touch ~/mark && rm /zeros",
    ),
    "the umask of the first": ("RUN umask 077 && touch /zeros", "RUN touch /mark && rm /zeros"),
    "a function of the first": ("RUN rm() { true; } && touch /zeros", "RUN rm /zeros"),
    "an option of the first": ("RUN set -f && touch /zeros1", "RUN rm /zeros*"),
    "an end of the first": ("RUN touch /zeros && exit", "RUN rm /zeros"),
    "another program in place of the shell": ("RUN touch /zeros && exec true", "RUN rm /zeros"),
    "a comment behind the first": ("RUN touch /zeros # for now", "RUN rm /zeros"),
    "a failure hidden by `||`": ("RUN touch /zeros && false", "RUN rm /zeros || true"),
    "a failure hidden by `;`": ("RUN touch /zeros && false", "RUN true; rm /zeros"),
    "a command in the background": ("RUN touch /zeros &", "RUN rm -f /zeros"),
    "a mount of the first": (
        "RUN --mount=type=tmpfs,target=/scratch touch /zeros",
        "RUN mkdir -p /scratch && touch /scratch/kept && rm /zeros",
    ),
    "a mount of the second": (
        "RUN touch /zeros",
        "RUN --mount=type=tmpfs,target=/scratch touch /scratch/a && rm /zeros",
    ),
    "a shell of its own": (
        "RUN touch /zeros",
        'RUN ["/bin/rm", "/zeros"]',
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_join_would_differ(builder, name):
    first, second = REFUSED[name]
    text = f"FROM localhost/busybox\n{first}\n{second}\n"
    assert fix({"Dockerfile": text}, select=["deleted-in-later-layer"])["Dockerfile"] == text
    naive = f"FROM localhost/busybox\n{first} && {second.removeprefix('RUN ')}\n"
    naive = naive.replace("&& --mount=type=tmpfs,target=/scratch ", "&& ")
    assert _outcome(builder, naive) != _outcome(builder, text)


def test_login_shell_is_not_joined(tmp_path):
    """It reads the profile that the first RUN writes when it starts, so a joined one knows nothing of it. (buildah drops
    SHELL from images in OCI format, so the shell itself is asked.)"""
    first, second = "echo 'A=1; export A' > ~/.profile && touch ~/zeros", 'echo "${A:-none}" && rm ~/zeros'
    text = f'FROM a\nSHELL ["/bin/sh", "-lc"]\nRUN {first}\nRUN {second}\n'
    assert fix({"Dockerfile": text}, select=["deleted-in-later-layer"])["Dockerfile"] == text

    def run(script):
        environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
        command = ["/bin/sh", "-lc", script]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    assert [run(first), run(second)] == ["", "1\n"]
    (tmp_path / ".profile").unlink()
    assert run(f"{first} && {second}") == "none\n"


def _outcome(builder, text):
    try:
        return builder.build(text).files
    except builder.failed:
        return "failed"


HEREDOCS = (
    "RUN <<EOF\ntouch /zeros\nEOF\nRUN rm /zeros\n",
    "RUN touch /zeros\nRUN <<EOF\nrm /zeros\nEOF\n",
    "RUN cat > /zeros <<EOF\ntext\nEOF\nRUN rm /zeros\n",
)


@pytest.mark.parametrize("body", HEREDOCS)
def test_heredocs_are_not_joined(body):
    """Nothing to build: `EOF && rm /zeros` does not end a heredoc."""
    text = f"FROM localhost/busybox\n{body}"
    assert [finding.fix for finding in check({"Dockerfile": text}, select=["deleted-in-later-layer"])] == [None]
