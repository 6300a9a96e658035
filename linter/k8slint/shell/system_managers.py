"""Package managers of distributions.

Flags and subcommands after apt-get(8) 2.6 (tried), apk(8) 2.14, yum(8), dnf(8) 4, dnf5(8), zypper(8) 1.14 and pacman(8) 6.
Caches: dnf5-caching(7); microdnf fills `/var/cache/yum` (rpm-software-management/microdnf issue 49); `apk add` without
`--no-cache` leaves its indexes (nspcc-dev/neofs-node pull request 342). Official Debian images delete downloaded archives
themselves (`/etc/apt/apt.conf.d/docker-clean`), so `apt-get install` is not said to leave any.
"""

from __future__ import annotations

from k8slint.shell.manager import Clean, Manager, actions
from k8slint.shell.names import names

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
_APT_LISTS = "/var/lib/apt/lists"
_APT_ARCHIVES = "/var/cache/apt"
_APT_CLEANS = (
    Clean("clean", (), (_APT_ARCHIVES,)),
    Clean("distclean|dist-clean", (), (_APT_ARCHIVES, _APT_LISTS)),
)


def _apt(name: str) -> Manager:
    """`-qq`, `-q -q` and `-q=2` also answer yes, see `packages`."""
    return Manager(
        name,
        names(name),
        _APT_ACTIONS,
        system=True,
        valued=_APT_VALUED,
        yes=names("-y --yes --assume-yes --force-yes"),
        version="=/",
        caches={"update": (_APT_LISTS,)},
        cleans=_APT_CLEANS,
        clean="rm -rf /var/lib/apt/lists/*",
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
        groups=names("group groups module"),
        valued=_RPM_VALUED,
        yes=names("-y --assumeyes"),
        version="rpm",
        caches=dict.fromkeys(("install", "update", "upgrade"), caches),
        cleans=(Clean("clean", ("all",), caches),),
        clean=f"{name} clean all",
    )


SYSTEM = (
    _apt("apt-get"),
    _apt("apt"),
    _apt("aptitude"),
    Manager(
        "apk",
        names("apk"),
        actions(install="add", update="update", upgrade="upgrade", remove="del", clean="cache_clean", download="fetch"),
        system=True,
        groups=names("cache"),
        valued=names(
            "-t --virtual -X --repository -p --root --arch --keys-dir --repositories-file --wait --cache-dir "
            "--cache-max-age --progress-fd --timeout -o --output"
        ),
        no_cache=names("--no-cache"),
        version="=~<>@",
        caches=dict.fromkeys(("install", "update", "upgrade"), ("/var/cache/apk",)),
        clean="rm -rf /var/cache/apk/*",
    ),
    _rpm("yum", "yum", ("/var/cache/yum", "/var/cache/dnf")),
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
            "--root --installroot -p --plus-repo --plus-content --userdata --opt"
        ),
        head_yes=names("-n --non-interactive"),
        version="=<>",
        caches=dict.fromkeys(("install", "update", "upgrade"), ("/var/cache/zypp",)),
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
        cleans=(Clean("-Sc", ("-c|--clean",), ("/var/cache/pacman/pkg",)),),
        clean="rm -rf /var/cache/pacman/pkg/* /var/lib/pacman/sync/*",
    ),
)
