"""Package managers as data: what their words mean, where they leave caches and what takes those away.

From their manual pages and option parsers (apt 2.6, apk-tools 2.14, dnf 4 and 5, zypper 1.14, pacman 6, pip 26, npm 11,
yarn 1, cargo 1.95, go 1.22, RubyGems 3.5, Composer 2, conda 24), 2026-11. Paths under `~` are the running user's.
"""

from __future__ import annotations

from k8slint.record import Record
from k8slint.shell.names import names


class Clean(Record):
    """A way to empty caches: all of `words` (operands or flags; `a|b` either) behind the subcommand `action` names."""

    subcommand: str
    words: tuple[str, ...]
    paths: tuple[str, ...]


class Manager(Record):
    """One package manager.

    `actions` maps subcommands to install, update (the index), upgrade, remove, clean, download, build; words that join the
    next one to a subcommand (`dnf group install`) are `groups`. `bare` is the subcommand that none stands for. `valued`
    flags take a value; `clusters` tells whether `-qy` is two flags. `yes` flags answer questions, `no_cache` flags leave no
    cache. `version` is the characters that part a name from a version ("rpm": `name-1.2`). `lists` are flags that name a
    file of packages. `caches` are what an action surely leaves, `cleans` what removes them and `clean` how one says it.
    """

    name: str
    programs: frozenset[str]
    actions: dict[str, str]
    system: bool = False
    groups: frozenset[str] = frozenset()
    bare: str | None = None
    valued: frozenset[str] = frozenset()
    clusters: bool = True
    yes: frozenset[str] = frozenset()
    no_cache: frozenset[str] = frozenset()
    version: str = ""
    version_flags: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    caches: dict[str, tuple[str, ...]] = {}  # noqa: RUF012  (a default of a record, never written to)
    cleans: tuple[Clean, ...] = ()
    clean: str | None = None


def _actions(**words: str) -> dict[str, str]:
    """Subcommands by action; `_` in a subcommand stands for the blank of a group."""
    return {word.replace("_", " "): action for action, listed in words.items() for word in listed.split()}


_APT_ACTIONS = _actions(
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


_RPM_ACTIONS = _actions(
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


def _rpm(name: str, programs: str, caches: tuple[str, ...], everything: str = "all") -> Manager:
    return Manager(
        name,
        names(programs),
        _RPM_ACTIONS,
        system=True,
        groups=names("group groups module"),
        valued=_RPM_VALUED,
        yes=names("-y --assumeyes"),
        version="rpm",
        caches=dict.fromkeys(("install", "update", "upgrade"), caches[:1]),
        cleans=(Clean("clean", (everything,), caches),),
        clean=f"{name} clean all",
    )


_PIP_VALUED = names(
    "--abi --build-constraint --cache-dir --cert --client-cert --config-settings --constraint --default-timeout "
    "--dest --editable --exists-action --extra-index-url --find-links --global-option --group --implementation "
    "--index-url --install-option --keyring-provider --local-log --log --log-file --no-binary --only-binary "
    "--platform --prefix --progress-bar --proxy --pypi-url --python --python-version --refresh-package --report "
    "--requirement --requirements-from-script --resume-retries --retries --root --root-user-action --source "
    "--source-dir --source-directory --src --target --timeout --trusted-host --upgrade-strategy "
    "--uploaded-prior-to --use-deprecated --use-feature --wheel-dir -C -c -d -e -f -i -r -t -w"
)
_UV_VALUED = _PIP_VALUED | names(
    "-p -P --upgrade-package --reinstall-package --index --default-index --index-strategy --allow-insecure-host "
    "--link-mode --config-setting --extra --torch-backend --resolution --prerelease --exclude-newer --override "
    "--directory --project --config-file --with --from --package --only-group --no-group --python-platform"
)
_PIP_VERSION = "=<>!~;["
_NPM_VALUED = names(
    "--_auth --access --also --audit-level --auth-type --before --browser --ca --cache --cache-max --cache-min "
    "--cafile --call -c --cert --cidr --cpu --depth --diff --editor --fetch-retries --fetch-retry-factor "
    "--fetch-retry-maxtimeout --fetch-retry-mintimeout --fetch-timeout --git --globalconfig --https-proxy "
    "--include --install-strategy --key --libc --local-address --location -L --lockfile-version --loglevel "
    "--logs-dir --logs-max --maxsockets --message -m --min-release-age --node-gyp --node-options --noproxy --omit "
    "--only --os --otp --package --prefix -C --proxy --registry --reg --save-prefix --scope --script-shell "
    "--shell --tag --umask --user-agent --userconfig --workspace -w"
)

_TABLE = (
    _apt("apt-get"),
    _apt("apt"),
    _apt("aptitude"),
    Manager(
        "apk",
        names("apk"),
        _actions(
            install="add", update="update", upgrade="upgrade", remove="del", clean="cache_clean", download="fetch"
        ),
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
        _actions(
            install="install in source-install si install-new-recommends inr",
            update="refresh ref",
            upgrade="update up dist-upgrade dup patch",
            remove="remove rm",
            clean="clean cc",
            download="download",
        ),
        system=True,
        valued=names(
            "-c --config -D --reposd-dir -C --cache-dir --raw-cache-dir --solv-cache-dir --pkg-cache-dir "
            "--releasever -R --root --installroot -p --plus-repo --plus-content --userdata -r --repo --from -t "
            "--type --name --download --solver-focus"
        ),
        yes=names("-n --non-interactive -y --no-confirm"),
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
        _actions(install="-S -U", upgrade="-Su", update="-Sy", remove="-R", clean="-Sc", download="-Sw"),
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
        clean="rm -rf /var/cache/pacman/pkg/*",
    ),
    Manager(
        "pip",
        names("pip pip2 pip3"),
        _actions(
            install="install", remove="uninstall", download="download", build="wheel", clean="cache_purge cache_remove"
        ),
        groups=names("cache config index"),
        valued=_PIP_VALUED,
        yes=names("-y --yes"),
        no_cache=names("--no-cache-dir --no-cache"),
        version=_PIP_VERSION,
        lists=names("-r --requirement --group --requirements-from-script"),
        caches=dict.fromkeys(("install", "download", "build"), ("~/.cache/pip",)),
        cleans=(Clean("cache purge", (), ("~/.cache/pip",)),),
        clean="pip cache purge",
    ),
    Manager(
        "uv",
        names("uv"),
        _actions(
            install="pip_install pip_sync add sync tool_install",
            remove="pip_uninstall remove tool_uninstall",
            upgrade="tool_upgrade",
            clean="cache_clean cache_prune clean",
        ),
        groups=names("pip tool cache python self"),
        valued=_UV_VALUED,
        no_cache=names("--no-cache --no-cache-dir -n"),
        version=_PIP_VERSION + "@",
        lists=names("-r --requirement --requirements"),
        caches={"install": ("~/.cache/uv",)},
        cleans=(Clean("cache clean|clean", (), ("~/.cache/uv",)),),
        clean="uv cache clean",
    ),
    Manager(
        "pipx",
        names("pipx"),
        _actions(install="install inject", upgrade="upgrade upgrade-all", remove="uninstall uninstall-all"),
        valued=names("--python --index-url -i --pip-args --suffix --spec --backend"),
        version=_PIP_VERSION,
    ),
    Manager(
        "pipenv",
        names("pipenv"),
        _actions(install="install sync", upgrade="update upgrade", remove="uninstall"),
        valued=names("--python --pypi-mirror -i --index -r --requirements --categories --extra-pip-args -c"),
        version=_PIP_VERSION,
        lists=names("-r --requirements"),
        caches={"install": ("~/.cache/pipenv",)},
        clean="rm -rf ~/.cache/pipenv",
    ),
    Manager(
        "poetry",
        names("poetry"),
        _actions(install="install add sync self_add", upgrade="update", remove="remove", clean="cache_clear"),
        groups=names("self cache env source"),
        valued=names(
            "-C --directory -P --project -E --extras -G --group --with --without --only --python --platform --source"
        ),
        yes=names("-n --no-interaction"),
        no_cache=names("--no-cache"),
        version="=<>!~@^",
        caches={"install": ("~/.cache/pypoetry",)},
        clean="rm -rf ~/.cache/pypoetry",
    ),
    Manager(
        "npm",
        names("npm"),
        _actions(
            install="install i in ins inst insta instal isnt isnta isntal isntall add ci clean-install ic install-clean "
            "isntall-clean install-test it install-ci-test cit clean-install-test sit",
            upgrade="update up u upgrade udpate",
            remove="uninstall unlink remove rm r un",
            clean="cache_clean cache_clear cache_rm",
        ),
        groups=names("cache config c audit"),
        valued=_NPM_VALUED,
        clusters=False,
        version="@",
        caches={"install": ("~/.npm/_cacache",), "upgrade": ("~/.npm/_cacache",)},
        cleans=(Clean("cache clean|cache clear|cache rm", ("--force|-f",), ("~/.npm/_cacache",)),),
        clean="npm cache clean --force",
    ),
    Manager(
        "yarn",
        names("yarn yarnpkg"),
        _actions(
            install="install add global_add",
            upgrade="upgrade up global_upgrade upgrade-interactive",
            remove="remove global_remove",
            clean="cache_clean",
        ),
        groups=names("global cache config workspace npm"),
        bare="install",
        valued=names(
            "--cwd --cache-folder --modules-folder --network-timeout --network-concurrency --registry --mutex "
            "--prefix --global-folder --link-folder --preferred-cache-folder --use-yarnrc --otp --emoji "
            "--https-proxy --proxy --mode"
        ),
        clusters=False,
        version="@",
        cleans=(Clean("cache clean", (), ("/usr/local/share/.cache/yarn", "~/.cache/yarn", "~/.yarn/berry/cache")),),
        clean="yarn cache clean",
    ),
    Manager(
        "pnpm",
        names("pnpm"),
        _actions(
            install="install i add ci clean-install ic install-clean fetch",
            upgrade="update up upgrade",
            remove="remove rm uninstall un",
            clean="store_prune",
        ),
        groups=names("store config c env"),
        valued=names(
            "-C --dir --filter -F --store-dir --registry --reporter --loglevel --network-concurrency "
            "--fetch-timeout --lockfile-dir --modules-dir --virtual-store-dir --prefix --config-dir --cache-dir"
        ),
        clusters=False,
        version="@",
        clean='rm -rf "$(pnpm store path)"',
    ),
    Manager(
        "bun",
        names("bun"),
        _actions(install="install i add a ci", upgrade="update", remove="remove rm", clean="pm_cache"),
        groups=names("pm"),
        valued=names("--cwd -c --config --cache-dir --registry --backend --filter --omit --linker"),
        no_cache=names("--no-cache"),
        version="@",
        cleans=(Clean("pm cache", ("rm",), ("~/.bun/install/cache",)),),
        caches={"install": ("~/.bun/install/cache",)},
        clean="bun pm cache rm",
    ),
    Manager(
        "gem",
        names("gem"),
        _actions(install="install i", upgrade="update", remove="uninstall", clean="cleanup", download="fetch"),
        valued=names(
            "-v --version -i --install-dir -n --bindir -s --source -P --trust-policy --platform -p --http-proxy "
            "-B --build-root -g --file --config-file --document -j --jobs --target-rbconfig"
        ),
        version=":",
        version_flags=names("-v --version"),
        lists=names("-g --file"),
    ),
    Manager(
        "bundle",
        names("bundle bundler"),
        _actions(install="install i add", upgrade="update", clean="clean"),
        bare="install",
        valued=names(
            "--gemfile --path --jobs -j --retry --with --without --binstubs --shebang --standalone --trust-policy "
            "-v --version -s --source -g --group --git --branch --ref"
        ),
        version_flags=names("-v --version"),
    ),
    Manager(
        "go",
        names("go"),
        _actions(
            install="install get run mod_download mod_tidy mod_vendor",
            build="build test generate vet",
            clean="clean",
        ),
        groups=names("mod work tool"),
        valued=names(
            "-C -o -p -asmflags -buildmode -compiler -coverpkg -covermode -gccgoflags -gcflags -installsuffix "
            "-ldflags -mod -modfile -overlay -pgo -pkgdir -tags -toolexec -exec -run -timeout"
        ),
        clusters=False,
        version="@",
        cleans=(
            Clean("clean", ("-modcache",), ("/go/pkg/mod", "~/go/pkg/mod")),
            Clean("clean", ("-cache",), ("~/.cache/go-build",)),
        ),
        caches={"install": ("~/.cache/go-build",), "build": ("~/.cache/go-build",)},
        clean="go clean -cache -modcache",
    ),
    Manager(
        "cargo",
        names("cargo"),
        _actions(
            install="install add binstall fetch",
            build="build b test t check c run r",
            upgrade="update",
            remove="uninstall remove rm",
        ),
        valued=names(
            "--version --index --registry --git --branch --tag --rev --path --root --message-format --color "
            "--config -Z --bin --example -F --features -j --jobs --profile --target --target-dir --manifest-path "
            "--vers -C -p --package --rename --base --exclude --test --bench"
        ),
        version="@",
        version_flags=names("--version --vers --tag --rev"),
        clean='rm -rf "$CARGO_HOME/registry"',
    ),
    Manager(
        "composer",
        names("composer composer.phar"),
        _actions(
            install="install i require req r create-project global_require global_install",
            upgrade="update u upgrade global_update",
            remove="remove rm uninstall global_remove",
            clean="clear-cache clearcache cc",
        ),
        groups=names("global"),
        valued=names(
            "-d --working-dir --prefer-install --apcu-autoloader-prefix --ignore-platform-req --repository "
            "--stability -s --audit-format"
        ),
        yes=names("-n --no-interaction"),
        no_cache=names("--no-cache"),
        version=":=",
        cleans=(Clean("clear-cache|clearcache|cc", (), ("~/.composer/cache", "~/.cache/composer")),),
        clean="composer clear-cache",
    ),
    Manager(
        "conda",
        names("conda mamba micromamba"),
        _actions(
            install="install create env_create env_update",
            upgrade="update upgrade",
            remove="remove uninstall env_remove",
            clean="clean",
        ),
        groups=names("env"),
        valued=names(
            "-n --name -p --prefix -c --channel -f --file --repodata-fn --solver --revision --clone --platform "
            "--subdir -r --root-prefix --rc-file --experimental --download-threads --relocate-prefix"
        ),
        yes=names("-y --yes"),
        version="=<>!~[",
        lists=names("-f --file"),
        caches=dict.fromkeys(("install", "upgrade"), ("/opt/conda/pkgs",)),
        cleans=(
            Clean("clean", ("-a|--all",), ("/opt/conda/pkgs",)),
            Clean("clean", ("-p|--packages", "-t|--tarballs"), ("/opt/conda/pkgs",)),
        ),
        clean="conda clean --all --yes",
    ),
)

MANAGERS: dict[str, Manager] = {manager.name: manager for manager in _TABLE}
PROGRAMS: dict[str, Manager] = {program: manager for manager in _TABLE for program in manager.programs}
"""Managers by the names of their programs; versioned ones (`pip3.12`) are found by `packages.manager_of`."""
