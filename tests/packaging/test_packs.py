"""Rule packs beside k8slint: the example's, and one that is broken."""

import pytest

MANIFEST = """\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.old.example.com/shop/web:1.4 # the shop
"""
CONCISE = ("--output-format", "concise")


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "project"
    place.mkdir()
    (place / "pod.yaml").write_text(MANIFEST)
    return place


@pytest.fixture(params=["import", "hook", "rules"])
def broken(request, tmp_path):
    """A folder to import from with a pack that cannot be imported, whose hook fails, or that hands over what is no rule."""
    place = tmp_path / "broken"
    information = place / "broken_rules-2.0.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-rules\nVersion: 2.0\n")
    (information / "entry_points.txt").write_text("[k8slint]\nbroken-rules = broken_rules\n")
    hook = "from k8slint._internal.rulekit.plugin import hookimpl\n\n\n@hookimpl\ndef k8slint_rules():\n    "
    text = {"import": "import no_such_module\n", "hook": f"{hook}return 1 / 0\n", "rules": f"{hook}return [int]\n"}
    (place / "broken_rules.py").write_text(text[request.param])
    return place


def test_rules_shows_it(with_pack, folder):
    result = with_pack.run("k8slint", "rules", cwd=folder)
    assert result.returncode == 0, result.stderr
    assert "image-from-old-registry" in result.stdout
    assert "deleted-in-later-layer" in result.stdout


def test_explain_shows_it(with_pack, folder):
    result = with_pack.run("k8slint", "explain", "image-from-old-registry", cwd=folder)
    assert result.returncode == 0, result.stderr
    assert "switched off" in result.stdout


def test_check_finds_and_fix_repairs(with_pack, folder):
    found = with_pack.run("k8slint", "check", *CONCISE, cwd=folder)
    assert found.returncode == 1, found.stderr
    assert "pod.yaml:8:14: error image-from-old-registry `registry.old.example.com` is switched off" in found.stdout
    with_pack.run("k8slint", "fix", "--select", "image-from-old-registry", cwd=folder)
    assert (folder / "pod.yaml").read_text() == MANIFEST.replace("registry.old.", "registry.")
    assert "image-from-old-registry" not in with_pack.run("k8slint", "check", *CONCISE, cwd=folder).stdout


def test_its_options_come_from_the_config(with_pack, folder):
    (folder / ".k8slint.yaml").write_text("rules:\n  image-from-old-registry:\n    old: other.example.com\n")
    result = with_pack.run("k8slint", "check", "--select", "image-from-old-registry", cwd=folder)
    assert (result.returncode, result.stderr) == (0, "")


def test_pytest_runs_its_examples(with_pack, folder):
    result = with_pack.run(
        "python", "-m", "pytest", "-p", "no:cacheprovider", "--pyargs", "house_rules", "-v", cwd=folder
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.count("PASSED") >= 2
    assert "image-from-old-registry" in result.stdout


def test_pytest_fails_for_a_wrong_example(with_pack, folder, tmp_path):
    """The pack with its rule blinded: its own examples notice."""
    package = tmp_path / "edited" / "house_rules"
    package.mkdir(parents=True)
    for path in (with_pack.packages / "house_rules").glob("*.py"):
        (package / path.name).write_text(path.read_text().replace("yield self.finding", "_ = self.finding"))
    arguments = ("-m", "pytest", "-p", "no:cacheprovider", "--pyargs", "house_rules")
    result = with_pack.run("python", *arguments, cwd=folder, path=[package.parent])
    assert result.returncode == 1, result.stdout + result.stderr


def test_a_broken_pack_is_named_and_the_run_goes_on(with_pack, folder, broken):
    (folder / "Dockerfile").write_text("FROM alpine\n")
    result = with_pack.run("k8slint", "check", *CONCISE, cwd=folder, path=[broken])
    assert result.returncode == 2
    assert "broken-rules" in result.stderr or "broken_rules" in result.stderr
    assert "Traceback" not in result.stderr
    assert "untagged-base-image" in result.stdout
    assert "image-from-old-registry" in result.stdout


def test_without_any_pack_nothing_looks_green(installed, folder):
    """Zero rules are no clean bill."""
    program = (
        "import sys, k8slint._internal.rulekit.packs; k8slint._internal.rulekit.packs.installed = lambda *a: []\n"
        "from k8slint._internal.cli import main; sys.exit(main(['check']))"
    )
    assert installed.run("python", "-c", program, cwd=folder).returncode == 2
