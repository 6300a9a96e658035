"""`k8slint rules`, `explain` and `config` as their users run them."""

import json

import jsonschema
import pytest

from k8slint._internal.cli.rules import table
from k8slint._internal.rulekit.registry import load_registry
from k8slint._internal.text.record import replace

CONFIG = """\
profile: strict
select: [ALL]
ignore: [size]
extend-select: [consecutive-runs]
severity:
  missing-expose: error
  security: info
rules:
  excessive-replicas:
    limit: 20
per-file-ignores:
  "examples/**": [security]
exclude: ["vendor/"]
images:
  registry.example.com/shop/web: services/web/Dockerfile
fail-on: warning
output-format: concise
"""
TOML = """\
[tool.k8slint]
profile = "strict"
select = ["ALL"]
ignore = ["size"]
extend-select = ["consecutive-runs"]
exclude = ["vendor/"]
fail-on = "warning"
output-format = "concise"
[tool.k8slint.severity]
missing-expose = "error"
security = "info"
[tool.k8slint.rules.excessive-replicas]
limit = 20
[tool.k8slint.per-file-ignores]
"examples/**" = ["security"]
[tool.k8slint.images]
"registry.example.com/shop/web" = "services/web/Dockerfile"
"""


@pytest.mark.parametrize("columns", [80, 100, 120, 160])
def test_rules_fit_the_terminal(project, columns):
    result = project.run("rules", env={"COLUMNS": str(columns)})
    lines = result.stdout.splitlines()
    assert max(len(line) for line in lines) <= columns


def test_a_title_that_does_not_fit_is_cut_between_words():
    entry = replace(load_registry().by_name["consecutive-runs"], title=f"Half {'x' * 90}")
    shown = ["".join(text for text, _ in line) for line in table([entry], 90)]
    assert any(line.endswith("  Half…") for line in shown)
    assert max(len(line) for line in shown) <= 90


def test_rules_in_a_pipe_are_whole(project):
    lines = project.run("rules").stdout.splitlines()
    assert not any("…" in line and line.endswith("…") for line in lines)
    assert any(line.startswith("  consecutive-runs ") for line in lines)


def test_rules_as_json(project):
    rules = json.loads(project.run("rules", "--output-format", "json", "--select", "size").stdout)
    assert {rule["category"] for rule in rules} == {"size"}
    assert {"name", "severity", "profile", "fix", "aliases", "summary", "options"} <= rules[0].keys()


def test_explain_takes_other_tools_names(project):
    for name in ("consecutive-runs", "hadolint:DL3059", "DL3059", "dl3059"):
        assert project.run("explain", name).stdout.startswith("consecutive-runs\n")


def test_explain_lists_what_a_group_holds(project):
    result = project.run("explain", "size")
    assert result.stdout.startswith("size\n\nRules about bytes in the image that nobody needs.\n")
    assert "  consecutive-runs " in result.stdout
    assert "with a fix; `k8slint explain RULE` tells more." in result.stdout
    assert len(result.stdout.splitlines()) < 30


def test_explain_of_nothing_known_is_2(project):
    result = project.run("explain", "consecutive-rums")
    assert (result.returncode, result.stdout) == (2, "")
    assert "did you mean `consecutive-runs`?" in result.stderr


def test_schema_takes_the_config_and_refuses_a_wrong_key(project):
    schema = json.loads(project.run("config", "--schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid({"rules": {"excessive-replicas": {"limit": 20}}, "severity": {"size": "info"}})
    assert not validator.is_valid({"rules": {"excessive-replicas": {"limt": 20}}})


def test_both_kinds_of_config_say_the_same(project):
    project.write(".k8slint.yaml", CONFIG)
    yaml = json.loads(project.run("config").stdout)
    (project.folder / ".k8slint.yaml").unlink()
    project.write("pyproject.toml", TOML)
    toml = json.loads(project.run("config").stdout)
    assert yaml.pop("config-path").endswith("/.k8slint.yaml")
    assert toml.pop("config-path").endswith("/pyproject.toml")
    assert yaml.pop("origins")["severity.security"] == ".k8slint.yaml:7"
    assert toml.pop("origins")["severity.security"] == "pyproject.toml:11"
    assert yaml == toml
    assert yaml["rules"] == {"excessive-replicas": {"limit": 20}}
    assert "consecutive-runs" in yaml["selected-rules"]
    assert "apk-add-without-no-cache" not in yaml["selected-rules"]


def test_config_names_the_profile_that_holds(project):
    assert json.loads(project.run("config").stdout)["profile"] == "maintenance"
