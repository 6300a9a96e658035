import pytest

from k8slint._internal.kinds.images.known import is_published, known_image
from k8slint._internal.kinds.images.name import split_image
from k8slint_rules._shared.data_mounts import data_mount
from k8slint_rules._shared.listening import address_port, asked_port, listening


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nginx", ("nginx", None, None)),
        ("nginx:1.25", ("nginx", "1.25", None)),
        ("docker.io/library/nginx:1", ("nginx", "1", None)),
        ("index.docker.io/library/nginx", ("nginx", None, None)),
        ("library/nginx", ("nginx", None, None)),
        ("docker.io/acme/app", ("acme/app", None, None)),
        ("localhost:5000/app", ("localhost:5000/app", None, None)),
        ("localhost:5000/app:1@sha256:ab", ("localhost:5000/app", "1", "sha256:ab")),
        ("app@sha256:ab", ("app", None, "sha256:ab")),
        ("", ("", None, None)),
    ],
)
def test_references_are_taken_apart(text, expected):
    found = split_image(text)
    assert (found.repository, found.tag, found.digest) == expected


def test_base_name():
    assert split_image("ghcr.io/acme/app:1").base_name == "app"
    assert split_image("nginx").official
    assert not split_image("ghcr.io/acme/app").official


@pytest.mark.parametrize(
    ("image", "ports", "data", "database"),
    [
        ("nginx", (80,), (), False),
        ("docker.io/library/nginx:1.25-alpine", (80,), (), False),
        ("httpd:2.4", (80,), (), False),
        ("postgres:17", (5432,), ("/var/lib/postgresql/data",), True),
        ("postgres:17.2-alpine", (5432,), ("/var/lib/postgresql/data",), True),
        ("postgres:18", (5432,), ("/var/lib/postgresql",), True),
        ("postgres", (5432,), None, True),
        ("postgres:alpine", (5432,), None, True),
        ("postgis/postgis:16-3.4", (5432,), ("/var/lib/postgresql/data",), True),
        ("timescale/timescaledb:2.14.2-pg16", (5432,), ("/var/lib/postgresql/data",), True),
        ("timescale/timescaledb:2.14.2", (5432,), None, True),
        ("pgvector/pgvector:pg18", (5432,), ("/var/lib/postgresql",), True),
        ("mysql:8", (3306, 33060), ("/var/lib/mysql",), True),
        ("mariadb:11", (3306,), ("/var/lib/mysql",), True),
        ("mongo:7", (27017,), ("/data/db", "/data/configdb"), True),
        ("redis:7-alpine", (6379,), ("/data",), True),
        ("memcached", (11211,), (), False),
        ("docker.elastic.co/elasticsearch/elasticsearch:8.1.0", (9200, 9300), ("/usr/share/elasticsearch/data",), True),
        ("php:8.3-apache", (80,), (), False),
        ("php:8.3-fpm-alpine", (9000,), (), False),
        ("php:8.3-cli", (), (), False),
        ("php", (), (), False),
        ("wordpress", (80,), ("/var/www/html",), False),
        ("wordpress:6-fpm", (9000,), ("/var/www/html",), False),
        ("influxdb:1.8", (8086,), ("/var/lib/influxdb",), True),
        ("influxdb:2", (8086,), ("/var/lib/influxdb2",), True),
        ("influxdb", (8086,), None, True),
        ("python:3.12-slim", (), (), False),
        ("scratch", (), (), False),
    ],
)
def test_known_images(image, ports, data, database):
    found = known_image(image)
    assert (found.ports, found.data, found.database) == (ports, data, database)


def test_management_of_rabbitmq_has_more_ports():
    assert 15672 not in known_image("rabbitmq:4").ports
    assert 15672 in known_image("rabbitmq:4-management-alpine").ports
    assert known_image("rabbitmq:4-management").ports[0] == 5672


@pytest.mark.parametrize(
    ("image", "user", "workdir"),
    [
        ("nginx", "root", "/"),
        ("nginxinc/nginx-unprivileged:1.25", "101", "/"),
        ("gcr.io/distroless/static:nonroot", "65532", "/home/nonroot"),
        ("gcr.io/distroless/base-debian12:debug-nonroot", "65532", "/home/nonroot"),
        ("gcr.io/distroless/static-debian12", "root", "/"),
        ("golang:1.22", "root", "/go"),
        ("redis", "root", "/data"),
        ("memcached", None, "/"),
    ],
)
def test_users_and_folders(image, user, workdir):
    found = known_image(image)
    assert (found.user, found.workdir) == (user, workdir)


@pytest.mark.parametrize(
    "image",
    ["acme/nginx", "ghcr.io/acme/postgres", "nginx-custom", "gitea/gitea:1-rootless", "golang:1-nanoserver", ""],
)
def test_other_images_are_not_known(image):
    assert known_image(image) is None


def test_entrypoints():
    assert known_image("debian").entrypoint == ()
    assert known_image("nginx").entrypoint == ("/docker-entrypoint.sh",)
    assert known_image("gcr.io/distroless/java17").entrypoint is None


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ("nginx:1", True),
        ("bitnami/redis", True),
        ("docker.io/bitnami/redis:7", True),
        ("quay.io/prometheus/node-exporter", True),
        ("registry.k8s.io/pause:3.9", True),
        ("public.ecr.aws/docker/library/nginx", True),
        ("acme/redis", False),
        ("ghcr.io/acme/app", False),
        ("app", False),
    ],
)
def test_images_of_publishers(image, expected):
    assert is_published(image) is expected


@pytest.mark.parametrize(
    ("command", "port", "certain"),
    [
        ("flask run --host 0.0.0.0 --port 8080", 8080, True),
        ("flask run -p8080", 8080, True),
        ("flask run", 5000, False),
        ("flask --app x run", None, None),
        ("flask db upgrade", None, None),
        ("uvicorn app:app --host 0.0.0.0 --port=9000", 9000, True),
        ("uvicorn app:app", 8000, False),
        ("gunicorn -b 0.0.0.0:8000 app:app", 8000, True),
        ("gunicorn -b :8000 app:app", 8000, True),
        ("gunicorn --bind=[::]:8000 app:app", 8000, True),
        ("gunicorn --bind unix:/run/x.sock app:app", None, None),
        ("gunicorn -w 3 app:app", 8000, False),
        ("python -m http.server 8001", 8001, True),
        ("python3 -u -m http.server", 8000, False),
        ("python3.12 -m flask run --port 81", 81, True),
        ("python -m uvicorn a:b --port 81", 81, True),
        ("python manage.py runserver 0.0.0.0:8002", 8002, True),
        ("python ./manage.py runserver 8002", 8002, True),
        ("python manage.py runserver", 8000, False),
        ("python manage.py migrate", None, None),
        ("python app.py", None, None),
        ("rails server -b 0.0.0.0 -p 3001", 3001, True),
        ("bundle exec rails s -p 3001", 3001, True),
        ("bin/rails server", 3000, False),
        ("ruby bin/rails server -p 3001", 3001, True),
        ("npx http-server -p 8081", 8081, True),
        ("npx -y http-server dist -p 8081", 8081, True),
        ("serve -s build -l 3001", 3001, True),
        ("serve -s build -l tcp://0.0.0.0:3001", 3001, True),
        ("php -S 0.0.0.0:8000 -t public", 8000, True),
        ("php artisan serve --host=0.0.0.0 --port=8001", 8001, True),
        ("php index.php", None, None),
        ("nginx -g 'daemon off;'", 80, False),
        ("poetry run uvicorn a:b --port 81", 81, True),
        ("poetry install", None, None),
        ("tini -- uvicorn a:b --port 81", 81, True),
        ("env A=b uvicorn a:b --port 81", 81, True),
        ("/usr/local/bin/uvicorn a:b --port 81", 81, True),
        ("java -Dserver.port=8081 -jar a.jar", 8081, True),
        ("java -jar a.jar --server.port=8081", 8081, True),
        ("java -jar a.jar", None, None),
        ("redis-server --port 6380", 6380, True),
        ("next start -p 3001", 3001, True),
        ("node server.js", None, None),
        ("uvicorn a:b --port", 8000, False),
        ("uvicorn a:b --port 99999", None, None),
        ("", None, None),
        ("tini --", None, None),
    ],
)
def test_ports_that_command_lines_listen_on(command, port, certain):
    found = listening(command.split())
    assert (found and (found.port, found.certain)) == (None if port is None else (port, certain))


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("curl -f http://localhost:8080/health", 8080),
        ("curl --fail --silent localhost:8080/health", 8080),
        ("curl -f http://localhost/", 80),
        ("curl -fk https://127.0.0.1/", 443),
        ("curl -f http://[::1]:81/", 81),
        ("curl -f http://[::1]/", 80),
        ("curl -f http://db:8080/", None),
        ("curl -f http://localhost:1/ http://localhost:2/", None),
        ("wget -qO- http://0.0.0.0:3000/", 3000),
        ("wget --spider http://user:x@localhost:3000/?a=b", 3000),
        ("nc -z localhost 5432", 5432),
        ("nc -z db 5432", None),
        ("nc -z -w 1 localhost 5432", None),
        ("pg_isready -p 5433", 5433),
        ("pg_isready -U x", None),
        ("pg_isready -h db -p 5433", None),
        ("pg_isready -h localhost -p 5433", 5433),
        ("redis-cli -p 6380 ping", 6380),
        ("/bin/grpc_health_probe -addr=:8080", 8080),
        ("grpc_health_probe -addr=other:8080", None),
        ("node health.js", None),
        ("", None),
    ],
)
def test_ports_that_health_checks_ask(command, expected):
    assert asked_port(command.split()) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("80", 80),
        (":80", 80),
        ("tcp://0.0.0.0:80/x", 80),
        ("0", None),
        ("65536", None),
        ("x:y", None),
        ("9" * 5000, None),
    ],
)
def test_ports_of_addresses(value, expected):
    assert address_port(value) == expected


@pytest.mark.parametrize(
    ("image", "volumes", "user", "workdir"),
    [
        ("perl:5.38", (), "root", "/usr/src/app"),
        ("python:3.13", (), "root", "/"),
        ("wordpress:cli", ("/var/www/html",), "www-data", "/var/www/html"),
        ("wordpress:6-apache", ("/var/www/html",), "root", "/var/www/html"),
        ("redis:8", None, "root", "/data"),
        ("percona:8.0", None, None, None),
        ("minio/minio:latest", None, "root", "/"),
        ("postgres:17", ("/var/lib/postgresql/data",), "root", "/"),
    ],
)
def test_volumes_user_and_folder(image, volumes, user, workdir):
    found = known_image(image)
    assert (found.volumes, found.user, found.workdir) == (volumes, user, workdir)


@pytest.mark.parametrize("image", ["hashicorp/vault:1.17-ubi", "gitea/gitea:1.22-rootless", "python:3-onbuild"])
def test_variants_that_differ_are_unknown(image):
    assert known_image(image) is None


@pytest.mark.parametrize(
    ("command", "environment", "expected"),
    [
        ("flask run", {"FLASK_RUN_PORT": "8081", "FLASK_RUN_HOST": "0.0.0.0"}, (8081, True, None)),
        ("flask run", {"FLASK_RUN_HOST": "127.0.0.1"}, (5000, False, "--host 0.0.0.0")),
        ("flask run -p 80", {"FLASK_RUN_PORT": "8081"}, (80, True, "--host 0.0.0.0")),
        ("flask run --host=0.0.0.0", {}, (5000, False, None)),
        ("flask run", {"FLASK_RUN_PORT": None}, None),
        ("gunicorn app:app", {"PORT": "8080"}, (8080, True, None)),
        ("gunicorn -b 127.0.0.1:80 app:app", {}, (80, True, "-b 0.0.0.0:8000")),
        ("gunicorn -b :80 app:app", {}, (80, True, None)),
        ("gunicorn -b unix:/s app:app", {}, None),
        ("gunicorn app:app", {"GUNICORN_CMD_ARGS": "-b :80"}, None),
        ("gunicorn -c conf.py app:app", {}, None),
        ("uvicorn a:b --host localhost --port 80", {}, (80, True, "--host 0.0.0.0")),
        ("uvicorn a:b --uds /s", {}, None),
        ("python manage.py runserver 8000", {}, (8000, True, "0.0.0.0:8000")),
        ("python manage.py runserver [::]:8000", {}, (8000, True, None)),
        ("fastapi run a.py", {}, (8000, False, None)),
        ("fastapi dev a.py", {}, (8000, False, "--host 0.0.0.0")),
        ("tini -- npx serve", {"PORT": "80"}, (80, True, None)),
        ("http-server --port 80", {"PORT": "90"}, (80, True, None)),
    ],
)
def test_listening_with_an_environment(command, environment, expected):
    found = listening(command.split(), environment)
    assert (found and (found.port, found.certain, found.opened)) == expected


def test_the_server_is_named_and_not_its_wrapper():
    assert listening(["tini", "--", "bundle", "exec", "puma"]).program == "puma"
    assert listening(["python3", "-m", "flask", "run"]).program == "flask"


@pytest.mark.parametrize(
    ("image", "folder", "mounts", "fate"),
    [
        ("postgres:17", "/var/lib/postgresql/data", ["/var/lib/postgresql/data"], "kept"),
        ("postgres:17", "/var/lib/postgresql/data", ["/var/lib/postgresql/data/"], "kept"),
        ("postgres:17", "/var/lib/postgresql/data", ["/var/lib/postgresql"], "hidden"),
        ("postgres:17", "/var/lib/postgresql/pg", ["/var/lib/postgresql"], "kept"),
        ("postgres:17", "/var/lib/postgresql/data/pg", ["/var/lib/postgresql"], "hidden"),
        ("postgres:17", "/var/lib/postgresql/data", ["/docker-entrypoint-initdb.d"], "none"),
        ("postgres:17", "/var/lib/postgresql/data", ["/"], "hidden"),
        ("postgres:18", "/var/lib/postgresql", ["/var/lib/postgresql"], "kept"),
        ("postgres:18", "/var/lib/postgresql", ["/var/lib/postgresql/18/docker"], "kept"),
        ("postgres:18", "/var/lib/postgresql", ["/var/lib/postgresql/data"], "beside"),
        ("postgres:18", "/var/lib/postgresql", ["/var/lib/postgresql/data", "/var/lib/postgresql"], "kept"),
        ("postgres:18", "/var/lib/postgresql/data", ["/var/lib/postgresql/data"], "kept"),
        ("postgres", "/var/lib/postgresql", ["/var/lib/postgresql/data"], "kept"),
        ("mongo:8", "/data/db", ["/data"], "hidden"),
        ("mongo:8", "/data/db", ["/data/db", "/data"], "kept"),
        ("elasticsearch:9.2.0", "/usr/share/elasticsearch/data", ["/usr/share/elasticsearch"], "kept"),
        ("redis:8", "/data", [], "none"),
    ],
)
def test_what_becomes_of_the_data(image, folder, mounts, fate):
    assert data_mount(folder, known_image(image), mounts)[0] == fate


@pytest.mark.parametrize(
    "image",
    [
        "nats:2-nanoserver",
        "python:3.13-windowsservercore-ltsc2022",
        "golang@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1",
        "mongo:8-windowsservercore",
        "traefik",
        "docker.io/library/tomee:10",
        "centos:7",
        "postgis/postgis",
        "gcr.io/distroless/static",
    ],
)
def test_a_repository_is_published_whatever_its_tag(image):
    assert is_published(image)


@pytest.mark.parametrize("image", ["tools-base", "web:1", "acme/python", "localhost:5000/redis"])
def test_what_a_project_may_build_itself(image):
    assert not is_published(image)


def test_rows_from_memory_tell_no_user():
    assert known_image("debian:12").compared
    assert known_image("gcr.io/distroless/static:nonroot").compared
    assert not known_image("prom/prometheus").compared
    assert known_image("mongo:8").steps_down
    assert not known_image("python:3.13").steps_down
    assert known_image("gcr.io/distroless/static@sha256:4bcff63911fcb4448bd4fdacec207030997caf25") is None
