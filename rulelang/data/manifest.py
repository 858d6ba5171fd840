"""What a result was made of: written beside it, so that anybody can make it again and get the same bytes.

Holds no time and no machine: the same run gives the same manifest.
"""
from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

import rulelang
from rulelang.core.nodes import Core
from rulelang.core.paid_in import types_due
from rulelang.core.population import CohortSize, ProgramFigure, Results
from rulelang.data.atomic import replacing
from rulelang.data.reading import Reading
from rulelang.data.rendered import cause_text
from rulelang.data.samples_listed import chosen_in, samples_in
from rulelang.data.written import written
from rulelang.exact.calendar import Period

FORMAT = "rulelang.result.v1"


@attrs.frozen
class Summary:
    """What a manifest says of results. `unknown` counts, for each outcome that is unknown for somebody, the subjects by
    cause; `not_due` gives the day on which something is due of each outcome that nothing is due of in the period;
    `cohorts` are the sizes of what was compared across subjects."""

    outcomes: tuple[str, ...]
    subjects: int
    fold_starts: Mapping[str, datetime.date]
    unknown: Mapping[str, Mapping[str, int]]
    not_due: Mapping[str, datetime.date | None]
    cohorts: tuple[CohortSize, ...] = ()
    program: tuple[ProgramFigure, ...] = ()


def summary_of(results: Results) -> Summary:
    return Summary(
        results.outcomes, len(results.rows), results.fold_starts, _unknown(results), _not_due(results), results.cohorts,
        results.program,
    )


def manifest(
    core: Core,
    results: Results | Summary,
    reading: Reading,
    *,
    semantic_hash: str,
    period: Period,
    as_of: datetime.date | None,
    engine: str,
    sql_hash: str | None = None,
    not_covered: int = 0,
    accept_rejects: bool = False,
    settings: Mapping[str, str] | None = None,
    history_hash: str | None = None,
) -> dict[str, Any]:
    """The manifest of a run as plain data. `not_covered` counts subjects that a variant does not pay, and those who
    begin after the period; `sql_hash` is left out by engines that run no SQL. `settings` are parameters that were given
    other values for this run, and `history_hash` is of the file of tiers it went on from; both are left out where there
    are none."""
    summary = results if isinstance(results, Summary) else summary_of(results)
    return {
        "format": FORMAT,
        "program": core.name,
        **({"guide_edition": core.guide_edition} if core.guide_edition else {}),
        "semantic_hash": semantic_hash,
        "edition": core.edition,
        "package_version": rulelang.__version__,
        "engine": engine,
        **({"sql_hash": sql_hash} if sql_hash is not None else {}),
        "period": {
            "name": core.calendar.name(period), "start": str(period.start), "stop": str(period.stop)
        },
        **({"calendar": {own.file: own.digest}} if (own := core.own_calendar) is not None else {}),
        "as_of": None if as_of is None else str(as_of),
        "latest_recorded": None if reading.latest_recorded is None else str(reading.latest_recorded),
        **({"set": dict(sorted(settings.items()))} if settings else {}),
        **({"history": history_hash} if history_hash else {}),
        **({"chosen": chosen} if (chosen := chosen_in(core, summary.outcomes)) else {}),
        **({"unpublished": samples} if (samples := samples_in(core, summary.outcomes, period)) else {}),
        "inputs": dict(sorted(reading.input_hashes.items())),
        **({"mapping": reading.mapping_hash} if reading.mapping_hash else {}),
        "covered_from": _dates(reading.covered_from),
        "fold_starts": _dates(summary.fold_starts),
        "outcomes": list(summary.outcomes),
        **({"paid_in": paid_in} if (paid_in := _paid_in(core, summary.outcomes, period)) else {}),
        "subjects": summary.subjects,
        "not_covered": not_covered,
        **({"begin_later": reading.later.subjects} if reading.later.subjects else {}),
        **({"before_first_day": {early.entity: early.rows for early in reading.early}} if reading.early else {}),
        "rows": {counts.entity: _counts(attrs.asdict(counts)) for counts in reading.counts},
        "rejects": len(reading.rejects),
        "rejects_accepted": accept_rejects,
        "unknown": {name: dict(counts) for name, counts in summary.unknown.items()},
        **({"cohorts": [attrs.asdict(size) for size in summary.cohorts]} if summary.cohorts else {}),
        **({"program_measures": [_of_program(core, figure) for figure in summary.program]} if summary.program else {}),
        "not_due": {name: None if day is None else str(day) for name, day in summary.not_due.items()},
    }


def _of_program(core: Core, figure: ProgramFigure) -> dict[str, Any]:
    """A measure of the program, or of one group of partners: its value as it is written in rules."""
    measure = next(measure for measure in core.program_measures if measure.name == figure.name)
    value = figure.outcome.value
    return {
        "measure": figure.name,
        "group": dict(zip(measure.by, figure.group, strict=True)),
        "value": None if value is None else written(value, core.definition(figure.name).type),
        **({"unknown": [cause_text(cause) for cause in figure.outcome.causes]} if figure.outcome.causes else {}),
    }


def _paid_in(core: Core, outcomes: Sequence[str], period: Period) -> dict[str, str | None]:
    """The currency of each outcome that is paid in another one than the program's."""
    return {name: kind.currency for name, kind in types_due(core, outcomes, period).items()}


def manifest_path(result: Path) -> Path:
    """`paid.csv.manifest.json` beside `paid.csv`."""
    return result.with_name(f"{result.name}.manifest.json")


def write_manifest(described: Mapping[str, Any], result: Path) -> None:
    """Writes a manifest beside the result it describes. Raises Refused where it cannot be written."""
    with replacing(manifest_path(result)) as temporary:
        text = json.dumps(described, ensure_ascii=False, indent=2)
        temporary.write_text(f"{text}\n", encoding="utf-8", newline="")


def _dates(days: Mapping[str, datetime.date]) -> dict[str, str]:
    return {name: str(day) for name, day in sorted(days.items())}


def _counts(counts: Mapping[str, Any]) -> dict[str, Any]:
    named = {name: count for name, count in counts.items() if name != "entity"}
    return {name: list(count) if isinstance(count, tuple) else count for name, count in named.items()}


def _unknown(results: Results) -> dict[str, dict[str, int]]:
    """For each outcome that is unknown for somebody, how many subjects have each cause; one may have several."""
    found: dict[str, Counter[str]] = {}
    for _, outcomes in results.rows:
        for name, outcome in zip(results.outcomes, outcomes, strict=True):
            if outcome.value is None and outcome.due:
                found.setdefault(name, Counter()).update(map(cause_text, outcome.causes))
    return {name: dict(sorted(found[name].items())) for name in results.outcomes if name in found}


def _not_due(results: Results) -> dict[str, datetime.date | None]:
    """The outcomes that nothing of is due in the period, with the day on which something is."""
    return {
        name: outcome.next_due
        for _, outcomes in results.rows[:1]
        for name, outcome in zip(results.outcomes, outcomes, strict=True)
        if not outcome.due
    }
