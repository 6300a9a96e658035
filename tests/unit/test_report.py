"""The formats that people read: `full` and `concise`, plain and in colour, and what surrounds the findings."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from textwrap import dedent

import pytest
from rich.cells import cell_len
from rich.console import Console

from k8slint._internal.report import (
    NARROWEST,
    WIDTH,
    Output,
    Report,
    UnknownReporter,
    load,
    reporters,
    wants_colour,
    wants_links,
)
from k8slint._internal.report.frame import frame
from k8slint._internal.report.paint import coded, rich_text
from k8slint._internal.report.text import finding_lines, render_failures, repeats
from k8slint._internal.report.wrap import wrapped
from k8slint._internal.rulekit.registry import Registry, load_registry
from k8slint._internal.rulekit.taxonomy import rule_url
from k8slint._internal.running.analyse import Failure
from k8slint._internal.running.engine import Result
from k8slint._internal.text.edit import Applicability, Edit, Fix
from k8slint._internal.text.finding import NOWHERE, Finding, Related, Severity
from k8slint._internal.text.record import replace
from k8slint._internal.text.source import Position, Range, Source, Span

DOCKERFILE = "FROM debian\nRUN dd if=/dev/zero of=/zeros\nRUN rm /zeros\n"


def span_of(source: Source, needle: str) -> Span:
    start = source.text.index(needle)
    return Span(start, start + len(needle))


def finding(source: Source, needle: str, message: str = "it is wrong", severity=Severity.WARNING, **more) -> Finding:
    span = span_of(source, needle)
    return Finding("some-rule", source.path, span, message, severity, range=source.range(span), **more)


def related(source: Source, needle: str, message: str) -> Related:
    span = span_of(source, needle)
    return Related(source.path, span, message, source.range(span))


def report(*findings: Finding, sources: tuple[Source, ...] = (), failures=(), aside=(), suppressed=0, **more) -> Report:
    result = Result(findings, tuple(failures), max(len(sources), 1), suppressed, tuple(aside))
    return Report(result, {source.path: source for source in sources}.get, **more)


def rendered(name: str, of: Report, *, colour: bool = False, width: int = 80) -> str:
    stream = io.StringIO()
    load(name)(of, Output(stream, colour=colour, width=width))
    return stream.getvalue()


def shown(text: str, needle: str, *, width: int = 80, mark: str = "^") -> str:
    source = Source("f", text)
    lines = frame(source, span_of(source, needle), "error", width=width, mark=mark)
    return "\n".join("".join(part for part, _ in line).rstrip() for line in lines)


def block(text: str) -> str:
    return dedent(text).strip("\n")


# --- full


def test_full_shows_place_code_related_places_and_fix():
    source = Source("app/Dockerfile", DOCKERFILE)
    found = finding(
        source,
        "rm /zeros",
        "`/zeros` still ships: an earlier layer wrote it",
        related=(related(source, "dd if=/dev/zero of=/zeros", "written here"),),
        fix=Fix("join the two `RUN`s", (Edit(Span(0, 0), "x"),)),
    )
    assert (
        rendered("full", report(found, sources=(source,)))
        == block("""
        app/Dockerfile:3:5: warning some-rule `/zeros` still ships: an earlier layer wrote it
        1 | FROM debian
        2 | RUN dd if=/dev/zero of=/zeros
        3 | RUN rm /zeros
          |     ^^^^^^^^^
          = see app/Dockerfile:2:5: written here
        2 | RUN dd if=/dev/zero of=/zeros
          |     -------------------------
          = help: join the two `RUN`s [`k8slint fix`]

        Found 1 warning in 1 file (1 checked). 1 fixable with `k8slint fix`.
    """)
        + "\n"
    )


def test_a_related_place_in_a_file_without_text_is_named_all_the_same():
    source = Source("Dockerfile", DOCKERFILE)
    there = Related("gone.yaml", Span(3, 4), "used here", Range(Position(2, 1), Position(2, 2)))
    text = rendered("full", report(finding(source, "rm", related=(there,)), sources=(source,)))
    assert "  = see gone.yaml:2:1: used here\n" in text


def test_only_some_related_places_are_drawn():
    source = Source("f", "\n".join(f"line{i}" for i in range(1, 10)))
    places = tuple(related(source, f"line{i}", f"note {i}") for i in range(2, 8))
    text = rendered("full", report(finding(source, "line1", related=places), sources=(source,)))
    assert [i for i in range(2, 8) if f"note {i}" in text] == [2, 3, 4, 5, 6, 7]
    assert [i for i in range(2, 8) if f"{i} | line{i}" in text] == [2, 3, 4]


def test_a_finding_without_text_has_no_frame():
    found = Finding(
        "unreadable-file", "x", NOWHERE, "is UTF-16", Severity.ERROR, range=Range(Position(1, 1), Position(1, 1))
    )
    assert rendered("full", report(found, quiet=True)) == "x:1:1: error unreadable-file is UTF-16\n\n"
    assert rendered("full", report(replace(found, range=None), quiet=True)) == "x: error unreadable-file is UTF-16\n\n"


@pytest.mark.parametrize(
    ("applicability", "hint"),
    [
        (Applicability.SAFE, "do it [`k8slint fix`]"),
        (Applicability.UNSAFE, "do it [`k8slint fix --unsafe`]"),
        (Applicability.DISPLAY, "do it"),
    ],
)
def test_help_says_how_far_a_fix_goes(applicability, hint):
    source = Source("f", "x")
    found = finding(source, "x", fix=Fix("do it", (), applicability))
    assert f"  = help: {hint}\n" in rendered("full", report(found, sources=(source,)))


# --- frames


@pytest.mark.parametrize(
    ("text", "needle", "expected"),
    [
        pytest.param("a b c", "b", "1 | a b c\n  |   ^", id="one line"),
        pytest.param("\tkey:\tvalue", "value", "1 |     key:    value\n  |             ^^^^^", id="tabs"),
        pytest.param("世界 x", "x", "1 | 世界 x\n  |      ^", id="wide characters before"),
        pytest.param("x 世界", "世界", "1 | x 世界\n  |   ^^^^", id="wide characters inside"),
        pytest.param("e\u0301 x", "x", "1 | e\u0301 x\n  |   ^", id="combining"),
        pytest.param("a \x1b[31m x", "x", "1 | a \\x1b[31m x\n  |            ^", id="escape before"),
        pytest.param("a \u202e x", "\u202e", "1 | a \\u202e x\n  |   ^^^^^^", id="escape inside"),
        pytest.param("one\r\ntwo\r\n", "two", "2 | two\n  | ^^^", id="CRLF"),
        pytest.param("one\ntwo\n", "one\n", "1 | one\n  | ^^^", id="line end belongs to its line"),
        pytest.param("a ##[error]b", "b", "1 | a #\\x23[error]b\n  |               ^", id="command before"),
        pytest.param("a\nRUN x \\\n  y\nb", "RUN x \\\n  y", "2 | / RUN x \\\n3 | |   y\n  | |___^", id="two lines"),
        pytest.param(
            "RUN x \\\n  y", "x \\\n  y", "1 |   RUN x \\\n  |  _____^\n2 | |   y\n  | |___^", id="from within"
        ),
    ],
)
def test_frame(text, needle, expected):
    assert shown(text, needle) == expected


def test_an_empty_span_gets_one_mark_even_at_the_end():
    source = Source("f", "ab\n")
    for at, column in ((0, 0), (1, 1), (2, 2), (3, 0), (99, 0)):
        rows = ["".join(part for part, _ in line) for line in frame(source, Span(at, at), "error", width=80)]
        assert rows[1] == "  | " + " " * column + "^", at


def test_a_long_span_is_capped():
    text = "".join(f"line {i}\n" for i in range(1, 101))
    assert shown(text, text) == block("""
          1 | / line 1
          2 | | line 2
          3 | | line 3
          4 | | line 4
        ...   |
         97 | | line 97
         98 | | line 98
         99 | | line 99
        100 | | line 100
            | |________^
    """)


@pytest.mark.parametrize("before", [0, 10, 30, 60, 100, 5_000])
@pytest.mark.parametrize("after", [0, 30, 60, 5_000])
@pytest.mark.parametrize("filler", ["x", "世", "\x1b", "\t", "e\u0301"])
def test_a_long_line_is_cut_around_the_span(before, after, filler):
    code, marks = shown(filler * before + "NEEDLE" + filler * after, "NEEDLE", width=60).split("\n")
    assert "NEEDLE" in code
    assert cell_len(code) <= 60
    at = marks.index("^")
    assert cell_len(code[: code.index("NEEDLE")]) == at
    assert marks.count("^") == 6


def test_a_span_longer_than_the_line_has_room_for_is_cut_too():
    code, marks = shown("a" * 500, "a" * 500, width=60).split("\n")
    assert code == "1 | " + "a" * 55 + "…"
    assert marks == "  | " + "^" * 55


def test_frames_of_a_huge_line_cost_the_same_as_of_a_short_one():
    source = Source("f", "{" + "x" * 20_000_000 + "}")
    for at in range(0, 20_000_000, 40_000):
        frame(source, Span(at, at + 1_000_000), "error", width=100)


# --- around the findings


def test_summary_counts_severities_and_fixes():
    source = Source("a", "abcdef")
    fixes = [Fix("t", (), level) for level in (Applicability.SAFE, Applicability.UNSAFE, Applicability.UNSAFE)]
    found = [
        finding(source, "a", severity=Severity.ERROR, fix=fixes[0]),
        finding(source, "b", severity=Severity.ERROR, fix=fixes[1]),
        finding(source, "c", severity=Severity.WARNING, fix=fixes[2]),
        replace(finding(source, "d", severity=Severity.INFO), path="b"),
    ]
    text = rendered("concise", report(*found, sources=(source,), suppressed=1, aside=(("x", "y"),)))
    assert text.splitlines()[-1] == (
        "Found 2 errors, 1 warning, 1 note in 2 files (1 checked, 1 not linted: 1 (y), 1 finding suppressed)."
        " 1 fixable with `k8slint fix`, 2 more with `--unsafe`."
    )


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "No findings (1 file checked).\n"),
        ({"fixes": (("f", "r", "t"),) * 2}, "Fixed 2 findings.\nNo findings (1 file checked).\n"),
        ({"elapsed": 1.5}, "No findings (1 file checked).\n"),
        ({"elapsed": 1.5, "verbose": 1}, "No findings (1 file checked in 1.50 s).\n"),
        ({"quiet": True}, ""),
        (
            {"aside": (("a.yaml", "is a Helm template"),)},
            "No findings (1 file checked, 1 not linted: 1 Helm template).\n",
        ),
        (
            {"aside": (("a.yaml", "is a Helm template"),), "verbose": 1},
            "a.yaml: not linted: is a Helm template\nNo findings (1 file checked, 1 not linted: 1 Helm template).\n",
        ),
        (
            {"failures": (Failure("x", 0, "broke"),)},
            "No findings, but not everything could be linted (1 file checked).\n",
        ),
    ],
)
@pytest.mark.parametrize("name", ["full", "concise"])
def test_without_findings(name, more, expected):
    assert rendered(name, report(**more)) == expected


def test_failures_show_tracebacks_only_when_asked():
    failures = [Failure("a/b", 3, "rule `x` failed", 'Traceback:\n  File "x"\n\x1b[31m\n'), Failure("", 0, "bad pack")]
    quiet, verbose = io.StringIO(), io.StringIO()
    render_failures(failures, Output(quiet))
    render_failures(failures, Output(verbose), verbose=1)
    assert quiet.getvalue() == "k8slint: error: a/b:3:1: rule `x` failed\nk8slint: error: bad pack\n"
    assert (
        verbose.getvalue()
        == block("""
        k8slint: error: a/b:3:1: rule `x` failed
          | Traceback:
          |   File "x"
          | \\x1b[31m
        k8slint: error: bad pack
    """)
        + "\n"
    )


# --- concise


def test_concise_is_a_line_a_finding():
    source = Source("Dockerfile", DOCKERFILE)
    found = [
        finding(source, "rm", "remove `it`", fix=Fix("t", ())),
        finding(source, "dd", fix=Fix("t", (), Applicability.UNSAFE)),
        finding(source, "FROM", fix=Fix("t", (), Applicability.DISPLAY)),
    ]
    assert (
        rendered("concise", report(*found, sources=(source,), quiet=True))
        == block("""
        Dockerfile:3:5: warning some-rule remove `it` [*]
        Dockerfile:2:5: warning some-rule it is wrong [* unsafe]
        Dockerfile:1:1: warning some-rule it is wrong
    """)
        + "\n"
    )


# --- colour


def test_colour_says_the_same_as_plain():
    source = Source("Dockerfile", DOCKERFILE)
    found = finding(
        source,
        "rm /zeros",
        "[bold]`/zeros`[/bold] :smile: still ships",
        related=(related(source, "dd", "written [red]here"),),
        fix=Fix("join", ()),
    )
    of = report(found, sources=(source,))
    console = Console(record=True, file=io.StringIO(), force_terminal=True, color_system="standard", width=80)
    console.print(rich_text(finding_lines(found, of, 80)), soft_wrap=True, end="")
    recorded = console.export_text(clear=False)
    assert recorded == rendered("full", replace(of, quiet=True)).removesuffix("\n")
    assert "\x1b[1;33mwarning" in console.export_text(styles=True)


def test_colour_wraps_nothing_and_keeps_every_character():
    source = Source("Dockerfile", "FROM " + "x" * 400)
    of = report(finding(source, "FROM", "m" * 300), sources=(source,))
    coloured = rendered("full", of, colour=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == rendered("full", of)
    assert coloured != rendered("full", of)


def test_plain_text_needs_no_rich():
    code = (
        "import io, sys\n"
        "from k8slint._internal.report import Output, Report, load\n"
        "class R: findings = failures = aside = (); checked = 1; suppressed = 0\n"
        "load('full')(Report(R, {}.get), Output(io.StringIO()))\n"
        "unwanted = {'rich', 're', 'json', 'typing', 'pathlib', 'difflib', 'shutil'} & sys.modules.keys()\n"
        "sys.exit(f'imported {unwanted}' if unwanted else 0)\n"
    )
    run = [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {[p for p in sys.path if p]!r}\n{code}"]
    done = subprocess.run(run, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


class Stream(io.StringIO):
    def __init__(self, tty: bool) -> None:
        super().__init__()
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


@pytest.mark.parametrize(
    ("tty", "environ", "colour"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": ""}, False),
        (True, {"FORCE_COLOR": "0"}, False),
        (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (False, {"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        (True, {"TERM": "xterm"}, True),
        (False, {"CLICOLOR_FORCE": "1"}, True),
        (False, {"CLICOLOR_FORCE": "0"}, False),
        (True, {"CLICOLOR": "0"}, False),
        (False, {"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_decision(tty, environ, colour):
    assert wants_colour(Stream(tty), environ) is colour
    assert Output.to(Stream(tty), environ).colour is colour


def test_a_closed_stream_gets_no_colour():
    stream = io.StringIO()
    stream.close()
    assert wants_colour(stream, {}) is False


@pytest.mark.parametrize(
    ("columns", "width"),
    [("200", 200), ("3", NARROWEST), ("0", WIDTH), ("", WIDTH), ("wide", WIDTH), ("9" * 5000, WIDTH), ("²", WIDTH)],
)
def test_width_comes_from_the_environment_or_stays_fixed(columns, width):
    assert Output.to(Stream(False), {"COLUMNS": columns}).width == width


def test_streams_never_fail_on_a_character():
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", write_through=True)
    Output.to(stream, {}).write("世 … \udc80")
    assert raw.getvalue() == b"\\u4e16 \\u2026 \\udc80"


# --- which formats


def test_packs_add_formats_but_replace_none():
    registry = Registry([])
    registry.reporters.update({"shout": "test_report:shout", "json": "test_report:shout"})
    assert list(reporters()) == ["full", "concise", "json", "sarif", "github"]
    assert reporters(registry)["shout"] == "test_report:shout"
    assert reporters(registry)["json"] == "k8slint._internal.report.json:render"
    for name in reporters():
        assert load(name).__module__.startswith("k8slint._internal.report.")


def test_an_unknown_format_is_named_with_those_there_are():
    with pytest.raises(UnknownReporter, match="unknown output format `xml`; there are full, concise"):
        load("xml")


# --- code in messages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", [("plain", "")]),
        ("a `b` c", [("a ", ""), ("`b`", "code"), (" c", "")]),
        ("`b`", [("`b`", "code")]),
        ("an odd ` stays", [("an odd ` stays", "")]),
        ("``", [("``", "code")]),
    ],
)
def test_coded(text, expected):
    assert coded(text) == expected


# --- on a terminal


TERMINAL = "deploy/overlays/production/web.yaml"


def on_terminal(of: Report, width: int, *, links: bool = False) -> list[str]:
    stream = io.StringIO()
    load("full")(of, Output(stream, width=width, wraps=True, links=links))
    return stream.getvalue().splitlines()


def long_report() -> Report:
    source = Source(TERMINAL, "kind: Deployment\nspec:\n  replicas: 3\n")
    message = "each pod of this workload takes what is left of the memory of its node; set `resources.limits.memory`"
    fix = Fix("set the memory limit that the other containers of this project have already", ())
    place = related(source, "spec", "the other containers of this project have a limit of their own here")
    found = finding(source, "replicas", message, fix=fix, related=(place,), object="Deployment/web, container app")
    return report(found, sources=(source,))


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_terminal_gets_whole_words_and_hanging_indents(width):
    lines = on_terminal(long_report(), width)
    assert all(cell_len(line) <= width or len(line.split()) == 1 for line in lines)
    together = " ".join(" ".join(lines).split())
    assert "takes what is left of the memory of its node; set `resources.limits.memory`" in together
    assert "set the memory limit that the other containers of this project have already [`k8slint fix`]" in together
    assert lines[1].startswith("    ") or width == 120


def test_a_narrow_terminal_gets_the_path_on_its_own_line():
    assert on_terminal(long_report(), 60)[0] == f"{TERMINAL}:3:3"


def test_a_word_wider_than_the_terminal_is_left_whole():
    lines = ["".join(text for text, _ in line) for line in wrapped([("a ", ""), ("x" * 60, ""), (" b", "")], 40, 4)]
    assert lines == ["a", "x" * 60, "    b"]
    rows = wrapped([("one ", ""), ("x" * 38, ""), (" b", "")], 40, 4)
    assert ["".join(text for text, _ in row) for row in rows] == ["one", "  " + "x" * 38, "    b"]


def test_wrapping_keeps_styles_and_the_room_at_the_start():
    line = [("   = ", "gutter"), ("help", "help"), (": one `two three` four", "")]
    assert list(wrapped(line, 80, 6)) == [line]
    rows = list(wrapped(line, 17, 6))
    assert ["".join(text for text, _ in row) for row in rows] == ["   = help: one", "      `two three`", "      four"]
    assert rows[0][3] == (" ", "gutter") or ("help", "help") in rows[0]


def test_a_pipe_gets_a_line_for_each_thing_said():
    text = rendered("full", long_report(), width=40)
    assert "    " + "set `resources" not in text
    assert text.splitlines()[0].endswith("set `resources.limits.memory`")


def test_the_object_of_a_finding_is_named():
    assert "  = in Deployment/web, container app\n" in rendered("full", long_report())


def test_context_is_two_lines_without_blank_ends():
    source = Source("f", "one\n\n\nfour\nfive\nsix\n\neight\n")
    text = rendered("full", report(finding(source, "five"), sources=(source,), quiet=True))
    assert [line for line in text.splitlines() if " | " in line] == [
        "4 | four",
        "5 | five",
        "  | ^^^^",
        "6 | six",
    ]


@pytest.mark.parametrize(
    ("message", "title", "again"),
    [
        ("`app` is relative; write `/app`", "write `/app`", True),
        ("port `80/tpc` has no protocol of that name; write `80/tcp`", "write `80/tcp` here", False),
        ("no `user` is set; add `USER app` before the command", "add `USER app`", True),
        ("this file still ships; join the two `RUN`s", "join the `RUN`s", True),
        ("this file still ships; join the two `RUN`s", "remove the file in the same `RUN`", False),
        ("this is wrong", "do it", False),
        ("it is wrong", "", False),
    ],
)
def test_help_does_not_repeat_the_message(message, title, again):
    assert repeats(message, title) is again
    source = Source("f", "x")
    text = rendered("full", report(finding(source, "x", message, fix=Fix(title, ())), sources=(source,)))
    assert ("= help: `k8slint fix` does this\n" in text) is again


def test_a_remedy_that_is_only_shown_and_said_already_has_no_help():
    source = Source("f", "x")
    found = finding(source, "x", "wrong; do it now", fix=Fix("do it now", (), Applicability.DISPLAY))
    assert "help" not in rendered("full", report(found, sources=(source,)))


def test_the_summary_counts_reasons():
    aside = [(f"{n}.yaml", "is a Helm template") for n in range(3)] + [("x.yaml", "no Kubernetes objects")]
    assert "4 not linted: 3 Helm templates, 1 without Kubernetes objects)" in rendered("full", report(aside=aside))
    many = [(f"{n}.yaml", f"reason {n}") for n in range(9)]
    assert "3 for other reasons (-v names them)" in rendered("full", report(aside=many))


@pytest.mark.parametrize(
    ("tty", "environ", "links"),
    [
        (True, {}, False),
        (True, {"TERM_PROGRAM": "vscode"}, True),
        (True, {"TERM": "xterm-kitty"}, True),
        (True, {"VTE_VERSION": "7200"}, True),
        (True, {"VTE_VERSION": "4200"}, False),
        (True, {"TERM_PROGRAM": "vscode", "CI": "true"}, False),
        (False, {"TERM_PROGRAM": "vscode"}, False),
        (False, {"FORCE_HYPERLINK": "1"}, True),
        (True, {"FORCE_HYPERLINK": "0", "TERM_PROGRAM": "vscode"}, False),
    ],
)
def test_which_terminals_get_links(tty, environ, links):
    assert wants_links(Stream(tty), environ) is links


def test_the_name_of_a_rule_links_to_its_page():
    source = Source("f", "x")
    registry = load_registry()
    name = registry.entries[0].name
    of = replace(report(replace(finding(source, "x"), rule=name), sources=(source,)), registry=registry)
    stream = io.StringIO()
    load("full")(of, Output(stream, colour=True, links=True))
    assert re.search(rf"\x1b\]8;id=\d+;{re.escape(rule_url(name))}\x1b\\", stream.getvalue())
    assert "\x1b]8" not in rendered("full", of, colour=True)
    assert f"= page: {rule_url(name)}\n" in rendered("full", replace(of, verbose=1))


def test_documents_of_linted_files_are_counted_apart():
    aside = [("a.yaml", "Helm template"), ("b.yaml:3", "Helm template"), ("b.yaml:9", "Helm template")]
    text = rendered("full", report(aside=aside))
    assert "1 not linted: 1 Helm template, 2 documents in them not linted: 2 Helm templates)" in text
