"""Claims held against examples: a condition as it comes out there, a rise by raising what is given, one cell at a time.

What is found is a claim that is broken. A claim that is not is not proved by that; one that is unknown says nothing.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.core.paid_in import all_in_program_currency
from rulelang.core.population import Outcome, Population, Subject, Value
from rulelang.core.walk import walk
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.phrase import Told, listed, phrase
from rulelang.exact.calendar import Period

if TYPE_CHECKING:
    from fractions import Fraction

CHANGES_MAX = 200
"""Cells raised for one claim on one example."""
RAISED_BY = (10, 2, 1)
"""A cell is raised by a tenth of itself, by half, and to twice as much, by one unit at least."""
Shown = Mapping[str, Told]


@attrs.frozen
class Tried:
    """An example: for whom, when, and on which engine."""

    program: core.Core
    population: Population
    period: Period
    engine: str

    def outcomes(self, names: tuple[str, ...], subject: Subject | None = None) -> dict[str, Outcome]:
        """Outcomes of the example's partner, or of the same with other values."""
        from rulelang.running import run_engine

        population = self.population if subject is None else attrs.evolve(self.population, subjects=(subject,))
        results = run_engine(self.program, population, self.period, self.engine, names)
        return dict(zip(results.outcomes, results.rows[0][1], strict=True))


def broken_claims(tried: Tried) -> Iterator[Diagnostic]:
    """Every claim of the program that does not hold on an example."""
    for claim in tried.program.claims:
        if len(claim.definitions) == 1:
            yield from _condition(tried, claim, claim.definitions[0])
        else:
            yield from _rise(attrs.evolve(tried, engine="interpreter"), claim)


def _condition(tried: Tried, claim: core.Claim, definition: core.Definition) -> Iterator[Diagnostic]:
    if tried.outcomes((definition.name,))[definition.name].value is not False:
        return
    names = tuple(dict.fromkeys(_read_by(definition.value)))
    read = attrs.evolve(tried, program=all_in_program_currency(tried.program))
    found = read.outcomes(names) if names else {}
    values = [_told(read, name, outcome) for name, outcome in found.items()]
    yield Diagnostic("claim-broken", None, {"claim": claim.title, "values": listed(values)}, variant=_case(values))


def _case(values: list[Told]) -> str:
    return "" if values else "alone"


def _read_by(value: core.Expression) -> Iterator[str]:
    """The measures, eligibilities and payments that a condition reads for the period itself."""
    for node in walk(value):
        if isinstance(node, core.Paid):
            yield node.name
        elif isinstance(node, core.Read) and node.window is None:
            yield node.definition


def _told(tried: Tried, name: str, outcome: Outcome) -> Told:
    from rulelang.tools.examples import shown_outcome

    return phrase("`{name}` is {value}", name=name, value=shown_outcome(tried.program, name, outcome, tried.period))


# ------------------------------------------------------------------------------------------------ rises with


def _rise(tried: Tried, claim: core.Claim) -> Iterator[Diagnostic]:
    """The first cell whose raise moves the two figures against each other."""
    value, cause = claim.definitions
    names = (value.name, cause.name)
    before = tried.outcomes(names)
    for where, subject in _raised(tried.program, tried.population.subjects[0]):
        after = tried.outcomes(names, subject)
        if _amount(before[cause.name]) is None or _amount(after[cause.name]) is None:
            continue
        if _against(before, after, value.name, cause.name) or _against(after, before, value.name, cause.name):
            yield Diagnostic("claim-falls", None, {"claim": claim.title, "cell": where, **_both(
                tried, value, cause, before, after)})
            return


def _both(
    tried: Tried, value: core.Definition, cause: core.Definition, before: Mapping[str, Outcome],
    after: Mapping[str, Outcome],
) -> Shown:
    from rulelang.tools.examples import shown_outcome

    told: dict[str, Told] = {}
    for side, definition in (("value", value), ("cause", cause)):
        told[side] = definition.span.text
        for when, outcomes in (("before", before), ("after", after)):
            told[f"{side}_{when}"] = shown_outcome(
                tried.program, definition.name, outcomes[definition.name], tried.period
            )
    return told


def _against(low: Mapping[str, Outcome], high: Mapping[str, Outcome], value: str, cause: str) -> bool:
    """Whether there is more of the cause and less of the value."""
    figures = [_amount(outcomes[name]) for name in (cause, value) for outcomes in (low, high)]
    if any(figure is None for figure in figures):
        return False
    less, more, first, then = (figure for figure in figures if figure is not None)
    return more > less and then < first


def _amount(outcome: Outcome) -> int | Fraction | None:
    """A figure that is known; what is not due yet is nothing."""
    if not outcome.due:
        return 0
    found = outcome.value
    return found if not isinstance(found, (bool, str)) and hasattr(found, "numerator") else None  # type: ignore[return-value]


def _raised(program: core.Core, subject: Subject) -> Iterator[tuple[str, Subject]]:
    """The same partner with one number more in one cell."""
    count = 0
    for name, fields in _raised_cells(program.subject, subject.fields):
        yield f"{program.subject.name}.{name}", attrs.evolve(subject, fields=fields)
        count += 1
    for entity in program.relations:
        rows = subject.records.get(entity.name, ())
        for number, row in enumerate(rows):
            for name, changed in _raised_cells(entity, row):
                if count >= CHANGES_MAX:
                    return
                count += 1
                others = (*rows[:number], changed, *rows[number + 1 :])
                yield f"{entity.name}.{name}", attrs.evolve(subject, records={**subject.records, entity.name: others})


def _raised_cells(entity: core.Entity, row: Mapping[str, Value]) -> Iterable[tuple[str, dict[str, Value]]]:
    for field in entity.fields:
        held = row.get(field.name)
        if isinstance(field.type, core.Quantity) and isinstance(held, int):
            steps = {min(held + max(1, abs(held) // part), field.type.high) for part in RAISED_BY}
            for units in sorted(steps - {held}):
                yield field.name, {**row, field.name: units}
