"""Fixing: rounds, what is taken together, and what is taken back."""

from __future__ import annotations

import re

import pytest

from k8slint._internal.fixing import fixer as module
from k8slint._internal.fixing.fixer import choose, encode, fix_texts
from k8slint._internal.kinds.dockerfile.tree import Dockerfile
from k8slint._internal.kinds.parsed import Manifest
from k8slint._internal.rulekit.registry import Registry, entry_of
from k8slint._internal.rulekit.rule import Rule
from k8slint._internal.running import budget
from k8slint._internal.running.engine import Engine
from k8slint._internal.text.edit import Applicability, Edit, Fix
from k8slint._internal.text.finding import Finding, Problem, Severity
from k8slint._internal.text.source import Place, Span

LEVELS = {"safe": Applicability.SAFE, "unsafe": Applicability.UNSAFE, "display": Applicability.DISPLAY}


def rule(rule_name, pattern, new, *, subject=Dockerfile, level="safe", flags=re.MULTILINE, at_end=False):
    """A rule that replaces each match of `pattern` by `new` (a template), or with `at_end` inserts `new` behind it."""

    def check(self, seen):
        for match in re.finditer(pattern, seen.source.text, flags):
            span = Span(match.end(), match.end()) if at_end else Span(*match.span())
            fix = Fix(f"write {new!r}", (Edit(span, match.expand(new)),), LEVELS[level])
            yield self.finding(Span(*match.span()), "no", fix=fix)

    namespace = {"name": rule_name, "category": "style", "check": check, "subjects": (subject,), "__doc__": "A rule."}
    return type(rule_name.replace("-", "_"), (Rule,), namespace)


def engine(*rules):
    registry = Registry([entry_of(cls, "test") for cls in rules])
    for cls in rules:
        registry.adopt(cls)
    from k8slint._internal.config import Settings

    return Engine(registry, Settings(select=tuple(cls.name for cls in rules)))


def fix(text, *rules, unsafe=False, path="Dockerfile"):
    result = fix_texts(engine(*rules), {path: text}, unsafe=unsafe)
    return result.texts[path], [failure.message for failure in result.failures]


def manifest_rule(*args, **kwargs):
    return rule(*args, subject=Manifest, **kwargs)


# --- choosing


def offer(rule_name, *edits):
    return Finding(
        rule_name,
        "f",
        Span(0, 0),
        "m",
        Severity.INFO,
        fix=Fix("t", tuple(Edit(Span(start, end), text) for start, end, text in edits)),
    )


@pytest.mark.parametrize(
    ("offers", "taken"),
    [
        ([("b", (5, 6, "x")), ("a", (1, 2, "x"))], "ab"),
        ([("b", (1, 2, "x")), ("a", (1, 2, "x"))], "a"),
        ([("a", (1, 2, "x")), ("b", (2, 3, "x"))], "a"),
        ([("a", (1, 2, "x")), ("b", (3, 4, "x"))], "ab"),
        ([("a", (1, 5, "x")), ("b", (1, 2, "x"))], "b"),
        ([("a", (1, 2, "x"), (8, 9, "x")), ("b", (5, 6, "x")), ("c", (10, 11, ""))], "ac"),
        ([("a", (3, 3, "x")), ("b", (3, 3, "y"))], "a"),
        ([("a", (0, 0, "x"))], "a"),
        ([("a",)], ""),
    ],
)
def test_choice(offers, taken):
    assert "".join(found.rule for found in choose(offer(*one) for one in offers)) == taken


# --- rounds

YES = rule("assume-yes", r"apt install(?! -y)", r"apt install -y")
TAG = rule("tag", r"^FROM a$", "FROM a:1")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["\n", "\r\n", ""])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_bytes_outside_of_edits_stay(newline, last, bom):
    def data(option):
        return (
            bom
            + newline.join(["FROM a", "", f"RUN  apt install{option} b\té", f"RUN apt install{option} c"]).encode()
            + (last.encode())
        )

    result = fix_texts(engine(YES), {"Dockerfile": data("")})
    assert encode(result.texts["Dockerfile"]) == data(" -y")
    assert result.applied == (("Dockerfile", "assume-yes", "write 'apt install -y'"),) * 2
    assert (result.failures, result.remaining) == ((), ())


def test_texts_with_a_mark_keep_it():
    assert fix("\ufeffFROM a\n", TAG) == ("\ufeffFROM a:1\n", [])


def test_fixes_that_touch_take_turns():
    ab, bc = rule("ab", "x", "y"), rule("bc", "yy", "z")
    assert fix("FROM xx", ab, bc) == ("FROM z", [])


def test_many_fixes_at_one_place_come_to_an_end():
    def add(number):
        return manifest_rule(
            f"add-{number:02}", rf"\A(?s:(?!.*key{number:02}).*)a: 1", rf"\n  key{number:02}: 1", at_end=True
        )

    text = "apiVersion: v1\nkind: Pod\nspec:\n  a: 1\n"
    got, failures = fix(text, *[add(number) for number in range(25)], path="a.yaml")
    assert failures == []
    assert sorted(got.split("\n")[4:29]) == [f"  key{number:02}: 1" for number in range(25)]


def test_applicability():
    rules = [rule(level, f"^RUN {level}$", f"RUN {level} done", level=level) for level in ("safe", "unsafe", "display")]
    text = "FROM a\nRUN safe\nRUN unsafe\nRUN display\n"
    assert fix(text, *rules)[0] == "FROM a\nRUN safe done\nRUN unsafe\nRUN display\n"
    assert fix(text, *rules, unsafe=True)[0] == "FROM a\nRUN safe done\nRUN unsafe done\nRUN display\n"


def test_only_and_wanted():
    texts = {"Dockerfile": "FROM a\nRUN apt install b\n", "b/Dockerfile": "FROM a\n"}
    result = fix_texts(
        engine(YES, TAG),
        texts,
        only=["Dockerfile"],
        wanted=lambda found, text: text.startswith("FROM a") and found.rule == "tag",
    )
    assert result.texts == {"Dockerfile": "FROM a:1\nRUN apt install b\n", "b/Dockerfile": "FROM a\n"}
    assert [found.rule for found in result.remaining] == ["assume-yes"]


def test_bytes_that_are_no_text_come_back():
    data = b"FROM a\xff\n"
    result = fix_texts(engine(TAG), {"Dockerfile": data, "b/Dockerfile": b"FROM a\n"})
    assert encode(result.texts["Dockerfile"]) == data
    assert result.texts["b/Dockerfile"] == "FROM a:1\n"
    assert [failure.path for failure in result.failures] == ["Dockerfile"]


def test_a_rule_that_fails_does_not_cost_the_others():
    class Broken(Rule[Dockerfile]):
        """A rule."""

        name = "broken"
        category = "style"

        def check(self, seen):
            raise ValueError("no")

    got, failures = fix("FROM a\n", TAG, Broken)
    assert got == "FROM a:1\n"
    assert failures == ["rule `broken` failed: ValueError: no"]


# --- what is taken back


def taken_back(failures, *words):
    """Each failure blames one rule, for a reason that holds the words."""
    assert len(failures) == len(words)
    for failure, (name, reason) in zip(failures, words, strict=True):
        assert failure.startswith(f"fixes of rule `{name}` were not applied: ")
        assert reason in failure


def test_a_fix_that_breaks_a_dockerfile():
    bad = rule("bad", "^RUN b$", "FOO b")
    got, failures = fix("FROM a\nRUN apt install c\nRUN b\n", YES, bad, TAG)
    assert got == "FROM a:1\nRUN apt install -y c\nRUN b\n"
    taken_back(failures, ("bad", "makes a new problem in line 3"))


def test_a_fix_that_swallows_the_next_instruction():
    bad = rule("bad", "b$", r" \\", at_end=True)
    got, failures = fix("FROM a\nRUN b\nRUN c\n", bad)
    assert got == "FROM a\nRUN b\nRUN c\n"
    taken_back(failures, ("bad", "changes the `RUN` of line 3, which it does not edit"))


def test_a_broken_file_may_stay_as_broken_as_it_was():
    assert fix("FROM a\nFOO x\nRUN apt install b\n", YES, TAG) == ("FROM a:1\nFOO x\nRUN apt install -y b\n", [])


def test_a_syntax_error_can_be_fixed():
    class Foo(Rule[Problem]):
        """A rule."""

        name = "dockerfile-syntax"
        category = "syntax"

        def check(self, problem):
            if problem.kind == self.name:
                span = Span(problem.span.start, problem.span.start + 3)
                yield self.finding(problem.span, problem.message, fix=Fix("write RUN", (Edit(span, "RUN"),)))

    assert fix("FROM a\nFOO x\nFOO y\nFOO z\n", Foo) == ("FROM a\nRUN x\nRUN y\nRUN z\n", [])


POD = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  x: 1\n  list:\n  - b: 1\n  - c: 1\n  y: z\n"
GOOD = manifest_rule("good", "(?<=y: )z$", "zz")


@pytest.mark.parametrize(
    ("pattern", "new", "reason"),
    [
        ("x: 1", "x: [", "makes a new problem"),
        ("x: 1", 'x: "', "makes a new problem"),
        ("x: 1", "x: |", None),
        ("spec:", "spec: |", "changes line 6"),
        ("  x: 1", " x: 1", "makes a new problem"),
        ("x: 1", "x: 1\\nother: 2", "makes a new problem"),
        ("x: 1", "x: 1\\n---", "documents"),
        ("x: 1", "x: 1\\n...", "makes a new problem"),
        ("x: 1", "x: 1 #", None),
        ("x: 1", "x: {a: [2]}", None),
        ("  x: 1\n", "", None),
        ("  - b: 1\n", "", None),
        ("b: 1", "c: 1\\n    b: 2", None),
        ("spec:", "spec: # c", None),
        ("  - b: 1\n", "    b: 1\\n", "makes a new problem"),
        ("name: a", "name: a\\n  name: b", "makes a new problem"),
        ("  list:\n  - b: 1\n", "  list: &a\\n  - b: 1\\n", None),
        ("list:\n  ", "list:\\n  - q\\n  ", None),
        ("  x: 1", "  x:\\n    q: 1", None),
        ("x: 1\n  ", "x:\\n    ", "makes a new problem"),
        ("- c: 1\n  ", "- c: 1 # ", "changes line 10"),
        ("c: 1\n", "c: 1\\n  - q:\\n  ", "changes line 10"),
    ],
)
def test_a_fix_that_changes_more_of_yaml_than_it_edits(pattern, new, reason):
    got, failures = _once(pattern, new)
    if reason is None:
        assert failures == []
        assert got == POD.replace("y: z", "y: zz").replace(pattern, new.replace("\\n", "\n"), 1)
    else:
        taken_back(failures, ("bad", reason))
        assert got == POD.replace("y: z", "y: zz")


def _once(pattern, new):
    """Fixes `pattern` once, as the text was given, and `GOOD` beside it."""
    new = new.replace("\\n", "\n")

    class Bad(Rule[Manifest]):
        """A rule."""

        name = "bad"
        category = "style"

        def check(self, seen):
            at = POD.index(pattern)
            if seen.source.text.replace("y: zz", "y: z") == POD:
                edit = Edit(Span(at, at + len(pattern)), new)
                yield self.finding(edit.span, "m", fix=Fix("t", (edit,)))

    return fix(POD, Bad, GOOD, path="a.yaml")


def test_a_fix_that_edits_the_same_characters_twice():
    class Twice(Rule[Dockerfile]):
        """A rule."""

        name = "twice"
        category = "style"

        def check(self, seen):
            if "twice" in seen.source.text:
                yield self.finding(Span(0, 4), "m", fix=Fix("t", (Edit(Span(0, 4), "x"), Edit(Span(2, 6), "y"))))
                yield self.finding(Span(0, 4), "m", fix=Fix("t", (Edit(Span(9000, 9001), "y"),)))

    got, failures = fix("FROM a\nRUN twice\nRUN apt install b\n", Twice, YES)
    assert got == "FROM a\nRUN twice\nRUN apt install -y b\n"
    taken_back(failures, ("twice", "same characters twice"))


def test_rules_that_undo_one_another():
    there, back = rule("there", "RUN one", "RUN two"), rule("back", "RUN two", "RUN one")
    got, failures = fix("FROM a\nRUN one\nRUN apt install b\n", there, back, YES)
    assert got == "FROM a\nRUN one\nRUN apt install -y b\n"
    taken_back(failures, ("back", "undo one another (with `there`)"), ("there", "undo one another (with `back`)"))


def test_a_fix_that_changes_nothing():
    got, failures = fix("FROM a\nRUN one\nRUN apt install b\n", rule("idle", "RUN one", "RUN one"), YES)
    assert got == "FROM a\nRUN one\nRUN apt install -y b\n"
    taken_back(failures, ("idle", "leaves what it is meant to fix"))


def test_a_fix_that_never_ends():
    got, failures = fix("FROM a\nRUN one\n", rule("more", "RUN o+ne", r"\g<0>"), rule("grow", "one", "oone"), YES)
    assert got == "FROM a\nRUN one\n"
    assert sorted(failure.split("`")[1] for failure in failures) == ["grow", "more"]


def test_a_fix_that_waits_for_a_banned_one_gets_its_turn():
    bad = rule("a-bad", "^RUN b$", "FOO b")
    good = rule("good", "^RUN b$", "RUN c")
    got, failures = fix("FROM a\nRUN b\n", bad, good)
    assert got == "FROM a\nRUN c\n"
    taken_back(failures, ("a-bad", "new problem"))


def test_other_files_are_fixed_all_the_same():
    bad = rule("bad", "^RUN b$", "FOO b")
    result = fix_texts(engine(bad, TAG), {"Dockerfile": "FROM a\nRUN b\n", "b/Dockerfile": "FROM a\n"})
    assert result.texts == {"Dockerfile": "FROM a:1\nRUN b\n", "b/Dockerfile": "FROM a:1\n"}
    assert [failure.path for failure in result.failures] == ["Dockerfile"]


# --- the project


def test_project_rules_see_what_was_fixed():
    from k8slint._internal.project import Project

    class Same(Rule[Project]):
        """A rule: all images are what the first Dockerfile by path builds on."""

        name = "same"
        category = "style"

        def check(self, project):
            stages = [
                (f.path, f.dockerfile.stages[0].image) for f in sorted(project.files.values(), key=lambda f: f.path)
            ]
            for path, image in stages[1:]:
                if image.value != stages[0][1].value:
                    place = Place(path, image.span)
                    yield self.finding(place, "m", fix=Fix("t", (Edit(image.span, stages[0][1].value),)))

    texts = {"a/Dockerfile": "FROM a\n", "b/Dockerfile": "FROM b\n"}
    result = fix_texts(engine(TAG, Same), texts)
    assert result.texts == {"a/Dockerfile": "FROM a:1\n", "b/Dockerfile": "FROM a:1\n"}
    context = engine(Same)
    known = [context.analyse("a/Dockerfile", "FROM z\n")]
    result = fix_texts(context, {"b/Dockerfile": "FROM b\n"}, analyses=known, only=["b/Dockerfile"])
    assert result.texts == {"b/Dockerfile": "FROM z\n"}


def test_unused_suppressions_are_removed():
    from k8slint_rules.suppressions.unused_suppression import UnusedSuppression

    text = "FROM a:1\n# k8slint: ignore[tag, assume-yes]\nRUN apt install b\n# k8slint: ignore[tag]\nRUN c\n"
    got, failures = fix(text, TAG, YES, UnusedSuppression)
    assert failures == []
    assert got == "FROM a:1\n# k8slint: ignore[assume-yes]\nRUN apt install b\nRUN c\n"


# --- what the caller knows, and what lies around


def project_rule(rule_name, check):
    from k8slint._internal.project import Project

    namespace = {"name": rule_name, "category": "style", "check": check, "subjects": (Project,), "__doc__": "A rule."}
    return type(rule_name, (Rule,), namespace)


def fixes_from(project, path):
    """A fix of the `FROM` of a file."""
    image = project.files[path].dockerfile.stages[0].image
    return image, Fix("t", (Edit(image.span, "fixed"),))


def test_what_was_analysed_already_is_not_analysed_again(monkeypatch):
    ready = engine(TAG)
    known = [ready.analyse("Dockerfile", "FROM a\n"), ready.analyse("b/Dockerfile", "FROM a\n")]
    asked = []
    real = ready.analyse
    monkeypatch.setattr(ready, "analyse", lambda path, *rest: asked.append(path) or real(path, *rest))
    result = fix_texts(
        ready, {"Dockerfile": "FROM a\n", "c/Dockerfile": "FROM c\n"}, analyses=known, only=["Dockerfile"]
    )
    assert result.texts["Dockerfile"] == "FROM a:1\n"
    assert asked == ["c/Dockerfile", "Dockerfile"], "what is new, and what was fixed"


def test_what_must_not_change_is_left_alone_and_unfixable_findings_stay():
    rules = [TAG, rule("display", "^RUN x$", "RUN y", level="display")]

    def check(self, project):
        for path in sorted(project.files):
            image, fix = fixes_from(project, path)
            if image.value == "b":
                yield self.finding(Place(path, image.span), "m", fix=fix)
            yield self.finding(Place(path, image.span), "without a fix")

    texts = {"a/Dockerfile": "FROM a\nRUN x\n", "b/Dockerfile": "FROM b\n"}
    result = fix_texts(engine(*rules, project_rule("around", check)), texts, only=["a/Dockerfile"])
    assert result.texts == {"a/Dockerfile": "FROM a:1\nRUN x\n", "b/Dockerfile": "FROM b\n"}
    assert {found.path for found in result.remaining} == {"a/Dockerfile"}
    assert sorted(found.rule for found in result.remaining) == ["around", "display"]


def test_findings_are_placed_in_the_texts_as_they_are_now_and_in_those_around():
    from k8slint._internal.text.source import Source

    def check(self, project):
        for path in sorted(path for path, facts in project.files.items() if facts.dockerfile is not None):
            yield self.finding(Place(path, fixes_from(project, path)[0].span), "m")

    longer = rule("longer", r"\AFROM a$", "# a line more\nFROM a")
    ready = engine(longer, project_rule("around", check))
    around = ready.analyse("z/Dockerfile", "\n\nFROM z\n")
    texts = {"a/Dockerfile": "FROM a\n", "b/Dockerfile": b"FROM \xff\n"}
    result = fix_texts(
        ready, texts, analyses=[around], source=lambda path: Source(path, "\n\nFROM z\n") if path[0] == "z" else None
    )
    assert {found.path: found.line for found in result.remaining if found.rule == "around"} == {
        "a/Dockerfile": 2,
        "z/Dockerfile": 3,
    }
    alone = fix_texts(ready, {"a/Dockerfile": "FROM b\n"}, analyses=[around])
    assert {found.path for found in alone.remaining} == {"a/Dockerfile", "z/Dockerfile"}


def test_rules_read_the_texts_as_they_are_now_and_the_tree_around_them():
    from k8slint._internal.files.tree import MemoryTree

    seen = []

    def check(self, project):
        seen.append({path: project.tree.read(path) for path in ("Dockerfile", "notes.txt")})
        return
        yield

    ready = engine(TAG, project_rule("around", check))
    fix_texts(ready, {"Dockerfile": "FROM a\n"}, tree=MemoryTree({"Dockerfile": "FROM old\n", "notes.txt": "n"}))
    assert seen == [{"Dockerfile": b"FROM a\n", "notes.txt": b"n"}, {"Dockerfile": b"FROM a:1\n", "notes.txt": b"n"}]
    del seen[:]
    fix_texts(ready, {"Dockerfile": "FROM b\n"})
    assert seen == [{"Dockerfile": b"FROM b\n", "notes.txt": None}]


# --- limits

COUNT = [rule(f"step{number}", f"^RUN {number}$", f"RUN {number + 1}") for number in range(6)]


def test_a_file_that_takes_too_long_keeps_what_was_fixed(monkeypatch):
    monkeypatch.setattr(module, "MAX_SECONDS", 0)
    texts = {"Dockerfile": "FROM a\nRUN 0\n", "b/Dockerfile": "FROM b\nRUN x\n"}
    result = fix_texts(engine(*COUNT), texts)
    assert result.texts == {"Dockerfile": "FROM a\nRUN 1\n", "b/Dockerfile": "FROM b\nRUN x\n"}
    (failure,) = result.failures
    assert failure.path == "Dockerfile"
    assert failure.message == "fixing it takes more than 0 s of processor time; what was fixed by then stands"


def test_time_adds_up_over_the_rounds_of_a_file(monkeypatch):
    clock = iter(range(0, 1000, 2))
    monkeypatch.setattr(module, "process_time", lambda: next(clock))
    monkeypatch.setattr(module, "MAX_SECONDS", 4)
    got, failures = fix("FROM a\nRUN 0\n", *COUNT)
    assert got == "FROM a\nRUN 3\n", "two seconds a round: two are within four, the third is the last"
    assert failures == ["fixing it takes more than 4 s of processor time; what was fixed by then stands"]


def test_a_step_that_takes_too_long_is_taken_back(monkeypatch):
    real, rounds = budget.within, []

    def within(work, *seconds):
        if not getattr(work, "__closure__", None) or "offered" not in work.__code__.co_freevars:
            return real(work, *seconds)
        rounds.append(1)
        done = work()
        if len(rounds) == 2:
            raise budget.Exceeded("takes more than 1 s of processor time")
        return done

    monkeypatch.setattr(budget, "within", within)
    result = fix_texts(engine(*COUNT), {"Dockerfile": "FROM a\nRUN 0\n"})
    assert result.texts == {"Dockerfile": "FROM a\nRUN 1\n"}
    assert [rule for _, rule, _ in result.applied] == ["step0"]
    assert [found.rule for found in result.remaining] == ["step1"]
    assert len(rounds) == 2, "a file that was given up is not taken up again"
    assert [failure.message for failure in result.failures] == [
        "fixing it takes more than 1 s of processor time; what was fixed by then stands"
    ]


def test_as_many_rounds_as_bring_something():
    rules = [rule(f"step{number:02}", f"^RUN {number}$", f"RUN {number + 1}") for number in range(30)]
    text = "FROM a\n" + "".join(f"RUN {number}\n" for number in range(0, 30, 3))
    assert fix(text, *rules) == ("FROM a\n" + "RUN 30\n" * 10, [])


def test_no_more_rounds_than_a_hundred(monkeypatch):
    monkeypatch.setattr(module, "MAX_ROUNDS_IN_ALL", 3)
    got, failures = fix("FROM a\nRUN 0\n", *COUNT)
    assert got == "FROM a\nRUN 0\n" or "RUN 3" in got
    assert any("come to no end in 3 rounds" in failure for failure in failures)


def test_rounds_without_progress_are_counted_from_the_last_progress(monkeypatch):
    monkeypatch.setattr(module, "MAX_ROUNDS", 3)
    rules = [rule(f"step{number}", f"^RUN {number}$", f"RUN {number + 1}") for number in range(4)]
    assert fix("FROM a\nRUN 0\n", *rules[:3]) == ("FROM a\nRUN 3\n", [])
    got, failures = fix("FROM a\nRUN 0\n", *rules)
    assert got != "FROM a\nRUN 4\n"
    assert failures


def test_a_file_that_was_given_up_is_left_alone_while_others_go_on(monkeypatch):
    clock = iter(range(0, 1000, 2))
    monkeypatch.setattr(module, "process_time", lambda: next(clock))
    monkeypatch.setattr(module, "MAX_SECONDS", 3)
    texts = {"a/Dockerfile": "FROM a\nRUN 0\n", "b/Dockerfile": "FROM a\nRUN 3\n"}
    result = fix_texts(engine(*COUNT), texts)
    assert result.texts["a/Dockerfile"] == "FROM a\nRUN 2\n"
    assert result.texts["b/Dockerfile"] == "FROM a\nRUN 5\n"
    assert [(failure.path, failure.message.count("processor time")) for failure in result.failures] == [
        ("a/Dockerfile", 1),
        ("b/Dockerfile", 1),
    ]


def test_steps_that_are_stopped_count_once(monkeypatch):
    """A file that is given up inside a step is not given up a second time for the time it took."""
    real = budget.within

    def within(work, *seconds):
        if getattr(work, "__code__", None) is None or "offered" not in work.__code__.co_freevars:
            return real(work, *seconds)
        raise budget.Exceeded("takes more than 1 s of processor time")

    monkeypatch.setattr(budget, "within", within)
    monkeypatch.setattr(module, "MAX_SECONDS", -1)
    got, failures = fix("FROM a\nRUN 0\n", *COUNT)
    assert got == "FROM a\nRUN 0\n"
    assert failures == ["fixing it takes more than 1 s of processor time; what was fixed by then stands"]
