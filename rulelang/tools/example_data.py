"""What is given in an example, as data. Knows how a written example becomes a population, and nothing of results.

The relations given in an example are complete: what is not written did not happen.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from rulelang.core import nodes as core
from rulelang.core.paid_in import types_due
from rulelang.core.population import Population
from rulelang.diagnostics.model import Diagnostic, Report
from rulelang.exact.calendar import Period
from rulelang.names.problems import no_such_name
from rulelang.syntax import nodes

Row = Mapping[str, str | None]
"""A row as a file of data would hold it: text by column, None for an empty cell."""


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
    from rulelang.data.nested import around

    known = [field.name for field in entity.fields]
    if name.text not in known and name.text not in around(known):  # a record may be given as unknown as a whole
        no_such_name(report, "no-such-field", name.span, name.text, known, entity=entity.name)


def _check_state(report: Report, program: core.Core, state: nodes.GivenState) -> None:
    tiers = [step.name for ladder in program.ladders if ladder.name == state.name.text for step in ladder.steps]
    if state.value.text not in tiers or program.calendar.parse(state.since.text) is None:
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
                    since = program.calendar.parse(item.since.text)
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


def type_of(program: core.Core, name: str, period: Period | None = None) -> core.Type | None:
    """The type of an outcome or definition, of what is paid in another currency that in a period; None for a ladder."""
    if period is not None and (paid := types_due(program, (name,), period)):
        return paid[name]
    found: dict[str, core.Type] = {x.name: x.type for x in program.definitions}
    found.update({d.name: d.type for claim in program.claims for d in claim.definitions})
    found.update({x.name: x.type for x in program.payouts})
    found.update({x.name: x.type for x in program.incentives})
    return found.get(name)
