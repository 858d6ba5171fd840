"""The heads of a program and its variant: edition, currency, regions, dates."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.diagnostics.phrase import phrase
from rulelang.exact.calendar import FIRST_YEAR, LAST_YEAR
from rulelang.exact.countries import is_country
from rulelang.exact.currencies import minor_digits
from rulelang.names.clauses import first_of
from rulelang.names.problems import no_such_name
from rulelang.syntax import nodes
from rulelang.typecheck.lists import report_twice

if TYPE_CHECKING:
    from rulelang.names.resolved import Resolved
    from rulelang.typecheck.expressions import Checker

EDITION = 1
"""The language edition this package runs. A program names its own; what it pays under an edition never changes."""

ONCE = {
    nodes.Edition: "language edition", nodes.Currency: "currency", nodes.YearStarts: "year starts",
    nodes.CalendarReadFrom: "calendar read from",
    nodes.GuideEdition: "edition", nodes.EffectiveFrom: "effective from", nodes.ForRegion: "for region",
    nodes.PaidIn: "paid in",
}
FIXED_IN_VARIANT = (nodes.Edition, nodes.Currency, nodes.YearStarts, nodes.CalendarReadFrom)


def check_program(checker: Checker) -> None:
    """Everything about the heads, and about names that are only listed: members and countries."""
    resolved = checker.resolved
    owners: tuple[nodes.Program | nodes.Variant, ...] = (resolved.program, *resolved.lineage)
    for owner in owners:
        _check_once(checker, owner)
    for clause in resolved.program.clauses:
        match clause:
            case nodes.Edition(number=number) if number != EDITION:
                checker.report.add("unknown-edition", clause.span, number=number, known=EDITION)
            case nodes.Currency(code=code) if minor_digits(code.text) is None:
                checker.report.add("no-such-currency", code.span, code=code.text)
    for enumeration in resolved.enumerations.values():
        _check_members(checker, enumeration)
    for region in resolved.regions.values():
        report_twice(checker.report, region.countries)
        if is_country(region.name.text):
            checker.report.add("region-like-a-country", region.name.span, name=region.name.text)
        for country in region.countries:
            if not is_country(country.text):
                checker.report.add("no-such-country", country.span, name=country.text)
    for variant in resolved.lineage:
        _check_variant(checker, variant)
    _check_lineage(checker)
    for owner in owners:
        _check_years(checker, owner)


def _check_years(checker: Checker, owner: nodes.Program | nodes.Variant) -> None:
    """A program holds from a year whose windows can be computed, however far they reach back."""
    for clause in owner.clauses:
        if isinstance(clause, nodes.EffectiveFrom) and not FIRST_YEAR <= clause.day.year <= LAST_YEAR:
            checker.report.add("year-out-of-range", clause.span, first=FIRST_YEAR, last=LAST_YEAR, year=clause.day.year)


def _check_once(checker: Checker, owner: nodes.Program | nodes.Variant) -> None:
    for kind, words in ONCE.items():
        found = [c for c in owner.clauses if isinstance(c, kind)]
        for other in found[1:]:
            checker.report.add("said-twice", other.span, labels=[(found[0].span, "first")], clause=phrase(words))


def _check_members(checker: Checker, enumeration: nodes.Enumeration) -> None:
    seen: dict[str, nodes.Member] = {}
    for member in enumeration.members:
        if member.name.text in seen:
            first = seen[member.name.text].name.span
            checker.report.add("declared-twice", member.name.span, labels=[(first, "first")], name=member.name.text)
        seen.setdefault(member.name.text, member)


def _check_variant(checker: Checker, variant: nodes.Variant) -> None:
    resolved = checker.resolved
    for clause in variant.clauses:
        if isinstance(clause, FIXED_IN_VARIANT):
            checker.report.add("fixed-for-variants", clause.span, clause=phrase(ONCE[type(clause)]))
        if isinstance(clause, nodes.ForRegion):
            name = clause.name.text
            if name not in resolved.regions and not is_country(name):
                no_such_name(checker.report, "no-such-region", clause.name.span, name, resolved.regions)
    if not any(isinstance(c, nodes.ForRegion) for c in variant.clauses):
        checker.report.add("no-region", variant.name.span, name=variant.name.text)


def _check_lineage(checker: Checker) -> None:
    """A variant begins no earlier than what it adapts, covers no more, and says the same of periods that are cut."""
    resolved = checker.resolved
    starts = [resolved.start, *(change.day for change in resolved.changes)]
    for number, (variant, change) in enumerate(zip(resolved.lineage, resolved.changes, strict=True)):
        if change.day < starts[number]:
            checker.report.add(
                "before-the-program", change.span, day=change.day, start=starts[number], base=variant.base.text,
                variant="variant" if number else "",
            )
        if number == 0:
            continue
        above, before = resolved.lineage[number - 1], resolved.changes[number - 1]
        outside = [c for c in covered(resolved, variant) if c not in covered(resolved, above)]
        clause, upper = (first_of(nodes.ForRegion, v.clauses) for v in (variant, above))
        if outside and clause is not None and upper is not None and covered(resolved, above):
            checker.report.add(
                "outside-the-region", clause.span, labels=[(upper.span, "above")], name=variant.name.text,
                base=above.name.text, countries=", ".join(outside),
            )
        if None not in (before.edges, change.edges) and before.edges != change.edges:
            checker.report.add(
                "edges-differ", change.span, labels=[(before.span, "above")], name=variant.name.text,
                base=above.name.text,
            )


def covered(resolved: Resolved, variant: nodes.Variant) -> tuple[str, ...]:
    """The codes of the countries a variant is for; what is neither a country nor a region is told of elsewhere."""
    clause = first_of(nodes.ForRegion, variant.clauses)
    if clause is None:
        return ()
    region = resolved.regions.get(clause.name.text)
    named = tuple(country.text for country in region.countries) if region is not None else (clause.name.text,)
    return tuple(name for name in named if is_country(name))
