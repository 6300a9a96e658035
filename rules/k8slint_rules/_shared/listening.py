"""Command lines of servers and health checks: which port they listen on, which they ask.

Compared in November 2026 with `--help` of flask 3.1, uvicorn 0.54, fastapi 0.0.34, gunicorn 27, daphne 4.2, waitress 3.0,
granian 2.8, mkdocs 1.6, http.server of Python 3, http-server 14.1, serve 14.2 and json-server 0.17, and only their flags
with that of hypercorn 0.18, uWSGI 2.0, vite 8 and webpack-dev-server 5.2. All other rows, and how health checks take
their port, are from documentation alone, as are the variables of the environment and, but for flask, uvicorn, gunicorn,
daphne, granian, hypercorn, mkdocs and json-server, who listens on 127.0.0.1 unless told otherwise. No program was started
to see where it listens. A default is therefore never more than a hint: see `Listening.certain`.
"""

from __future__ import annotations

from k8slint import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Listening(Record):
    """A port that a program listens on. `certain` is false for a default, which a config file or the environment may
    change.

    `opened` is None unless the program listens on 127.0.0.1 alone, so that nothing outside the container reaches it; then
    it is what to add to the command line. `sure` is false where a config file may have said that already.
    """

    port: int
    certain: bool
    program: str = ""
    opened: str | None = None
    sure: bool = True


class _Host(Record):
    """How a server that listens on 127.0.0.1 by default is told otherwise: by `flags`, or the host of its address; by
    `variables` of the environment. With `files` it may read a config file that nobody names. `only` is the subcommand that
    this is true of. Words in `elsewhere` make it listen somewhere else altogether.
    """

    opened: str
    flags: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    files: bool = False
    only: str = ""
    elsewhere: tuple[str, ...] = ()


class _Server(Record):
    """`flags` take a port, or an address that ends with one; `default` is the port without them; `subcommands` are needed
    as first operand; `operand` says that the first operand after the subcommand may be the port or an address;
    `variables` of the environment hold the port where no flag does."""

    flags: tuple[str, ...]
    default: int | None
    subcommands: tuple[str, ...] = ()
    operand: bool = False
    variables: tuple[str, ...] = ()
    host: _Host | None = None


_SERVERS: dict[str, _Server] = {
    "flask": _Server(
        ("--port", "-p"),
        5000,
        ("run",),
        variables=("FLASK_RUN_PORT",),
        host=_Host("--host 0.0.0.0", ("--host", "-h"), ("FLASK_RUN_HOST",)),
    ),
    "uvicorn": _Server(
        ("--port",),
        8000,
        variables=("UVICORN_PORT",),
        host=_Host("--host 0.0.0.0", ("--host",), ("UVICORN_HOST",), elsewhere=("--uds", "--fd")),
    ),
    "fastapi": _Server(
        ("--port",),
        8000,
        ("run", "dev"),
        variables=("PORT",),
        host=_Host("--host 0.0.0.0", ("--host",), only="dev"),
    ),
    "gunicorn": _Server(
        ("-b", "--bind"),
        8000,
        variables=("PORT",),
        host=_Host("-b 0.0.0.0:8000", ("-b", "--bind"), ("PORT",), files=True, elsewhere=("-c", "--config")),
    ),
    "hypercorn": _Server(
        ("-b", "--bind"),
        8000,
        host=_Host("-b 0.0.0.0:8000", ("-b", "--bind"), elsewhere=("-c", "--config")),
    ),
    "daphne": _Server(
        ("-p", "--port"),
        8000,
        host=_Host("-b 0.0.0.0", ("-b", "--bind"), elsewhere=("-e", "--endpoint", "-u", "--unix-socket", "--fd")),
    ),
    "waitress-serve": _Server(("--port", "--listen"), 8080),
    "uwsgi": _Server(("--http", "--http-socket", "--socket", "-s"), None),
    "granian": _Server(
        ("--port",),
        8000,
        variables=("GRANIAN_PORT",),
        host=_Host("--host 0.0.0.0", ("--host",), ("GRANIAN_HOST",), elsewhere=("--uds",)),
    ),
    "streamlit": _Server(("--server.port",), 8501, ("run",), variables=("STREAMLIT_SERVER_PORT",)),
    "jupyter": _Server(("--port",), 8888, ("notebook", "lab")),
    "mkdocs": _Server(
        ("-a", "--dev-addr"), 8000, ("serve",), host=_Host("-a 0.0.0.0:8000", ("-a", "--dev-addr"), files=True)
    ),
    "http.server": _Server((), 8000, operand=True),
    "runserver": _Server((), 8000, operand=True, host=_Host("0.0.0.0:8000")),
    "rails": _Server(("-p", "--port"), 3000, ("server", "s"), variables=("PORT",)),
    "puma": _Server(("-p", "--port", "-b", "--bind"), 9292, variables=("PORT",)),
    "rackup": _Server(("-p", "--port"), 9292),
    "unicorn": _Server(("-p", "--port", "-l", "--listen"), 8080),
    "thin": _Server(("-p", "--port"), 3000, ("start",)),
    "jekyll": _Server(
        ("-P", "--port"),
        4000,
        ("serve", "server", "s"),
        host=_Host("--host 0.0.0.0", ("-H", "--host"), files=True),
    ),
    "http-server": _Server(("-p", "--port"), 8080, variables=("PORT",)),
    "serve": _Server(("-l", "--listen", "-p"), 3000, variables=("PORT",)),
    "json-server": _Server(("--port", "-p"), 3000, host=_Host("--host 0.0.0.0", ("--host", "-H"), files=True)),
    "next": _Server(("-p", "--port"), 3000, ("start", "dev"), variables=("PORT",)),
    "nuxt": _Server(("-p", "--port"), 3000, ("start", "dev"), variables=("NUXT_PORT", "PORT")),
    "vite": _Server(("--port",), None),
    "ng": _Server(("--port",), 4200, ("serve", "s"), host=_Host("--host 0.0.0.0", ("--host",), files=True)),
    "webpack-dev-server": _Server(("--port",), 8080, host=_Host("--host 0.0.0.0", ("--host",), files=True)),
    "hugo": _Server(("-p", "--port"), 1313, ("server", "serve"), host=_Host("--bind 0.0.0.0", ("--bind",))),
    "php": _Server(("-S",), None),
    "artisan": _Server(
        ("--port",),
        8000,
        ("serve",),
        variables=("SERVER_PORT",),
        host=_Host("--host 0.0.0.0", ("--host",), ("SERVER_HOST",)),
    ),
    "nginx": _Server((), 80),
    "httpd-foreground": _Server((), 80),
    "apache2-foreground": _Server((), 80),
    "php-fpm": _Server((), 9000),
    "redis-server": _Server(("--port",), 6379),
    "valkey-server": _Server(("--port",), 6379),
    "mongod": _Server(("--port",), 27017),
    "mysqld": _Server(("--port", "-P"), 3306),
    "mariadbd": _Server(("--port", "-P"), 3306),
    "postgres": _Server(("-p", "--port"), 5432),
    "memcached": _Server(("-p", "--port"), 11211),
    "rabbitmq-server": _Server((), 5672),
    "nats-server": _Server(("-p", "--port"), 4222),
    "catalina.sh": _Server((), 8080, ("run",)),
    "java": _Server(("--server.port", "-Dserver.port", "-Dquarkus.http.port", "-Dmicronaut.server.port"), None),
}

_WRAPPERS: dict[str, tuple[str, ...]] = {
    "npx": (), "bunx": (), "exec": (), "nohup": (), "tini": (), "dumb-init": (), "env": (), "pnpx": (),
    "bundle": ("exec",), "poetry": ("run",), "pipenv": ("run",), "uv": ("run",), "pdm": ("run",), "yarn": (), "pnpm": ("exec",),
    "opentelemetry-instrument": (), "ddtrace-run": (), "newrelic-admin": ("run-program",), "docker-entrypoint.sh": (),
    "docker-php-entrypoint": (),
}  # fmt: skip
"""Programs that run the rest of their command line, with the words that must follow."""

_SHOWN = {"runserver": "manage.py runserver", "artisan": "artisan serve"}
"""How a server is called where its row has another name."""
_INTERPRETERS = ("python", "python3", "php", "ruby")


def may_serve(text: str) -> bool:
    """Whether a text names a known server: a cheap look before it is understood."""
    return any(name in text for name in _SERVERS)


def listening(words: Sequence[str], environment: Mapping[str, str | None] | None = None) -> Listening | None:
    """The port that the server of a command line listens on, None when it is no known server or cannot be told.

    `environment` are the variables that it is started with, None for a value that is not known.
    """
    found = _server(words)
    if found is None:
        return None
    name, server, subcommand, arguments = found
    known = environment or {}
    if name == "gunicorn" and "GUNICORN_CMD_ARGS" in known:
        return None
    value = _flag(arguments, server.flags)
    if value is None and server.operand:
        value = next((word for word in arguments if not word.startswith("-")), None)
    variable = next((known[one] for one in server.variables if one in known), "") if value is None else ""
    if variable is None:
        return None
    name = _SHOWN.get(name, name)
    opened, sure = _loopback(server, subcommand, arguments, value, known)
    if value is not None or variable:
        port = address_port(value or variable)
        return None if port is None else Listening(port, True, name, opened, sure)
    if server.host is not None and any(_flag_name(word) in server.host.elsewhere for word in arguments):
        return None
    return None if server.default is None else Listening(server.default, False, name, opened, sure)


def _loopback(
    server: _Server, subcommand: str, arguments: Sequence[str], address: str | None, known: Mapping[str, str | None]
) -> tuple[str | None, bool]:
    """What makes a server listen outside too, if it listens on 127.0.0.1 alone, and whether that is sure."""
    host = server.host
    if host is None or (host.only and host.only != subcommand):
        return None, True
    given = _flag(arguments, host.flags)
    if given is None and server.operand:
        given = address if address is not None and ":" in address else None
    if given is not None:
        name = given.rpartition("://")[2]
        name = name.rpartition(":")[0] if name.count(":") == 1 or name.startswith("[") else name
        return (host.opened, True) if name in _LOOPBACK else (None, True)
    if any(_flag_name(word) in host.elsewhere for word in arguments):
        return None, True
    variables = [known[one] for one in host.variables if one in known]
    if variables:
        return (host.opened, True) if variables[0] in _LOOPBACK else (None, True)
    return host.opened, not host.files


def _flag_name(word: str) -> str:
    """`-c` of `-cconf.py`, `--config` of `--config=conf.py`."""
    return word.partition("=")[0] if word.startswith("--") else word[:2] if word.startswith("-") else ""


def _server(words: Sequence[str]) -> tuple[str, _Server, str, Sequence[str]] | None:
    """The server that a command line starts, its subcommand, and the words after it."""
    at = _skip_wrappers(words)
    if at >= len(words):
        return None
    name = words[at].rpartition("/")[2]
    arguments = words[at + 1 :]
    if name.startswith(_INTERPRETERS) and arguments:
        name, arguments = _interpreted(name, arguments)
    server = _SERVERS.get(name)
    if server is None:
        return None
    subcommand = ""
    if server.subcommands:
        subcommand = arguments[0] if arguments else ""
        if subcommand not in server.subcommands:
            return None
        arguments = arguments[1:]
    return name, server, subcommand, arguments


def _skip_wrappers(words: Sequence[str]) -> int:
    at = 0
    while at < len(words):
        needed = _WRAPPERS.get(words[at].rpartition("/")[2])
        if needed is None or tuple(words[at + 1 : at + 1 + len(needed)]) != needed:
            break
        at += 1 + len(needed)
        while at < len(words) and (words[at].startswith("-") or _is_assignment(words[at])):
            at += 1
    return at


def _is_assignment(word: str) -> bool:
    name, equals, _ = word.partition("=")
    return bool(equals) and name.isidentifier()


def _interpreted(name: str, arguments: Sequence[str]) -> tuple[str, Sequence[str]]:
    """`python -m flask run`, `python manage.py runserver`, `php artisan serve`, `php -S …`, `ruby bin/rails …`."""
    if name.startswith("python"):
        while arguments and arguments[0] in ("-u", "-O", "-OO", "-B", "-I", "-E", "-s", "-S"):
            arguments = arguments[1:]
        if len(arguments) > 1 and arguments[0] == "-m":
            return arguments[1], arguments[2:]
        if len(arguments) > 1 and arguments[0].rpartition("/")[2] == "manage.py" and arguments[1] == "runserver":
            return "runserver", arguments[2:]
    elif name == "php" and arguments[0] == "-S":
        return name, arguments
    script = arguments[0].rpartition("/")[2] if arguments else ""
    return (script, arguments[1:]) if script in ("artisan", "rails", "puma", "flask", "gunicorn") else ("", ())


def _flag(arguments: Sequence[str], flags: tuple[str, ...]) -> str | None:
    """The value of the last of `flags` that is given: `-p 80`, `-p80`, `--port 80`, `--port=80`."""
    value = None
    for at, word in enumerate(arguments):
        if word in flags:
            if at + 1 < len(arguments):
                value = arguments[at + 1]
            continue
        name, equals, rest = word.partition("=")
        if equals and name in flags:
            value = rest
        elif word[:1] == "-" and word[1:2] not in ("-", "D") and word[:2] in flags and len(word) > 2:
            value = word[2:]
    return value


def address_port(value: str) -> int | None:
    """The port of `8000`, `:8000`, `0.0.0.0:8000`, `[::]:8000`, `tcp://0.0.0.0:8000`."""
    text = value.rpartition("://")[2].partition("/")[0].partition("?")[0]
    digits = text.rpartition(":")[2]
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 5):
        return None
    port = int(digits)
    return port if 0 < port <= 65535 else None


_LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")
_LOCAL = ("localhost", "127.0.0.1", "0.0.0.0", "[::1]", "::1", "[::]")  # noqa: S104  (compared, not bound)
_ASKS: dict[str, tuple[str, ...]] = {
    "pg_isready": ("-p", "--port"),
    "redis-cli": ("-p",),
    "valkey-cli": ("-p",),
    "mysqladmin": ("-P", "--port"),
    "mariadb-admin": ("-P", "--port"),
    "mongosh": ("--port",),
    "mongo": ("--port",),
    "psql": ("-p", "--port"),
    "grpc_health_probe": ("-addr", "--addr"),
    "grpc-health-probe": ("-addr", "--addr"),
}
_HOST_FLAGS = ("-h", "--host")


def asked_port(words: Sequence[str], own_name: str | None = None) -> int | None:
    """The port of this container that a health check asks, None when it asks none or that cannot be told. `own_name` is
    what the container is called in its network."""
    if not words:
        return None
    name, arguments = words[0].rpartition("/")[2], words[1:]
    if name in ("curl", "wget"):
        ports = {port for word in arguments if (port := _url_port(word, own_name)) is not None}
        return ports.pop() if len(ports) == 1 else None
    if name in ("nc", "ncat", "netcat"):
        operands = [word for word in arguments if not word.startswith("-")]
        return address_port(operands[1]) if len(operands) >= 2 and operands[0] in _LOCAL else None
    flags = _ASKS.get(name)
    if flags is None:
        return None
    host = _flag(arguments, _HOST_FLAGS)
    value = _flag(arguments, flags)
    if value is None or (host is not None and host not in _LOCAL):
        return None
    address = value.rpartition(":")[0]
    return address_port(value) if address in ("", *_LOCAL) else None


def _url_port(word: str, own_name: str | None) -> int | None:
    """The port of a URL of this machine; curl and wget take one without a scheme as HTTP."""
    scheme, separator, rest = word.partition("://")
    if not separator:
        scheme, rest = "http", word
    if scheme not in ("http", "https"):
        return None
    authority = rest.partition("/")[0].partition("?")[0].rpartition("@")[2]
    host, colon, port = authority.rpartition(":")
    if not colon or authority.endswith("]"):
        host, port = authority, ""
    if host not in _LOCAL and host != own_name:
        return None
    if not port:
        return 443 if scheme == "https" else 80
    return address_port(port)
