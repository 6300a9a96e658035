"""Package managers' command lines."""

import pytest

from k8slint._internal.syntax.shell.managers import MANAGERS, PROGRAMS, manager_of
from k8slint._internal.syntax.shell.packages import invocation
from k8slint._internal.syntax.shell.parse import exec_command, parse
from k8slint._internal.text.source import Span


def run(text):
    (command,) = [c for c in parse(text, 0, len(text)).commands if c.name]
    return invocation(command)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("apt-get install -y curl", ("apt-get", "install")),
        ("apt-get -qq -o X=y update", ("apt-get", "update")),
        ("apt-get dist-upgrade", ("apt-get", "upgrade")),
        ("apt full-upgrade", ("apt", "upgrade")),
        ("sudo aptitude -y purge x", ("aptitude", "remove")),
        ("apk --no-cache add x", ("apk", "install")),
        ("apk del x", ("apk", "remove")),
        ("apk cache clean", ("apk", "clean")),
        ("yum -y groupinstall x", ("yum", "install")),
        ("dnf group install x", ("dnf", "install")),
        ("dnf module install x", ("dnf", "install")),
        ("dnf5 makecache", ("dnf", "update")),
        ("microdnf upgrade", ("microdnf", "upgrade")),
        ("tdnf clean all", ("tdnf", "clean")),
        ("yum update", ("yum", "upgrade")),
        ("zypper -n in x", ("zypper", "install")),
        ("zypper ref", ("zypper", "update")),
        ("zypper dup", ("zypper", "upgrade")),
        ("pacman -Syu x", ("pacman", "install")),
        ("pacman -Syu", ("pacman", "upgrade")),
        ("pacman -Sy", ("pacman", "update")),
        ("pacman -Scc", ("pacman", "clean")),
        ("pacman --sync --noconfirm x", ("pacman", "install")),
        ("pacman -Rns x", ("pacman", "remove")),
        ("pacman -Q", ("pacman", None)),
        ("pip3.12 install x", ("pip", "install")),
        ("python3 -m pip install x", ("pip", "install")),
        ("python -u -mpip install x", ("pip", "install")),
        ("pip --version", ("pip", None)),
        ("uv pip install x", ("uv", "install")),
        ("uv sync", ("uv", "install")),
        ("npm i", ("npm", "install")),
        ("npm ci", ("npm", "install")),
        ("npm --prefix x install", ("npm", "install")),
        ("npm run build", ("npm", None)),
        ("npm cache clean", ("npm", "clean")),
        ("yarn", ("yarn", "install")),
        ("yarn --frozen-lockfile", ("yarn", "install")),
        ("yarn global add x", ("yarn", "install")),
        ("yarn build", ("yarn", None)),
        ("pnpm i", ("pnpm", "install")),
        ("gem i x", ("gem", "install")),
        ("bundle install", ("bundle", "install")),
        ("go install x@v1", ("go", "install")),
        ("go mod download", ("go", "install")),
        ("go build -ldflags '-s -w' .", ("go", "build")),
        ("cargo install x", ("cargo", "install")),
        ("composer global require x/y", ("composer", "install")),
        ("composer clearcache", ("composer", "clean")),
        ("conda env create -f x.yml", ("conda", "install")),
        ("micromamba install -y x", ("conda", "install")),
        ("$X install y", None),
        ("python3 -m venv x", None),
        ("python3 pip install x", None),
        ("pythonic -m pip install x", None),
        ("pipeline install x", None),
        ("echo apt-get install x", None),
    ],
)
def test_manager_and_action(text, expected):
    found = invocation(parse(text, 0, len(text)).commands[0])
    assert (found and (found.manager, found.action)) == expected


@pytest.mark.parametrize(
    ("text", "packages"),
    [
        ("apt-get install -y a=1.2-3 b/sid c:arm64 d", [("a", "1.2-3"), ("b", "sid"), ("c:arm64", None), ("d", None)]),
        ("apt-get -t sid install -o X=y -oZ=w a", [("a", None)]),
        ("apt-get install --target-release=sid a -qyt sid b", [("a", None), ("b", None)]),
        ("apt-get update", []),
        ("apk add -t .deps --repository x a=1 b~1.2 c~=1 'd>=2' e@edge .f",
            [("a", "1"), ("b", "~1.2"), ("c", "~=1"), ("d", ">=2"), ("e", "edge"), (".f", None)]),
        ("yum install gcc-c++ a-1.2-3.el8.x86_64 b-2.0 java-1.8.0-openjdk python3-3.6.8 c-1 xorg-x11 libstdc++-4.8*",
            [("gcc-c++", None), ("a", "1.2-3.el8.x86_64"), ("b", "2.0"), ("java-1.8.0-openjdk", None), ("python3", "3.6.8"),
             ("c-1", None), ("xorg-x11", None), ("libstdc++", "4.8*")]),
        ("dnf install a-1:2.3-4 'b = 5'", [("a", "1:2.3-4"), ("b", "5")]),
        ("zypper --root /x in -n -t pattern a=1 'b>=2'", [("a", "1"), ("b", ">=2")]),
        ("pip install a==1 'b[x,y]>=2' 'c~=3' d 'e;python_version<\"3\"' 'f==1;x' 'g[h]' 'i @ j'",
            [("a", "1"), ("b", ">=2"), ("c", "~=3"), ("d", None), ("e", None), ("f", "1"), ("g", None), ("i", "j")]),
        ("pip install -i https://x -t /y --no-deps a", [("a", None)]),
        ("npm i -g @a/b@1.2 @c/d e@latest f --registry https://x",
            [("@a/b", "1.2"), ("@c/d", None), ("e", "latest"), ("f", None)]),
        ("gem install a:1 b -v 2 --no-document", [("a", "1"), ("b", "2")]),
        ("go install a.b/c/cmd/d@v1", [("a.b/c/cmd/d", "v1")]),
        ("go run a.b/c@latest x y", [("a.b/c", "latest")]),
        ("go mod download", []),
        ("cargo install --locked --version 1.2 a", [("a", "1.2")]),
        ("cargo install a@1 b", [("a", "1"), ("b", None)]),
        ("composer require a/b:^1 c/d", [("a/b", "^1"), ("c/d", None)]),
        ("conda install -c conda-forge -n x a=1.2 b==3 'c>=4'", [("a", "1.2"), ("b", "3"), ("c", ">=4")]),
        ("pacman -S --noconfirm a b", [("a", None), ("b", None)]),
        ("uv tool install a@1", [("a", "1")]),
        ("uv add --script x.py --branch y -m 'sys_platform == \"linux\"' a==1", [("a", "1")]),
        ("aptitude install -P -w 80 a", [("a", None)]),
        ("pip install --only-final :all: a", [("a", None)]),
        ("apt-get remove a", [("a", None)]),
        ("npm ci", []),
        ("apt-get $OPTS install a", [("a", None)]),
    ],
)  # fmt: skip
def test_packages_and_versions(text, packages):
    found = run(text).packages
    assert [(package.name, package.version) for package in found] == packages
    assert all(text[p.word.start : p.word.end] == p.word.raw for p in found)
    assert all(p.kind == "name" for p in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("apt-get install ./a.deb /b/c.deb", [("path", "./a.deb", None), ("path", "/b/c.deb", None)]),
        ("pip install . ./a b.whl git+https://x/y@v1#egg=z https://x/z.tar.gz",
            [("path", ".", None), ("path", "./a", None), ("path", "b.whl", None), ("url", "git+https://x/y", "v1"),
             ("url", "https://x/z.tar.gz", None)]),
        ("pip install -e /src", [("path", "/src", None)]),
        ("npm i https://x/y.git#v1 github:a/b", [("url", "https://x/y.git", "v1"), ("url", "github:a/b", None)]),
        ("dnf install @core", [("group", "core", None)]),
        ("apt-get install $A \"$B\" a=$V b-$M=$V", [("unknown", None, None), ("unknown", None, None), ("name", "a", "$V"),
            ("unknown", None, "$V")]),
        ("apt-get install $(cat x)", [("unknown", None, None)]),
        ("apt-get install ''", [("unknown", None, None)]),
    ],
)  # fmt: skip
def test_what_is_no_plain_name(text, expected):
    found = invocation(parse(text, 0, len(text)).commands[0]).packages
    assert [(package.kind, package.name, package.version) for package in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("apt-get install x", False),
        ("apt-get -y install x", True),
        ("apt-get install -qqy x", True),
        ("apt-get install -qq x", True),
        ("apt-get install -q x", False),
        ("apt-get install -q -q x", True),
        ("apt-get install -q=2 x", True),
        ("apt-get install -q=1 x", False),
        ("aptitude install -qq x", False),
        ("aptitude install -y x", True),
        ("apt-get install --assume-yes x", True),
        ("apt-get install -o APT::Get::Assume-Yes=true x", True),
        ("apt-get install -t y x", False),
        ("apt-get $OPTS install x", True),
        ("apt-get install $APT_FLAGS x", True),
        ("apt-get install $PACKAGES", False),
        ('apt-get install "$OPTS"', False),
        ("yum install -y x", True),
        ("yum --assumeyes install x", True),
        ("yum install --setopt=assumeyes=1 x", True),
        ("yum install -x y z", False),
        ("zypper -n in x", True),
        ("zypper in -n x", False),
        ("zypper in -y x", True),
        ("zypper --non-interactive in x", True),
        ("pacman -S --noconfirm x", True),
        ("conda install -n y x", False),
        ("pip uninstall -y x", True),
    ],
)
def test_assume_yes(text, expected):
    assert run(text).assume_yes is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pip install x", False),
        ("pip install --no-cache-dir x", True),
        ("pip --no-cache-dir install x", True),
        ("PIP_NO_CACHE_DIR=1 pip install x", True),
        ("env PIP_NO_CACHE_DIR=off pip install x", False),
        ("PIP_NO_CACHE_DIR=$X pip install x", True),
        ("apk add --no-cache x", True),
        ("apk add x", False),
        ("uv sync --no-cache", True),
        ("bun install --no-cache", False),
    ],
)
def test_no_cache(text, expected):
    found = run(text)
    assert found.no_cache is expected
    assert bool(found.caches) is not expected


def test_files_that_list_packages():
    found = run("pip install -r a.txt --requirement=b.txt -c c.txt d")
    assert [word.text for word in found.files] == ["a.txt", "b.txt"]
    assert [package.name for package in found.packages] == ["d"]


def test_flags_are_found_in_clusters_and_with_values():
    found = run("apt-get install -qyt sid --no-install-recommends a")
    assert found.has("-q")
    assert found.has("--no-install-recommends")
    assert found.options.value("-t").text == "sid"
    assert not found.has("-s")


def test_flags_before_the_subcommand_may_mean_something_else():
    assert run("zypper -R /x in -R a").options.value("-R").text == "/x"
    assert [p.name for p in run("zypper -R /x in -R a").packages] == ["a"]


def test_exec_form_is_read_alike():
    words = [(word, Span(0, 0)) for word in ("apt-get", "install", "-y", "a=1")]
    found = invocation(exec_command(words, Span(0, 9)))
    assert (found.action, found.assume_yes, found.packages[0].version) == ("install", True, "1")


@pytest.mark.parametrize("manager", MANAGERS.values(), ids=lambda m: m.name)
def test_the_table_is_sound(manager):
    known = {"install", "update", "upgrade", "remove", "clean", "download", "build", "configure"}
    assert set(manager.actions.values()) <= known
    assert set(manager.caches) <= known
    assert {word.split()[0] for word in manager.actions if " " in word} <= manager.groups
    assert manager.bare is None or manager.bare in manager.actions
    assert all(flag[0] == "-" for flag in manager.valued | manager.yes | manager.no_cache | manager.head_valued)
    assert not manager.valued & manager.yes
    assert not manager.valued & manager.no_cache
    assert manager.version_flags <= manager.valued
    assert manager.lists <= manager.valued
    assert manager.cache_flags | manager.root_flags <= manager.valued | manager.head_valued
    assert all(PROGRAMS[program] is manager for program in manager.programs)
    for clean in manager.cleans:
        assert all(word in manager.actions for word in clean.subcommand.split("|"))
        assert all(path[0] in "/~" for path in clean.paths)
    for places in manager.caches.values():
        assert all(path[0] in "/~" and not path.endswith("/") for path in places)


@pytest.mark.parametrize("manager", [m for m in MANAGERS.values() if m.clean and m.caches], ids=lambda m: m.name)
def test_the_clean_command_takes_the_caches_away(manager):
    from k8slint._internal.syntax.shell.effects import covers, removes

    (command,) = parse(manager.clean, 0, len(manager.clean)).commands
    gone = removes(command, None)
    for places in manager.caches.values():
        assert any(covers(pattern, place) for pattern in gone for place in places)


def test_manager_of():
    assert manager_of("pip3.12").name == "pip"
    assert manager_of("pip.") is manager_of("pipx2") is manager_of(None) is None
