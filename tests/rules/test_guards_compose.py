"""What keeps rules about Compose files from saying too much, or too little: too many small cases for their pages."""

import pytest

import k8slint_rules
from k8slint._internal.authoring import testing
from k8slint._internal.authoring.index import rule_classes
from k8slint._internal.running.engine import Engine

RULES = {rule.name: rule for rule in rule_classes(k8slint_rules)}


def web(*lines):
    """A service, whose further lines begin at the fourth of the file; a line at the left edge is one of the file."""
    head = "services:\n  web:\n    image: nginx:1.29\n"
    return head + "".join(f"{line[1:]}\n" if line[0] == "|" else f"    {line}\n" for line in lines)


def old(*lines):
    """A file of version 1, in which services stand at the top; further lines begin at the third."""
    return {"docker-compose.yml": "web:\n  image: nginx:1.29\n" + "".join(f"{line}\n" for line in lines)}


DB = ("|  db:", "  image: postgres:17")


def database(image, *lines):
    return f"services:\n  store:\n    image: {image}\n" + "".join(f"    {line}\n" for line in lines)


GUARDS = [
    ("blank-in-environment-name", web("environment: [{A b: c}, 'LEVEL ', '${A} =b', A=b]"), ()),
    ("cmd-shell-with-several-words", web("healthcheck: {test: CMD-SHELL a b}"), ()),
    ("cmd-shell-with-several-words", web("healthcheck: {test: [CMD-SHELL, a, b, {c: d}]}"), ()),
    ("cmd-shell-with-several-words", web("healthcheck: {test: [CMD, a, b, c]}"), ()),
    ("cmd-shell-with-several-words", web("healthcheck: {test: [CMD-SHELL, pg_isready, -q]}"), (4,)),
    ("cmd-shell-with-several-words", web('healthcheck: {test: ["CMD\\x2dSHELL", pg_isready, -q]}'), (4,)),
    ("compose-value-of-wrong-type", web("|configs:"), (4,)),
    ("compose-value-of-wrong-type", web("|models:", "a:"), (5,)),
    ("compose-value-of-wrong-type", web("|secrets:", "a: text"), (5,)),
    ("compose-value-of-wrong-type", web("build: {context: ., args: 3}"), (4,)),
    ("compose-value-of-wrong-type", web("deploy: {resources: {limits: {memory: [1]}}}"), (4,)),
    ("compose-value-of-wrong-type", web("deploy: {resources: {limits: {memory: 1000000}}}"), (4,)),
    ("compose-value-of-wrong-type", web("deploy: {resources: {limits: {memory: 100000}}}"), ()),
    ("compose-value-of-wrong-type", web("healthcheck: {interval: true}"), (4,)),
    ("compose-value-of-wrong-type", web("environment:", "  - {}"), (5,)),
    ("compose-value-of-wrong-type", web("environment:", "  - A: {b: c}"), (5,)),
    ("conflicting-service-limits", web("mem_limit: $A", "deploy: {resources: {limits: {memory: 5m}}}"), ()),
    ("conflicting-service-limits", web("mem_limit: 5m", "cpus: 1", "deploy: {resources: {limits: {pids: 1}}}"), ()),
    ("conflicting-service-limits", web("scale: 1", "deploy: {mode: global}"), ()),
    ("conflicting-service-limits", web("scale: 1", "deploy: {replicas: 2}"), (5,)),
    ("container-name-of-replicas", web("container_name: a1", "deploy: {replicas: $N}"), ()),
    ("container-name-of-replicas", web("container_name: a1"), ()),
    ("container-name-of-replicas", web("container_name: a1", "deploy: {mode: global}"), ()),
    ("cyclic-depends-on", web("depends_on: [nowhere]"), ()),
    ("cyclic-depends-on", web("depends_on: [db]", *DB, "  depends_on: [db, web]"), (7, 7)),
    ("database-service-without-volume", web("build: .", "|  db:", "  build: .", "|  a:", "  image: $A"), ()),
    ("database-service-without-volume", database("postgres:17", "volumes: ['$DATA:$WHERE']"), ()),
    ("database-service-without-volume", database("postgres:17", "environment: [PGDATA]"), ()),
    ("database-service-without-volume", database("postgres:17", "environment: {PGDATA: $P}"), ()),
    ("database-service-without-volume", database("mysql:9", "environment: {PGDATA: $P}"), (3,)),
    ("database-service-without-volume", {"tests/compose.yaml": database("postgres:17")}, ()),
    ("database-service-without-volume", database("postgres:17", "profiles: [local]"), ()),
    ("database-service-without-volume", database("postgres:17", "command: [postgres, -c, a=b]"), (3,)),
    ("database-service-without-volume", database("postgres:17", "command: [postgres, $ARGS]"), ()),
    ("database-service-without-volume", database("postgres:17", "command: postgres $ARGS"), ()),
    ("database-service-without-volume", database("postgres:17", "command: {a: b}"), ()),
    ("database-service-without-volume", database("postgres:17", "command: []"), ()),
    ("database-service-without-volume", database("redis:8", "command: [redis-server, --save, '60', '1']"), (3,)),
    ("database-service-without-volume", database("redis:8", "command: [redis-server, --save, '']"), ()),
    ("database-service-without-volume", database("redis:8", "command: redis-server --save ''"), ()),
    ("database-service-without-volume", database("redis:8", "command: [sh, -c, 'redis-server --save \"\"']"), ()),
    ("dependency-in-inactive-profile", web("extends: b", "depends_on: [db]", *DB, "  profiles: [a]"), ()),
    ("dependency-in-inactive-profile", web("depends_on: [db, nowhere]", *DB), ()),
    ("dependency-in-inactive-profile", web("depends_on: [db]", *DB, "  profiles: ['$A']"), ()),
    ("dependency-in-inactive-profile", web("depends_on: [db]", *DB, "  profiles: [a, '$A']"), ()),
    ("dependency-in-inactive-profile", web("depends_on: [db]", *DB, "  profiles: [[a]]"), ()),
    ("dependency-in-inactive-profile", web("depends_on: {db: x}", *DB, "  profiles: [a]"), (4,)),
    ("dependency-in-inactive-profile", web("depends_on: {db: {required: true}}", *DB, "  profiles: [a]"), (4,)),
    ("dependency-in-inactive-profile", web("depends_on: {db: {restart: true}}", *DB, "  profiles: [a]"), (4,)),
    (
        "dependency-in-inactive-profile",
        web("depends_on: {a: {required: false}, db: {restart: true}}", *DB, "  profiles: [a]"),
        (4,),
    ),
    ("duplicate-container-name", web("container_name: $A", *DB, "  container_name: $A"), ()),
    ("duplicate-host-port", web("ports: ['80:80']", *DB, "  ports: ['80:80']"), (7,)),
    ("duplicate-host-port", web("ports: ['80:80']", *DB, "  ports: ['80:80']", "  scale: 0"), ()),
    ("duplicate-host-port", web("ports: ['80:80']", *DB, "  ports: ['80:80']", "  deploy: {replicas: 0}"), ()),
    ("duplicate-host-port", web("ports: ['80:80']", *DB, "  ports: ['80:80']", "  deploy: {replicas: 2}"), (7,)),
    ("duplicate-host-port", web("ports: ['80:80', '80:80']"), ()),
    ("duplicate-host-port", web("ports: ['80:80', '80:81']"), (4,)),
    ("duplicate-host-port", web("ports: ['127.0.0.1:80:80']", *DB, "  ports: ['127.0.0.1:80:80']"), (7,)),
    ("duplicate-host-port", web("ports: ['127.0.0.1:80:80']", *DB, "  ports: ['127.0.0.2:80:80']"), ()),
    ("duplicate-host-port", web("ports: ['127.0.0.1:80:80']", *DB, "  ports: ['0.0.0.0:80:80']"), (7,)),
    ("duplicate-host-port", web("ports: ['80:80']", *DB, "  ports: ['127.0.0.1:80:80']"), (7,)),
    ("duplicate-host-port", web("ports: ['127.0.0.1:80:80']", *DB, "  ports: ['[::]:80:80']"), ()),
    ("duplicate-host-port", web("ports: ['[::1]:80:80']", *DB, "  ports: ['[::]:80:80']"), (7,)),
    ("duplicate-host-port", web("ports: ['[::1]:80:80']", *DB, "  ports: ['0.0.0.0:80:80']"), ()),
    ("duplicate-host-port", web("ports: ['80:$P', '80:http']"), ()),
    ("duplicate-host-port", web("ports: ['0:80', '0:81', '80', '${P}:1']"), ()),
    ("duplicate-host-port", web("ports: ['1-64:1-64']", *DB, "  ports: ['64:80']"), (7,)),
    ("duplicate-host-port", web("ports: ['1-65:1-65']", *DB, "  ports: ['65:80']"), ()),
    ("duplicate-host-port", web("ports: ['${P:-80}:80']", *DB, "  ports: ['${P:-80}:80']"), (7,)),
    ("duration-without-unit", old("  stop_grace_period: 30"), ()),
    ("duration-without-unit", web("healthcheck: {interval: [30]}"), ()),
    ("health-test-without-cmd", web("healthcheck: {test: []}"), ()),
    ("health-test-without-cmd", web("healthcheck: {test: [[a], b]}"), ()),
    ("health-test-without-cmd", web("healthcheck: {test: [$A, b]}"), ()),
    ("health-test-without-shell", web("healthcheck: {test: CMD curl -f a}"), ()),
    ("health-test-without-shell", web("healthcheck: {test: [CMD]}"), ()),
    ("health-test-without-shell", web("healthcheck: {test: [CMD, curl]}"), ()),
    ("health-test-without-shell", web("healthcheck: {test: [CMD, $A b]}"), ()),
    ("health-test-without-shell", web("healthcheck: {test: [CMD, my check, a]}"), ()),
    ("health-test-without-shell", web("healthcheck: {test: [CMD, a, '||', {b: c}]}"), ()),
    ("invalid-dependency-condition", web("depends_on: {a: {condition: [b]}, c: {condition: $A}}"), ()),
    ("invalid-dependency-condition", web("depends_on: {a: {condition: xyzzy}}"), (4,)),
    ("invalid-dependency-condition", web("depends_on: {a: {condition: ''}}"), (4,)),
    ("invalid-memory-unit", web("mem_limit: 5Mi", "shm_size: $A"), (4,)),
    ("invalid-service-image", "services:\n  a:\n    build: .\n  b:\n    image: ''\n", ()),
    ("invalid-service-image", database("My.image"), (3,)),
    ("invalid-service-image", database("Acme/web"), (3,)),
    ("invalid-service-image", database("Host:5000/web"), ()),
    ("invalid-service-image", database("Registry.example.com/web"), ()),
    ("invalid-service-image", database("web@sha256:ABCD"), ()),
    ("invalid-service-image", database("web:V1@sha256:ABCD"), ()),
    ("invalid-service-image", database("Web@sha256:ABCD"), (3,)),
    ("invalid-service-name", old("volumes:", "  image: a:1", "  a/b: c"), ()),
    ("invalid-service-name", web("|volumes:", "'${A}/b': {}"), ()),
    ("invalid-service-port", old("  ports: ['80:http']"), ()),
    ("invalid-service-port", web("ports: [{target: 80}, '', '80:$P']"), ()),
    ("linked-service", web("links: [nowhere, web, [a]]"), ()),
    ("linked-service", web("networks: [a]", "links: [db]", *DB), ()),
    ("linked-service", web("networks: [a]", "links: [db]", *DB, "  networks: {a: }"), (5,)),
    ("linked-service", web("networks: {a: }", "links: [db]", *DB, "  networks: [b]"), ()),
    ("linked-service", web("networks: []", "links: [db]", *DB), (5,)),
    ("linked-service", web("extends: a", "links: [db]", *DB), ()),
    ("linked-service", web("links: [db]", *DB, "  network_mode: host"), ()),
    ("linked-service", web("links: [db, 'old:other']", "depends_on: [db]", *DB), (4,)),
    ("localhost-of-another-service", web("environment: ['DB=localhost:5432']", *DB), (4,)),
    ("localhost-of-another-service", web("environment: ['DB=127.0.0.1:5432']", *DB), (4,)),
    ("localhost-of-another-service", web("environment: ['DB=http://localhost:5432']", *DB), ()),
    ("localhost-of-another-service", web("environment: ['DB=pg://$A@localhost:5432/a']", *DB), ()),
    ("localhost-of-another-service", web("extends: a", "environment: ['DB=localhost:5432']", *DB), ()),
    ("localhost-of-another-service", web(*DB, "  environment: ['DB=localhost:5432']"), ()),
    ("localhost-of-another-service", web(*DB, "|  a:", "  build: .", "|  b:", "  image: $A"), ()),
    ("networks-beside-network-mode", web("networks: [a]"), ()),
    ("networks-beside-network-mode", web("network_mode: ''", "networks: [a]"), ()),
    ("networks-beside-network-mode", web("network_mode: host", "networks: {}"), ()),
    ("networks-beside-network-mode", web("network_mode: host", "networks: {a: }"), (5,)),
    ("networks-beside-network-mode", old("  network_mode: host", "  networks: [a]"), ()),
    ("obsolete-version-key", old("version: '2'"), ()),
    ("obsolete-version-key", web("|version: ['2']"), ()),
    ("ports-beside-host-network", web("network_mode: bridge", "ports: ['80:80']"), ()),
    ("ports-beside-host-network", web("network_mode: host", "ports: []"), ()),
    ("published-port-between-services", web("environment: ['A=db:80/$B']", *DB, "  ports: ['80:5432']"), ()),
    ("published-port-between-services", web("environment: ['A=db:80']", *DB, "  ports: ['80:5432']"), (4,)),
    ("published-port-between-services", web("environment: ['A=db:81']", *DB, "  ports: ['80:5432']"), ()),
    ("published-port-between-services", web("environment: ['A=db:80']", *DB, "  ports: ['80:81-82']"), ()),
    ("published-port-between-services", web("environment: ['A=db:5432']", *DB, "  ports: ['5432:80']"), ()),
    (
        "published-port-between-services",
        web("environment: ['A=db:80', 'B=c:80']", "|  db:", "  build: .", "  ports: ['80:90']", "|  c:")
        + "    image: $C\n    ports: ['80:90']\n",
        (4, 4),
    ),
    ("quotes-in-environment-value", web("environment: ['A=\"b\"']"), ()),
    ("quotes-in-environment-value", web("environment:", '  - A="b', '    c"'), ()),
    ("quotes-in-environment-value", web("environment:", '  - A="', "  - A=aba", "  - A=\"b'", '  - A="b"c"'), ()),
    ("quotes-in-environment-value", f"x-a: &a A='b'\n{web('environment: [*a, {a: b}, NAME]')}", ()),
    ("repeated-service-item", web("user: 1000", "cap_add: [A, A]"), ()),
    ("secret-in-service-command", web("command: [a, '--password=$PASSWORD']"), ()),
    ("secret-without-source", web("|secrets: {a: !reset null, b: [c], d: text}"), ()),
    ("secret-without-source", web(), ()),
    ("secret-without-source", old("secrets:", "  image: a:1", "  a:"), ()),
    ("service-command-without-shell", web("command: a ${B:-c && d}"), ()),
    ("service-command-without-shell", web("command: [[a]]", "entrypoint: []"), ()),
    ("service-command-without-shell", web("command: [npm, start now]"), ()),
    ("service-command-without-shell", web("command: [npm]"), ()),
    ("service-command-without-shell", web("command: [npm $A]"), ()),
    ("service-command-without-shell", web("command: [/opt/my job/run]"), ()),
    ("service-command-without-shell", web("command: [npm start]", "entrypoint: [a, b]"), ()),
    ("service-command-without-shell", web("entrypoint: [npm start]"), (4,)),
    ("service-command-without-shell", web("command: a 'b' && c"), (4,)),
    ("service-command-without-shell", web("command: a '\\' && b"), (4,)),
    ("service-memory-in-bytes", web("memswap_limit: 5", "mem_limit: 5m", "shm_size: 5x", "mem_reservation: 0"), ()),
    ("service-memory-in-bytes", web("mem_limit: 10b"), ()),
    ("undeclared-service-resource", {"compose.yaml": web("depends_on: [nowhere]")}, ()),
    ("undeclared-service-resource", {"compose.prod.yaml": web("networks: [nowhere]")}, ()),
    ("undeclared-service-resource", {"compose.yaml": web("networks: [nowhere]")}, (4,)),
    ("undeclared-service-resource", {"compose.yaml": web("networks: [src]"), "src/a": ""}, (4,)),
    ("unknown-compose-key", web("foo: 1", "user: 1", "|networks: {a: {driver: 1}}"), ()),
    ("unknown-service-key", web("|volume:", "a: {}"), ()),
    ("unknown-service-value", web("restart: ALWAYS"), (4,)),
    ("unknown-service-value", web("ports: [{target: 80, protocol: tpc}]"), (4,)),
    ("unknown-service-value", web("restart: !!str often"), (4,)),
    ("untagged-service-image", "services:\n  a:\n    build: .\n    image: shop/a\n  b:\n    image: 'a b'\n", ()),
    ("untagged-service-image", database("redis", "pull_policy: always"), (3,)),
]
"""The name of a rule, a file's text or files by path, and the lines on which the rule says something."""


@pytest.mark.parametrize(("name", "files", "lines"), GUARDS)
def test_guards(name, files, lines):
    rule = RULES[name]
    result = Engine.for_rule(rule).check(testing.files(rule, {"": files} if isinstance(files, str) else files))
    assert not result.failures
    assert tuple(finding.line for finding in result.findings if finding.rule == name) == lines
