"""What a real terminal shows: whole words at any width, colours, a pager that is asked for."""

import fcntl
import os
import pty
import re
import struct
import sys
import termios

import pytest

MANIFEST = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: wob}}
    spec:
      containers:
        - name: app
          image: registry.example.com/shop/web
"""


def shown(project, width, *arguments, env=()):
    """The lines that a terminal of this width gets, and the exit code."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(project.folder)
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "TERM": "xterm",
            "XDG_CACHE_HOME": str(project.folder.parent / "cache"),
            **dict(env),
        }
        # Not execv: what readline puts into the environment, such as COLUMNS, is unknown to os.environ.
        os.execve(sys.executable, [sys.executable, "-m", "k8slint", *arguments], environment)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    data = b""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        data += part
    os.close(terminal)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return data.decode().replace("\r\n", "\n"), code


def plain(text):
    return re.sub(r"\x1b(\[[0-9;?]*[A-Za-z]|\]8;[^\x1b]*\x1b\\)", "", text)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_lines_fit_and_words_are_whole(project, width):
    project.write("deploy/web.yaml", MANIFEST)
    arguments = ("check", "--no-cache", "--select", "selector-template-mismatch,missing-memory-limit")
    text, code = shown(project, width, *arguments)
    lines = plain(text).splitlines()
    assert code == 1
    assert max(map(len, lines)) <= width
    whole = {word.rstrip(":") for word in project.run(*arguments).stdout.split()}
    # Code is cut, with an ellipsis; prose is not.
    assert [word for word in plain(text).split() if word.rstrip(":") not in whole and "…" not in word] == []


def test_a_terminal_gets_colours_that_can_be_read(project):
    project.write("deploy/web.yaml", MANIFEST)
    text, _ = shown(project, 80, "check", "--no-cache")
    assert "\x1b[1;31merror" in text
    assert not re.search(r"\x1b\[(\d+;)*34m", text)


def test_rules_link_to_their_pages_where_the_terminal_can(project):
    project.write("deploy/web.yaml", MANIFEST)
    assert "\x1b]8;" in shown(project, 80, "check", "--no-cache", env={"TERM_PROGRAM": "vscode"})[0]
    assert "\x1b]8;" not in shown(project, 80, "check", "--no-cache")[0]


def test_a_long_page_goes_through_the_pager(project):
    pager = project.folder.parent / "pager"
    pager.write_text("#!/bin/sh\nsed 's/^/> /' | head -3\n")
    pager.chmod(0o755)
    text, code = shown(project, 80, "explain", "size", "syntax", "security", env={"PAGER": str(pager)})
    assert code == 0
    assert plain(text).splitlines()[0] == "> size"
    assert len(text.splitlines()) == 3
    assert plain(shown(project, 80, "explain", "style", env={"PAGER": "cat"})[0]).startswith("style\n")


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_rules_fit_and_words_are_whole(project, width):
    text, code = shown(project, width, "rules", "missing-")
    whole = set(project.run("rules").stdout.replace(",", "").replace(":", "").split())
    assert code == 0
    assert max(len(line.rstrip()) for line in plain(text).splitlines()) <= width
    words = {word.strip("…,:") for word in plain(text).split() if not word.isdigit()}
    assert words <= whole | {"RULE`", "tells", "more.", "k8slint", "`k8slint"}


def test_warnings_are_broken_between_words(project):
    project.write("a.txt", "hello")
    text, code = shown(project, 40, "check", "a.txt")
    assert code == 2
    assert plain(text).splitlines()[:2] == [
        "k8slint: a.txt: neither a Dockerfile nor",
        "    a manifest; it was not linted",
    ]
