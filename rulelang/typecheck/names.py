"""What a name stands for at a place: a field, a parameter, a definition, a ladder. Members and countries are found by
the type that is wanted, in `comparisons`."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.diagnostics.phrase import phrase
from rulelang.names.problems import no_such_name
from rulelang.syntax import nodes
from rulelang.typecheck.facts import Fact, Scope
from rulelang.typecheck.inputs import check_input
from rulelang.typecheck.spans_of_time import check_duration, check_window

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def moment_of(checker: Checker, day: nodes.Day | None, scope: Scope) -> core.Moment | None:
    """The day a reading names, the end of the period where it names none; None after a finding."""
    match day:
        case nodes.PeriodStart():
            return core.AtPeriodStart()
        case nodes.PeriodEnd() | None:
            return core.AtPeriodEnd()
        case nodes.Date(value=value):
            return core.OnDate(value)
        case nodes.Ago(duration=duration):
            if not check_duration(checker, duration):
                return None
            return core.BeforePeriodEnd(duration.count, duration.unit)
        case nodes.Reading():
            kind = checker.check(day, scope)
            if kind is None:
                return None
            fact = checker.facts.of(day)
            if not isinstance(kind, core.Day) or fact.role != "field":
                checker.report.add("day-is-no-date", day.span, name=day.span.text)
                return None
            return core.OnField(field_value(checker, fact, day))


def field_value(checker: Checker, fact: Fact, node: nodes.Reading) -> core.FieldValue:
    """The field that a reading was found to stand for."""
    declared = next(f for f in checker.resolved.entities[fact.entity].fields if f.name.text == fact.name)
    return core.FieldValue(fact.entity, fact.name, declared.optional, fact.type, node.span)


def check_reading(checker: Checker, node: nodes.Reading, scope: Scope) -> core.Type | None:
    """Types a name and records what it stands for."""
    if scope.inputs is not None:
        return check_input(checker, node, scope.inputs)
    if len(node.path) > 1:
        return _dotted(checker, node, scope)
    name = node.path[0].text
    resolved = checker.resolved
    if scope.row is not None:
        own, subject = (scope.row, name), (checker.subject, name)
        if own in checker.fields and subject in checker.fields:
            checker.report.add("name-in-both", node.span, name=name, row=scope.row, subject=checker.subject)
            return None
        if own in checker.fields:
            return _field(checker, node, own)
    elif (checker.subject, name) in checker.fields:
        return _field(checker, node, (checker.subject, name))
    if name in resolved.parameters:
        return _parameter(checker, node, scope)
    if name in resolved.measures or name in resolved.eligibilities:
        return _definition(checker, node, scope)
    if name in resolved.ladders:
        checker.report.add("tier-needs-comparison", node.span, name=name)
        return None
    _report_missing(checker, node, scope)
    return None


def _dotted(checker: Checker, node: nodes.Reading, scope: Scope) -> core.Type | None:
    head, name = node.path[0].text, node.path[-1].text
    if len(node.path) == 2 and head in (checker.subject, scope.row):
        if (head, name) in checker.fields:
            return _field(checker, node, (head, name))
        fields = [f for e, f in checker.fields if e == head]
        no_such_name(checker.report, "no-such-field", node.path[-1].span, name, fields, entity=head)
        return None
    checker.report.add("not-yet", node.span, construct=phrase("a reference to another record"))
    return None


def _field(checker: Checker, node: nodes.Reading, target: tuple[str, str]) -> core.Type | None:
    if node.window is not None or node.day is not None:
        checker.report.add("window-on-undated", node.span, name=target[1])
        return None
    kind = checker.fields[target]
    if kind is None:
        return None
    checker.facts.put(node, Fact(kind, "field", target[1], entity=target[0]))
    return kind


def _parameter(checker: Checker, node: nodes.Reading, scope: Scope) -> core.Type | None:
    name = node.path[0].text
    kind = checker.parameters.get(name)
    if node.window is not None:
        checker.report.add("window-on-parameter", node.span, name=name)
        return None
    moment = moment_of(checker, node.day, scope)
    if kind is None or moment is None:
        return None
    checker.facts.put(node, Fact(kind, "parameter", name, moment=moment))
    return kind


def _definition(checker: Checker, node: nodes.Reading, scope: Scope) -> core.Type | None:
    name = node.path[0].text
    if scope.row is not None:
        checker.report.add("not-yet", node.span, construct=phrase("a measure of the partner inside `where`"))
        return None
    if node.day is not None:
        checker.report.add("day-on-measure", node.span, name=name)
        return None
    kind = checker.definition_type(name, node)
    if kind is None or not check_window(checker, node.window):
        return None
    if node.window is not None and not checker.is_dated(name):
        checker.report.add("window-on-undated", node.span, name=name)
        return None
    checker.facts.put(node, Fact(kind, "definition", name))
    return kind


def _report_missing(checker: Checker, node: nodes.Reading, scope: Scope) -> None:
    name = node.path[0].text
    resolved = checker.resolved
    fields = [f for e, f in checker.fields if e == (scope.row or checker.subject)]
    candidates = [*fields, *resolved.measures, *resolved.parameters, *resolved.eligibilities, *resolved.ladders]
    owners = [e for e, f in checker.fields if f == name]
    if owners:
        variant = "parent" if scope.row else ""
        checker.report.add("field-of-another", node.span, name=name, entity=owners[0], variant=variant)
        return
    paying = name in resolved.incentives or name in resolved.payouts
    if paying:
        checker.report.add("not-yet", node.span, construct=phrase("reading an incentive as a value"))
        return
    no_such_name(checker.report, "unknown-name", node.span, name, candidates)
