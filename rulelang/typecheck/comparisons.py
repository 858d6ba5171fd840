"""Comparisons: which values compare, and the names that only a comparison gives a meaning to (members, countries,
tiers)."""
from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, TypeGuard

from rulelang.core import nodes as core
from rulelang.diagnostics.language import language_of
from rulelang.diagnostics.phrase import phrase
from rulelang.exact.countries import is_country
from rulelang.exact.currencies import is_currency
from rulelang.exact.durations import MOST
from rulelang.names.ladder_versions import own_tier_names, tier_names, tiers_until
from rulelang.names.problems import no_such_name, places_of
from rulelang.syntax import nodes
from rulelang.syntax.habits import is_unknown, words_for_known
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.typecheck import types
from rulelang.typecheck.currencies import are_mixed, report_mixed
from rulelang.typecheck.days_of_periods import check_day_of_period, check_end, is_in_period, is_period, report_no_day
from rulelang.typecheck.designations import check_designation, is_designation
from rulelang.typecheck.facts import Fact, Scope
from rulelang.typecheck.inputs import Input, input_of, windows_given
from rulelang.typecheck.lists import report_twice
from rulelang.typecheck.meant import compared_value
from rulelang.typecheck.names import moment_of
from rulelang.typecheck.period_values import check_period, is_year
from rulelang.typecheck.said_inside import beside_sign
from rulelang.typecheck.sides import Sides
from rulelang.typecheck.spans_of_time import check_window
from rulelang.typecheck.turned_round import date_beside_period, operator_text, turned_round
from rulelang.typecheck.windows import windows_of
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

MEMBERS_NAMED_MAX = 5
ORDERING = (">=", "<=", ">", "<")
DATE_WORDS = ("before", "after", "on_or_before", "on_or_after")
MANY = ("INCLUDES", "LACKS", "IS_NOT", "IS_ONE_OF", "AND")


def check_comparison(checker: Checker, node: nodes.Comparison, scope: Scope) -> core.Type | None:
    """Types a comparison, and records what its bare names stand for."""
    given = input_of(node.left, scope.inputs)
    if given is not None and given.ladder:
        return _check_given_tier(checker, node, given)
    if scope.inputs is None and is_ladder(node.left, checker) and not _is_field_of_row(checker, node.left, scope):
        return _check_tier(checker, node, node.left, scope)
    if is_designation(checker, node):
        return check_designation(checker, node, scope)
    sides = Sides(checker, (node.left, node.right), scope)
    left = sides.check(0)
    if left is None or _denies_knowing(checker, node, left, scope):
        return None
    if isinstance(node.right, nodes.Members):
        _several(checker, node, node.right, left)
        return None
    if node.operator in ("includes", "lacks"):
        return _check_includes(checker, node, left, scope)
    if isinstance(left, core.Choice) and is_bare(node.right) and _is_member(checker, node.right, left, scope):
        return _check_member(checker, node, node.right, left)
    if isinstance(left, core.Words) and left.country and is_bare(node.right):
        name = node.right.path[0].text
        if is_country(name) or not reads_something(checker, name, scope):
            return _of_no_order(checker, node, left, check_country(checker, node.right))
    if isinstance(left, core.Words) and left.is_currency and is_bare(node.right):
        name = node.right.path[0].text
        if is_currency(name) or not reads_something(checker, name, scope):
            return _of_no_order(checker, node, left, check_currency(checker, node.right))
    if isinstance(left, core.Words) and left.year_starts and is_year(node.right):
        return _of_no_order(checker, node, left, core.Truth() if check_period(checker, node.right) else None)
    if isinstance(left, core.Day) and is_period(node.right):
        right = check_day_of_period(checker, node, node.right)
    else:
        right = sides.check(1)
    if right is None:
        return None
    return _compare(checker, node, left, right, scope)


def _denies_knowing(checker: Checker, node: nodes.Comparison, left: core.Type, scope: Scope) -> bool:
    """`csat is not known`: says how a value that is missing is asked for."""
    if node.operator != "is_not" or not is_bare(node.right):
        return False
    name, language = node.right.path[0].text, language_of(node.span.file)
    of_the_rules = reads_something(checker, name, scope) or (isinstance(left, core.Choice) and name in left.members)
    if of_the_rules or name not in words_for_known(language):
        return False
    written = node.span.text[len(node.left.span.text) :].strip()
    text = node.left.span.text
    checker.report.add(
        "comparison-in-words", node.span, variant="whole", written=written, previous=text,
        instead=f"{text} {is_unknown(language)}",
    )  # fmt: skip
    return True


def _of_no_order(
    checker: Checker, node: nodes.Comparison, left: core.Type, found: core.Type | None
) -> core.Type | None:
    """A comparison with a code: codes have an alphabet, what they stand for has no order."""
    if found is None or node.operator in ("is", "is_not"):
        return found
    checker.report.add("not-ordered", node.span, found=kind_words(left), text=node.left.span.text)
    return None


def is_bare(node: nodes.Expression) -> TypeGuard[nodes.Reading]:
    """Whether an expression is one name and nothing else, so that it can be a member, a country or a tier."""
    return isinstance(node, nodes.Reading) and len(node.path) == 1 and node.window is None and node.day is None


def is_ladder(node: nodes.Expression, checker: Checker) -> TypeGuard[nodes.Reading]:
    """Whether an expression reads a ladder."""
    return (
        isinstance(node, nodes.Reading) and len(node.path) == 1 and node.path[0].text in checker.resolved.ladders
    )


def _is_field_of_row(checker: Checker, node: nodes.Reading, scope: Scope) -> bool:
    """Whether the record that is looked at has a field of that name, which then is meant."""
    return scope.row is not None and (scope.row, node.path[0].text) in checker.fields


def _several(checker: Checker, node: nodes.Comparison, several: nodes.Members, left: core.Type) -> None:
    """`skills includes (sell, deploy)`, `country is (CO, PE)`: several values, and one is compared with."""
    language, asked = language_of(node.span.file), beside_sign(node.left)
    said = {name: keywords().spellings[Keyword(name)][language][0] for name in MANY}
    relation = said["INCLUDES" if isinstance(left, core.ChoiceSet) else "IS_NOT"]
    if node.operator in ("is_not", "lacks") and isinstance(left, core.ChoiceSet):
        relation = said["LACKS"]
    instead = f" {said['AND']} ".join(f"{asked} {relation} {name.text}" for name in several.names)
    if node.operator == "is" and not isinstance(left, core.ChoiceSet):
        instead = f"{asked} {said['IS_ONE_OF']} {several.span.text}"
    checker.report.add("several-for-one", several.span, variant="compared", text=several.span.text, each=instead)


def _compare(
    checker: Checker, node: nodes.Comparison, left: core.Type, right: core.Type, scope: Scope
) -> core.Type | None:
    operator = node.operator
    days = isinstance(left, core.Day) and isinstance(right, core.Day)
    same = left == right and isinstance(left, (core.Truth, core.Choice, core.Words))
    ordered = days or (isinstance(left, core.Choice) and left.ordered)
    if types.is_numeric(left) and types.is_numeric(right):
        left, right = as_durations(node, left, right)
        if not _numbers_compare(checker, node, left, right):
            return None
        ordered = True
    elif not days and not same:
        _clash(checker, node, left, right, "kinds-compared")
        return None
    if (operator in ORDERING and not ordered) or (operator in DATE_WORDS and not days):
        checker.report.add("not-ordered", node.span, found=kind_words(left), text=node.left.span.text)
        return None
    return _same_windows(checker, node, scope)


def as_durations(
    node: nodes.Comparison, left: types.Numeric, right: types.Numeric
) -> tuple[types.Numeric, types.Numeric]:
    """Both sides of a comparison; where one is a time in months or days, whole ones between two dates are one too."""
    sides = ((node.left, left, right), (node.right, right, left))
    first, second = (
        types.read_as(other.kind, kind)
        if isinstance(side, nodes.WholeBetween) and other.kind == f"{side.unit}s" and other.kind in MOST else kind
        for side, kind, other in sides
    )
    return first, second


def _numbers_compare(
    checker: Checker, node: nodes.Comparison, left: types.Numeric, right: types.Numeric
) -> bool:
    joined = types.joined_kind(left, right)
    if isinstance(joined, types.Clash) and are_mixed(left, right):
        report_mixed(checker, node.span, (left, node.left.span), (right, node.right.span))
        return False
    if isinstance(joined, types.Clash):
        finding = "currencies-compared" if joined.finding == "currencies-differ" else "kinds-compared"
        _clash(checker, node, left, right, finding)
        return False
    if checker.limits and not _cross_fits(left, right):
        checker.report.add("beyond-38-digits", node.span, text=node.span.text)
        return False
    return True


def _clash(checker: Checker, node: nodes.Comparison, left: core.Type, right: core.Type, finding: str) -> None:
    variant = "truth" if isinstance(left, core.Truth) else "day" if isinstance(left, core.Day) else ""
    meant = compared_value(left, node.right) if finding == "kinds-compared" else ""
    date, left_inside = date_beside_period(node, left, right), beside_sign(node.left)
    instead = f"{left_inside} {operator_text(node)} {meant}" if meant else turned_round(node, right)
    checker.report.add(
        finding, node.span, labels=[(node.left.span, "left"), (node.right.span, "right")], left=kind_words(left),
        right=kind_words(right), left_text=node.left.span.text, right_text=node.right.span.text, inside=left_inside,
        instead=instead, date=date, variant="value" if instead else "period" if date else variant,
    )  # fmt: skip


def _cross_fits(left: types.Numeric, right: types.Numeric) -> bool:
    if isinstance(left, core.Quantity) and isinstance(right, core.Quantity):
        difference = types.added(left, right, subtract=True)
        return not isinstance(difference, types.Clash) and types.fits(difference)
    a, b = types.as_ratio(left), types.as_ratio(right)
    number = "number"
    sides = (
        types.multiplied(types.read_as(number, a.numerator), types.read_as(number, b.denominator)),
        types.multiplied(types.read_as(number, b.numerator), types.read_as(number, a.denominator)),
    )
    return all(not isinstance(s, types.Clash) and types.fits(s) for s in sides)


def _same_windows(checker: Checker, node: nodes.Comparison, scope: Scope) -> core.Type | None:
    """Two sides that look at different stretches of time, one of them unsaid, could mean two things."""
    given = windows_given(scope.inputs)
    left, right = (windows_of(checker.resolved, side, given) for side in (node.left, node.right))
    if left and right and left != right and (None in left or None in right):
        checker.report.add("windows-differ", node.span, left_text=node.left.span.text, right_text=node.right.span.text)
        return None
    return core.Truth()


def _check_member(
    checker: Checker, node: nodes.Comparison, member: nodes.Reading, left: core.Choice
) -> core.Type | None:
    if check_member(checker, member, left) is None:
        return None
    if node.operator not in ("is", "is_not", *(ORDERING if left.ordered else ())):
        name, language = member.path[0].text, language_of(node.span.file)
        others = [other for other in left.members if other != name]
        one_of = keywords().spellings[Keyword("IS_ONE_OF")][language][0]
        few = 1 < len(others) <= MEMBERS_NAMED_MAX and node.operator in ORDERING
        checker.report.add(
            "not-ordered", node.span, found=kind_words(left), text=node.left.span.text, variant="member" if few else "",
            member=name, instead=f"{node.left.span.text} {one_of} ({', '.join(others)})",
        )  # fmt: skip
        return None
    return core.Truth()


def check_member(checker: Checker, node: nodes.Reading | nodes.Name, kind: core.Choice | core.ChoiceSet) -> str | None:
    """The member a bare name stands for where a value of its enumeration is wanted."""
    name = node.text if isinstance(node, nodes.Name) else node.path[0].text
    if name not in kind.members:
        declared = checker.resolved.enumerations.get(kind.enumeration)
        if declared is None:
            places = places_of(checker.resolved.regions)
            no_such_name(checker.report, "no-such-region", node.span, name, kind.members, places=places)
            return None
        no_such_name(
            checker.report, "no-such-member", node.span, name, kind.members, labels=[(declared.name.span, "declared")],
            enumeration=kind.enumeration, members=", ".join(kind.members),
        )
        return None
    one = kind if isinstance(kind, core.Choice) else core.Choice(kind.enumeration, kind.members)
    checker.facts.put(node, Fact(one, "member", name))
    return name


def check_country(checker: Checker, node: nodes.Reading | nodes.Name) -> core.Type | None:
    """The country a bare code stands for where a country is wanted."""
    name = node.text if isinstance(node, nodes.Name) else node.path[0].text
    region = checker.resolved.regions.get(name)
    if region is not None and not is_country(name):
        checker.report.add("region-for-a-country", node.span, labels=[(region.name.span, "declared")], name=name)
        return None
    if not is_country(name):
        checker.report.add("no-such-country", node.span, name=name)
        return None
    checker.facts.put(node, Fact(core.Words(country=True), "country", name))
    return core.Truth()


def check_currency(checker: Checker, node: nodes.Reading | nodes.Name) -> core.Type | None:
    """The same of the code of a currency."""
    name = node.text if isinstance(node, nodes.Name) else node.path[0].text
    if not is_currency(name):
        checker.report.add("no-such-currency", node.span, code=name)
        return None
    checker.facts.put(node, Fact(core.Words(is_currency=True), "member", name))
    return core.Truth()


def _check_includes(
    checker: Checker, node: nodes.Comparison, left: core.Type, scope: Scope
) -> core.Type | None:
    if not isinstance(left, core.ChoiceSet):
        checker.report.add("not-a-set", node.left.span, found=kind_words(left), text=node.left.span.text)
        return None
    if not is_bare(node.right) or node.right.path[0].text not in left.members:
        return _check_held(checker, node, left, scope)
    return core.Truth() if check_member(checker, node.right, left) is not None else None


def _check_held(
    checker: Checker, node: nodes.Comparison, left: core.ChoiceSet, scope: Scope
) -> core.Type | None:
    """`step_set includes certification`: a set that holds what something else says."""
    right = node.right
    if is_bare(right) and not reads_something(checker, right.path[0].text, scope):
        check_member(checker, right, left)  # tells which members there are
        return None
    found = checker.check(right, scope)
    if found is None:
        return None
    if not isinstance(found, core.Choice) or found.enumeration != left.enumeration:
        checker.report.add("member-wanted", right.span, enumeration=left.enumeration)
        return None
    return core.Truth()


def _is_member(checker: Checker, node: nodes.Reading, kind: core.Choice, scope: Scope) -> bool:
    """Whether a bare name is meant as a member: it is one, or it is nothing else either."""
    name = node.path[0].text
    return name in kind.members or not reads_something(checker, name, scope)


def reads_something(checker: Checker, name: str, scope: Scope) -> bool:
    """Whether a bare name stands for a field, a parameter, a measure or an input here."""
    if scope.inputs is not None:
        return name in scope.inputs.by_name
    fields = ((checker.subject, name), (scope.row or "", name))
    tables = (checker.resolved.parameters, checker.resolved.measures)
    return any(field in checker.fields for field in fields) or any(name in table for table in tables)


def _check_tier(
    checker: Checker, node: nodes.Comparison, reading: nodes.Reading, scope: Scope
) -> core.Type | None:
    """`Level in force at period start >= silver`: the day is always said, or else the window at whose end it is."""
    name = reading.path[0].text
    if scope.on_day and (reading.day is not None or reading.window is not None):
        checker.report.add("day-said-twice", reading.span, name=name)
        return None
    if reading.day is None and reading.window is None and not scope.on_day:
        checker.report.add("tier-needs-day", reading.span, name=name)
        return None
    if not check_window(checker, reading.window):
        return None
    moment = moment_of(checker, reading.day, scope)
    if moment is None:
        return None
    return _tier_test(checker, node, reading, name, moment, scope.until)


def _check_given_tier(checker: Checker, node: nodes.Comparison, given: Input) -> core.Type | None:
    """The same of a tier that a function was given, with its day; while the function itself is checked, any day."""
    assert isinstance(node.left, nodes.Reading)
    if node.left.window is not None or node.left.day is not None:
        checker.report.add("window-on-undated", node.left.span, name=node.left.path[0].text)
        return None
    day = checker.facts.of(given.argument).day if given.argument is not None else core.AtPeriodEnd()
    return _tier_test(checker, node, node.left, given.ladder, day)


def _tier_test(
    checker: Checker, node: nodes.Comparison, reading: nodes.Reading, name: str, moment: core.Moment,
    until: datetime.date | None = None,
) -> core.Type | None:
    """`until` is the last day on which the test is made: rules that end before another ladder begins ask for tiers of
    the one they had."""
    ladder = checker.resolved.ladders[name]
    names = list(own_tier_names(ladder))
    if until is not None:
        names += [tier for tier in tiers_until(ladder, until) if ladder.since is not None and until < ladder.since]
    if reading.day is not None and reading.day.span is reading.span:
        names = list(tier_names(ladder))  # the test of a table by tier, which may have rows for every version's
    if is_bare(node.right) and node.right.path[0].text in tier_names(ladder) and node.right.path[0].text not in names:
        labels = [(node.right.span, "test")]
        checker.report.add("tier-replaced", ladder.name.span, labels=labels, name=name, tier=node.right.path[0].text)
        return None
    if not is_bare(node.right) or node.right.path[0].text not in names:
        wanted = node.right.span.text
        no_such_name(
            checker.report, "no-such-tier", node.right.span, wanted, names, ladder=name, tiers=", ".join(names)
        )
        return None
    if node.operator not in ("is", "is_not", *ORDERING):
        checker.report.add("not-ordered", node.span, found=phrase("a tier"), text=reading.span.text)
        return None
    checker.facts.put(reading, Fact(core.Truth(), "ladder", name, moment=moment))
    return core.Truth()


def check_between(checker: Checker, node: nodes.Between, scope: Scope) -> core.Type | None:
    """Types `between`: two comparisons of one value, told apart by nothing."""
    sides = Sides(checker, (node.value, node.low, node.high), scope)
    value = sides.check(0)
    if value is not None and is_in_period(node) and not isinstance(value, core.Day):
        report_no_day(checker, node, value)
        return None
    low, high = (
        check_end(checker, end, first=at == 1) if isinstance(value, core.Day) and is_period(end) else sides.check(at)
        for at, end in ((1, node.low), (2, node.high))
    )
    if value is None or low is None or high is None:
        return None
    for end, kind in ((node.low, low), (node.high, high)):
        comparison = nodes.Comparison(">=", node.value, end, span=node.span)
        if _compare(checker, comparison, value, kind, scope) is None:
            return None
    return core.Truth()


def check_one_of(checker: Checker, node: nodes.OneOf, scope: Scope) -> core.Type | None:
    """Types `is one of`, about members of an enumeration, countries, tiers or designations."""
    tests = tuple(
        nodes.Comparison("is", node.value, nodes.Reading((member,), span=member.span), span=node.span)
        for member in node.members
    )
    if _is_by_name(checker, tests[0], scope):
        report_twice(checker.report, node.members)
        checker.worked_out[id(node)] = nodes.Logic("any", tests, span=node.span)
        return core.Truth() if all(check_comparison(checker, test, scope) is not None for test in tests) else None
    value = checker.check(node.value, scope)
    if value is None:
        return None
    report_twice(checker.report, node.members)
    if isinstance(value, core.Choice):
        found = [check_member(checker, m, value) for m in node.members]
        return None if None in found else core.Truth()
    if isinstance(value, core.Words) and value.country:
        countries = [check_country(checker, m) for m in node.members]
        return None if None in countries else core.Truth()
    if isinstance(value, core.Words) and value.is_currency:
        currencies = [check_currency(checker, m) for m in node.members]
        return None if None in currencies else core.Truth()
    checker.report.add(
        "not-a-choice", node.value.span, variant="set" if isinstance(value, core.ChoiceSet) else "",
        found=kind_words(value), text=node.value.span.text, member=node.members[0].text, inside=beside_sign(node.value),
    )  # fmt: skip
    return None


def _is_by_name(checker: Checker, test: nodes.Comparison, scope: Scope) -> bool:
    """Whether it is a comparison alone that gives a tier or a designation its meaning."""
    given = input_of(test.left, scope.inputs)
    if given is not None or scope.inputs is not None:
        return given is not None and bool(given.ladder)
    of_ladder = is_ladder(test.left, checker) and not _is_field_of_row(checker, test.left, scope)
    return of_ladder or is_designation(checker, test)
