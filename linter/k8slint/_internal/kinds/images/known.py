"""Images that everybody runs: what they expose, where they keep data, as whom they run.

Written and compared in November 2026 with one copy each of the Dockerfiles, some of them years old; no image was run.
`_COMPARED` names the rows that were compared, with ports, volumes, user, folder and entrypoint, and the versions looked at:

- docker-library: postgres 14 to 18, python 3.10 to 3.15, golang 1.26 and 1.27, mysql 8.4, mariadb 11.4, mongo 8.0,
  memcached 1, httpd 2.4, rabbitmq, cassandra, haproxy, tomcat, ghost 5, ruby, pypy 3.11, gcc 13, php 8.3 and wordpress,
  buildpack-deps trixie, busybox 1.36, openjdk 11
- of other publishers: redis 8.6 (which has no VOLUME), node 20 and 22, nginx, valkey 9.0, percona 8.0, couchdb 3.3,
  neo4j 5, clickhouse 25.4, rethinkdb 2.4, arangodb 3.11, zookeeper 3.9, solr 9.6, influxdb 2.7, elasticsearch,
  kibana 8.15 and logstash 7.16, opensearch, cockroach, cp-kafka, apache/kafka, nats 2.10, mosquitto 2.0, minio, caddy,
  traefik 2.9, varnish 7.2, jetty 12, gitea, sonarqube 10, jenkins, adminer 4, keycloak 22, alertmanager, node-exporter,
  vault, consul, pgadmin4, eclipse-temurin 21, rust, perl 5.38, amazoncorretto 21, maven, erlang 27, swift 5.10,
  dotnet/sdk 8.0, composer, oven/bun, the registry, debian 12, ubuntu 22.04, alpine 3.23, fedora 37, centos 7,
  oraclelinux 9, amazonlinux 2, distroless

From documentation or memory alone: every other row, among them the other PHP applications, grafana, prometheus, nexus3,
mongo-express, etcd, orientdb, redis-stack, SQL Server, the other distributions and the rest of the languages; and the port
9000 of keycloak, which younger versions have. What depends on the tag, or changed over the years, is None. `_STEPPING_DOWN`
is from the images' entry scripts, as their publishers describe them.
"""

from __future__ import annotations

from k8slint._internal.kinds.images.name import split_image
from k8slint._internal.kinds.images.official import is_official
from k8slint._internal.syntax.shell.names import names
from k8slint._internal.text.record import Record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    Row = tuple[tuple[int, ...] | None, tuple[str, ...] | None, tuple[str, ...] | None, str | None, str | None, str]


class KnownImage(Record):
    """What is certain of an image; None stands for "depends".

    `ports` are all its exposed TCP ports, the one that clients use first. `data` are the folders that must outlive the
    container; `volumes` those that its Dockerfile declares. `user` is its USER, "root" where there is none. `entrypoint`
    is () where there is none. `kind` is database, server, language, system or empty (scratch). `compared` tells whether the
    row was compared with its source; nothing that is called an error rests on any other. With `steps_down` the entrypoint
    starts as root and becomes another user.
    """

    name: str
    ports: tuple[int, ...] | None
    data: tuple[str, ...] | None
    volumes: tuple[str, ...] | None
    user: str | None
    workdir: str | None
    kind: str
    entrypoint: tuple[str, ...] | None = None
    compared: bool = False
    steps_down: bool = False

    @property
    def database(self) -> bool:
        return self.kind == "database"


_NONE: tuple[str, ...] = ()
_ROOT = "root"


def _volumes(folders: tuple[str, ...], declared: bool | None) -> tuple[str, ...] | None:
    """`declared` tells whether VOLUME names just these folders; None when it names others."""
    return folders if declared else None if declared is None else _NONE


def _database(
    *ports: int, data: str, user: str | None = _ROOT, workdir: str | None = "/", declared: bool | None = True
) -> Row:
    folders = tuple(data.split())
    return (ports, folders, _volumes(folders, declared), user, workdir, "database")


def _server(
    *ports: int, data: str = "", user: str | None = _ROOT, workdir: str | None = "/", declared: bool | None = True
) -> Row:
    folders = tuple(data.split())
    return (ports, folders, _volumes(folders, declared), user, workdir, "server")


def _language(workdir: str | None = "/") -> Row:
    return ((), _NONE, _NONE, _ROOT, workdir, "language")


_SYSTEM: Row = ((), _NONE, _NONE, _ROOT, "/", "system")

_SERVERS: dict[str, Row] = {
    # Databases, caches, queues
    "mysql": _database(3306, 33060, data="/var/lib/mysql"),
    "mariadb": _database(3306, data="/var/lib/mysql"),
    "percona": _database(3306, 33060, data="/var/lib/mysql", user=None, workdir=None, declared=None),
    "mongo": _database(27017, data="/data/db /data/configdb"),
    "redis": _database(6379, data="/data", workdir="/data", declared=None),
    "valkey/valkey": _database(6379, data="/data", workdir="/data"),
    "redis/redis-stack-server": _database(6379, data="/data", user=None, workdir=None, declared=False),
    "elasticsearch": _database(
        9200, 9300, data="/usr/share/elasticsearch/data", user=None, workdir="/usr/share/elasticsearch", declared=False
    ),
    "opensearchproject/opensearch": _database(
        9200, 9300, 9600, 9650, data="/usr/share/opensearch/data", user=None, workdir=None, declared=False
    ),
    "cassandra": _database(9042, 7000, 7001, 7199, 9160, data="/var/lib/cassandra"),
    "couchdb": _database(5984, 4369, 9100, data="/opt/couchdb/data"),
    "neo4j": _database(7687, 7474, 7473, data="/data /logs", workdir="/var/lib/neo4j"),
    "clickhouse/clickhouse-server": _database(8123, 9000, 9009, data="/var/lib/clickhouse"),
    "cockroachdb/cockroach": _database(26257, 8080, data="/cockroach/cockroach-data", workdir=None, declared=False),
    "mcr.microsoft.com/mssql/server": _database(1433, data="/var/opt/mssql", user=None, workdir=None, declared=False),
    "mcr.microsoft.com/azure-sql-edge": _database(1433, data="/var/opt/mssql", user=None, workdir=None, declared=False),
    "rethinkdb": _database(28015, 8080, 29015, data="/data", workdir="/data"),
    "arangodb": _database(8529, data="/var/lib/arangodb3 /var/lib/arangodb3-apps", workdir=None),
    "orientdb": _database(2424, 2480, data="/orientdb/databases", workdir=None, declared=False),
    "rabbitmq": _database(5672, 5671, 4369, 15691, 15692, 25672, data="/var/lib/rabbitmq"),
    "zookeeper": _database(2181, 2888, 3888, 8080, data="/data /datalog /logs", workdir=None),
    "quay.io/coreos/etcd": _database(2379, 2380, data="/var/etcd /var/lib/etcd", workdir=None, declared=False),
    "gcr.io/etcd-development/etcd": _database(2379, 2380, data="/var/lib/etcd", workdir=None, declared=False),
    "confluentinc/cp-kafka": _database(9092, data="/var/lib/kafka/data", user="appuser", workdir=None, declared=None),
    "apache/kafka": _database(9092, data="/var/lib/kafka/data", user="appuser", workdir=None, declared=None),
    "memcached": _server(11211, user=None),
    "nats": _server(4222, 8222, 6222),
    "eclipse-mosquitto": _server(1883, data="/mosquitto/data /mosquitto/log"),
    "minio/minio": _database(9000, data="/data", declared=None),
    # Web servers and proxies
    "nginx": _server(80),
    "nginxinc/nginx-unprivileged": _server(8080, user="101"),
    "httpd": _server(80, workdir="/usr/local/apache2"),
    "caddy": _server(80, 443, 2019, data="/data", workdir=None, declared=None),
    "traefik": _server(80),
    "haproxy": ((), _NONE, _NONE, None, None, "server"),
    "varnish": _server(80, 8443, user=None, workdir=None),
    "tomcat": _server(8080, workdir="/usr/local/tomcat"),
    "jetty": _server(8080, user="jetty", workdir="/var/lib/jetty"),
    # Applications
    "ghost": _server(2368, data="/var/lib/ghost/content", user=None, workdir="/var/lib/ghost"),
    "gitea/gitea": _server(3000, 22, data="/data"),
    "sonarqube": _server(9000, data="/opt/sonarqube/data", user=None, workdir="/opt/sonarqube", declared=None),
    "jenkins/jenkins": _server(8080, 50000, data="/var/jenkins_home", user="jenkins"),
    "sonatype/nexus3": _server(8081, data="/nexus-data", user="nexus", workdir=None),
    "registry": _server(5000, data="/var/lib/registry"),
    "adminer": _server(8080, user="adminer", workdir="/var/www/html"),
    "mongo-express": _server(8081, user=None, workdir=None),
    "solr": _server(8983, data="/var/solr", user="8983", workdir="/opt/solr"),
    "kibana": _server(5601, user=None, workdir="/usr/share/kibana"),
    "logstash": _server(5044, 9600, user=None, workdir="/usr/share/logstash"),
    "quay.io/keycloak/keycloak": ((8080, 8443, 9000), _NONE, _NONE, "1000", None, "server"),
    "grafana/grafana": _server(3000, data="/var/lib/grafana", user="472", workdir="/usr/share/grafana", declared=False),
    "prom/prometheus": _server(9090, data="/prometheus", user="nobody", workdir="/prometheus"),
    "prom/alertmanager": _server(9093, data="/alertmanager", user="nobody", workdir="/alertmanager"),
    "prom/pushgateway": _server(9091, user=None, workdir=None),
    "prom/node-exporter": _server(9100, user="nobody"),
    "hashicorp/vault": _server(8200, data="/vault/file /vault/logs"),
    "vault": _server(8200, data="/vault/file /vault/logs"),
    "hashicorp/consul": _server(8500, 8300, 8301, 8302, 8600, data="/consul/data"),
    "consul": _server(8500, 8300, 8301, 8302, 8600, data="/consul/data"),
    "dpage/pgadmin4": _server(80, 443, data="/var/lib/pgadmin", user=None, workdir="/pgadmin4"),
}

_BASES: dict[str, Row] = {
    "scratch": ((), _NONE, _NONE, _ROOT, "/", "empty"),
    **dict.fromkeys(
        (
            "alpine", "debian", "ubuntu", "busybox", "centos", "fedora", "rockylinux", "almalinux", "amazonlinux",
            "oraclelinux", "archlinux", "opensuse/leap", "photon", "clearlinux", "buildpack-deps",
        ),
        _SYSTEM,
    ),
    **dict.fromkeys(
        (
            "python", "node", "ruby", "pypy", "gcc", "erlang", "elixir", "swift", "julia", "eclipse-temurin",
            "amazoncorretto", "openjdk", "sapmachine", "ibm-semeru-runtimes", "haskell", "rust", "bash",
            "maven", "mcr.microsoft.com/dotnet/sdk", "mcr.microsoft.com/dotnet/runtime",
        ),
        _language(),
    ),
    "golang": _language("/go"),
    "perl": _language("/usr/src/app"),
    "oven/bun": _language("/home/bun/app"),
    "composer": _language("/app"),
}  # fmt: skip

_NO_ENTRYPOINT = frozenset(
    (
        "scratch", "alpine", "debian", "ubuntu", "busybox", "centos", "fedora", "rockylinux", "almalinux", "amazonlinux",
        "oraclelinux", "buildpack-deps", "python", "ruby", "perl", "pypy", "gcc", "golang", "rust", "swift", "erlang",
        "elixir", "httpd", "tomcat", "haskell", "amazoncorretto",
    )
)  # fmt: skip
_ENTRYPOINTS: dict[str, tuple[str, ...]] = {
    "nginx": ("/docker-entrypoint.sh",),
    **dict.fromkeys(
        ("postgres", "mysql", "mariadb", "mongo", "redis", "rabbitmq", "memcached", "cassandra", "node", "haproxy"),
        ("docker-entrypoint.sh",),
    ),
}

_POSTGRES = ("postgres", "postgis/postgis", "timescale/timescaledb", "pgvector/pgvector")
_PHP = ("php", "wordpress", "nextcloud", "drupal", "joomla", "phpmyadmin", "phpmyadmin/phpmyadmin")
_OTHER_VARIANTS = ("rootless", "windowsservercore", "nanoserver", "unprivileged", "distroless", "ubi", "onbuild")
"""Tags of images that differ in user or ports from the rest of their repository."""


_COMPARED = names(
    "postgres python golang mysql mariadb mongo memcached httpd rabbitmq cassandra haproxy tomcat ghost ruby pypy gcc php"
    " wordpress buildpack-deps busybox openjdk redis node nginx valkey/valkey percona couchdb neo4j"
    " clickhouse/clickhouse-server rethinkdb arangodb zookeeper solr influxdb elasticsearch kibana logstash"
    " opensearchproject/opensearch cockroachdb/cockroach confluentinc/cp-kafka apache/kafka nats eclipse-mosquitto minio/minio"
    " caddy traefik varnish jetty gitea/gitea sonarqube jenkins/jenkins adminer quay.io/keycloak/keycloak prom/alertmanager"
    " prom/node-exporter hashicorp/vault vault hashicorp/consul consul dpage/pgadmin4 eclipse-temurin rust perl amazoncorretto"
    " maven erlang swift mcr.microsoft.com/dotnet/sdk composer oven/bun registry scratch debian ubuntu alpine fedora centos"
    " oraclelinux amazonlinux"
)
_STEPPING_DOWN = names(
    "postgres postgis/postgis timescale/timescaledb pgvector/pgvector mysql mariadb mongo redis valkey/valkey rabbitmq"
    " cassandra couchdb neo4j clickhouse/clickhouse-server zookeeper ghost hashicorp/vault vault hashicorp/consul consul"
    " elasticsearch gitea/gitea influxdb eclipse-mosquitto nginx httpd php wordpress nextcloud"
)
"""Images whose entrypoint gives up root before it serves, or whose server does in its workers."""


def known_image(image: str) -> KnownImage | None:
    """What is known of an image reference, its tag taken into account; None for all others."""
    reference = split_image(image)
    found = _known(_short(reference.repository), reference.tag or "", pinned=reference.digest is not None)
    if found is None:
        return None
    name = found.name
    compared = name in _COMPARED or name.startswith("gcr.io/distroless/")
    return replace(found, compared=compared, steps_down=name in _STEPPING_DOWN and found.kind != "language")


def _short(repository: str) -> str:
    for prefix in ("docker.elastic.co/elasticsearch/", "docker.elastic.co/kibana/", "docker.elastic.co/logstash/"):
        repository = repository.removeprefix(prefix)
    return repository


def _known(name: str, tag: str, *, pinned: bool) -> KnownImage | None:
    if any(word in tag for word in _OTHER_VARIANTS):
        return None
    if name in _POSTGRES:
        return _postgres(name, tag)
    if name in _PHP:
        return _php(name, tag)
    if name == "influxdb":
        return _influxdb(tag)
    if name.startswith("gcr.io/distroless/"):
        # A digest alone may be that of the variant `nonroot`.
        return None if pinned and not tag else _distroless(name, tag)
    row = _SERVERS.get(name) or _BASES.get(name)
    if row is None:
        return None
    entrypoint = _NONE if name in _NO_ENTRYPOINT else _ENTRYPOINTS.get(name)
    ports, data, volumes, user, workdir, kind = row
    if name == "rabbitmq" and "management" in tag:
        ports = (5672, 5671, 4369, 15671, 15672, 15691, 15692, 25672)
    return KnownImage(name, ports, data, volumes, user, workdir, kind, entrypoint)


def _major(tag: str) -> int | None:
    """The number that a tag starts with."""
    digits = tag[: len(tag) - len(tag.lstrip("0123456789"))]
    return int(digits) if digits and len(digits) < 5 else None


def _postgres(name: str, tag: str) -> KnownImage:
    """From 18 on, PGDATA is /var/lib/postgresql/18/docker and the volume one level up (docker-library/postgres #1259)."""
    _, marked, behind = tag.rpartition("pg")
    major = _major(behind) if marked or name in ("postgres", "postgis/postgis") else None
    data = None if major is None else ("/var/lib/postgresql/data",) if major < 18 else ("/var/lib/postgresql",)
    return KnownImage(name, (5432,), data, data, _ROOT, "/", "database", _ENTRYPOINTS["postgres"])


def _php(name: str, tag: str) -> KnownImage:
    """PHP comes as command line, with Apache, or as FPM; applications built on it come with Apache unless told otherwise."""
    html = "/var/www/html"
    data = (html,) if name in ("wordpress", "nextcloud", "joomla") else _NONE
    if "fpm" in tag:
        return KnownImage(name, (9000,), data, data, _ROOT, html, "server")
    if name != "php" and "cli" not in tag:
        workdir = None if name == "drupal" else html
        return KnownImage(name, (80,), data, data, _ROOT, workdir, "server")
    if "apache" in tag:
        return KnownImage(name, (80,), data, data, _ROOT, html, "server")
    user = "www-data" if name == "wordpress" else _ROOT
    return KnownImage(name, (), data, data, user, "/" if name == "php" else html, "language")


def _influxdb(tag: str) -> KnownImage:
    folder = {1: "/var/lib/influxdb", 2: "/var/lib/influxdb2"}.get(_major(tag) or 0)
    data = None if folder is None else (folder,)
    return KnownImage("influxdb", (8086,), data, None, _ROOT, "/", "database")


def _distroless(name: str, tag: str) -> KnownImage:
    """`nonroot` tags run as 65532 in /home/nonroot (distroless/base/base.bzl)."""
    nonroot = "nonroot" in tag
    return KnownImage(
        name, (), _NONE, _NONE, "65532" if nonroot else _ROOT, "/home/nonroot" if nonroot else "/", "system"
    )


VENDORS = frozenset(
    (
        "bitnami", "bitnamilegacy", "bitnamicharts", "prom", "grafana", "hashicorp", "linuxserver", "confluentinc", "apache",
        "nginxinc", "rancher", "istio", "jaegertracing", "otel", "elastic", "amazon", "google", "microsoft", "docker",
        "moby", "fluent", "envoyproxy", "openpolicyagent", "aquasec", "sonatype", "jenkins", "gitea", "gitlab", "kong",
        "minio", "dpage", "phpmyadmin", "portainer", "containous", "quay.io", "registry.k8s.io", "k8s.gcr.io",
        "mcr.microsoft.com", "docker.elastic.co", "nvcr.io", "public.ecr.aws/docker", "public.ecr.aws/bitnami",
        "gcr.io/google-containers", "gcr.io/google_containers", "gcr.io/kubernetes-helm", "gcr.io/distroless",
    )
)  # fmt: skip
"""Namespaces and registries of publishers, whose images are not built from a folder of the same name."""


def is_published(image: str) -> bool:
    """Whether an image surely comes from elsewhere, whatever its tag: an official one, a known one, or a publisher's."""
    name = _short(split_image(image).repository)
    if is_official(name) or name in _SERVERS or name in _BASES or name in (*_POSTGRES, *_PHP, *_PUBLISHED):
        return True
    parts = name.split("/")
    return len(parts) > 1 and (parts[0] in VENDORS or "/".join(parts[:2]) in VENDORS)


_PUBLISHED = ("alpine/git", "curlimages/curl", "mailhog/mailhog", "localstack/localstack")
