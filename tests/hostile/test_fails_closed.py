"""Promise 4: what cannot be read, decoded or parsed is a finding or exit code 2, and the other files are linted."""

import os
import socket
import subprocess
import sys

import pytest

BASE = "FROM debian:12\n"
POD = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n    - name: a\n      image: b:latest\n"

UNREADABLE = {
    "NUL": b"FROM debian:12\0\n",
    "only NULs": b"\0" * 1000,
    "bytes that are no UTF-8": b"FROM debian:12\nRUN echo \xff\xc3\x28\n",
    "UTF-16": "FROM debian:12\n".encode("utf-16"),
    "UTF-16 without a mark": "FROM debian:12\n".encode("utf-16-le"),
    "UTF-32": "FROM debian:12\n".encode("utf-32"),
    "Latin-1": 'FROM debian:12\nLABEL a="é"\n'.encode("latin-1"),
    "a program": b"\x7fELF" + bytes(range(256)) * 100,
    "too big": b"a" * 10_000_001,
}


@pytest.mark.parametrize("path", ["Dockerfile", "x.yaml"])
@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_text(tree, path, name):
    tree.put({path: UNREADABLE[name]})
    outcome = tree.check()
    assert outcome.rules[path] <= {"unreadable-file", "input-limit"}
    assert outcome.rules[path]
    alone = tree.run("check", "--select", "latest-base-image", "--no-cache")
    assert alone.code == 2, "without the rule that would say so"
    assert path in alone.err
    before = tree.read(path)
    tree.run("fix", "--unsafe")
    assert tree.read(path) == before


BROKEN = {
    "Dockerfile": [
        "", "\n \n\t\n", "# only\n# comments\n", "FROM", "x", "RUN ls\n", "FROM debian:12\nNOPE\n", "\\", "\\\n" * 100,
        "FROM debian:12\rRUN ls\r", "FROM debian:12\nRUN <<EOF\nls\n", "FROM debian:12\nENV A='\n",
        "FROM debian:12\nENV A=${\n",
        "apiVersion: v1\nkind: Pod\n", "<<<<<<< HEAD\nFROM a\n=======\nFROM b\n>>>>>>> c\n", "# escape=x\nFROM debian:12\n",
        "FROM a AS a\nCOPY --from=a / /\nFROM b AS a\nCOPY --from=a / /\nFROM a AS a\n", "FROM --platform= a b c\n",
        "\u202eFROM debian\n", "\ufeff\ufeffFROM debian:12\n",
    ],
    "x.yaml": [
        POD + "x: [\n", POD + "x: {\n", POD + 'x: "\n', POD + "\tx: 1\n", POD + "x: *nope\n", POD + "x: &a [*a]\n",
        POD + "? [a]\n: b\n", POD + "[a]: b\n", POD + "<<: 1\n", POD + "%\n" + "x: 1\n", POD + "x: !!int y\n",
        POD + "kind: Service\n", POD + "----\n" + POD, POD + 'x: "\\xZZ"\n', POD + "x: |\n   a\n  b\n",
        "%YAML 99.99\n---\n" + POD,
        POD + "@x: 1\n", POD + "x: `a`\n", POD + "x: .inf\n", POD.replace("v1", "[v1]") + "x: [\n",
    ],
    "x.json": [
        '{"apiVersion": "v1", "kind": "Pod", ', '{"apiVersion": "v1", "kind": "Pod", "a": "\x01"}',
    ],
    "compose.yaml": ["services: [\n", "services: {a: {image: &a [*a]}}\n", "services: {a: *b}\n"],
    "kustomization.yaml": ["resources: [\n", "\tresources: []\n"],
}  # fmt: skip


@pytest.mark.parametrize(("path", "number"), [(path, n) for path, texts in BROKEN.items() for n in range(len(texts))])
def test_what_cannot_be_parsed(tree, path, number):
    tree.put({path: BROKEN[path][number]})
    outcome = tree.check()
    if "Pod" in BROKEN[path][number] or path == "Dockerfile" or "[\n" in BROKEN[path][number]:
        assert outcome.rules.get(path), outcome.json["aside"]


def test_every_node_replaced_by_every_other_type(tree):
    """Valid manifests with one node replaced: no rule takes for granted what nobody checked."""
    mutants = list(_mutants())
    assert len(mutants) > 1500
    for start in range(0, len(mutants), 50):
        tree.put({f"mutants/{start}.yaml": "---\n".join(mutants[start : start + 50])})
    outcome = tree.run("check", "--output-format", "json", "--no-cache", "--select", "ALL")
    assert outcome.json["failures"] == []
    assert "latest-base-image" in outcome.rules["plain/Dockerfile"]


WORKLOADS = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: a, namespace: n, labels: {a: b}, annotations: {c: d}}
spec:
  replicas: 2
  strategy: {rollingUpdate: {maxSurge: 1}}
  selector: {matchLabels: {a: b}, matchExpressions: [{key: a, operator: In, values: [b]}]}
  template:
    metadata: {labels: {a: b}}
    spec:
      serviceAccountName: s
      hostNetwork: false
      securityContext: {runAsUser: 1000, fsGroup: 1}
      terminationGracePeriodSeconds: 30
      tolerations: [{key: a, operator: Exists}]
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: k, labelSelector: {matchLabels: {a: b}}}]
      topologySpreadConstraints: [{maxSkew: 1, topologyKey: k, labelSelector: {matchLabels: {a: b}}}]
      imagePullSecrets: [{name: x}]
      initContainers: [{name: i, image: "b:1", restartPolicy: Always}]
      volumes:
        - {name: v, configMap: {name: c, items: [{key: k, path: p}]}}
        - {name: h, hostPath: {path: /var/run/docker.sock}}
      containers:
        - name: a
          image: nginx:latest
          command: [sh, -c, "echo hi"]
          args: ["--x"]
          env: [{name: A, value: "1"}, {name: B, valueFrom: {secretKeyRef: {name: s, key: k}}}]
          envFrom: [{configMapRef: {name: c}}]
          ports: [{name: http, containerPort: 80, protocol: TCP, hostPort: 80}]
          resources: {limits: {cpu: 100m, memory: 1Gi}, requests: {cpu: 50m, memory: 1Gi}}
          livenessProbe: {httpGet: {path: /, port: http}, periodSeconds: 10}
          readinessProbe: {exec: {command: [true]}}
          securityContext: {privileged: true, capabilities: {add: [SYS_ADMIN], drop: [ALL]}, runAsNonRoot: true}
          volumeMounts: [{name: v, mountPath: /a, subPath: b}]
          lifecycle: {preStop: {exec: {command: [sleep]}}}
"""
OTHER_KINDS = """\
apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  type: NodePort
  selector: {a: b}
  externalIPs: [1.2.3.4]
  ports: [{name: x, port: 80, targetPort: http, nodePort: 30000}]
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: c}
spec:
  schedule: "* * * * *"
  jobTemplate: {spec: {backoffLimit: 1, template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i}
spec:
  tls: [{hosts: [a], secretName: b}]
  rules:
    - host: a
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: a, port: {number: 80}}}}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: h}
spec:
  minReplicas: 1
  maxReplicas: 2
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}
  metrics: [{type: Resource, resource: {name: cpu}}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: p}
spec: {minAvailable: 1, selector: {matchLabels: {a: b}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: r}
roleRef: {kind: ClusterRole, name: cluster-admin, apiGroup: rbac.authorization.k8s.io}
subjects: [{kind: ServiceAccount, name: default, namespace: x}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: r}
rules: [{apiGroups: ["*"], resources: [secrets], verbs: ["*"], resourceNames: [a]}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: n}
spec: {podSelector: {matchLabels: {a: b}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}], ports: [{port: 80}]}]}
---
apiVersion: v1
kind: Secret
metadata: {name: s}
type: Opaque
data: {a: YQ==}
stringData: {b: c}
---
apiVersion: v1
kind: List
items: [{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: b}}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: p}
spec: {accessModes: [ReadWriteOnce], storageClassName: a, resources: {requests: {storage: 1Gi}}}
"""
REPLACEMENTS = ("null", "true", "9" * 5000, '"\\ud800 a"', "[null]", "{a: null}")


def _mutants():
    """Files of many documents, each with one value, or one key, replaced."""
    from k8slint._internal.syntax.yaml.documents import parse
    from k8slint._internal.syntax.yaml.tree import Mapping, Sequence
    from k8slint._internal.text.source import Source

    for whole in (WORKLOADS, *OTHER_KINDS.split("---\n")):
        (document,) = parse(Source("x.yaml", whole)).documents
        stack, spans = [document.root], []
        while stack:
            node = stack.pop()
            if isinstance(node, Mapping):
                for entry in node.entries:
                    spans.append(entry.key.span)
                    stack.append(entry.value)
            elif isinstance(node, Sequence):
                stack += node.items
            spans.append(node.span)
        for span in spans:
            for replacement in REPLACEMENTS:
                block = whole[: span.start].endswith("\n") or "\n" in whole[span.start : span.end]
                text = whole[: span.start] + replacement + ("\n" if block else "") + whole[span.end :]
                yield text


KINDS = (
    "folder",
    "pipe",
    "socket",
    "link out",
    "link to a device",
    "link to itself",
    "link to nothing",
    "no permission",
)


@pytest.mark.parametrize("path", ["Dockerfile", "x.yaml"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_file(tree, tmp_path, unprivileged, path, kind):
    full = tree.root / path
    secret = tmp_path / "secret"
    secret.write_text("FROM secret-image:latest\n")
    made = {
        "folder": lambda: full.mkdir(),
        "pipe": lambda: os.mkfifo(full),
        "socket": lambda: _socket(full),
        "link out": lambda: full.symlink_to(secret),
        "link to a device": lambda: full.symlink_to("/dev/zero"),
        "link to itself": lambda: full.symlink_to(path),
        "link to nothing": lambda: full.symlink_to("nothing"),
        "no permission": lambda: (full.write_text(BASE), full.chmod(0)),
    }
    made[kind]()
    before = None
    if kind == "no permission":
        before = unprivileged
    outcome = tree.check(before=before)
    if kind in ("pipe", "socket", "no permission"):
        assert outcome.rules[path] == {"unreadable-file"}
    assert "secret-image" not in outcome.out
    named = tree.run("check", path, "--output-format", "concise", before=before)
    assert named.code in (1, 2) or kind == "folder", "what is named is never skipped"
    assert "secret-image" not in named.out + named.err


def _socket(path):
    here = os.getcwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def test_a_folder_that_cannot_be_entered(tree, unprivileged):
    tree.put({"closed/Dockerfile": BASE})
    (tree.root / "closed").chmod(0)
    try:
        outcome = tree.check(before=unprivileged)
    finally:
        (tree.root / "closed").chmod(0o755)
    assert outcome.rules["closed"] == {"unreadable-file"}


NO_CONFIGS = (*KINDS[:2], *KINDS[3:6], "broken", "no text", "huge")


@pytest.mark.parametrize("name", [".k8slint.yaml", ".k8slint.yml", "pyproject.toml"])
@pytest.mark.parametrize("kind", NO_CONFIGS)
def test_a_config_that_cannot_be_read(tree, tmp_path, name, kind):
    full = tree.root / name
    secret = tmp_path / "secret"
    secret.write_text("select: [secret-word]\n")
    made = {
        "folder": lambda: full.mkdir(),
        "pipe": lambda: os.mkfifo(full),
        "link out": lambda: full.symlink_to(secret),
        "link to a device": lambda: full.symlink_to("/dev/zero"),
        "link to itself": lambda: full.symlink_to(name),
        "broken": lambda: full.write_text("[tool.k8slint\nselect = [\n"),
        "no text": lambda: full.write_bytes(b"[tool.k8slint]\n\xff\0"),
        "huge": lambda: full.write_bytes(b"[tool.k8slint]\n" + b"#" * 5_000_000),
    }
    made[kind]()
    outcome = tree.run("check")
    if name == "pyproject.toml" and kind not in ("broken", "no text", "huge"):
        assert outcome.code in (1, 2), "not ours unless it says so"
    else:
        assert outcome.code == 2
        assert name in outcome.err
    assert "secret-word" not in outcome.out + outcome.err


def test_files_that_come_and_go(tree):
    """Other programs at work: whatever is read is whole or said to be missing."""
    for number in range(200):
        tree.put({f"d{number}/Dockerfile": BASE * 50})
    process = tree.start("check", "--output-format", "json", "--no-cache")
    number = 0
    while process.poll() is None and number < 200:
        full = tree.root / f"d{199 - number}" / "Dockerfile"
        if number % 2:
            full.unlink()
        else:
            full.write_text("FROM debian:12\n" * 2000)
        number += 1
    out, err = process.communicate(timeout=60)
    assert process.returncode in (1, 2)
    assert b"Traceback" not in err
    assert b"plain/Dockerfile" in out


PACK = """
from k8slint import Rule, Severity
from k8slint._internal.kinds.dockerfile.tree import From
from k8slint._internal.rulekit.plugin import hookimpl


@hookimpl
def k8slint_rules():
    return [Failing]


class Failing(Rule[From]):
    \"\"\"Fails.

    It always does.
    \"\"\"

    name = "failing"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"

    def check(self, subject):
        yield self.finding(subject.span, "said before it failed; do nothing")
        raise {error}
"""


@pytest.mark.parametrize("error", ["ValueError('\\x1b[31m')", "RecursionError", "MemoryError", "KeyError('x')"])
def test_a_rule_that_fails_is_named(tree, tmp_path, error):
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "failing_pack.py").write_text(PACK.replace("{error}", error))
    selected = ("--plugin", "failing_pack", "--select", "failing,latest-base-image")
    outcome = tree.run("check", *selected, env={"PYTHONPATH": str(pack)})
    assert outcome.code == 2
    assert "latest-base-image" in outcome.out
    assert "`failing` failed" in outcome.err
    assert "plain/Dockerfile" in outcome.err


@pytest.mark.parametrize(
    "arguments", [("check",), ("check", "ROOT/plain"), ("fix", "ROOT/plain"), ("config",), ("--version",), ("rules",)]
)
def test_the_working_folder_is_gone(tree, tmp_path, arguments):
    gone = tmp_path / "gone"
    gone.mkdir()
    code = "import os, sys; os.rmdir(os.getcwd())\nfrom k8slint._internal.cli import main; sys.exit(main())"
    command = [sys.executable, "-P", "-c", code, *(word.replace("ROOT", str(tree.root)) for word in arguments)]
    result = subprocess.run(command, cwd=gone, env=tree.environment(), capture_output=True, text=True, check=False)
    assert "Traceback" not in result.stderr
    if arguments[0] in ("--version", "rules"):
        assert result.returncode == 0
    else:
        assert result.returncode == 2
        assert "the working folder does not exist any more" in result.stderr


def test_everything_is_excluded_by_the_config(tree):
    tree.put({".k8slint.yaml": "exclude: ['**']\n"})
    outcome = tree.run("check")
    assert "`exclude` in .k8slint.yaml leaves out all that there are" in outcome.err


def test_a_link_that_a_builder_follows_is_linted(tree):
    tree.put({"build/notes.txt": "FROM debian:latest\n", "build/other.txt": "FROM debian:latest\n"})
    tree.put({".gitignore": "other.txt\n"})
    (tree.root / "Dockerfile").symlink_to("build/notes.txt")
    (tree.root / "build/Dockerfile.a").symlink_to("notes.txt")
    (tree.root / "build/Dockerfile.b").symlink_to("other.txt")
    (tree.root / "build/Dockerfile.c").symlink_to("/etc/hostname")
    outcome = tree.check()
    assert "latest-base-image" in outcome.rules["build/notes.txt"]
    assert not {"Dockerfile", "build/other.txt", "build/Dockerfile.c"} & outcome.rules.keys()
    assert tree.run("fix").code == 1
    assert (tree.root / "Dockerfile").is_symlink()
