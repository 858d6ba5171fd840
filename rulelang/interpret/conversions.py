"""Telling the conversions that a value came from: the amount of each record, the rate, the table and the day.

What is in the wanted currency already is told without a rate. Knows a conversion by the rate it multiplies with.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from rulelang.core.nodes import Aggregate, Arithmetic, Case, KeyedValue, Quantity, Ratio, Words
from rulelang.core.population import Value
from rulelang.exact.currencies import minor_digits
from rulelang.interpret.telling import Telling
from rulelang.interpret.trace import Trace
from rulelang.interpret.unknown import Answer, Unknown
from rulelang.interpret.wording import decimal

SHOWN_MAX = 20
"""How many conversions are told in one place."""
Found = tuple[str, Trace]


def tell_conversions(telling: Telling, depth: int, trace: Trace) -> None:
    """Each conversion with its record, those without a rate first, else in order of the data; none is told twice."""
    found = [(row, one) for row, one in _conversions(telling, trace, "", []) if not telling.has_told(one)]
    if not any(_product(one) for _, one in found):
        return
    for row, one in found[:SHOWN_MAX]:
        line = _line(telling, one)
        telling.lines.append((depth, telling.say("outcome", name=row, value=line) if row else line))
        telling.note(one)
    if len(found) > SHOWN_MAX:
        telling.add(depth, "stand_below_more", count=f"{len(found) - SHOWN_MAX:_}")


def _conversions(telling: Telling, trace: Trace, row: str, seen: list[Trace]) -> Iterator[Found]:
    if any(trace is other for other in seen):
        return
    seen.append(trace)
    if _is_conversion(trace):
        yield row, trace
    elif isinstance(trace.node, Aggregate) and (trace.taken or trace.lost):
        for record, inside in (*trace.lost, *zip(trace.taken, trace.inside, strict=True)):
            yield from _conversions(telling, inside, record_called(telling, trace.node, record), seen)
    else:
        for inside in trace.inside:
            yield from _conversions(telling, inside, row, seen)


def _is_conversion(trace: Trace) -> bool:
    """An amount that is unknown is told as such elsewhere; that a rate is missing, here."""
    if _product(trace) is not None:
        return True
    return isinstance(trace.node, Case) and trace.node.step == "converted" and not isinstance(trace.value, Unknown)


def _product(trace: Trace) -> Trace | None:
    """The product that converts an amount that is known, on a day that is: money times money, which nothing else is."""
    if isinstance(trace.node, Case) and trace.node.step == "converted" and trace.inside:
        return _product(trace.inside[-1])
    if not isinstance(trace.node, Arithmetic) or isinstance(trace.inside[0].value, Unknown):
        return None
    if not trace.inside[1].inside:
        return None
    left, right = trace.node.left.type, trace.node.right
    by_currency = isinstance(right, KeyedValue) and [key.type for key in right.keys] == [Words(is_currency=True)]
    is_money = isinstance(left, Quantity | Ratio) and left.kind == "money"
    return trace if by_currency and is_money and trace.node.operator == "multiply" else None


def record_called(telling: Telling, node: Aggregate, record: Mapping[str, Value]) -> str:
    """A record by its key, without one by the relation it belongs to."""
    entity = telling.core.entity(node.relation)
    keys = [str(record[key]) for key in entity.keys if key in record]
    return ", ".join(keys) or telling.wording.records(entity)


def _line(telling: Telling, trace: Trace) -> str:
    product = _product(trace)
    if product is None:
        return telling.say("not_converted", amount=telling.value(trace.inside[-1]))
    amount, rate = product.inside
    assert isinstance(rate.node, KeyedValue)
    return telling.say(
        "no_rate_on" if isinstance(rate.value, Unknown) else "converted",
        amount=_money(amount.value, str(rate.inside[0].value)), rate=telling.value(rate), result=telling.value(trace),
        rates=telling.wording.called(rate.node.parameter), day=rate.days.start if rate.days is not None else "",
    )


def _money(answer: Answer, code: str) -> str:
    assert isinstance(answer, Fraction)
    return f"{decimal(answer, minor_digits(code) or 0)} {code}"
