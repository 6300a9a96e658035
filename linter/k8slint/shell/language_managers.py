"""Package managers of languages.

Flags that take a value are those of the option parsers of pip 26, npm 11 and cargo 1.95; the others follow the manuals of
their tools. Caches are the defaults on Linux.
"""

from __future__ import annotations

from k8slint.shell.manager import Clean, Manager, actions
from k8slint.shell.names import names

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
    "--requirements -p -P --upgrade-package --reinstall-package --index --default-index --index-strategy --allow-insecure-host "
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
_YARN_CACHES = ("/usr/local/share/.cache/yarn", "~/.cache/yarn", "~/.yarn/berry/cache")
"""Root's cache of yarn 1, any other user's, and that of yarn 2 and later."""

LANGUAGES = (
    Manager(
        "pip",
        names("pip pip2 pip3"),
        actions(
            install="install", remove="uninstall", download="download", build="wheel", clean="cache_purge cache_remove"
        ),
        groups=names("cache config index"),
        valued=_PIP_VALUED,
        yes=names("-y --yes"),
        no_cache=names("--no-cache-dir --no-cache"),
        no_cache_variables=("PIP_NO_CACHE_DIR",),
        version=_PIP_VERSION,
        lists=names("-r --requirement --group --requirements-from-script"),
        caches=dict.fromkeys(("install", "download", "build"), ("~/.cache/pip",)),
        cleans=(Clean("cache purge", (), ("~/.cache/pip",)),),
        clean="pip cache purge",
    ),
    Manager(
        "uv",
        names("uv"),
        actions(
            install="pip_install pip_sync add sync tool_install",
            remove="pip_uninstall remove tool_uninstall",
            upgrade="tool_upgrade",
            clean="cache_clean cache_prune clean",
        ),
        groups=names("pip tool cache python self"),
        valued=_UV_VALUED,
        no_cache=names("--no-cache --no-cache-dir -n"),
        no_cache_variables=("UV_NO_CACHE",),
        version=_PIP_VERSION + "@",
        lists=names("-r --requirement --requirements"),
        caches={"install": ("~/.cache/uv",)},
        cleans=(Clean("cache clean|clean", (), ("~/.cache/uv",)),),
        clean="uv cache clean",
    ),
    Manager(
        "pipx",
        names("pipx"),
        actions(install="install inject", upgrade="upgrade upgrade-all", remove="uninstall uninstall-all"),
        valued=names("--python --index-url -i --pip-args --suffix --spec --backend"),
        version=_PIP_VERSION,
    ),
    Manager(
        "pipenv",
        names("pipenv"),
        actions(install="install sync", upgrade="update upgrade", remove="uninstall"),
        valued=names("--python --pypi-mirror -i --index -r --requirements --categories --extra-pip-args -c"),
        version=_PIP_VERSION,
        lists=names("-r --requirements"),
        caches={"install": ("~/.cache/pipenv",)},
        clean="rm -rf ~/.cache/pipenv",
    ),
    Manager(
        "poetry",
        names("poetry"),
        actions(install="install add sync self_add", upgrade="update", remove="remove", clean="cache_clear"),
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
        actions(
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
        actions(
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
        caches=dict.fromkeys(("install", "upgrade"), _YARN_CACHES),
        cleans=(Clean("cache clean", (), _YARN_CACHES),),
        clean="yarn cache clean",
    ),
    Manager(
        "pnpm",
        names("pnpm"),
        actions(
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
        actions(install="install i add a ci", upgrade="update", remove="remove rm", clean="pm_cache"),
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
        actions(install="install i", upgrade="update", remove="uninstall", clean="cleanup", download="fetch"),
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
        actions(install="install i add", upgrade="update", clean="clean"),
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
        actions(
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
        actions(
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
        actions(
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
        actions(
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
