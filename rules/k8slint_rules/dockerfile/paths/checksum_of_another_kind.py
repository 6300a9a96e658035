"""`checksum-of-another-kind`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Add

_HEX = frozenset("0123456789abcdef")


class ChecksumOfAnotherKind(Rule[Add]):
    """`ADD --checksum` means two things: for a Git repository it is a commit, for any other URL it is the SHA-256 of the file.

    `ADD --checksum=sha256:… https://github.com/a/b.git /src` can never match, as no commit has such a name. The build stops
    with a message that looks as if the download had been changed.

    For a repository, write the commit, or the beginning of it. For a file, write `sha256:` and its digest.

    References: https://docs.docker.com/reference/dockerfile/#add---checksum
    """

    name = "checksum-of-another-kind"
    title = "This checksum can never match its source"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    words = ("--checksum",)
    examples = (
        Bad(f"FROM scratch\nADD «--checksum=sha256:{'0' * 64}» https://github.com/octocat/hello.git /src\n"),
        Bad("FROM scratch\nADD «--checksum=be1f38e» https://example.com/tool.zip /src/\n"),
        Good("FROM scratch\nADD --checksum=be1f38e https://github.com/octocat/hello.git#v1 /src\n"),
        Good(
            f"FROM scratch\nARG SUM\nADD --checksum=sha256:{'0' * 64} https://example.com/tool.zip /src/\n"
            "ADD --checksum=$SUM https://example.com/tool.zip /src/\n"
        ),
    )

    def check(self, add: Add) -> Findings:
        flag = add.flag("checksum")
        if flag is None or not flag.value or "$" in flag.value or len(add.sources) != 1 or add.sources[0].dynamic:
            return
        source, value = add.sources[0].text, flag.value.lower()
        if _is_repository(source):
            if not set(value) <= _HEX:
                message = (
                    f"`{_short(source)}` is a Git repository, so its checksum is a commit, and this stops the build"
                )
                yield self.finding(flag.span, f"{message}; write the commit")
        elif source.startswith(("http://", "https://")) and not value.startswith("sha256:"):
            message = f"`{_short(source)}` is a file, so its checksum is a SHA-256, and this stops the build"
            yield self.finding(flag.span, f"{message}; write `sha256:…`")


def _is_repository(source: str) -> bool:
    """Whether BuildKit clones it (moby/buildkit `util/gitutil`)."""
    if source.startswith(("git@", "git://", "ssh://")):
        return True
    return source.startswith(("http://", "https://")) and source.partition("#")[0].partition("?")[0].endswith(".git")


def _short(source: str) -> str:
    return source if len(source) <= 60 else source[:59] + "…"
