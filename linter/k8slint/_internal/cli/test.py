"""`k8slint test`: runs the examples of rules in a file, a folder or a pack."""

from __future__ import annotations

import os
import sys
from importlib import import_module

from k8slint._internal.cli.app import UsageError
from k8slint._internal.report.printable import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

    from k8slint._internal.rulekit.rule import Rule


def run(options: argparse.Namespace) -> int:
    from k8slint._internal.authoring.testing import class_problems, problems
    from k8slint._internal.rulekit.rule import Bad

    rules = [cls for given in options.pack for cls in _rules(given)]
    wrong = 0
    for cls in rules:
        found = [(cls.__qualname__, text) for text in (*class_problems(cls), *_taken(cls))]
        counts = {"bad": 0, "good": 0}
        for example in cls.examples:
            kind = "bad" if isinstance(example, Bad) else "good"
            counts[kind] += 1
            found += [(f"{kind} example {counts[kind]}", text) for text in problems(cls, example)]
        wrong += bool(found)
        state = "failed" if found else "ok"
        sys.stdout.write(f"{state:<6} {cls.name}: {counts['bad']} bad and {counts['good']} good examples\n")
        for where, text in found:
            lines = [printable(line) for line in text.splitlines()] or [""]
            sys.stdout.write("".join(f"       {line}\n" for line in (f"{where}: {lines[0]}", *lines[1:])))
    noun = "rule" if len(rules) == 1 else "rules"
    sys.stdout.write(f"{len(rules)} {noun}, {wrong} failed.\n")
    return 1 if wrong else 0


def _taken(cls: type[Rule[Any]]) -> Iterator[str]:
    """Whether a built-in rule has the name already, so that this one would be left out of every run."""
    from importlib.util import find_spec

    from k8slint._internal.running.engine import registry

    entry = registry().by_name.get(cls.name)
    spec = None if entry is None or entry.pack != "builtin" else find_spec(entry.module)
    file = getattr(sys.modules.get(cls.__module__), "__file__", None)
    if spec is not None and spec.origin and file and os.path.realpath(spec.origin) != os.path.realpath(file):
        yield f"a built-in rule has the name `{cls.name}` already; choose another name"


def _rules(given: str) -> list[type[Rule[Any]]]:
    """The rules that an argument names: a `.py` file, a folder, or a package. Raises `UsageError` when there are none."""
    from k8slint._internal.authoring.index import rule_classes
    from k8slint._internal.rulekit import rulefile

    try:
        if rulefile.is_path(given) or os.path.exists(given):
            rules = rulefile.RuleFiles(given).k8slint_rules()
        else:
            module = import_module(given)
            rules = list(rule_classes(module)) if hasattr(module, "__path__") else list(rulefile.rules_in(module))
    except Exception as error:
        raise UsageError(f"`{given}` could not be loaded: {type(error).__name__}: {error}") from None
    if not rules:
        raise UsageError(f"there is no rule in `{given}`")
    return rules
