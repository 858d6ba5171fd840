"""Runs the examples that stand in rule files. Knows how a written example becomes data, and how results are compared.

The relations given in an example are complete: what is not written did not happen.
"""
from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.core.population import Outcome, Population
from rulelang.diagnostics.catalogue import words
from rulelang.diagnostics.model import Diagnostic
from rulelang.exact.calendar import Calendar
from rulelang.syntax import nodes
from rulelang.typecheck.constants import literal_value

if TYPE_CHECKING:
    from rulelang.api import CaseResult, Program


def run_examples(
    program: Program, modules: tuple[nodes.Module, ...], name: str, root: str, matching: str | None, engine: str
) -> Iterator[CaseResult]:
    """The examples of one program or variant; an example that names none belongs to the program of its file."""
    from rulelang.api import CaseResult

    for module in modules:
        home = next((d.name.text for d in module.declarations if isinstance(d, (nodes.Program, nodes.Variant))), root)
        for declaration in module.declarations:
            if not isinstance(declaration, nodes.Example):
                continue
            belongs = declaration.program.text if declaration.program else home
            if belongs != name or (matching is not None and matching not in declaration.title.value):
                continue
            failures = _failures(program, declaration, engine)
            place = f"{module.file.name}:{declaration.span.line}"
            yield CaseResult(declaration.title.value, place, tuple(_sentence(f) for f in failures))


def _sentence(finding: Diagnostic) -> str:
    wording = words(finding)
    place = f"line {finding.span.line}: " if finding.span else f"{finding.place.file}: " if finding.place else ""
    return f"{place}{wording.message}"


def _failures(program: Program, example: nodes.Example, engine: str) -> tuple[Diagnostic, ...]:
    if program.core is None:
        return (Diagnostic("program-has-errors", example.span, {"name": program.name}),)
    found = population_of(program.core, example)
    if not isinstance(found, Population):
        return found
    period = Calendar(program.core.year_starts).parse(example.period.text)
    if period is None:
        return (Diagnostic("period-not-found", example.period.span, {"period": example.period.text}),)
    return tuple(_compare(program.core, found, period, example, engine))


def population_of(program: core.Core, example: nodes.Example) -> Population | tuple[Diagnostic, ...]:
    """The population an example writes, or what is wrong with it."""
    from rulelang.data.given import population_from_rows

    subjects, records, history = [], {}, {}
    calendar = Calendar(program.year_starts)
    relations = {relation.relation: relation for relation in program.relations}
    for given in example.given:
        fields: dict[str, object] = {}
        if given.entity.text != program.subject.name:
            return (Diagnostic("example-of-another", given.entity.span, {"name": given.entity.text, "subject": program.subject.name}),)
        for item in given.items:
            match item:
                case nodes.GivenValue():
                    fields[item.name.text] = cell_text(item.value)
                case nodes.GivenRows():
                    if item.name.text not in relations:
                        known = ", ".join(relations)
                        return (Diagnostic("no-such-records", item.name.span, {"name": item.name.text, "known": known}),)
                    records.setdefault(relations[item.name.text].name, []).extend(_rows(item))
                case nodes.GivenState():
                    since = calendar.parse(item.since.text)
                    tiers = [s.name for x in program.ladders if x.name == item.name.text for s in x.steps]
                    if item.value.text not in tiers or since is None:
                        values = {"ladder": item.name.text, "name": item.value.text, "tiers": ", ".join(tiers)}
                        return (Diagnostic("no-such-tier", item.span, values),)
                    history[item.name.text] = (since, item.value.text)
        subjects.append(fields)
    population, reading = population_from_rows(program, subjects, records, as_of=example.as_of)
    problems = (*reading.findings, *reading.rejects)
    if problems or population is None:
        return problems
    return attrs.evolve(population, history=history)


def _rows(table: nodes.GivenRows) -> Iterator[dict[str, object]]:
    for row in table.rows:
        yield {column.text: cell_text(cell) for column, cell in zip(table.columns, row, strict=True)}


def cell_text(cell: nodes.GivenCell) -> str | None:
    """A written cell as it would stand in a file of data; None for an empty one."""
    match cell:
        case None:
            return None
        case nodes.Name(text=text):
            return text
        case tuple():
            return ";".join(name.text for name in cell)
        case nodes.Text(value=value):
            return value
        case nodes.YesNo(value=value):
            return "yes" if value else "no"
        case nodes.Date(value=value):
            return value.isoformat()
        case nodes.Money():
            return f"{_decimal(cell.coefficient, cell.digits)} {cell.currency}"
        case nodes.Percent():
            return f"{_decimal(cell.coefficient, cell.digits)}%"
        case nodes.Number() | nodes.Points():
            return _decimal(cell.coefficient, cell.digits)
    return cell.span.text


def _decimal(coefficient: int, digits: int) -> str:
    sign, figures = ("-" if coefficient < 0 else ""), str(abs(coefficient)).zfill(digits + 1)
    return f"{sign}{figures[:-digits]}.{figures[-digits:]}" if digits else f"{sign}{figures}"


# ------------------------------------------------------------------------------------------------ comparing


def _compare(
    program: core.Core, population: Population, period: object, example: nodes.Example, engine: str
) -> Iterator[Diagnostic]:
    from rulelang.running import run_engine

    known = {*program.outcomes, *(d.name for d in program.definitions)}
    named = []
    for expected in example.expected:
        if expected.name.text not in known:
            yield Diagnostic("unknown-name", expected.name.span, {"name": expected.name.text, "suggestion": ""})
        else:
            named.append(expected)
    names = tuple(dict.fromkeys(e.name.text for e in named))
    results = run_engine(program, population, period, engine, names)
    for _, outcomes in results.rows:
        found = dict(zip(results.outcomes, outcomes, strict=True))
        for expected in named:
            yield from _differs(program, expected, found[expected.name.text])


def _differs(program: core.Core, expected: nodes.Expected, outcome: Outcome) -> Iterator[Diagnostic]:
    if expected.value is None:
        same = outcome.value is None and bool(outcome.causes)
    else:
        same = outcome.value is not None and _same(program, expected, outcome) or _is_zero_not_due(expected, outcome)
    if not same:
        values = {
            "name": expected.name.text,
            "expected": expected.value.span.text if expected.value is not None else "unknown",
            "found": _shown(program, expected.name.text, outcome),
        }
        yield Diagnostic("example-differs", expected.span, values)


def _is_zero_not_due(expected: nodes.Expected, outcome: Outcome) -> bool:
    return not outcome.due and literal_value(expected.value) == 0


def _same(program: core.Core, expected: nodes.Expected, outcome: Outcome) -> bool:
    value = expected.value
    if isinstance(value, nodes.Name):
        return outcome.value == value.text
    if isinstance(value, nodes.YesNo):
        return outcome.value is value.value
    if isinstance(value, (nodes.Text, nodes.Date)):
        return outcome.value == value.value
    kind = type_of(program, expected.name.text)
    if isinstance(kind, core.Quantity) and isinstance(outcome.value, int):
        return Fraction(outcome.value, kind.denominator) == literal_value(value)
    return isinstance(outcome.value, Fraction) and outcome.value == literal_value(value)


def type_of(program: core.Core, name: str) -> core.Type | None:
    """The type of an outcome or definition; None for a ladder."""
    for declared in (*program.incentives, *program.payouts, *program.definitions):
        if declared.name == name:
            return declared.type
    return None


def _shown(program: core.Core, name: str, outcome: Outcome) -> str:
    from rulelang.data.written import written

    if not outcome.due:
        return f"not due before {outcome.next_due}"
    if outcome.value is None:
        tiers = f"{outcome.lowest} or {outcome.highest}, " if outcome.lowest else ""
        return f"{tiers}unknown ({', '.join(str(c) for c in outcome.causes)})"
    kind = type_of(program, name)
    return str(outcome.value) if kind is None else written(outcome.value, kind)


