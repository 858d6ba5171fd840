"""Partners that belong to partners: what declares a hierarchy, and the roll-ups along it.

Knows how a hierarchy is written, not which partners there are: circles and depth are found when data are read.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.diagnostics.suggest import in_backticks
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.cohorts import COMPARED_MAX, MEMBERS
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.said_inside import as_part
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

FUNCTIONS = ("total", "count", "average", "lowest", "highest")


def links_to_itself(entity: nodes.Entity) -> tuple[nodes.Field, ...]:
    """The fields of an entity that hold the key of another one of its kind."""
    return tuple(f for f in entity.fields if f.type.form == "plain" and f.type.name.text == entity.name.text)


def is_of_hierarchy(entity: nodes.Entity | None, source: tuple[nodes.Name, ...]) -> bool:
    """Whether a name is that of those directly below in the hierarchy of an entity."""
    return entity is not None and any(source[0].text == each.records.text for each in entity.under_itself)


def check_hierarchy(checker: Checker, entity: nodes.Entity) -> None:
    """Reports where an entity belongs to its own kind and who is above whom cannot be told."""
    if not entity.under_itself:
        return
    head, *others = entity.under_itself
    name = entity.name.text
    if name != checker.subject:
        checker.report.add("hierarchy-of-another", head.span, name=name, subject=checker.subject)
        return
    if others:
        checker.report.add("belongs-to-itself-twice", others[0].span, labels=[(head.span, "first")], name=name)
    _check_link(checker, entity, head)
    parents = (each for other in checker.resolved.entities.values() for each in other.parents)
    first = next((p for p in parents if p.entity.text == name and p.records.text == head.records.text), None)
    if first is not None:
        places = [(first.records.span, "first")]
        checker.report.add("declared-twice", head.records.span, labels=places, name=head.records.text)


def _check_link(checker: Checker, entity: nodes.Entity, head: nodes.Parent) -> None:
    """One field says who is above; it may be empty, or nobody could be at the top."""
    links, name = links_to_itself(entity), entity.name.text
    if len(links) != 1:
        places = [(link.name.span, "declared") for link in links]
        fields = in_backticks([link.name.text for link in links])
        checker.report.add(
            "hierarchy-needs-a-link", head.span, labels=places, variant="several" if links else "", name=name,
            fields=fields,
        )
    elif not links[0].optional:
        checker.report.add("nobody-at-the-top", links[0].span, name=name, field=links[0].name.text)


def check_rollup(checker: Checker, node: nodes.Aggregate, scope: Scope) -> core.Type | None:
    """Types a roll-up; its value and `where` are read for each of those below."""
    if scope.row is not None:
        checker.report.add("total-inside-where", node.span, text=" ".join(node.span.text.split()))
        return None
    if not _is_rolled_up(checker, node):
        return None
    inner = Scope(scope.reader, scope.owner)
    whose = "directly below" if node.levels is None else "below"
    fine = node.where is None or checker.check_truth(node.where, attrs.evolve(inner, others=whose)) is not None
    kind = _type_of(checker, node, attrs.evolve(inner, read_as=scope.read_as))
    return kind if fine else None


def _is_rolled_up(checker: Checker, node: nodes.Aggregate) -> bool:
    source = node.source[0]
    if len(node.source) > 1:
        path = ".".join(name.text for name in node.source)
        _refuse(checker, node.source[1].span, source, "records", path)
        return False
    if node.function not in FUNCTIONS or node.by is not None:
        _refuse(checker, node.span, source, "", node.span.text)
        return False
    day = node.window or node.valid_at
    if day is not None:
        _refuse(checker, day.span, source, "days", day.span.text)
        return False
    return _levels_fit(checker, node)


def _refuse(checker: Checker, span: Span, source: nodes.Name, variant: str, text: str) -> None:
    checker.report.add("not-over-a-hierarchy", span, variant=variant, name=source.text, text=text)


def _levels_fit(checker: Checker, node: nodes.Aggregate) -> bool:
    """Whether as many levels are asked for as a hierarchy may have."""
    levels = node.levels
    if levels is None or levels.count is None or 1 <= levels.count <= core.LEVELS_MAX:
        return True
    checker.report.add("levels-out-of-range", levels.span, count=levels.count, most=core.LEVELS_MAX)
    return False


def _type_of(checker: Checker, node: nodes.Aggregate, inner: Scope) -> core.Type | None:
    value = node.value
    if value is None:
        return MEMBERS
    kind = checker.check(value, inner)
    if kind is None:
        return None
    if core.in_own_currency(kind):
        checker.report.add(
            "own-currency-over-rows", value.span, text=value.span.text, inside=as_part(value),
            code=checker.resolved.currency,
        )
        return None
    if isinstance(kind, core.Ratio):
        checker.report.add("ratio-in-total", value.span, text=value.span.text)
        return None
    if not isinstance(kind, core.Quantity):
        checker.report.add("no-arithmetic", value.span, found=kind_words(kind), text=value.span.text)
        return None
    if 2 * max(abs(kind.low), abs(kind.high)) > COMPARED_MAX:
        checker.report.add("compared-too-wide", value.span, text=value.span.text)
        return None
    total = types.total_of(kind)
    if node.function == "average":
        average = types.divided(total, MEMBERS, None)
        return None if isinstance(average, types.Clash) else average
    return total if node.function == "total" else kind
