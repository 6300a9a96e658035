"""What other tools call our options and commands: who writes one of those is told ours, not what is spelled alike."""

from __future__ import annotations

_SELECT = ("--rule", "--rules", "--only", "--include", "--include-rule", "--include-rules", "--check", "--checks")
_IGNORE = (
    *("--disable", "--disable-rule", "--exclude-rule", "--exclude-rules", "--ignore-rule", "--ignore-rules"),
    *("--skip", "--skip-check", "--skip-rule", "--skip-rules", "--do-not-run", "--suppress"),
)
_FAIL_ON = (
    *("--level", "--severity", "--min-severity", "--minimum-severity", "--severity-threshold", "--failure-threshold"),
    *("--fail-level", "--error-level", "--max-warnings", "--fail-on-severity"),
)
_ANY = {
    **dict.fromkeys(_SELECT, "write `--select RULES`"),
    **dict.fromkeys(_IGNORE, "write `--ignore RULES`"),
    **dict.fromkeys(("--enable", "--add", "--extend-rules"), "write `--extend-select RULES`"),
    **dict.fromkeys(_FAIL_ON, "write `--fail-on SEVERITY`"),
    **dict.fromkeys(("--format", "--reporter", "--output-type", "--out-format"), "write `--output-format FORMAT`"),
    **dict.fromkeys(("--output-file", "--out", "--report"), "write `--output FILE`"),
    **dict.fromkeys(
        ("--strict", "--werror"), "write `--profile strict` for more rules, `--fail-on note` to fail on all"
    ),
    **dict.fromkeys(("--no-fail", "--soft-fail", "--exit-code", "--no-exit-code"), "write `--exit-zero`"),
    **dict.fromkeys(("--no-color", "--no-colour", "--colour", "--colors"), "write `--color never` or `--color always`"),
    **dict.fromkeys(("-c", "--config-file", "--conf", "--rcfile"), "write `--config FILE`"),
    **dict.fromkeys(("--no-config", "--no-configuration"), "write `--isolated`"),
    **dict.fromkeys(
        ("--exclude-path", "--exclude-paths", "--exclude-dir", "--ignore-path", "--ignore-paths", "--ignore-pattern"),
        "write `--extend-exclude GLOBS`",
    ),
    **dict.fromkeys(("--skip-dirs", "--skip-files", "--skip-path"), "write `--extend-exclude GLOBS`"),
    **dict.fromkeys(
        ("--file", "--files", "--filename", "--path", "--directory", "-d"), "name files and folders without an option"
    ),
    **dict.fromkeys(("--debug", "--trace", "--log-level"), "write `-v`"),
    **dict.fromkeys(("--silent", "-s"), "write `-q`, or `-qq` for nothing at all"),
    **dict.fromkeys(("-j", "--parallel", "--threads", "--workers", "--processes"), "write `--jobs N`"),
    **dict.fromkeys(("--stdin", "--from-stdin"), "name the path `-`"),
    **dict.fromkeys(("--list", "--list-rules", "--show-rules"), "`k8slint rules` lists them"),
    **dict.fromkeys(("--explain", "--doc", "--describe"), "`k8slint explain RULE` does that"),
    **dict.fromkeys(("--show-config", "--print-config", "--show-settings"), "`k8slint config` does that"),
    **dict.fromkeys(
        ("--allow-inline-config", "--no-inline-config", "--disable-ignore-pragma"), "write `--no-suppressions`"
    ),
    **dict.fromkeys(
        ("--since", "--changed", "--diff-base", "--new-only"),
        "there is none: name the files that changed, as a pre-commit hook does",
    ),
    "--baseline": "there is none: `--exit-zero` reports without failing, `per-file-ignores` sets old files aside",
    "--trusted-registry": "list your `registries` in the config",
    "--kubernetes-version": "write `kubernetes-version` in the config",
    "--cache-dir": "set XDG_CACHE_HOME",
    "--summary": "write `--statistics`",
    "--help-all": "write `--help`",
}
_OF = {
    "check": {
        **dict.fromkeys(("--fix", "--autofix", "--apply", "--write", "-w", "-i"), "`k8slint fix` repairs"),
        **dict.fromkeys(("--fix-dry-run", "--diff"), "`k8slint fix --diff` shows what would be repaired"),
        **dict.fromkeys(("--unsafe", "--unsafe-fixes"), "`k8slint fix --unsafe` does that"),
        **dict.fromkeys(("--interactive", "--show-fixes"), "`k8slint fix` has that option"),
    },
    "fix": {
        **dict.fromkeys(("--check", "--dry-run", "-n", "--no-write", "--list-different"), "write `--diff`"),
        **dict.fromkeys(
            ("--fix", "--write", "-w", "--apply", "--in-place"), "`k8slint fix` writes unless `--diff` is given"
        ),
        **dict.fromkeys(("--unsafe-fixes", "--all"), "write `--unsafe`"),
        **dict.fromkeys(("--ask", "--prompt"), "write `-i`"),
        "--statistics": "write `--show-fixes`",
    },
}
_COMMANDS = {
    **dict.fromkeys(("lint", "run", "scan", "analyse", "analyze", "test", "validate"), "write `k8slint check`"),
    **dict.fromkeys(("format", "fmt", "autofix", "repair"), "write `k8slint fix`"),
    **dict.fromkeys(("list", "checks", "linter"), "write `k8slint rules`"),
    **dict.fromkeys(("doc", "docs", "rule", "describe", "man"), "write `k8slint explain RULE`"),
    **dict.fromkeys(("settings", "schema", "init"), "write `k8slint config`, or `k8slint config --schema`"),
    **dict.fromkeys(("completions", "shell-completion"), "write `k8slint completion SHELL`"),
}


def hint(command: str, option: str) -> str:
    """What to write in place of an option of another tool; "" for one that is not known."""
    return _OF.get(command, {}).get(option) or _ANY.get(option, "")


def command(name: str) -> str:
    """What to write in place of a command of another tool; "" for one that is not known."""
    return _COMMANDS.get(name, "")
