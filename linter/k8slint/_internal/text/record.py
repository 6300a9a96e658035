"""Value types: immutable to the type checker, slotted, and cheap to define and to make.

`@dataclass(frozen=True, slots=True)` costs 20 ms to import and 0.85 ms a class, which is more than linting a
Dockerfile. A `Record` costs a tenth of that a class and a third of the time an object, and can be written to and read
from JSON, which the cache needs.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, TypeVar, dataclass_transform

    R = TypeVar("R", bound="Record")
else:

    def dataclass_transform(**_: object):
        return lambda cls: cls


@dataclass_transform(frozen_default=True)
class _RecordType(type):
    """Turns annotations into slots and an `__init__` that takes them in order, by position or by name."""

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
        own = [field for field, kind in namespace.get("__annotations__", {}).items() if not _is_of_class(kind)]
        inherited = [field for base in bases for field in getattr(base, "__fields__", ())]
        defaults = {field: namespace.pop(field) for field in own if field in namespace}
        for base in bases:
            defaults = {**getattr(base, "__defaults__", {}), **defaults}
        fields = (*inherited, *own)
        namespace["__slots__"] = tuple(own)
        namespace["__fields__"] = fields
        namespace["__match_args__"] = fields
        namespace["__defaults__"] = defaults
        cls = super().__new__(mcs, name, bases, namespace)
        if "__init__" not in namespace:
            _initialise_later(cls, fields, defaults)
        return cls


def _is_of_class(kind: object) -> bool:
    """Whether an annotation is a `ClassVar`: a text where annotations are postponed, an object elsewhere."""
    return (kind if isinstance(kind, str) else repr(kind)).removeprefix("typing.").startswith("ClassVar")


def _initialise_later(cls: Any, fields: tuple[str, ...], defaults: dict[str, Any]) -> None:
    """Gives a class an `__init__` that is compiled when the first object is made: most classes of a run make none."""

    def first(self: object, *args: object, **kwargs: object) -> None:
        parameters = ", ".join(f"{f}=_d[{f!r}]" if f in defaults else f for f in fields)
        body = "; ".join(f"self.{f} = {f}" for f in fields) or "pass"
        scope: dict[str, Any] = {"_d": defaults}
        exec(f"def __init__(self, {parameters}): {body}", scope)  # noqa: S102  (field names of our own classes)
        cls.__init__ = scope["__init__"]
        cls.__init__(self, *args, **kwargs)

    cls.__init__ = first


class Record(metaclass=_RecordType):
    """Base of all value types: equal and hashed by class and fields. `replace` makes a changed copy."""

    if TYPE_CHECKING:
        __fields__: ClassVar[tuple[str, ...]]
        __defaults__: ClassVar[dict[str, Any]]

    def __eq__(self, other: object) -> bool:
        if self.__class__ is not other.__class__:
            return NotImplemented
        return all(getattr(self, f) == getattr(other, f) for f in self.__fields__)

    def __hash__(self) -> int:
        return hash((self.__class__, *[getattr(self, f) for f in self.__fields__]))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{f}={getattr(self, f)!r}' for f in self.__fields__)})"


def replace(record: R, **changes: object) -> R:
    """A copy of `record` with the named fields changed."""
    values = {f: getattr(record, f) for f in record.__fields__}
    return type(record)(**{**values, **changes})
