"""Files and folders that programs create, by program."""

from __future__ import annotations

from k8slint._internal.syntax.shell.fetch import curl, wget
from k8slint._internal.syntax.shell.names import names
from k8slint._internal.syntax.shell.options import scan
from k8slint._internal.syntax.shell.paths import absolute, put, put_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from k8slint._internal.syntax.shell.commands import Command
    from k8slint._internal.syntax.shell.words import ShellWord

    Paths = dict[str, ShellWord | None]
    Writer = Callable[[Command, str | None, Paths], None]

_CREATING = frozenset((">", ">>", ">|", "&>", "&>>"))
_SHARED = names(
    "/ . /tmp /var /var/tmp /usr /usr/local /usr/local/bin /usr/local/lib /usr/local/share /usr/local/sbin "
    "/usr/bin /usr/sbin /usr/lib /usr/share /bin /sbin /lib /etc /opt /root /home /srv /mnt /run ~"
)
"""Folders of every image: a file copied to one of them keeps its own name."""


def written(command: Command, cwd: str | None) -> Paths:
    """Paths that `command` creates or fills, package managers' caches left out."""
    found: Paths = {}
    for redirect in command.redirects:
        if redirect.target is not None and redirect.operator in _CREATING:
            put(found, redirect.target, cwd)
    name = command.name
    writer = _WRITERS.get(name) if name is not None else None
    if writer is not None:
        writer(command, cwd, found)
    return found


def _base(word: ShellWord) -> str:
    """Last part of a path, "" when it cannot be known."""
    if word.text is None or word.glob:
        return ""
    return word.text.rstrip("/").rpartition("/")[2]


def _operands(command: Command, cwd: str | None, found: Paths) -> None:
    for word in scan(command.arguments, _OPERAND_VALUES.get(command.name or "", ())).operands:
        put(found, word, cwd)


_OPERAND_VALUES = {
    "touch": names("-d --date -r --reference -t --time"),
    "mkdir": names("-m --mode -Z"),
    "truncate": names("-s --size -r --reference"),
    "tee": names("--output-error"),
    "virtualenv": names("-p --python --prompt --seeder --pip --setuptools --wheel --app-data --activators"),
}


def _copy(command: Command, cwd: str | None, found: Paths) -> None:
    """cp, mv, ln, rsync: the last operand, or what is put into it or into `-t`."""
    options = scan(command.arguments, _COPY_VALUES)
    folder = options.value("-t", "--target-directory")
    operands = options.operands
    if folder is not None:
        _into(found, operands, folder, cwd)
        return
    if len(operands) < 2:
        if command.name == "ln" and len(operands) == 1:
            put_in(found, cwd, _base(operands[0]), operands[0])
        return
    target = operands[-1]
    if command.name == "rsync":
        if ":" not in (target.text or ""):
            put(found, target, cwd)
        return
    text = target.text or ""
    path = absolute(target, cwd)
    is_folder = text.endswith("/") or text in (".", "..") or path in _SHARED or len(operands) > 2 or operands[0].glob
    if is_folder and not options.has("-T", "--no-target-directory"):
        _into(found, operands[:-1], target, cwd)
    else:
        put(found, target, cwd)


_COPY_VALUES = names(
    "-t --target-directory -S --suffix -m --mode -o --owner -g --group -e --rsh --exclude --include --backup"
)


def _into(found: Paths, sources: list[ShellWord], folder: ShellWord, cwd: str | None) -> None:
    """Sources whose names are unknown fill the folder itself."""
    place = absolute(folder, cwd)
    for source in sources:
        name = _base(source)
        if name:
            put_in(found, place, name, source)
        else:
            put(found, folder, cwd)


def _install(command: Command, cwd: str | None, found: Paths) -> None:
    options = scan(command.arguments, _COPY_VALUES)
    if options.has("-d", "--directory"):
        for word in options.operands:
            put(found, word, cwd)
    else:
        _copy(command, cwd, found)


def _dd(command: Command, cwd: str | None, found: Paths) -> None:
    for word in command.arguments:
        if (word.text or word.raw).startswith("of="):
            put(found, word.tail((word.text or "")[3:]), cwd)


def _tar(command: Command, cwd: str | None, found: Paths) -> None:
    """Extracts under `-C` or the folder it runs in, or creates the archive named by `-f`."""
    words = list(command.arguments)
    valued = TAR_VALUES
    mode = ""
    if words and words[0].text and words[0].text[0] != "-":
        first = words.pop(0).text or ""
        takes = [letter for letter in first if letter in "fCbITX"]
        archive = words[takes.index("f")] if "f" in takes and takes.index("f") < len(words) else None
        folder = words[takes.index("C")] if "C" in takes and takes.index("C") < len(words) else None
        words = words[len(takes) :]
        mode = first
    else:
        archive = folder = None
    options = scan(words, valued)
    archive = options.value("-f", "--file") or archive
    folder = options.value("-C", "--directory", "--cd") or folder
    if options.has("-x", "--extract", "--get") or "x" in mode:
        if options.has("-O", "--to-stdout"):
            return
        if folder is not None:
            put(found, folder, cwd)
        elif cwd is not None and command.words:
            found[cwd] = archive
    elif (options.has("-c", "--create") or "c" in mode) and archive is not None:
        put(found, archive, cwd)


TAR_VALUES = names(
    "-f --file -C --directory --cd -b --blocking-factor -I --use-compress-program -T --files-from -X "
    "--exclude-from --exclude --strip-components --transform --xform --owner --group --mode --mtime --format -H "
    "-K -N --newer -V --label -g --listed-incremental --checkpoint-action --suffix --warning --sort"
)


def _unzip(command: Command, cwd: str | None, found: Paths) -> None:
    options = scan(command.arguments, ("-d", "-x", "-P"))
    if options.has("-p", "-l", "-t", "-v", "-Z", "-z"):
        return
    folder = options.value("-d")
    if folder is not None:
        put(found, folder, cwd)
    elif cwd is not None and options.operands:
        found[cwd] = options.operands[0]


def _git(command: Command, cwd: str | None, found: Paths) -> None:
    """`git clone URL [FOLDER]`; the folder's own name is the URL's last part (git-clone(1))."""
    head = scan(command.arguments, ("-C", "-c", "--git-dir", "--work-tree"), stop_at_operand=True)
    folder = head.value("-C")
    place = cwd if folder is None else absolute(folder, cwd)
    if not head.operands or head.operands[0].text not in ("clone", "init"):
        return
    options = scan(head.operands[1:], _GIT_VALUES)
    operands = options.operands
    if head.operands[0].text == "init":
        if operands:
            put(found, operands[0], place)
    elif len(operands) > 1:
        put(found, operands[1], place)
    elif operands:
        name = _base(operands[0]).rpartition(":")[2]
        suffix = ".git" if options.has("--bare", "--mirror") else ""
        put_in(found, place, name.removesuffix(".git") + suffix if name else "", operands[0])


_GIT_VALUES = names(
    "-b --branch -o --origin -u --upload-pack --template --reference --depth --shallow-since --shallow-exclude -c "
    "--config --separate-git-dir -j --jobs --filter --revision --initial-branch --object-format --bundle-uri"
)


def _packed(command: Command, cwd: str | None, found: Paths) -> None:
    """gunzip and its kin write the file without its suffix, gzip and its kin with it."""
    name = command.name or ""
    options = scan(command.arguments, ("-S", "--suffix", "-T", "--threads"))
    if options.has("-c", "--stdout", "--to-stdout", "-l", "-t", "-r"):
        return
    suffix = _SUFFIXES[name]
    unpack = name.startswith(("gun", "bun", "un")) or options.has("-d", "--decompress", "--uncompress")
    for word in options.operands:
        path = None if word.glob else absolute(word, cwd)
        if path is None:
            continue
        if not unpack:
            found[path + suffix] = word
        elif path.endswith(suffix):
            found[path.removesuffix(suffix)] = word


_SUFFIXES = {
    "gzip": ".gz",
    "gunzip": ".gz",
    "bzip2": ".bz2",
    "bunzip2": ".bz2",
    "xz": ".xz",
    "unxz": ".xz",
}


def _python(command: Command, cwd: str | None, found: Paths) -> None:
    """`python -m venv FOLDER`."""
    words = command.arguments
    texts = [word.text for word in words[:2]]
    if texts in (["-m", "venv"], ["-m", "virtualenv"]):
        for word in scan(words[2:], ("--prompt",)).operands:
            put(found, word, cwd)


_WRITERS: dict[str, Writer] = {
    **dict.fromkeys(("touch", "mkdir", "truncate", "tee", "virtualenv"), _operands),
    **dict.fromkeys(("cp", "mv", "ln", "rsync"), _copy),
    **dict.fromkeys(_SUFFIXES, _packed),
    **dict.fromkeys(("python", "python3"), _python),
    **dict.fromkeys(("tar", "bsdtar", "gtar"), _tar),
    "install": _install,
    "dd": _dd,
    "curl": curl,
    "wget": wget,
    "unzip": _unzip,
    "git": _git,
}
