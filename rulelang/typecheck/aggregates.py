"""Totals, counts and the rest over related records."""
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.diagnostics.suggest import in_backticks
from rulelang.names.problems import no_such_name
from rulelang.syntax import nodes
from rulelang.typecheck import links, types
from rulelang.typecheck.dated import moves_measures, window_is_clear
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.hierarchy import check_rollup, is_of_hierarchy
from rulelang.typecheck.names import moment_of
from rulelang.typecheck.records_measured import belongs, is_said_of_subject
from rulelang.typecheck.said_inside import as_part
from rulelang.typecheck.spans_of_time import check_window
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

BY_DATE = ("first", "latest")
COUNTED = core.Quantity("count", 1, 0, types.TOTAL_MAX)


def relation_of(checker: Checker, source: tuple[nodes.Name, ...], scope: Scope) -> nodes.Entity | None:
    """The entity whose records belong to the subject, or to a record that is measured, under a name (`deals`), or to
    its records (`tenants.usages`)."""
    entities, whose = checker.resolved.entities, scope.whose or checker.subject
    if scope.whose is None and is_of_hierarchy(entities.get(checker.subject), source):
        text = ".".join(name.text for name in source)
        checker.report.add("not-over-a-hierarchy", source[0].span, variant="have", name=source[0].text, text=text)
        return None
    found, place = links.relation_at(entities, whose, source)
    if found is not None:
        return entities[found]
    holder = links.relation_at(entities, whose, source[:place])[0] or whose
    name = source[place]
    known = {
        p.records.text: p.records.span for e in entities.values() for p in e.parents if p.entity.text == holder
    }
    elsewhere = [(e.name.text, p) for e in entities.values() for p in e.parents if p.records.text == name.text]
    for entity, parent in elsewhere:
        way = _way_to(checker, entity, whose)
        if way:
            checker.report.add(
                "records-of-records", name.span, name=name.text, parent=parent.entity.text, way=".".join(way)
            )
        return None  # what belongs to nobody here is reported where it says whose it is
    if name.text in entities:
        near = _way_to(checker, name.text, whose)[-1:]
        checker.report.add(
            "entity-after-of", name.span, variant="" if near else "apart", name=name.text,
            relation=near[0] if near else "", subject=whose, known=in_backticks(known),
        )  # fmt: skip
        return None
    no_such_name(checker.report, "no-such-records", name.span, name.text, known, places=known, known=", ".join(known))
    return None


def _way_to(checker: Checker, entity: str, whose: str) -> tuple[str, ...]:
    """The names that lead from what records belong to, to its records of an entity; nothing where none do."""
    way: list[str] = []
    while entity != whose:
        parent = links.owner_of(checker.resolved.entities, entity, checker.subject)
        if parent is None:
            return ()
        way.insert(0, parent.records.text)
        entity = parent.entity.text
    return tuple(way)


def check_aggregate(checker: Checker, node: nodes.Aggregate, scope: Scope) -> core.Type | None:
    """Types an aggregate; its value and `where` are read in the scope of a record."""
    if scope.whose is None and is_of_hierarchy(checker.resolved.entities.get(checker.subject), node.source):
        return check_rollup(checker, node, scope)
    entity = _looked_at(checker, node, scope)
    if entity is None:
        return None
    inner = Scope(scope.reader, scope.owner, row=entity.name.text)
    fine = node.where is None or checker.check_truth(node.where, inner) is not None
    if not _times_fit(checker, node, entity, scope) or not belongs(checker, node, entity, scope):
        return None
    kind = _value_type(checker, node, inner, scope)
    if node.function in BY_DATE and not _has_order(checker, node, entity, inner):
        return None
    return kind if fine else None


def check_records_have(checker: Checker, node: nodes.RecordsHave, scope: Scope) -> core.Type | None:
    """`any of deals have (...)`: the condition is one of each record, and so is the `where`."""
    entity = _looked_at(checker, node, scope)
    if entity is None:
        return None
    inner = Scope(scope.reader, scope.owner, row=entity.name.text)
    fine = node.where is None or checker.check_truth(node.where, inner) is not None
    fine = _times_fit(checker, node, entity, scope) and belongs(checker, node, entity, scope) and fine
    kind = checker.check_truth(node.condition, inner)
    return kind if fine else None


def _looked_at(checker: Checker, node: nodes.Aggregate | nodes.RecordsHave, scope: Scope) -> nodes.Entity | None:
    """The entity whose records are looked at; None after a finding."""
    if scope.row != scope.whose:
        checker.report.add("total-inside-where", node.span, text=" ".join(node.span.text.split()))
        return None
    entity = relation_of(checker, node.source, scope)
    return entity if entity is not None and _has_no_levels(checker, node) else None


def _has_no_levels(checker: Checker, node: nodes.Aggregate | nodes.RecordsHave) -> bool:
    """Whether nothing is said of levels, which only a hierarchy has."""
    if node.levels is None:
        return True
    name = ".".join(each.text for each in node.source)
    checker.report.add("records-have-no-levels", node.levels.span, name=name, text=node.levels.span.text)
    return False


def _has_order(checker: Checker, node: nodes.Aggregate, entity: nodes.Entity, inner: Scope) -> bool:
    """First and latest go by a date of the record and then by its key, so that no two records are equally first."""
    labels = [(entity.name.span, "declared")]
    if not entity.keys:
        checker.report.add("order-needs-key", node.span, labels=labels, name=entity.name.text)
        return False
    if node.by is None:
        if entity.dated_by is None:
            checker.report.add("order-needs-date", node.span, labels=labels, name=entity.name.text)
        return entity.dated_by is not None
    kind = checker.check(node.by, inner)
    if kind is None:
        return False
    fact = checker.facts.of(node.by)
    if not isinstance(kind, core.Day) or fact.entity != entity.name.text:
        checker.report.add(
            "order-needs-date", node.by.span, labels=labels, name=entity.name.text, text=node.by.span.text, variant="by"
        )
        return False
    return True


def _with_validity(checker: Checker, entity: nodes.Entity) -> Iterator[str]:
    """The records that stand beside those of an entity and say when they are valid."""
    owners = {parent.entity.text for parent in entity.parents}
    for other in checker.resolved.entities.values():
        if other.valid_from is not None:
            yield from (parent.records.text for parent in other.parents if parent.entity.text in owners)


def _times_fit(
    checker: Checker, node: nodes.Aggregate | nodes.RecordsHave, entity: nodes.Entity, scope: Scope
) -> bool:
    """Whether the records have the days that are asked of them: a validity for a day, a date for a window."""
    if node.valid_at is not None:
        if entity.valid_from is None:
            checker.report.add(
                "no-validity", node.span, labels=[(entity.name.span, "declared")], name=entity.name.text,
                others=in_backticks(_with_validity(checker, entity)),
            )
            return False
        if node.window is not None:
            checker.report.add("window-and-day", node.window.span, name=entity.name.text, text=node.window.span.text)
            return False
        is_said = is_said_of_subject(checker, node.valid_at, scope)
        return is_said and moment_of(checker, node.valid_at, scope) is not None
    if node.window is not None and not window_is_clear(checker, node, entity):
        return False
    if node.window is not None and entity.dated_by is None and not moves_measures(checker, node, entity):
        checker.report.add("window-on-undated", node.window.span, name=entity.name.text)
        return False
    return check_window(checker, node.window)


def _value_type(checker: Checker, node: nodes.Aggregate, inner: Scope, scope: Scope) -> core.Type | None:
    """The type of an aggregate; None after a finding about its value."""
    value = node.value
    if node.function == "count":
        return COUNTED
    if node.function != "count_distinct":
        inner = attrs.evolve(inner, read_as=scope.read_as)
    kind = checker.check(value, inner) if value is not None else None
    if value is None or kind is None:
        return None
    if core.in_own_currency(kind):
        checker.report.add(
            "own-currency-over-rows", value.span, text=value.span.text, inside=as_part(value),
            code=checker.resolved.currency,
        )
        return None
    if node.function == "count_distinct":
        if not isinstance(kind, (core.Ratio, core.ChoiceSet)):
            return COUNTED
        _report_no_arithmetic(checker, value, kind)
        return None
    if isinstance(kind, core.Ratio):
        checker.report.add("ratio-in-total", value.span, text=value.span.text)
        return None
    if node.function in BY_DATE:
        return kind
    if node.function in ("lowest", "highest"):
        return _edge_type(checker, value, kind)
    if isinstance(kind, core.Quantity):
        return _figure_type(node.function, kind)
    _report_no_arithmetic(checker, value, kind)
    return None


def _edge_type(checker: Checker, value: nodes.Expression, kind: core.Type) -> core.Type | None:
    """The type of the lowest or highest of what has an order."""
    if isinstance(kind, core.Choice) and not kind.ordered:
        text = value.span.text
        checker.report.add("not-ordered", value.span, variant="edge", found=kind_words(kind), text=text)
        return None
    if isinstance(kind, (core.Quantity, core.Day, core.Choice)):
        return kind
    _report_no_arithmetic(checker, value, kind)
    return None


def _figure_type(function: str, kind: core.Quantity) -> core.Type | None:
    """The type of a median, a total or an average."""
    if function == "median":
        return types.median_of(kind)
    total = types.total_of(kind)
    if function == "total":
        return total
    average = types.divided(total, COUNTED, None)
    return None if isinstance(average, types.Clash) else average


def _report_no_arithmetic(checker: Checker, value: nodes.Expression, kind: core.Type) -> None:
    checker.report.add("no-arithmetic", value.span, found=kind_words(kind), text=value.span.text)
