"""Telling why a condition holds or not: each requirement with its value, its threshold and how far apart they are."""
from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from rulelang.core.nodes import (
    ASKED,
    Cause,
    Comparison,
    Day,
    Includes,
    InWindow,
    Ladder,
    Literal,
    Logic,
    OnAnyDay,
    Quantity,
    Ratio,
    Read,
    TierTest,
    Words,
)
from rulelang.interpret.calls import tell_calls
from rulelang.interpret.made_of import MadeOf
from rulelang.interpret.measured_records import tell_of_these
from rulelang.interpret.naming import ends_in_value
from rulelang.interpret.naming_conditions import (
    comparison_words,
    denial_words,
    denied,
    members_words,
    one_of,
    region_words,
)
from rulelang.interpret.telling import Telling
from rulelang.interpret.trace import Standing, Tested, Trace, in_force
from rulelang.interpret.unknown import Answer, Unknown

# By operator: the phrase when met with room, and when missed, by a gap.
GAPS = {
    "at_least": ("above", "short"),
    "more": ("above", "short"),
    "at_most": ("below", "over"),
    "less": ("below", "over"),
}


def tell_condition(telling: Telling, depth: int, trace: Trace) -> None:
    """A yes-or-no reading and what it came from. The lines of an `all of` stand by themselves."""
    match trace.node:
        case Comparison():
            _tell_comparison(telling, depth, trace)
        case Logic() if region_words(telling.wording, trace.node):
            _tell_place(telling, depth, trace)
        case Logic() if one_of(trace.node):
            _tell_one_of(telling, depth, trace)
        case Logic() if denied(trace.node):
            _tell_denial(telling, depth, trace)
        case Logic(step="from a day on"):
            before, added = trace.inside
            if before.value is not True:
                tell_condition(telling, depth, added)
        case InWindow():
            tell_condition(telling, depth, trace.inside[0])
        case OnAnyDay():
            _tell_any_day(telling, depth, trace)
        case Logic(quantity=quantity, count=count, step=step):
            phrase = f"each_{quantity}" if step == "periods" else f"list_{quantity}"
            found = verdict(telling, trace.value)
            telling.add(depth, phrase, count=count, periods=len(trace.inside), verdict=found)
            for inside in trace.inside:
                tell_condition(telling, depth + 1, inside)
        case Read(definition=definition):
            name = telling.wording.called(definition)
            line = telling.say("condition", name=name, verdict=telling.wording.value(trace.value, trace.node.type))
            inside = trace.inside[0] if trace.inside else trace
            telling.once(depth, line, inside, lambda: tell_items(telling, depth + 1, inside) if trace.inside else None)
        case TierTest():
            _tell_tier_test(telling, depth, trace)
        case Includes():
            _tell_held(telling, depth, trace, trace, telling.name(trace))
        case _:
            telling.add(depth, "condition", name=telling.name(trace), verdict=verdict(telling, trace.value))
            tell_of_these(telling, depth + 1, trace)


def _tell_held(telling: Telling, depth: int, trace: Trace, includes: Trace, name: str) -> None:
    """Whether a member is in a set, with what is in it."""
    held = telling.value(includes.inside[0])
    telling.add(depth, "condition", name=f"{name} ({held})", verdict=verdict(telling, trace.value))


def _tell_denial(telling: Telling, depth: int, trace: Trace) -> None:
    """That something is not known, or that a member is not included."""
    (inside,) = trace.inside
    name = denial_words(telling.wording, inside.node, telling.written)
    if isinstance(inside.node, Includes):
        _tell_held(telling, depth, trace, inside, name)
    else:
        telling.add(depth, "condition", name=name, verdict=verdict(telling, trace.value))


def _tell_one_of(telling: Telling, depth: int, trace: Trace) -> None:
    """One value and the members that it may be."""
    assert isinstance(trace.node, Logic)
    left = trace.inside[0].inside[0]
    test = members_words(telling.wording, one_of(trace.node), telling.written)
    name, value = telling.name(left), telling.value(left)
    telling.add(depth, "tested_made", name=name, value=value, test=test, verdict=verdict(telling, trace.value))


def _tell_place(telling: Telling, depth: int, trace: Trace) -> None:
    """A place and the region that it lies in, or not: not its countries one by one."""
    assert isinstance(trace.node, Logic)
    first = trace.inside[0]
    while isinstance(first.node, Logic):
        first = first.inside[0]
    place, test = first.inside[0], region_words(telling.wording, trace.node)
    found = verdict(telling, trace.value)
    telling.add(depth, "tested_made", name=telling.name(place), value=telling.value(place), test=test, verdict=found)


def _tell_any_day(telling: Telling, depth: int, trace: Trace) -> None:
    """The days, and the first on which it held; where it held on none, the last."""
    days = telling.wording.days(trace.days) if trace.days is not None else telling.say("no_day")
    telling.add(depth, "list_days", days=days, verdict=verdict(telling, trace.value))
    for inside in trace.inside:
        tell_condition(telling, depth + 1, inside)


def tell_items(telling: Telling, depth: int, trace: Trace) -> None:
    """The lines of a condition: of an `all of` its items, without a heading of their own."""
    trace = in_force(trace)
    if isinstance(trace.node, Logic) and trace.node.quantity == "all" and trace.node.step != "periods":
        for inside in trace.inside:
            tell_condition(telling, depth, inside)
    else:
        tell_condition(telling, depth, trace)


def verdict(telling: Telling, answer: Answer) -> str:
    """Met, not met or unknown."""
    if isinstance(answer, Unknown):
        return telling.say("unknown")
    return telling.say("met" if answer is True else "not_met")


def tell_figure(telling: Telling, depth: int, trace: Trace) -> None:
    """What stands below the line of a figure: what it was made of, then what functions made of what they were given."""
    MadeOf(telling, tell_condition).tell(depth, trace)
    tell_calls(telling, depth, trace)


def _tell_comparison(telling: Telling, depth: int, trace: Trace) -> None:
    left, right = _sides(trace)
    threshold = _value_beside(telling, right, left)
    if not isinstance(right.node, Literal) and _is_quantity(right):
        threshold = f"{threshold} ({telling.name(right)})"
    telling.add(
        depth, "tested_made" if ends_in_value(left.node) or not _is_figure(left) else "tested",
        name=telling.name(left), value=_value_beside(telling, left, right),
        test=comparison_words(telling.wording, left.node, _operator(trace), threshold),
        verdict=_measured_verdict(telling, trace),
    )
    for side in (left, right):
        MadeOf(telling, tell_condition).tell(depth + 1, side)
    tell_calls(telling, depth + 1, trace)


def _is_figure(trace: Trace) -> bool:
    return _is_quantity(trace) or isinstance(trace.node.type, Day)


def _is_quantity(trace: Trace) -> bool:
    return isinstance(trace.node.type, Quantity | Ratio)


# What is written alone, as in `100 USD <= net_sales`, is the threshold on whichever side it stands.
TURNED = {"at_least": "at_most", "at_most": "at_least", "more": "less", "less": "more"}


def _is_turned(trace: Trace) -> bool:
    left, right = trace.inside
    return isinstance(left.node, Literal) and not isinstance(right.node, Literal)


def _sides(trace: Trace) -> tuple[Trace, Trace]:
    """What is compared, and the threshold."""
    left, right = trace.inside
    return (right, left) if _is_turned(trace) else (left, right)


def _operator(trace: Trace) -> str:
    assert isinstance(trace.node, Comparison)
    operator = trace.node.operator
    return TURNED.get(operator, operator) if _is_turned(trace) else operator


def _value_beside(telling: Telling, trace: Trace, other: Trace) -> str:
    """A value; a quotient that is compared with a percent as a percent."""
    return telling.answer(trace.value, _like(trace, other))


def _like(trace: Trace, other: Trace) -> Trace:
    kinds = [side.node.type.kind for side in (trace, other) if isinstance(side.node.type, Quantity | Ratio)]
    return other if kinds == ["share", "percent"] else trace


def _measured_verdict(telling: Telling, trace: Trace) -> str:
    """Met or not, and by how much where the two sides are amounts."""
    assert isinstance(trace.node, Comparison)
    left, right = _sides(trace)
    gaps = GAPS.get(_operator(trace))
    if gaps is None or not isinstance(left.value, Fraction) or not isinstance(right.value, Fraction):
        return verdict(telling, trace.value)
    gap = abs(left.value - right.value)
    if gap == 0:
        return telling.say("exactly" if trace.value is True else "not_met")
    told = telling.wording.gap(gap, _like(left, right).node.type)
    return telling.say(gaps[0] if trace.value is True else gaps[1], gap=told)


# ------------------------------------------------------------------------------------------------ tiers


def tier_text(telling: Telling, standing: Standing) -> str:
    """`silver`, `silver or gold`, or `between registered and gold`."""
    ladder = standing.ladder
    both = (standing.lowest, standing.highest)
    lowest, highest = (telling.wording.called(ladder.name, ladder.steps[tier].name) for tier in both)
    if standing.lowest == standing.highest:
        return lowest
    phrase = "tier_or" if standing.highest == standing.lowest + 1 else "tier_between"
    return telling.say(phrase, lowest=lowest, highest=highest)


def _tell_tier_test(telling: Telling, depth: int, trace: Trace) -> None:
    node, standing = trace.node, trace.standing
    assert isinstance(node, TierTest)
    if standing is None or trace.days is None:
        telling.add(depth, "condition", name=telling.name(trace), verdict=verdict(telling, trace.value))
        return
    ladder, wording = standing.ladder, telling.wording
    wanted = telling.say(node.operator, threshold=wording.called(ladder.name, ladder.steps[node.tier].name))
    line = telling.say(
        "tier_in_force", ladder=wording.called(ladder.name), day=trace.days.start, value=tier_text(telling, standing),
        test=wanted, verdict=verdict(telling, trace.value),
    )
    telling.once(depth, line, standing, lambda: tell_standing(telling, depth + 1, standing))


def tell_standing(telling: Telling, depth: int, standing: Standing) -> None:
    """When a tier was assessed, and the requirements of each tier from the top down to the one that holds."""
    if standing.assessment is None:
        telling.add(depth, "history" if standing.origin == "history" else "not_assessed")
        return
    days = telling.wording.days(standing.assessment.period)
    telling.add(depth, "assessed", day=standing.assessment.unit.stop, days=days)
    for tested in standing.assessment.tested:
        if tested.trace is not None and tested.tier >= standing.lowest:
            name = telling.wording.called(standing.ladder.name, tested.step.name)
            _tell_tier(telling, depth, name, tested, tested.trace)


def _tell_tier(telling: Telling, depth: int, name: str, tested: Tested, trace: Trace) -> None:
    phrase = "tier_keep" if tested.keeping else "tier_reach"
    telling.add(depth, phrase, tier=name, verdict=verdict(telling, tested.answer))
    tell_items(telling, depth + 1, trace)


def ladder_name(telling: Telling, ladder: Ladder) -> str:
    return telling.wording.named(ladder.name)


# ------------------------------------------------------------------------------------------------ causes


def tell_causes(telling: Telling, depth: int, causes: Iterable[Cause]) -> None:
    """Why something is unknown, with the question to ask for an input that is missing."""
    for cause in sorted(causes):
        question = _question(telling, cause)
        phrase = "missing_asked" if question else _missing(telling, cause) if cause.kind == "missing" else cause.kind
        telling.add(depth, phrase, thing=_thing(telling, cause), question=question)


def _missing(telling: Telling, cause: Cause) -> str:
    """How it is said that something is missing: a rate, records or members to take a figure from, a value."""
    if _is_of_rates(telling, cause):
        return "no_rate"
    core, thing = telling.core, cause.thing
    if thing in (*(parameter.name for parameter in core.parameters), *(parameter.name for parameter in core.keyed)):
        return "no_value"
    if thing in (definition.name for definition in core.definitions):
        return "no_value_before"
    return "missing" if "." in thing else "none_counts"


def _is_of_rates(telling: Telling, cause: Cause) -> bool:
    keys = next((found.keys for found in telling.core.keyed if found.name == cause.thing), ())
    return keys == (Words(is_currency=True),)


def _thing(telling: Telling, cause: Cause) -> str:
    """What a cause is about: `Satisfaction (Partner.csat)` where it has a label."""
    label = telling.wording.called(*cause.thing.split(".", 1))
    return cause.thing if cause.thing.endswith(label) else telling.say("named", label=label, name=cause.thing)


def _question(telling: Telling, cause: Cause) -> str:
    """What is asked for a missing field, if the program says it."""
    entity, _, field = cause.thing.partition(".")
    if cause.kind != "missing" or not field:
        return ""
    asked = telling.wording.labels.get((entity, field, ASKED))
    if asked is not None:
        return asked.told(telling.wording.language)
    # A record that is missing as a whole is no field: its own fields are.
    found = telling.core.entity(entity)
    fields = (*found.fields, *(borrowed.field for borrowed in found.borrowed))
    return next((each.question for each in fields if each.name == field), "")
