"""Package managers of languages.

Checked in November 2026. Flags that take a value compared with the option parsers of npm 11 and pip 26, and with
`--help` of the subcommands of uv 0.13, pipx 1.18, pipenv 2026.10, poetry 2.5, yarn 1.22 and 4.18, pnpm 12, bun 1.4, gem
3.3 (which has no `--build-jobs` and `--target-rbconfig`: they are from memory), cargo 1.95 and composer 2.5; bundle's
with the manual pages of Bundler 2.3, go's with `go help build` of 1.19. Flags of older versions are kept. Caches: what
the tools themselves say on Linux (`pip cache dir`, `uv cache dir`, `npm config get cache`, `poetry config cache-dir`,
`yarn cache dir`, `bun pm cache`, `go env`, `composer config cache-dir`). Tried: `--no-cache-dir` of pip and
`--no-cache` of uv leave nothing, `--no-cache` of bun leaves its cache all the same, `npm cache clean --force` empties
`_cacache`. poetry is taken at its word, although its installation/executor.py keeps archives in spite of `--no-cache`.

Where a variable moves the cache: the documentation of each (pip, "Caching"; uv, "Environment variables"; poetry,
"Configuration"; npm, "config"; yarn 1, "yarn cache"; bun, "bunfig"; conda, "Configuration"; `go help environment`).

From documentation only: conda's flags and what `conda clean` removes (docs.conda.io), with `/opt/conda` as in the images
of Miniconda, and mamba and micromamba, which are taken to be like conda; pipenv's cache, `composer clear-cache`'s older
folder, `go clean`, `cargo binstall`.
"""

from __future__ import annotations

from k8slint._internal.syntax.shell.manager import Clean, Manager, actions
from k8slint._internal.syntax.shell.names import names

_PIP_VALUED = names(
    "--abi --all-releases --build-constraint --cache-dir --cert --client-cert --config-settings --constraint --default-timeout "
    "--dest --editable --exists-action --extra-index-url --find-links --global-option --group --implementation "
    "--index-url --install-option --keyring-provider --local-log --log --log-file --no-binary --only-binary --only-final "
    "--platform --prefix --progress-bar --proxy --pypi-url --python --python-version --refresh-package --report "
    "--requirement --requirements-from-script --resume-retries --retries --root --root-user-action --source "
    "--source-dir --source-directory --src --target --timeout --trusted-host --upgrade-strategy "
    "--uploaded-prior-to --use-deprecated --use-feature --wheel-dir -C -c -d -e -f -i -r -t -w"
)
_UV_VALUED = _PIP_VALUED | names(
    "--requirements -p -P --upgrade-package --reinstall-package --index --default-index --index-strategy --allow-insecure-host "
    "--link-mode --config-setting --extra --torch-backend --resolution --prerelease --exclude-newer --override "
    "--directory --project --config-file --with --from --package --only-group --no-group --python-platform --bounds "
    "--branch --build-constraints --color --config-settings-package --constraints --exclude-newer-package --excludes "
    "--fork-strategy --marker -m --no-binary-package --no-build-isolation-package --no-build-package "
    "--no-editable-package --no-extra --no-install-package --no-sources-package --optional --output-format --overrides "
    "--prerelease-package --rev --script --tag --upgrade-group --with-editable --with-executables-from "
    "--with-requirements -b"
)
_PIP_VERSION = "=<>!~;["
_NPM_VALUED = names(
    "--_auth --access --allow-directory --allow-file --allow-git --allow-remote --allow-scripts "
    "--also --audit-level --auth-type --before --browser --ca --cache --cache-max --cache-min "
    "--cafile --call -c --cert --cidr --cpu --depth --diff --editor --fetch-retries --fetch-retry-factor "
    "--fetch-retry-maxtimeout --fetch-retry-mintimeout --fetch-timeout --git --globalconfig --https-proxy "
    "--include --install-strategy --key --libc --local-address --location -L --lockfile-version --loglevel "
    "--logs-dir --logs-max --maxsockets --message -m --min-release-age "
    "--min-release-age-exclude --node-gyp --node-options --noproxy --omit "
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
        cache_flags=names("--cache-dir"),
        cache_variables=("PIP_CACHE_DIR",),
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
        cache_flags=names("--cache-dir"),
        cache_variables=("UV_CACHE_DIR",),
        caches={"install": ("~/.cache/uv",)},
        cleans=(Clean("cache clean|clean", (), ("~/.cache/uv",)),),
        clean="uv cache clean",
    ),
    Manager(
        "pipx",
        names("pipx"),
        actions(install="install inject", upgrade="upgrade upgrade-all", remove="uninstall uninstall-all"),
        valued=names(
            "--python --index-url -i --pip-args --suffix --spec --backend --preinstall --app --lock --cooldown"
        ),
        version=_PIP_VERSION,
    ),
    Manager(
        "pipenv",
        names("pipenv"),
        actions(install="install sync", upgrade="update upgrade", remove="uninstall"),
        valued=names(
            "--python --pypi-mirror -i --index -r --requirements --categories --extra-pip-args -e --editable --extras "
            "--resolver --config-settings"
        ),
        version=_PIP_VERSION,
        lists=names("-r --requirements"),
        cache_variables=("PIPENV_CACHE_DIR",),
        caches={"install": ("~/.cache/pipenv",)},
        clean="rm -rf ~/.cache/pipenv",
    ),
    Manager(
        "poetry",
        names("poetry"),
        actions(install="install add sync self_add", upgrade="update", remove="remove", clean="cache_clear"),
        groups=names("self cache env source"),
        valued=names(
            "-C --directory -P --project -E --extras -G --group --with --without --only --python --platform --source "
            "--markers --optional"
        ),
        yes=names("-n --no-interaction"),
        no_cache=names("--no-cache"),
        version="=<>!~@^",
        cache_variables=("POETRY_CACHE_DIR",),
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
        cache_flags=names("--cache"),
        cache_variables=("npm_config_cache", "NPM_CONFIG_CACHE"),
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
        cache_flags=names("--cache-folder"),
        cache_variables=("YARN_CACHE_FOLDER",),
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
            "--fetch-timeout --lockfile-dir --modules-dir --virtual-store-dir --prefix --config-dir --cache-dir "
            "--filter-prod --allow-build --os --cpu --libc --depth --save-prefix --save-catalog-name --node-linker "
            "--https-proxy --http-proxy --no-proxy --workspace-concurrency --state-dir"
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
        valued=names(
            "--cwd -c --config --cache-dir --registry --backend -F --filter --omit --linker --ca --cafile --cpu --os "
            "--libc --depth --env-file --network-concurrency --concurrent-scripts --minimum-release-age "
            "--minimum-release-age-excludes"
        ),
        version="@",
        cleans=(Clean("pm cache", ("rm",), ("~/.bun/install/cache",)),),
        cache_flags=names("--cache-dir"),
        cache_variables=("BUN_INSTALL_CACHE_DIR",),
        caches={"install": ("~/.bun/install/cache",)},
        clean="bun pm cache rm",
    ),
    Manager(
        "gem",
        names("gem"),
        actions(install="install i", upgrade="update", remove="uninstall", clean="cleanup", download="fetch"),
        valued=names(
            "-v --version -i --install-dir -n --bindir -s --source -P --trust-policy --platform -p --http-proxy "
            "-B --bulk-threshold --build-root -g --file --without --config-file --document -j --build-jobs --target-rbconfig"
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
            "-v --version -s --source -g --group --git --github --branch --ref -r --require"
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
        cache_variables=("GOCACHE",),
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
            "--vers -C -p --package --rename --base --exclude --test --bench "
            "--precise --artifact-dir"
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
            "--stability -s --audit-format --repository-url --with"
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
        cache_variables=("CONDA_PKGS_DIRS",),
        caches=dict.fromkeys(("install", "upgrade"), ("/opt/conda/pkgs",)),
        cleans=(
            Clean("clean", ("-a|--all",), ("/opt/conda/pkgs",)),
            Clean("clean", ("-p|--packages", "-t|--tarballs"), ("/opt/conda/pkgs",)),
        ),
        clean="conda clean --all --yes",
    ),
)
