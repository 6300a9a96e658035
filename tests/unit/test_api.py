"""The Python API."""

import pytest

import k8slint

BROKEN = (
    "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n----\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n"
)
TWICE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  k: '1'\n  k: '2'\n"
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 100000
"""


def test_check_says_where():
    (found,) = k8slint.check({"a.yaml": BROKEN}, select=["malformed-document-separator"])
    assert (found.rule, found.path) == ("malformed-document-separator", "a.yaml")
    assert (found.line, found.column, found.end_line, found.end_column) == (4, 1, 4, 5)
    assert found.severity is k8slint.Severity.ERROR
    assert found.fix.title == "write `---`"


def test_fix_gives_every_text_back_time_after_time():
    for _ in range(2):
        texts = k8slint.fix({"a.yaml": BROKEN, "b.txt": "hello"}, select=["malformed-document-separator"])
        assert texts == {"a.yaml": BROKEN.replace("----", "---"), "b.txt": "hello"}


def test_bytes_and_text_say_the_same():
    assert k8slint.check({"a.yaml": BROKEN}) == k8slint.check({"a.yaml": BROKEN.encode()})


def test_unknown_rule():
    with pytest.raises(k8slint.UnknownRule, match="did you mean"):
        k8slint.check({}, select=["duplicate-kye"])


def test_config():
    config = {"severity": {"excessive-replicas": "info"}, "rules": {"excessive-replicas": {"limit": 100_000}}}
    assert k8slint.check({"a.yaml": DEPLOYMENT}, select=["excessive-replicas"], config=config) == []
    del config["rules"]
    (found,) = k8slint.check({"a.yaml": DEPLOYMENT}, select=["excessive-replicas"], config=config)
    assert found.severity is k8slint.Severity.INFO


def test_a_wrong_config_is_an_error():
    with pytest.raises(k8slint.ConfigError):
        k8slint.check({}, config={"sevrity": {}})


def test_what_was_not_linted_is_warned_of():
    with pytest.warns(RuntimeWarning, match=r"a\.yaml"):
        assert k8slint.check({"a.yaml": 'apiVersion: v1\nkind: "x\n'}, select=["excessive-replicas"]) == []


def test_rules():
    by_name = {rule.name: rule for rule in k8slint.rules()}
    rule = by_name["malformed-document-separator"]
    assert (rule.category, rule.severity, rule.fixable) == ("syntax", k8slint.Severity.ERROR, "safe")
    assert "hadolint:DL1000" in by_name["dockerfile-syntax"].aliases


def test_a_patch_is_no_whole_object():
    files = {
        "base/kustomization.yaml": "resources: [deployment.yaml]\npatches: [{path: more.yaml}]\n",
        "base/more.yaml": DEPLOYMENT,
    }
    assert k8slint.check(files, select=["excessive-replicas"]) == []
    files["base/kustomization.yaml"] = "resources: [more.yaml]\n"
    assert len(k8slint.check(files, select=["excessive-replicas"])) == 1


@pytest.mark.parametrize(
    "select", ["duplicate-key,yaml-syntax", "duplicate-key, yaml-syntax", ("duplicate-key",), {"duplicate-key"}]
)
def test_select_in_any_shape(select):
    assert [f.rule for f in k8slint.check({"a.yaml": TWICE}, select=select)] == ["duplicate-key"]


def test_severity_reads_as_a_word():
    (found,) = k8slint.check({"a.yaml": TWICE}, select="duplicate-key")
    assert (str(found.severity), f"{found.severity:>6}", found.severity.label) == ("error", " error", "error")
    assert found.severity > k8slint.Severity.WARNING


@pytest.mark.parametrize("sources", [{"Dockerfile": None}, {1: "FROM a\n"}, [("Dockerfile", "FROM a\n")], "FROM a\n"])
def test_what_is_no_text_is_a_type_error(sources):
    with pytest.raises(TypeError, match="sources must map paths to"):
        k8slint.check(sources)
    with pytest.raises(TypeError, match="sources must map paths to"):
        k8slint.fix(sources)


def test_threads_may_check_at_once():
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: len(k8slint.check({"a.yaml": TWICE}, select="duplicate-key")), range(32)))
    assert found == [1] * 32


@pytest.mark.parametrize("call", [k8slint.check, k8slint.fix])
def test_no_rules_is_an_error(monkeypatch, call):
    from k8slint._internal.rulekit.registry import Registry
    from k8slint._internal.running import engine

    monkeypatch.setattr(engine, "registry", lambda *_: Registry([]))
    with pytest.raises(RuntimeError, match="no rules"):
        call({"Dockerfile": "FROM a\n"})


@pytest.mark.parametrize(("path", "text"), [("notes.txt", "hello"), ("values.yaml", "a: 1\n")])
def test_what_is_no_file_to_lint_is_warned_of(path, text):
    with pytest.warns(RuntimeWarning, match=f"{path}: not linted: "):
        assert k8slint.check({path: text}) == []
    assert k8slint.fix({path: text}) == {path: text}


def test_a_text_without_end_is_bounded_in_a_thread_too(monkeypatch):
    import threading

    from k8slint._internal.running import analyse, budget

    monkeypatch.setattr(budget, "SECONDS", 0.2)
    monkeypatch.setattr(analyse.document, "read", lambda *_: [None for _ in iter(int, 1)])
    said = []
    thread = threading.Thread(
        target=lambda: said.extend(k8slint.check({"Dockerfile": "FROM a\n"}, select="input-limit"))
    )
    thread.start()
    thread.join(60)
    assert [found.message for found in said if "processor time" in found.message]
