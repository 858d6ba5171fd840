"""An explanation as plain data, for a program that shows it its own way: values as in a result file, and the lines.

The lines are words for people. What another program reads stands beside them as values; money is text with all its
decimals.
"""
from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import rulelang
from rulelang.core.nodes import Core
from rulelang.core.paid_in import types_due
from rulelang.core.population import Results, Subject
from rulelang.core.samples import Sample
from rulelang.core.story import Line, Payment, Rest, Story, Told
from rulelang.data.rendered import Column, reason_text, rendered_rows
from rulelang.data.samples_listed import listed
from rulelang.data.written import written

FORMAT = "rulelang.explanation.v1"


def explained(
    core: Core, story: Story, *, semantic_hash: str, as_of: datetime.date | None, settings: Mapping[str, str]
) -> dict[str, Any]:
    """What `Program.explanation` gives, without what outcomes rest on. `settings` are parameters at other values."""
    names = tuple(told.name for told in story.told)
    paid_in = types_due(core, names, story.period)
    results = Results(names, ((story.key, tuple(told.outcome for told in story.told)),), paid_in=paid_in)
    columns, rows = rendered_rows(results, core, story.language)
    cells, keys = list(zip(columns, next(rows), strict=True)), len(core.subject.keys)
    values = {column.name: (column, cell) for column, cell in cells[keys:]}
    return {
        "format": FORMAT,
        "program": core.name,
        **({"guide_edition": core.guide_edition} if core.guide_edition else {}),
        "semantic_hash": semantic_hash,
        "package_version": rulelang.__version__,
        "language": story.language,
        "subject": {column.name: cell for column, cell in cells[:keys]},
        "period": {
            "name": core.calendar.name(story.period), "start": str(story.period.start), "stop": str(story.period.stop)
        },
        "as_of": None if as_of is None else str(as_of),
        **({"set": dict(sorted(settings.items()))} if settings else {}),
        "heading": story.heading,
        "outcomes": [_outcome(core, told, *values[told.name], story.language) for told in story.told],
        **({"unpublished": unpublished} if (unpublished := list(_unpublished(story.samples))) else {}),
    }


def _outcome(core: Core, told: Told, column: Column, cell: str | None, language: str) -> dict[str, Any]:
    ladder = next((ladder for ladder in core.ladders if ladder.name == told.name), None)
    reason = reason_text(told.name, told.outcome, ladder, language).removeprefix(f"{told.name}: ")
    return {
        "name": told.name,
        "value": cell == "yes" if column.kind == "yes_no" and cell is not None else cell,
        **({"currency": column.currency} if column.currency else {}),
        **({"reason": reason} if reason else {}),
        **({"payments": [_payment(each) for each in told.payments]} if told.payments else {}),
        "lines": [_line(line) for line in told.lines],
    }


def _payment(payment: Payment) -> dict[str, Any]:
    value = None if payment.value is None else written(payment.value, payment.type)
    return {"due": str(payment.due), "value": value, "currency": payment.type.currency}


def _line(line: Line) -> dict[str, Any]:
    return {"text": line.text, **({"lines": [_line(below) for below in line.below]} if line.below else {})}


def _unpublished(samples: Sequence[Sample]) -> Iterator[dict[str, Any]]:
    """By parameter, as a manifest lists them; but all of them."""
    for name, found in itertools.groupby(samples, key=lambda sample: sample.parameter):
        yield {"parameter": name, "values": [listed(sample) for sample in found]}


def resting_on(core: Core, subject: Subject, found: Mapping[str, Sequence[Rest]]) -> dict[str, list[dict[str, Any]]]:
    """The cells of the data that each outcome rests on, by its name."""
    return {name: list(_cells(core, subject, rests)) for name, rests in found.items()}


def _cells(core: Core, subject: Subject, rests: Sequence[Rest]) -> Iterator[dict[str, Any]]:
    for rest in rests:
        entity = core.entity(rest.entity)
        record: dict[str, Any] = {}
        if rest.row is not None:
            row = subject.records[rest.entity][rest.row]
            keys = {key: written(row[key], entity.field(key).type) for key in entity.keys if key in row}
            record = {"record": keys or rest.row + 1}
        held, instead = (
            None if value is None else written(value, entity.field(rest.field).type)
            for value in (rest.held, rest.instead)
        )
        yield {"entity": rest.entity, **record, "field": rest.field, "value": held, "instead": instead}
