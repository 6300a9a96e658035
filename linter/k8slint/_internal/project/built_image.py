"""What the image of a Dockerfile is like when it runs: the final stage, and what is certain of its base image."""

from __future__ import annotations

from k8slint._internal.kinds.images.known import known_image
from k8slint._internal.text.numbers import decimal
from k8slint._internal.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.facts import ExposedPort, StageFact, Text
    from k8slint._internal.kinds.images.known import KnownImage
    from k8slint._internal.text.source import Span


class Need(Record):
    """A path of the image that must not be hidden. `why` follows it in a sentence: "which …"; `runs` is True for a program."""

    path: str
    why: str
    span: Span
    runs: bool = False


class BuiltImage:
    """The image that a stage makes. Every property is None when it cannot be known, also because of the base image."""

    __slots__ = ("base", "base_text", "stage", "stages")

    def __init__(self, stages: tuple[StageFact, ...], stage: StageFact) -> None:
        self.stage = stage
        self.stages = stages
        self.base_text: Text = _root(stages, stage).image
        """The FROM reference that everything is built on."""
        self.base: KnownImage | None = None if self.base_text.value is None else known_image(self.base_text.value)

    @property
    def exposed(self) -> tuple[ExposedPort, ...]:
        """What the Dockerfile itself exposes; there may be more, see `ports`."""
        return self.stage.ports

    @property
    def ports(self) -> tuple[tuple[int, int, str], ...] | None:
        """Every exposed port as (first, last, protocol), those of the base image included."""
        if self.stage.unknown_ports or self.base is None or self.base.ports is None:
            return None
        own = [(port.first, port.last, port.protocol.lower()) for port in self.stage.ports]
        return (*own, *((port, port, "tcp") for port in self.base.ports))

    def exposes(self, number: int, protocol: str = "tcp") -> bool | None:
        """Whether the image exposes a port."""
        wanted = protocol.lower()
        for port in self.stage.ports:
            if port.first <= number <= port.last and port.protocol.lower() == wanted:
                return True
        ports = self.ports
        if ports is None:
            return None
        return any(first <= number <= last and wanted == kind for first, last, kind in ports)

    @property
    def user(self) -> str | None:
        """The user as written, its group left out; "root" where nothing sets one."""
        if self.stage.user is not None:
            value = self.stage.user.value
        else:
            value = None if self.base is None or not self.base.compared else self.base.user
        return None if value is None else value.partition(":")[0] or "root"

    @property
    def user_id(self) -> int | None:
        """The user's number; None for a name other than root."""
        user = self.user
        if user == "root":
            return 0
        return decimal(user)

    @property
    def workdir(self) -> str | None:
        if self.stage.workdir is not None:
            return self.stage.workdir.value
        return None if self.base is None else self.base.workdir

    @property
    def volumes(self) -> tuple[str, ...] | None:
        """Every path that a VOLUME declares."""
        values = [volume.value for volume in self.stage.volumes]
        inherited = None if self.base is None else self.base.volumes
        if inherited is None or None in values:
            return None
        return (*(value for value in values if value is not None), *inherited)

    @property
    def entrypoint(self) -> tuple[str, ...] | None:
        """The words of the entrypoint, () when there is none. A shell form has no words of its own: see `stage`."""
        if self.stage.entrypoint is not None:
            return self.stage.entrypoint.words if self.stage.entrypoint.exec_form else None
        return None if self.base is None else self.base.entrypoint

    @property
    def has_entrypoint(self) -> bool | None:
        if self.stage.entrypoint is not None:
            words = self.stage.entrypoint.words
            return words != ()
        return None if self.base is None or self.base.entrypoint is None else self.base.entrypoint != ()

    @property
    def command(self) -> tuple[str, ...] | None:
        """The words that run by default, entrypoint and CMD together; None for a shell form."""
        entrypoint = self.entrypoint
        cmd = self.stage.cmd
        if entrypoint is None:
            return None
        if cmd is None:
            # A new ENTRYPOINT discards the CMD of the base image (Dockerfile reference, "CMD and ENTRYPOINT interact").
            return entrypoint if self.stage.entrypoint is not None else None
        return (*entrypoint, *cmd.words) if cmd.exec_form and cmd.words is not None else None

    @property
    def needs(self) -> tuple[Need, ...]:
        """Paths that the image's own files occupy and that it needs to start: the program it runs, what was copied into the
        working folder. A path given without a slash is looked up in PATH and left out."""
        found: dict[str, Need] = {}
        workdir = self.workdir
        for argv in (self.stage.entrypoint, self.stage.cmd):
            words = argv.words if argv is not None and argv.exec_form else None
            for word in words or ():
                path = absolute(word, workdir)
                if path is not None and argv is not None and self._was_copied(path):
                    found.setdefault(path, Need(path, "which the image starts with", argv.span, True))
        if workdir is not None and workdir != "/":
            for copied in self.stage.copied:
                if copied.value is not None and covers(workdir, copied.value):
                    path = copied.value.rstrip("/")
                    found.setdefault(path, Need(path, "which holds what the image copies", copied.span))
        return tuple(found.values())

    def _was_copied(self, path: str) -> bool:
        return any(copied.value is not None and covers(copied.value, path) for copied in self.stage.copied)


def _root(stages: tuple[StageFact, ...], stage: StageFact) -> StageFact:
    """The first stage of the chain that a stage is built on: the one with a base image from outside."""
    at = stage.index
    while stage.base is not None and 0 <= stage.base < at:
        at = stage.base
        stage = stages[at]
    return stage


def covers(folder: str, path: str) -> bool:
    """Whether an absolute path is a folder or lies in it."""
    stem = folder.rstrip("/")
    return path.rstrip("/") == stem or path.startswith(stem + "/")


def absolute(word: str, workdir: str | None) -> str | None:
    """A program's path: absolute, or relative to the working folder; None for a bare name or when it cannot be known."""
    if word.startswith("/"):
        return word
    if workdir is None or not word.startswith("./"):
        return None
    return f"{workdir.rstrip('/')}/{word[2:]}"
