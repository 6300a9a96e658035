"""Names for numbers, as `enum.IntEnum` gives them: the import of `enum` costs more than a run in which no file has changed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from enum import IntEnum as IntEnum
else:

    class _Names(type):
        """Turns the numbers in a class body into its members."""

        def __new__(mcs, name, bases, namespace):
            numbers = {key: value for key, value in namespace.items() if type(value) is int}
            cls = super().__new__(mcs, name, bases, {k: v for k, v in namespace.items() if k not in numbers})
            cls.__members__ = {}
            for key, number in numbers.items():
                member = int.__new__(cls, number)
                member.name, member.value = key, number
                cls.__members__[key] = member
                setattr(cls, key, member)
            cls._by_value = {int(member): member for member in cls.__members__.values()}
            return cls

        def __call__(cls, value):
            try:
                return cls._by_value[value]
            except (KeyError, TypeError):
                raise ValueError(f"{value!r} is not a valid {cls.__qualname__}") from None

        def __getitem__(cls, name):
            return cls.__members__[name]

        def __iter__(cls):
            return iter(cls.__members__.values())

        def __len__(cls):
            return len(cls.__members__)

        def __contains__(cls, value):
            return value in cls._by_value

    class IntEnum(int, metaclass=_Names):
        """Base of a few numbers with names: `Severity.ERROR`, `Severity(3)` and `Severity["ERROR"]` are one object."""

        def __repr__(self):
            return f"<{type(self).__name__}.{self.name}: {self.value}>"

        def __reduce__(self):
            return type(self), (self.value,)
