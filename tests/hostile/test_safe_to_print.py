"""Promise 6: nothing in the input styles the terminal or speaks to the CI, and lost output is exit code 2."""

import json
import os
import pty
import re
import sys
from pathlib import Path

import pytest

NASTY = (
    *(
        "\x1b[31mred\x1b[0m",
        "\x1b]0;title\x07",
        "\x9b31m",
        "\x08\x08\x08",
        "\r::error::x",
        "\u202ereversed",
        "\u2066isolate\u2069",
    ),
    *(
        "zero\u200bwidth",
        "line\u2028sep",
        "next\x85line",
        "[red]markup[/red]",
        "[link=file:///etc/passwd]x[/link]",
        "%0A::error::x",
    ),
    *("::error file=x::y", "##[error]x", "##vso[task.setvariable]x", "\ufeff", "\x00"),
)
POD = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {0}\nspec:\n  containers:\n    - name: {0}\n      image: {0}\n"


def nasty_tree(tree):
    text = [word for word in NASTY if "\0" not in word and "\r" not in word]
    dockerfile = "FROM debian:latest\n" + "".join(
        f"RUN sudo echo {word}\n{word} x\nENV {word}=1\nCOPY --from={word} a b\nUSER {word}\nCMD {word}\nEXPOSE {word}\n"
        for word in text
    )
    tree.put({"Dockerfile": dockerfile})
    tree.put({f"{number}.yaml": POD.format(json.dumps(word)) for number, word in enumerate(NASTY)})
    tree.put(
        {
            f"c{number}/compose.yaml": f"services: {{{json.dumps(word)}: {{image: {json.dumps(word)}}}}}\n"
            for number, word in enumerate(NASTY)
        }
    )
    root = os.fsencode(tree.root)
    for word in NASTY:
        name = root + b"/" + word.replace("\0", "").replace("/", "_").encode() + b"-"
        os.makedirs(name, exist_ok=True)
        for file, content in (("Dockerfile", b"FROM debian:latest\n"), ("x.yaml", b"apiVersion: v1\nkind: [\n")):
            with open(name + b"/" + file.encode(), "wb") as out:
                out.write(content)


@pytest.mark.parametrize(
    "env",
    [
        {},
        {"FORCE_COLOR": "1"},
        {"LC_ALL": "C"},
        {"PYTHONIOENCODING": "ascii"},
        {"COLUMNS": "1"},
        {"GITHUB_ACTIONS": "true"},
    ],
)
def test_every_format(tree, env):
    nasty_tree(tree)
    outputs = tree.all_formats(env=env)
    found = json.loads(outputs["json"])["findings"]
    assert len(found) > 100
    sarif = json.loads(outputs["sarif"])
    assert len(sarif["runs"][0]["results"]) == len(found)
    for line in outputs["github"].splitlines():
        assert re.match(r"::(error|warning|notice) (file|title)=", line), line
        assert line.count("::") >= 2
    for line in outputs["concise"].splitlines()[:-1]:
        assert re.match(r"[\w./<]", re.sub(r"\x1b\[[0-9;]*m", "", line)), line
    for name in ("full", "concise"):
        for line in outputs[name].splitlines():
            plain = re.sub(r"\x1b\[[0-9;]*m", "", line)
            assert not plain.startswith(("::", "##")), line
            assert "##[" not in plain
            assert "##vso[" not in plain


def test_markup_is_shown_as_it_is(tree):
    tree.put({"Dockerfile": "FROM debian:12\nMAINTAINER [red]x[/red]\n[bold]RUN x\n"})
    out = tree.run("check", "--output-format", "full", env={"FORCE_COLOR": "1"}).out
    assert "[red]x[/red]" in out


def test_diffs_and_tracebacks(tree):
    nasty_tree(tree)
    for arguments in (("fix", "--diff", "--unsafe"), ("check", "-v"), ("check", "-v", "--select", "latest-base-image")):
        outcome = tree.run(*arguments)
        for line in outcome.out.splitlines():
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", line), line
            assert not line.startswith(("::", "##"))


def test_configs_are_quoted_safely(tree):
    for word in NASTY:
        tree.put({".k8slint.yaml": f"select: [{json.dumps(word)}]\n"})
        outcome = tree.run("check")
        assert outcome.code == 2
        assert not outcome.err.startswith("::")


@pytest.mark.parametrize("name", ["full", "concise", "json", "sarif", "github"])
def test_a_full_device(tree, name):
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full")
    with open("/dev/full", "wb") as full:
        for arguments in (("check",), ("fix", "--diff")):
            process = tree.start(*arguments, "--output-format", name, stdout=full)
            _, err = process.communicate(timeout=60)
            assert process.returncode == 2
            assert b"Traceback" not in err
            assert err
        process = tree.start("check", "--output-format", name, stdout=full, stderr=full)
        process.communicate(timeout=60)
        assert process.returncode == 2


@pytest.mark.parametrize("closed", [(1,), (2,), (1, 2), (0,), (0, 1, 2)])
def test_closed_streams(tree, closed):
    def close():
        for descriptor in closed:
            os.close(descriptor)

    for arguments in (("check",), ("check", "--output-format", "json"), ("fix", "--diff"), ("rules",), ("--version",)):
        process = tree.start(*arguments, before=close)
        out, err = process.communicate(timeout=60)
        assert b"Traceback" not in out + err
        if 1 in closed:
            assert process.returncode == 2, arguments
        else:
            assert process.returncode in (0, 1, 2)


def test_a_reader_that_goes_away(tree):
    tree.put({f"d{number}/Dockerfile": "FROM debian:latest\n" * 300 for number in range(10)})
    for name in ("full", "concise", "json", "sarif", "github"):
        reader, writer = os.pipe()
        process = tree.start("check", "--output-format", name, stdout=writer)
        os.close(writer)
        os.read(reader, 10)
        os.close(reader)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 2
        assert b"Traceback" not in err
        assert b"BrokenPipe" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="no terminals of this kind")
@pytest.mark.parametrize("size", [(24, 80), (1, 1), (0, 0), (2, 10_000)])
def test_a_real_terminal(tree, size):
    import fcntl
    import struct
    import termios

    nasty_tree(tree)
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
    process = tree.start("check", stdin=child, stdout=child, stderr=child, env={"TERM": "xterm-256color"})
    os.close(child)
    data = b""
    while True:
        try:
            block = os.read(parent, 65_536)
        except OSError:
            break
        if not block:
            break
        data += block
    os.close(parent)
    assert process.wait(timeout=60) == 1
    text = data.decode("utf-8")
    allowed = re.sub(r"\x1b\[[0-9;]*[mKGAB]|\x1b\[\?25[hl]|\r", "", text)
    assert "\x1b" not in allowed
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f]", allowed)
    assert "plain/Dockerfile" in text or size[1] < 20


def test_standard_input_comes_back_byte_for_byte(tree):
    for data in (b"\x1b[31m\xff\0", b"FROM debian:12\n\x1b[31m x\n", "\ufeffFROM a\u202e\r\n".encode()):
        source = Path(tree.home) / "input"
        source.write_bytes(data)
        with source.open("rb") as stdin:
            process = tree.start("fix", "-", "--stdin-filename", "Dockerfile", stdin=stdin)
            out, err = process.communicate(timeout=60)
        assert out == data
        assert b"\x1b" not in err
        assert process.returncode in (0, 1, 2)
