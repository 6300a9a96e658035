"""`add-for-local-file`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import Add

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile import Word

_ADD_ONLY = ("checksum", "keep-git-dir", "unpack")
_ARCHIVES = (
    ".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".tlz", ".tzst", ".taz", ".tz2", ".tb2", ".gz", ".bz2", ".xz", ".zst",
    ".lzma", ".lz", ".z", ".cpio",
)  # fmt: skip
"""Ends of names that an archive may have; Docker looks into the file itself."""
_SURELY_NONE = (
    ".zip", ".txt", ".md", ".json", ".yaml", ".yml", ".toml", ".xml", ".ini", ".cfg", ".conf", ".config", ".env", ".sh",
    ".bash", ".py", ".js", ".mjs", ".cjs", ".ts", ".tsx", ".jsx", ".css", ".scss", ".html", ".htm", ".php", ".rb", ".go",
    ".rs", ".java", ".kt", ".c", ".h", ".cpp", ".cs", ".csproj", ".sln", ".sql", ".properties", ".gradle", ".lock", ".mod",
    ".sum", ".jar", ".war", ".ear", ".list", ".repo", ".crt", ".pem", ".key", ".service", ".template", ".tmpl", ".tpl",
    ".lua", ".pl", ".r", ".png", ".jpg", ".svg", ".ico", ".whl", ".deb", ".rpm",
)  # fmt: skip
"""Ends of names of files that are no tar archive, compressed or not."""


class AddForLocalFile(Rule[Add]):
    """`ADD` unpacks what turns out to be a tar archive, and downloads what looks like a URL or a Git repository. For a file of
    the build context, `COPY` does what is meant and no more.

    The difference shows when a file changes its kind: `ADD data /data` copies a file today, and unpacks it on the day when
    somebody compresses it.

    Write `COPY`. Nothing is reported for URLs, for Git repositories, for names that an archive may have, and where a variable
    may hold one of them.

    Fix safety: safe for folders and for names that no archive has; unsafe for others, as `ADD` unpacks an archive whatever its
    name is.

    References: https://docs.docker.com/reference/dockerfile/#add,
    https://docs.docker.com/build/building/best-practices/#add-or-copy
    """

    name = "add-for-local-file"
    title = "`ADD` does more than copy a file"
    category = "style"
    severity = Severity.INFO
    aliases = ("hadolint:DL3020", "trivy:DS-0005", "checkov:CKV_DOCKER_4")
    examples = (
        Bad(
            "FROM python:3.13\n«ADD» --chown=1000 requirements.txt app/ /app/\n«add» . /app\n",
            fixed="FROM python:3.13\nCOPY --chown=1000 requirements.txt app/ /app/\ncopy . /app\n",
        ),
        Bad("FROM debian:12\n«ADD» tool /usr/bin/\n", fixed="FROM debian:12\nCOPY tool /usr/bin/\n", unsafe=True),
        Bad(
            "FROM debian:12\n«ADD» <<END /etc/motd\nhello\nEND\n",
            fixed="FROM debian:12\nCOPY <<END /etc/motd\nhello\nEND\n",
        ),
        Good(
            "FROM debian:12\nADD rootfs.tar.xz /\nADD https://example.com/a.txt /a.txt\n"
            "ADD git@github.com:moby/buildkit.git /src\nARG FILE\nADD $FILE /x\nADD --unpack=true a /a\nADD rootfs* /\n",
            why="These are what ADD is for, or may be.",
        ),
    )

    def check(self, add: Add) -> Findings:
        if add.destination is None or any(add.flag(name) is not None for name in _ADD_ONLY):
            return
        if any(_needs_add(source) for source in add.sources):
            return
        keyword = add.source.slice(add.keyword_span)
        copy = "copy" if keyword.islower() else "COPY"
        safe = all(map(_is_no_archive, add.sources))
        applicability = Applicability.SAFE if safe else Applicability.UNSAFE
        # A problem of the line would be one of `COPY` afterwards.
        sound = not any(add.span.contains(problem.span) for problem in add.dockerfile.problems)
        fix = Fix("write `COPY`", (Edit(add.keyword_span, copy),), applicability) if sound else None
        what = f"`{add.sources[0].text}` is a local file" if add.sources else "this text is part of the Dockerfile"
        message = f"{what}, and `ADD` may also unpack or download what it is given; write `COPY`, which only copies"
        yield self.finding(add.keyword_span, message, fix=fix)


def _needs_add(source: Word) -> bool:
    """Whether COPY may not do the same. `file:` and the like stand in Dockerfiles made from `docker history`."""
    text = source.text
    if source.dynamic or not text:
        return True
    lower = text.lower()
    if (
        "://" in lower
        or lower.startswith(("git@", "github.com/", "file:", "multi:", "dir:"))
        or lower.partition("#")[0].endswith(".git")
    ):
        return True
    return (
        lower.endswith(_ARCHIVES)
        or ".tar." in lower
        or (bool(set("*?[") & set(text)) and not lower.endswith(_SURELY_NONE))
    )


def _is_no_archive(source: Word) -> bool:
    text = source.text.lower()
    return text.endswith((*_SURELY_NONE, "/", "/.")) or text in (".", "..", "dockerfile", "makefile")
