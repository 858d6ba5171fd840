"""Cases as JSON, for no engine in particular: rule text, partners with their rows, a period, and what is expected.

Quantities are integers of units as in a population (cents for dollars), days ISO dates, sets lists in order.
"""
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import attrs

from rulelang.core import nodes as core
from rulelang.core.population import Outcome, Population, Results, Subject, Value
from rulelang.exact.calendar import Period

from .program import front_end
from .shrinking import Case

Json = Any


@attrs.frozen
class KeptCase:
    """`expected`: for each partner's key and each outcome, what `described` says of it."""

    core: core.Core
    population: Population
    period: Period
    expected: Mapping[str, Mapping[str, Json]]

    def said(self, results: object) -> Mapping[str, Mapping[str, Json]]:
        """What some results say of everything that is expected of somebody."""
        assert isinstance(results, Results), results
        names = results.outcomes
        found = {"/".join(map(str, key)): dict(zip(names, said, strict=True)) for key, said in results.rows}
        return {
            key: {name: described(found[key][name]) for name in wanted} for key, wanted in self.expected.items()
        }


def described(outcome: Outcome) -> Json:
    """A value as it is; a sentence for what is unknown or not due."""
    if not outcome.due:
        return f"not due before {outcome.next_due}"
    if not outcome.causes:
        return outcome.value
    causes = ", ".join(str(cause) for cause in outcome.causes)
    tiers = f"{outcome.lowest} to {outcome.highest}, " if outcome.lowest else ""
    return f"unknown: {tiers}{causes}"


def read_case(kept: Mapping[str, Json]) -> KeptCase:
    """A case as it was written; its rules check without findings."""
    found, findings = front_end([(f"{n}.rule", "\n".join(text)) for n, text in kept["rules"].items()], kept.get("run"))
    assert found is not None, findings
    return KeptCase(
        found, _population(found, kept), _period(kept["period"]), kept["expected"]
    )


def _period(text: str) -> Period:
    return Period(*(datetime.date.fromisoformat(day) for day in text.split("..")))


def _population(program: core.Core, kept: Mapping[str, Json]) -> Population:
    subjects = tuple(
        Subject(
            tuple(_row(program.subject, s["fields"])[k] for k in program.subject.keys),
            _row(program.subject, s["fields"]),
            {e.name: tuple(_row(e, r) for r in s.get("records", {}).get(e.name, ())) for e in program.relations},
            frozenset(s.get("rejected", ())),
        )
        for s in kept["partners"]
    )
    covered = {name: datetime.date.fromisoformat(day) for name, day in kept.get("covered_from", {}).items()}
    history = {name: (_period(days), tier) for name, (days, tier) in kept.get("history", {}).items()}
    return Population(subjects, covered, history)


def _row(entity: core.Entity, written: Mapping[str, Json]) -> dict[str, Value]:
    return {field.name: _value(field.type, written.get(field.name)) for field in _fields(entity)}


def _fields(entity: core.Entity) -> tuple[core.Field, ...]:
    """Those of its own, and those that its rows are read for of other records."""
    return (*entity.fields, *(read.field for read in entity.borrowed))


def _value(kind: core.Type, written: Json) -> Value:
    if written is None:
        return None
    if isinstance(kind, core.Day):
        return datetime.date.fromisoformat(written)
    found: Value = frozenset(written) if isinstance(kind, core.ChoiceSet) else written
    return found


def written(case: Case, program: core.Core) -> Json:
    """A case as JSON, without what is expected of it."""
    relations = program.relations
    return {
        "rules": {name.removesuffix(".rule"): text.split("\n") for name, text in case.program.files},
        "run": case.program.name,
        "period": f"{case.period.start}..{case.period.stop}",
        "covered_from": {name: str(day) for name, day in case.population.covered_from.items()},
        "history": {n: (f"{p.start}..{p.stop}", tier) for n, (p, tier) in case.population.history.items()},
        "partners": [
            {
                "fields": _written(program.subject, subject.fields),
                "records": {e.name: [_written(e, r) for r in subject.records.get(e.name, ())] for e in relations},
                "rejected": sorted(subject.rejected),
            }
            for subject in case.population.subjects
        ],
    }


def _written(entity: core.Entity, row: Mapping[str, Value]) -> dict[str, Json]:
    found = {f.name: row[f.name] for f in _fields(entity)}
    return {n: sorted(v) if isinstance(v, frozenset) else _plain(v) for n, v in found.items()}


def _plain(value: Value) -> Json:
    return str(value) if isinstance(value, datetime.date) else value
