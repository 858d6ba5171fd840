"""Scorecards: levels that add or weigh, every curve, conditions, minimums, designations, and who reads them."""
from __future__ import annotations

from fractions import Fraction

from rulelang.core import nodes as core

from . import terms
from .conditions import holds, truth
from .numbers import constant, leaf, number, ratio
from .parameters import type_of
from .terms import Term
from .world import Scope, World
from .writing import ROUND_MODES, digits_of, rounding

POINTS = (5, 10, 20, Fraction(25, 2), 30)
CURVES = ("linear", "between", "steps", "every", "every full")


class _Card:
    """What one scorecard has come to so far: the terms it reads, and what its metrics are worth at most."""

    def __init__(self) -> None:
        self.parts: list[Term] = []
        self.most: list[Fraction] = []


def write_scorecard(world: World) -> None:
    """One to three categories, then perhaps an eligibility that reads the score or its designation."""
    draw, card = world.draw, _Card()
    name = world.name("trust", "quality_score")
    world.taken.add(f"{name}_designation")
    weighed, out = draw.odds(55), draw.odds(50)
    lines = _categories(world, card, weighed=weighed, out=out)
    most = Fraction(100) if weighed else sum(card.most, Fraction(0))
    head = [f"scorecard {name} of Partner" + (' "Trust"' if draw.odds(30) else "")]
    if not weighed and draw.odds(50):
        head.append(f"  out of {digits_of(most)} points")
    if out and weighed:
        lines.append("  weights rescaled")
    if draw.odds(60):
        lines.append(f"  {rounding(draw.choice(tuple(ROUND_MODES)), 'points', draw.choice((0, 1, 2)))}")
    designations = [f"{word}_{name}" for word in ("friend", "ally")][: draw.choice((1, 2))]
    if draw.odds(40):
        lines.append(f"  every metric {draw.choice(('more than 0', 'at least 1'))} points")
    for number_, designation in enumerate(designations, 1):
        at = Fraction(int(most * number_), 8)
        lines.append(f"  designation {designation} from {digits_of(at)} points")
    world.declare(name, *head, *lines)
    if draw.odds(70):
        _read(world, card, name, designations, most)


def _read(world: World, card: _Card, name: str, designations: list[str], most: Fraction) -> None:
    draw = world.draw
    if draw.odds(70):
        sign = draw.choice(("is not", ">=", "<=", "<"))
        text = f"{name} {sign} {designations[-1] if sign in ('<=', '<') else draw.choice((designations[0], 'none'))}"
        text = text if draw.odds(85) else f"{name} {draw.choice(('is', '>'))} none"
    else:
        text = f"{name} >= {digits_of(most / 8)} points"
    eligibility = world.name("is_trusted")
    world.declare(eligibility, f"eligibility {eligibility} of Partner", f"  {text}")
    world.eligibilities.append((eligibility, terms.of(eligibility, core.Truth(), *card.parts)))


def _categories(world: World, card: _Card, *, weighed: bool, out: bool) -> list[str]:
    draw, lines = world.draw, []
    count = draw.choice((1, 2, 2, 3))
    shares = _shares(world, count) if weighed else [None] * count
    for index, share in enumerate(shares):
        inner, before = draw.odds(40) and weighed, len(card.most)
        lines.append(f"  category part_{index}" + _weighs(share))
        metrics = draw.choice((1, 2, 2))
        nested = inner and draw.odds(40)
        parts = _shares(world, metrics + nested) if inner else [None] * metrics
        for at in range(metrics):
            lines += _metric(world, card, f"metric_{at}", parts[at], out=out and index == at == 0)
        if nested:
            lines.append(f"  category inner_{index} in part_{index}" + _weighs(parts[-1]))
            lines += _metric(world, card, "metric_0", None, out=False)
        if inner:
            card.most[before:] = [Fraction(100)]
    return lines


def _shares(world: World, count: int) -> list[int]:
    """Whole percents that add up to 100."""
    if count == 1:
        return [100]
    first = world.draw.choice((20, 25, 40, 50))
    return [first, 100 - first] if count == 2 else [first, 30, 70 - first]


def _weighs(share: int | None) -> str:
    return "" if share is None else f" weighs {share}%"


def _metric(world: World, card: _Card, name: str, share: int | None, *, out: bool) -> list[str]:
    draw = world.draw
    most = Fraction(draw.choice(POINTS))
    shape = draw.weighted((60, "one"), (20, "the sum of these"), (20, "the best of these"))
    if shape == "one":
        value, curve, capped = _curve(world, card, most)
        lines = [f"    metric {name}{_weighs(share)} measures {value}"]
        lines += [f"      {line}" for line in curve]
    else:
        lines, capped = [f"    metric {name}{_weighs(share)}", f"      {shape}"], True
        for _ in range(2):
            value, curve, _ = _curve(world, card, most)
            if draw.odds(40):
                tested = holds(world, Scope())
                card.parts.append(tested)
                lines.append(f"        {digits_of(most / 2)} points if {tested.side}")
            else:
                lines += [f"        {line}" for line in curve] + [f"          on {value}"]
    if not capped or shape != "one":
        lines.append(f"      at most {digits_of(most)} points")
        if shape != "one":
            most = min(most, _reach(lines, most, shape))
    if draw.odds(20):
        tested = holds(world, Scope())
        card.parts.append(tested)
        lines.append(f"      earns points only when {tested.side}")
    if out or draw.odds(10):
        tested = truth(world, Scope(), 0)
        card.parts.append(tested)
        lines.append(f"      not applicable when {tested.side}")
    if draw.odds(20):
        lines.append(f"      {draw.choice(('more than 0', 'at least 1'))} points")
    card.most.append(most)
    return lines


def _reach(lines: list[str], most: Fraction, shape: str) -> Fraction:
    """What two lines can come to: one that only gives half the points cannot give more."""
    halves = sum(" points if " in line for line in lines)
    one, two = [most / 2] * halves + [most] * (2 - halves)
    return one + two if shape == "the sum of these" else max(one, two)


def _curve(world: World, card: _Card, most: Fraction) -> tuple[str, list[str], bool]:
    """What is measured, the lines of its curve, and whether the curve has an end of its own."""
    draw = world.draw
    kind = draw.weighted((35, "money"), (30, "count"), (20, "number"), (15, "percent"))
    value = _measured(world, kind)
    card.parts.append(value)
    at = constant(world, kind).constants[0]
    first, second, points = _text(world, kind, at), _text(world, kind, at * 2), digits_of(most)
    which = draw.choice(CURVES)
    if which == "linear":
        target = _parameter(world, card, kind) or first
        return value.side, [f"linear up to {points} points at {target}"], True
    if which == "between":
        low = digits_of(most / 5 if draw.odds(50) else Fraction(0))
        ends = [f"{low} points at {first}", f"{points} points at {second}"]
        if draw.odds(30):
            ends = [f"{points} points at {first}", f"{low} points at {second}"]
        return value.side, [f"linear from {ends[0]} to {ends[1]}"], True
    if which == "steps":
        sign = draw.choice(("from", "above"))
        lowest = f"  from {_text(world, kind, Fraction(0))}: 0 points"
        rows = [lowest, f"  {sign} {first}: {digits_of(most / 2)} points", f"  from {second}: {points} points"]
        return value.side, ["in steps", *rows], True
    step = f"{digits_of(most / 5)} points for {which} {_text(world, kind, at / 2 if kind != 'count' else at)}"
    return value.side, [step + (f" above {first}" if draw.odds(50) else "")], False


DIGITS_LEFT = 10**24
"""A value this large leaves no digits for the points it is multiplied with."""


def _measured(world: World, kind: str) -> Term:
    """Mostly a plain value: many scores should be known, and quotients by data have to be few to be added up."""
    draw = world.draw
    if kind == "percent" and draw.odds(10):
        made = ratio(world, "share", Scope(), 1)
        if made is not None and not made.is_ratio:
            return made
    for _ in range(4):
        made = number(world, kind, Scope(), draw.choice((0, 0, 0, 1)))
        if not made.is_ratio and not made.constants and made.kind == kind and made.type.high < DIGITS_LEFT:
            return made
    made = leaf(world, kind, Scope())
    return made if not made.is_ratio else constant(world, kind)


def _parameter(world: World, card: _Card, kind: str) -> str | None:
    """A parameter of the kind, whose values are all above zero; perhaps one cell of a table that never changes."""
    tables = [t for t in world.tables if t.kind == kind and not t.said and min(t.values) > 0]
    if tables and world.draw.odds(70):
        table = world.draw.choice(tables)
        text = f"{table.name}({', '.join(world.draw.choice(table.cells))})"
        currency = world.currency if kind == "money" else None
        card.parts.append(Term(text, type_of(kind, list(table.values), currency), dated=True, constants=table.values))
        return text
    known = [p for p in world.parameters if p.type.kind == kind and min(p.values) > 0]
    if not known or world.draw.odds(60):
        return None
    found = world.draw.choice(known)
    card.parts.append(Term(found.name, found.type, plain=frozenset([found.name]), dated=True, constants=found.values))
    return found.name


def _text(world: World, kind: str, value: Fraction) -> str:
    from .writing import literal, minor

    if kind == "money" and minor(world.currency) == 0:
        value = Fraction(int(value))
    return literal(kind, value, world.currency if kind == "money" else None)
