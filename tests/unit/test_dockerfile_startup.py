"""Which program a shell keeps the signals of."""

import pytest

from k8slint import Source
from k8slint._internal.kinds.dockerfile.tree import Cmd, Entrypoint, parse
from k8slint_rules._shared.returning_commands import returns_at_once
from k8slint_rules._shared.startup import drops_arguments, is_one_program, kept


def cmd(command, base="debian:12", before=""):
    dockerfile = parse(Source.checked("Dockerfile", f"FROM {base}\n{before}CMD {command}\n"))
    return dockerfile.final_stage.of(Cmd)[-1]


@pytest.mark.parametrize(
    ("command", "base", "program", "replaceable"),
    [
        ("server", "debian:12", "server", True),
        ("migrate && server --port $PORT", "debian:12", "server", True),
        ("X=1 server", "debian:12", "server", False),
        ("server > /log", "debian:12", "server", False),
        ("server; true || server", "debian:12", "server", False),
        ("server | tee log", "alpine", "tee", False),
        ('["sh", "-c", "a && server"]', "debian:12", "server", True),
        ('["/bin/bash", "-c", "a | server"]', "debian:12", "server", False),
    ],
)
def test_kept(command, base, program, replaceable):
    found = kept(cmd(command, base))
    assert (found.program.name, found.replaceable) == (program, replaceable)


@pytest.mark.parametrize(
    ("command", "base"),
    [
        ("exec server", "debian:12"),
        ("migrate && exec server", "debian:12"),
        ("trap stop TERM; server & wait", "debian:12"),
        ("migrate && server", "alpine:3.20"),
        ("migrate && server", "python:3.13-alpine"),
        ("bash", "debian:12"),
        ("cd /x", "debian:12"),
        ("echo hello && echo world", "debian:12"),
        ('["bash", "-c", "a && server"]', "debian:12"),
        ('["server"]', "debian:12"),
        ('["sh", "-c", "say \\"hello\\"; server"]', "debian:12"),
    ],
)
def test_not_kept(command, base):
    assert kept(cmd(command, base)) is None


def test_chosen_shell():
    assert kept(cmd("a && server", before='SHELL ["/bin/bash", "-c"]\n')) is None
    assert kept(cmd("a | server", before='SHELL ["/bin/bash", "-c"]\n')).program.name == "server"


@pytest.mark.parametrize(
    ("command", "expected"),
    [("server --a 'b c'", True), ("server $X", False), ("server *", False), ("a && b", False), ("X=1 a", False)],
)
def test_one_program(command, expected):
    assert is_one_program(cmd(command)) is expected


@pytest.mark.parametrize(
    ("command", "base", "certain"),
    [
        ("migrate && server", "debian:12", True),
        ("migrate && server", "acme/base:1", False),
        ("server | tee log", "acme/base:1", True),
        ('["sh", "-c", "java $X"]', "acme/base:1", False),
    ],
)
def test_whether_the_shell_surely_stays(command, base, certain):
    assert kept(cmd(command, base)).certain is certain


@pytest.mark.parametrize("base", ["fedora:43", "amazonlinux:2023", "registry.access.redhat.com/ubi9", "openjdk:21"])
def test_sh_may_be_bash(base):
    assert kept(cmd('["sh", "-c", "java $X -jar /a.jar"]', base)) is None
    assert kept(cmd("migrate && server", base)) is None


@pytest.mark.parametrize(
    ("entrypoint", "drops"),
    [
        ("server --a", True),
        ('server "$@"', False),
        ("server ${OPTS}", True),
        ("server ${1:-x}", False),
        ('["sh", "-c", "exec server"]', True),
        ('["/bin/bash", "-ec", "exec server"]', True),
        ('["sh", "-c", "exec server \\"$@\\"", "--"]', False),
        ('["sh", "/start.sh"]', False),
        ('["server"]', False),
        ("[]", False),
    ],
)
def test_entrypoints_that_drop_their_arguments(entrypoint, drops):
    dockerfile = parse(Source("Dockerfile", f"FROM debian:12\nENTRYPOINT {entrypoint}\n"))
    assert drops_arguments(dockerfile.final_stage.of(Entrypoint)[0]) is drops


@pytest.mark.parametrize(
    ("command", "program"),
    [
        ("apachectl start", "apachectl"),
        ("apachectl -k start", "apachectl"),
        ("apachectl -D FOREGROUND", None),
        ("apache2ctl -DFOREGROUND", None),
        ("service nginx start", "service nginx start"),
        ("service nginx status", None),
        ("service nginx start && tail -f /log", None),
        ("migrate && /etc/init.d/cron start", "/etc/init.d/cron start"),
        ('["/usr/sbin/sshd"]', "sshd"),
        ('["/usr/sbin/sshd", "-D", "-e"]', None),
        ("/usr/sbin/sshd -eD", None),
        ("cron", "cron"),
        ("crond -f -l 2", None),
        ("nginx", "nginx"),
        ("nginx -g 'daemon off;'", None),
        ("catalina.sh start", "catalina.sh"),
        ("catalina.sh run", None),
        ("/opt/tomcat/bin/startup.sh", "startup.sh"),
        ("/startup.sh", None),
        ("pm2 start a.js", "pm2 start"),
        ("pm2-runtime start a.js", None),
        ("gunicorn -D app:app", "gunicorn -D"),
        ("mongod --fork --logpath /l", "mongod --fork"),
        ("redis-server --daemonize yes", "redis-server --daemonize yes"),
        ("redis-server --daemonize no", None),
        ('["sh", "-c", "service x start"]', "service x start"),
        ("httpd -p 80 -f", None),
    ],
)
def test_commands_that_return_at_once(command, program):
    found = returns_at_once(cmd(command))
    assert (found and found.program) == program
