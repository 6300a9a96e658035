"""Which system an image is made of, as far as its name tells: Windows or not, and which program its `/bin/sh` is.

Written in November 2026 from the images' descriptions and Dockerfiles, no image was run. Which shell a distribution links
to `/bin/sh` is documented by each: dash in Debian and Ubuntu, bash in Fedora, RHEL and what is built from them, Amazon
Linux, openSUSE and Arch Linux, busybox in Alpine.
"""

from __future__ import annotations

from k8slint._internal.kinds.images.name import split_image

_WINDOWS = ("windows", "nanoserver", "servercore", "ltsc20")
_WINDOWS_REPOSITORIES = (
    "microsoft/iis",
    "microsoft/aspnet",
    "microsoft/dotnet-framework",
    "microsoft/wcf",
    "mcr.microsoft.com/dotnet/framework/",
)

_BASH = (
    "amazonlinux", "al2023", "amzn2", "fedora", "centos", "rockylinux", "almalinux", "oraclelinux", "redhat", "ubi7", "ubi8",
    "ubi9", "ubi10", "rhel", "opensuse", "suse", "archlinux", "amazoncorretto", "corretto", "azurelinux", "mariner", "photon",
    "mageia", "clearlinux", "gentoo", "openeuler", "anolis",
)  # fmt: skip
"""Parts of a repository or tag that tell of a system whose `/bin/sh` is bash."""
_BUSYBOX = ("alpine", "busybox", "musl")
_DASH = (
    "debian", "ubuntu", "bookworm", "bullseye", "trixie", "buster", "stretch", "jessie", "focal", "jammy", "noble", "bionic",
    "xenial", "slim",
)  # fmt: skip
_DASH_REPOSITORIES = frozenset(
    (
        "debian", "ubuntu", "buildpack-deps", "python", "node", "ruby", "golang", "rust", "php", "perl", "pypy", "gcc",
        "erlang", "elixir", "haskell", "julia", "swift", "nginx", "httpd", "tomcat", "eclipse-temurin", "maven", "gradle",
        "postgres", "mariadb", "mongo", "redis", "valkey/valkey", "rabbitmq", "cassandra", "wordpress", "oven/bun",
        "denoland/deno", "jenkins/jenkins", "clickhouse/clickhouse-server", "influxdb", "mcr.microsoft.com/dotnet/sdk",
        "mcr.microsoft.com/dotnet/runtime", "mcr.microsoft.com/dotnet/aspnet", "continuumio/miniconda3", "nvidia/cuda",
        "jetty", "solr", "zookeeper", "ghost", "nextcloud", "drupal", "joomla",
    )
)  # fmt: skip
"""Images that are built on Debian or Ubuntu unless their tag says otherwise."""
_BASH_REPOSITORIES = frozenset(
    (
        "mysql", "elasticsearch", "logstash", "kibana", "quay.io/keycloak/keycloak", "minio/minio", "confluentinc/cp-kafka",
        "public.ecr.aws/lambda/python", "public.ecr.aws/lambda/nodejs", "public.ecr.aws/lambda/java",
    )
)  # fmt: skip
_BUSYBOX_REPOSITORIES = frozenset(
    (
        "bash",
        "composer",
        "docker",
        "registry",
        "vault",
        "consul",
        "hashicorp/vault",
        "hashicorp/consul",
        "caddy",
        "traefik",
    )
)


def is_windows_image(image: str) -> bool:
    """Whether an image reference names an image for Windows."""
    reference = split_image(image)
    words = f"{reference.repository}:{reference.tag or ''}".lower()
    return any(part in words for part in _WINDOWS) or reference.repository.startswith(_WINDOWS_REPOSITORIES)


def default_shell(image: str) -> str | None:
    """The program that `/bin/sh` is in an image: "dash", "bash" or "busybox"; None when its name does not tell."""
    reference = split_image(image)
    repository, tag = reference.repository.lower(), (reference.tag or "").lower()
    if repository == "openjdk" and tag and not any(part in tag for part in (*_DASH, *_BUSYBOX)):
        # From 12 on it is built on Oracle Linux; 8 and 11 are on Debian.
        return "dash" if tag.startswith(("8", "11")) else "bash"
    for words in (tag, repository):
        for shell, parts in (("busybox", _BUSYBOX), ("bash", _BASH), ("dash", _DASH)):
            if any(part in words for part in parts):
                return shell
    for shell, names in (
        ("dash", _DASH_REPOSITORIES),
        ("bash", _BASH_REPOSITORIES),
        ("busybox", _BUSYBOX_REPOSITORIES),
    ):
        if repository in names:
            return shell
    return None
