"""Pages about rules, in the terminal and in Markdown."""

from __future__ import annotations

import io
import re
from textwrap import dedent
from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Problem, Rule, Severity
from k8slint._internal.authoring.docs import Bullets, Code, Paragraph, docstring, explain, markdown, page, wrapped
from k8slint._internal.kinds.dockerfile.tree import User
from k8slint._internal.report import Output
from k8slint._internal.rulekit.registry import entry_of
from k8slint._internal.rulekit.rule import Options

if TYPE_CHECKING:
    from collections.abc import Iterator


class Limits(Options):
    """limit: the most that is meant
    names: which ones
    """

    limit: int = 100
    names: tuple[str, ...] = ("a",)


class WrittenTwice(Rule[Problem]):
    """What `dd` writes in one layer still ships when a later one removes it.

    Remove it where it is written.

    Fix safety: safe.

    References: https://example.com/a, https://example.com/b
    """

    name = "written-twice"
    title = "Written twice"
    category = "size"
    severity = Severity.ERROR
    profile = "development"
    aliases = ("hadolint:DL1", "trivy:DS-0001")
    Options = Limits
    examples = (
        Bad("FROM a\nRUN\t«dd x \\\n  && y»\nRUN «rm»\n", fixed="FROM a\n", why="Both are wrong."),
        Good({"a.yaml": "a: 1\n", "Dockerfile": "FROM b\n"}, options={"limit": 3}),
    )


class Bare(Rule[Problem]):
    """It is wrong."""

    name = "bare"
    category = "style"
    profile = "strict"
    examples = (Bad("FROM «»a\n"), Good("FROM \u202ea\n"))


def explained(cls, *, width: int = 80, colour: bool = False) -> str:
    stream = io.StringIO()
    explain(cls, None, Output(stream, width=width, colour=colour))
    return stream.getvalue()


def test_explain_tells_all_of_a_rule():
    assert explained(WrittenTwice, width=60) == dedent("""\
        written-twice
        Written twice

        Severity:      error
        Category:      size: bytes in the image that nobody needs
        Profiles:      development, maintenance (the default),
                       strict: it breaks or endangers what is built
                       or deployed
        Fix:           safe, applied by `k8slint fix`
        Also known as: `hadolint:DL1`, `trivy:DS-0001`
        Since:         0.1.0

        What `dd` writes in one layer still ships when a later one
        removes it.

        Remove it where it is written.

        Fix safety

        Safe.

        Examples

        Wrong

        Both are wrong.

          | FROM a
          | RUN    dd x \\
          |        ^^^^^^
          |   && y
          |   ^^^^
          | RUN rm
          |     ^^

        Fixed:

          | FROM a

        Right

        With `limit: 3`:

        `a.yaml`:

          | a: 1

        `Dockerfile`:

          | FROM b

        Options

        - `limit` (integer, default `100`): the most that is meant
        - `names` (list of strings, default `["a"]`): which ones

        Silence or configure

        One place, with a comment on the line itself or on the line
        before it:

          | # k8slint: ignore[written-twice] why it is meant

        The whole project, in `.k8slint.yaml`:

          | ignore: [written-twice]
          | severity:
          |   written-twice: note
          | rules:
          |   written-twice:
          |     limit: 100
          |     names: ["a"]

        References

        - https://example.com/a
        - https://example.com/b
    """)


class RootUser(Rule[User]):
    """It runs as root."""

    name = "a-root-user"
    category = "security"
    examples = (Bad("FROM a\nUSER «root»\nUSER app\nUSER «root»\n"), Good("FROM a\nUSER app\n"))

    def check(self, user: User) -> Iterator[Finding]:
        if user.words[0].text == "root":
            yield self.finding(user.words[0].span, "`root` may do all; name another user")


def test_a_bad_example_shows_what_is_said_of_it():
    assert "- Lines 2, 4: `root` may do all; name another user\n" in markdown(RootUser)
    assert "- Lines 2, 4: `root` may do all; name another user\n" in explained(RootUser)


def test_explain_in_colour_says_the_same():
    coloured = explained(WrittenTwice, colour=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == explained(WrittenTwice)
    assert "\x1b[1;35mwritten-twice" in coloured


def test_markdown_page():
    text = markdown(WrittenTwice, entry_of(WrittenTwice, "builtin"))
    assert text.startswith("# written-twice\n\n**Written twice.**\n\n- Severity: error\n- Category: size: bytes")
    assert "\n## Examples\n\n### Wrong\n\nBoth are wrong.\n\n```text\nFROM a\nRUN    dd x \\\n       ^^^^^^\n" in text
    assert "\nFixed:\n\n```dockerfile\nFROM a\n```\n" in text
    assert "\n`a.yaml`:\n\n```yaml\na: 1\n```\n" in text
    assert text.endswith("## References\n\n- <https://example.com/a>\n- <https://example.com/b>\n")
    assert "\n\n\n" not in text


def test_a_rule_without_aliases_options_or_fix():
    text = explained(Bare)
    assert "Fix:      none\n" in text
    assert "Profiles: strict: it is a matter of policy or taste\n" in text
    assert "Also known as" not in text
    assert "Options" not in text


def test_an_empty_mark_is_drawn_and_hidden_characters_are_shown():
    text = explained(Bare)
    assert "  | FROM a\n  |      ^\n" in text
    assert "  | FROM \\u202ea\n" in text


def test_a_pack_is_named():
    assert ("Pack", "mine") in page(Bare, entry_of(Bare, "mine")).facts
    assert not [label for label, _ in page(Bare, entry_of(Bare, "builtin")).facts if label == "Pack"]


def test_docstring_blocks():
    text = """One
    paragraph.

    - an item
      of two lines
    - another

        code:
          indented

    ```yaml
    a: 1

    b: 2
    ```
    Fix safety: none.
    """
    assert list(docstring(text)) == [
        Paragraph("One paragraph."),
        Bullets(("an item of two lines", "another")),
        Code("code:\n  indented", "text"),
        Code("a: 1\n\nb: 2", "yaml"),
        Paragraph("Fix safety: none."),
    ]
    assert list(docstring("")) == []
    assert list(docstring("```\nopen")) == [Code("open", "text")]


def test_code_keeps_its_style_over_lines():
    lines = list(wrapped("a `b cc` d `long-word`", 5, [("- ", "gutter")], 2))
    assert [[part for part in line if part[0].strip()] for line in lines] == [
        [("- ", "gutter"), ("a", "")],
        [("`", "code"), ("b", "code")],
        [("cc", "code"), ("`", "code")],
        [("d", "")],
        [("`long-word`", "code")],
    ]


def test_an_address_in_code_is_no_link():
    class Addressed(Bare):
        """Run `curl -f http://localhost || exit 1`, see https://example.com/a and `x`."""

    assert "Run `curl -f http://localhost || exit 1`, see <https://example.com/a> and `x`." in markdown(Addressed)
