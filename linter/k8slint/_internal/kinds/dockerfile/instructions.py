"""The instructions of a Dockerfile, each a class, and `KINDS`, which finds them by keyword."""

from __future__ import annotations

from k8slint._internal.kinds.dockerfile.instruction import Instruction as Instruction
from k8slint._internal.kinds.dockerfile.shell_form import Cmd as Cmd
from k8slint._internal.kinds.dockerfile.shell_form import Entrypoint as Entrypoint
from k8slint._internal.kinds.dockerfile.shell_form import Healthcheck as Healthcheck
from k8slint._internal.kinds.dockerfile.shell_form import Run as Run
from k8slint._internal.kinds.dockerfile.shell_form import ShellInstruction as ShellInstruction
from k8slint._internal.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.dockerfile.flags import Flag
    from k8slint._internal.kinds.dockerfile.statement import Statement
    from k8slint._internal.kinds.dockerfile.words import Word
    from k8slint._internal.text.source import Span


class From(Instruction):
    """`FROM image [AS alias]`. `image` is None only when it is missing."""

    __slots__ = ("alias", "image")

    def __init__(
        self, statement: Statement, keyword: str, keyword_end: int, flags: tuple[Flag, ...], args: int
    ) -> None:
        super().__init__(statement, keyword, keyword_end, flags, args)
        self.image: Word | None = None
        self.alias: Word | None = None


class Shell(Instruction):
    """`SHELL ["program", "argument"]`. `exec_form` is None when it is not JSON, which BuildKit refuses."""

    __slots__ = ("exec_form",)

    def __init__(
        self, statement: Statement, keyword: str, keyword_end: int, flags: tuple[Flag, ...], args: int
    ) -> None:
        super().__init__(statement, keyword, keyword_end, flags, args)
        self.exec_form: tuple[Word, ...] | None = None


class Transfer(Instruction):
    """COPY or ADD, for rules about both. `sources` hold no heredocs; `destination` is None when there is only one argument."""

    __slots__ = ("destination", "json", "sources")

    def __init__(
        self, statement: Statement, keyword: str, keyword_end: int, flags: tuple[Flag, ...], args: int
    ) -> None:
        super().__init__(statement, keyword, keyword_end, flags, args)
        self.sources: tuple[Word, ...] = ()
        self.destination: Word | None = None
        self.json = False

    @property
    def from_(self) -> Flag | None:
        return self.flag("from")


class Copy(Transfer):
    """`COPY source… destination`: takes files from the build context, or with `--from` from an image or a stage."""

    __slots__ = ()


class Add(Transfer):
    """`ADD source… destination`: as COPY; it also downloads URLs and unpacks archives."""

    __slots__ = ()


class Pair(Record):
    """`name=value`. `name` has its quotes removed; `value` is None for `ARG name`."""

    name: str
    name_span: Span
    value: Word | None
    span: Span


class Pairs(Instruction):
    """ENV, LABEL or ARG, for rules about all three. `legacy` is the form without `=`: `ENV name the rest of the line`."""

    __slots__ = ("legacy", "pairs")

    def __init__(
        self, statement: Statement, keyword: str, keyword_end: int, flags: tuple[Flag, ...], args: int
    ) -> None:
        super().__init__(statement, keyword, keyword_end, flags, args)
        self.pairs: tuple[Pair, ...] = ()
        self.legacy = False


class Env(Pairs):
    """`ENV name=value …`: variables of the build and of the containers."""

    __slots__ = ()


class Label(Pairs):
    """`LABEL name=value …`: metadata of the image."""

    __slots__ = ()


class Arg(Pairs):
    """`ARG name[=default] …`: variables of the build alone."""

    __slots__ = ()


class Listing(Instruction):
    """EXPOSE or VOLUME: an instruction that takes words one by one."""

    __slots__ = ()


class Expose(Listing):
    """`EXPOSE port[/protocol] …`: ports on which the program listens; it publishes none."""

    __slots__ = ()

    @property
    def ports(self) -> tuple[Word, ...]:
        return self.words


class Volume(Listing):
    """`VOLUME path …`: folders whose content is kept outside of the container's layers."""

    __slots__ = ()

    @property
    def paths(self) -> tuple[Word, ...]:
        return self.words


class Single(Instruction):
    """USER, WORKDIR, STOPSIGNAL or MAINTAINER: an instruction whose arguments are one word, blanks included."""

    __slots__ = ()

    @property
    def word(self) -> Word | None:
        return self.words[0] if self.words else None


class User(Single):
    """`USER name[:group]`: who runs the RUN, CMD and ENTRYPOINT after it."""

    __slots__ = ()

    @property
    def user(self) -> Word | None:
        return self.word


class Workdir(Single):
    """`WORKDIR path`: the folder of all instructions after it, and of the container."""

    __slots__ = ()

    @property
    def path(self) -> Word | None:
        return self.word


class Stopsignal(Single):
    """`STOPSIGNAL signal`: what `docker stop` sends to the program."""

    __slots__ = ()

    @property
    def signal(self) -> Word | None:
        return self.word


class Maintainer(Single):
    """`MAINTAINER text`: the author, deprecated for a LABEL."""

    __slots__ = ()


class Onbuild(Instruction):
    """`ONBUILD instruction`. `trigger` runs in builds that start from this image."""

    __slots__ = ("trigger",)

    def __init__(
        self, statement: Statement, keyword: str, keyword_end: int, flags: tuple[Flag, ...], args: int
    ) -> None:
        super().__init__(statement, keyword, keyword_end, flags, args)
        self.trigger: Instruction | None = None


class Unknown(Instruction):
    """An instruction whose keyword BuildKit does not know."""

    __slots__ = ()


KINDS: dict[str, type[Instruction]] = {
    "ADD": Add,
    "ARG": Arg,
    "CMD": Cmd,
    "COPY": Copy,
    "ENTRYPOINT": Entrypoint,
    "ENV": Env,
    "EXPOSE": Expose,
    "FROM": From,
    "HEALTHCHECK": Healthcheck,
    "LABEL": Label,
    "MAINTAINER": Maintainer,
    "ONBUILD": Onbuild,
    "RUN": Run,
    "SHELL": Shell,
    "STOPSIGNAL": Stopsignal,
    "USER": User,
    "VOLUME": Volume,
    "WORKDIR": Workdir,
}
