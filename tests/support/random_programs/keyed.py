"""Parameters with keys: tables of one and two keys, perhaps another one from a later day on."""
from __future__ import annotations

import datetime
from fractions import Fraction
from itertools import product

from rulelang.core import nodes as core

from .parameters import HORIZON, RATES, type_of
from .terms import Term
from .windows import day_fields, in_force
from .world import Scope, Table, World
from .writing import literal

KINDS = ("money", "count", "number", "percent")


def keyed(world: World, kind: str, scope: Scope, *, rate: bool = False) -> Term | None:
    """A reading of a table made for it; None where there is nothing to key it by."""
    draw = world.draw
    declared = "percent" if kind == "share" else kind
    sources = _sources(world, scope)
    if declared not in KINDS or not sources:
        return None
    chosen = draw.sample(sources, min(len(sources), draw.weighted((60, 1), (40, 2))))
    if len({key for key, _, _ in chosen}) < len(chosen):
        chosen = chosen[:1]
    starts = [world.start, *_changes(world)]
    values: list[Fraction] = []
    name = world.name("table_rate" if rate else f"{declared}_table")
    currency = world.currency if declared == "money" else None
    keys = [key for key, _, _ in chosen]
    lines = [f"parameter {name} {declared} by {', '.join(keys)}"]
    members = [of or named_countries(world) for _, of, _ in chosen]
    for start in starts:
        drawn = {
            cell: draw.choice(RATES) if rate else world.threshold(declared) for cell in product(*members)
        }
        values += drawn.values()
        shown = {cell: literal(declared, value, currency) for cell, value in drawn.items()}
        lines += [f"  from {start}", *_table(world, name, keys, members, shown)]
    world.declare(name, *lines)
    said = len(starts) > 1 or draw.odds(75 if scope.row else 40)
    arguments = [_shortened(world, argument) if said else argument for _, _, argument in chosen]
    text = f"{name}({', '.join(arguments)})"
    world.tables.append(Table(name, declared, tuple(keys), tuple(product(*members)), tuple(values), said))
    text = f"{text} {in_force(world, scope)}" if said else text
    return Term(text, type_of(declared, values, currency), dated=True, closed=False)


def _sources(world: World, scope: Scope) -> list[tuple[str, tuple[str, ...], str]]:
    """What a table can be keyed by here: the key, its members (none for countries), and how it is read."""
    from .numbers import named_fields

    found: list[tuple[str, tuple[str, ...], str]] = []
    for name, field in named_fields(world, scope):
        if isinstance(field.type, core.Choice) and field.type.enumeration not in world.grown:
            found.append((field.type.enumeration, field.type.members, name))
        elif field.type == core.Words(country=True):
            found.append(("country", (), name))
    held = [f"on {name}" for name in day_fields(world, scope)] if scope.row or world.draw.odds(20) else []
    # Of a record its own day more often than not: it is what tables by tier are read on.
    day = world.draw.choice(("at period start", "at period end", *held, *held))
    found += [(ladder.declared, ladder.tiers, f"{ladder.name} in force {day}") for ladder in world.ladders]
    return found


def _shortened(world: World, argument: str) -> str:
    """A tier without a day of its own: that of the whole reading is its."""
    ladder, in_force_, _ = argument.partition(" in force ")
    return ladder if in_force_ and world.draw.odds(40) else argument


def named_countries(world: World) -> tuple[str, ...]:
    """The countries that tables name: all but one of those that partners are based in."""
    from .conditions import COUNTRIES

    if not world.countries:
        world.countries = tuple(world.draw.sample(COUNTRIES, len(COUNTRIES) - 1))
    return world.countries


def _changes(world: World) -> list[datetime.date]:
    """Sometimes one later day, mostly where a year begins."""
    draw = world.draw
    if draw.odds(55):
        return []
    day = world.start + datetime.timedelta(draw.randint(30, 900))
    day = world.calendar.containing("year", day).start if draw.odds(60) else day
    return [day] if world.start < day <= HORIZON else []


def _table(
    world: World, name: str, keys: list[str], members: list[tuple[str, ...]], shown: dict[tuple[str, ...], str]
) -> list[str]:
    """A row a cell, or with two keys also the second one above the columns."""
    if len(keys) == 2 and world.draw.odds(50):
        rows = [[keys[0], *members[1]]]
        rows += [[down, *(shown[down, across] for across in members[1])] for down in members[0]]
    else:
        rows = [[*keys, name]] + [[*cell, text] for cell, text in shown.items()]
    return [f"    | {' | '.join(row)} |" for row in rows]
