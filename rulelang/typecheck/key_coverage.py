"""Whether a table has a value for every key that can be asked for.

The members of an enumeration and the tiers of a ladder can all occur, and so can every country that a variant covers.
Any other country, and any text, occurs where a table names it: beside it every closed key is wanted.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from rulelang.core import nodes as core
from rulelang.names.ladder_versions import tiers_until
from rulelang.names.resolved import NewMembers
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.cells import shown_key
from rulelang.typecheck.program import covered

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

Stretch = tuple[datetime.date, datetime.date | None, Mapping[core.CellKey, Any], Span]


def check_coverage(
    checker: Checker, parameter: nodes.KeyedParameter, keys: tuple[core.Type, ...], stretches: Sequence[Stretch]
) -> bool:
    """True where no cell is missing; else the first one is named, with the days on which it is."""
    for start, stop, cells, span in stretches:
        closed = [_closed(checker, key, stop) for key in keys]
        missing = list(_missing(closed, cells))
        if missing:
            _tell(checker, parameter, keys, missing, (start, stop, cells, span))
            return False
    return True


def _tell(
    checker: Checker, parameter: nodes.KeyedParameter, keys: tuple[core.Type, ...], missing: Sequence[core.CellKey],
    stretch: Stretch,
) -> None:
    """A cell that is missing for a member that a variant adds is told there: the table was whole before."""
    start, stop, _, span = stretch
    first, member = max(start, checker.resolved.start), ""
    variant = f"{'several' if len(missing) > 1 else 'one'}{'' if stop else '-open'}"
    for key, value in zip(keys, missing[0], strict=True):
        added = _added_by(checker, key, value)
        if added is not None:
            edit, day = added
            span, first, member = edit.span, max(first, day), value
            variant = "added-several" if len(missing) > 1 else "added-one"
            break
    checker.report.add(
        "missing-cell", span, labels=[(parameter.name.span, "parameter")], name=parameter.name.text, member=member,
        cell=shown_key(missing[0]), first=first, last=stop or "", others=len(missing) - 1, variant=variant,
    )


def _added_by(
    checker: Checker, key: core.Type, value: object
) -> tuple[nodes.AddMembers, datetime.date] | None:
    """What a variant writes to add a member, and its first day; None of one that the program itself has."""
    resolved = checker.resolved
    starts = {id(v): change.day for v, change in zip(resolved.lineage, resolved.changes, strict=True)}
    if not isinstance(key, core.Choice):
        return None
    for override in resolved.overrides:
        if not isinstance(override, NewMembers) or override.base.name.text != key.enumeration:
            continue
        if value in [member.name.text for member in override.edit.members]:
            return override.edit, starts[id(override.owner)]
    return None


def _closed(checker: Checker, key: core.Type, stop: datetime.date | None) -> tuple[str, ...] | None:
    """All values a key can have; None where a table itself says which there are."""
    match key:
        case core.Choice(enumeration=name, members=members):
            ladder = checker.resolved.ladders.get(name)
            return _members_until(checker, name, members, stop) if ladder is None else tiers_until(ladder, stop)
        case core.Words(country=True):
            variant, change = checker.resolved.variant, checker.resolved.change
            if variant is not None and change is not None and (stop is None or stop >= change.day):
                return _countries(checker)
    return None


def _countries(checker: Checker) -> tuple[str, ...]:
    """What a variant covers and all that it adapts cover too; where one covers more, that is told of elsewhere."""
    every = [covered(checker.resolved, variant) for variant in checker.resolved.lineage]
    return tuple(country for country in every[-1] if all(country in each for each in every))


def _members_until(
    checker: Checker, enumeration: str, members: tuple[str, ...], last: datetime.date | None
) -> tuple[str, ...]:
    """The members that there are by a day: one that a variant adds is there from the variant's first day on."""
    resolved, later = checker.resolved, set[str]()
    starts = {id(v): change.day for v, change in zip(resolved.lineage, resolved.changes, strict=True)}
    for override in resolved.overrides:
        if not isinstance(override, NewMembers) or override.base.name.text != enumeration:
            continue
        if last is not None and last < starts[id(override.owner)]:
            later |= {member.name.text for member in override.edit.members}
    return tuple(member for member in members if member not in later)


def _missing(closed: Sequence[tuple[str, ...] | None], cells: Mapping[core.CellKey, Any]) -> Iterator[core.CellKey]:
    fixed = [values for values in closed if values is not None]
    if not fixed:
        return
    open_ones = [n for n, values in enumerate(closed) if values is None]
    named = dict.fromkeys(tuple(key[n] for n in open_ones) for key in cells) or {(): None}
    for given in named:
        for chosen in product(*fixed):
            own, others = iter(given), iter(chosen)
            key = tuple(next(own) if values is None else next(others) for values in closed)
            if key not in cells:
                yield key
