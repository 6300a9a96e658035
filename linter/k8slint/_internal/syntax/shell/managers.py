"""All package managers, by name and by program."""

from __future__ import annotations

from k8slint._internal.syntax.shell.language_managers import LANGUAGES
from k8slint._internal.syntax.shell.manager import Manager
from k8slint._internal.syntax.shell.system_managers import SYSTEM

MANAGERS: dict[str, Manager] = {manager.name: manager for manager in (*SYSTEM, *LANGUAGES)}
PROGRAMS: dict[str, Manager] = {program: manager for manager in MANAGERS.values() for program in manager.programs}


def manager_of(program: str | None) -> Manager | None:
    """The manager that a program's name stands for: `pip3.12` is pip."""
    if program is None:
        return None
    found = PROGRAMS.get(program)
    if found is None and program.startswith("pip") and program[3:].replace(".", "").isdigit():
        return MANAGERS["pip"]
    return found
