"""Classes made by `frozen` behave as those of `attrs.frozen`."""
from __future__ import annotations

import copy
import pickle

import attrs
import pytest

from rulelang.frozen import frozen


@frozen
class Pair:
    left: int
    right: str = attrs.field(default="", eq=False, repr=False)


@attrs.frozen
class AsAttrs:
    left: int
    right: str = attrs.field(default="", eq=False, repr=False)


@frozen(eq=False)
class Node:
    left: int


@frozen
class Nothing:
    pass


@frozen
class Twice:
    number: int
    times: int = 2
    names: tuple[str, ...] = attrs.field(factory=tuple)

    @property
    def all(self) -> int:
        return self.number * self.times

    def itself(self) -> type:
        return __class__  # type: ignore[name-defined]


def test_values_are_compared_and_counted_by_the_fields_that_say_who_they_are() -> None:
    assert Pair(1, "a") == Pair(1, "b")
    assert Pair(1) != Pair(2)
    assert Pair(1) != AsAttrs(1)
    assert hash(Pair(1, "a")) == hash(Pair(1, "b"))
    assert {Pair(1), Pair(1), Pair(2)} == {Pair(2), Pair(1)}
    assert Nothing() == Nothing()
    assert len({Nothing(), Nothing()}) == 1


def test_where_nothing_is_compared_each_is_itself() -> None:
    one = Node(1)

    assert one == one
    assert one != Node(1)
    assert len({one, Node(1)}) == 2


def test_it_is_shown_as_attrs_shows_it() -> None:
    assert repr(Pair(1, "a")) == repr(AsAttrs(1, "a")).replace("AsAttrs", "Pair")
    assert repr(Node(1)) == "Node(left=1)"


def test_it_cannot_be_changed_but_a_changed_one_be_made() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Pair(1).left = 2  # type: ignore[misc]

    assert attrs.evolve(Pair(1, "a"), left=2) == Pair(2)


def test_its_fields_are_known_before_there_is_a_value() -> None:
    @frozen
    class Fresh:
        left: int
        right: str = ""

    assert attrs.has(Fresh)
    assert [field.name for field in attrs.fields(Fresh)] == ["left", "right"]


def test_a_value_may_come_first_from_a_copy_that_was_kept() -> None:
    assert pickle.loads(pickle.dumps(Pair(1, "a"))).right == "a"
    assert copy.deepcopy(Node(1)).left == 1


def test_a_pattern_takes_it_apart_before_there_is_a_value() -> None:
    @frozen
    class Fresh:
        left: int

    match object():
        case Fresh(_):
            pytest.fail("something else was taken for it")
        case _:
            pass
    match Fresh(1):
        case Fresh(left):
            assert left == 1


def test_what_a_class_says_of_itself_is_kept() -> None:
    two = Twice(3)

    assert (two.all, two.times, two.names) == (6, 2, ())
    assert two.itself() is Twice
    assert Twice.__qualname__ == "Twice"
    assert not hasattr(two, "__dict__")


def test_a_value_without_its_parts_is_refused_as_attrs_does() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'left'"):
        Pair()  # type: ignore[call-arg]
