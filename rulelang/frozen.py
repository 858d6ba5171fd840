"""`frozen`, as `attrs.frozen`, for classes of which every start of the command makes hundreds.

attrs writes and compiles the methods of each class when the class is made, a quarter of a millisecond each, half of
it for showing and comparing values. Nodes of trees are seldom shown or compared, so these classes share methods that
find the fields when they are called. What they do is the same.
"""
from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs

__all__ = ["frozen"]

if TYPE_CHECKING:
    from attrs import AttrsInstance, frozen
else:

    def frozen(cls: type | None = None, *, eq: bool = True) -> Any:  # noqa: ANN401 - the type checker reads above
        """A class of frozen values with slots; compared by identity where `eq` is no."""
        if cls is None:
            return lambda made: frozen(made, eq=eq)
        if "__repr__" not in vars(cls):
            cls.__repr__ = _shown
        if eq:
            cls.__eq__, cls.__hash__ = _equal, _hashed
        return attrs.frozen(cls, eq=False, repr=False)


@cache
def _compared(kind: type) -> Callable[[object], object]:
    """What gives the values of the fields that are compared."""
    return _values(tuple(field.name for field in attrs.fields(kind) if field.eq))


@cache
def _counted(kind: type) -> Callable[[object], object]:
    """What gives the values of the fields that a hash is made of."""
    by_hash = (field for field in attrs.fields(kind) if (field.eq if field.hash is None else field.hash))
    return _values(tuple(field.name for field in by_hash))


def _values(names: tuple[str, ...]) -> Callable[[object], object]:
    return attrgetter(*names) if names else lambda _: ()


def _equal(one: AttrsInstance, other: object) -> object:
    if type(other) is not type(one):
        return NotImplemented
    values = _compared(type(one))
    return values(one) == values(other)


def _hashed(one: AttrsInstance) -> int:
    return hash((type(one), _counted(type(one))(one)))


def _shown(one: AttrsInstance) -> str:
    fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(type(one))
    shown = (f"{field.name}={getattr(one, field.name)!r}" for field in fields if field.repr)
    return f"{type(one).__qualname__}({', '.join(shown)})"
