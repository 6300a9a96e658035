"""Files and folders that programs create, by program."""

from __future__ import annotations

from k8slint.shell.names import names
from k8slint.shell.options import scan
from k8slint.shell.paths import absolute, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from k8slint.shell.commands import Command
    from k8slint.shell.words import ShellWord

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
            _put(found, redirect.target, cwd)
    name = command.name
    writer = _WRITERS.get(name) if name is not None else None
    if writer is not None:
        writer(command, cwd, found)
    return found


def _put(found: Paths, word: ShellWord | None, cwd: str | None) -> None:
    if word is None or word.glob or word.text in ("", "-"):
        return
    path = absolute(word, cwd)
    if path is not None and not path.startswith(("/dev/", "/proc/", "/sys/")):
        found[path] = word


def _put_in(found: Paths, folder: str | None, name: str, word: ShellWord) -> None:
    """`name` created in the folder `folder`."""
    if folder is None or not name or name in (".", ".."):
        return
    path = resolve(name, folder)
    if path is not None and not path.startswith(("/dev/", "/proc/", "/sys/")):
        found[path] = word


def _base(word: ShellWord) -> str:
    """Last part of a path, "" when it cannot be known."""
    if word.text is None or word.glob:
        return ""
    return word.text.rstrip("/").rpartition("/")[2]


def _operands(command: Command, cwd: str | None, found: Paths) -> None:
    for word in scan(command.arguments, _OPERAND_VALUES.get(command.name or "", ())).operands:
        _put(found, word, cwd)


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
            _put_in(found, cwd, _base(operands[0]), operands[0])
        return
    target = operands[-1]
    if command.name == "rsync" and ":" in (target.text or ""):
        return
    text = target.text or ""
    path = absolute(target, cwd)
    is_folder = text.endswith("/") or text in (".", "..") or path in _SHARED or len(operands) > 2 or operands[0].glob
    if is_folder and not options.has("-T", "--no-target-directory"):
        _into(found, operands[:-1], target, cwd)
    else:
        _put(found, target, cwd)


_COPY_VALUES = names(
    "-t --target-directory -S --suffix -m --mode -o --owner -g --group -e --rsh --exclude --include --backup"
)


def _into(found: Paths, sources: list[ShellWord], folder: ShellWord, cwd: str | None) -> None:
    place = absolute(folder, cwd)
    for source in sources:
        _put_in(found, place, _base(source), source)


def _install(command: Command, cwd: str | None, found: Paths) -> None:
    options = scan(command.arguments, _COPY_VALUES)
    if options.has("-d", "--directory"):
        for word in options.operands:
            _put(found, word, cwd)
    else:
        _copy(command, cwd, found)


def _dd(command: Command, cwd: str | None, found: Paths) -> None:
    for word in command.arguments:
        if (word.text or word.raw).startswith("of="):
            _put(found, word.tail((word.text or "")[3:]), cwd)


def _curl(command: Command, cwd: str | None, found: Paths) -> None:
    options = scan(command.arguments, CURL_VALUES)
    place = cwd
    folder = options.value("--output-dir")
    if folder is not None:
        place = absolute(folder, cwd)
    for name in ("-o", "--output"):
        for word in options.values(name):
            _put(found, word, place)
    for name in ("-D", "--dump-header", "-c", "--cookie-jar"):
        for word in options.values(name):
            _put(found, word, cwd)
    if options.has("-J", "--remote-header-name"):
        return
    urls = [*options.operands, *options.values("--url")]
    remote = len(urls) if options.has("--remote-name-all") else options.count("-O", "--remote-name")
    if remote >= len(urls):
        for word in urls:
            address = (word.text or "").partition("?")[0].partition("#")[0]
            if "/" in address.partition("://")[2]:
                _put_in(found, place, address.rpartition("/")[2], word)


CURL_VALUES = names(
    "-A -b -c -C -d -D -e -E -F -h -H -K -m -o -P -Q -r -t -T -u -U -w -x -X -y -Y -z --abstract-unix-socket "
    "--alt-svc --aws-sigv4 --cacert --capath --cert --cert-type --ciphers --config --connect-timeout --connect-to "
    "--continue-at --cookie --cookie-jar --create-file-mode --crlfile --curves --data --data-ascii --data-binary "
    "--data-raw --data-urlencode --delegation --doh-url --dump-header --engine --etag-compare --etag-save --form "
    "--form-string --header --hsts --interface --json --keepalive-time --key --key-type --limit-rate --local-port "
    "--max-filesize --max-redirs --max-time --netrc-file --noproxy --oauth2-bearer --output --output-dir "
    "--parallel-max --pass --pinnedpubkey --preproxy --proto --proto-default --proto-redir --proxy --proxy-cacert "
    "--proxy-header --proxy-user --proxy1.0 --pubkey --quote --range --rate --referer --request --request-target "
    "--resolve --retry --retry-delay --retry-max-time --socks4 --socks4a --socks5 --socks5-hostname --speed-limit "
    "--speed-time --stderr --time-cond --tls-max --tls13-ciphers --trace --trace-ascii --unix-socket "
    "--upload-file --url --url-query --user --user-agent --write-out"
)
"""Flags of curl that take a value, from `curl --help all` (7.88) and the newer `--variable`-free ones of 8.x."""


def _wget(command: Command, cwd: str | None, found: Paths) -> None:
    options = scan(command.arguments, WGET_VALUES)
    output = options.value("-O", "--output-document")
    for name in ("-o", "--output-file", "-a", "--append-output", "--save-cookies"):
        for word in options.values(name):
            _put(found, word, cwd)
    if output is not None:
        _put(found, output, cwd)
        return
    if options.has("-r", "--recursive", "-m", "--mirror", "-p", "--spider", "--content-disposition", "-x", "-i"):
        return
    folder = options.value("-P", "--directory-prefix")
    place = cwd if folder is None else absolute(folder, cwd)
    for word in options.operands:
        address = (word.text or "").partition("#")[0]
        if "/" in address.partition("://")[2]:
            _put_in(found, place, address.rpartition("/")[2] or "index.html", word)


WGET_VALUES = names(
    "-e --execute -o --output-file -a --append-output -i --input-file -B --base --config -t --tries -O "
    "--output-document --start-pos --progress -T --timeout --dns-timeout --connect-timeout --read-timeout -w "
    "--wait --waitretry -Q --quota --bind-address --limit-rate --user --password -P --directory-prefix --cut-dirs "
    "--http-user --http-password --header --compression --proxy-user --proxy-password --referer -U --user-agent "
    "--load-cookies --save-cookies --post-data --post-file --method --body-data --body-file --secure-protocol "
    "--certificate --certificate-type --private-key --ca-certificate --ca-directory --ciphers -l --level -A "
    "--accept -R --reject -D --domains -I --include-directories -X --exclude-directories --retry-on-http-error "
    "--prefer-family"
)
"""Flags of wget that take a value, from `wget --help` (1.21)."""


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
            _put(found, folder, cwd)
        elif cwd is not None and command.words:
            found[cwd] = archive
    elif (options.has("-c", "--create") or "c" in mode) and archive is not None:
        _put(found, archive, cwd)


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
        _put(found, folder, cwd)
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
            _put(found, operands[0], place)
    elif len(operands) > 1:
        _put(found, operands[1], place)
    elif operands:
        name = _base(operands[0]).rpartition(":")[2]
        suffix = ".git" if options.has("--bare", "--mirror") else ""
        _put_in(found, place, name.removesuffix(".git") + suffix if name else "", operands[0])


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
            _put(found, word, cwd)


_WRITERS: dict[str, Writer] = {
    **dict.fromkeys(("touch", "mkdir", "truncate", "tee", "virtualenv"), _operands),
    **dict.fromkeys(("cp", "mv", "ln", "rsync"), _copy),
    **dict.fromkeys(_SUFFIXES, _packed),
    **dict.fromkeys(("python", "python3"), _python),
    **dict.fromkeys(("tar", "bsdtar", "gtar"), _tar),
    "install": _install,
    "dd": _dd,
    "curl": _curl,
    "wget": _wget,
    "unzip": _unzip,
    "git": _git,
}
