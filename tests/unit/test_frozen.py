"""Classes made by `frozen` behave as those of `attrs.frozen`."""
from __future__ import annotations

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
