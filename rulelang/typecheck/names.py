"""What a name stands for at a place: a field, a parameter, a definition, a ladder. Members and countries are found by
the type that is wanted, in `comparisons`."""
from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.diagnostics.language import language_of
from rulelang.diagnostics.phrase import phrase
from rulelang.diagnostics.suggest import SUGGESTIONS_MAX, did_you_mean, in_backticks
from rulelang.names.problems import SUGGESTED_MAX, no_such_name, places_of
from rulelang.syntax import nodes
from rulelang.syntax.habits import value_meant
from rulelang.typecheck import links
from rulelang.typecheck.claims import check_paid, is_paid
from rulelang.typecheck.dated import is_dated
from rulelang.typecheck.facts import Fact, Scope
from rulelang.typecheck.inputs import check_input
from rulelang.typecheck.other_readings import told_as_other_reading
from rulelang.typecheck.records import report_no_part, report_record
from rulelang.typecheck.records_measured import is_read_of
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
    optional = links.is_optional(checker.resolved.entities, fact.entity, fact.name, checker.subject)
    return core.FieldValue(fact.entity, fact.name, optional, fact.type, node.span)


def check_reading(checker: Checker, node: nodes.Reading, scope: Scope) -> core.Type | None:
    """Types a name and records what it stands for."""
    named = checker.facts.known(node)
    if named is not None and named.role in ("member", "members", "country"):
        return named.type
    if scope.inputs is not None:
        return check_input(checker, node, scope.inputs)
    if len(node.path) > 1:
        return _dotted(checker, node, scope)
    name = node.path[0].text
    resolved = checker.resolved
    if scope.row is not None:
        own, above = (scope.row, name), links.ancestors(resolved.entities, scope.row)
        both = next((entity for entity in above if own in checker.fields and (entity, name) in checker.fields), None)
        if both is not None:
            checker.report.add("name-in-both", node.span, name=name, row=scope.row, subject=both)
            return None
        if own in checker.fields:
            return _field(checker, node, own)
    elif (checker.subject, name) in checker.fields:
        return _field(checker, node, (checker.subject, name))
    if name in resolved.parameters:
        return _parameter(checker, node, scope)
    if resolved.read_by_name(name) is not None:
        return _definition(checker, node, scope)
    if name in resolved.keyed:
        keys = ", ".join(key.text for key in resolved.keyed[name].keys)
        checker.report.add("needs-keys", node.span, name=name, keys=keys)
        return None
    if is_paid(checker, node, scope):
        return check_paid(checker, node)
    if name in resolved.ladders:
        checker.report.add("tier-needs-comparison", node.span, name=name)
        return None
    _report_missing(checker, node, scope)
    return None


def _dotted(checker: Checker, node: nodes.Reading, scope: Scope) -> core.Type | None:
    """A field of what is looked at or of its partner by that name, or of a record that it names on the way."""
    entities, parts = checker.resolved.entities, tuple(part.text for part in node.path)
    start = scope.row or checker.subject
    if scope.others and parts[0] == checker.subject and links.field_of(entities, start, parts[0]) is None:
        link = _link_above(checker)
        if scope.others != "directly below":
            checker.report.add(
                "field-of-whom", node.span, text=node.span.text, field=".".join(parts[1:]), subject=checker.subject,
                link=link, variant="below" if scope.others == "below" else "",
            )
            return None
        parts = (link, *parts[1:])
    if parts[0] in (scope.row, checker.subject) and links.field_of(entities, start, parts[0]) is None:
        start, parts = parts[0], parts[1:]
    found = links.route(entities, start, currency_path(entities, start, parts, checker.subject), checker.subject)
    if isinstance(found, links.Route):
        if found.path:
            beside = f"{found.name}{core.CURRENCY_OF}"
            told = core.in_own_currency(checker.fields.get((found.entity, found.target)))
            checker.borrowed.update({(start, found.name)} | ({(start, beside)} if told else set()))
        return _field(checker, node, (start, found.name), (found.entity, found.target))
    if found.held and found.place == len(parts):
        report_record(checker, node, found.entity, found.held)
        return None
    _report_no_route(checker, node.path[found.place - len(parts)], found)
    return None


def _link_above(checker: Checker) -> str:
    """The field that says who stands above somebody; nothing where there is no hierarchy."""
    entity = checker.resolved.entities[checker.subject]
    own = [f.name.text for f in entity.fields if f.type.form == "plain" and f.type.name.text == checker.subject]
    return own[0] if entity.under_itself and own else ""


def currency_path(
    entities: links.Entities, start: str, parts: tuple[str, ...], subject: str
) -> tuple[str, ...]:
    """`amount.currency` of an amount in its own currency is the field beside it."""
    if len(parts) > 1 and parts[-1] == "currency":
        beside = (*parts[:-2], f"{parts[-2]}{core.CURRENCY_OF}")
        if isinstance(links.route(entities, start, beside, subject), links.Route):
            return beside
    return parts


def _report_no_route(checker: Checker, part: nodes.Name, found: links.NoRoute) -> None:
    """Names the part of a path that is no field, or a field that refers to nothing."""
    if found.held:
        report_no_part(checker, part, found)
        return
    declared = links.field_of(checker.resolved.entities, found.entity, part.text)
    if declared is not None:
        checker.report.add(
            "not-a-reference", part.span, labels=[(declared.type.span, "declared")], name=part.text,
            entity=found.entity,
        )
        return
    entities = checker.resolved.entities
    above = links.ancestors(entities, found.entity)
    owner = next((e for e in above if any(f.name.text == part.text for f in entities[e].held)), None)
    if owner is not None:
        checker.report.add("field-of-another", part.span, variant="parent", name=part.text, entity=owner)
        return
    fields = places_of({f.name.text: f for f in entities[found.entity].fields})
    no_such_name(checker.report, "no-such-field", part.span, part.text, fields, places=fields, entity=found.entity)


def _field(
    checker: Checker, node: nodes.Reading, read: tuple[str, str], declared: tuple[str, str] | None = None
) -> core.Type | None:
    """A field as it is read from a row: where it belongs to a record that the row names, by its whole path."""
    if node.window is not None or node.day is not None:
        checker.report.add("window-on-undated", node.span, name=read[1])
        return None
    kind = checker.fields[declared or read]
    if kind is None:
        return None
    if isinstance(kind, core.Quantity) and core.in_own_currency(kind):
        kind = attrs.evolve(kind, currency=f"{core.OWN_CURRENCY}{read[0]}.{read[1]}{core.CURRENCY_OF}")
    checker.facts.put(node, Fact(kind, "field", read[1], entity=read[0]))
    return kind


def _measures_like(checker: Checker, name: str) -> str:
    """Measures that may be meant where a parameter stands: written nearly alike, or beginning with the same word."""
    measures = checker.resolved.measures
    near = did_you_mean(name, measures)
    first = name.partition("_")[0]
    return in_backticks((near or tuple(m for m in measures if m.partition("_")[0] == first))[:SUGGESTIONS_MAX])


def _parameter(checker: Checker, node: nodes.Reading, scope: Scope) -> core.Type | None:
    name = node.path[0].text
    kind = checker.parameters.get(name)
    if node.window is not None:
        checker.report.add("window-on-parameter", node.span, name=name, suggestions=_measures_like(checker, name))
        return None
    moment = moment_of(checker, node.day, scope)
    if kind is None or moment is None:
        return None
    checker.facts.put(node, Fact(kind, "parameter", name, moment=moment))
    return kind


def _definition(checker: Checker, node: nodes.Reading, scope: Scope) -> core.Type | None:
    name = node.path[0].text
    if not is_read_of(checker, node, scope):
        return None
    if node.day is not None:
        checker.report.add("day-on-measure", node.span, name=name)
        return None
    kind = checker.definition_type(name, node)
    if kind is None or not check_window(checker, node.window):
        return None
    if node.window is not None and not is_dated(checker, name):
        checker.report.add("window-on-undated", node.span, name=name)
        return None
    checker.facts.put(node, Fact(kind, "definition", name))
    return kind


def _report_field_of_another(
    checker: Checker, node: nodes.Reading, owner: str, above: tuple[str, ...], scope: Scope
) -> None:
    """A field of what the record belongs to is read through it; one of records is counted or added up over them."""
    kind = checker.fields.get((owner, node.path[0].text))
    over = {core.Quantity: "total", core.Truth: "truth"}.get(type(kind), "")
    parent = links.owner_of(checker.resolved.entities, owner, checker.subject)
    near = parent is not None and parent.entity.text == (scope.whose or checker.subject)
    checker.report.add(
        "field-of-another", node.span, name=node.path[0].text, entity=owner,
        variant="parent" if owner in above else over,
        records=parent.records.text if parent is not None and near else "...",
    )  # fmt: skip


def _report_missing(checker: Checker, node: nodes.Reading, scope: Scope) -> None:
    name = node.path[0].text
    resolved = checker.resolved
    above = (scope.row, *links.ancestors(resolved.entities, scope.row)) if scope.row else ()
    owners = sorted((e for e, f in checker.fields if f == name), key=lambda e: e not in above)
    if owners:
        _report_field_of_another(checker, node, owners[0], above, scope)
        return
    paying = name in resolved.incentives or name in resolved.payouts
    if paying:
        checker.report.add("not-yet", node.span, construct=phrase("reading an incentive as a value"))
        return
    if len(checker.report.findings) >= SUGGESTED_MAX:
        checker.report.add("unknown-name", node.span, name=name, suggestion="")
        return
    if told_as_other_reading(checker, node.span):
        return
    entity = resolved.entities[scope.row or checker.subject]
    if any(field.name.text == name for field in entity.held):
        report_record(checker, node, entity.name.text, name)
        return
    fields = {f.name.text: f for f in entity.fields}
    parts = [path for path in fields if path.endswith(f".{name}")]
    if parts:
        suggestion = in_backticks(parts[:SUGGESTIONS_MAX])
        checker.report.add("unknown-name", node.span, variant="suggest", name=name, suggestion=suggestion)
        return
    figures = (resolved.parameters, resolved.keyed)
    scored = (resolved.scorecards, resolved.benefits)
    tables = (fields, resolved.measures, *figures, resolved.eligibilities, resolved.ladders, *scored)
    candidates = {each: place for table in tables for each, place in places_of(table).items()}
    meant = value_meant(name, language_of(node.span.file))
    if meant and name not in candidates:
        checker.report.add("unknown-name", node.span, variant="suggest", name=name, suggestion=f"`{meant}`")
        return
    no_such_name(checker.report, "unknown-name", node.span, name, candidates, places=candidates)
