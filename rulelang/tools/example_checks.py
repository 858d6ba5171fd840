"""What is wrong with examples before any is run: names, cells, periods and the kinds of what is expected.

Knows nothing of results.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from rulelang.compile.covered_days import outside_calendar
from rulelang.core import nodes as core
from rulelang.core.growth_bases import bases_of_another_length
from rulelang.core.lower import lower
from rulelang.core.paid_in import paid_in_two
from rulelang.diagnostics.model import Diagnostic, Report
from rulelang.diagnostics.periods import looks_outside, no_such_period
from rulelang.exact.calendar import Period
from rulelang.names.heads import owned
from rulelang.names.problems import no_such_name
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.tools.example_data import names_not_there, population_of, type_of
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.api import Loaded
    from rulelang.typecheck.facts import Checked

_PLACE = re.compile(r"\$\.(\w+)\[(\d+)\](?:\.(\w+))?")
_LITERALS: dict[str, type[nodes.Literal]] = {
    "money": nodes.Money, "percent": nodes.Percent, "points": nodes.Points, "count": nodes.Number,
    "number": nodes.Number, "months": nodes.Duration, "days": nodes.Duration,
}


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


def check_all_examples(loaded: Loaded, checked: Mapping[str, Checked | None]) -> Iterator[Diagnostic]:
    """Findings about the examples of several programs or variants, each as the checker left it."""
    yield from (finding for _, finding in examples_of_nobody(loaded.modules, loaded.programs))
    for name, one in checked.items():
        if one is not None:
            yield from check_examples(one, loaded.modules, name, loaded.programs[0])


def check_examples(
    checked: Checked, modules: Sequence[nodes.Module], name: str, root: str
) -> Iterator[Diagnostic]:
    """Findings about the examples of one program or variant, which is lowered only where it has some."""
    examples = [example for _, example in examples_of(tuple(modules), name, root, None)]
    if not examples:
        return
    program = lower(checked)
    for example in examples:
        yield from check_example(program, example)


def examples_of_nobody(
    modules: Sequence[nodes.Module], programs: Sequence[str]
) -> Iterator[tuple[nodes.Example, Diagnostic]]:
    """Examples that name a program or variant which is not there, with what is said of it: none would ever run."""
    known = ", ".join(f"`{each}`" for each in programs)
    for module in modules:
        for _, example in owned(module):
            named = example.program if isinstance(example, nodes.Example) else None
            if isinstance(example, nodes.Example) and named is not None and named.text not in programs:
                report = Report()
                no_such_name(report, "unknown-program", named.span, named.text, programs, known=known)
                yield example, report.findings[0]


def check_example(program: core.Core, example: nodes.Example) -> tuple[Diagnostic, ...]:
    """Findings about one example; they stand where it is written."""
    report = Report(list(names_not_there(program, example)))
    if program.calendar.parse(example.period.text) is None:
        report.findings.append(no_such_period(program.calendar, example.period.text, example.period.span))
    if not report.findings:
        found = population_of(program, example)
        if isinstance(found, tuple):
            report.findings.extend(placed(program, example, found))
    period = program.calendar.parse(example.period.text)
    names = dict.fromkeys(expected.name.text for expected in example.expected)
    if period is not None:
        report.findings.extend(bases_of_another_length(program, names, period, example.period.span))
        known = [name for name in names if name in program.outcomes or any(name == d.name for d in program.definitions)]
        beyond = outside_calendar(program, period, known)
        if beyond is not None:
            report.findings.append(looks_outside(beyond, example.period.text, example.period.span))
            period = None
    mixed = list(paid_in_two(program, names, period, example.period.span)) if period is not None else []
    for expected in example.expected:
        if not any(finding.values["name"] == expected.name.text for finding in mixed):
            _check_expected(report, program, expected, period)
    return (*report.findings, *mixed)


# ------------------------------------------------------------------------------------------------ what is given


def placed(
    program: core.Core, example: nodes.Example, findings: Sequence[Diagnostic]
) -> Iterator[Diagnostic]:
    """Findings about rows and cells, at the row or cell of the example that they are about."""
    rows = _rows_by_entity(program, example)
    for finding in findings:
        found = _PLACE.fullmatch(finding.place.file) if finding.place is not None else None
        spans = rows.get(found[1], []) if found is not None else []
        if found is None or int(found[2]) >= len(spans):
            yield attrs.evolve(finding, span=finding.span or example.title.span, place=None)
            continue
        row, cells = spans[int(found[2])]
        yield attrs.evolve(finding, span=cells.get(found[3], row), place=None)


def _rows_by_entity(
    program: core.Core, example: nodes.Example
) -> dict[str, list[tuple[Span, dict[str, Span]]]]:
    """The place of each given row and of its cells, by entity."""
    entities = {relation.relation: relation.name for relation in program.relations}
    found: dict[str, list[tuple[Span, dict[str, Span]]]] = {}
    for given in example.given:
        values = {item.name.text: _cell_span(item.value) or item.span
                  for item in given.items if isinstance(item, nodes.GivenValue)}
        tables = [item for item in given.items if isinstance(item, nodes.GivenRows)]
        if values or not tables:
            found.setdefault(given.entity.text, []).append((given.span, values))
        for table in tables:
            for row, span in zip(table.rows, table.row_spans, strict=True):
                cells = {column.text: _cell_span(cell) or span for column, cell in zip(table.columns, row, strict=True)}
                found.setdefault(entities.get(table.name.text, table.name.text), []).append((span, cells))
    return found


def _cell_span(cell: nodes.GivenCell) -> Span | None:
    if cell is None:
        return None
    if isinstance(cell, tuple):
        return cell[0].span.to(cell[-1].span) if cell else None
    return cell.span


# ------------------------------------------------------------------------------------------------ what is expected


def _check_expected(
    report: Report, program: core.Core, expected: nodes.Expected, period: Period | None
) -> None:
    name, value = expected.name.text, expected.value
    known = program.asked_by_name
    if name not in known:
        no_such_name(report, "unknown-name", expected.name.span, name, known)
        return
    if value is None:
        return
    ladder = next((each for each in program.ladders if each.name == name), None)
    if ladder is not None:
        tiers = [step.name for step in ladder.steps]
        if not isinstance(value, nodes.Name) or value.text not in tiers:
            no_such_name(
                report, "no-such-tier", value.span, value.span.text, tiers, ladder=name, tiers=", ".join(tiers)
            )
        return
    kind = type_of(program, name, period)
    if kind is not None and not _could_be(kind, value):
        report.add("expected-another-kind", value.span, name=name, found=kind_words(kind), text=value.span.text)


def _could_be(kind: core.Type, value: nodes.Literal | nodes.Name | nodes.Members) -> bool:
    match kind:
        case core.ChoiceSet(members=members):
            named = [value] if isinstance(value, nodes.Name) else getattr(value, "names", ())
            return bool(named) and all(name.text in members for name in named)
        case core.Quantity() | core.Ratio():
            wanted = _LITERALS.get(kind.kind)
            same_currency = not isinstance(value, nodes.Money) or value.currency == kind.currency
            return wanted is None or (isinstance(value, wanted) and same_currency)
        case core.Truth():
            return isinstance(value, nodes.YesNo)
        case core.Day():
            return isinstance(value, nodes.Date)
        case core.Choice():
            return isinstance(value, nodes.Name) and value.text in kind.members
    return not isinstance(value, nodes.Members)
