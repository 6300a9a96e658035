"""The config file: found, read, and every mistake said at its place."""

import copy
import json
import os
import random
import subprocess
import sys
import time

import jsonschema
import pytest

from k8slint._internal import config
from k8slint._internal.config import ConfigError, Settings, find, from_data, read, schema
from k8slint._internal.config.extending import below
from k8slint._internal.config.toml import places
from k8slint._internal.config.validation import accepts
from k8slint._internal.config.versions import unmet
from k8slint._internal.rulekit.registry import Registry, RuleEntry
from k8slint._internal.text.record import replace

OPTIONS = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "limit": {"type": "integer", "minimum": 0, "default": 100, "description": "How many."},
        "names": {"type": "array", "items": {"type": "string"}, "default": [], "description": ""},
        "strict": {"type": "boolean", "default": False, "description": ""},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}, "default": {}, "description": ""},
    },
}


def entry(name, options=None, aliases=()):
    return RuleEntry(
        name,
        "module",
        "Class",
        "Run",
        "size",
        "strict",
        2,
        tuple(aliases),
        "safe",
        f"About {name}.",
        options,
        (),
        (),
        "pack",
    )


@pytest.fixture
def registry():
    return Registry(
        [entry("layer-bloat", aliases=["hadolint:DL3059"]), entry("high-replicas", OPTIONS), entry("untagged")]
    )


def settings_of(text, registry, tmp_path, name=".k8slint.yaml"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(str(path), registry)


def error_of(text, registry, tmp_path, name=".k8slint.yaml"):
    with pytest.raises(ConfigError) as caught:
        settings_of(text, registry, tmp_path, name)
    return caught.value


YAML = """\
profile: strict
select: [ALL]
extend-select:
  - hadolint:DL3059
ignore: [size, "Untagged"]
severity:
  layer-bloat: error
  DL3059: info
rules:
  high-replicas:
    limit: 7
    names: [a, b]
    strict: on
per-file-ignores:
  "test/*": [ALL]
  ./k8s/*.yaml: [untagged]
exclude: [./vendor, "!venv"]
images:
  registry.example/app: ./app/Dockerfile
fail-on: warning
output-format: json
"""

TOML = """\
[project]
name = "x"

[tool.k8slint]
profile = "strict"
select = ["ALL"]
extend-select = [
  "hadolint:DL3059",
]
ignore = ["size", 'Untagged']
severity = { layer-bloat = "error", DL3059 = "info" }
exclude = ["./vendor", "!venv"]
fail-on = "warning"
output-format = "json"

[tool.k8slint.rules]
high-replicas.limit = 7
high-replicas.names = ["a", "b"]
high-replicas.strict = true

[tool.k8slint.per-file-ignores]
"test/*" = ["ALL"]
"./k8s/*.yaml" = ["untagged"]

[tool.k8slint.images]
"registry.example/app" = "./app/Dockerfile"
"""


@pytest.mark.parametrize(("text", "name"), [(YAML, ".k8slint.yaml"), (TOML, "pyproject.toml")])
def test_every_key_is_read(text, name, registry, tmp_path):
    found = settings_of(text, registry, tmp_path, name)
    assert name in found.origins["fail-on"]
    assert replace(found, origins={}) == Settings(
        root=str(tmp_path),
        config_path=str(tmp_path / name),
        profile="strict",
        select=("ALL",),
        extend_select=("hadolint:DL3059",),
        ignore=("size", "Untagged"),
        severity={"layer-bloat": "error", "DL3059": "note"},
        options={"high-replicas": {"limit": 7, "names": ["a", "b"], "strict": True}},
        per_file_ignores={"test/*": ("ALL",), "/k8s/*.yaml": ("untagged",)},
        exclude=("/vendor", "!venv"),
        images={"registry.example/app": "app/Dockerfile"},
        fail_on="warning",
        output_format="json",
    )


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "{}\n", "\ufeff", "\n\n"])
def test_an_empty_config_is_the_default(text, registry, tmp_path):
    path = str(tmp_path / ".k8slint.yaml")
    assert settings_of(text, registry, tmp_path) == Settings(root=str(tmp_path), config_path=path)


MISTAKES = [
    # text, line, column, what the message says
    ("selct: []\n", 1, 1, "unknown key `selct`; did you mean `select`?"),
    ("plugins: [x]\n", 1, 1, "unknown key `plugins`; there are `profile`, "),
    ("per_file_ignores: {}\n", 1, 1, "did you mean `per-file-ignores`?"),
    ("select:\n  - ALL\n  - layer-bloatt\n", 3, 5, "unknown rule `layer-bloatt`; did you mean `layer-bloat`?"),
    ("ignore: ['hadolint:DL9999']\n", 1, 10, "unknown rule `hadolint:DL9999`"),
    ("severity:\n  sise: info\n", 2, 3, "unknown rule `sise`; did you mean `size`?"),
    ("severity:\n  size: fatal\n", 2, 9, "`severity.size` must be `note`, `warning` or `error`, not `fatal`"),
    ("severity:\n  size: off\n", 2, 9, "`severity.size` must be `note`, `warning` or `error`, not `false`"),
    ("profile: stric\n", 1, 10, "or `strict`, not `stric`; did you mean `strict`?"),
    ("fail-on: 3\n", 1, 10, "`fail-on` must be `note`, `warning` or `error`, not `3`"),
    ("output-format: xml\n", 1, 16, "`output-format` must be "),
    ("select: ALL\n", 1, 9, "`select` must be a list, not the string `ALL`; write `[ALL]`"),
    ("select:\n", 1, 8, "`select` must be a list, not empty"),
    ("select: {a: b}\n", 1, 9, "`select` must be a list, not a mapping"),
    ("select:\n- a: b\n", 2, 3, "`select[1]` must be a string, not a mapping"),
    ("select: [1.5]\n", 1, 10, "`select[1]` must be a string, not `1.5`"),
    ("select: ['']\n", 1, 10, "`select[1]` must not be empty"),
    ("rules: []\n", 1, 8, "`rules` must be a mapping, not a list"),
    ("rules:\n  high-replica: {}\n", 2, 3, "unknown rule `high-replica`; did you mean `high-replicas`?"),
    ("rules:\n  zzz: {}\n", 2, 3, "unknown rule `zzz`; `k8slint rules` lists them"),
    ("rules:\n  high-replicas: 3\n", 2, 18, "`rules.high-replicas` must be a mapping, not `3`"),
    (
        "rules:\n  high-replicas:\n    limt: 3\n",
        3,
        5,
        "rule `high-replicas` has no option `limt`; did you mean `limit`?",
    ),
    ("rules:\n  layer-bloat:\n    x: 3\n", 3, 5, "rule `layer-bloat` has no options; remove `x`"),
    ("rules:\n  high-replicas:\n    limit: -1\n", 3, 12, "`rules.high-replicas.limit` must be 0 or more, not `-1`"),
    ("rules:\n  high-replicas:\n    limit: 1.5\n", 3, 12, "must be a whole number, not `1.5`"),
    ("rules:\n  high-replicas:\n    limit: '1'\n", 3, 12, "must be a whole number, not the string `1`"),
    ("rules:\n  high-replicas:\n    limit: yes\n", 3, 12, "must be a whole number, not `true`"),
    ("rules:\n  high-replicas:\n    limit: .inf\n", 3, 12, "`.inf`"),
    ("rules:\n  high-replicas:\n    strict: 1\n", 3, 13, "must be `true` or `false`, not `1`"),
    ("rules:\n  high-replicas:\n    names: [a, 1]\n", 3, 16, "`rules.high-replicas.names[2]` must be a string"),
    ("per-file-ignores:\n  a: [nope-nope]\n", 2, 7, "unknown rule `nope-nope`"),
    ("per-file-ignores:\n  ../a: [ALL]\n", 2, 3, "`../a` leads out of the project"),
    ("exclude: [a/../../b]\n", 1, 11, "leads out of the project"),
    ("images:\n  app: ../Dockerfile\n", 2, 8, "`../Dockerfile` is not a path inside the project"),
    ("images:\n  app: /etc/passwd\n", 2, 8, "is not a path inside the project"),
    ("images:\n  app: https://host/Dockerfile\n", 2, 8, "is not a path inside the project"),
    ("select: [ALL]\nselect: [ALL]\n", 2, 1, "key `select` is given twice; remove one"),
    ("a: &x 1\n", 1, 7, "a config has no anchors"),
    ("select: &x [ALL]\nignore: *x\n", 1, 12, "a config has no anchors"),
    ("select: !!str ALL\n", 1, 15, "a config has no tags"),
    ("select: !!python/object/apply:os.system [id]\n", 1, 41, "a config has no tags"),
    ("? [a]\n: b\n", 1, 3, "a key is a string"),
    ("<<: {select: [ALL]}\n", 1, 1, "unknown key `<<`"),
    ("- a\n", 1, 1, "a config is a mapping"),
    ("text\n", 1, 1, "a config is a mapping"),
    ("select: [ALL]\n---\nignore: [ALL]\n", 3, 1, "a config is one document"),
    ("select: [ALL]\n...\nignore: [ALL]\n", 3, 1, "a config is one document"),
    ("----\nselect: [ALL]\n", 1, 1, "a config does not take `----` as a document separator"),
    ("select: [ALL\n", 2, 1, ""),
    ("select: [ALL]\n\tignore: x\n", 2, 1, ""),
    ("ignore: [ALL]\nselct: []\nfail-on: 3\n", 2, 1, "unknown key `selct`"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), MISTAKES, ids=[repr(row[0])[:50] for row in MISTAKES])
def test_mistakes_in_yaml(text, line, column, message, registry, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    error = error_of(text, registry, tmp_path)
    assert message in error.message
    assert (error.line, error.column) == (line, column) or (not message and error.line)
    assert error.lines[0] == f".k8slint.yaml:{error.line}:{error.column}: {error.message}"


TOML_MISTAKES = [
    ('[tool.k8slint]\nselct = ["x"]\n', 2, 1, "unknown key `selct`"),
    ('[tool.k8slint]\nselect = ["ALL",\n  "nope-nope"]\n', 3, 3, "unknown rule `nope-nope`"),
    ("[tool.k8slint]\nselect = 3\n", 2, 10, "`select` must be a list, not `3`"),
    ("[tool.k8slint]\nselect = 2001-01-01\n", 2, 10, "`select` must be a list, not a date"),
    ("[tool]\nk8slint.rules.high-replicas.limit = -1\n", 2, 37, "must be 0 or more"),
    ("[tool.k8slint.rules.high-replicas]\n# c\n limit = -1 # c\n", 3, 10, "must be 0 or more"),
    ("[tool.k8slint.rules]\nhigh-replicas = {limit = 1, names = ['a', 2]}\n", 2, 43, "`rules.high-replicas.names[2]`"),
    ('[tool.k8slint.images]\n"a b" = "../x"\n', 2, 9, "is not a path inside the project"),
    ("[[tool.k8slint.rules]]\nx = 1\n", 1, 1, "`rules` must be a mapping, not a list"),
    ("[tool]\nk8slint = 3\n", 2, 11, "`tool.k8slint` must be a table"),
    ("[[tool.k8slint]]\n", 1, 1, "`tool.k8slint` must be a table"),
    ("[tool.other]\n", 1, 1, "has no table `[tool.k8slint]`"),
    ("[tool.k8slint]\nselect = [\n", 3, 1, "invalid value"),
    ("[tool.k8slint]\nselect = []\nselect = []\n", 3, 12, "overwrite"),
    ("[tool.k8slint]\nx = " + "9" * 5000 + "\n", 1, 1, "cannot be read"),
    ("[tool.k8slint]\nx = " + "[" * 20_000 + "\n", 1, 1, "nested too deeply"),
]


@pytest.mark.parametrize(
    ("text", "line", "column", "message"), TOML_MISTAKES, ids=[repr(r[0])[:50] for r in TOML_MISTAKES]
)
def test_mistakes_in_toml(text, line, column, message, registry, tmp_path):
    error = error_of(text, registry, tmp_path, "pyproject.toml")
    assert message in error.message.lower() if message.islower() else message in error.message
    assert (error.line, error.column) == (line, column)


HOSTILE = {
    "no text": b"\xff\xfe\x00a",
    "nul": b"select: [\0]",
    "deep flow": b"select: " + b"[" * 100_000,
    "deep block": b"".join(b" " * n + b"a:\n" for n in range(1000)),
    "laughs": b"a: &a [x]\n" + b"".join(b"b%d: &b%d [*a,*a,*a,*a]\n" % (n, n) for n in range(30)),
    "many keys": b"".join(b"k%d: 1\n" % n for n in range(20_000)),
    "many names": b"select: [" + b"nope," * 40_000 + b"]",
    "long key": b"k" * 200_000 + b": 1",
    "long name": b"select: [" + b"n" * 200_000 + b"]",
    "huge number": b"rules: {high-replicas: {limit: " + b"9" * 100_000 + b"}}",
    "huge exponent": b"rules: {high-replicas: {limit: 1e999999999}}",
    "controls": b'"\\e[31m\\u202e": 1',
    "too big": b"#" * 250_001,
    "carriage returns": b"selct: 1\r" * 10,
    "tag": b"!!python/object/apply:os.system ['touch /tmp/owned']",
    "directive": b"%YAML 9.9\n---\na: 1",
    "surrogate": b'select: ["\\ud800"]',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_configs_are_errors_and_soon(name, registry, tmp_path):
    start = time.process_time()
    error = error_of(HOSTILE[name], registry, tmp_path)
    assert time.process_time() - start < 5
    assert len(str(error)) < 1000


HOSTILE_TOML = {
    "deep table": "[tool.k8slint" + ".a" * 5000 + "]",
    "deep key": "[tool.k8slint]\n" + "a." * 50_000 + "b = 1",
    "deep keys": "[tool.k8slint]\n" + "".join("a." * 18 + f"b{n} = 1\n" for n in range(5000)),
    "many tables": "".join(f"[tool.k8slint.a{n}.b.c]\n" for n in range(9000)),
    "many keys": "[tool.k8slint]\n" + "".join(f"k{n} = 1\n" for n in range(20_000)),
    "long text": '[tool.k8slint]\nselect = ["""' + '"\\n' * 100_000 + '"""]',
    "not utf-8": "[tool.k8slint]\nx = '\udcff'",
    "odd keys": "[tool.k8slint]\n'' = 1\n\"\\u0000\" = 2",
}


@pytest.mark.parametrize("name", HOSTILE_TOML)
def test_hostile_toml_is_an_error_and_soon(name, registry, tmp_path):
    start = time.process_time()
    error = error_of(HOSTILE_TOML[name].encode("utf-8", "surrogateescape"), registry, tmp_path, "pyproject.toml")
    assert time.process_time() - start < 5
    assert len(str(error)) < 1000


def test_a_config_that_cannot_be_read_says_why(registry, tmp_path):
    (tmp_path / ".k8slint.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, word in ((".k8slint.yaml", "folder"), ("pipe", "named pipe"), ("none", "does not exist")):
        with pytest.raises(ConfigError) as caught:
            read(str(tmp_path / name), registry)
        assert word in caught.value.message
        assert caught.value.line == 0


# --- finding


def test_the_nearest_config_is_found(tmp_path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    assert find(str(inner)) is None
    (tmp_path / ".k8slint.yml").write_text("")
    assert find(str(inner)) == str(tmp_path / ".k8slint.yml")
    (tmp_path / ".k8slint.yaml").write_text("")
    assert find(str(inner)) == str(tmp_path / ".k8slint.yaml")
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.k8slint]\n")
    assert find(str(inner)) == str(tmp_path / "a" / "pyproject.toml")
    (inner / ".k8slint.yaml").write_text("")
    assert find(str(inner)) == str(inner / ".k8slint.yaml")


def test_the_search_ends_at_the_repository(tmp_path):
    inner = tmp_path / "repo" / "a"
    inner.mkdir(parents=True)
    (tmp_path / ".k8slint.yaml").write_text("")
    assert find(str(inner)) == str(tmp_path / ".k8slint.yaml")
    (tmp_path / "repo" / ".git").write_text("gitdir: elsewhere")
    assert find(str(inner)) is None
    (tmp_path / "repo" / ".k8slint.yaml").write_text("")
    assert find(str(inner)) == str(tmp_path / "repo" / ".k8slint.yaml")


PYPROJECTS = [
    ("[tool.k8slint]\n", True),
    ("[tool]\nk8slint = {}\n", True),
    ('["tool"."k8slint".rules]\n', True),
    ("[tool.k8slint]\nbroken = \n", True),
    ('[project]\ndependencies = ["k8slint"]\n', False),
    ('broken = "k8slint\n', False),
    ("[tool.ruff]\n", False),
    ("[tool.ruff]\n# k8slint\n" + "#" * 300_000, False),
    ("[tool.k8slint]\n" + "#" * 300_000, True),
    ("", False),
]


@pytest.mark.parametrize(("text", "ours"), PYPROJECTS)
def test_a_pyproject_counts_only_with_our_table(text, ours, tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "pyproject.toml").write_text(text)
    assert (find(str(tmp_path)) is not None) is ours


def test_a_config_that_is_a_link_may_not_lead_out(tmp_path, registry):
    inner = tmp_path / "repo"
    inner.mkdir()
    (inner / ".git").mkdir()
    (tmp_path / "secret").write_text("select: [ALL]\n")
    (inner / ".k8slint.yaml").symlink_to("../secret")
    with pytest.raises(ConfigError, match="link that leads out"):
        find(str(inner))
    (inner / ".k8slint.yaml").unlink()
    (inner / "pyproject.toml").symlink_to("../secret")
    assert find(str(inner)) is None
    (inner / "real.yaml").write_text("select: [ALL]\n")
    (inner / ".k8slint.yaml").symlink_to("real.yaml")
    assert read(find(str(inner)), registry).select == ("ALL",)
    (inner / ".k8slint.yaml").unlink()
    (inner / ".k8slint.yaml").symlink_to("nowhere")
    with pytest.raises(ConfigError, match="does not exist"):
        read(find(str(inner)), registry)


# --- data


def test_settings_from_data(registry):
    settings = from_data({"select": ("ALL",), "rules": {"high-replicas": {"limit": 3.0, "names": ("a",)}}}, registry)
    assert settings.select == ("ALL",)
    assert settings.options == {"high-replicas": {"limit": 3, "names": ["a"]}}
    assert isinstance(settings.options["high-replicas"]["limit"], int)


def test_mistakes_in_data(registry):
    with pytest.raises(ConfigError, match=r"^config: unknown key `selct`; did you mean `select`\?$"):
        from_data({"selct": []}, registry)
    with pytest.raises(ConfigError, match="unknown rule"):
        from_data({"select": ["nope-nope"]}, registry)
    with pytest.raises(ConfigError, match="a mapping"):
        from_data(["select"], registry)
    nested = []
    nested.append(nested)
    with pytest.raises(ConfigError, match="nested too deeply"):
        from_data({"select": nested}, registry)


# --- the schema


def test_the_schema_is_valid_and_holds_every_setting(registry):
    made = schema(registry)
    jsonschema.Draft202012Validator.check_schema(made)
    json.dumps(made)
    read_ = {"rules" if field == "options" else field.replace("_", "-") for field in Settings.__fields__}
    read_ -= {"root", "config-path", "origins", "suppressions"}
    assert set(made["properties"]) == read_ | {"extend", "required-version"}
    assert made["properties"]["rules"]["properties"]["high-replicas"]["properties"]["limit"]["default"] == 100


def test_no_key_names_code(registry):
    names = " ".join(schema(registry)["properties"])
    for word in ("plugin", "pack", "module", "import", "command", "hook", "extends", "include", "schema", "script"):
        assert word not in names


GOOD = {
    "profile": "strict",
    "select": ["ALL"],
    "ignore": [],
    "extend-select": ["size"],
    "severity": {"size": "info"},
    "rules": {"high-replicas": {"limit": 3, "names": ["a"], "strict": True, "labels": {"a": "b"}}, "untagged": {}},
    "per-file-ignores": {"*": ["ALL"]},
    "exclude": ["a"],
    "images": {"a": "b"},
    "fail-on": "error",
    "output-format": "json",
}
STRANGE = [
    None,
    True,
    False,
    0,
    -1,
    1.5,
    3.0,
    "",
    "x",
    "ALL",
    [],
    ["x"],
    [1],
    {},
    {"x": 1},
    {"x": "y"},
    {"x": ["y"]},
    10**30,
]


def spoiled(data):
    """Every config that differs from a good one in one value, or by one key."""
    pending = [()]
    while pending:
        path = pending.pop()
        for strange in STRANGE:
            copied = copy.deepcopy(data)
            if not path:
                yield strange
                continue
            holder = copied
            for part in path[:-1]:
                holder = holder[part]
            holder[path[-1]] = strange
            yield copied
        value = data
        for part in path:
            value = value[part]
        if isinstance(value, dict):
            pending += [(*path, key) for key in value]
            copied = copy.deepcopy(data)
            holder = copied
            for part in path:
                holder = holder[part]
            holder["other"] = 1
            yield copied
        elif isinstance(value, list):
            pending += [(*path, number) for number in range(len(value))]


def test_the_quick_check_never_accepts_what_jsonschema_rejects(registry):
    made = schema(registry)
    validator = jsonschema.Draft202012Validator(made)
    assert accepts(made, GOOD, made["$defs"])
    counts = {True: 0, False: 0}
    for data in spoiled(GOOD):
        quick, slow = accepts(made, data, made["$defs"]), validator.is_valid(data)
        assert quick == slow or (slow and "3.0" in repr(data)), data
        counts[quick] += 1
    assert counts[True] > 30
    assert counts[False] > 300


def test_a_good_config_imports_no_jsonschema(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.k8slint]\nfail-on = "error"\nexclude = ["a"]\n')
    code = (
        "import sys\nfrom k8slint._internal import config\nfrom k8slint._internal.rulekit.registry import Registry\n"
        f"config.read({str(tmp_path / 'pyproject.toml')!r}, Registry([]))\n"
        "print(sorted(m for m in sys.modules if m in ('jsonschema', 'referencing', 'ruamel', 'ruamel.yaml', 'difflib')))"
    )
    environment = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(config.__file__))}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout == "[]\n"


# --- places in TOML


def test_places_in_toml():
    text = (
        '# [x]\n[a."b c"]\nk = 1 # c\n"q\\"q" = [1, [2, "]"], {x = 3, y.z = [4]}]\nm = """\n[no]\nk = 2"""\n'
        "n.o.p = 1979-05-27 07:32:00\n[[t]]\nu = '''x'''\n[last]\nf = 1.5\ne = []\ni = {}\ng = [\n  1.5, # c\n  2,\n]\n"
    )
    found = {path: (text[key : key + 4], text[value : value + 4]) for path, (key, value) in places(text).items()}
    assert found[("a", "b c", "k")] == ("k = ", "1 # ")
    assert found[("a", "b c", 'q"q')] == ('"q\\"', "[1, ")
    assert found[("a", "b c", 'q"q', 1, 1)] == ('"]"]', '"]"]')
    assert found[("a", "b c", 'q"q', 2, "x")] == ("x = ", "3, y")
    assert found[("a", "b c", 'q"q', 2, "y", "z", 0)] == ("4]}]", "4]}]")
    assert found[("a", "b c", "m")] == ("m = ", '"""\n')
    assert found[("a", "b c", "n", "o", "p")] == ("n.o.", "1979")
    assert found[("t", "u")] == ("u = ", "'''x")
    assert found[("last", "f")] == ("f = ", "1.5\n")
    assert found[("last", "g", 1)] == ("2,\n]", "2,\n]")
    assert ("no",) not in found


def test_every_toml_value_has_its_place():
    """Numbers written in random TOML are found where they stand."""
    import tomllib

    random_ = random.Random(0)

    def value(depth):
        nonlocal count
        count += 1
        kind = random_.randrange(6 if depth < 4 else 3)
        if kind < 2:
            return f"1{count:05}"
        if kind == 2:
            return random_.choice(['"a = [#"', "'b]}'", '"""\nx = 1\n"""', '"\\""', "true", "1.5"])
        if kind in (3, 4):
            gap = random_.choice(["", " ", "\n ", " # ] c\n"])
            return "[" + ",".join(gap + value(depth + 1) for _ in range(random_.randrange(4))) + gap + "]"
        return "{" + ", ".join(f"k{count}{n} = {value(depth + 1)}" for n in range(random_.randrange(3))) + "}"

    for _ in range(200):
        count = 0
        text = ""
        for table in range(2):
            text += f"[ t{table}.'x y' ]\n"
            text += "".join(f"{random_.choice(['k', 'a.b.k', 'q-'])}{n} = {value(0)}\n" for n in range(3))
        tree = tomllib.loads(text)
        where = places(text)
        pending = [((), tree)]
        while pending:
            path, node = pending.pop()
            if isinstance(node, int) and not isinstance(node, bool):
                assert text[where[path][1] :].startswith(str(node)), (text, path)
            elif isinstance(node, dict | list):
                items = node.items() if isinstance(node, dict) else enumerate(node)
                pending += [((*path, key), inner) for key, inner in items]


# --- all mistakes, and configs that build on others


def test_all_mistakes_are_told_in_the_order_of_the_text(registry, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    error = error_of("fail-on: 3\nselct: []\nignore: [nonsense]\nexclude: [../x]\n", registry, tmp_path)
    assert [line.split(": ")[0] for line in error.lines] == [
        ".k8slint.yaml:1:10",
        ".k8slint.yaml:2:1",
        ".k8slint.yaml:3:10",
        ".k8slint.yaml:4:11",
    ]


def test_a_flood_of_mistakes_is_cut(registry, tmp_path):
    error = error_of("".join(f"x{n}: 1\n" for n in range(100)), registry, tmp_path)
    assert len(error.lines) == 21
    assert error.lines[-1].endswith("80 more mistakes are not shown")


@pytest.mark.parametrize(
    ("required", "version", "fits"),
    [
        (">=0.1", "0.1.0", True),
        (">=0.2", "0.1.0", False),
        (">= 0.1, <0.2", "0.1.9", True),
        (">=0.1,<0.2", "0.2.0", False),
        ("0.1.0", "0.1.0", True),
        ("==0.1", "0.1.1", False),
        ("!=0.1.1", "0.1.1", False),
        (">0.1", "0.1.0", False),
        ("<=0.1.5", "0.1.10", False),
    ],
)
def test_required_version(required, version, fits):
    assert (unmet(required, version) is None) is fits


def test_a_version_that_is_too_old_says_only_that(registry, tmp_path):
    error = error_of('required-version: ">=99"\nsome-later-key: 1\n', registry, tmp_path)
    assert error.lines == (f"{error.path}:1:19: {error.message}",)
    assert "this project needs k8slint `>=99`" in error.message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "kubernetes-version: 1.30\n",
            "`kubernetes-version` must be a string, and YAML reads `1.3` as a number; quote it",
        ),
        ("kubernetes-version: latest\n", "must be a version of Kubernetes such as `1.34`, not `latest`"),
        ("as-of: soon\n", "`as-of` must be a version such as `0.2`, not `soon`"),
        ("today: tomorrow\n", "`today` must be a day such as `2026-11-30`"),
        ("required-version: new\n", "`required-version` must be one or more of"),
        ("platform: mars\n", "`platform` must be `kubernetes`, `openshift`"),
        ("preview: 1\n", "`preview` must be `true` or `false`"),
        ("extend: 3\n", "`extend` must be a string or a list of strings"),
        ("fixable: [nonsense]\n", "unknown rule `nonsense`"),
    ],
)
def test_mistakes_in_shared_settings(text, message, registry, tmp_path):
    assert message in error_of(text, registry, tmp_path).message


def test_shared_settings_reach_the_rules(registry, tmp_path):
    text = 'kubernetes-version: "1.30"\nplatform: openshift\nregistries: [r.example.com]\ntoday: "2026-01-02"\nas-of: "0.1"\n'
    target = settings_of(text, registry, tmp_path).target
    assert (target.kubernetes_version, target.platform, target.registries) == ("1.30", "openshift", ("r.example.com",))
    assert target.today == "2026-01-02"
    assert target.counts("0.1.4")
    assert not target.counts("0.2")


def extended(tmp_path, registry, **texts):
    for name, text in texts.items():
        path = tmp_path / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / ".k8slint.yaml" if path.name == "config" else path.with_suffix(".yaml")).write_text(text)
    (tmp_path / ".git").mkdir(exist_ok=True)
    return read(str(tmp_path / "a" / ".k8slint.yaml"), registry)


BASE = """\
profile: strict
ignore: [untagged]
severity: {size: error, untagged: error}
exclude: [vendor/, /a/gen, /b/gen, "*/out"]
per-file-ignores: {"a/x/**": [size], "b/**": [ALL]}
images: {web: a/web/Dockerfile, db: b/Dockerfile}
fail-on: error
"""


def test_extending_adds_lists_and_mappings_and_replaces_values(registry, tmp_path):
    inner = "extend: ../.k8slint.yaml\nignore: [layer-bloat]\nseverity: {size: note}\nprofile: development\n"
    settings = extended(tmp_path, registry, config=BASE, a__config=inner)
    assert settings.root == str(tmp_path / "a")
    assert settings.ignore == ("untagged", "layer-bloat")
    assert settings.severity == {"size": "note", "untagged": "error"}
    assert (settings.profile, settings.fail_on) == ("development", "error")
    assert settings.exclude == ("vendor/", "/gen", "/out")
    assert settings.per_file_ignores == {"/x/**": ("size",)}
    assert settings.images == {"web": "web/Dockerfile"}
    assert settings.origins["fail-on"].endswith("/.k8slint.yaml:7")
    assert settings.origins["severity.size"].endswith("/a/.k8slint.yaml:3")


def test_several_configs_are_taken_in_order(registry, tmp_path):
    settings = extended(
        tmp_path,
        registry,
        one="fail-on: error\nprofile: strict\n",
        two="fail-on: note\n",
        a__config="extend: [../one.yaml, ../two.yaml]\n",
    )
    assert (settings.fail_on, settings.profile) == ("note", "strict")


@pytest.mark.parametrize(
    ("extend", "message"),
    [
        ("../../x.yaml", "lies outside of the project"),
        ("/etc/x.yaml", "lies outside of the project"),
        ("gone.yaml", "`gone.yaml` does not exist"),
        ("../one.txt", "is not a config"),
        (".k8slint.yaml", "go in a circle: `"),
        ("../.k8slint.yaml", "go in a circle: `"),
    ],
)
def test_what_cannot_be_extended_is_told(extend, message, registry, tmp_path):
    (tmp_path / "one.txt").write_text("")
    with pytest.raises(ConfigError) as caught:
        extended(tmp_path, registry, config="extend: a/.k8slint.yaml\n", a__config=f"\n\nextend: {extend}\n")
    assert message in caught.value.message
    assert caught.value.line == (1 if extend == "../.k8slint.yaml" else 3)


@pytest.mark.parametrize(
    ("glob", "steps", "moved"),
    [
        ("vendor/", ["a"], "vendor/"),
        ("a/", ["a"], "/**"),
        ("/a/gen", ["a"], "/gen"),
        ("/b/gen", ["a"], None),
        ("*/gen", ["a"], "/gen"),
        ("**/gen", ["a", "b"], "**/gen"),
        ("a/**", ["a", "b"], "**"),
        ("!a/gen", ["a"], "!/gen"),
        ("./a/gen", ["a"], "/gen"),
    ],
)
def test_globs_of_an_outer_folder(glob, steps, moved):
    assert below(glob, steps) == moved


# --- which rules run


def row(name, **more):
    return replace(entry(name), **more)


def test_rules_on_trial_and_new_ones_run_on_request_only():
    rules = Registry(
        [
            row("old", since="0.1.0", pack="builtin"),
            row("new", since="0.2.0", pack="builtin"),
            row("trial", preview=True, pack="builtin"),
            row("foreign", since="7.0"),
        ]
    )

    def names(**more):
        return [one.name for one in rules.choose(**more)]

    assert names(select=["ALL"]) == ["foreign", "new", "old"]
    assert names(select=["ALL"], preview=True) == ["foreign", "new", "old", "trial"]
    assert names(select=["ALL"], as_of="0.1") == ["foreign", "old"]
    assert names(select=["ALL", "new", "trial"], as_of="0.1") == ["foreign", "new", "old", "trial"]
