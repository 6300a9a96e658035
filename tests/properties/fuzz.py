"""Texts that nobody would write, for every parser: what none of them may do.

    python tests/properties/fuzz.py [--seconds 60] [--seed 1] [TARGET …]

The corpus is the examples of all rules and the files in fixtures/course. Each text is cut, doubled and mixed with others,
and given to a target, which raises `AssertionError` or anything else for what is wrong. What was found is made smaller and
printed. Where atheris is installed, `--coverage` lets it lead the way.
"""

from __future__ import annotations

import argparse
import pathlib
import random
import sys
import time
import traceback
from functools import cache

from k8slint._internal.config import ConfigError, Settings, from_data
from k8slint._internal.config.loading import load_toml, load_yaml
from k8slint._internal.files.globs import Globs
from k8slint._internal.fixing.fixer import fix_texts
from k8slint._internal.kinds import document
from k8slint._internal.kinds.dockerfile.dockerignore import Dockerignore
from k8slint._internal.running.engine import Engine, registry
from k8slint._internal.text.edit import Applicability
from k8slint._internal.text.source import DecodeError, Source

COURSE = pathlib.Path(__file__).resolve().parents[2] / "fixtures" / "course"
MOST = 20_000
"""Characters of a text: big ones are the bounds' matter."""


def dockerfile(text):
    linted("Dockerfile", text)


def manifest(text):
    linted("manifest.yaml", text)


def compose(text):
    linted("compose.yaml", text)


def kustomization(text):
    linted("kustomization.yaml", text)


def shell(text):
    """A script is understood or not; what is understood lies where it says."""
    from k8slint._internal.syntax.shell.effects import folders, removes, writes
    from k8slint._internal.syntax.shell.packages import invocation
    from k8slint._internal.syntax.shell.parse import parse

    padded = f"RUN {text}\nRUN x"
    for escape in ("\\", "`", ""):
        script = parse(padded, 4, 4 + len(text), escape=escape)
        if script is None:
            continue
        for command in script.commands:
            assert 4 <= command.start <= command.end <= 4 + len(text)
            for word in command.words:
                assert padded[word.start : word.end] == word.raw
            invocation(command)
        for command, folder in folders(script.commands, "/w"):
            assert all(path[0] in "/~" for path in writes(command, folder))
            assert all(pattern[0] in "/~*" for pattern in removes(command, folder))


def config(text):
    """A config is taken, or refused at a place that is there."""
    data = text.encode("utf-8", "surrogatepass")
    for name, load in ((".k8slint.yaml", load_yaml), ("pyproject.toml", load_toml)):
        try:
            loaded = load(name, data)
        except ConfigError as error:
            refused(error, name, text)
            continue
        try:
            from_data(loaded.data, registry())
        except ConfigError as error:
            refused(error, "", text)


def refused(error, name, text):
    assert error.message
    assert 0 <= error.line <= len(text.splitlines()) + 1
    assert str(error).startswith(name)


def globs(text):
    """Patterns say yes or no, and twice the same."""
    patterns = Globs.of_lines(text)
    ignore = Dockerignore(".dockerignore", text)
    for path in ("a", "a/b.yaml", "node_modules/x/y", text[:80].replace("\n", "/").strip("/") or "x"):
        assert patterns.match(path) == Globs.of_lines(text).match(path)
        assert patterns.match(path, is_folder=True) in (True, False)
        assert ignore.ignores(path) in (True, False)


def suppressions(text):
    """Comments that silence have places, and are read again as they were."""
    line = " ".join(text.split())
    for path, kind, around in (
        ("Dockerfile", "dockerfile", "# {}\nFROM a\nRUN b # {}\n"),
        ("a.yaml", "yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a # {}\n"),
    ):
        whole = around.replace("{}", line)
        found = document.read(Source(path, whole), kind).suppressions()
        for one in found:
            assert 0 <= one.span.start <= one.span.end <= len(whole)
        assert found == document.read(Source(path, whole), kind).suppressions()


TARGETS = {
    one.__name__: one for one in (dockerfile, manifest, compose, kustomization, shell, config, globs, suppressions)
}


@cache
def every_rule():
    return Engine(registry(), Settings(select=("ALL",)))


def linted(path, text):
    """Nothing fails, findings lie in the text, and fixing comes to an end at which fixing again changes nothing."""
    try:
        Source.checked(path, text)
    except DecodeError:
        return
    linter = every_rule()
    result = linter.check({path: text})
    assert [failure.detail or failure.message for failure in result.failures] == []
    length = len(text.removeprefix("\ufeff"))
    for found in result.findings:
        assert 0 <= found.span.start <= found.span.end <= length, found.rule
        assert found.line >= 1, found.rule
    for unsafe in (False, True):
        fixed = fix_texts(linter, {path: text}, unsafe=unsafe)
        assert [failure.message for failure in fixed.failures] == []
        floor = Applicability.UNSAFE if unsafe else Applicability.SAFE
        assert [found for found in fixed.remaining if found.fix and found.fix.applicability >= floor] == []
        assert fix_texts(linter, fixed.texts, unsafe=unsafe).texts == fixed.texts


# --- texts


@cache
def corpus(target):
    """The texts that a target begins with: those of the rules' examples that are of its kind."""
    texts = [path.read_text() for path in sorted(COURSE.rglob("*")) if path.is_file() and _fits(target, path.name)]
    for entry in registry().entries:
        for example in registry().rule_class(entry).examples:
            for path, text in example.files.items():
                plain = text.replace("«", "").replace("»", "")
                if target == "shell":
                    lines = plain.split("\n") if path.endswith("Dockerfile") or "FROM" in plain else []
                    texts += [line[4:] for line in lines if line.startswith("RUN ")]
                elif _fits(target, path):
                    texts.append(plain)
    texts += EXTRA.get(target, [])
    return tuple(sorted({text for text in texts if 0 < len(text) <= MOST})) or ("",)


EXTRA = {
    "config": [
        "select: [ALL]\nignore: [size]\nexclude: ['**/x', '*.y']\nper-file-ignores: {'a/*': [ALL]}\nimages: {a: b}\n",
        "[tool.k8slint]\nselect = ['ALL']\nfail-on = 'error'\n[tool.k8slint.rules.excessive-replicas]\nlimit = 3\n",
        "rules: {excessive-replicas: {limit: 3}}\nseverity: {size: error}\nprofile: strict\noutput-format: json\n",
    ],
    "globs": ["*.log\n!a/b\n/c/**/d\n[a-z]?\\*\n# x\nnode_modules/\n**/x/\n", "[!a-]b\n[[:alpha:]]\n\\!x\n a \\ \n"],
    "suppressions": [
        "k8slint: ignore[a, b] until 2030-01-01: why",
        "hadolint ignore=DL3006,DL3008",
        "checkov:skip=CKV_DOCKER_1: why",
        "trivy:ignore:DS001 tally:ignore=a check=skip=all;error=true",
    ],
}


def _fits(target, name):
    name = name.rpartition("/")[2]
    if target == "dockerfile":
        return "ockerfile" in name
    if target == "manifest":
        return name.endswith((".yaml", ".yml")) and "compose" not in name and "kustomization" not in name
    return target in ("compose", "kustomization") and target in name


PIECES = (
    *(
        "\n",
        "\r\n",
        "\r",
        "\\\n",
        "`",
        "'",
        '"',
        "#",
        "\t",
        " ",
        ":",
        "- ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "|",
        ">",
        "&a ",
        "*a",
    ),
    *(
        "---\n",
        "...\n",
        "<<EOF\n",
        "EOF\n",
        "$",
        "${x:-",
        "$(",
        ")",
        "&&",
        ";",
        "\x00",
        "\x85",
        "\u2028",
        "\ufeff",
        "é",
        "ı",
    ),
    *(
        "FROM ",
        "RUN ",
        "ONBUILD ",
        "apiVersion: v1\n",
        "kind: List\n",
        "null",
        "!!str ",
        "<<: *a\n",
        "9" * 30,
        "--",
        "!",
        "**/",
    ),
)


def mutated(dice, texts):
    """A text of the corpus with pieces of it, of others and of `PIECES` cut out, put in and doubled."""
    text = dice.choice(texts)
    for _ in range(dice.randrange(1, 6)):
        start = dice.randrange(len(text) + 1)
        end = min(len(text), start + dice.choice((0, 0, 1, 2, 7, 40)))
        other = dice.choice(texts)
        at = dice.randrange(len(other) + 1)
        new = dice.choice((dice.choice(PIECES), "", text[start:end] * 2, other[at : at + dice.randrange(60)]))
        text = text[:start] + new + text[end:]
    return text[:MOST]


def smaller(target, text, seconds=20.0):
    """A shorter text at which the target still raises the same kind of error."""
    kind = _error(target, text)
    until = time.process_time() + seconds
    size = max(1, len(text) // 2)
    while size and time.process_time() < until:
        at = 0
        while at < len(text) and time.process_time() < until:
            shorter = text[:at] + text[at + size :]
            if _error(target, shorter) == kind:
                text = shorter
            else:
                at += size
        size //= 2
    return text


def _error(target, text):
    try:
        target(text)
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        return type(error).__name__, where.filename, where.lineno
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", choices=[[], *TARGETS], default=[])
    parser.add_argument("--seconds", type=float, default=60, help="processor time for each target (default: 60)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--coverage", action="store_true", help="with atheris, which has to be installed; one target")
    options = parser.parse_args()
    names = options.targets or list(TARGETS)
    if options.coverage:
        return _with_atheris(TARGETS[names[0]], options.seconds)
    wrong = 0
    for name in names:
        dice, found, number = random.Random(options.seed), set(), 0
        until = time.process_time() + options.seconds
        while time.process_time() < until:
            number += 1
            text = mutated(dice, corpus(name))
            kind = _error(TARGETS[name], text)
            if kind is not None and kind not in found:
                found.add(kind)
                text = smaller(TARGETS[name], text)
                print(f"\n{name}: {text!r}")
                try:
                    TARGETS[name](text)
                except Exception:
                    traceback.print_exc(limit=-3, file=sys.stdout)
        print(f"{name}: {number} texts, {len(found)} kinds of error", flush=True)
        wrong += len(found)
    return int(wrong > 0)


def _with_atheris(target, seconds):
    import atheris

    def one(data):
        target(data.decode("utf-8", "surrogateescape")[:MOST])

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-max_total_time={int(seconds)}"], one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
