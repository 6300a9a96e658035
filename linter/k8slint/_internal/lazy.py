"""Public modules whose names are imported when they are first used, so that a rule pays only for what it touches."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

_HERE = __name__.rpartition(".")[0]


def imported(name: str) -> Any:
    """The module of a dotted name, as `importlib.import_module` gives it; `importlib` itself would be an import more."""
    __import__(name)
    return sys.modules[name]


def lazy(
    module: str, homes: Mapping[str, tuple[str, ...]]
) -> tuple[Callable[[str], object], Callable[[], list[str]], list[str]]:
    """`__getattr__`, `__dir__` and `__all__` of a public module. `homes` names, by the module that makes them (its dotted name
    below this package), the names that the public module hands on; a name may itself be a module.
    """
    home_of = {name: home for home, names in homes.items() for name in names}

    def load(name: str) -> object:
        home = home_of.get(name)
        if home is None:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        made = imported(f"{_HERE}.{home}")
        value = getattr(made, name, None)
        if value is None:
            value = imported(f"{_HERE}.{home}.{name}")
        setattr(sys.modules[module], name, value)
        return value

    def listed() -> list[str]:
        return sorted({*vars(sys.modules[module]), *home_of})

    return load, listed, sorted(home_of)
