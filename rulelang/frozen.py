"""`frozen`, as `attrs.frozen`, for classes of which every start of the command makes hundreds.

attrs writes and compiles the methods of each class when the class is made, a quarter of a millisecond each. A program
has values of few of these classes, so attrs is asked when the first value of a class is made or its fields are read.
Nodes of trees are seldom shown or compared, so the classes share methods for it that find the fields when they are
called. What they do is the same.
"""
from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
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
            return lambda written: frozen(written, eq=eq)
        if "__repr__" not in vars(cls):
            cls.__repr__ = _shown
        if eq:
            cls.__eq__, cls.__hash__ = _equal, _hashed
        return _to_be_finished(cls) if _is_plain(cls) else attrs.frozen(cls, eq=False, repr=False)


_AS_WRITTEN: dict[type, type] = {}
"""The classes that are not finished, each with the class statement it was made of."""


class _Later:
    """Something that attrs makes: asking for it finishes the class."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, one: object, kind: type) -> Any:  # noqa: ANN401 - a method or a table of fields
        _finish(next(made for made in kind.__mro__ if self._name in vars(made)))
        return getattr(kind if one is None else one, self._name)


@attrs.frozen
class _Unchangeable:
    pass


_LATER = ("__attrs_attrs__", "__attrs_props__", "__init__", "__match_args__", "__getstate__", "__setstate__")
_SHARED = {
    **{name: _Later(name) for name in _LATER},
    "__setattr__": _Unchangeable.__setattr__,
    "__delattr__": _Unchangeable.__delattr__,
    "__replace__": attrs.evolve,
}


def _is_plain(written: type) -> bool:
    """Whether making the class again loses nothing: it inherits nothing, and nothing in it refers to the class."""
    return written.__bases__ == (object,) and not any(map(_may_refer, vars(written).values()))


def _may_refer(part: object) -> bool:
    """Whether a part of a class may hold the class itself, as a method does that calls the one it stands for."""
    function = getattr(part, "fget", None) or getattr(part, "__func__", part)
    return isinstance(part, cached_property) or bool(getattr(function, "__closure__", None))


def _to_be_finished(written: type) -> type:
    """The class with its slots, and with the means to finish it when its first value is made or its fields are read."""
    names = tuple(written.__annotations__)
    own = {name: part for name, part in vars(written).items() if name not in (*names, "__dict__", "__weakref__")}
    made = type(written.__name__, (), {**own, **_SHARED, "__slots__": (*names, "__weakref__")})
    made.__qualname__ = written.__qualname__
    _AS_WRITTEN[made] = written
    return made


def _finish(made: type) -> None:
    written = _AS_WRITTEN.get(made)
    if written is None:
        return  # another thread was first
    finished = vars(attrs.frozen(written, eq=False, repr=False))
    for name in _LATER:
        setattr(made, name, finished[name])
    _AS_WRITTEN.pop(made, None)


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
