"""Pages about rules, made of their classes: `explain` for a terminal, `markdown` for the documentation."""

from __future__ import annotations

from inspect import cleandoc
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from k8slint._internal.kinds.document import OF_OBJECTS
from k8slint._internal.report.paint import coded, paint
from k8slint._internal.report.printable import printable
from k8slint._internal.rulekit.registry import entry_of
from k8slint._internal.rulekit.rule import Bad, Good
from k8slint._internal.rulekit.taxonomy import CATEGORIES, DEFAULT_PROFILE, PROFILES, PROJECT_SUBJECTS
from k8slint._internal.text.finding import Severity
from k8slint._internal.text.record import Record
from k8slint._internal.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from k8slint._internal.report import Output
    from k8slint._internal.report.paint import Line
    from k8slint._internal.rulekit.registry import RuleEntry
    from k8slint._internal.rulekit.rule import Rule

REASONS = {
    "development": "it breaks or endangers what is built or deployed",
    "maintenance": "it costs robustness, size or upkeep, not the build",
    "strict": "it is a matter of policy or taste",
}
"""Why a rule stands in the profile that first holds it."""

_FIXES = {"": "none", "safe": "safe, applied by `k8slint fix`", "unsafe": "unsafe, applied by `k8slint fix --unsafe`"}
_ANNOTATED = OF_OBJECTS | PROJECT_SUBJECTS
"""Subjects whose rules an annotation of an object can silence."""
WIDEST = 100
"""Characters of a line of prose."""


class Heading(Record):
    """`level` is 2 for a part of the page, 3 for a part of that."""

    text: str
    level: int = 2


class Paragraph(Record):
    text: str


class Bullets(Record):
    items: tuple[str, ...]


class Code(Record):
    """`marks` are the spans to underline; `language` is the one that Markdown names."""

    text: str
    language: str
    marks: tuple[Span, ...] = ()


Block = Heading | Paragraph | Bullets | Code


class Page(Record):
    """What there is to say about a rule. `title` says in one line what is wrong; `facts` are a label and a text each."""

    name: str
    title: str
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]


def page(cls: type[Rule[Any]], entry: RuleEntry | None = None) -> Page:
    """The page of a rule; `entry` is its entry in the registry, made of the class when not given."""
    entry = entry or entry_of(cls, cls.__module__)
    words = tuple(docstring(cls.__doc__ or ""))
    blocks = (
        *(block for block in words if not _label(block)),
        *_part(words, "Fix safety"),
        *_examples(cls),
        *_options(entry),
        *_silencing(entry),
        *_part(words, "References"),
    )
    return Page(entry.name, cls.title, tuple(_facts(cls, entry)), blocks)


def explain(cls: type[Rule[Any]], entry: RuleEntry | None, out: Output) -> None:
    """Writes the page of a rule to a terminal or a file."""
    paint(page_lines(page(cls, entry), min(out.width, WIDEST)), out)


def markdown(cls: type[Rule[Any]], entry: RuleEntry | None = None) -> str:
    """The page of a rule as Markdown, ending in a newline."""
    this = page(cls, entry)
    parts = [f"# {this.name}"]
    if this.title:
        parts.append(f"**{this.title}.**")
    parts.append("\n".join(f"- {label}: {text}" for label, text in this.facts))
    for block in this.blocks:
        if isinstance(block, Heading):
            parts.append(f"{'#' * block.level} {block.text}")
        elif isinstance(block, Bullets):
            parts.append("\n".join(f"- {_linked(item)}" for item in block.items))
        elif isinstance(block, Code):
            lines = [text for text, _ in _rows(block)]
            parts.append("\n".join([f"```{'text' if block.marks else block.language}", *lines, "```"]))
        else:
            parts.append(_linked(block.text))
    return "\n\n".join(parts) + "\n"


def _linked(text: str) -> str:
    """Prose as Markdown: a bare address becomes a link, and code stays as it is."""
    parts = text.split("`")
    for number in range(0, len(parts), 2):
        words = parts[number].split(" ")
        parts[number] = " ".join(f"<{word}>" if word.startswith(("https://", "http://")) else word for word in words)
    return "`".join(parts)


# --- what a page holds


def _facts(cls: type[Rule[Any]], entry: RuleEntry) -> Iterator[tuple[str, str]]:
    yield "Severity", Severity(entry.severity).label
    yield "Category", f"{entry.category}: {CATEGORIES.get(entry.category, '')}".rstrip(": ")
    held = PROFILES[PROFILES.index(entry.profile) :]
    names = ", ".join(f"{name} (the default)" if name == DEFAULT_PROFILE else name for name in held)
    yield "Profiles", f"{names}: {REASONS[entry.profile]}"
    yield "Fix", _FIXES[entry.fixable]
    if entry.aliases:
        yield "Also known as", ", ".join(f"`{alias}`" for alias in entry.aliases)
    yield "Since", cls.since
    if entry.pack not in ("builtin", cls.__module__):
        yield "Pack", entry.pack


def docstring(text: str) -> Iterator[Block]:
    """The blocks of a docstring: paragraphs, lists with `-`, code that is indented or fenced."""
    lines = cleandoc(text).split("\n")
    at = 0
    while at < len(lines):
        start = at
        if not lines[at].strip():
            at += 1
        elif lines[at].startswith("```"):
            at += 1
            while at < len(lines) and not lines[at].startswith("```"):
                at += 1
            yield Code("\n".join(lines[start + 1 : at]), lines[start].strip("` ") or "text")
            at += 1
        elif lines[at].startswith("    "):
            while at < len(lines) and (lines[at].startswith("    ") or not lines[at].strip()):
                at += 1
            yield Code(dedent("\n".join(lines[start:at])).strip("\n"), "text")
        elif _is_item(lines[at]):
            items: list[str] = []
            while at < len(lines) and (_is_item(lines[at]) or lines[at].startswith("  ")):
                if _is_item(lines[at]):
                    items.append(lines[at][2:].strip())
                else:
                    items[-1] += f" {lines[at].strip()}"
                at += 1
            yield Bullets(tuple(items))
        else:
            while at < len(lines) and lines[at].strip() and not _is_item(lines[at]) and lines[at][:3] != "```":
                at += 1
            yield Paragraph(" ".join(line.strip() for line in lines[start:at]))


_LABELS = ("Fix safety", "References")
"""Parts of a docstring that have a heading of their own: paragraphs that begin with the label and a colon."""


def _label(block: Block) -> str:
    """The label that a paragraph begins with, or ""."""
    if isinstance(block, Paragraph):
        label, colon, _ = block.text.partition(":")
        if colon and label in _LABELS:
            return label
    return "References" if isinstance(block, Bullets) and all(_is_address(item) for item in block.items) else ""


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://")) and " " not in text


def _part(words: tuple[Block, ...], label: str) -> Iterator[Block]:
    """The blocks of a docstring that carry a label, below a heading of that name. Addresses become a list."""
    found = [block for block in words if _label(block) == label]
    if not found:
        return
    yield Heading(label)
    for block in found:
        if isinstance(block, Paragraph):
            text = block.text.partition(":")[2].strip()
            pieces = [piece.rstrip(",;.") for piece in text.split()]
            if pieces and all(_is_address(piece) for piece in pieces):
                yield Bullets(tuple(pieces))
            elif text:
                yield Paragraph(text[:1].upper() + text[1:])
        else:
            yield block


def _is_item(line: str) -> bool:
    return line.startswith(("- ", "* "))


def _options(entry: RuleEntry) -> Iterator[Block]:
    if entry.options is None:
        return
    yield Heading("Options")
    items = []
    for name, schema in entry.options["properties"].items():
        words = schema.get("description", "")
        kind = "list of strings" if schema["type"] == "array" else schema["type"]
        items.append(f"`{name}` ({kind}, default `{_value(schema['default'])}`){f': {words}' if words else ''}")
    yield Bullets(tuple(items))


def _value(value: object) -> str:
    from json import dumps

    return dumps(value, ensure_ascii=False)


def _examples(cls: type[Rule[Any]]) -> Iterator[Block]:
    yield Heading("Examples")
    for kind, title in ((Bad, "Wrong"), (Good, "Right")):
        chosen = [example for example in cls.examples if isinstance(example, kind)]
        for number, example in enumerate(chosen):
            if number == 0:
                yield Heading(title, 3)
            yield from _example(cls, example)


def _example(cls: type[Rule[Any]], example: Bad | Good) -> Iterator[Block]:
    if example.why:
        yield Paragraph(example.why)
    if example.options:
        yield Paragraph(
            "With " + ", ".join(f"`{name}: {_value(value)}`" for name, value in example.options.items()) + ":"
        )
    yield from _files(cls, example.files)
    if isinstance(example, Bad):
        yield from _said(cls, example)
    if isinstance(example, Bad) and example.fixed is not None:
        yield Paragraph("Fixed with `--unsafe`:" if example.unsafe else "Fixed:")
        yield from _files(cls, example.fixed)


def _said(cls: type[Rule[Any]], example: Bad) -> Iterator[Block]:
    """The messages that a bad example gets, in the order of its marks; one that comes again is named once."""
    from k8slint._internal.authoring.testing import findings

    said: dict[tuple[str, str], dict[int, None]] = {}
    for found in findings(cls, example):
        path = f"`{found.path}`, line" if len(example.files) > 1 else "Line"
        said.setdefault((path, found.message), {})[found.line] = None
    if said:
        yield Bullets(tuple(f"{path}{_numbers(lines)}: {message}" for (path, message), lines in said.items()))


def _numbers(lines: Collection[int]) -> str:
    return f"{'s' if len(lines) > 1 else ''} {', '.join(str(line) for line in lines)}"


def _files(cls: type[Rule[Any]], files: Mapping[str, str]) -> Iterator[Block]:
    from k8slint._internal.authoring.testing import example_path, unmark

    for path, marked in files.items():
        text, marks = unmark(marked)
        shown = path or example_path(cls, text)
        if path:
            yield Paragraph(f"`{path}`:")
        language = "yaml" if shown.endswith((".yaml", ".yml")) else "json" if shown.endswith(".json") else "dockerfile"
        yield Code(text.removesuffix("\n"), language, marks)


def _silencing(entry: RuleEntry) -> Iterator[Block]:
    yield Heading("Silence or configure")
    yield Paragraph("One place, with a comment on the line itself or on the line before it:")
    yield Code(f"# k8slint: ignore[{entry.name}] why it is meant", "yaml")
    if any(subject in _ANNOTATED for subject in entry.subjects):
        yield Paragraph(f"One object, with the annotation `k8slint/ignore: {entry.name}`.")
    yield Paragraph("The whole project, in `.k8slint.yaml`:")
    config = f"ignore: [{entry.name}]\nseverity:\n  {entry.name}: note\n"
    if entry.options is not None:
        config += f"rules:\n  {entry.name}:\n"
        for name, schema in entry.options["properties"].items():
            config += f"    {name}: {_value(schema['default'])}\n"
    yield Code(config.removesuffix("\n"), "yaml")


# --- lines for a terminal


def page_lines(this: Page, width: int) -> Iterator[Line]:
    yield [(printable(this.name), "rule")]
    if this.title:
        yield [(printable(this.title), "heading")]
    yield []
    indent = max(len(label) for label, _ in this.facts) + 2
    for label, text in this.facts:
        yield from wrapped(text, width, [(f"{label + ':':<{indent}}", "heading")], indent)
    for block in this.blocks:
        yield []
        if isinstance(block, Heading):
            yield [(printable(block.text), "heading")]
        elif isinstance(block, Bullets):
            for item in block.items:
                yield from wrapped(item, width, [("- ", "gutter")], 2)
        elif isinstance(block, Code):
            for text, marks in _rows(block):
                yield [("  | ", "gutter"), (text, "error" if marks else "code")]
        else:
            yield from wrapped(block.text, width, [], 0)


def wrapped(text: str, width: int, lead: Line, indent: int) -> Iterator[Line]:
    """`text` in lines of at most `width` characters, the first behind `lead`, the others indented. Words keep their style."""
    line, used = list(lead), indent
    fresh = True
    inside = False
    for word in text.split():
        word = printable(word)
        if not fresh and used + 1 + len(word) > width:
            yield line
            line, used, fresh = [(" " * indent, "")] if indent else [], indent, True
        if not fresh:
            line.append((" ", ""))
            used += 1
        line += [(word, "code")] if inside and "`" not in word else _styled(word, inside)
        inside ^= word.count("`") % 2 == 1
        used += len(word)
        fresh = False
    yield line


def _styled(word: str, inside: bool) -> Line:
    """A word with backticks: what they enclose is code; `inside` says that code began in an earlier word."""
    if not inside and word.count("`") % 2 == 0:
        return coded(word)
    line: Line = []
    for index, part in enumerate(word.split("`")):
        if index:
            line.append(("`", "code"))
        line.append((part, "code" if (index % 2 == 1) != inside else ""))
    return line


def _rows(code: Code) -> Iterator[tuple[str, bool]]:
    """The lines of an example, each with a line of carets below where a mark covers it. The flag tells those."""
    at = 0
    for line in code.text.split("\n"):
        end = at + len(line)
        pieces = [_shown(character) for character in line]
        yield "".join(pieces), False
        carets = [" " * len(piece) for piece in pieces] + [" "]
        for mark in code.marks:
            if mark.start == mark.end and at <= mark.start <= end:
                carets[mark.start - at] = "^"
            first = at + len(line) - len(line.lstrip())  # the indentation of a further line says nothing
            for index in range(mark.start if at <= mark.start else first, min(mark.end, end)):
                carets[index - at] = "^" * len(carets[index - at])
        row = "".join(carets).rstrip()
        if row:
            yield row, True
        at = end + 1


def _shown(character: str) -> str:
    return "    " if character == "\t" else printable(character)
