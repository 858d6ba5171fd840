"""The semantic hash: two programs with one hash give the same results. Spelling, order, labels and spans are not in it.

The canonical text is format `rl1`: declarations sorted by name, every node as its kind and the parts that carry
meaning. Derived facts (ranges and scales of expressions) are left out, so that proving more never changes a hash.
"""
from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from fractions import Fraction

import attrs

from rulelang.core import nodes as core

FORMAT = "rl1"
SILENT = frozenset({"span", "step", "label", "question", "definition"})
"""Fields that say how something is shown or where it stands, not what it means."""
SORTED = frozenset(
    {"parameters", "definitions", "ladders", "incentives", "payouts", "relations", "fields", "countries"}
)
DERIVED_TYPES = (
    core.Literal, core.FieldValue, core.ParameterValue, core.DayValue, core.PeriodShare, core.Arithmetic,
    core.Comparison, core.Includes, core.Logic, core.Case, core.Known, core.OrElse, core.Aggregate, core.Read,
    core.TierTest, core.Definition, core.Incentive, core.Payout,
)


def semantic_hash(program: core.Core) -> str:
    """SHA-256 of the canonical text, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_text(program).encode()).hexdigest()


def canonical_text(program: core.Core) -> str:
    """What is hashed, readable enough to compare two programs by eye."""
    return f"{FORMAT}\n{''.join(_text(attrs.evolve(program, name=''))) }\n"


def _text(value: object) -> Iterator[str]:
    match value:
        case bool() | None:
            yield {True: "yes", False: "no", None: "-"}[value]
        case int() | datetime.date():
            yield str(value)
        case Fraction():
            yield f"{value.numerator}/{value.denominator}"
        case str():
            yield f'"{value}"'
        case frozenset():
            yield "{" + ",".join(sorted("".join(_text(item)) for item in value)) + "}"
        case tuple():
            yield "(" + ",".join("".join(_text(item)) for item in value) + ")"
        case _:
            yield from _node(value)


def _node(value: object) -> Iterator[str]:
    kind = type(value)
    assert attrs.has(kind)
    yield f"{kind.__name__}["
    for field in attrs.fields(kind):
        if field.name in SILENT or (field.name == "type" and isinstance(value, DERIVED_TYPES)):
            continue
        part = getattr(value, field.name)
        if isinstance(value, core.Round) and field.name == "type":
            part = (part.kind, part.currency, part.denominator)
        if field.name in SORTED and isinstance(part, tuple):
            part = tuple(sorted(part, key=lambda item: "".join(_text(item))))
        yield f"{field.name}="
        yield from _text(part)
        yield ";"
    yield "]"
