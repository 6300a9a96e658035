"""What a stranger's file names and texts may do to a terminal, an editor or a CI: nothing, in any format."""

from __future__ import annotations

import io
import json
import re
import unicodedata

import pytest

from k8slint._internal.report import Output, Report, load, reporters
from k8slint._internal.report.diff import render as render_diff
from k8slint._internal.report.printable import LONGEST, printable, shown, shown_path, without_surrogates
from k8slint._internal.report.text import render_failures
from k8slint._internal.running.analyse import Failure
from k8slint._internal.running.engine import Result
from k8slint._internal.text.edit import Edit, Fix
from k8slint._internal.text.finding import Finding, Related, Severity
from k8slint._internal.text.source import Source, Span

NASTY = [
    "\x1b[2J\x1b]0;owned\x07",
    "\x9b31m",
    "a\rb",
    "a\nb",
    "\x08\x08\x7f",
    "\u202egnp.exe",
    "\u2066\u2069",
    "\u2028\u2029\x85",
    "zero\u200bwidth\ufeff",
    "\udc80\ud800",
    "\U000e0041\U000e007f",
    "[bold red]markup[/] :smile: [link=http://x]y[/link]",
    "::error file=x::owned",
    "##[error]owned ##vso[task.complete]x ##teamcity[x]",
    "%0A::set-output name=a::b",
    " ::stop-commands::x",
    "-rf",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain text `x` ## done", "plain text `x` ## done"),
        ("größe 世界 🎉 e\u0301", "größe 世界 🎉 e\u0301"),
        ("\x00\x1b\x7f\x9b", "\\x00\\x1b\\x7f\\x9b"),
        ("a\tb\nc\rd", "a\\tb\\nc\\rd"),
        ("\x85\u2028\u2029", "\\x85\\u2028\\u2029"),
        ("\u202e\u2066\u200b\u200d\ufeff", "\\u202e\\u2066\\u200b\\u200d\\ufeff"),
        ("\udc80", "\\udc80"),
        ("\U000e0041", "\\U000e0041"),
        ("a\xa0b\xadc\u3164", "a\\xa0b\\xadc\\u3164"),
        ("##[error]x", "#\\x23[error]x"),
        ("###[x", "##\\x23[x"),
        ("##vso[x ##teamcity[y", "#\\x23vso[x #\\x23teamcity[y"),
        ("## [x] ##", "## [x] ##"),
    ],
)
def test_printable(text, expected):
    assert printable(text) == expected


def test_printable_lets_no_control_format_or_separator_through():
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    for code in range(0x110000):
        character = chr(code)
        if unicodedata.category(character) in hidden and not 0x600 <= code <= 0x8E2 and code < 0x10000:
            assert printable(character).startswith("\\"), hex(code)
        elif code < 0x7F and code > 0x1F:
            assert printable(character) == character


def test_what_is_printed_of_a_long_text_is_bounded():
    assert len(shown("x" * 10_000_000)) == LONGEST
    assert shown("x" * LONGEST) == "x" * LONGEST


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/b", "a/b"),
        ("../b", "../b"),
        ("/a", "/a"),
        ("_x", "_x"),
        ("<stdin>", "<stdin>"),
        ("世界", "世界"),
        ("::error::x", "./::error::x"),
        ("-x", "./-x"),
        (" x", "./ x"),
        ("##[x]", "./#\\x23[x]"),
        ("\x1bx", "./\\x1bx"),
        ("", ""),
    ],
)
def test_a_path_that_starts_a_line_looks_like_a_path(path, expected):
    assert shown_path(path) == expected


def test_without_surrogates():
    assert without_surrogates("a\udc80é") == "a\\udc80é"
    assert without_surrogates("é") == "é"


def hostile(text: str) -> Report:
    """A report with `text` in each place that input can reach."""
    lines = text.encode("utf-8", "replace").decode()
    source = Source(text, f"{lines}\nFROM {lines} x\n{lines}")
    span = Span(len(lines) + 1, len(lines) + 6 + len(lines))
    related = (Related("", span, text, source.range(span)), Related(f"{text}2", span, text, source.range(span)))
    fix = Fix(text, (Edit(span, lines),))
    found = Finding("some-rule", text, span, f"value `{text}`", Severity.ERROR, related, fix, source.range(span))
    bare = Finding(text, f"{text}2", span, text, Severity.INFO, range=source.range(span))
    failures = (Failure(text, 1, text, f"trace\n{text}"), Failure("", 0, text))
    result = Result((found, bare), failures, 1, 0, ((text, text),))
    return Report(result, lambda path: source if path == text else None, root=f"/{lines}", version="1", verbose=1)


def assert_safe(output: str, *, colour: bool = False) -> None:
    if colour:
        output = re.sub(r"\x1b\[[0-9;]*m", "", output)
    assert printable(output.replace("\n", "")) == output.replace("\n", "")
    output.encode()


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("name", list(reporters()))
def test_no_format_lets_it_through(name, colour, text):
    stream = io.StringIO()
    load(name)(hostile(text), Output(stream, colour=colour))
    output = stream.getvalue()
    assert_safe(output, colour=colour and name in ("full", "concise"))
    for line in output.split("\n"):
        if name == "github":
            assert line == "" or re.match(r"::(error|notice) (file|title)=[^:]*::", line)
        else:
            assert not line.lstrip().startswith(("::", "##", "-", "\\"))
    if name in ("json", "sarif"):
        json.dumps(json.loads(output), ensure_ascii=False).encode()


@pytest.mark.parametrize("text", NASTY)
def test_failures_let_nothing_through(text):
    for colour in (False, True):
        stream = io.StringIO()
        render_failures(hostile(text).result.failures, Output(stream, colour=colour), verbose=1)
        assert_safe(stream.getvalue(), colour=colour)
        assert all(re.match(r"(\x1b\[[0-9;]*m)?(k8slint: |  \| |$)", line) for line in stream.getvalue().split("\n"))


@pytest.mark.parametrize("text", [text for text in NASTY if "\udc80" not in text])
def test_diffs_let_nothing_through(text):
    for colour in (False, True):
        stream = io.StringIO()
        render_diff(text, f"a\n{text}\nb", f"a\n{text}x\nc\n", Output(stream, colour=colour))
        assert_safe(stream.getvalue(), colour=colour)


def test_json_keeps_what_it_escapes():
    text = "\x1b\u202e##[error]\x7f"
    (found, _) = json.loads(rendered_json(text))["findings"]
    assert found["path"] == text
    assert found["message"] == f"value `{text}`"


def rendered_json(text: str) -> str:
    stream = io.StringIO()
    load("json")(hostile(text), Output(stream))
    return stream.getvalue()


def test_sarif_messages_are_safe_for_who_shows_them():
    stream = io.StringIO()
    load("sarif")(hostile("a\x1b\u202eb"), Output(stream))
    (run,) = json.loads(stream.getvalue())["runs"]
    assert run["results"][0]["message"]["text"].startswith("value `a\\x1b\\u202eb` (see [")
    assert run["invocations"][0]["toolExecutionNotifications"][1]["message"]["text"] == "a\\x1b\\u202eb"


def test_sarif_paths_keep_bytes_that_are_no_text():
    stream = io.StringIO()
    load("sarif")(hostile("caf\udce9"), Output(stream))
    assert '"uri": "caf%E9"' in stream.getvalue()
