"""Words that students stumble over, in all that they read: pages of rules with their messages, help, and documents.

Each row is a pattern, with what to write. Where a phrase is idiomatic all the same, it is in `FINE`.
"""

import re
from pathlib import Path

import pytest

import k8slint_rules
from k8slint._internal.authoring import docs
from k8slint._internal.authoring.index import rule_classes

ROOT = Path(__file__).parents[2]
RULES = list(rule_classes(k8slint_rules))
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "docs/writing-rules.md",
    "docs/k8slint.1",
    "examples/custom_pack/README.md",
    "fixtures/course/README.md",
    "fixtures/projects/README.md",
)
WORDS = (
    (r"behind", "after"),
    (r"(?<!there )(?:is|are|was|were) no(?! longer| more| such| different)", "is not a"),
    (r"(?<!there )(?:is|are) (?-i:none)", "is not one, there is none"),
    (r"hold(?:s|ing)? (?:here|there|too|anyway|for|good)", "applies"),
    (r"stands?(?! for)|standing", "is"),
    (r"anew", "again"),
    (r"one day", "later"),
    (r"by now", "already"),
    (r"for ever", "forever"),
    (r"beside", "next to, compared with"),
    (r"takes? no", "does not take"),
    (r"parted", "separated"),
    (r"speaks? of", "is about, names"),
    (r"be it", "whether it is"),
    (r"what lies|lies where", "what is"),
    (r"(?:is|are) the (?:matter|business) of|'s (?:matter|business)", "is reported by"),
    (r"there(?:by|in|of|upon)|here(?:by|in|of)|where(?:by|in|of)|hence", "so, in it"),
    (r"put right", "corrected"),
    (r"counts for", "applies to"),
    (r"who(?:m|ever)? .{1,20} is to", "must"),
    (r"is to be|are to be", "must be"),
    (r"dares?", "risk"),
    (r"as good as", "almost"),
)
FINE = (
    "left behind",
    "leaves nothing behind",
    "stay behind",
    "stays behind",
    "leaves behind",
    "there are no",
    "stand-in",
)
PATTERNS = [(re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), better) for pattern, better in WORDS]


def prose(text):
    """A document without code and headings, whose words are names, and without the phrases that are fine."""
    text = re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"<!-- benchmark -->.*<!-- /benchmark -->", "", text, flags=re.DOTALL)
    text = re.sub(r"^# .*", "", text, flags=re.MULTILINE)
    text = re.sub(r"`[^`\n]*`|\]\([^)]*\)|<https?:[^>]*>", "`x`", text)
    for phrase in FINE:
        text = re.sub(rf"\b{phrase}\b", "", text, flags=re.IGNORECASE)
    return text


def stumbles(text):
    """Each line that a reader stumbles over, with the better word."""
    return [
        f"{line.strip()[:160]}: write {better!r} for {found[0]!r}"
        for line in prose(text).splitlines()
        for pattern, better in PATTERNS
        if (found := pattern.search(line))
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_page_of_a_rule(rule):
    assert stumbles(f"{docs.markdown(rule)}") == []


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_document(path):
    assert stumbles((ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_page_is_whole(rule):
    """A title, two paragraphs at least (what goes wrong, what to write), why a fix is safe, and where to read on."""
    page = docs.page(rule)
    assert page.title
    headings = [block.text for block in page.blocks if isinstance(block, docs.Heading)]
    words = [
        block
        for block in page.blocks[: page.blocks.index(docs.Heading("Examples"))]
        if isinstance(block, docs.Paragraph)
    ]
    assert len(words) >= 2
    assert ("Fix safety" in headings) == (dict(page.facts)["Fix"] != "none")
    assert "References" in headings
    assert re.search(r"^(?:- )?<https://", docs.markdown(rule).partition("## References")[2], re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is no error.", True),
        ("There is no error.", False),
        ("The files are no longer there.", False),
        ("The cache is left behind.", False),
        ("Write `behind`.", False),
        ("```\nbehind\n```\n", False),
        ("The word behind it.", True),
        ("Run it anew.", True),
    ],
)
def test_what_is_found(text, found):
    assert bool(stumbles(text)) is found
