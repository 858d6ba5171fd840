"""What an expression is called in an explanation, as it is written: the user's own names, without dates or values.

Conditions are named by `naming_conditions`, figures made of several by `naming_figures`, what was read on some days by
`naming_read`.
"""
from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from rulelang.core.nodes import (
    CURRENCY_OF,
    OWN_GROUP,
    UNDER_ITSELF,
    Aggregate,
    Arithmetic,
    AtPeriodEnd,
    AtPeriodStart,
    BeforePeriodEnd,
    Call,
    Case,
    Cohort,
    Comparison,
    Core,
    CountedDay,
    Covered,
    DayValue,
    Expression,
    FieldValue,
    Includes,
    InWindow,
    KeyedValue,
    Known,
    Literal,
    Logic,
    Moment,
    OnAnyDay,
    OnDate,
    OnField,
    OrElse,
    Paid,
    ParameterValue,
    PeriodShare,
    Quantity,
    Ratio,
    Read,
    Rollup,
    Round,
    TierTest,
    TierValue,
    Truth,
    WholeBetween,
)
from rulelang.core.walk import walk
from rulelang.interpret.figures import EXTREMES
from rulelang.interpret.naming_conditions import comparison_words, condition_words
from rulelang.interpret.naming_figures import figure_words, is_loose
from rulelang.interpret.wording import Wording

SIGNS = {"add": "+", "subtract": "-", "multiply": "x", "divide": "/"}
HAVE = {"all": "all", "any": "any", "none": "none", "at_least": "some"}
"""The phrases of what records are said to have, all of them or some."""


def words(core: Core, wording: Wording, node: Expression) -> str:
    """An expression in words, without dates or values; a growth as that of the measure it reads."""
    if isinstance(node, Arithmetic | Case) and node.told in ("growth_of", "change_in_points"):
        return wording.say(node.told, thing=_grown(core, wording, node))
    write = functools.partial(words, core, wording)
    if isinstance(node, Comparison | Includes | Logic):
        return condition_words(wording, node, write)
    figure = figure_words(wording, node, write)
    return figure if figure is not None else WRITERS[type(node)](core, wording, node)


def _grown(core: Core, wording: Wording, node: Arithmetic | Case) -> str:
    """What a growth is of: the name of what is read, or what is worked out, in parentheses."""
    changes = (each for each in walk(node) if isinstance(each, Arithmetic) and each.span == node.span)
    grown = next(each.left for each in changes if each.operator == "subtract" and not isinstance(each.left, Literal))
    read = next((inside for inside in walk(grown) if isinstance(inside, Read)), None)
    if read is None or isinstance(grown, Arithmetic | Round | OrElse):
        return f"({words(core, wording, grown)})"
    return wording.called(read.definition)


def _literal(_: Core, wording: Wording, node: Literal) -> str:
    return wording.value(node.value, node.type)


def _field(_: Core, wording: Wording, node: FieldValue) -> str:
    return field_called(wording, node.entity, node.field)


def field_called(wording: Wording, entity: str, field: str) -> str:
    """A field by its label; the currency of an amount by that of the amount."""
    amount = field.removesuffix(CURRENCY_OF)
    called = wording.called(entity, amount)
    return called if amount == field else f"{called}.currency"


def _parameter(_: Core, wording: Wording, node: ParameterValue) -> str:
    return wording.called(node.parameter)


def _keyed(core: Core, wording: Wording, node: KeyedValue) -> str:
    return f"{wording.called(node.parameter)}({', '.join(words(core, wording, key) for key in node.keys)})"


def _tier_value(_: Core, wording: Wording, node: TierValue) -> str:
    return wording.called(node.ladder)


def _moment(core: Core, wording: Wording, moment: Moment) -> str:
    match moment:
        case AtPeriodStart():
            return wording.say("period_start")
        case AtPeriodEnd():
            return wording.say("period_end")
        case OnDate(day=day):
            return day.isoformat()
        case OnField(field=field):
            return words(core, wording, field)
        case BeforePeriodEnd(count=count, unit=unit):
            return wording.say("ago", count=count, unit=wording.units(unit, alone=count == 1))


def _day(core: Core, wording: Wording, node: DayValue) -> str:
    return _moment(core, wording, node.moment)


def _whole_between(core: Core, wording: Wording, node: WholeBetween) -> str:
    start, stop = words(core, wording, node.start), words(core, wording, node.stop)
    return wording.say("whole_between", unit=wording.say(node.unit), start=start, stop=stop)


def _counted_day(core: Core, wording: Wording, node: CountedDay) -> str:
    count, origin = words(core, wording, node.count), words(core, wording, node.origin)
    unit = wording.units(node.unit, alone=count == "1")
    return wording.say("counted_before" if node.back else "counted_after", count=count, unit=unit, origin=origin)


def _share(_: Core, wording: Wording, _node: PeriodShare) -> str:
    return wording.say("share_of_period")


def _arithmetic(core: Core, wording: Wording, node: Arithmetic) -> str:
    left, right = words(core, wording, node.left), words(core, wording, node.right)
    if _is_converted(node) and isinstance(node.right, KeyedValue):
        return wording.say("converted_words", thing=left, rates=wording.called(node.right.parameter))
    left = f"({left})" if _binds_less(node.left, node.operator, "") else left
    right = f"({right})" if _binds_less(node.right, node.operator, "/-") else right
    return f"{left} {SIGNS[node.operator]} {right}"


def _binds_less(node: Expression, operator: str, behind: str) -> bool:
    """Whether one side of a calculation needs parentheses; `behind` are the signs behind which any calculation does."""
    while isinstance(node, Round | InWindow):
        node = node.value
    if is_loose(node) or isinstance(node, OrElse):
        return True
    if not isinstance(node, Arithmetic) or node.told or _is_converted(node):
        return False
    return SIGNS[operator] in behind or (operator in ("multiply", "divide") and node.operator in ("add", "subtract"))


def _is_converted(node: Arithmetic) -> bool:
    """Money times money is an amount at a rate."""
    sides = (node.left.type, node.right.type)
    return node.operator == "multiply" and all(isinstance(s, Quantity | Ratio) and s.kind == "money" for s in sides)


def ends_in_value(node: Expression) -> bool:
    """Whether a name is a calculation, so that its value behind it needs a sign between them."""
    while isinstance(node, Round | InWindow):
        node = node.value
    if isinstance(node, OrElse) or is_loose(node):
        return True
    if isinstance(node, Case):
        return node.told in EXTREMES
    return isinstance(node, Arithmetic) and not node.told and not _is_converted(node)


def _converted(core: Core, wording: Wording, node: Case) -> str:
    return words(core, wording, node.otherwise)


def _round(core: Core, wording: Wording, node: Round) -> str:
    return words(core, wording, node.value)


def _known(core: Core, wording: Wording, node: Known) -> str:
    return wording.say("is_known", thing=words(core, wording, node.value))


def _call(core: Core, wording: Wording, node: Call) -> str:
    given = ", ".join(words(core, wording, value) for _, value in node.inputs)
    return f"{wording.called(node.function)}({given})"


def _or_else(core: Core, wording: Wording, node: OrElse) -> str:
    thing, fallback = words(core, wording, node.value), words(core, wording, node.fallback)
    return wording.say("or_else", thing=thing, fallback=fallback)


def _aggregate(core: Core, wording: Wording, node: Aggregate) -> str:
    records = wording.records(core.entity(node.relation))
    value = words(core, wording, node.value) if node.value is not None else ""
    if isinstance(node.type, Truth) and node.function in HAVE:
        if node.where is not None:
            records = wording.say("where", thing=records, test=words(core, wording, node.where))
        return wording.say(HAVE[node.function], value=value, relation=records, count=node.needed)
    thing = wording.say(node.function, value=value, relation=records)
    if node.where is None:
        return thing
    return wording.say("where", thing=thing, test=words(core, wording, node.where))


def _cohort(core: Core, wording: Wording, node: Cohort) -> str:
    value = words(core, wording, node.value)
    top = wording.value(node.top, Quantity("percent", 1, 0, 1))
    thing = wording.say(f"across_{node.function}", value=value, top=top)
    if node.function == "own":
        return thing
    thing = wording.say("across_whom", thing=thing, subject=wording.called(core.subject.name))
    tests = [_own_group(core, wording, field) for field in node.by if field.step == OWN_GROUP]
    tests += [words(core, wording, node.where)] if node.where is not None else []
    for test in tests:
        thing = wording.say("where", thing=thing, test=test)
    return thing


def _own_group(core: Core, wording: Wording, field: FieldValue) -> str:
    """Who shares a field with the one that it is worked out for."""
    told = field_called(wording, field.entity, field.field)
    own = f"{wording.called(core.subject.name)}.{told}"
    return f"{told} {comparison_words(wording, field, 'equal', own)}"


def _rollup(core: Core, wording: Wording, node: Rollup) -> str:
    hierarchy = core.subject.hierarchy
    assert hierarchy is not None, "the checker found it"
    value = words(core, wording, node.value) if node.value is not None else ""
    label = wording.labels.get((core.subject.name, UNDER_ITSELF))
    records = label.told(wording.language) if label is not None else hierarchy.records
    thing = wording.say(node.function, value=value, relation=records)
    if node.levels != 1:
        levels = "at_every_level" if node.levels is None else "at_levels"
        thing = wording.say(levels, thing=thing, count=node.levels)
    if node.where is None:
        return thing
    return wording.say("where", thing=thing, test=words(core, wording, node.where))


def _read(_: Core, wording: Wording, node: Read) -> str:
    return wording.called(node.definition)


def _paid(_: Core, wording: Wording, node: Paid) -> str:
    return wording.called(node.name)


def _tier_test(core: Core, wording: Wording, node: TierTest) -> str:
    ladder = core.ladder(node.ladder)
    tier = wording.say(node.operator, threshold=wording.called(ladder.name, ladder.steps[node.tier].name))
    return f"{wording.called(ladder.name)} {tier}"


def _inside(core: Core, wording: Wording, node: InWindow | Covered) -> str:
    return words(core, wording, node.value)


def _on_any_day(core: Core, wording: Wording, node: OnAnyDay) -> str:
    return wording.say("on_any_day", test=words(core, wording, node.value))


WRITERS: Mapping[type, Callable[[Core, Wording, Any], str]] = {
    Literal: _literal,
    FieldValue: _field,
    ParameterValue: _parameter,
    DayValue: _day,
    PeriodShare: _share,
    WholeBetween: _whole_between,
    CountedDay: _counted_day,
    Arithmetic: _arithmetic,
    Case: _converted,
    Round: _round,
    Known: _known,
    Call: _call,
    OrElse: _or_else,
    Aggregate: _aggregate,
    Read: _read,
    Paid: _paid,
    TierTest: _tier_test,
    KeyedValue: _keyed,
    TierValue: _tier_value,
    Cohort: _cohort,
    Rollup: _rollup,
    InWindow: _inside,
    OnAnyDay: _on_any_day,
    Covered: _inside,
}
