"""Promise 5: 10 s and 1 GiB for any file, and the files beside it are linted all the same."""

import pytest

BASE = "FROM debian:12\n"
MANIFEST = (
    "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n    - name: a\n      image: b:latest\n"
)
CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"


def lines(template, count):
    return "".join(template.replace("#", str(number)).replace("~", str(number - 1)) for number in range(count))


DOCKERFILES = {
    "one line of a megabyte": BASE + "RUN echo " + "a" * 1_000_000,
    "a line of half a million words": BASE + "RUN apt-get install " + "a " * 500_000,
    "continuation lines": BASE + "RUN true " + "\\\n && apt-get update" * 25_000,
    "continuation lines over the limit": BASE + "RUN echo " + "\\\n a" * 100_000,
    "a million lines": BASE + "RUN x\n" * 1_000_000,
    "variables in one instruction": BASE + "ENV " + " ".join(f"A{i}=b" for i in range(100_000)),
    "variables that refer to each other": BASE + lines("ENV A#=$A~b\n", 49_000),
    "a variable that doubles": BASE + "ENV a=aa\n" + "ENV a=$a$a\n" * 100 + "WORKDIR $a\nFROM $a\n",
    "defaults in defaults": f"FROM {'${a:-' * 10_000}x{'}' * 10_000}\n",
    "defaults without an end": BASE + "ENV A=" + '"${a:-' * 8_000,
    "patterns in variables": f"{BASE}ENV A={'a' * 30_000}\nENV B=${{A//{'*a' * 10_000}*b/c}}\nWORKDIR $B\n",
    "heredocs without an end": BASE + "RUN <<E\n" * 49_000,
    "heredocs that nearly end": BASE + "RUN <<E\n E\n" * 20_000,
    "heredocs of many names": BASE + lines("RUN <<E#\n E#\n", 24_000),
    "many heredocs of one instruction": f"{BASE}RUN {lines('<<E# ', 1000)}\n" + "a\n" * 10_000,
    "triggers of triggers": BASE + "ONBUILD " * 10_000 + "RUN ls\n",
    "all ports": BASE + "EXPOSE 1-65535\nEXPOSE 0-99999999999\nEXPOSE " + "9" * 50_000 + "\n",
    "ports one by one": f"{BASE}EXPOSE {' '.join(map(str, range(1, 12_000)))}\n",
    "lists in lists": BASE + "CMD " + "[" * 30_000 + "]" * 30_000 + "\n",
    "lists in lists over lines": BASE + "CMD " + "[\\\n" * 40_000 + "]" * 40_000 + "\n",
    "stages on stages": lines("FROM s~ AS s#\nRUN ls\n", 24_000),
    "stages that share variables": "FROM debian AS s\n"
    + lines("ENV A#=b\n", 9_000)
    + lines("FROM s AS t#\nRUN ls\n", 9_000),
    "stages of one name": "FROM debian:12 AS s\n" * 40_000,
    "copies from many stages": lines("FROM debian:12 AS t#\n", 9_000) + lines("COPY --from=t# /a /b\n", 9_000),
    "one finding a line": BASE + "RUN apt-get update\n" * 49_000,
    "files made and removed": BASE + lines("RUN touch /f#\n", 20_000) + lines("RUN rm -rf /f#*\n", 20_000),
    "folders of folders": BASE + ("WORKDIR " + "a/" * 500 + "\n") * 500 + "RUN ls\n",
    "globs": f"{BASE}RUN touch /{'a' * 10_000}\nRUN rm /{'*a' * 5_000}b\nCOPY {'**/' * 20_000} b\n",
    "commands in commands": BASE + "RUN " + "$(" * 10_000 + "ls" + ")" * 10_000 + "\n",
    "commands in commands over lines": BASE + "RUN " + '"$(\\\n' * 40_000 + "\n",
    "parentheses": f"{BASE}RUN {'(' * 10_000}ls{')' * 10_000}\nRUN {'((' * 30_000}\n",
    "conditions in conditions": BASE + "RUN " + "if a; then " * 5_000 + "x; " + "fi; " * 5_000 + "\n",
    "commands in a row": BASE + "RUN " + "\\\n&& ".join(["a"] * 99_000) + "\n",
    "here strings": BASE + "RUN cat <<< " + '"a"' * 15_000 + "\n",
    "suppressions": f"{BASE}# hadolint ignore={'DL3006,' * 9_000}\nRUN x\n# k8slint: ignore[{'a,' * 30_000}]\nRUN y\n",
    "blanks": f"{BASE}RUN {' ' * 60_000}x\nENV a={chr(34) * 59_999}\nLABEL {'=' * 60_000}\n",
}
MANIFESTS = {
    "billion laughs": CONFIG_MAP
    + "a0: &a0 x\n"
    + lines("a#x: &a#x x\n", 1)
    + "".join(f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30)),
    "lists of laughs": "apiVersion: v1\nkind: List\nx0: &a0 {apiVersion: v1, kind: Pod}\n"
    + "".join(f"x{i}: &a{i} {{kind: List, items: [{','.join([f'*a{i - 1}'] * 9)}]}}\n" for i in range(1, 30))
    + "items: [*a29]\n",
    "one container again and again": "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  e: &e ["
    + ",".join(f"{{name: A{i}, value: b}}" for i in range(5000))
    + "]\n  c0: &c0 {name: a, image: b, env: *e}\n  containers: ["
    + ",".join(["*c0"] * 5000)
    + "]\n",
    "a value that holds itself": "&a\napiVersion: v1\nkind: List\nitems:\n- *a\n",
    "anchors": MANIFEST + lines("x#: &a# 1\n", 100_000),
    "merges on merges": CONFIG_MAP
    + "a0: &a0 {x: 1}\n"
    + "".join(f"a{i}: &a{i} {{<<: *a{i - 1}, k{i}: 1}}\n" for i in range(1, 9000)),
    "lists in lists": f"{CONFIG_MAP}x: {'[' * 100_000}{']' * 100_000}\n",
    "lists in lists in lines": CONFIG_MAP + "x:\n" + "- " * 100_000 + "a\n",
    "keys of keys": CONFIG_MAP + "x:\n " + "? " * 100_000 + "a\n",
    "a million documents": "---\n" * 1_000_000,
    "many objects": "---\napiVersion: v1\nkind: Pod\n" * 100_000,
    "one key again and again": CONFIG_MAP + "data:\n" + "  a: b\n" * 100_000,
    "a giant scalar": MANIFEST + "x: " + "a" * 9_000_000 + "\n",
    "a giant quoted scalar": MANIFEST + 'x: "' + "\\n" * 2_000_000 + '"\n',
    "an open quote": MANIFEST + 'x: "' + "a\n" * 100_000,
    "a script in a command": MANIFEST + '      command: [sh, -c, "' + "a && " * 200_000 + 'b"]\n',
    "variables": MANIFEST + "      env:\n" + lines('        - {name: A#, value: "$(A~)"}\n', 50_000),
    "huge numbers": MANIFEST
    + "      resources: {limits: {cpu: 1e999999999, memory: 1E-999999999}, requests: {cpu: '1e2147483648', memory: 9e9999Gi}}\n"
    + f"      ports: [{{containerPort: {'9' * 5000}}}, {{hostPort: -{'9' * 5000}}}]\n",
    "a schedule": "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  schedule: '"
    + "*/1," * 99_999
    + "'\n",
    "comments that suppress": MANIFEST + "# k8slint: ignore[x]\n" * 100_000,
    "braces of templates": MANIFEST + "{{" * 300_000,
    "services and workloads of one label": lines(
        "---\napiVersion: v1\nkind: Service\nmetadata: {name: s#}\nspec: {selector: {a: b}, ports: [{port: 80}]}\n",
        4_000,
    )
    + lines(
        "---\napiVersion: v1\nkind: Pod\nmetadata: {name: p#, labels: {a: b}}\nspec: {containers: [{name: a, image: b}]}\n",
        4_000,
    ),
}
OTHERS = {
    ".dockerignore of many patterns": {".dockerignore": lines("f#*\n", 100_000), "Dockerfile": BASE + "COPY f1 /x\n"},
    ".dockerignore of stars": {
        ".dockerignore": "**/" * 10_000 + "x\n" + "*a" * 10_000 + "b\n" + "[a-z]*" * 10_000 + "\n",
        "Dockerfile": BASE + "COPY " + "a" * 200 + " /x\n",
    },
    ".gitignore of stars": {".gitignore": ("**/" * 20 + "a*b*c*d*e*f*g\n") * 3000, "a" * 200 + "/x.yaml": MANIFEST},
    "Compose that extends itself": {"compose.yaml": "services:\n" + lines("  s#: {extends: s~}\n", 10_000)},
    "Compose ports": {"compose.yaml": "services:\n  a:\n    ports:\n" + '    - "1-65535:1-65535"\n' * 1000},
    "Compose variables": {"compose.yaml": f"services:\n  a: {{image: '{'${A:-' * 50_000}{'}' * 50_000}'}}\n"},
    "Compose dependencies": {"compose.yaml": "services:\n" + lines("  s#: {depends_on: [s~, s#]}\n", 10_000)},
    "kustomizations in a circle": {
        "kustomization.yaml": "resources: [., a]\n",
        "a/kustomization.yaml": "resources: [.., ../b]\n",
        "b/kustomization.yaml": "resources: [../a]\n",
    },
    "kustomizations of kustomizations": {
        f"k{i}/kustomization.yaml": f"resources: [../k{i + 1}, ../k{i + 2}, ../k{i + 3}]\n" for i in range(200)
    },
}


@pytest.mark.parametrize("name", DOCKERFILES)
def test_dockerfiles(tree, name):
    tree.put({"Dockerfile": DOCKERFILES[name]})
    tree.check()


@pytest.mark.parametrize("name", MANIFESTS)
def test_manifests(tree, name):
    tree.put({"x.yaml": MANIFESTS[name]})
    tree.check()


@pytest.mark.parametrize("name", OTHERS)
def test_others(tree, name):
    tree.put(OTHERS[name])
    tree.check()


@pytest.mark.parametrize(
    "config",
    [
        "select: " + "[" * 100_000,
        "x: &a [*a]\n",
        "a: &a [x]\nb: [*a, *a]\n",
        f"rules: {{missing-memory-limit: {{x: {'9' * 5000}}}}}\n",
        f"exclude: ['{'**/' * 1000}x', '{'*a' * 5000}b', '{'[a' * 5000}']\n",
        "exclude:\n" + "- '*a*b*c*d*e'\n" * 20_000,
        "ignore: [" + "nonsense, " * 20_000 + "]\n",
        "{a: " * 100_000,
        "per-file-ignores:\n" + lines("  'x#/**/y': [ALL]\n", 5_000),
    ],
    ids=range(9),
)
def test_configs(tree, config):
    tree.put({".k8slint.yaml": config})
    outcome = tree.run("check")
    assert outcome.seconds < 10
    assert outcome.code in (1, 2)
    if outcome.code == 2:
        assert ".k8slint.yaml" in outcome.err


@pytest.mark.parametrize("name", ["one finding a line", "stages on stages", "files made and removed"])
def test_fixing(tree, name):
    tree.put({"Dockerfile": DOCKERFILES[name]})
    outcome = tree.run("fix", "--unsafe", "--output-format", "concise")
    assert outcome.seconds < 20
    assert b"MAINTAINER" not in tree.read("plain/Dockerfile")


IGNORES = {
    "long patterns": lines(f"*{'a*' * 60}#z\n", 4900),
    "deep patterns": lines(f"{'**/a*/' * 30}x#\n", 4900),
    "many patterns": lines("*a*b*c*d*e*#\n", 4000),
}


@pytest.mark.parametrize("name", IGNORES)
def test_ignore_files(tree, name):
    tree.put({".gitignore": IGNORES[name]})
    tree.put({f"{'aaa/' * (number % 40)}d{number}/{'a' * 150}.yaml": "a: b\n" for number in range(600)})
    outcome = tree.check()
    assert outcome.seconds < 10


def test_ignore_files_everywhere(tree):
    tree.put({f"d{number}/.gitignore": "# x\n" * 200_000 for number in range(60)})
    tree.put({f"e{number}/.gitignore": "a\n" * 400_000 for number in range(20)})
    tree.put({f"f{number}/.gitignore": lines(f"*a*{number}?b*#\n", 150) for number in range(400)})
    tree.put({f"f{number}/x.yaml": "a: b\n" for number in range(400)})
    outcome = tree.check()
    assert outcome.seconds < 10


def test_what_patterns_cost_is_bounded_all_the_same(tree, monkeypatch):
    from k8slint._internal.files import discover as module

    tree.put({".gitignore": lines("*a*b*c*d*e*#\n", 1000)})
    tree.put({f"d{number}/{'a' * 150}.yaml": "a: b\n" for number in range(50)})
    monkeypatch.setattr(module, "MATCHING_SECONDS", -1)
    found = module.discover([str(tree.root)], str(tree.root))
    assert [problem.kind for problem in found.problems] == ["input-limit"]
    assert "matching names against patterns" in found.problems[0].reason


def test_what_patterns_cost_for_named_files_is_bounded_too(tree, monkeypatch):
    from k8slint._internal.files import discover as module

    tree.put({f"a{number}.yaml": "a: b\n" for number in range(3)})
    monkeypatch.setattr(module, "MATCHING_SECONDS", 0)
    named = [str(tree.root / f"a{number}.yaml") for number in range(3)]
    found = module.discover(named, str(tree.root), exclude=["*.yaml"], context=False, force_exclude=True)
    assert [file.path for file in found.files] == ["a1.yaml", "a2.yaml"], "what cannot be judged is linted"
    assert {problem.kind for problem in found.problems} == {"input-limit"}
