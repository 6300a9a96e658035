"""Runs the examples of rules: they are the tests of every pack.

`problems(rule, example)` says what is wrong with one example; the pytest plugin and k8slint's own tests both use it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from k8slint._internal.fixing.fixer import fix_texts
from k8slint._internal.kinds.document import DOCKERFILE, MANIFEST, kind_of
from k8slint._internal.rulekit.rule import Bad, Good
from k8slint._internal.rulekit.taxonomy import PROJECT_SUBJECTS, subject_name
from k8slint._internal.running.engine import Engine
from k8slint._internal.text.edit import Applicability
from k8slint._internal.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from k8slint._internal.rulekit.rule import Rule
    from k8slint._internal.text.finding import Finding

OPEN, CLOSE = "«", "»"
MAX_TITLE = 9
"""Words of a rule's title."""
_ANY_FILE = PROJECT_SUBJECTS | {"Problem"}


def unmark(text: str) -> tuple[str, tuple[Span, ...]]:
    """The text without its `«…»` marks, and the spans that they enclosed, in order. Marks may nest."""
    out: list[str] = []
    opened: list[int] = []
    spans: list[Span] = []
    length = 0
    for character in text:
        if character == OPEN:
            opened.append(length)
        elif character == CLOSE:
            spans.append(Span(opened.pop(), length))
        else:
            out.append(character)
            length += 1
    if opened:
        raise ValueError(f"`{OPEN}` without `{CLOSE}` in example {text!r}")
    return "".join(out), tuple(sorted(spans, key=lambda span: (span.start, span.end)))


def example_path(rule: type[Rule[Any]], text: str) -> str:
    """Where an example without a path lies: what the rule's subject says, else what the text looks like."""
    names = [subject_name(subject) for subject in rule.subjects]
    kind = kind_of(names)
    if kind is None:
        objects = not _ANY_FILE.isdisjoint(names) and ("apiVersion:" in text or "kind:" in text)
        kind = MANIFEST if objects else DOCKERFILE
    return kind.example


def files(rule: type[Rule[Any]], texts: Mapping[str, str]) -> dict[str, str]:
    """An example's files, each with its path."""
    return {path or example_path(rule, text): text for path, text in texts.items()}


def findings(rule: type[Rule[Any]], example: Bad | Good) -> tuple[Finding, ...]:
    """What a rule finds in its example, sorted by place."""
    texts = {path: unmark(text)[0] for path, text in files(rule, example.files).items()}
    result = Engine.for_rule(rule, example.options, example.beside).check(texts)
    return tuple(found for found in result.findings if found.rule == rule.name)


def problems(rule: type[Rule[Any]], example: Bad | Good) -> Iterator[str]:
    """What is not as it should be: spans equal marks; the fixed text is as stated, parses, is clean and stays as it is."""
    marked = files(rule, example.files)
    texts = {path: unmark(text)[0] for path, text in marked.items()}
    engine = Engine.for_rule(rule, example.options, example.beside)
    result = engine.check(texts)
    yield from (failure.detail or failure.message for failure in result.failures)
    found_here = tuple(found for found in result.findings if found.rule == rule.name)
    if isinstance(example, Good):
        yield from (f"finding in a good example: {_shown(found, texts)}" for found in found_here)
        return
    expected = [(path, span) for path, text in sorted(marked.items()) for span in unmark(text)[1]]
    got = sorted(((f.path, f.span) for f in found_here), key=lambda at: (at[0], at[1].start, at[1].end))
    if not expected:
        yield f"no `{OPEN}…{CLOSE}` in a bad example"
    if got != expected:
        wanted = [f"{path}: {texts[path][s.start : s.end]!r} at {s.start}" for path, s in expected]
        yield f"marked {wanted}, found {[_shown(found, texts) for found in found_here]}"
        return
    yield from _fix_problems(engine, rule, example, texts, found_here)


def _fix_problems(
    engine: Engine, rule: type[Rule[Any]], example: Bad, texts: dict[str, str], findings: tuple[Finding, ...]
) -> Iterator[str]:
    if example.fixed is None:
        for found in findings:
            if found.fix is not None and found.fix.applicability > Applicability.DISPLAY:
                yield f"offers a fix, `{found.fix.title}`, but the example states no fixed text"
        return
    wanted = {**texts, **files(rule, example.fixed)}
    if not example.unsafe:
        yield from _fixed_as(engine, texts, wanted, unsafe=False)
    else:
        untouched = fix_texts(engine, texts, unsafe=False)
        if untouched.texts != texts:
            yield "the example is marked unsafe, but a safe fix changes it"
        yield from _fixed_as(engine, texts, wanted, unsafe=True)
    if "Fix safety:" not in (rule.__doc__ or ""):
        yield "has a fix, but its docstring has no `Fix safety:` paragraph"


def _fixed_as(engine: Engine, texts: dict[str, str], wanted: dict[str, str], *, unsafe: bool) -> Iterator[str]:
    fixed = fix_texts(engine, texts, unsafe=unsafe)
    yield from (failure.message for failure in fixed.failures)
    for path, text in wanted.items():
        if fixed.texts[path] != text:
            yield f"{path} fixed to {fixed.texts[path]!r}, stated {text!r}"
    again = engine.check(fixed.texts)
    for found in again.findings:
        if found.fix is not None and found.fix.applicability >= (
            Applicability.UNSAFE if unsafe else Applicability.SAFE
        ):
            yield f"still fixable after the fix: {_shown(found, fixed.texts)}"
    if fix_texts(engine, fixed.texts, unsafe=unsafe).texts != fixed.texts:
        yield "a second fix changes the text again"


def _shown(found: Finding, texts: Mapping[str, str]) -> str:
    text = texts.get(found.path, "")
    return f"{found.path}: {text[found.span.start : found.span.end]!r} at {found.span.start} ({found.message})"


def class_problems(rule: type[Rule[Any]]) -> Iterator[str]:
    """What every rule class must have."""
    if not any(isinstance(example, Bad) for example in rule.examples):
        yield "has no bad example"
    if not any(isinstance(example, Good) for example in rule.examples):
        yield "has no good example"
    if not (rule.__doc__ or "").strip():
        yield "has no docstring"
    if len(rule.title.split()) > MAX_TITLE:
        yield f"has a title of more than {MAX_TITLE} words: {rule.title!r}"
    if rule.title.endswith("."):
        yield f"has a title that ends in a full stop: {rule.title!r}"
    fixes = any(isinstance(example, Bad) and example.fixed is not None for example in rule.examples)
    if "Fix safety:" in (rule.__doc__ or "") and not fixes:
        yield "speaks of `Fix safety:`, but no bad example states a fixed text"
