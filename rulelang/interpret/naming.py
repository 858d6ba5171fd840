"""What an expression is called in an explanation: the user's own names, with the dates that were looked at after them.

`words` names an expression as it is written, `name` one that was read, with its dates. Knows no values.
"""
from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rulelang.core.nodes import (
    CURRENCY_OF,
    IN_REGION,
    OUT_OF_REGION,
    OWN_GROUP,
    REGION,
    UNDER_ITSELF,
    Aggregate,
    Arithmetic,
    AtPeriodEnd,
    AtPeriodStart,
    BeforePeriodEnd,
    Call,
    Case,
    ChoiceSet,
    Cohort,
    Comparison,
    Core,
    CountedDay,
    Covered,
    Day,
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
from rulelang.core.samples import is_sample, is_sample_cell
from rulelang.core.walk import walk
from rulelang.exact.calendar import Period
from rulelang.interpret.figures import EXTREMES, is_choice, taken
from rulelang.interpret.naming_figures import figure_words, is_loose
from rulelang.interpret.trace import Trace
from rulelang.interpret.unknown import Unknown
from rulelang.interpret.wording import Wording

SIGNS = {"add": "+", "subtract": "-", "multiply": "x", "divide": "/"}
HAVE = {"all": "all", "any": "any", "none": "none", "at_least": "some"}
"""The phrases of what records are said to have, all of them or some."""


# ------------------------------------------------------------------------------------------------ as written


def words(core: Core, wording: Wording, node: Expression) -> str:
    """An expression in words, without dates or values; a growth as that of the measure it reads."""
    if isinstance(node, Arithmetic | Case) and node.told in ("growth_of", "change_in_points"):
        return wording.say(node.told, thing=_grown(core, wording, node))
    figure = figure_words(wording, node, functools.partial(words, core, wording))
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


def comparison_words(wording: Wording, compared: Expression, operator: str, threshold: str) -> str:
    """The second half of a comparison: `at least 25_000.00 USD`, `before 2024-06-30`."""
    of_days = isinstance(compared.type, Day) and operator not in ("equal", "unequal")
    return wording.say(f"day_{operator}" if of_days else operator, threshold=threshold)


def ends_in_value(node: Expression) -> bool:
    """Whether a name is a calculation, so that its value behind it needs a sign between them."""
    while isinstance(node, Round | InWindow):
        node = node.value
    if isinstance(node, OrElse) or is_loose(node):
        return True
    if isinstance(node, Case):
        return node.told in EXTREMES
    return isinstance(node, Arithmetic) and not node.told and not _is_converted(node)


def _comparison(core: Core, wording: Wording, node: Comparison) -> str:
    left, right = (_apart(side, words(core, wording, side)) for side in (node.left, node.right))
    return f"{left} {comparison_words(wording, node.left, node.operator, right)}"


def _apart(node: Expression, text: str) -> str:
    """A value between other words: in parentheses where it is several words that could run into those."""
    return f"({text})" if isinstance(node, OrElse) or is_loose(node) else text


def _includes(core: Core, wording: Wording, node: Includes) -> str:
    return wording.say("includes", thing=words(core, wording, node.members), member=_member(wording, node))


def _member(wording: Wording, node: Includes) -> str:
    kind = node.members.type
    return wording.called(kind.enumeration, node.member) if isinstance(kind, ChoiceSet) else node.member


def region_words(wording: Wording, node: Logic) -> str:
    """The second half of `country is in americas`; empty where a list of conditions is none about one region."""
    for begins, phrase in ((IN_REGION, "in_region"), (OUT_OF_REGION, "out_of_region")):
        if node.step.startswith(begins):
            return wording.say(phrase, threshold=wording.called(REGION, node.step.removeprefix(begins)))
    return ""


def placed(node: Logic) -> Expression:
    """The value of which a list of conditions says that it lies in a region."""
    first = node.items[0]
    if isinstance(first, Logic):
        return placed(first)
    assert isinstance(first, Comparison)
    return first.left


def _logic(core: Core, wording: Wording, node: Logic) -> str:
    if node.step == "periods":
        test = words(core, wording, node.items[0])
        return wording.say(f"periods_{node.quantity}", test=test, count=node.count, periods=len(node.items))
    region = region_words(wording, node)
    if region:
        return f"{words(core, wording, placed(node))} {region}"
    members = one_of(node)
    if members:
        return f"{words(core, wording, members[0].left)} {members_words(core, wording, members)}"
    items = [_inside_of(node, item, words(core, wording, item)) for item in node.items]
    if node.quantity in ("all", "any"):
        return wording.say("and" if node.quantity == "all" else "or").join(items)
    if denied(node):
        return denial_words(core, wording, node.items[0])
    phrase = "none_of" if node.quantity == "none" else "at_least_of"
    return wording.say(phrase, count=node.count, tests=", ".join(items))


def _inside_of(outer: Logic, node: Expression, text: str) -> str:
    """A condition inside another one: in parentheses where the other joins its own in another way."""
    if not isinstance(node, Logic) or node.quantity not in ("all", "any") or outer.quantity not in ("all", "any"):
        return text
    apart = node.quantity != outer.quantity and len(node.items) > 1
    return f"({text})" if apart and not one_of(node) and not node.step else text


def members_words(core: Core, wording: Wording, members: Sequence[Comparison]) -> str:
    """The second half of `is one of`."""
    return wording.say("one_of", members=", ".join(words(core, wording, each.right) for each in members))


def denied(node: Logic) -> bool:
    """Whether it says that something is not known, or that a member is not included."""
    return node.quantity == "none" and len(node.items) == 1 and isinstance(node.items[0], Known | Includes)


def denial_words(core: Core, wording: Wording, node: Expression) -> str:
    """The opposite of such a test."""
    if isinstance(node, Known):
        return wording.say("is_unknown", thing=words(core, wording, node.value))
    assert isinstance(node, Includes)
    return wording.say("lacks", thing=words(core, wording, node.members), member=_member(wording, node))


def one_of(node: Logic) -> tuple[Comparison, ...]:
    """The comparisons that `is one of (...)` was taken apart into: all of one value, with one member each."""
    found = tuple(item for item in node.items if isinstance(item, Comparison) and item.operator == "equal")
    alike = len(found) == len(node.items) > 1 and all(
        item.left is found[0].left and isinstance(item.right, Literal) for item in found
    )
    return found if alike and node.quantity == "any" else ()


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
    Comparison: _comparison,
    Includes: _includes,
    Logic: _logic,
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

# ------------------------------------------------------------------------------------------------ as read


def name(core: Core, wording: Wording, trace: Trace) -> str:
    """An expression that was read, with the dates it looked at and, of an aggregate, how many records took part."""
    if isinstance(trace.node, Case) and trace.node.told == "versions":
        return name(core, wording, trace.inside[-1])
    if is_choice(trace.node) and (chosen := taken(trace)) is not None:
        return wording.say("by_case") if isinstance(chosen.node, Literal) else name(core, wording, chosen)
    thing = figure(core, wording, trace)
    days = looked_at(core, trace)
    among = _compared(trace)
    if among is not None:
        compared = wording.say("among", count=f"{among.rows:_}")
        if days is None:
            return wording.say("compared_undated", thing=thing, compared=compared)
        return wording.say("compared", thing=thing, compared=compared, days=wording.days(days))
    if days is None:
        return _of_any_day(core, wording, thing, trace)
    if isinstance(trace.node, ParameterValue | KeyedValue):
        return wording.say("sample" if _is_sample(core, trace) else "in_force", thing=thing, day=days.start)
    if not isinstance(trace.node, Aggregate) or isinstance(trace.value, Unknown):
        return wording.say("dated", thing=thing, days=wording.days(days))
    return wording.say("counted", thing=thing, days=wording.days(days), records=_records(wording, trace.rows))


def figure(core: Core, wording: Wording, trace: Trace) -> str:
    """An expression that was read without its dates; a cell by the keys that were read."""
    if isinstance(trace.node, KeyedValue) and trace.inside:
        keys = ", ".join(wording.value(key.value, key.node.type) for key in trace.inside)
        return f"{wording.called(trace.node.parameter)}({keys})"
    return words(core, wording, trace.node)


def _of_any_day(core: Core, wording: Wording, thing: str, trace: Trace) -> str:
    """Of records without a date all are meant, whatever the period."""
    if not any(is_undated(core, found) for found in _aggregates(core, trace)):
        return thing
    if not isinstance(trace.node, Aggregate) or isinstance(trace.value, Unknown):
        return wording.say("undated", thing=thing)
    return wording.say("counted_undated", thing=thing, records=_records(wording, trace.rows))


def is_undated(core: Core, trace: Trace) -> bool:
    """Whether an aggregate looks at all records, not at those of some days."""
    node = trace.node
    return isinstance(node, Aggregate) and node.valid_at is None and core.entity(node.relation).dated_by is None


def _is_sample(core: Core, trace: Trace) -> bool:
    """Whether a parameter's value that was read is a figure that is not public."""
    assert trace.days is not None, "it is read on a day"
    if isinstance(trace.node, ParameterValue):
        return is_sample(core.parameter(trace.node.parameter), trace.days.start)
    assert isinstance(trace.node, KeyedValue)
    key = tuple(str(inside.value) for inside in trace.inside)
    return is_sample_cell(core.keyed_parameter(trace.node.parameter), key, trace.days.start)


def _compared(trace: Trace) -> Trace | None:
    """The comparison across subjects that a reading is, itself or by the definition it reads; None where it is none."""
    if isinstance(trace.node, Cohort):
        return None if isinstance(trace.value, Unknown) and not trace.rows else trace
    if isinstance(trace.node, Read) or (isinstance(trace.node, Arithmetic) and trace.node.operator == "divide"):
        return next((found for inside in trace.inside if (found := _compared(inside)) is not None), None)
    return None


def _records(wording: Wording, count: int) -> str:
    return wording.say("one_record") if count == 1 else wording.say("records", count=f"{count:_}")


def looked_at(core: Core, trace: Trace) -> Period | None:
    """The days that a reading's records were taken from: all of them from the first to the last; None if undated."""
    if isinstance(trace.node, ParameterValue | KeyedValue):
        return trace.days
    found = [each.days for each in _aggregates(core, trace) if each.days is not None and not is_undated(core, each)]
    return Period(min(d.start for d in found), max(d.stop for d in found)) if found else None


def _aggregates(core: Core, trace: Trace) -> Iterator[Trace]:
    """Each once: a reading that is shared stands in many places of a trace. Of records without a date that are looked
    at for their own measures, these."""
    seen, waiting = set[int](), [trace]
    while waiting:
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        if not isinstance(found.node, Aggregate):
            waiting.extend(reversed(found.inside))
            continue
        if is_undated(core, found) and _reads_measures(found):
            yield from _of_each(core, found)
        else:
            yield found


def _of_each(core: Core, trace: Trace) -> Iterator[Trace]:
    """What was looked at for the measures of each record."""
    for each in (*trace.inside, *(part for _, part in (*trace.tested, *trace.lost))):
        yield from _aggregates(core, each)


def _reads_measures(trace: Trace) -> bool:
    """Whether records are looked at for what is worked out of each."""
    node = trace.node
    assert isinstance(node, Aggregate)
    return any(isinstance(each, Read) for part in (node.value, node.where) if part is not None for each in walk(part))
