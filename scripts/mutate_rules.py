#!/usr/bin/env python3
"""Plants faults in rules and counts how many of them the tests notice.

    python scripts/mutate_rules.py                       all built-in rules
    python scripts/mutate_rules.py bare-pod size         rules and categories
    python scripts/mutate_rules.py --files ../repo       a fault that only changes what is said of these files survives too;
                                                         one that changes nothing at all, there either, is not counted

A fault is noticed when an own example of the rule changes in place, message or fix, when a row about the rule in a table of
tests/rules/test_*guards*.py fails, or when the rule says something else about an example of another rule
(tests/rules/test_crossfire.py compares the lines). Prints the survivors and the share killed.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import signal
import sys
import types
from pathlib import Path

import k8slint_rules
from k8slint._internal.authoring import testing
from k8slint._internal.authoring.index import rule_classes
from k8slint._internal.config import Settings
from k8slint._internal.files.discover import discover
from k8slint._internal.rulekit.rule import Rule
from k8slint._internal.running.engine import Engine, registry

sys.path.insert(0, str(Path(__file__).parent))
from mutants import Mutant, mutants

GUARDS = Path(__file__).parents[1] / "tests" / "rules"

_TABLES = frozenset(
    ("examples", "aliases", "name", "title", "category", "severity", "profile", "needs", "words", "since", "preview")
)
SECONDS = 30
"""What a mutant may take before it counts as noticed: some never end."""

Texts = dict[str, str]
Said = list[tuple[object, ...]]


class TooLong(BaseException):
    """A mutant that does not end."""


def texts_of(cls: type[Rule], files: Texts) -> Texts:
    return {path: testing.unmark(text)[0] for path, text in testing.files(cls, files).items()}


class Examples:
    """The examples of all rules: what one rule says about its own in full, and about those of others by line."""

    def __init__(self, classes: list[type[Rule]]) -> None:
        self.all = [
            (cls.name, texts_of(cls, example.files), example.options) for cls in classes for example in cls.examples
        ]

    def own(self, cls: type[Rule]) -> Said:
        said: Said = []
        for name, texts, options in self.all:
            if name == cls.name:
                result = Engine.for_rule(cls, options).check(texts)
                said.append(
                    (result.failures, *((f.path, f.span, f.message, f.severity, f.fix) for f in result.findings))
                )
        return said

    def others(self, cls: type[Rule]) -> Said:
        engine = Engine.for_rule(cls)
        said: Said = []
        for name, texts, _ in self.all:
            if name != cls.name:
                result = engine.check(texts)
                said.append((result.failures, *((f.path, f.line) for f in result.findings)))
        return said


class Guards:
    """The tables of small cases: modules with `RULES` by name, `CASES` whose rows begin with a rule's name, and `test_guards`,
    which takes a row."""

    def __init__(self) -> None:
        sys.path.insert(0, str(GUARDS))
        self.modules = [importlib.import_module(path.stem) for path in sorted(GUARDS.glob("test_*guards*.py"))]

    def pass_with(self, cls: type[Rule]) -> bool:
        return all(self._passes(module, cls) for module in self.modules)

    def _passes(self, module: types.ModuleType, cls: type[Rule]) -> bool:
        kept = module.RULES[cls.name]
        module.RULES[cls.name] = cls
        try:
            for row in module.CASES:
                if row[0] == cls.name:
                    module.test_guards(*row)
        except AssertionError:
            return False
        finally:
            module.RULES[cls.name] = kept
        return True


def on_files(cls: type[Rule], texts: dict[str, bytes]) -> Said:
    result = Engine.for_rule(cls).check(texts)
    return [(result.failures, *((f.path, f.span, f.message, repr(f.fix)) for f in result.findings))]


def mutated(cls: type[Rule], mutant: Mutant) -> type[Rule]:
    """The rule's class in a module with the fault. Raises whatever the fault makes it raise."""
    module = sys.modules[cls.__module__]
    made = types.ModuleType(cls.__module__)
    made.__file__, made.__package__ = module.__file__, module.__package__
    sys.modules[cls.__module__] = made
    try:
        exec(compile(mutant.tree, str(module.__file__), "exec"), made.__dict__)
    finally:
        sys.modules[cls.__module__] = module
    return getattr(made, cls.__qualname__)


def survives(
    cls: type[Rule], mutant: Mutant, base: tuple[Said, Said], examples: Examples, guards: Guards
) -> type[Rule] | None:
    """The mutant's class when no test would notice it."""
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        made = mutated(cls, mutant)
        if examples.own(made) != base[0] or not guards.pass_with(made) or examples.others(made) != base[1]:
            return None
        return made
    except (Exception, TooLong):
        return None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def main() -> int:
    parser = argparse.ArgumentParser(description="Plant faults in rules and count those that the tests notice.")
    parser.add_argument("rules", nargs="*", metavar="RULE", help="names, aliases or categories (default: all)")
    parser.add_argument(
        "--files", action="append", default=[], metavar="FOLDER", help="real files to tell equal mutants by"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="no survivors, only the counts")
    options = parser.parse_args()

    def stop(*_: object) -> None:
        raise TooLong

    signal.signal(signal.SIGVTALRM, stop)
    gc.disable()
    everything = list(rule_classes(k8slint_rules))
    wanted = {name for given in options.rules for name in registry().resolve(given)}
    examples, guards = Examples(everything), Guards()
    real = [
        {file.path: found.read(file.path) for file in found.files}
        for folder in options.files
        for found in [discover([folder], Settings())]
    ]
    killed = alive = equal = 0
    for cls in everything:
        if wanted and cls.name not in wanted:
            continue
        source = Path(str(sys.modules[cls.__module__].__file__)).read_text(encoding="utf-8")
        base = examples.own(cls), examples.others(cls)
        if not guards.pass_with(cls):
            sys.exit(f"{cls.name}: its guards fail without a fault")
        on_real = [on_files(cls, texts) for texts in real] if real else []
        lines = []
        here = 0
        for mutant in mutants(source, _TABLES):
            here += 1
            made = survives(cls, mutant, base, examples, guards)
            gc.collect()
            if made is None:
                killed += 1
            elif real and [on_files(made, texts) for texts in real] == on_real:
                equal += 1
            else:
                alive += 1
                lines.append(f"  {mutant}")
        print(f"{cls.name}: {here - len(lines)} of {here}", flush=True)
        if lines and not options.quiet:
            print("\n".join(lines), flush=True)
    counted = killed + alive
    print(f"{killed} of {counted} killed, {100 * killed / max(counted, 1):.1f} %; {equal} change nothing")
    return 0


if __name__ == "__main__":
    os.nice(5)
    sys.exit(main())
