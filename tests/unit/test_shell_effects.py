"""What programs write and remove: the tables were compared with what the programs do."""

import pytest

from k8slint._internal.kinds.dockerfile.layers import layers_of
from k8slint._internal.kinds.dockerfile.tree import parse as parse_dockerfile
from k8slint._internal.syntax.shell import effects
from k8slint._internal.syntax.shell.fetch import urls
from k8slint._internal.syntax.shell.parse import parse
from k8slint._internal.syntax.shell.paths import covers, matches, normal, resolve
from k8slint._internal.text.source import Source


def read(text):
    script = parse(text, 0, len(text), escape="")
    assert script is not None, text
    return script


def all_writes(text, cwd="/w"):
    found = {}
    for command, folder in effects.folders(read(text).commands, cwd):
        found.update(effects.writes(command, folder))
    return list(found)


def all_removes(text, cwd="/w"):
    found = {}
    for command, folder in effects.folders(read(text).commands, cwd):
        found.update(effects.removes(command, folder))
    return list(found)


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("dd if=/dev/zero of=/zeros bs=1M", ["/zeros"]),
        ("dd of=$X", []),
        ("touch a -d 2020-01-01 /b 'c d' $e f*", ["/w/a", "/b", "/w/c d"]),
        ("mkdir -pm 755 /a/b c", ["/a/b", "/w/c"]),
        ("echo x > a >> /b 2> ../c &> d", ["/w/a", "/b", "/c", "/w/d"]),
        ("echo x > /dev/null 2>&1", []),
        ("cat < a", []),
        ("echo x | tee -a a /b", ["/w/a", "/b"]),
        ("cp a b", ["/w/b"]),
        ("cp a b/", ["/w/b/a"]),
        ("cp a b /c", ["/c/a", "/c/b"]),
        ("cp -t /c x/a b", ["/c/a", "/c/b"]),
        ("cp x/a /usr/local/bin", ["/usr/local/bin/a"]),
        ("cp x/* $y /c/", ["/c"]),
        ("cp a", []),
        ("cp a $b", []),
        ("mv a /b", ["/b"]),
        ("ln -sf /x/y", ["/w/y"]),
        ("ln -s /x /y", ["/y"]),
        ("install -Dm755 a /usr/bin/b", ["/usr/bin/b"]),
        ("install -d a b", ["/w/a", "/w/b"]),
        ("rsync -a a/ /b/", ["/b"]),
        ("rsync a host:/b", []),
        ("curl -fsSLo a.tgz https://x/y", ["/w/a.tgz"]),
        ("curl https://x/y -o/a -k", ["/a"]),
        ("curl --output=/a https://x/y", ["/a"]),
        ("curl -O https://x/y/z.tgz?token=1 -H 'A: b'", ["/w/z.tgz"]),
        ("curl -OJ https://x/y", []),
        ("curl -O --output-dir /d https://x/y", ["/d/y"]),
        ("curl -o - https://x/y", []),
        ("curl https://x/y", []),
        ("curl -o $F https://x", []),
        ("wget https://x/a.deb", ["/w/a.deb"]),
        ("wget https://x/d/", ["/w/index.html"]),
        ("wget -P /d https://x/a", ["/d/a"]),
        ("wget -qO /a https://x/b", ["/a"]),
        ("wget -qO- https://x/b", []),
        ("wget --spider https://x/b", []),
        ("tar xzf a.tgz -C /opt", ["/opt"]),
        ("tar -xf a.tar", ["/w"]),
        ("tar xzfC a.tgz /opt --strip-components 1", ["/opt"]),
        ("tar czf /a.tgz b c", ["/a.tgz"]),
        ("tar tf a.tar", []),
        ("tar -xOf a.tar", []),
        ("tar -x --directory=/d -f a", ["/d"]),
        ("unzip -q a.zip -d /d", ["/d"]),
        ("unzip a.zip", ["/w"]),
        ("unzip -l a.zip", []),
        ("git clone --depth 1 -b v1 https://x/y/z.git", ["/w/z"]),
        ("git clone git@x:z", ["/w/z"]),
        ("git clone https://x/z /d", ["/d"]),
        ("git -C /d clone https://x/z", ["/d/z"]),
        ("git clone --bare https://x/z.git", ["/w/z.git"]),
        ("git clone $URL", []),
        ("git status", []),
        ("gunzip a.gz && xz b", ["/w/a", "/w/b.xz"]),
        ("gzip -dc a.gz > b", ["/w/b"]),
        ("python3 -m venv /v", ["/v"]),
        ("truncate -s 5 a", ["/w/a"]),
        ("echo x > $HOME/a && touch ~/b ${HOME}/c ~user/d", ["~/a", "~/b", "~/c"]),
        ("echo x > \"$HOME/a b\"", ["~/a b"]),
        ("touch {a,b}", []),
        ("apt-get update", ["/var/lib/apt/lists"]),
        ("apt-get install -y x", []),
        ("apk add x", ["/var/cache/apk"]),
        ("apk add --no-cache x", []),
        ("yum install x", ["/var/cache/yum"]),
        ("pip install x", ["~/.cache/pip"]),
        ("pip install --no-cache-dir x", []),
        ("npm ci", ["~/.npm/_cacache"]),
        ("unknown > /a b c", ["/a"]),
    ],
)  # fmt: skip
def test_writes(text, paths):
    assert all_writes(text) == paths


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("rm a /b", ["/w/a", "/b"]),
        ("rm -rf a /b/", ["/w/a/**", "/b/**"]),
        ("rm -fR a/*", ["/w/a/*/**"]),
        ("rm -- -a", ["/w/-a"]),
        ("rm -rf /", ["/**"]),
        ('rm -rf "$X" /b', ["**", "/b/**"]),
        ("rm /tmp/{a,b}", ["**"]),
        ("rmdir a && unlink b && shred -u c && shred d", ["/w/a", "/w/b", "/w/c"]),
        ("mv a b c /d", ["/w/a/**", "/w/b/**", "/w/c/**"]),
        ("mv -t /d a", ["/w/a/**"]),
        ("find /a -delete", ["/a/**"]),
        ("find /a b -type f -name '*.pyc' -delete", ["/a/**/*.pyc", "/w/b/**/*.pyc"]),
        ("find / -name '*.a' -o -name '*.b' -delete", ["/**/*.a", "/**/*.b"]),
        ("find /a -depth -exec rm -rf '{}' +", ["/a/**"]),
        ("find /a -exec /bin/rm {} \\;", ["/a/**"]),
        ("find /a -mtime +1 -delete", ["**"]),
        ("find /a -not -name x -delete", ["**"]),
        ("find /a ! -name x -delete", ["**"]),
        ("find /a -name $x -delete", ["**"]),
        ("find /a -maxdepth 1 -delete", ["/a", "/a/*"]),
        ("find /a -mindepth 1 -maxdepth 1 -exec rm -rf {} +", ["/a/*/**"]),
        ("find /a -mindepth 1 -exec rm -rf '{}' ';'", ["/a/*/**"]),
        ("find /a -mindepth 1 -maxdepth 2 -name '*.o' -delete", ["/a/*.o", "/a/*/*.o"]),
        ("find /a -maxdepth 1 -name x -exec rm -r {} \\;", ["/a/x/**"]),
        ("find /a /b -type f -delete", ["/a/**", "/b/**"]),
        ("find /a -type d -empty -delete", ["**"]),
        ("find /a -type d -delete", ["**"]),
        ("find /a -type d -name t -exec rm -rf {} +", ["/a/**/t/**"]),
        ("find /a \\( -name x -o -name y \\) -delete", ["/a/**/x", "/a/**/y"]),
        ("find /a -name x -name y -delete", ["**"]),
        ("find /a -path '/a/b*' -delete", ["**"]),
        ("find /a -exec sh -c 'rm {}' +", []),
        ("find /a -ok rm {} +", ["/a/**"]),
        ("find '/a*' -delete", ["**"]),
        ("find /a -print0 | xargs -0 rm -rf", ["/a/**"]),
        ("find /a -name '*.o' | xargs rm", ["/a/**/*.o"]),
        ("find /a -newer x | xargs rm", ["**"]),
        ("ls -d /a/* | xargs rm -rf", ["/a/*/**"]),
        ("ls /a/*.o | xargs rm", ["/a/*.o"]),
        ("ls /a | xargs rm -rf", ["**"]),
        ("echo /a /b | xargs rm", ["/a", "/b"]),
        ("cat x | xargs rm -f /c", ["/c", "**"]),
        ("rm -rf '/a/*'", []),
        ('rm -rf "/a/*" /b', ["/b/**"]),
        ('rm -rf "/a"/*', ["/a/*/**"]),
        ("rm -rf /a/\\*", []),
        ("find /a -name x", []),
        ("find /a -exec chmod 1 {} +", []),
        ("find $X -delete", ["**"]),
        ("ls | xargs rm", ["**"]),
        ("trap 'rm -f a' EXIT", ["/w/a"]),
        ("trap 'rm -f a' TERM", ["**"]),
        ("trap $x EXIT", ["**"]),
        ("gzip a && gzip -k b && gunzip -c c.gz", ["/w/a"]),
        ("apt-get clean", ["/var/cache/apt/**"]),
        ("apt-get dist-clean", ["/var/cache/apt/**", "/var/lib/apt/lists/**"]),
        ("apt-get autoclean", []),
        ("yum clean all", ["/var/cache/yum/**", "/var/cache/dnf/**", "/var/cache/libdnf5/**"]),
        ("yum clean metadata", []),
        ("npm cache clean --force", ["~/.npm/_cacache/**"]),
        ("npm cache clean", []),
        ("cp a b", []),
    ],
)
def test_removes(text, patterns):
    assert all_removes(text) == patterns


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("/a", "/a", True),
        ("/a", "/a/b", False),
        ("/a/**", "/a", True),
        ("/a/**", "/a/b/c", True),
        ("/a/**", "/ab", False),
        ("/a/b/**", "/a", False),
        ("/a/*/**", "/a", True),
        ("/a/*/**", "/a/b", True),
        ("/a/*/**", "/a/b/c", True),
        ("/a/*/**", "/a/.b", False),
        ("/a/.*/**", "/a/.b", True),
        ("/a/*", "/a/b", True),
        ("/a/*", "/a/b/c", False),
        ("/a/*", "/a", True),
        ("/a/*.deb", "/a", False),
        ("/a/b*", "/a", False),
        ("/a/*.deb", "/a/x.deb", True),
        ("/a/*.deb", "/a/x.rpm", False),
        ("/a/**/*.o", "/a/b/c/x.o", True),
        ("/a/**/*.o", "/a/x.o", True),
        ("/a/**/*.o", "/b/x.o", False),
        ("/a/**/*.o", "/a/x.o/y", False),
        ("/**", "/a/b", True),
        ("**", "/a", False),
        ("~/a/**", "~/a/b", True),
        ("/root/a/**", "~/a/b", True),
        ("~/a/**", "/root/a", True),
        ("/home/**", "~/a", False),
    ],
)
def test_covers(pattern, path, expected):
    assert covers(pattern, path) is expected


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("*", "a", True), ("*", ".a", False), (".*", ".a", True), ("a*c", "abbc", True), ("a*c", "abbd", False),
        ("?", "a", True), ("?", "ab", False), ("[ab]x", "bx", True), ("[!ab]x", "cx", True), ("[^ab]x", "ax", False),
        ("[a-c]", "b", True), ("[a-c]", "d", False), ("[", "[", True), ("a[", "b[", False), ("*a*b*", "xxaxxbxx", True),
        ("a", "a", True), ("", "", True), ("*" * 40 + "b", "a" * 200, False),
    ],
)  # fmt: skip
def test_matches_as_shells_do(pattern, name, expected):
    assert matches(pattern, name) is expected


@pytest.mark.parametrize(
    ("path", "cwd", "expected"),
    [
        ("a", "/w", "/w/a"),
        ("./a/../b//c/", "/w", "/w/b/c"),
        ("../../..", "/w", "/"),
        ("a", None, None),
        ("/a/.", None, "/a"),
        ("~", None, "~"),
        ("~/a", "/w", "~/a"),
        ("~x/a", "/w", None),
        ("C:/a", "/w", None),
        ("", "/w", None),
        ("a/" * 3000, "/w", None),
    ],
)
def test_resolve(path, cwd, expected):
    assert resolve(path, cwd) == expected


def test_normal_keeps_the_root():
    assert [normal(p) for p in ("/", "//", "/a/..", "~/", "~/a/..")] == ["/", "/", "/", "~", "~"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("cd /a && x; y", ["/w", "/a", "/a"]),
        ("cd a; cd b; x", ["/w", "/w/a", "/w/a/b"]),
        ("(cd a; x); y", ["/w", "/w/a", "/w"]),
        ("(cd a; (cd b; x); y); z", ["/w", "/w/a", "/w/a/b", "/w/a", "/w"]),
        ("(cd a); (x)", ["/w", "/w"]),
        ("cd a | x; y", ["/w", "/w", "/w"]),
        ("cd a & x", ["/w", "/w"]),
        ("[ -d a ] && cd a; x", ["/w", "/w", None]),
        ("cd $X; x; cd /b; y", ["/w", None, None, "/b"]),
        ("cd; x", ["/w", "~"]),
        ("cd -; x", ["/w", None]),
        ("cd ~/a; x", ["/w", "~/a"]),
        ("pushd a; x; popd; y", ["/w", "/w/a", "/w/a", None]),
        ("cd /a || exit 1; x", ["/w", "/a", "/a"]),
        ("sh -c 'cd /a; x'; y", ["/w", "/w", "/a", "/w"]),
        ("cd -P -- /a; x", ["/w", "/a"]),
    ],
)
def test_folders(text, places):
    assert [folder for _, folder in effects.folders(read(text).commands, "/w")] == places


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("curl -o /a.tgz https://x && tar xf /a.tgz -C /o && rm /a.tgz", ["/o"]),
        ("apt-get update && apt-get install x && rm -rf /var/lib/apt/lists/*", []),
        ("apt-get update; apt-get clean", ["/var/lib/apt/lists"]),
        ("rm -rf /var/lib/apt/lists/*; apt-get update", ["/var/lib/apt/lists"]),
        ("dnf install x && rm -rf /var/cache/libdnf5", []),
        ("dnf install x && dnf clean all", []),
        ("dnf install x && yum clean metadata", ["/var/cache/dnf"]),
        ('touch /a; rm -rf "$X"; touch /b', ["/b"]),
        ('apk add x; rm -rf "$X"', ["/var/cache/apk"]),
        ("[ -f x ] && touch /a", []),
        ("touch /a & touch /b", ["/b"]),
        ("touch /a; [ -f x ] && rm /a", []),
        ("cd /t && touch a && cd .. && rm t/a", []),
        ("touch /a && mv /a /b", ["/b"]),
        ("touch /t/x; [ -d t ] && cd /t; rm x", []),
        ("mkdir /a && touch /a/b && rm /a/b", ["/a"]),
        ("pip install x && rm -rf /root/.cache", []),
        ("pip install x && pip cache purge", []),
    ],
)
def test_what_is_left_of_a_run(text, left):
    dockerfile = parse_dockerfile(Source("Dockerfile", f"FROM a\nWORKDIR /w\nRUN {text}\n"))
    assert [piece.path for piece in layers_of(dockerfile.stages[0])[0].pieces] == left


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("curl -fsSL https://x -o a", ["https://x"]),
        ("curl -H 'A: b' --retry 3 --url https://x", ["https://x"]),
        ("wget -q -O - https://x $Y", ["https://x", "$Y"]),
        ("cat https://x", []),
    ],
)
def test_urls(text, found):
    assert [word.raw for word in urls(read(text).commands[0])] == found
