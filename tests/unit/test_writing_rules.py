"""docs/writing-rules.md and what `k8slint new rule` writes: all of it runs."""

import importlib
import importlib.util
import re
from pathlib import Path
from textwrap import dedent

import pytest

from k8slint._internal.authoring import testing
from k8slint._internal.authoring.index import rule_classes
from k8slint._internal.authoring.scaffold import STARTS, rule_text
from k8slint._internal.cli import main
from k8slint._internal.rulekit import rulefile
from k8slint._internal.rulekit.taxonomy import PROJECT_SUBJECTS

PAGE = (Path(__file__).parents[2] / "docs" / "writing-rules.md").read_text(encoding="utf-8")
SAMPLES = [dedent(text) for text in re.findall(r"^( *```python\n.*?^ *```)$", PAGE, re.MULTILINE | re.DOTALL)]


def rule_in(folder, text):
    path = folder / "a_rule.py"
    path.write_text(text, encoding="utf-8")
    (cls,) = rulefile.rules_in(rulefile.load(str(path)))
    return cls


def problems(cls):
    return [*testing.class_problems(cls), *(text for one in cls.examples for text in testing.problems(cls, one))]


@pytest.mark.parametrize("sample", SAMPLES, ids=range(len(SAMPLES)))
def test_a_sample_of_the_page_is_a_whole_rule(tmp_path, sample):
    cls = rule_in(tmp_path, sample.removeprefix("```python\n").removesuffix("```"))
    assert problems(cls) == []


def test_the_page_has_its_samples():
    assert len(SAMPLES) == 4


def uncommented(text):
    return re.sub(r"^( +)# (?!The)", r"\1", text, flags=re.MULTILINE)


@pytest.mark.parametrize("fix", [False, True])
@pytest.mark.parametrize("subject", STARTS)
def test_a_new_rule_passes_once_its_examples_are_filled_in(tmp_path, subject, fix):
    text = rule_text("frobnicate-there", subject, fix=fix)
    assert {"has no bad example", "has no good example"} <= set(problems(rule_in(tmp_path, text)))
    assert problems(rule_in(tmp_path, uncommented(text))) == []
    assert max(map(len, text.splitlines())) <= 120


def test_from_a_name_to_a_finding(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Dockerfile").write_text("FROM debian:13\nRUN frobnicate all\n")
    assert main(["new", "rule", "frobnicate-in-run", "--to", "drafts"]) == 0
    file = tmp_path / "drafts" / "frobnicate_in_run.py"
    assert "k8slint test ./drafts/frobnicate_in_run.py" in capsys.readouterr().out
    assert main(["test", "drafts/frobnicate_in_run.py"]) == 1
    assert "has no bad example" in capsys.readouterr().out
    file.write_text(uncommented(file.read_text()))
    assert main(["test", "drafts"]) == 0
    assert capsys.readouterr().out.startswith("ok     frobnicate-in-run: ")
    check = [
        "check",
        "--no-cache",
        "--plugin",
        "./drafts",
        "--select",
        "frobnicate-in-run",
        "--output-format",
        "concise",
    ]
    assert main(check) == 1
    assert "Dockerfile:2:5: " in capsys.readouterr().out


def test_an_example_that_is_wrong_fails(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    text = uncommented(rule_text("frobnicate-in-run", "Run"))
    (tmp_path / "one.py").write_text(text.replace("«frobnicate» now", "«frobnicate now»"))
    assert main(["test", "one.py"]) == 1
    out = capsys.readouterr().out
    assert "failed frobnicate-in-run" in out
    assert "bad example 1: marked" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["new", "rule", "Frobnicate_In_Run"], "is not a rule's name"),
        (["new", "rule", "root-user"], "there is a rule `root-user` already"),
        (["new", "rule", "a-b", "--subject", "Runn"], "no rule can begin with `Runn`"),
        (["new", "rule", "is-there"], "is there already; it was not changed"),
        (["new", "rule", "a-b", "--to", "is_there.py"], "could not be written"),
        (["test", "no_such_module"], "could not be loaded"),
        (["test", "is_there.py"], "there is no rule in"),
    ],
)
def test_mistakes_are_said(tmp_path, monkeypatch, capsys, arguments, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "is_there.py").write_text("x = 1\n")
    assert main(arguments) == 2
    assert message in capsys.readouterr().err
    assert (tmp_path / "is_there.py").read_text() == "x = 1\n"


def test_a_new_folder_of_a_package_is_a_part_of_it(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pack_of_one").mkdir()
    (tmp_path / "pack_of_one" / "__init__.py").touch()
    assert main(["new", "rule", "one-more", "--to", "pack_of_one/topic"]) == 0
    assert (tmp_path / "pack_of_one" / "topic" / "__init__.py").exists()
    assert main(["new", "rule", "one-more", "--to", "plain"]) == 0
    assert not (tmp_path / "plain" / "__init__.py").exists()


def test_no_rule_of_a_pack_is_left_out_silently(tmp_path, monkeypatch):
    pack = tmp_path / "pack_of_two"
    (pack / "topic").mkdir(parents=True)
    (pack / "__init__.py").touch()
    (pack / "topic" / "a_b.py").write_text(rule_text("a-b", "Run"))
    monkeypatch.syspath_prepend(str(tmp_path))
    package = importlib.import_module("pack_of_two")
    with pytest.raises(ImportError, match="rules are not found"):
        list(rule_classes(package))
    (pack / "topic" / "__init__.py").touch()
    assert [cls.name for cls in rule_classes(package)] == ["a-b"]
    (pack / "topic" / "b_c.py").write_text(rule_text("a-b", "Run"))
    with pytest.raises(ValueError, match="two rules are named `a-b`"):
        list(rule_classes(package))


def test_the_name_of_a_built_in_rule_is_taken(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(uncommented(rule_text("root-user", "Run")))
    assert main(["test", "mine.py"]) == 1
    assert "a built-in rule has the name `root-user` already" in capsys.readouterr().out
    assert main(["test", "k8slint_rules.dockerfile.users.root_user"]) == 0


def reference():
    """docs/writing_rules.py as a module."""
    spec = importlib.util.spec_from_file_location(
        "writing_rules_page", Path(__file__).parents[2] / "docs" / "writing_rules.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PUBLIC = [f"k8slint.{name}".rstrip(".") for name in reference().MODULES]


@pytest.mark.parametrize("module", PUBLIC)
def test_both_lists_of_a_public_module_agree(module):
    """One is for type checkers, the other is what runs."""
    home = importlib.import_module(module)
    text = Path(home.__file__).read_text(encoding="utf-8")
    assert sorted(re.findall(r" import \w+ as (\w+)$", text, re.MULTILINE)) == sorted(home.__all__)


@pytest.mark.parametrize("module", PUBLIC)
def test_each_public_name_says_what_it_is(module):
    home = importlib.import_module(module)
    words = reference().words_about
    assert [name for name in home.__all__ if not words(name, getattr(home, name))] == []
    classes = [value for name in home.__all__ if isinstance(value := getattr(home, name), type)]
    assert [cls.__name__ for cls in classes if not cls.__dict__.get("__doc__")] == []


def test_rule_authors_get_every_instruction_every_node_and_every_subject():
    dockerfile, yaml, project = (
        importlib.import_module(f"k8slint.{name}") for name in ("dockerfile", "yaml", "project")
    )
    instructions = importlib.import_module("k8slint._internal.kinds.dockerfile.instructions").KINDS.values()
    assert {kind.__name__ for kind in instructions} <= set(dockerfile.__all__)
    assert {"Scalar", "Mapping", "Sequence", "Alias", "Entry"} <= set(yaml.__all__)
    everything = set().union(*(importlib.import_module(module).__all__ for module in PUBLIC))
    assert set(project.__all__) >= PROJECT_SUBJECTS
    assert set(STARTS) <= everything


def test_the_output_format_of_the_page_works(tmp_path, monkeypatch, capsys):
    (text,) = re.findall(r"```text\n(def k8slint_reporters.*?)```", PAGE, re.DOTALL)
    (tmp_path / "pack").mkdir()
    text = text.replace("house_rules.csv", "house_of_csv")
    (tmp_path / "pack" / "house_of_csv.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path / "pack"))
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "Dockerfile").write_text("FROM debian\n")
    monkeypatch.chdir(tmp_path / "tree")
    arguments = ["check", "--no-cache", "--plugin", "house_of_csv", "--select", "untagged-base-image", "-f", "csv"]
    assert main(arguments) == 1
    assert capsys.readouterr().out == "Dockerfile,1,untagged-base-image,warning\n"


def test_a_subject_is_a_class(tmp_path):
    text = rule_text("a-b", "Cmd").replace("Rule[Cmd]", 'Rule["Cmd"]')
    with pytest.raises(TypeError, match="has to name a class"):
        rule_in(tmp_path, text)


def test_a_rule_may_look_at_two_kinds(tmp_path):
    text = (
        rule_text("a-b", "Cmd")
        .replace("import Cmd", "import Cmd, Entrypoint")
        .replace("Rule[Cmd]", "Rule[Cmd | Entrypoint]")
    )
    text = re.sub(r"# (Bad|Good)\(", r"\1(", text)
    cls = rule_in(tmp_path, text)
    assert [one.__name__ for one in cls.subjects] == ["Cmd", "Entrypoint"]
    assert problems(cls) == []
