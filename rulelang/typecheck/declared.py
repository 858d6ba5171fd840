"""Types of fields and parameters as they are declared, with their scale and bounds."""
from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.diagnostics.language import language_of
from rulelang.diagnostics.suggest import in_backticks
from rulelang.exact.currencies import minor_digits
from rulelang.exact.durations import MOST, counted_in
from rulelang.names.problems import no_such_name, places_of
from rulelang.syntax import nodes
from rulelang.syntax.habits import kind_meant
from rulelang.syntax.keywords import spelled
from rulelang.typecheck import types
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.kinds import kind_named
from rulelang.typecheck.links import field_of, reference_of
from rulelang.typecheck.meant import example_of, instead_of
from rulelang.typecheck.period_values import period_type
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

DIGITS = {"count": 0, "number": 6, "percent": 4, "points": 6}
"""Digits after the point that a value of a kind has unless its declaration says otherwise (semantics, section 3.2)."""
LOWEST = {"count": 0}
SIMPLE: dict[str, core.Type] = {
    "text": core.Words(), "country": core.Words(country=True), "date": core.Day(), "yes_or_no": core.Truth(),
    "currency": core.Words(is_currency=True),
}
USUAL_KINDS = ("text", "count", "number", "percent", "money", "date", "yes_or_no", "country")
"""Those that are offered to who names a kind that there is not."""
PERIOD = "period"


def declared_type(
    checker: Checker, written: nodes.TypeExpression, bounds: nodes.Bounds | None
) -> core.Type | None:
    """The type a declaration writes; None after a finding."""
    name = written.name.text
    if written.form == "own":
        checker.report.add("own-currency-of-what", written.span, text=written.span.text)
        return None
    if written.form == "list":
        checker.report.add("list-of-what", written.span, variant="elsewhere", name=written.span.text, entity=name)
        return None
    if name in checker.resolved.records:
        checker.report.add("record-elsewhere", written.span, variant=_form(written), name=name)
        return None
    named = kind_named(checker, written)
    if named is not None:
        return _named(checker, named, bounds)
    numeric = name in DIGITS or name in ("money", "duration")
    if bounds is not None and not numeric and _is_known(checker, name):
        checker.report.add("bounds-of-what", bounds.span, name=written.span.text, text=bounds.span.text)
        return None
    if name in checker.resolved.entities:
        return _reference(checker, written)
    if name in checker.resolved.enumerations:
        return _enumeration(checker, written)
    if name == "duration" and written.form == "plain":
        return _duration(checker, bounds)
    if name == core.REGION and written.form in ("plain", "set"):
        return _region(checker, written)
    if written.form == "set":
        checker.report.add("set-of-what", written.span, name=name)
        return None
    if name == PERIOD:
        return period_type(checker.resolved)
    if name in SIMPLE:
        return SIMPLE[name]
    if numeric:
        kind = _quantity(checker, written)
        return _bounded(checker, kind, bounds) if kind and bounds else kind
    known = [*DIGITS, "money", "duration", *SIMPLE, PERIOD, core.REGION]
    known += [*checker.resolved.kinds, *checker.resolved.records, *checker.resolved.enumerations]
    known += checker.resolved.entities
    places = places_of(checker.resolved.enumerations)
    language = language_of(written.span.file)
    meant = kind_meant(name, language)
    if meant:
        where = written.name.span
        checker.report.add("no-such-type", where, variant="suggest", name=name, suggestion=f"`{meant}`")
        return None
    kinds = in_backticks(spelled("types", language)[kind] for kind in USUAL_KINDS)
    no_such_name(checker.report, "no-such-type", written.name.span, name, known, places=places, kinds=kinds)
    return None


def _form(written: nodes.TypeExpression) -> str:
    return "set" if written.form == "set" else ""


def _is_known(checker: Checker, name: str) -> bool:
    declared = {*checker.resolved.entities, *checker.resolved.enumerations}
    return name in (*SIMPLE, PERIOD, core.REGION) or name in declared


def _named(checker: Checker, named: nodes.BoundedType, bounds: nodes.Bounds | None) -> core.Type | None:
    """A kind by its name; bounds of one's own lie inside those of the kind."""
    if kind_named(checker, named.type) is not None:
        return None  # reported where the kind is declared
    whole = declared_type(checker, named.type, named.bounds)
    if bounds is None or named.bounds is None or not isinstance(whole, core.Quantity):
        return declared_type(checker, named.type, bounds) if bounds is not None else whole
    kind = _bounded(checker, whole, bounds)
    if kind is not None and not whole.low <= kind.low <= kind.high <= whole.high:
        checker.report.add(
            "outside-its-kind", bounds.span, labels=[(named.span, "declared")], name=bounds.span.text,
            kind=named.name.text, low=named.bounds.low.span.text, high=named.bounds.high.span.text,
        )
        return None
    return kind


def _reference(checker: Checker, written: nodes.TypeExpression) -> core.Type | None:
    """A reference holds the key of the record it means, and is of the key's type."""
    entities = checker.resolved.entities
    target = entities[written.name.text]
    key = field_of(entities, target.name.text, target.keys[0].text) if len(target.keys) == 1 else None
    if key is None or reference_of(entities, key) is not None:
        checker.report.add(
            "reference-needs-a-key", written.span, labels=[(target.name.span, "declared")], name=target.name.text
        )
        return None
    return declared_type(checker, key.type, key.bounds)


def _enumeration(checker: Checker, written: nodes.TypeExpression) -> core.Type:
    enumeration = checker.resolved.enumerations[written.name.text]
    members = tuple(m.name.text for m in enumeration.members)
    if written.form == "set":
        return core.ChoiceSet(enumeration.name.text, members)
    return core.Choice(enumeration.name.text, members, enumeration.ordered)


def _region(checker: Checker, written: nodes.TypeExpression) -> core.Choice | core.ChoiceSet | None:
    """One of the regions that the program declares, or a set of them."""
    declared = tuple(sorted(checker.resolved.regions))  # where a region is declared means nothing
    if not declared:
        checker.report.add("no-regions", written.span)
        return None
    return core.ChoiceSet(core.REGION, declared) if written.form == "set" else core.Choice(core.REGION, declared)


def _duration(checker: Checker, bounds: nodes.Bounds | None) -> core.Quantity | None:
    """Months, unless the bounds are days."""
    ends = () if bounds is None else (bounds.low, bounds.high)
    days = any(isinstance(end, nodes.Duration) and counted_in(end.unit) == "days" for end in ends)
    name = "days" if days else "months"
    kind = core.Quantity(name, 1, 0, MOST[name])
    return _bounded(checker, kind, bounds) if bounds is not None else kind


def _quantity(checker: Checker, written: nodes.TypeExpression) -> core.Quantity | None:
    name = written.name.text
    currency = None
    if name == "money":
        currency = written.currency or checker.resolved.currency
        digits = minor_digits(currency)
        if digits is None and written.currency is None:
            return None  # reported at the head of the program
        if digits is None:
            checker.report.add("no-such-currency", written.span, code=currency)
            return None
        digits = max(digits, written.decimals or 0)
    else:
        digits = written.decimals if written.decimals is not None else DIGITS[name]
    denominator = 10 ** (digits + (2 if name == "percent" else 0))
    most = types.RATE_MAX if name == "percent" else types.AMOUNT_MAX
    return core.Quantity(name, denominator, LOWEST.get(name, -most), most, currency)


def _bounded(checker: Checker, kind: core.Quantity, bounds: nodes.Bounds) -> core.Quantity | None:
    ends = [bound_units(checker, kind, end) for end in (bounds.low, bounds.high)]
    if ends[0] is None or ends[1] is None:
        return None
    if ends[0] > ends[1]:
        checker.report.add("bounds-reversed", bounds.span, low=bounds.low.span.text, high=bounds.high.span.text)
        return None
    return attrs.evolve(kind, low=ends[0], high=ends[1])


def bound_units(checker: Checker, kind: core.Quantity, end: nodes.Expression) -> int | None:
    """A bound in units of the kind it bounds; None after a finding."""
    if isinstance(end, nodes.Reported):
        return None
    value = literal_value(end)
    if value is None or not literal_fits(kind, end):
        checker.report.add(
            "another-kind-of-value", end.span, text=end.span.text, wanted=kind_words(kind),
            instead=instead_of(kind, end), example=example_of(kind, end),
        )
        return None
    units = value * kind.denominator
    if units.denominator != 1:
        checker.report.add("too-many-digits", end.span, text=end.span.text)
        return None
    return int(units)


def literal_fits(kind: core.Quantity, literal: nodes.Expression) -> bool:
    """Whether a literal is of a kind: 5% for a percent, 5 USD for money in USD, 5 for a count, number."""
    match literal:
        case nodes.Percent():
            return kind.kind == "percent"
        case nodes.Money(currency=currency):
            return kind.kind == "money" and kind.currency == currency
        case nodes.Points():
            return kind.kind == "points"
        case nodes.Duration(unit=unit):
            return kind.kind == counted_in(unit)
        case nodes.Number(digits=digits):
            return kind.kind == "number" or (kind.kind == "count" and digits == 0)
    return False


