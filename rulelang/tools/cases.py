"""Runs cases that stand in a JSON file beside a program: made by other systems, or too many to write as examples.

The file is `{"format": "rulelang.cases.v1", "cases": [...]}`; a case has a `title`, a `period`, the fields of one
partner under `given`, `records` by name, and under `expect` what outcomes come to: text or a whole number for
amounts, true or false, the name of a tier, null for unknown. Amounts are compared exactly.
"""
from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from rulelang.compile.covered_days import outside_calendar
from rulelang.core.nodes import Core
from rulelang.core.paid_in import paid_in_two
from rulelang.core.population import Outcome, Population
from rulelang.diagnostics.catalogue import words
from rulelang.diagnostics.language import in_language
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.periods import looks_outside, no_such_period
from rulelang.diagnostics.phrase import phrase
from rulelang.diagnostics.refused import Refused
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.exact.calendar import Period
from rulelang.results import CaseResult

if TYPE_CHECKING:
    from rulelang.api import Loaded
    from rulelang.program import Program

FORMAT = "rulelang.cases.v1"
CASES_BYTES_MAX = 100_000_000


@attrs.frozen
class Before:
    """The tier that the partner had since a period."""

    tier: str
    since: str


@attrs.frozen
class Case:
    """One case as it is written. `program` names a program or variant, the file's own program without it."""

    title: str
    period: str
    given: dict[str, Any]
    expect: dict[str, Any]
    records: dict[str, list[dict[str, Any]]] = attrs.field(factory=dict)
    before: dict[str, Before] = attrs.field(factory=dict)
    as_of: datetime.date | None = None
    program: str = ""


@attrs.frozen
class CaseFile:
    format: str
    cases: list[Case]


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a file; `Refused`, with the place inside it, where it is not one."""
    import cattrs
    from cattrs.preconf.json import make_converter

    if not path.is_file():
        raise Refused([Diagnostic("file-not-found", None, {"path": path.as_posix()})])
    if path.stat().st_size > CASES_BYTES_MAX:
        raise _refused(path, phrase("it is larger than {limit} bytes", limit=f"{CASES_BYTES_MAX:_}"))
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (ValueError, RecursionError):
        raise _refused(path, phrase("it is not JSON in UTF-8")) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _refused(path, phrase("it does not begin with `{begin}`", begin=f'{{"format": "{FORMAT}"'))
    converter = make_converter(forbid_extra_keys=True)
    converter.register_structure_hook(str, _text)
    try:
        return tuple(converter.structure(document, CaseFile).cases)
    except cattrs.BaseValidationError as problem:
        places = [told.rpartition(" @ ")[2] for told in cattrs.transform_error(problem)]
        raise _refused(path, phrase("something is missing or out of place at {places}", places=in_backticks(places)))\
            from None


def _text(value: object, _: type) -> str:
    if not isinstance(value, str):
        raise TypeError("a text stands in quotes")
    return value


def _refused(path: Path, reason: object) -> Refused:
    return Refused([Diagnostic("cases-not-read", None, {"path": path.as_posix(), "reason": reason})])


def run_cases(loaded: Loaded, path: Path, matching: str | None, engine: str) -> Iterator[CaseResult]:
    """The result of each case whose title contains `matching`."""
    known: dict[str, Program] = {}
    for number, case in enumerate(read_cases(path), 1):
        if matching is not None and matching not in case.title:
            continue
        name = case.program or loaded.default or loaded.programs[0]
        if name not in known:
            known[name] = loaded.program(name)
        program = known[name]
        failures = in_language(tuple(_failures(program, case, engine)), program.language)
        told = tuple(words(failure, program.language).message for failure in failures)
        yield CaseResult(case.title, f"{path.as_posix()}:{number}", told)


def _failures(program: Program, case: Case, engine: str) -> Iterator[Diagnostic]:
    from rulelang.running import run_engine

    core = program.ready
    known = core.asked_by_name
    for name in case.expect:
        if name not in known:
            near = in_backticks(did_you_mean(name, known))
            yield Diagnostic("unknown-name", None, {"name": name, "suggestion": near})
    asked = asked_of(core, case)
    if isinstance(asked, tuple):
        population, period, names = asked
        mixed = tuple(paid_in_two(core, names, period))
        if mixed:
            yield from mixed
            return
        results = run_engine(core, population, period, engine, names)
        for name, outcome in zip(results.outcomes, results.rows[0][1], strict=True):
            yield from _differs(core, name, case.expect[name], outcome, period)
    else:
        yield from asked


def asked_of(core: Core, case: Case) -> tuple[Population, Period, tuple[str, ...]] | list[Diagnostic]:
    """What a case works out: for whom, when, and which outcomes; or why it cannot be run."""
    from rulelang.data.given import population_from_rows

    calendar = core.calendar
    period = calendar.parse(case.period)
    if period is None:
        return [no_such_period(calendar, case.period, None)]
    population, reading = population_from_rows(core, [case.given], case.records, as_of=case.as_of)
    problems = [*reading.findings, *reading.rejects]
    history: dict[str, tuple[Period, str]] = {}
    for name, before in case.before.items():
        tiers = [step.name for ladder in core.ladders if ladder.name == name for step in ladder.steps]
        since = calendar.parse(before.since)
        if before.tier in tiers and since is not None:
            history[name] = (since, before.tier)
        else:
            values = {"ladder": name, "tiers": ", ".join(tiers)}
            problems.append(Diagnostic("no-such-tier", None, values | {"name": before.tier, "suggestion": ""}))
    if problems:
        return problems
    found = outside_calendar(core, period, tuple(name for name in case.expect if name in core.asked_by_name))
    if found is not None:
        return [looks_outside(found, case.period)]
    alone = attrs.evolve(population, history=history, whole=False)
    return alone, period, tuple(name for name in case.expect if name in core.asked_by_name)


def _differs(
    core: Core, name: str, expected: object, outcome: Outcome, period: Period
) -> Iterator[Diagnostic]:
    from rulelang.tools.example_data import type_of
    from rulelang.tools.examples import shown_outcome

    found = shown_outcome(core, name, outcome, period)
    if not _same(expected, outcome, found if isinstance(found, str) else "", is_text=type_of(core, name) is None):
        written = phrase("unknown") if expected is None else _written(expected)
        yield Diagnostic("example-differs", None, {"name": name, "expected": written, "found": found})


def _written(expected: object) -> object:
    if isinstance(expected, bool):
        return phrase("yes" if expected else "no")
    return str(expected)


def _same(expected: object, outcome: Outcome, found: str, *, is_text: bool) -> bool:
    if expected is None:
        return outcome.value is None and bool(outcome.causes)
    if isinstance(expected, bool):
        return outcome.value is expected
    amount = _decimal(expected)
    if not outcome.due:
        return amount == 0
    if is_text or amount is None:
        return found == expected
    return outcome.value is not None and amount == _decimal(found.removesuffix("%"))


def _decimal(value: object) -> Decimal | None:
    try:
        return Decimal(str(value).removesuffix("%"))
    except InvalidOperation:
        return None
