"""Package managers of distributions.

Checked in November 2026. Tried: the rarer subcommands of apt-get 2.6, which has no `distclean` yet. Every flag that takes a
value compared with the manual pages of Debian 12: apt-get(8) 2.6, aptitude(8) 0.8, dnf(8) 4.14, zypper(8) 1.14 and
pacman(8) 6.0; apk's with apk(8) of apk-tools 3 (doc/apk.8.scd). Read, and not tried: the commands of yum(8)
(rpm-software-management/yum, docs/yum.8), what `zypper clean` and `pacman -Sc` remove.

Caches: dnf's in dnf(8), "Files"; dnf5's in its documentation (doc/misc/caching.7.rst); microdnf fills `/var/cache/yum` as
users saw (rpm-software-management/microdnf issue 49); `apk add` without `--no-cache` leaves its indexes as users saw
(docker-library/python pull request 330). Official Debian images delete downloaded archives themselves (docker-clean of
debuerreotype's scripts/debuerreotype-minimizing-config), so `apt-get install` is not said to leave any. `pacman -Sc` is
taken to empty its cache, although it keeps what is installed.

The commands that ask before they change what is enabled (`dnf module enable`, `dnf copr enable`): dnf(8), "Module Command",
and dnf-copr(8).

Not checked with any source: tdnf and its cache, microdnf's and dnf5's own flags, yay and paru. apt-get's `dist-clean` is what
docker-library's Dockerfiles on Debian 13 use.
"""

from __future__ import annotations

from k8slint._internal.syntax.shell.manager import Clean, Manager, actions
from k8slint._internal.syntax.shell.names import names

_APT_ACTIONS = actions(
    install="install build-dep satisfy reinstall",
    update="update",
    upgrade="upgrade dist-upgrade full-upgrade dselect-upgrade safe-upgrade",
    remove="remove purge autoremove auto-remove autopurge auto-purge",
    clean="clean autoclean auto-clean distclean dist-clean",
    download="download source",
)
_APT_VALUED = names(
    "-t --target-release --default-release -o --option -c --config-file -a --host-architecture -P "
    "--build-profiles --with-source"
)
_APTITUDE_VALUED = names(
    "-t --target-release -o -w --width -F --display-format -O --sort -S --add-user-tag --add-user-tag-to "
    "--remove-user-tag --remove-user-tag-from --group-by --log-file --log-level --show-package-names"
)
_APT_LISTS = "/var/lib/apt/lists"
_APT_ARCHIVES = "/var/cache/apt"
_APT_CLEANS = (
    Clean("clean", (), (_APT_ARCHIVES,)),
    Clean("distclean|dist-clean", (), (_APT_ARCHIVES, _APT_LISTS)),
)


def _apt(name: str, valued: frozenset[str] = _APT_VALUED) -> Manager:
    """`-qq`, `-q -q` and `-q=2` of apt-get and apt also answer yes, see `packages`."""
    return Manager(
        name,
        names(name),
        _APT_ACTIONS,
        system=True,
        valued=valued,
        yes=names("-y --yes --assume-yes --force-yes"),
        version="=/",
        caches={"update": (_APT_LISTS,)},
        cleans=_APT_CLEANS,
        clean=f"rm -rf {_APT_LISTS}/*",
    )


_RPM_ACTIONS = actions(
    install=(
        "install in localinstall groupinstall group-install group_install groups_install module_install install-n "
        "install-na install-nevra reinstall rei builddep build-dep swap"
    ),
    update="makecache mc check-update",
    upgrade=(
        "update up upgrade update-to upgrade-to upgrade-minimal update-minimal up-min upgmin upgrade-min "
        "distro-sync dsync distribution-synchronization distrosync dist-sync group_upgrade group_update "
        "groupupdate localupdate module_update"
    ),
    remove="remove rm erase autoremove groupremove group_remove remove-n module_remove",
    clean="clean",
    download="download",
    configure="module_enable module_disable module_reset module_switch-to copr_enable",
)
_RPM_VALUED = names(
    "-c --config --enablerepo --disablerepo --enable-repo --disable-repo --repo --repoid --repofrompath "
    "--installroot --releasever --setopt -x --exclude --excludepkgs --disableexcludes --disableexcludepkgs -d "
    "--debuglevel -e --errorlevel --rpmverbosity -R --randomwait --advisory --advisories --bz --bzs --cve --cves "
    "--sec-severity --secseverity --comment --downloaddir --destdir --forcearch --color --disableplugin "
    "--enableplugin --arch"
)


def _rpm(name: str, programs: str, caches: tuple[str, ...]) -> Manager:
    return Manager(
        name,
        names(programs),
        _RPM_ACTIONS,
        system=True,
        groups=names("group groups module copr"),
        valued=_RPM_VALUED,
        yes=names("-y --assumeyes"),
        version="rpm",
        root_flags=names("--installroot"),
        caches=dict.fromkeys(("install", "update", "upgrade"), caches),
        cleans=(Clean("clean", ("all",), caches),),
        clean=f"{name} clean all",
    )


SYSTEM = (
    _apt("apt-get"),
    _apt("apt"),
    _apt("aptitude", _APTITUDE_VALUED),
    Manager(
        "apk",
        names("apk"),
        actions(install="add", update="update", upgrade="upgrade", remove="del", clean="cache_clean", download="fetch"),
        system=True,
        groups=names("cache"),
        valued=names(
            "-t --virtual -X --repository --repository-config -p --root --arch --keys-dir --repositories-file --wait "
            "--cache-dir --cache-max-age --progress-fd --timeout -o --output"
        ),
        no_cache=names("--no-cache"),
        version="=~<>@",
        caches=dict.fromkeys(("install", "update", "upgrade"), ("/var/cache/apk",)),
        cache_flags=names("--cache-dir"),
        root_flags=names("-p --root"),
        clean="rm -rf /var/cache/apk/*",
    ),
    _rpm("yum", "yum", ("/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5")),
    _rpm("dnf", "dnf dnf5 dnf4 dnf-3", ("/var/cache/dnf", "/var/cache/libdnf5")),
    _rpm("microdnf", "microdnf", ("/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5")),
    _rpm("tdnf", "tdnf", ("/var/cache/tdnf",)),
    Manager(
        "zypper",
        names("zypper"),
        actions(
            install="install in source-install si install-new-recommends inr",
            update="refresh ref",
            upgrade="update up dist-upgrade dup patch",
            remove="remove rm",
            clean="clean cc",
            download="download",
        ),
        system=True,
        valued=names("-r --repo --from -t --type --download --solver-focus --root --installroot"),
        yes=names("-y --no-confirm --non-interactive"),
        head_valued=names(
            "-c --config -D --reposd-dir -C --cache-dir --raw-cache-dir --solv-cache-dir --pkg-cache-dir --releasever -R "
            "--root --installroot -p --plus-repo --plus-content --userdata"
        ),
        head_yes=names("-n --non-interactive"),
        version="=<>",
        caches=dict.fromkeys(("install", "update", "upgrade"), ("/var/cache/zypp",)),
        cache_flags=names("-C --cache-dir --raw-cache-dir --solv-cache-dir --pkg-cache-dir"),
        root_flags=names("-R --root --installroot"),
        cleans=(
            Clean("clean|cc", ("-a|--all",), ("/var/cache/zypp",)),
            Clean("clean|cc", (), ("/var/cache/zypp/packages",)),
        ),
        clean="zypper clean --all",
    ),
    Manager(
        "pacman",
        names("pacman yay paru"),
        actions(install="-S -U", upgrade="-Su", update="-Sy", remove="-R", clean="-Sc", download="-Sw"),
        system=True,
        valued=names(
            "-b --dbpath -r --root --cachedir --arch --config --gpgdir --hookdir --ignore --ignoregroup --logfile "
            "--overwrite --assume-installed --color --print-format --sysroot"
        ),
        yes=names("--noconfirm"),
        version="=<>",
        caches={
            "install": ("/var/cache/pacman/pkg",),
            "upgrade": ("/var/cache/pacman/pkg", "/var/lib/pacman/sync"),
            "update": ("/var/lib/pacman/sync",),
        },
        cache_flags=names("--cachedir -b --dbpath"),
        root_flags=names("-r --root --sysroot"),
        cleans=(Clean("-Sc", ("-c|--clean",), ("/var/cache/pacman/pkg",)),),
        clean="rm -rf /var/cache/pacman/pkg/* /var/lib/pacman/sync/*",
    ),
)
