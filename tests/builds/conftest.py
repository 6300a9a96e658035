"""Images built by buildah from Dockerfiles, offline: `builder.build(text)` gives the file system, the config and the sizes.

The base image is busybox, which a static binary is enough for. Its package managers are small scripts that leave behind
what the real ones do, and fail where those fail.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile

import pytest

BASE = "localhost/busybox"
APPLETS = (
    *(
        "adduser",
        "ash",
        "basename",
        "cat",
        "chmod",
        "chown",
        "cp",
        "cut",
        "dd",
        "dirname",
        "echo",
        "env",
        "expr",
        "false",
        "find",
    ),
    *(
        "grep",
        "gunzip",
        "gzip",
        "head",
        "id",
        "ln",
        "ls",
        "mkdir",
        "mktemp",
        "mv",
        "printf",
        "pwd",
        "readlink",
        "rm",
        "rmdir",
    ),
    *(
        "sed",
        "sh",
        "sha256sum",
        "sleep",
        "sort",
        "stat",
        "tail",
        "tar",
        "tee",
        "test",
        "touch",
        "tr",
        "true",
        "umask",
        "unzip",
        "wc",
    ),
)
APT_GET = """\
#!/bin/sh
set -e
lists=/var/lib/apt/lists
while :; do case "$1" in -*) shift ;; *) break ;; esac; done
case "$1" in
  update) mkdir -p "$lists" && head -c 3000000 /dev/zero > "$lists/deb.example.com_Packages" ;;
  install)
    shift
    test -e "$lists/deb.example.com_Packages" || { echo "E: Unable to locate package" >&2; exit 100; }
    for name in "$@"; do case "$name" in -*) ;; *) echo "$name" >> /var/lib/dpkg/status ;; esac; done ;;
  clean) ;;
esac
"""
APK = """\
#!/bin/sh
set -e
cache=/var/cache/apk action= keep=1 names=
for word in "$@"; do
  case "$word" in
    --no-cache) keep= ;;
    -*) ;;
    *) if test -z "$action"; then action=$word; else names="$names $word"; fi ;;
  esac
done
if test -n "$keep"; then mkdir -p "$cache" && head -c 2000000 /dev/zero > "$cache/APKINDEX.tar.gz"; fi
if test "$action" = add; then for name in $names; do echo "$name" >> /lib/apk/db/installed; done; fi
"""

SUDO = """\
#!/bin/sh
exec /bin/su -c '"$@"' -- root sudo "$@"
"""
DNF = """\
#!/bin/sh
set -e
cache=/var/cache/$(basename "$0") action= yes= names=
test "$cache" != /var/cache/dnf5 || cache=/var/cache/libdnf5
for word in "$@"; do
  case "$word" in
    -y) yes=1 ;;
    -*) ;;
    *) if test -z "$action"; then action=$word; else names="$names $word"; fi ;;
  esac
done
case "$action" in
  install)
    if test -z "$yes"; then echo "Is this ok [y/N]:"; read -r answer; test "$answer" = y; fi
    mkdir -p "$cache" && head -c 2000000 /dev/zero > "$cache/packages"
    for name in $names; do echo "$name" >> /var/lib/dpkg/status; done ;;
  clean) rm -rf "$cache"/* ;;
esac
"""
NPM = """\
#!/bin/sh
set -e
case "$1" in
  ci|install)
    mkdir -p ~/.npm/_cacache node_modules && echo x > node_modules/x
    head -c 2000000 /dev/zero > ~/.npm/_cacache/a ;;
  cache) rm -rf ~/.npm/_cacache ;;
esac
"""
PIP = """\
#!/bin/sh
set -e
keep=1
for word in "$@"; do case "$word" in --no-cache-dir) keep= ;; -*) ;; install) ;; *) echo "$word" >> /opt/installed ;; esac; done
if test -n "$keep"; then mkdir -p ~/.cache/pip && head -c 2000000 /dev/zero > ~/.cache/pip/wheel; fi
"""
PACMAN = """\
#!/bin/sh
set -e
sync=/var/lib/pacman/sync
case "$1" in *y*) mkdir -p "$sync" && head -c 2000000 /dev/zero > "$sync/core.db" ;; esac
test -e "$sync/core.db" || { echo "error: target not found" >&2; exit 1; }
mkdir -p /var/cache/pacman/pkg && head -c 1000000 /dev/zero > /var/cache/pacman/pkg/a
shift
for name in "$@"; do case "$name" in -*) ;; *) echo "$name" >> /var/lib/dpkg/status ;; esac; done
"""
PROGRAMS = {
    "apk": APK,
    "apt": APT_GET,
    "apt-get": APT_GET,
    "dnf": DNF,
    "dnf5": DNF,
    "npm": NPM,
    "pacman": PACMAN,
    "pip": PIP,
    "sudo": SUDO,
}


class BuildFailed(Exception):
    """The builder refused, or a command of it failed."""


class Image:
    """`files`: mode, owner, group and content by path. `config`: what the image runs with. `size`: bytes of all layers."""

    def __init__(self, files, config, size, layers):
        self.files = files
        self.config = config
        self.size = size
        self.layers = layers

    def files_in(self, folders):
        return [
            path for path, entry in self.files.items() if entry[0][0] == tarfile.REGTYPE and path.startswith(folders)
        ]

    def without(self, *folders):
        return {path: entry for path, entry in self.files.items() if not path.startswith(folders)}


class Builder:
    failed = BuildFailed

    def __init__(self, home):
        self.home = home
        self.count = 0

    def run(self, *arguments):
        # `--root` alone leaves the driver to the machine's configuration: overlay, whose mounts stay behind.
        store = ["--storage-driver", "vfs", "--root", self.home / "root", "--runroot", self.home / "run"]
        command = ["buildah", *store, *arguments]
        environment = {**os.environ, "BUILDAH_ISOLATION": "chroot"}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
        if done.returncode:
            raise BuildFailed(done.stderr)
        return done.stdout.strip()

    def build(self, text, context=None):
        self.count += 1
        place = self.home / f"context{self.count}"
        place.mkdir()
        for path, content in (context or {}).items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_text(content)
        dockerfile = self.home / f"Dockerfile{self.count}"
        dockerfile.write_bytes(text.encode())
        tag, exported = f"localhost/built{self.count}", self.home / f"image{self.count}.tar"
        self.run(
            *("build", "--network=none", "--layers", "--no-cache", "--pull=never", "--quiet"),
            *("--tag", tag, "--output", f"type=tar,dest={exported}", "--file", dockerfile, place),
        )
        described = json.loads(self.run("inspect", "--type", "image", tag))
        layers = [layer["size"] for layer in json.loads(described["Manifest"])["layers"]]
        config = described["OCIv1"]["config"]
        config.pop("Labels", None)
        with tarfile.open(exported) as archive:
            files = dict(_entries(archive))
        exported.unlink()
        return Image(files, config, sum(layers), len(layers))


def _entries(archive):
    """Everything of the file system but times."""
    for member in archive:
        content = archive.extractfile(member).read() if member.isreg() else b""
        kind = (member.type, member.linkname)
        digest = hashlib.sha256(content).hexdigest()
        yield "/" + member.name, (kind, oct(member.mode), member.uid, member.gid, digest)


@pytest.fixture(scope="session")
def builder(tmp_path_factory):
    busybox = shutil.which("busybox")
    if shutil.which("buildah") is None:
        pytest.skip("buildah is not installed")
    if busybox is None:
        pytest.skip("busybox is not installed")
    if os.geteuid() != 0:
        pytest.skip("buildah needs root here, for it runs without a user namespace")
    home = tmp_path_factory.mktemp("buildah")
    base = home / "base"
    for folder in ("bin", "etc", "lib/apk/db", "opt", "root", "srv", "tmp", "var/lib/dpkg"):
        (base / folder).mkdir(parents=True)
    (base / "tmp").chmod(0o1777)
    shutil.copy(busybox, base / "bin/busybox")
    for applet in APPLETS:
        (base / "bin" / applet).symlink_to("busybox")
    for name, script in PROGRAMS.items():
        (base / "bin" / name).write_text(script)
        (base / "bin" / name).chmod(0o755)
    # Root has no password here, so that `su` of another user asks for none.
    shutil.copy(busybox, base / "bin/su")
    (base / "etc/passwd").write_text("root::0:0:root:/root:/bin/sh\napp:x:1000:1000:app:/home/app:/bin/sh\n")
    (base / "etc/group").write_text("root:x:0:\napp:x:1000:\n")
    dockerfile = home / "base.Dockerfile"
    dockerfile.write_text('FROM scratch\nCOPY . /\nENV PATH=/bin\nRUN chmod 4755 /bin/su\nCMD ["/bin/sh"]\n')
    builder = Builder(home)
    try:
        builder.run("build", "--network=none", "--layers", "--quiet", "--tag", BASE, "--file", dockerfile, base)
    except BuildFailed as error:
        pytest.skip(f"buildah cannot build here: {str(error).strip().splitlines()[-1]}")
    yield builder
    shutil.rmtree(home, ignore_errors=True)
