"""Values that the checker worked out, told as a designer writes them."""
from __future__ import annotations

from fractions import Fraction

from rulelang.core import nodes as core
from rulelang.syntax import nodes


def as_written(value: Fraction, like: nodes.Parameter) -> str:
    """A value as a designer writes one of the kind of a parameter."""
    kind = like.values[0].value
    first = kind.low if isinstance(kind, nodes.ChooseBetween) else kind
    currency = first.currency if isinstance(first, nodes.Money) else None
    return _number(value, isinstance(first, nodes.Percent), currency)


def number_words(value: Fraction, kind: core.Type) -> str:
    """A value as a designer writes one of a kind."""
    assert isinstance(kind, core.Quantity), "a bound is about a number"
    return _number(value, kind.kind == "percent", kind.currency)


def _number(value: Fraction, percent: bool, currency: str | None) -> str:
    """One that never ends to six digits."""
    shown = value * 100 if percent else value
    whole, rest = divmod(abs(shown), 1)
    digits = f"{round(rest * 10**6):06}".rstrip("0")
    text = f"{'-' if shown < 0 else ''}{int(whole):_}" + (f".{digits}" if digits else "")
    if percent:
        return f"{text}%"
    return f"{text} {currency}" if currency is not None else text
