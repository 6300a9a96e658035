"""Rules in files that `--plugin` names: they run, and nothing is loaded for a bare name."""

import pytest

from k8slint._internal.cli import main
from k8slint._internal.rulekit.registry import load_registry

RULE = '''
from k8slint import Bad, Good, Options, Rule, Severity
from k8slint._internal.kinds.dockerfile.tree import User


class {cls}(Rule[User]):
    """It is somebody."""

    class Options(Options):
        """limit: users that may be named"""

        limit: int = 1

    name = "{name}"
    category = "security"
    severity = Severity.ERROR
    examples = (Bad("FROM a\\nUSER «b»\\n"), Good("FROM a\\n"))

    def check(self, user):
        yield self.finding(user.words[0].span, f"`{{user.words[0].text}}` is somebody; {{self.options.limit}} may be")
'''


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "lint").mkdir()
    (tmp_path / "lint" / "one.py").write_text(RULE.format(cls="One", name="one-user"), encoding="utf-8")
    (tmp_path / "lint" / "two.py").write_text(RULE.format(cls="Two", name="two-user"), encoding="utf-8")
    (tmp_path / "Dockerfile").write_text("FROM debian:13\nUSER app\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("plugin", "names"), [("./lint/one.py", ["one-user"]), ("./lint", ["one-user", "two-user"]), ("lint/", None)]
)
def test_rules_of_a_file_or_a_folder_run(folder, capsys, plugin, names):
    names = names or ["one-user", "two-user"]
    code = main(["check", "--no-cache", "--plugin", plugin, "--select", ",".join(names), "--output-format", "concise"])
    assert code == 1
    out = capsys.readouterr().out
    assert [line.split()[2] for line in out.splitlines() if line.startswith("Dockerfile:")] == names
    assert "`app` is somebody; 1 may be" in out


@pytest.mark.parametrize("plugin", ["one", "lint.one"])
def test_a_bare_name_is_not_looked_for_in_the_working_folder(folder, capsys, plugin):
    if plugin == "one":
        (folder / "lint" / "one.py").rename(folder / "one.py")
    assert main(["check", "--no-cache", "--plugin", plugin]) == 2
    assert f"write `--plugin ./{plugin.replace('.', '/')}.py` to load that file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("plugin", "reason"),
    [
        ("./lint/three.py", "there is no file `./lint/three.py`"),
        ("./Dockerfile", "`./Dockerfile` is not a `.py` file"),
        ("./empty", "there is not a `.py` file in `./empty`"),
    ],
)
def test_what_holds_no_rules_is_said(folder, plugin, reason):
    (folder / "empty").mkdir()
    assert [reason in error for error in load_registry((plugin,)).errors] == [True]


def test_a_file_that_fails_is_named(folder):
    (folder / "lint" / "one.py").write_text("import nothing_of_this_name\n")
    (error,) = load_registry(("./lint/one.py",)).errors
    assert error.startswith("rule pack `./lint/one.py` could not be loaded: ModuleNotFoundError: ")
    assert "working folder" not in error


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ('    name = "one_user"', "`name` is 'one_user'"),
        ('    name = "One"', "`name` is 'One'"),
        ('    severity = "warning"', "`severity` is 'warning'; write `Severity.ERROR`"),
        ('    aliases = ("hadolint:DL1")', "`aliases` is 'hadolint:DL1'; write a tuple"),
        ("    class Options(Options):\n        names: list = []", "the option `names` is a list"),
        ("    class Options(Options):\n        limit: int", "the option `limit` has no default"),
        ("    class Options:\n        limit: int = 1", "`Options` does not derive from `k8slint.Options`"),
    ],
)
def test_a_class_that_is_no_rule_is_refused_where_it_is_written(folder, line, mistake):
    text = RULE.format(cls="One", name="one-user")
    if "class Options" in line:
        head, _, rest = text.partition("    class Options")
        text = f"{head}{line}\n\n    name{rest.partition('    name')[2]}"
    else:
        field = line.partition(" = ")[0]
        text = "\n".join(line if row.startswith(f"{field} =") else row for row in text.splitlines())
        text = text if line in text else text.replace("    examples", f"{line}\n    examples")
    (folder / "lint" / "one.py").write_text(text, encoding="utf-8")
    (error,) = load_registry(("./lint/one.py",)).errors
    assert f"TypeError: rule One: {mistake}" in error


@pytest.mark.parametrize("plugin", ["./rules_here", "./rules_here/one.py"])
def test_an_edit_of_a_rule_or_of_what_it_uses_is_noticed_by_the_cache(tmp_path, monkeypatch, plugin):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules_here").mkdir()
    file = tmp_path / "rules_here" / "one.py"
    file.write_text(RULE.format(cls="One", name="one-user"), encoding="utf-8")
    before = load_registry([plugin]).fingerprint
    assert load_registry([plugin]).fingerprint == before
    file.write_text(RULE.format(cls="One", name="one-user") + "# edited\n", encoding="utf-8")
    edited = load_registry([plugin]).fingerprint
    assert edited != before
    (tmp_path / "rules_here" / "table.py").write_text("a = 1\n")
    assert load_registry([plugin]).fingerprint != edited
