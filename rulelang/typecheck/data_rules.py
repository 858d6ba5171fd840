"""Rules about data: what they count is there, is yes or no where it has to be, and has dates where they are counted."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.names.problems import no_such_name
from rulelang.syntax import nodes
from rulelang.syntax.habits import says_different
from rulelang.typecheck.words import kind_words, unit_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_data_rules(checker: Checker) -> None:
    """Every rule about data of a program and its variant."""
    for rule in checker.resolved.data_rules:
        entity = checker.resolved.entities.get(rule.entity.text)
        if entity is None:
            known = tuple(checker.resolved.entities)
            no_such_name(checker.report, "no-such-entity", rule.entity.span, rule.entity.text, known)
        else:
            _check_rule(checker, rule, entity)


def _check_rule(checker: Checker, rule: nodes.DataRule, entity: nodes.Entity) -> None:
    fields = {field.name.text: field for field in entity.fields}
    _check_once(checker, rule)
    if rule.limit == 0 and rule.figure is None:
        checker.report.add("rule-of-none", rule.span, name=entity.name.text)
    for name in (*rule.tests, *rule.per):
        if name.text not in fields and name in rule.tests and says_different(name.text):
            checker.report.add(
                "rule-counts-records", name.span, variant="records", written=name.text, name=entity.name.text
            )
        elif name.text not in fields and name in rule.per and (owner := _owner(checker, entity, name.text)) is not None:
            labels = [(owner.name.span, "declared")]
            checker.report.add(
                "rule-by-owner", name.span, labels=labels, written=name.text, name=entity.name.text,
                owner=owner.name.text, records=_records(entity, owner),
                limit=rule.limit if rule.figure is None else rule.figure.span.text,
            )  # fmt: skip
        elif name.text not in fields:
            no_such_name(checker.report, "no-such-field", name.span, name.text, fields, entity=entity.name.text)
    for name in rule.tests:
        kind = checker.fields.get((entity.name.text, name.text))
        if kind is not None and not isinstance(kind, core.Truth):
            checker.report.add(
                "rule-needs-yes-or-no", name.span, labels=[(fields[name.text].type.span, "declared")], name=name.text,
                found=kind_words(kind), entity=entity.name.text,
            )
    if rule.every is not None and entity.dated_by is None and entity.valid_from is None:
        checker.report.add(
            "rule-needs-a-date", rule.span, labels=[(entity.name.span, "declared")], name=entity.name.text,
            unit=unit_words(rule.every),
        )


def _owner(checker: Checker, entity: nodes.Entity, written: str) -> nodes.Entity | None:
    """What a record belongs to, where its name or that of its key was written."""
    for parent in entity.parents:
        owner = checker.resolved.entities.get(parent.entity.text)
        called = [name.text.lower() for name in (owner.name, *owner.keys)] if owner is not None else []
        if written.lower() in called:
            return owner
    return None


def _records(entity: nodes.Entity, owner: nodes.Entity) -> str:
    """What the records are called where they belong."""
    return next(parent.records.text for parent in entity.parents if parent.entity.text == owner.name.text)


def _check_once(checker: Checker, rule: nodes.DataRule) -> None:
    """No field stands twice before what is counted, or twice after `per`: another one was meant."""
    for names in (rule.tests, rule.per):
        first: dict[str, nodes.Name] = {}
        for name in names:
            if name.text in first:
                checker.report.add(
                    "rule-names-twice", name.span, labels=[(first[name.text].span, "first")], name=name.text
                )
            first.setdefault(name.text, name)
