"""`k8slint new rule`: writes the file of a rule, ready to be filled in."""

from __future__ import annotations

import os
import sys

from k8slint._internal.cli.app import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    from k8slint._internal.authoring.scaffold import STARTS, file_name, rule_text
    from k8slint._internal.running.engine import registry

    name = options.name
    words = name.split("-")
    if not all(word.isascii() and word.isalnum() and word == word.lower() for word in words):
        raise UsageError(f"`{name}` is not a rule's name; write lower-case words joined by `-`, such as `sudo-in-run`")
    if name in registry().by_name:
        raise UsageError(f"there is a rule `{name}` already; choose another name")
    if options.subject not in STARTS:
        raise UsageError(f"no rule can begin with `{options.subject}` here; there are {', '.join(STARTS)}")
    path = os.path.join(options.to, file_name(name))
    try:
        _make_folder(options.to)
        with open(path, "x", encoding="utf-8") as file:
            file.write(rule_text(name, options.subject, fix=options.fix))
    except OSError as error:
        if os.path.lexists(path):
            raise UsageError(f"`{path}` is there already; it was not changed") from None
        raise UsageError(f"`{path}` could not be written: {error.strerror}") from None
    shown = path if os.path.isabs(path) else os.path.join(".", os.path.normpath(path))
    sys.stdout.write(
        f"Wrote {shown}. Next:\n"
        f"  1. say in `check` what is wrong, and fill in the examples;\n"
        f"  2. k8slint test {shown}\n"
        f"  3. k8slint check --plugin {shown} --select {name}\n"
    )
    return 0


def _make_folder(path: str) -> None:
    """Makes a folder; inside of a package it becomes a part of it."""
    if os.path.isdir(path):
        return
    os.makedirs(path)
    if os.path.exists(os.path.join(os.path.dirname(os.path.abspath(path)), "__init__.py")):
        with open(os.path.join(path, "__init__.py"), "x", encoding="utf-8"):
            pass
