"""Grounds parameters with keys: the table in force, reduced to the keys that are data, and looked up in.

A tier is a key by its place in its ladder; everything else by its text.
"""
from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Union

import attrs

from rulelang.compile.plan_ladders import Standing, since_each, standing_on, standings_between
from rulelang.compile.plan_state import Handler, Planned, Planner, Setting
from rulelang.compile.plan_values import choose, constant, kind_of, plan_day, within
from rulelang.compile.rationals import Rational
from rulelang.compile.scalars import INTEGER, Cells, Scalar
from rulelang.core.nodes import (
    CellValue,
    Choice,
    KeyedParameter,
    KeyedValue,
    Literal,
    OnField,
    Quantity,
    Table,
    TierValue,
)
from rulelang.core.schedule import day_of

Key = tuple[Union[str, int], ...]


@attrs.frozen
class _Keys:
    """The keys of one reading: constants by their position, the others as scalars, with the type of each."""

    fixed: Mapping[int, str]
    places: Mapping[int, Mapping[str, int]]
    scalars: tuple[Scalar, ...]
    causes: Scalar


def plan_keyed(planner: Planner, node: KeyedValue, setting: Setting) -> Planned:
    """What the cell of the keys holds; on a day that is data, a case over the tables."""
    day = plan_day(planner, node.day, setting)
    keys = _keys(planner, node, setting)
    parameter = planner.core.keyed_parameter(node.parameter)
    branches = []
    for table in parameter.tables:
        inside = within(planner, day.scalar, table.start, table.stop)
        if not (inside.is_constant and inside.payload is False):
            branches.append((inside, _in_table(planner, parameter, table, keys)))
    nothing = _nothing(planner, parameter)
    found = choose(planner, branches, nothing) if branches else nothing
    return Planned(found.value, planner.first_of(day.causes, keys.causes, found.causes))


def _nothing(planner: Planner, parameter: KeyedParameter) -> Planned:
    """No cell: a value of some cell stands in."""
    some = next(value for table in parameter.tables for value in table.cells.values())
    return Planned(_value(planner, parameter, some), planner.cause("missing", parameter.name))


def _value(planner: Planner, parameter: KeyedParameter, cell: CellValue) -> Union[Rational, Scalar]:
    if isinstance(parameter.type, Quantity):
        assert isinstance(cell, int)
        return constant(planner, Fraction(cell, parameter.type.denominator)).value
    assert not isinstance(cell, int) or isinstance(cell, bool)
    return constant(planner, cell).value


def _keys(planner: Planner, node: KeyedValue, setting: Setting) -> _Keys:
    """Keys that are written, and keys that data decides."""
    fixed: dict[int, str] = {}
    places: dict[int, Mapping[str, int]] = {}
    scalars: list[Scalar] = []
    causes = planner.clear
    for number, key in enumerate(node.keys):
        if isinstance(key, Literal) and isinstance(key.value, str):
            fixed[number] = key.value
            continue
        found = planner.expression(key, setting)
        if isinstance(key, TierValue):
            places[number] = {step.name: n for n, step in enumerate(planner.core.ladder(key.ladder).steps)}
        scalars.append(found.scalar)
        causes = planner.scalars.join(causes, found.causes)
    return _Keys(fixed, places, tuple(scalars), causes)


def _in_table(planner: Planner, parameter: KeyedParameter, table: Table, keys: _Keys) -> Planned:
    reduced = _reduced(parameter, table, keys)
    if not reduced:
        return _nothing(planner, parameter)
    if not keys.scalars:
        return Planned(_value(planner, parameter, reduced[()]), planner.clear)
    cells = _cells(planner, parameter, reduced, keys)
    s = planner.scalars
    value = s.lookup(cells, keys.scalars)
    causes = planner.clear
    if not _is_complete(parameter, reduced, keys):
        has = s.has_cell(cells, keys.scalars)
        causes = s.case([(has, planner.clear)], planner.cause("missing", parameter.name))
    if isinstance(parameter.type, Quantity):
        return Planned(Rational(value, parameter.type.denominator), causes)
    return Planned(value, causes)


def _reduced(parameter: KeyedParameter, table: Table, keys: _Keys) -> Mapping[Key, CellValue]:
    """The cells that the written keys leave, by the keys that are left."""
    if not keys.fixed and not keys.places:
        whole: Mapping[Key, CellValue] = table.cells  # type: ignore[assignment]  # a key of texts is a key
        return whole
    left = [n for n in range(len(parameter.keys)) if n not in keys.fixed]
    return {
        tuple(keys.places[n][key[n]] if n in keys.places else key[n] for n in left): value
        for key, value in table.cells.items()
        if all(key[n] == text for n, text in keys.fixed.items())
    }


def _cells(planner: Planner, parameter: KeyedParameter, reduced: Mapping[Key, CellValue], keys: _Keys) -> Cells:
    """The table, made once however often it is read."""
    memo = (parameter.name, id(reduced)) if not keys.fixed and not keys.places else (
        parameter.name, tuple(sorted(reduced.items(), key=lambda item: str(item[0])))
    )
    found = planner.tables.get(memo)
    if found is None:
        kind = kind_of(parameter.type)
        whole = [value for value in reduced.values() if isinstance(value, int)] if kind == INTEGER else [0]
        found = planner.tables[memo] = Cells(parameter.name, reduced, kind, min(whole), max(whole))
    return found


def _is_complete(parameter: KeyedParameter, reduced: Mapping[Key, CellValue], keys: _Keys) -> bool:
    """Whether every value that the keys may take has a cell."""
    left = [kind for n, kind in enumerate(parameter.keys) if n not in keys.fixed]
    members = [kind.members for kind in left if isinstance(kind, Choice)]
    if len(members) < len(left):
        return False
    count = 1
    for each in members:
        count *= len(each)
    return len(reduced) == count


# ------------------------------------------------------------------------------------------------ tiers


def plan_tier_value(planner: Planner, node: TierValue, setting: Setting) -> Planned:
    """The place of the tier in force in its ladder; unknown where it may be one of several."""
    ladder = planner.core.ladder(node.ladder)
    if not isinstance(node.day, OnField):
        return _place(planner, standing_on(planner, ladder, day_of(node.day, setting.period)))
    day = plan_day(planner, node.day, setting)
    places = [(start, _place(planner, standing)) for start, standing in
              standings_between(planner, ladder, node.day.field)]
    found = since_each(planner, places, day.scalar) or Planned(planner.scalars.constant(0), planner.clear)
    return Planned(found.scalar, planner.first_of(day.causes, found.causes))


def _place(planner: Planner, standing: Standing) -> Planned:
    if standing.lowest is standing.highest:
        return Planned(standing.lowest, planner.clear)
    s = planner.scalars
    agreed = s.compare("=", standing.lowest, standing.highest)
    return Planned(standing.lowest, s.case([(agreed, planner.clear)], standing.causes))


HANDLERS: Mapping[type, Handler] = {KeyedValue: plan_keyed, TierValue: plan_tier_value}
