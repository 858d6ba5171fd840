"""Values: readings, sums, totals, conditions. Knows no declarations."""
from __future__ import annotations

from collections.abc import Callable

import attrs
from lark import Token

from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build import cohorts
from rulelang.syntax.build.growth import growth
from rulelang.syntax.build.literals import LITERALS, date_value, duration_in, figure, period, whole_number
from rulelang.syntax.build.over_time import on_any_day, over_periods
from rulelang.syntax.build.trees import Builder, Part, Unbuilt, Unreadable, subtree, the, token, tokens, trees
from rulelang.syntax.keywords import Keyword, keywords

RELATIONS = {
    "GE": ">=", "LE": "<=", "GT": ">", "LT": "<", "IS": "is", "IS_NOT": "is_not", "BEFORE": "before", "AFTER": "after",
    "ON_OR_BEFORE": "on_or_before", "ON_OR_AFTER": "on_or_after", "INCLUDES": "includes", "LACKS": "lacks",
    "BEFORE_AGO": "before", "AFTER_AGO": "after", "ON_OR_BEFORE_AGO": "on_or_before", "ON_OR_AFTER_AGO": "on_or_after",
}  # fmt: skip
SIGNS = {"ADD": "+", "SUB": "-", "MUL": "*", "DIV": "/"}
FUNCTIONS = {
    "TOTAL": "total", "AVERAGE": "average", "MEDIAN": "median", "LOWEST": "lowest", "HIGHEST": "highest",
    "FIRST": "first", "LATEST": "latest",
}  # fmt: skip
SHARES = ("share_of_records", "share_of_value")


def expression(b: Builder, tree: Branch) -> nodes.Expression:
    """Any value or condition; what has no node of its own is a NotYet in its place."""
    try:
        return HANDLERS[tree.data](b, tree)
    except Unbuilt as reason:
        return b.not_yet(tree, reason.construct)


def path(b: Builder, tree: Branch) -> tuple[nodes.Name, ...]:
    return tuple(b.name(name) for name in tokens(tree, "NAME"))


def names(b: Builder, tree: Branch) -> tuple[nodes.Name, ...]:
    """`a, b, c`, also inside parentheses."""
    inner = tree if tree.data == "names" else subtree(tree, "names")
    return path(b, inner) if inner is not None else ()


# ------------------------------------------------------------------------------------------------ readings


def day(b: Builder, tree: Branch | None) -> nodes.Day | None:
    return None if tree is None else DAYS[tree.data](b, tree)


def ago(b: Builder, tree: Branch) -> nodes.Ago:
    return nodes.Ago(duration_in(b, tree.children[0]), span=b.span(tree))


def reading(b: Builder, tree: Branch) -> nodes.Reading:
    first = tree.children[0]
    at = subtree(tree, "in_force")
    looked_at = subtree(tree, *WINDOWS)
    return nodes.Reading(
        path(b, first), window(b, looked_at), day(b, at.children[1] if at else None), span=b.span(tree)
    )


def call(b: Builder, tree: Branch) -> nodes.Call:
    at, looked_at = subtree(tree, "in_force"), subtree(tree, *WINDOWS)
    arguments = tuple(expression(b, part) for part in trees(tree) if part is not at and part is not looked_at)
    named = day(b, at.children[1] if at else None)
    return nodes.Call(b.name(tree.children[0]), arguments, named, window(b, looked_at), span=b.span(tree))


def choose_between(b: Builder, tree: Branch) -> nodes.ChooseBetween:
    low, high = (value_of(b, part) for part in trees(tree))
    return nodes.ChooseBetween(low, high, span=b.span(tree))


def members(b: Builder, tree: Branch) -> nodes.Members:
    inside = path(b, tree) if tree.data == "member_list" else names(b, tree)
    return nodes.Members(inside, span=b.span(tree))


def window(b: Builder, tree: Branch | None) -> nodes.Window | None:
    return None if tree is None else WINDOWS[tree.data](b, tree)


def _counted(kind: str) -> Callable[[Builder, Branch], nodes.Window]:
    def build(b: Builder, tree: Branch) -> nodes.Window:
        lasts = length(b, tree.children[1])
        return nodes.Window(kind, lasts.count, lasts.unit, _ending(b, tree), lasts.figure, span=b.span(tree))

    return build


def _ending(b: Builder, tree: Branch) -> nodes.Duration | None:
    ending = subtree(tree, "ending")
    if ending is None:
        return None
    named = subtree(ending, *STATIC)
    if named is None:
        return duration_in(b, ending.children[1])
    return nodes.Duration(1, str(ending.children[-1]), static(b, named), span=b.span(ending))


STATIC = ("reading", "call")
"""What may stand for a number that is known before anything runs."""


def static(b: Builder, tree: Branch) -> nodes.Expression:
    """What stands for a number that lays out what is read; noted, because it is looked up before the rest."""
    found = expression(b, tree)
    b.figures.append(found)
    return found


def length(b: Builder, tree: Branch) -> nodes.Duration:
    """`4 quarters`, or as many as a name says."""
    count, unit = tree.children
    if isinstance(count, Token):
        return nodes.Duration(whole_number(b, count), str(unit), span=b.span(tree))
    return nodes.Duration(1, str(unit), static(b, count), span=b.span(tree))


def at_least_of(b: Builder, tree: Branch) -> tuple[int | None, nodes.Expression | None]:
    """How many of a list: a number, or what stands for one; neither where the list asks for all, any or none."""
    written, named = token(tree, "AT_LEAST_N_OF"), subtree(tree, "at_least_of")
    if named is not None:
        return 1, static(b, named.children[1])
    return (whole_number(b, written) if written is not None else None), None


def _last_full(b: Builder, tree: Branch) -> nodes.Window:
    named = subtree(tree, *STATIC)
    if named is not None:
        unit = tokens(tree, "FULL_UNITS")[0]
        return nodes.Window("last_full", 1, str(unit), _ending(b, tree), static(b, named), span=b.span(tree))
    lasts = duration_in(b, tree.children[0])
    return nodes.Window("last_full", lasts.count, lasts.unit, _ending(b, tree), span=b.span(tree))


WINDOWS: dict[str, Callable[[Builder, Branch], nodes.Window]] = {
    "last": _counted("last"),
    "previous": _counted("previous"),
    "last_full": _last_full,
    "previous_one": lambda b, tree: nodes.Window("previous", 1, str(tree.children[0]), span=b.span(tree)),
    "year_to_date": lambda b, tree: nodes.Window("year_to_date", ending=_ending(b, tree), span=b.span(tree)),
    "same_last_year": lambda b, tree: nodes.Window("same_last_year", 1, str(tree.children[0]), span=b.span(tree)),
}


# ------------------------------------------------------------------------------------------------ sums and totals


def arithmetic(b: Builder, tree: Branch) -> nodes.Arithmetic:
    left, sign, right = tree.children
    return nodes.Arithmetic(
        SIGNS[sign.children[0].type], expression(b, left), expression(b, right), span=b.span(tree)
    )


def percent_of(b: Builder, tree: Branch) -> nodes.PercentOf:
    share, _, value = tree.children
    return nodes.PercentOf(percent_or(b, share), expression(b, value), span=b.span(tree))


def percent_or(b: Builder, part: Part) -> nodes.Expression:
    """A percent that is written, or what stands for one."""
    return nodes.Percent(*figure(str(part)), span=b.span(part)) if isinstance(part, Token) else expression(b, part)


def or_else(b: Builder, tree: Branch) -> nodes.OrElse:
    value, _, fallback = tree.children
    return nodes.OrElse(expression(b, value), expression(b, fallback), span=b.span(tree))


def converted(b: Builder, tree: Branch) -> nodes.Converted:
    """The table of rates as a reading with its day; that its key is the currency of the amount, the checker finds."""
    value, _, currency, _, table, at = tree.children
    return nodes.Converted(expression(b, value), str(currency), rates_on(b, table, at), span=b.span(tree))


def rates_on(b: Builder, table: Branch, at: Branch) -> nodes.Call:
    """A table of rates with the day whose rates hold."""
    named = path(b, table)
    name = nodes.Name(".".join(part.text for part in named), span=b.span(table))
    return nodes.Call(name, (), day(b, at.children[1]), span=b.span(table).to(b.span(at)))


def whole_between(b: Builder, tree: Branch) -> nodes.WholeBetween:
    start, stop = (DAYS[part.data](b, part) for part in trees(tree))
    return nodes.WholeBetween(str(tree.children[0]), start, stop, span=b.span(tree))


def units_ago(b: Builder, tree: Branch) -> nodes.Counted:
    """As many units before the end of the period as something says; `12 months ago` is one phrase."""
    count, unit = tree.children
    end = nodes.PeriodEnd(span=b.span(unit))
    return nodes.Counted(expression(b, count), str(unit), end, back=True, span=b.span(tree))


def counted(b: Builder, tree: Branch) -> nodes.Counted:
    count, unit, origin = tree.children
    assert isinstance(unit, Token)
    back = unit.type == "UNITS_BEFORE"
    return nodes.Counted(expression(b, count), str(unit), DAYS[origin.data](b, origin), back, span=b.span(tree))


def rounding(b: Builder, tree: Branch) -> tuple[str, int | None]:
    """Mode and places of `rounded half even to 2 decimals`; no places for cents."""
    mode, _, place = tree.children
    figure_token = token(place, "NUMBER")
    places = whole_number(b, figure_token) if figure_token is not None else None
    return mode.children[0].type.removeprefix("ROUNDED_").lower(), places


def rounded(b: Builder, tree: Branch) -> nodes.Rounded:
    _, value, how, _ = tree.children
    return nodes.Rounded(expression(b, value), *rounding(b, how), span=b.span(tree))


def extreme(b: Builder, tree: Branch) -> nodes.Extreme:
    which = str(tree.data).removesuffix("_of")
    return nodes.Extreme(which, tuple(expression(b, part) for part in trees(tree)), span=b.span(tree))


def cases(b: Builder, tree: Branch) -> nodes.Cases:
    parts = [expression(b, part) for part in trees(tree)]
    otherwise = parts.pop() if tree.data == "cases" else None
    branches = tuple(zip(parts[::2], parts[1::2], strict=True))
    return nodes.Cases(branches, otherwise, span=b.span(tree))


def aggregate(b: Builder, tree: Branch) -> nodes.Aggregate | nodes.Among | nodes.OverEvery | nodes.ShareOf:
    head = tree.children[0]
    if head.data in cohorts.HEADS:
        condition = where(b, tree.children[1] if len(tree.children) > 1 else None)
        return cohorts.among(b, tree, expression, static, condition)
    if head.data == "over_every":
        return _over_every(b, tree)
    source = the(head, "source")
    function, value = _function(b, head)
    condition = tree.children[1] if len(tree.children) > 1 else None
    valid = subtree(source, "valid_at")
    found = nodes.Aggregate(
        function, value, path(b, the(source, "path")), day(b, valid.children[1] if valid else None),
        window(b, subtree(source, *WINDOWS)), where(b, condition), _by(b, subtree(head, "by")),
        _levels(b, subtree(source, "every_level")), span=b.span(tree),
    )  # fmt: skip
    if head.data not in SHARES:
        return found
    return nodes.ShareOf(found, attrs.evolve(found, where=None), span=found.span)


def _over_every(b: Builder, tree: Branch) -> nodes.OverEvery:
    head = tree.children[0]
    function, value = _function(b, head)
    condition = where(b, tree.children[1] if len(tree.children) > 1 else None)
    assert value is not None
    return nodes.OverEvery(function, value, b.name(head.children[-1]), condition, span=b.span(tree))


def _levels(b: Builder, tree: Branch | None) -> nodes.Levels | None:
    """How far down a hierarchy is looked."""
    if tree is None:
        return None
    count, named = token(tree, "EVERY_LEVEL_N"), subtree(tree, *STATIC)
    if named is not None:
        return nodes.Levels(1, static(b, named), span=b.span(tree))
    return nodes.Levels(whole_number(b, count) if count is not None else None, span=b.span(tree))


def _by(b: Builder, tree: Branch | None) -> nodes.Reading | None:
    """The date that first and latest go by."""
    if tree is None:
        return None
    written = the(tree, "path")
    return nodes.Reading(path(b, written), span=b.span(written))


def _function(b: Builder, head: Branch) -> tuple[str, nodes.Expression | None]:
    if head.data in ("count", "share_of_records"):
        return "count", None
    value = expression(b, head.children[1])
    if head.data == "count_distinct":
        return "count_distinct", value
    if head.data == "share_of_value":
        return "total", value
    return FUNCTIONS[head.children[0].children[0].type], value


def where(b: Builder, tree: Branch | None) -> nodes.Expression | None:
    if tree is None:
        return None
    tests = tuple(expression(b, part) for part in trees(tree))
    if tree.data == "where_one":
        return tests[0]
    span = b.span(tests_of(tree))
    return nodes.Logic("all" if tree.data == "where_all" else "any", tests, bare=True, span=span)


def tests_of(tree: Branch) -> Branch:
    """A where without its first word, so that its place is the condition's."""
    return Branch("tests", tree.children[1:])


# ------------------------------------------------------------------------------------------------ conditions


def comparison(b: Builder, tree: Branch) -> nodes.Comparison:
    left, relation, right = tree.children
    operator, value = RELATIONS[relation.children[0].type], expression(b, right)
    if isinstance(value, nodes.PercentOf) and isinstance(value.value, nodes.Members):
        raise _none_of_several(b, b.span(left), operator, value.value)
    return nodes.Comparison(operator, expression(b, left), value, span=b.span(tree))


def _none_of_several(b: Builder, left: Span, operator: str, several: nodes.Members) -> Unreadable:
    """`country is not one of (DE, FR)`, which reads as a part of a set: each of them is asked for by itself."""
    spelled = {name: keywords().spellings[Keyword(name)][b.language][0] for name in ("IS_NOT", "IS_ONE_OF", "AND")}
    names = [name.text for name in several.names]
    each = f" {spelled['AND']} ".join(f"{left.text} {spelled['IS_NOT']} {name}" for name in names)
    instead = each if operator == "is_not" else f"{left.text} {spelled['IS_ONE_OF']} ({', '.join(names)})"
    between = b.file.text[left.stop : several.span.start]
    start = left.stop + len(between) - len(between.lstrip())
    span = Span(b.file, start, start + len(between.strip()))
    b.report.add(
        "comparison-in-words", span, variant="whole", written=" ".join(span.text.split()), previous=left.text,
        instead=instead,
    )  # fmt: skip
    return Unreadable("comparison-in-words")


def ago_comparison(b: Builder, tree: Branch) -> nodes.Comparison:
    left, relation = tree.children
    phrase: Token = relation.children[0]
    since = nodes.Ago(duration_in(b, phrase), span=b.span(relation))
    return nodes.Comparison(RELATIONS[phrase.type], expression(b, left), since, span=b.span(tree))


def between(b: Builder, tree: Branch) -> nodes.Between:
    value, low, high = (expression(b, part) for part in trees(tree))
    return nodes.Between(value, low, high, span=b.span(tree))


def one_of(b: Builder, tree: Branch) -> nodes.OneOf:
    value, members = trees(tree)
    return nodes.OneOf(expression(b, value), names(b, members), span=b.span(tree))


def in_region(b: Builder, tree: Branch) -> nodes.InRegion:
    value, where = trees(tree)
    region = nodes.Reading(path(b, where), span=b.span(where))
    return nodes.InRegion(expression(b, value), region, token(tree, "IS_IN") is not None, span=b.span(tree))


def in_period(b: Builder, tree: Branch) -> nodes.Between | nodes.Logic:
    """`closed_on is in 2025-Q1`: from its first day to its last."""
    value, _, written = tree.children
    inside = nodes.Between(expression(b, value), period(b, written), period(b, written), span=b.span(tree))
    return inside if token(tree, "IS_IN") is not None else nodes.Logic("none", (inside,), span=b.span(tree))


def logic(quantity: str, bare: bool = False) -> Callable[[Builder, Branch], nodes.Logic]:
    """A list of conditions, as `a and b` (bare) or as `all of` them."""

    def build(b: Builder, tree: Branch) -> nodes.Logic:
        inner = subtree(tree, "inner")
        items = tuple(expression(b, part) for part in trees(inner or tree) if part.data != "at_least_of")
        return nodes.Logic(quantity, items, *at_least_of(b, tree), bare=bare, span=b.span(tree))

    return build


def records_have(quantity: str) -> Callable[[Builder, Branch], nodes.RecordsHave]:
    """`all of deals where amount > 0 USD have (status is won)`."""

    def build(b: Builder, tree: Branch) -> nodes.RecordsHave:
        source, *conditions = (part for part in trees(tree) if part.data != "at_least_of")
        valid = subtree(source, "valid_at")
        count, figure = at_least_of(b, tree)
        return nodes.RecordsHave(
            quantity, path(b, the(source, "path")), expression(b, conditions[-1]),
            day(b, valid.children[1] if valid else None), window(b, subtree(source, *WINDOWS)),
            where(b, conditions[0] if len(conditions) > 1 else None),
            count, _levels(b, subtree(source, "every_level")), figure, span=b.span(tree),
        )  # fmt: skip

    return build


def is_known(b: Builder, tree: Branch) -> nodes.IsKnown:
    return nodes.IsKnown(expression(b, tree.children[0]), tree.data == "is_known", span=b.span(tree))


def grouped(b: Builder, tree: Branch) -> nodes.Expression:
    return expression(b, tree.children[1])


def _date(b: Builder, tree: Branch) -> nodes.Date:
    return nodes.Date(date_value(tree.children[0]), span=b.span(tree))


DAYS: dict[str, Callable[[Builder, Branch], nodes.Day]] = {
    "reading": lambda b, tree: nodes.Reading(path(b, tree.children[0]), span=b.span(tree)),
    "date": _date,
    "ago": ago,
    "period_start": lambda b, tree: nodes.PeriodStart(span=b.span(tree)),
    "period_end": lambda b, tree: nodes.PeriodEnd(span=b.span(tree)),
}
HANDLERS: dict[str, Callable[[Builder, Branch], nodes.Expression]] = {
    **LITERALS,
    **DAYS,
    "reading": reading,
    "call": call,
    "windowed_call": call,
    "as_global": lambda b, tree: nodes.AsGlobal(span=b.span(tree)),
    "reading_name": lambda b, tree: nodes.Reading((b.name(tree.children[0]),), span=b.span(tree)),
    "choose_between": choose_between,
    "cell_choice": choose_between,
    "name_set": members,
    "member_list": members,
    "grouped": grouped,
    "arithmetic": arithmetic,
    "percent_of": percent_of,
    "or_else": or_else,
    "rounded": rounded,
    "converted": converted,
    "whole_between": whole_between,
    "higher_of": extreme,
    "lower_of": extreme,
    "later_of": extreme,
    "earlier_of": extreme,
    "counted": counted,
    "units_ago": units_ago,
    "cases": cases,
    "cases_alone": cases,
    "aggregate": aggregate,
    "comparison": comparison,
    "ago_comparison": ago_comparison,
    "between": between,
    "one_of": one_of,
    "in_region": in_region,
    "in_period": in_period,
    "in_each_last": over_periods("all", expression, length, static),
    "in_any_last": over_periods("any", expression, length, static),
    "in_some_last": over_periods("at_least", expression, length, static),
    "on_any_day": on_any_day(expression, length),
    "growth_of": growth(WINDOWS, expression, percent_or),
    "change_in_points": growth(WINDOWS, expression, percent_or),
    "all_have": records_have("all"),
    "any_have": records_have("any"),
    "none_have": records_have("none"),
    "some_have": records_have("at_least"),
    "is_known": is_known,
    "is_unknown": is_known,
    "and_list": logic("all", bare=True),
    "or_list": logic("any", bare=True),
    "inner_all": logic("all"),
    "inner_any": logic("any"),
    "inner_none": logic("none"),
    "inner_at_least": logic("at_least"),
    "outer_all": logic("all"),
    "outer_any": logic("any"),
    "outer_none": logic("none"),
    "outer_at_least": logic("at_least"),
}


def value_of(b: Builder, part: Part) -> nodes.Expression:
    """The same as `expression`, for places where the grammar also allows a bare name."""
    if isinstance(part, Token):
        return nodes.Reading((b.name(part),), span=b.span(part))
    return expression(b, part)
