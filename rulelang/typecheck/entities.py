"""Entities: fields with their types, the clauses of the head, and which of them is the subject of the program."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.diagnostics.model import Report
from rulelang.diagnostics.suggest import did_you_mean
from rulelang.names.problems import no_such_name, places_of
from rulelang.names.resolved import Resolved
from rulelang.syntax import nodes
from rulelang.typecheck import links
from rulelang.typecheck.currencies import own_money
from rulelang.typecheck.declared import declared_type
from rulelang.typecheck.first_days import check_first_day
from rulelang.typecheck.hierarchy import check_hierarchy, links_to_itself
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def find_subject(resolved: Resolved, report: Report) -> str | None:
    """The entity that belongs to no other and that results are about; others may stand alone where rows name them."""
    circle = _circle(resolved)
    if circle is not None:
        path = " -> ".join(f"`{name}`" for name in circle)
        parent = next(p for p in resolved.entities[circle[0]].parents if p.entity.text == circle[1])
        report.add("parents-in-a-circle", parent.span, name=circle[0], path=path)
        return None
    roots = [e for e in resolved.entities.values() if not e.parents]
    if not roots:
        report.add("no-subject", resolved.program.name.span, name=resolved.name)
        return None
    about = {d.subject.text for d in _results(resolved)}
    lost = [e for e in roots if e.under_itself and e.name.text not in about and not links_to_itself(e)]
    if lost and len(roots) > 1:
        name = lost[0].name.text
        report.add("parents-in-a-circle", lost[0].under_itself[0].span, name=name, path=f"`{name}` -> `{name}`")
        return None
    named = links.referred(resolved.entities)
    decided = {d.subject.text for d in _results(resolved) if not isinstance(d, nodes.Measure)}
    subjects = [e for e in roots if e.name.text in decided] or [e for e in roots if e.name.text in about]
    subjects = subjects or [e for e in roots if _owns_records(resolved, e)] or roots
    named |= set(_meant(resolved, [e.name.text for e in roots]))
    alone = [e for e in roots if e not in subjects and e.name.text not in named]
    if len(subjects) == 1 and not alone:
        return subjects[0].name.text
    found = [e for e in roots if e in subjects or e in alone]
    names = ", ".join(f"`{e.name.text}`" for e in found)
    report.add("two-subjects", found[1].name.span, labels=[(found[0].name.span, "first")], names=names)
    return None


def _meant(resolved: Resolved, roots: Sequence[str]) -> Iterator[str]:
    """Entities whose names stand, misspelt, as the type of a field: that is told where it stands."""
    types = {f.type.name.text for e in resolved.entities.values() for f in e.fields if f.type.form == "plain"}
    for name in types - {*resolved.entities, *resolved.enumerations, *resolved.kinds, *resolved.records}:
        yield from did_you_mean(name, roots)[:1]


def _circle(resolved: Resolved) -> tuple[str, ...] | None:
    """Entities that belong to one another all the way round, the first of them again at the end."""
    for name in resolved.entities:
        path = [name]
        while name in links.ancestors(resolved.entities, path[-1]):
            step = next(
                p.entity.text
                for p in resolved.entities[path[-1]].parents
                if p.entity.text == name or name in _above(resolved, p.entity.text)
            )
            path.append(step)
            if step == name:
                return tuple(path)
    return None


def _above(resolved: Resolved, name: str) -> tuple[str, ...]:
    return links.ancestors(resolved.entities, name) if name in resolved.entities else ()


def _results(resolved: Resolved) -> Iterator[nodes.Measure | nodes.Eligibility | nodes.Tiers | nodes.Incentive]:
    yield from resolved.measures.values()
    yield from resolved.eligibilities.values()
    yield from resolved.ladders.values()
    yield from (incentive for incentive, _ in resolved.incentives.values())


def _owns_records(resolved: Resolved, entity: nodes.Entity) -> bool:
    """Whether records belong to an entity and no row refers to it."""
    fields = {
        links.reference_of(resolved.entities, field) for each in resolved.entities.values() for field in each.fields
    }
    owned = any(p.entity.text == entity.name.text for each in resolved.entities.values() for p in each.parents)
    return owned and entity.name.text not in fields


def check_entity(checker: Checker, entity: nodes.Entity) -> None:
    """Puts the fields' types into the checker's table and reports what does not hold together."""
    for item in entity.not_yet:
        checker.not_yet(item)
    name = entity.name.text
    seen: dict[str, nodes.Field] = {}
    for field in entity.fields:
        if field.name.text in seen:
            first = seen[field.name.text].name.span
            checker.report.add("declared-twice", field.name.span, labels=[(first, "first")], name=field.name.text)
            continue
        seen[field.name.text] = field
        checker.fields[name, field.name.text] = _field_type(checker, name, field)
    _check_parents(checker, entity)
    check_hierarchy(checker, entity)
    _check_head(checker, entity, seen)


def _field_type(checker: Checker, entity: str, field: nodes.Field) -> core.Type | None:
    """What a field holds; an amount in its own currency knows the field beside it that says which one."""
    if field.type.form != "own":
        return declared_type(checker, field.type, field.bounds)
    if field.type.name.text != "money" or field.bounds is not None:
        where = field.bounds.span if field.bounds is not None else field.type.span
        checker.report.add("own-currency-of-what", where, text=field.type.span.text, variant="field")
        return None
    return own_money(entity, field.name.text)


def _check_parents(checker: Checker, entity: nodes.Entity) -> None:
    for parent in entity.parents:
        if parent.entity.text not in checker.resolved.entities:
            known = {n: e.name.span for n, e in checker.resolved.entities.items() if n != entity.name.text}
            no_such_name(checker.report, "no-such-entity", parent.entity.span, parent.entity.text, known, places=known)
        _check_own_name(checker, parent)
    _check_ways(checker, entity)
    check_first_day(checker, entity)
    if not entity.parents and not entity.keys:
        checker.report.add("no-key", entity.name.span, name=entity.name.text)


def _check_own_name(checker: Checker, parent: nodes.Parent) -> None:
    """The records of one parent have a name of their own, or reading it would mean one of several."""
    heads = (each for entity in checker.resolved.entities.values() for each in entity.parents)
    first = next(p for p in heads if (p.entity.text, p.records.text) == (parent.entity.text, parent.records.text))
    if first is not parent:
        places = [(first.records.span, "first")]
        checker.report.add("declared-twice", parent.records.span, labels=places, name=parent.records.text)


def _check_ways(checker: Checker, entity: nodes.Entity) -> None:
    """One way leads from a record to the partner it belongs to, and each of its parents has a key of its own name."""
    entities, name = checker.resolved.entities, entity.name.text
    ways = links.owners(entities, name, checker.subject)
    if len(ways) > 1:
        checker.report.add(
            "two-ways-to-the-partner", ways[1].span, labels=[(ways[0].span, "first")], name=name,
            subject=checker.subject, parent=ways[1].entity.text,
        )
    if entity.parents and not ways and all(p.entity.text in entities for p in entity.parents):
        checker.report.add(
            "records-out-of-reach", entity.parents[0].span, name=name, parent=entity.parents[0].entity.text,
            subject=checker.subject,
        )
    keys: dict[str, nodes.Parent] = {}
    for parent in entity.parents:
        found = entities.get(parent.entity.text)
        if found is not None and not found.keys:
            checker.report.add("no-key", found.name.span, name=found.name.text)
        for key in found.keys if found is not None else ():
            first = keys.setdefault(key.text, parent)
            if first is not parent:
                checker.report.add(
                    "parents-share-a-key", parent.span, labels=[(first.span, "first")], name=name, key=key.text,
                    first=first.entity.text, second=parent.entity.text,
                )


def _check_head(checker: Checker, entity: nodes.Entity, fields: dict[str, nodes.Field]) -> None:
    dates = (entity.dated_by, entity.valid_from, entity.valid_to, entity.recorded_on)
    for name in (*entity.keys, *(d for d in dates if d is not None)):
        if name.text not in fields:
            known, owner = places_of(fields), entity.name.text
            no_such_name(checker.report, "no-such-field", name.span, name.text, known, places=known, entity=owner)
    for name in entity.keys:
        field = fields.get(name.text)
        if field is not None and field.optional:
            checker.report.add("optional-key", name.span, labels=[(field.span, "declared")], name=name.text)
    for name in (d for d in dates if d is not None and d.text in fields):
        field = fields[name.text]
        kind = checker.fields.get((entity.name.text, name.text))
        if kind is not None and not isinstance(kind, core.Day):
            checker.report.add(
                "day-is-no-date", name.span, labels=[(field.span, "declared")], name=name.text, found=kind_words(kind)
            )
        elif field.optional and name is not entity.valid_to:
            checker.report.add("optional-date", name.span, labels=[(field.span, "declared")], name=name.text)
    if entity.recorded_on is not None and not entity.keys:
        checker.report.add("versions-need-key", entity.recorded_on.span, name=entity.name.text)
