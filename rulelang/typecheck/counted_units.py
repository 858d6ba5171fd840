"""What a table of bands pays: a rate, an amount for each unit that is counted, or an amount as it stands.

`5 USD per seat` is only read where seats are what is counted, and every row and exception of a table says it, or none:
money for each deal where seats are counted would be other money. Knows no edges.
"""
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.names.clauses import all_of
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.bands import RATES, pays_what
from rulelang.typecheck.parts import parts_of
from rulelang.typecheck.payable import Way
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

ENDING_MAX = 3
"""Letters by which the name of many may be longer than that of one: `seats`, `licencias`, `conexiones`."""


def check_units(checker: Checker, way: nodes.Bands, on: nodes.On, base: core.Type) -> bool:
    """Whether a table that pays for each unit does so in every row, of something that its base counts."""
    pers = [row.per for row in way.rows if row.per is not None]
    for row in way.rows:
        if pers and (row.per is None or row.per.text != pers[0].text):
            _tell_other(checker, row.per or row.value, pers[0], "" if row.per is None else "other")
            return False
    if not pers:
        return True
    if way.kind in ("fixed", "every_fixed"):
        checker.report.add("unit-not-counted", pers[0].span, labels=[(on.value.span, "base")], name=pers[0].text,
                           text=on.value.span.text, base=kind_words(base), names="", variant="amounts")  # fmt: skip
        return False
    countable = isinstance(base, core.Quantity) and base.kind in ("count", "number")
    if countable and is_counted(checker, pers[0].text, on.value):
        return True
    names = sorted(set(_counted(checker, on.value, set())))
    checker.report.add(
        "unit-not-counted", pers[0].span, labels=[(on.value.span, "base")], name=pers[0].text,
        text=on.value.span.text, base=kind_words(base), names=", ".join(f"`{name}`" for name in names),
        variant="" if countable and names else "kind",
    )
    return False


def is_counted(checker: Checker, unit: str, value: nodes.Expression) -> bool:
    """Whether a value is a number of what a word names one of."""
    return any(_is_one_of(unit, name) for name in _counted(checker, value, set()))


def check_exceptions(checker: Checker, way: Way, clauses: tuple[object, ...]) -> bool:
    """Whether exceptions say a unit where what they stand in place of does."""
    pers = [row.per for row in way.rows] if isinstance(way, nodes.Bands) else []
    per = pers[0] if pers else way.per if isinstance(way, nodes.Pays) else None
    for each in all_of(nodes.Exceptional, clauses):
        if each.per is not None and (per is None or each.per.text != per.text):
            _tell_other(checker, each.per, per or way, "other" if per is not None else "none")
            return False
        if each.per is None and per is not None and isinstance(way, nodes.Bands):
            _tell_other(checker, each.value, per, "")
            return False
    return True


def pays_percent(checker: Checker, way: Way) -> bool:
    """Whether what is paid is a percent, as far as that is known."""
    if isinstance(way, nodes.Bands):
        return pays_what(way, [checker.facts.known(row.value) for row in way.rows]) == RATES
    fact = checker.facts.known(way.value) if isinstance(way, nodes.Pays) else None
    return fact is not None and types.is_numeric(fact.type) and fact.type.kind == "percent"


def _tell_other(
    checker: Checker, here: nodes.Name | nodes.Expression, there: nodes.Name | Way, variant: str
) -> None:
    checker.report.add(
        "unit-here-not-there", here.span, labels=[(there.span, "way" if variant == "none" else "there")],
        text=here.span.text,
        name=there.text if isinstance(there, nodes.Name) else "", variant=variant,
    )


def _counted(checker: Checker, node: object, seen: set[str]) -> Iterator[str]:
    """The names of what a value counts: of its records where they are counted, else of the figures it adds up."""
    match node:
        case nodes.Aggregate(function="count", source=source):
            yield source[-1].text
        case nodes.Aggregate(value=value) if value is not None:
            yield from _counted(checker, value, seen)
        case nodes.Reading(path=path):
            name = path[-1].text
            yield name
            measure = checker.resolved.measures.get(name)
            if measure is not None and name not in seen:
                yield from _counted(checker, measure.value, seen | {name})
        case nodes.Logic() | nodes.Comparison() | nodes.Between() | nodes.OneOf() | nodes.IsKnown():
            return
        case _:
            for part in parts_of(node):
                yield from _counted(checker, part, seen)


def _is_one_of(unit: str, name: str) -> bool:
    """Whether a word is the name of one of what a name has many of: `seat` of `active_seats`, `company` of
    `companies`."""
    one = unit.lower()
    stem = one[:-1] if len(one) > ENDING_MAX else one
    words = (name.lower(), *name.lower().split("_"))
    return any(word.startswith(stem) and len(word) <= len(one) + ENDING_MAX for word in words)
