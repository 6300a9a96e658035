"""What a command asks of a package manager: `invocation(command)`. The managers themselves are data, see `managers`."""

from __future__ import annotations

from k8slint._internal.syntax.shell.manager import Manager
from k8slint._internal.syntax.shell.managers import MANAGERS, manager_of
from k8slint._internal.syntax.shell.names import names
from k8slint._internal.syntax.shell.options import Options, scan
from k8slint._internal.syntax.shell.paths import absolute
from k8slint._internal.text.record import Record
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.shell.commands import Command
    from k8slint._internal.syntax.shell.words import ShellWord

__all__ = ["MANAGERS", "Invocation", "Manager", "Package", "invocation", "is_set", "manager_of"]

_ARCHIVES = (
    ".deb",
    ".rpm",
    ".apk",
    ".whl",
    ".tar.gz",
    ".tgz",
    ".tar.bz2",
    ".zip",
    ".gem",
    ".crate",
    ".conda",
    ".tar.xz",
)


class Package(Record):
    """Something to install. `kind` is "name", "path" (a file or folder), "url", "group" (`@core`), or "unknown" (a variable),
    whose `name` is None. `version` is what follows the name (`1.2`, `>=1`, `@edge` without its sign where it is exact)."""

    name: str | None
    version: str | None
    word: ShellWord
    kind: str = "name"

    @property
    def span(self) -> Span:
        return self.word.span


class Invocation:
    """A call of a package manager.

    `subcommand` is as written, `verb` its (first) word; `action` is what the table calls it, None when it does not know.
    `options` hold all flags, `head` those that stand before the subcommand where that matters. `operands` are the words
    behind the subcommand that are no flags, after `lead` variables that stand before it.
    """

    __slots__ = (
        "_packages",
        "action",
        "command",
        "head",
        "lead",
        "manager",
        "operands",
        "options",
        "subcommand",
        "table",
        "verb",
    )

    def __init__(
        self,
        command: Command,
        table: Manager,
        verb: ShellWord | None,
        subcommand: str | None,
        options: Options,
        operands: tuple[ShellWord, ...],
        head: Options | None = None,
        lead: int = 0,
    ) -> None:
        self.command = command
        self.table = table
        self.manager = table.name
        self.verb = verb
        self.subcommand = subcommand
        self.action = table.actions.get(subcommand) if subcommand is not None else None
        self.options = options
        self.operands = operands
        self.head = head
        self.lead = lead
        self._packages: tuple[Package, ...] | None = None

    @property
    def span(self) -> Span:
        """For messages: its verb, else the program's name."""
        return (self.verb or self.command.name_word or self.command).span

    @property
    def packages(self) -> tuple[Package, ...]:
        """What is asked for by name, path or URL; empty for what reads a manifest (`npm ci`)."""
        if self._packages is None:
            self._packages = _packages(self)
        return self._packages

    @property
    def files(self) -> tuple[ShellWord, ...]:
        """Files that list packages: `-r requirements.txt`."""
        return tuple(self.options.values(*self.table.lists))

    @property
    def assume_yes(self) -> bool:
        """Whether questions are answered. Also true where a variable may hold the flag (`$APT_OPTS`)."""
        options, table = self.options, self.table
        if options.has(*table.yes) or (self.head is not None and self.head.has(*table.head_yes)):
            return True
        if table.programs & _QUIET_MEANS_YES:
            level = options.value("-q", "--quiet")
            if options.count("-q", "--quiet") >= 2 or (level is not None and level.text not in ("0", "1")):
                return True
            if any(_sets(value, "apt::get::assume-yes") for value in options.values("-o", "--option")):
                return True
        if any(_sets(value, "assumeyes") for value in options.values("--setopt")):
            return True
        return options.uncertain and any(self._may_hold_flags(word) for word in self.operands)

    def _may_hold_flags(self, word: ShellWord) -> bool:
        """A variable that is named so or stands first may, and the output of a command may be anything."""
        raw = word.raw.upper()
        if raw[0] == "`" or raw.startswith("$("):
            return True
        return raw[0] == "$" and (
            self.verb is None
            or word.start < self.verb.start
            or any(part in raw for part in ("OPT", "FLAG", "ARG", "YES"))
        )

    @property
    def simulated(self) -> bool:
        """Whether it only tells what it would do (apt-get(8), aptitude(8), "-s"; dnf, `--assumeno`; zypper(8), "--dry-run")."""
        if self.table.programs & _APT and self.options.has("-s"):
            return True
        return self.options.has(*_SIMULATED)

    @property
    def no_cache(self) -> bool:
        """Whether a flag, or a variable set for this command, says that no cache is kept."""
        if self.options.has(*self.table.no_cache):
            return True
        given = self.command.environment
        return any(is_set(given[name]) for name in self.table.no_cache_variables if name in given)

    @property
    def caches(self) -> tuple[str, ...]:
        """Places for the one cache it surely leaves, the usual one first; `~` is the user's home. Empty where a flag moves
        it to a place that cannot be known."""
        if self.no_cache or self.action is None or self.options.has(*self.table.root_flags):
            return ()
        if self.is_moved:
            folder = self.options.value(*self.table.cache_flags)
            place = absolute(folder, None) if folder is not None else None
            return (place,) if place is not None else ()
        if self._fetches_nothing:
            return ()
        return self.table.caches.get(self.action, ())

    @property
    def is_moved(self) -> bool:
        """Whether a flag says where the cache lies."""
        if self.options.has(*self.table.cache_flags):
            return True
        settings = (*self.options.values("-o", "--option"), *self.options.values("--setopt"))
        return any((word.text or word.raw).lower().startswith(_CACHE_SETTINGS) for word in settings)

    @property
    def _fetches_nothing(self) -> bool:
        """`pip install --no-index`, and `apk add` without network or of files alone."""
        if self.manager == "pip":
            return self.options.has("--no-index")
        if self.manager != "apk" or self.action != "install":
            return False
        packages = self.packages
        return self.options.has("--no-network") or (bool(packages) and all(one.kind == "path" for one in packages))

    @property
    def cleaned(self) -> tuple[str, ...]:
        """Folders that it empties."""
        found: list[str] = []
        if self.action == "clean":
            given = {word.text for word in self.operands} | {flag.name for flag in self.options.flags}
            for clean in self.table.cleans:
                if self.subcommand in clean.subcommand.split("|") and all(
                    not given.isdisjoint(word.split("|")) for word in clean.words
                ):
                    found.extend(path for path in clean.paths if path not in found)
        return tuple(found)

    def has(self, *flags: str) -> bool:
        return self.options.has(*flags)

    def __repr__(self) -> str:
        return f"Invocation({self.manager!r}, {self.subcommand!r}, {self.packages!r})"


_APT = names("apt-get apt aptitude")
_QUIET_MEANS_YES = names("apt-get apt")
"""apt-get(8), "--quiet": `-qq`, `-q -q` and `-q=2` imply `-y`; aptitude(8) says that aptitude does not do so."""
_CACHE_SETTINGS = ("cachedir=", "main.cachedir=", "dir::state", "dir::cache", "dir=")
"""What an option of dnf (dnf.conf(5)) or of apt (apt.conf(5), "Directories") that moves a cache begins with."""
_SIMULATED = names("--simulate --just-print --dry-run --recon --no-act --print-uris --assumeno")


def is_set(value: str | None) -> bool:
    """Whether the value of a switch like PIP_NO_CACHE_DIR turns it on; an unknown one is taken to."""
    return value is None or value.lower() not in ("", "0", "false", "no", "off", "n", "f")


def invocation(command: Command) -> Invocation | None:
    """The call of a package manager that a command is; None for any other command. `python -m pip` is pip; `uv pip` is uv."""
    known = command._invocation
    if known is None:
        known = command._invocation = _read(command) or False
    return known if isinstance(known, Invocation) else None


def _read(command: Command) -> Invocation | None:
    name = command.name
    table = manager_of(name)
    words = command.arguments
    if table is None:
        if name is None or not _is_python(name):
            return None
        words, table = _module(words)
        if table is None:
            return None
    head: Options | None = None
    if table.head_valued:
        head = scan(words, table.head_valued, clusters=table.clusters, stop_at_operand=True)
        options = scan(head.operands, table.valued, clusters=table.clusters)
        options.flags[:0] = head.flags
    else:
        options = scan(words, table.valued, clusters=table.clusters)
    operands = options.operands
    if table.name == "pacman":
        return _pacman(command, table, options)
    index = 0
    while index < len(operands) and operands[index].raw[0] == "$":
        index += 1
    if index >= len(operands):
        return Invocation(command, table, None, table.bare if not operands else None, options, tuple(operands), head)
    verb = operands[index]
    subcommand = verb.text
    behind = index + 1
    if subcommand in table.groups and behind < len(operands) and operands[behind].text is not None:
        subcommand = f"{subcommand} {operands[behind].text}"
        behind += 1
    rest = (*operands[:index], *operands[behind:])
    return Invocation(command, table, verb, subcommand, options, rest, head, index)


def _is_python(name: str) -> bool:
    version = name.removeprefix("python").removeprefix("pypy").replace(".", "")
    return version != name and (not version or version.isdigit())


def _module(words: tuple[ShellWord, ...]) -> tuple[tuple[ShellWord, ...], Manager | None]:
    """`-m pip install x`: the words behind the module's name, and its manager."""
    for index, word in enumerate(words):
        text = word.text
        if text == "-m" and index + 1 < len(words):
            return words[index + 2 :], manager_of(words[index + 1].text)
        if text is not None and text.startswith("-m"):
            return words[index + 1 :], manager_of(text[2:])
        if text is None or text[:1] != "-":
            break
    return (), None


def _pacman(command: Command, table: Manager, options: Options) -> Invocation:
    """pacman's operation is a flag: `-Syu` installs, refreshes and upgrades."""
    subcommand: str | None = None
    verb = None
    for short, long in (
        ("-S", "--sync"),
        ("-U", "--upgrade"),
        ("-R", "--remove"),
        ("-Q", "--query"),
        ("-F", "--files"),
    ):
        if options.has(short, long):
            subcommand = short
            verb = next(flag.word for flag in options.flags if flag.name in (short, long))
            break
    if subcommand == "-S":
        for letter, long in (("c", "--clean"), ("w", "--downloadonly")):
            if options.has("-" + letter, long):
                subcommand = "-S" + letter
        if subcommand == "-S" and not options.operands:
            if options.has("-u", "--sysupgrade"):
                subcommand = "-Su"
            elif options.has("-y", "--refresh"):
                subcommand = "-Sy"
    return Invocation(command, table, verb, subcommand, options, tuple(options.operands))


def _sets(word: ShellWord, key: str) -> bool:
    name, _, value = (word.text or "").lower().partition("=")
    return name == key and value in ("true", "1", "yes", "y", "on")


# --- packages


def _packages(run: Invocation) -> tuple[Package, ...]:
    if run.action not in ("install", "upgrade", "remove", "download"):
        return ()
    table = run.table
    if table.name == "go" and run.subcommand not in ("install", "get", "run"):
        return ()
    operands = run.operands[run.lead :]
    if run.subcommand in ("create-project", "run"):
        operands = operands[:1]
    shared = run.options.value(*table.version_flags) if table.version_flags else None
    found: list[Package] = []
    for word in operands:
        package = package_of(table, word)
        if shared is not None and package.version is None and package.kind == "name":
            package = Package(package.name, shared.text or shared.raw, word)
        found.append(package)
    if table.name in ("pip", "uv"):
        found.extend(Package(word.text, None, word, "path") for word in run.options.values("-e", "--editable"))
    return tuple(found)


def package_of(table: Manager, word: ShellWord) -> Package:
    """Reads one operand as `table`'s manager does."""
    text = word.text
    if text is None:
        return _unknown(table, word)
    if not text:
        return Package(None, None, word, "unknown")
    if "://" in text or text.startswith(("git@", "git+", "github:", "gitlab:", "bitbucket:")):
        return Package(*_url(text), word, "url")
    if (
        text[0] in "/~"
        or text.startswith(("./", "../"))
        or text in (".", "..")
        or (text.endswith(_ARCHIVES) and table.name != "go")
    ):
        return Package(text, None, word, "path")
    if text[:1] == "@" and table.version == "rpm":
        return Package(text[1:], None, word, "group")
    name, version = _split(table, text)
    return Package(name, version, word)


def _unknown(table: Manager, word: ShellWord) -> Package:
    """`curl=$VERSION` names its package, `x-$MAJOR=$VERSION` gives a version, though neither is known in full here."""
    raw = word.raw.strip("\"'")
    if "$(" not in raw and "`" not in raw and table.version != "rpm":
        name, version = _split(table, raw)
        if version is not None:
            known = not set(name) & set("$/\\\"'")
            return Package(name if known else None, version, word, "name" if known else "unknown")
    return Package(None, None, word, "unknown")


def _url(text: str) -> tuple[str, str | None]:
    """A URL and what pins it: `@ref` behind a VCS URL's path, or `#ref`."""
    address, _, fragment = text.partition("#")
    path = address.rpartition("/")[2]
    if text.startswith("git+") and "@" in path:
        head, _, ref = address.rpartition("@")
        return head, ref or None
    if fragment and "=" not in fragment:
        return address, fragment
    return address, None


def _split(table: Manager, text: str) -> tuple[str, str | None]:
    """A name and its version as `table.version` parts them."""
    style = table.version
    if style == "rpm":
        return _split_rpm(text)
    if style == "@":
        at = text.rfind("@")
        return (text[:at], text[at + 1 :] or None) if at > 0 else (text, None)
    first = min([at for at in (text.find(sign, 1) for sign in style) if at > 0], default=-1)
    if first < 0:
        if " @ " in text:
            name, _, address = text.partition(" @ ")
            return name, address
        return text, None
    name = text[:first].rstrip()
    rest = text[first:]
    if rest[0] == "[":
        rest = rest.partition("]")[2]
    if rest[:1] == ";":
        return name, None
    rest = rest.partition(";")[0].strip() if ";" in style else rest
    exact = rest.lstrip("=:/@" if "~" not in style or table.name == "apk" else "=@")
    return name, exact.strip() or None


def _split_rpm(text: str) -> tuple[str, str | None]:
    """`name-[epoch:]version[-release][.arch]`: the version begins at the first dash with a digit behind it that ends the
    name; one more dash at most may follow (the release). dnf(8), "Specifying packages"."""
    for sign in ("<", ">", "="):
        if sign in text[1:]:
            name, _, version = text.partition(sign)
            return name.rstrip(), sign.replace("=", "") + version.strip()
    last = text.rfind("-")
    if last <= 0:
        return text, None
    before = text.rfind("-", 0, last)
    if before > 0 and text[before + 1 : before + 2].isdigit() and text[last + 1 : last + 2].isdigit():
        return text[:before], text[before + 1 :]
    if text[last + 1 : last + 2].isdigit() and ("." in text[last:] or ":" in text[last:] or "*" in text[last:]):
        return text[:last], text[last + 1 :]
    return text, None
