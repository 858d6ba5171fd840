"""Runs the examples that stand in rule files. Knows how a written example becomes data, and how results are compared.

The relations given in an example are complete: what is not written did not happen.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.core.population import Outcome, Population
from rulelang.diagnostics.catalogue import words
from rulelang.diagnostics.frame import word
from rulelang.diagnostics.language import in_language, language_of
from rulelang.diagnostics.model import Diagnostic, Report
from rulelang.diagnostics.phrase import Told, phrase
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.exact.calendar import Calendar, Period
from rulelang.names.heads import owned
from rulelang.names.problems import no_such_name
from rulelang.syntax import nodes
from rulelang.typecheck.constants import literal_value

if TYPE_CHECKING:
    from rulelang.api import CaseResult, Program

Row = Mapping[str, str | None]
"""A row as a file of data would hold it: text by column, None for an empty cell."""


def examples_of(
    modules: tuple[nodes.Module, ...], name: str, root: str, matching: str | None
) -> Iterator[tuple[nodes.Module, nodes.Example]]:
    """The examples of one program or variant; an example that names none belongs to the program of its file."""
    for module in modules:
        for head, declaration in owned(module):
            if not isinstance(declaration, nodes.Example):
                continue
            home = head.name.text if isinstance(head, (nodes.Program, nodes.Variant)) else root
            belongs = declaration.program.text if declaration.program else home
            if belongs == name and (matching is None or matching in declaration.title.value):
                yield module, declaration


def run_examples(
    program: Program, modules: tuple[nodes.Module, ...], name: str, root: str, matching: str | None, engine: str
) -> Iterator[CaseResult]:
    """What became of the examples of one program or variant."""
    from rulelang.api import CaseResult

    for module, example in examples_of(modules, name, root, matching):
        language = language_of(module.file)
        failures = in_language(_failures(program, example, engine), language)
        place = f"{module.file.name}:{example.span.line}"
        yield CaseResult(example.title.value, place, tuple(_sentence(f, language) for f in failures))


def asked_of(
    program: core.Core, example: nodes.Example
) -> tuple[Population, Period, tuple[str, ...]] | None:
    """What an example works out: for whom, when, and which outcomes; None where it cannot be run."""
    if names_not_there(program, example):
        return None
    population, period = population_of(program, example), Calendar(program.year_starts).parse(example.period.text)
    if not isinstance(population, Population) or period is None:
        return None
    known = {*program.outcomes, *(d.name for d in program.definitions)}
    names = dict.fromkeys(e.name.text for e in example.expected if e.name.text in known)
    return population, period, tuple(names)


def _sentence(finding: Diagnostic, language: str) -> str:
    place = f"{finding.place.file}: " if finding.place else ""
    if finding.span:
        place = f"{word('line', language)} {finding.span.line}: "
    return f"{place}{words(finding, language).message}"


def _failures(program: Program, example: nodes.Example, engine: str) -> tuple[Diagnostic, ...]:
    if program.core is None:
        return (Diagnostic("program-has-errors", example.span, {"name": program.name}),)
    if program.core.unchosen:
        return program.not_chosen
    wrong = names_not_there(program.core, example)
    if wrong:
        return wrong
    found = population_of(program.core, example)
    if not isinstance(found, Population):
        return found
    period = Calendar(program.core.year_starts).parse(example.period.text)
    if period is None:
        return (Diagnostic("period-not-found", example.period.span, {"period": example.period.text}),)
    return tuple(_compare(program.core, found, period, example, engine))


def names_not_there(program: core.Core, example: nodes.Example) -> tuple[Diagnostic, ...]:
    """A finding for each name that is given and that the program does not have: as data it would be a missing value."""
    report = Report()
    for given in example.given:
        reference = _referred_to(program, given)
        if reference is not None:
            _check_referred(report, program, reference, given)
            continue
        if _is_table(given):
            _check_given_table(report, program, given)
            continue
        if given.entity.text != program.subject.name:
            report.add("example-of-another", given.entity.span, name=given.entity.text, subject=program.subject.name)
            continue
        for item in given.items:
            match item:
                case nodes.GivenValue(name=name):
                    _check_field(report, program.subject, name)
                case nodes.GivenRows():
                    _check_table(report, program, item)
                case nodes.GivenState():
                    _check_state(report, program, item)
    return tuple(report.findings)


def _referred_to(program: core.Core, given: nodes.Given) -> core.Entity | None:
    """The entity that belongs to nobody and that a record is given of."""
    return next((entity for entity in program.references if entity.name == given.entity.text), None)


def _is_table(given: nodes.Given) -> bool:
    first = given.items[0]
    return isinstance(first, nodes.GivenRows) and first.name.text == given.entity.text


def _check_referred(report: Report, program: core.Core, entity: core.Entity, given: nodes.Given) -> None:
    """A record that others refer to has fields and nothing else."""
    for item in given.items:
        if isinstance(item, nodes.GivenRows) and _is_table(given):
            for column in item.columns:
                _check_column(report, program, entity, column)
        elif isinstance(item, nodes.GivenValue):
            _check_column(report, program, entity, item.name)
        else:
            _check_field(report, entity, item.name)


def _check_column(report: Report, program: core.Core, entity: core.Entity, column: nodes.Name) -> None:
    """A column of an entity's rows: a field, or the key of what they belong to."""
    from rulelang.data.layout import layout_of

    if column.text not in layout_of(program, entity).names:
        _check_field(report, entity, column)


def _check_given_table(report: Report, program: core.Core, given: nodes.Given) -> None:
    """Several partners as rows, or records of several, each with the key of its partner."""
    entities = {entity.name: entity for entity in (program.subject, *program.relations)}
    entity = entities.get(given.entity.text)
    if entity is None:
        no_such_name(report, "no-such-entity", given.entity.span, given.entity.text, entities)
        return
    for item in given.items:
        for column in item.columns if isinstance(item, nodes.GivenRows) else ():
            _check_column(report, program, entity, column)


def _check_table(report: Report, program: core.Core, table: nodes.GivenRows) -> None:
    entity = next((relation for relation in program.relations if relation.relation == table.name.text), None)
    if entity is None:
        known = [relation.relation for relation in program.relations]
        no_such_name(report, "no-such-records", table.name.span, table.name.text, known, known=", ".join(known))
        return
    for column in table.columns:
        _check_column(report, program, entity, column)


def _check_field(report: Report, entity: core.Entity, name: nodes.Name) -> None:
    known = [field.name for field in entity.fields]
    if name.text not in known:
        no_such_name(report, "no-such-field", name.span, name.text, known, entity=entity.name)


def _check_state(report: Report, program: core.Core, state: nodes.GivenState) -> None:
    tiers = [step.name for ladder in program.ladders if ladder.name == state.name.text for step in ladder.steps]
    if state.value.text not in tiers or Calendar(program.year_starts).parse(state.since.text) is None:
        no_such_name(
            report, "no-such-tier", state.span, state.value.text, tiers, ladder=state.name.text, tiers=", ".join(tiers)
        )


def population_of(program: core.Core, example: nodes.Example) -> Population | tuple[Diagnostic, ...]:
    """The population an example writes, or what is wrong with its values. Its names are those of the program."""
    from rulelang.data.given import population_from_rows

    subjects: list[Row] = []
    records: dict[str, list[Row]] = {}
    history: dict[str, tuple[Period, str]] = {}
    relations = {relation.relation: relation.name for relation in program.relations}
    for given in example.given:
        if _referred_to(program, given) is not None:
            records.setdefault(given.entity.text, []).extend(_given_records(given))
            continue
        if _is_table(given):
            of_subjects = given.entity.text == program.subject.name
            (subjects if of_subjects else records.setdefault(given.entity.text, [])).extend(_given_records(given))
            continue
        fields = _given_fields(given)
        for item in given.items:
            match item:
                case nodes.GivenRows():
                    owner = {name: fields[name] for name in program.subject.keys if name in fields}
                    rows = [owner | row for row in _rows(item)]
                    records.setdefault(relations[item.name.text], []).extend(rows)
                case nodes.GivenState():
                    since = Calendar(program.year_starts).parse(item.since.text)
                    assert since is not None, "a period that is none is told before"
                    history[item.name.text] = (since, item.value.text)
        subjects.append(fields)
    population, reading = population_from_rows(program, subjects, records, as_of=example.as_of)
    problems = (*reading.findings, *reading.rejects)
    if problems or population is None:
        return problems
    return attrs.evolve(population, history=history)


def _given_fields(given: nodes.Given) -> dict[str, str | None]:
    return {item.name.text: cell_text(item.value) for item in given.items if isinstance(item, nodes.GivenValue)}


def _given_records(given: nodes.Given) -> Iterator[dict[str, str | None]]:
    """The records that one `given` writes: those of its table, or the one whose fields it says."""
    if _is_table(given):
        for item in given.items:
            yield from _rows(item) if isinstance(item, nodes.GivenRows) else ()
    else:
        yield _given_fields(given)


def _rows(table: nodes.GivenRows) -> Iterator[dict[str, str | None]]:
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
    program: core.Core, population: Population, period: Period, example: nodes.Example, engine: str
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
    by_partner = {
        ", ".join(str(part) for part in key): dict(zip(results.outcomes, outcomes, strict=True))
        for key, outcomes in results.rows
    }
    for whom in (expected.partner for expected in named if expected.partner is not None):
        if whom.value not in by_partner:
            near = in_backticks(did_you_mean(whom.value, by_partner))
            values = {"partner": whom.value, "subject": program.subject.name, "suggestions": near}
            yield Diagnostic("no-such-partner", whom.span, values)
    for partner, found in by_partner.items():
        for expected in named:
            if expected.partner is None or expected.partner.value == partner:
                shown = partner if len(by_partner) > 1 else ""
                yield from _differs(program, expected, found[expected.name.text], shown)


def _differs(
    program: core.Core, expected: nodes.Expected, outcome: Outcome, partner: str
) -> Iterator[Diagnostic]:
    """A finding where an outcome is not what was expected; `partner` tells one of several."""
    if expected.value is None:
        same = outcome.value is None and bool(outcome.causes)
    else:
        known = outcome.value is not None and _same(program, expected, outcome)
        same = known or _is_zero_not_due(expected, outcome)
    if not same:
        values = {
            "name": expected.name.text,
            "expected": expected.value.span.text if expected.value is not None else phrase("unknown"),
            "found": shown_outcome(program, expected.name.text, outcome),
            "partner": partner,
            "variant": "partner" if partner else "",
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
    found: dict[str, core.Type] = {x.name: x.type for x in program.definitions}
    found.update({x.name: x.type for x in program.payouts})
    found.update({x.name: x.type for x in program.incentives})
    return found.get(name)


def shown_outcome(program: core.Core, name: str, outcome: Outcome) -> Told:
    """An outcome as a failure tells it."""
    from rulelang.data.written import written

    if not outcome.due:
        return phrase("not due before {day}", day=outcome.next_due)
    if outcome.value is None:
        causes = ", ".join(str(cause) for cause in outcome.causes)
        if not outcome.lowest:
            return phrase("unknown ({causes})", causes=causes)
        tiers = {"lowest": outcome.lowest, "highest": outcome.highest}
        return phrase("{lowest} or {highest}, unknown ({causes})", causes=causes, **tiers)
    if isinstance(outcome.value, bool):
        return phrase("yes" if outcome.value else "no")
    kind = type_of(program, name)
    return str(outcome.value) if kind is None else written(outcome.value, kind)


