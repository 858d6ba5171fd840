"""Measures of the whole program: they read all partners at once, so nothing that is one partner's own."""
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.diagnostics.suggest import in_backticks
from rulelang.names.problems import no_such_name
from rulelang.syntax import nodes
from rulelang.typecheck.group_readings import is_own_group
from rulelang.typecheck.parts import parts_of
from rulelang.typecheck.said_inside import as_name

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

OF_ONE = {"rank": "rank of", "percentile": "percentile of", "share": "share of"}
"""What compares one partner with the others, which a program has none of."""


def check_program_measure(checker: Checker, measure: nodes.Measure) -> bool:
    """Whether a measure of the program is one of all partners, by fields that tell groups of them."""
    fine = [_is_group(checker, name) for name in measure.by]
    fine += [_is_of_all(checker, measure, part) for part in _read(measure.value)]
    return all(fine)


def _read(node: object) -> Iterator[object]:
    """What an expression reads as the program: not what it reads of each partner."""
    match node:
        case nodes.Reading() | nodes.Aggregate() | nodes.RecordsHave() | nodes.Among() | nodes.OfGroup():
            yield node
        case _:
            for part in parts_of(node):
                yield from _read(part)


def _is_group(checker: Checker, name: nodes.Name) -> bool:
    fields = [field for entity, field in checker.fields if entity == checker.subject]
    if name.text not in fields:
        no_such_name(checker.report, "no-such-field", name.span, name.text, fields, entity=checker.subject)
        return False
    kind = checker.fields[checker.subject, name.text]
    if kind is not None and not isinstance(kind, (core.Choice, core.Words)):
        checker.report.add("not-a-group", name.span, name=name.text)
        return False
    return kind is not None


def _is_of_all(checker: Checker, measure: nodes.Measure, node: object) -> bool:
    match node:
        case nodes.Among(function=function) if function in OF_ONE:
            checker.report.add("nobody-to-compare", node.span, name=measure.name.text, value=as_name(node.value))
            return False
        case nodes.Aggregate() | nodes.RecordsHave():
            text = node.span.text
            checker.report.add("one-in-program", node.span, name=text, measure=measure.name.text, variant="records")
            return False
        case nodes.Reading(path=(name, *_)):
            return _is_reading_of_all(checker, measure, node, name, ())
        case nodes.OfGroup(reading=reading, groups=groups):
            return _is_reading_of_all(checker, measure, reading, reading.path[0], groups)
    return True


def _is_reading_of_all(
    checker: Checker, measure: nodes.Measure, node: nodes.Reading, name: nodes.Name,
    groups: tuple[nodes.Expression, ...],
) -> bool:
    """Whether what is read is of the program, and of no groups that the reader does not have; `groups` are said."""
    resolved = checker.resolved
    other = resolved.measures.get(name.text)
    if other is not None and other.of_program:
        known = {mine.text for mine in measure.by}
        known |= {by.text for by, group in zip(other.by, groups, strict=False) if not is_own_group(group, by)}
        extra = [by.text for by in other.by if by.text not in known]
        if extra:
            checker.report.add(
                "grouped-otherwise", node.span, labels=[(other.name.span, "declared")], name=name.text,
                measure=measure.name.text, by=in_backticks(extra),
            )
        return not extra
    own = {field for entity, field in checker.fields if entity == checker.subject}
    own |= {checker.subject, *resolved.measures, *resolved.eligibilities, *resolved.ladders, *resolved.scorecards}
    if name.text in own:
        checker.report.add("one-in-program", node.span, name=node.span.text, measure=measure.name.text)
        return False
    return True
