"""Commands that put a server into the background and return: a container that starts one of them ends at once.

From the manuals of Apache httpd (`apachectl`, `httpd`), nginx (`daemon`), OpenSSH (`sshd -D`), cron and busybox, Tomcat
(`catalina.sh run`), pm2 (`pm2-runtime`), gunicorn (`--daemon`), redis (`--daemonize`), MongoDB (`--fork`) and RabbitMQ
(`-detached`), read in November 2026; docker-library/docs says the same of nginx.
"""

from __future__ import annotations

from k8slint import Record
from k8slint.dockerfile import Cmd, Entrypoint, ShellInstruction
from k8slint_rules._shared.startup import signals_reach_all, started

_PARTS = ("start", "graceful", "apache", "httpd", "nginx", "sshd", "cron", "gunicorn", "mongod", "rabbitmq", "redis")
"""What any of these commands holds: a cheap look before the text is understood."""
_STARTING = frozenset(("start", "restart", "graceful"))


class Returning(Record):
    """A command that returns while its server runs on. `remedy` is the command line to write, or what it needs; `certain` is
    false where a config file may keep it in the foreground."""

    program: str
    remedy: str
    certain: bool = True


def returns_at_once(instruction: ShellInstruction) -> Returning | None:
    """What a CMD or ENTRYPOINT ends with, if that returns; None after an ENTRYPOINT that may do something else."""
    if isinstance(instruction, Cmd) and instruction.stage is not None:
        if instruction.stage.inherited(Entrypoint) is not None and not signals_reach_all(instruction):
            return None
    elif not isinstance(instruction, Entrypoint):
        return None
    if not any(part in instruction.arguments for part in _PARTS):
        return None
    command = started(instruction)
    if command is None or command.name is None:
        return None
    words = [word.text or "" for word in command.arguments]
    word = command.name_word
    raw = (word.text if word is not None else None) or command.name
    return _returning(raw, raw.rpartition("/")[2], words, instruction.dockerfile.source.text)


def _returning(path: str, name: str, words: list[str], text: str) -> Returning | None:
    first = words[0] if words else ""
    flags = "".join(word[1:] for word in words if word.startswith("-") and not word.startswith("--"))
    if name in ("apachectl", "apache2ctl", "httpd", "apache2"):
        foreground = any(word.endswith("FOREGROUND") for word in words) or "-X" in words
        starts = bool(_STARTING & set(words)) or (not words and name != "apache2ctl") or first == "-k"
        if foreground or not starts:
            return None
        return Returning(name, f"write `{name} -D FOREGROUND`")
    if name in ("service", "rc-service") and len(words) > 1 and words[1] in _STARTING:
        return Returning(f"{name} {first} {words[1]}", f"start the program of `{first}` itself, in the foreground")
    if path.startswith("/etc/init.d/") and first in _STARTING:
        return Returning(f"{path} {first}", f"start the program of `{name}` itself, in the foreground")
    if name == "systemctl" and first in _STARTING:
        return Returning(
            f"systemctl {first}", "start the program itself, in the foreground; a container has no systemd"
        )
    if name == "nginx" and "daemon off" not in text and not ({"-t", "-T", "-v", "-V", "-h", "-s"} & set(words)):
        return Returning("nginx", "write `nginx -g 'daemon off;'`", certain=False)
    if name == "sshd" and not set(flags) & set("Ddtiq"):
        return Returning("sshd", f"write `{path} -D`")
    if name in ("cron", "crond") and not set(flags) & set("fndhlV"):
        return Returning(name, f"write `{path} -f`")
    if (name == "catalina.sh" and first == "start") or (name == "startup.sh" and "tomcat" in path):
        return Returning(name, "write `catalina.sh run`")
    if name == "pm2" and first in _STARTING and "--no-daemon" not in words and "--attach" not in words:
        return Returning("pm2 start", "write `pm2-runtime` in place of `pm2`")
    background = {"gunicorn": ("-D", "--daemon"), "mongod": ("--fork",), "rabbitmq-server": ("-detached",)}.get(
        name, ()
    )
    found = next((word for word in words if word in background), None)
    if found is not None:
        return Returning(f"{name} {found}", f"leave `{found}` out")
    if name == "redis-server" and "--daemonize" in words[:-1] and words[words.index("--daemonize") + 1] == "yes":
        return Returning("redis-server --daemonize yes", "leave `--daemonize yes` out")
    return None
