import pytest

import k8slint
from k8slint._internal.kinds.compose import ComposeFile, facts, is_compose
from k8slint._internal.kinds.compose.forms import UNKNOWN, interpolate, mount_kind, port_range, split_port, split_volume
from k8slint._internal.syntax.shell.strings import shell_words, split_command
from k8slint._internal.syntax.yaml.documents import parse
from k8slint._internal.text.source import Source


def compose(text, path="compose.yaml"):
    source = Source(path, text)
    return ComposeFile(source, parse(source))


def services(text, path="compose.yaml"):
    return {service.name: service for service in facts(compose(text, path)).services}


def service(body, path="compose.yaml"):
    lines = "".join(f"    {line}\n" for line in body.strip("\n").split("\n"))
    return services(f"services:\n  a:\n{lines}", path)["a"]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("compose.yaml", "services:\n  a:\n    image: x\n", True),
        ("a/docker-compose.prod.yml", "version: '3'\nservices: {}\n", True),
        ("compose.yml", "include:\n  - other.yml\n", True),
        ("compose.yml", "name: x\n", False),
        ("compose.json", "services:\n", False),
        ("docker-compose.yml", "web:\n  image: x\n  ports: ['80']\n", True),
        ("docker-compose.yml", "web:\n  build: .\ndb:\n  image: y\n", True),
        ("docker-compose.yml", "a: 1\nb: 2\n", False),
        ("compose.yml", "web:\n  image: x\n", False),
        ("local.yml", "services:\n  a:\n    image: x\nvolumes:\n  v:\n", True),
        ("local.yml", "# a comment\nx-base: &b\n  image: x\nservices:\n  a:\n    <<: *b\n    build: .\n", True),
        ("config/services.yaml", "services:\n  App\\X:\n    arguments: ['@y']\n", False),
        ("services.yaml", "parameters:\n  a: b\nservices:\n  a:\n    image: x\n", False),
        ("ci.yml", "services:\n  - docker:dind\n", False),
        ("ci.yml", "services:\n  - name: a\n    image: b\n", False),
        (".gitlab-ci.yml", "services:\n  a:\n    image: x\n", False),
        ("values.yaml", "services:\n  a:\n    port: 80\n    deep:\n      image: x\n", False),
        ("k.yaml", "", False),
        ("composer.yaml", "parameters: {}\nservices:\n  a:\n    image: x\n", False),
        ("compose.yaml", "service:\n  a:\n    image: x\n", True),
        ("other.yaml", "service:\n  a:\n    image: x\n", False),
    ],
)
def test_compose_files_are_told_from_other_yaml(path, text, expected):
    assert is_compose(path, text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a$$b", "a$b"),
        ("$$", "$"),
        ("${X:-d}", "d"),
        ("${X-d}", "d"),
        ("${X:-}", ""),
        ("a/${X:-b}:${Y-c}", "a/b:c"),
        ("${X:-${Y:-z}}", "z"),
        ("${X:-a:b}", "a:b"),
        ("${X}", None),
        ("$X", None),
        ("${X:?no}", None),
        ("${X:+alt}", None),
        ("${X:-${Y}}", None),
        ("${X", None),
        ("${-d}", None),
        ("a$", None),
        ("${A:-" * 9 + "x" + "}" * 9, None),
    ],
)
def test_interpolation_takes_defaults_and_nothing_else(text, expected):
    assert interpolate(text) == expected


def test_interpolation_is_linear():
    assert interpolate("${A:-b}" * 50_000) == "b" * 50_000
    assert interpolate("${A:-" * 50_000) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("npm run start", ("npm", "run", "start")),
        ("  a   b\t", ("a", "b")),
        ("sh -c 'a && b'", ("sh", "-c", "a && b")),
        ('a "b c"d', ("a", "b cd")),
        ("a ''", ("a", "")),
        (r"a\ b 'c\d' \t", ("a b", r"c\d", "\t")),
        ("a && b", None),
        ("a > b", None),
        ("a $(b)", None),
        ("a `b`", None),
        ("a 'b", None),
        ("a\\", None),
        ("", ()),
        ("a $B", ("a", "$B")),
    ],
)
def test_commands_split_like_go_shellwords(text, expected):
    assert split_command(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("80", ("", "", "80", "")),
        ("8080:80", ("", "8080", "80", "")),
        ("8080:80/udp", ("", "8080", "80", "udp")),
        ("127.0.0.1:8080:80", ("127.0.0.1", "8080", "80", "")),
        ("127.0.0.1::80", ("127.0.0.1", "", "80", "")),
        ("[::1]:8080:80", ("::1", "8080", "80", "")),
        ("9000-9002:80-82", ("", "9000-9002", "80-82", "")),
    ],
)
def test_short_ports_split(text, expected):
    assert split_port(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("80", (80, 80)),
        ("80-82", (80, 82)),
        ("82-80", None),
        ("65536", None),
        ("", None),
        ("http", None),
        ("80-", None),
        ("٨٠", None),
        ("1" * 5000, None),
    ],
)
def test_port_ranges(text, expected):
    assert port_range(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/data", (None, "/data", "")),
        ("vol:/data", ("vol", "/data", "")),
        ("v:/data", (None, "v:/data", "")),
        ("./a:/b:ro,z", ("./a", "/b", "ro,z")),
        (r"C:\a:/b:ro", (r"C:\a", "/b", "ro")),
        ("aa::b", None),
        (":b", None),
        ("aa:bb:cc:dd", None),
        ("", None),
        ("a", (None, "a", "")),
    ],
)
def test_short_volumes_split(text, expected):
    parts = split_volume(text)
    if parts is not None:
        source, target, options = parts
        parts = (source and text[slice(*source)], text[slice(*target)], options)
    assert parts == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("curl -f http://localhost/ || exit 1", ("curl", "-f", "http://localhost/")),
        ("pg_isready -U x", ("pg_isready", "-U", "x")),
        ("a | b", None),
        ("a || b", None),
        ("a && b || exit 1", None),
        ("a $X", None),
        ("a *.c", None),
    ],
)
def test_shell_words_of_one_simple_command(text, expected):
    assert shell_words(text) == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("80", [(80, "TCP")]),
        ('"8080:80"', [(80, "TCP")]),
        ("8080:80/udp", [(80, "UDP")]),
        ("22:22", [(22, "TCP")]),
        ('"3000-3002"', [(3000, "TCP"), (3001, "TCP"), (3002, "TCP")]),
        ('"127.0.0.1:8001-8002:8001-8002"', [(8001, "TCP"), (8002, "TCP")]),
        ('"${PORT:-8080}:80"', [(80, "TCP")]),
        ('"80:${PORT:-8080}"', [(8080, "TCP")]),
        ('"80:${PORT}"', [(None, "TCP")]),
        ('"1-60000"', [(None, "TCP")]),
        ("{target: 80, published: '8080', protocol: UDP}", [(80, "UDP")]),
        ("{published: '8080'}", [(None, "TCP")]),
        ("[80]", [(None, "TCP")]),
    ],
)
def test_every_form_of_a_port(item, expected):
    found = service(f"ports:\n  - {item}")
    assert [(port.number, port.protocol) for port in found.ports] == expected


def test_published_side_of_ports():
    found = compose(
        "services:\n  a:\n    ports: ['127.0.0.1:8080:80', '80', {target: 1, published: 2}]\n    expose: [9]\n"
    )
    (view,) = found.services
    assert [(port.ip, port.host) for port in view.ports] == [("127.0.0.1", "8080"), ("", ""), ("", "2")]
    assert [(port.first, port.host) for port in view.expose] == [(9, None)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("A: b", [("A", "b")]),
        ("A: 1\nB: true\nC:\n'y': z", [("A", "1"), ("B", "true"), ("C", None), ("y", "z")]),
        ("on: x", [("on", "x")]),
        ("A: ${X:-d}\nB: ${X}\nC: a$$b", [("A", "d"), ("B", None), ("C", "a$b")]),
        ("- A=b=c\n- B=\n- C\n- 'D=e f'", [("A", "b=c"), ("B", ""), ("C", None), ("D", "e f")]),
        ("- [x]", []),
    ],
)
def test_environment_as_mapping_and_as_list(body, expected):
    lines = "".join(f"\n  {line}" for line in body.split("\n"))
    assert [(variable.name, variable.value) for variable in service(f"environment:{lines}").env] == expected


def test_spans_of_variables_and_mounts_slice_back():
    text = "services:\n  a:\n    environment:\n      - 'A=b'\n    volumes:\n      - \"./x:/y:ro\"\n"
    (found,) = facts(compose(text)).services
    (variable,), (mount,) = found.env, found.mounts
    assert text[variable.span.start : variable.span.end] == "A"
    assert text[variable.value_span.start : variable.value_span.end] == "b"
    assert text[mount.path.span.start : mount.path.span.end] == "/y"
    assert text[found.span.start : found.span.end] == "a"


def test_span_of_an_escaped_scalar_is_the_whole_scalar():
    text = 'services:\n  a:\n    environment:\n      - "A=\\x62"\n'
    (variable,) = facts(compose(text)).services[0].env
    assert variable.value == "b"
    assert text[variable.value_span.start : variable.value_span.end] == '"A=\\x62"'


@pytest.mark.parametrize(
    ("item", "expected", "kind", "read_only"),
    [
        ("/data", ("/data", None), "volume", False),
        ("vol:/data", ("/data", "vol"), "volume", False),
        ("./a:/b:ro", ("/b", "./a"), "bind", True),
        ("~/a:/b", ("/b", "~/a"), "bind", False),
        ("${D:-./a}:/b", ("/b", "./a"), "bind", False),
        ("${D}:/b", ("/b", UNKNOWN), None, False),
        ("./a:${D}", (None, "./a"), None, False),
        ("{type: bind, source: ./a, target: /b, read_only: true}", ("/b", "./a"), "bind", True),
        ("{type: volume, source: v, target: /b}", ("/b", "v"), "volume", False),
        ("{type: volume, target: /b}", ("/b", None), "volume", False),
        ("{type: tmpfs, target: /b}", ("/b", "tmpfs:"), "tmpfs", False),
        ("{type: npipe, source: x, target: /b}", ("/b", UNKNOWN), None, False),
    ],
)
def test_every_form_of_a_mount(item, expected, kind, read_only):
    (mount,) = service(f"volumes:\n  - {item}").mounts
    assert (mount.path.value, mount.volume) == expected
    assert mount_kind(mount) == kind
    assert mount.read_only is read_only


def test_sub_path_and_tmpfs():
    found = service("volumes:\n  - {type: volume, source: v, target: /b, volume: {subpath: c}}\ntmpfs: /run:size=64m")
    assert [(mount.path.value, mount.sub_path) for mount in found.mounts] == [("/b", "c"), ("/run", "")]
    assert mount_kind(found.mounts[1]) == "tmpfs"


@pytest.mark.parametrize(
    ("body", "path", "expected"),
    [
        ("build: .", "compose.yaml", ("Dockerfile", "", None)),
        ("build: ./app", "x/compose.yaml", ("x/app/Dockerfile", "x/app", None)),
        ("build: ../app", "x/compose.yaml", ("app/Dockerfile", "app", None)),
        ("build: ../app", "compose.yaml", (None, None, None)),
        ("build: /srv/app", "compose.yaml", (None, None, None)),
        ("build: https://github.com/a/b.git#main", "compose.yaml", (None, None, None)),
        ("build: ${DIR:-app}", "compose.yaml", ("app/Dockerfile", "app", None)),
        ("build: ${DIR}", "compose.yaml", (None, None, None)),
        ("build: {context: app}", "compose.yaml", ("app/Dockerfile", "app", None)),
        ("build: {context: app, dockerfile: dev.Dockerfile}", "compose.yaml", ("app/dev.Dockerfile", "app", None)),
        ("build: {context: app, dockerfile: ../D}", "compose.yaml", ("D", "app", None)),
        ("build: {context: app, dockerfile: ../../D}", "compose.yaml", (None, "app", None)),
        ("build: {dockerfile: docker/D, target: dev}", "compose.yaml", ("docker/D", "", "dev")),
        ("build: {context: app, target: '${T}'}", "compose.yaml", ("app/Dockerfile", "app", "${T}")),
        ("build: {context: app, target: ''}", "compose.yaml", ("app/Dockerfile", "app", None)),
        ("build: {context: app, dockerfile_inline: FROM x}", "compose.yaml", (None, "app", None)),
    ],
)
def test_every_form_of_a_build(body, path, expected):
    build = service(body, path).build
    assert (build.dockerfile, build.context, build.target) == expected
    assert build.tool == "compose"


def test_a_build_makes_the_image_of_its_service():
    assert service("image: acme/app:${TAG:-dev}\nbuild: .").build.image.value == "acme/app:dev"
    assert service("build: .").build.image is None
    assert service("build: [x]").build is None
    assert service("build:\nimage: x").build is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("command: npm run 'a b'", ("npm", "run", "a b")),
        ("command: [npm, run, 8080]", ("npm", "run", "8080")),
        ("command: npm --port ${P:-80}", ("npm", "--port", "80")),
        ("command: npm --port ${P}", None),
        ("command: [npm, {a: b}]", None),
        ("command: sh -c 'echo $$HOME'", ("sh", "-c", "echo $HOME")),
        ("command: ''", ()),
        ("command: []", ()),
    ],
)
def test_commands(body, expected):
    command = service(body).command
    assert command.exec_form
    assert command.words == expected


def test_a_null_command_is_none():
    found = service("command:\nentrypoint: null\nuser: 1000:1000")
    assert (found.command, found.entrypoint) == (None, None)
    assert found.user.value == "1000:1000"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{test: 'curl -f http://localhost/ || exit 1'}", (False, ("curl", "-f", "http://localhost/"))),
        ("{test: [CMD, pg_isready, -U, x]}", (True, ("pg_isready", "-U", "x"))),
        ("{test: [CMD-SHELL, pg_isready -U x]}", (False, ("pg_isready", "-U", "x"))),
        ("{test: [CMD-SHELL, 'a $$B']}", (False, None)),
        ("{test: [NONE]}", (True, ())),
        ("{disable: true, test: x}", (True, ())),
        ("{test: [what, x]}", (True, None)),
        ("{test: []}", (True, None)),
    ],
)
def test_health_checks(body, expected):
    check = service(f"healthcheck: {body}").healthcheck
    assert (check.exec_form, check.words) == expected


def test_extends_in_the_same_file_is_merged():
    found = services(
        "services:\n"
        "  base:\n    image: acme/base\n    build: base\n    user: app\n    ports: ['80']\n    environment: {A: a, B: b}\n"
        "    volumes: ['vol:/v', 'wol:/w']\n"
        "  mid:\n    extends: base\n    command: run\n"
        "  top:\n    extends: {service: mid}\n    image: acme/top\n    ports: ['81']\n    environment: {A: z}\n"
        "    volumes: ['xol:/v']\n"
    )["top"]
    assert found.image.value == "acme/top"
    assert (found.build.dockerfile, found.build.image.value) == ("base/Dockerfile", "acme/top")
    assert [port.number for port in found.ports] == [81, 80]
    assert {variable.name: variable.value for variable in found.env} == {"A": "z", "B": "b"}
    assert {mount.path.value: mount.volume for mount in found.mounts} == {"/v": "xol", "/w": "wol"}
    assert found.command.words == ("run",)
    assert found.user.value == "app"


@pytest.mark.parametrize(
    "extends", ["{file: other.yml, service: base}", "missing", "{service: missing}", "a", "[x]", "{file: other.yml}"]
)
def test_extends_of_another_file_leaves_the_service_open(extends):
    found = service(f"extends: {extends}\nports: ['80']")
    assert [port.number for port in found.ports] == [80, None]
    assert found.image.value is None
    assert found.command.words is None
    assert found.entrypoint.words is None
    assert found.user.value is None
    assert found.mounts[0].path.value is None
    assert mount_kind(found.mounts[0]) is None


def test_merges_and_aliases():
    found = services(
        "x-base: &base\n  image: acme/a\n  environment: &env {A: a}\nservices:\n  one:\n    <<: *base\n"
        "  two:\n    image: acme/b\n    environment:\n      <<: *env\n      B: b\n"
    )
    assert found["one"].image.value == "acme/a"
    assert {variable.name: variable.value for variable in found["two"].env} == {"A": "a", "B": "b"}


def test_version_one_files():
    text = "web:\n  build: .\n  links: ['db:database']\ndb:\n  image: postgres\nnetworks:\n  a: {}\n"
    found = compose(text, "docker-compose.yml")
    assert found.legacy
    assert [view.name for view in found.services] == ["web", "db"]
    assert [link.value for link in found.services[0].links] == ["db"]


def test_a_file_that_includes_others_is_incomplete():
    found = compose("include: [other.yml]\nservices:\n  a: {image: x}\n")
    assert found.incomplete
    assert not found.legacy
    assert found.service("a") is not None
    assert found.service("b") is None


def test_service_view_shows_its_place():
    text = "services:\n  'web':\n    image: nginx\n    depends_on: {db: {condition: x}}\n  api:\n    depends_on: [db]\n"
    found = compose(text)
    web, api = found.services
    assert text[web.span.start : web.span.end].strip("'") == "web"
    assert web.image.text == "nginx"
    assert [name.value for name in web.depends_on] == ["db"]
    assert [name.value for name in api.depends_on] == ["db"]
    assert web.source.path == "compose.yaml"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "services:\n",
        "services: 3\n",
        "services: [a]\n",
        "services: {a: 3, b: [x], c: null}\n",
        "services:\n  a: {ports: 80, environment: 3, volumes: {a: b}, build: [], healthcheck: x, tmpfs: {a: b}}\n",
        "services:\n  a: {ports: [null, {}], volumes: [null, {}, []], environment: [null], extends: {}, links: 3}\n",
        "services:\n  a: {depends_on: 3, command: {a: b}, image: 3, user: [1], healthcheck: {test: {a: b}}}\n",
        "a: &a [*a]\n",
    ],
)
def test_odd_types_are_survived(text):
    found = compose(text)
    facts(found)
    for view in found.services:
        assert view.ports is not None
        assert view.depends_on is not None


@pytest.mark.parametrize(
    "lines",
    [
        '    command: ["printf", "\\x2d"]\n',
        "    labels: {kind: a, metadata: b}\n",
        "    labels:\n      ? kind\n      : a\n",
    ],
)
def test_what_could_be_a_key_of_kubernetes_does_not_hide_a_file(lines):
    found = k8slint.check({"compose.yaml": f"services:\n  a:\n    image: x\n    foo: 1\n{lines}"})
    assert "unknown-service-key" in [each.rule for each in found]
