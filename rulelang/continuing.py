"""Runs that go on from tiers partners had before: everybody with the same past is computed together. Part of `api`.

An engine takes one past for all it computes. So the whole population is computed once for each past there is, and
of each such run the partners who have that past are kept: what looks at other partners, a rank or a median, always
sees all of them.
"""
from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import attrs

from rulelang.core.nodes import Core
from rulelang.core.paid_in import types_due
from rulelang.core.population import Population, Results, Subject, Value
from rulelang.core.walk import cohorts_of, reads_tiers
from rulelang.data.history import History, read_history
from rulelang.diagnostics.model import Diagnostic, Place
from rulelang.diagnostics.refused import Refused
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.exact.calendar import Period

Past = tuple[tuple[str, Period, str], ...]


def run_on(
    core: Core, population: Population, period: Period, engine: str, outcomes: Sequence[str], path: Path
) -> tuple[Results, str]:
    """The results of a population whose tiers before are in a file, and the digest of that file."""
    from rulelang.running import run_engine

    history = read_history(core, path)
    _refuse_strangers(core, population, history, path)
    groups = _groups(core, population, history)
    _refuse_mixed_pasts(core, groups, path)
    found = [
        _kept(run_engine(core, attrs.evolve(population, history=_given(past)), period, engine, outcomes), group)
        for past, group in groups.items()
    ]
    starts: dict[str, datetime.date] = {}
    for results in found:
        for ladder, day in results.fold_starts.items():
            starts[ladder] = min(day, starts.get(ladder, day))
    rows = sorted((row for results in found for row in results.rows), key=lambda row: row[0])
    paid_in = types_due(core, outcomes, period)
    return Results(tuple(outcomes), tuple(rows), dict(sorted(starts.items())), paid_in=paid_in), history.digest


def with_past(core: Core, population: Population, subject: Subject, path: Path) -> Population:
    """A population with the tiers that one subject had before, to tell how this subject went on from there."""
    history = read_history(core, path)
    _refuse_strangers(core, population, history, path)
    groups = _groups(core, population, history)
    _refuse_mixed_pasts(core, groups, path)
    past = next(past for past, keys in groups.items() if subject.key in keys)
    return attrs.evolve(population, history=_given(past))


def _groups(core: Core, population: Population, history: History) -> Mapping[Past, set[tuple[Value, ...]]]:
    """The keys of subjects by their past; one group without any where nobody is there."""
    found: dict[Past, set[tuple[Value, ...]]] = {}
    for subject in population.subjects:
        standing = history.standings.get(_written(core, subject), {})
        past = tuple(sorted((ladder, since, tier) for ladder, (since, tier) in standing.items()))
        found.setdefault(past, set()).add(subject.key)
    return found or {(): set()}


def _given(past: Past) -> dict[str, tuple[Period, str]]:
    return {ladder: (since, tier) for ladder, since, tier in past}


def _kept(results: Results, group: Collection[tuple[Value, ...]]) -> Results:
    return attrs.evolve(results, rows=tuple(row for row in results.rows if row[0] in group))


def _written(core: Core, subject: Subject) -> tuple[str, ...]:
    """A subject's key as it is written in files."""
    from rulelang.data.written import written

    types = [core.subject.field(name).type for name in core.subject.keys]
    return tuple(written(part, kind) for part, kind in zip(subject.key, types, strict=True))


def _refuse_strangers(core: Core, population: Population, history: History, path: Path) -> None:
    """A past of somebody who is not in the data is a slip in one of the two."""
    known = {_written(core, subject): None for subject in population.subjects}
    texts = [", ".join(key) for key in known]
    strangers = [key for key in history.standings if key not in known]
    if core.countries is None and strangers:
        raise Refused([
            Diagnostic(
                "history-stranger",
                None,
                {
                    "key": ", ".join(key),
                    "subject": core.subject.name,
                    "suggestions": in_backticks(did_you_mean(", ".join(key), texts)),
                },
                place=Place(path.name),
            )
            for key in strangers[:20]
        ])  # fmt: skip


def _refuse_mixed_pasts(core: Core, groups: Collection[Past], path: Path) -> None:
    """What compares subjects by their tiers needs each one's own past at once, and an engine takes one for all."""
    compared = sorted({node.definition for node in cohorts_of(core) if reads_tiers(core, node)})
    if compared and len(groups) > 1:
        values = {"names": in_backticks(compared), "subject": core.subject.name}
        raise Refused([Diagnostic("history-compared", None, values, place=Place(path.name))])
