"""Numeric expressions of a wanted kind: readings, totals, arithmetic, ratios, roundings, choices."""
from __future__ import annotations

import re
from fractions import Fraction

from rulelang.core import nodes as core
from rulelang.typecheck import growth as types_of_growth
from rulelang.typecheck import types
from rulelang.typecheck.whole_between import units_apart

from . import terms
from .cohorts import sometimes_among
from .drawing import Draw
from .parameters import new_parameter
from .terms import Term
from .windows import ago, any_date, day_fields, in_force, moment, window
from .world import Field, Holder, Parameter, Scope, World
from .writing import PAY_UNITS, ROUND_MODES, UNIT_WORDS, literal, minor, plural, rounding


def number(world: World, kind: str, scope: Scope, depth: int) -> Term:
    """A value of a kind: money, number, count, percent, points, or a share that one of the last two is read as."""
    if depth > 0 and world.draw.odds(65):
        made = world.draw.choice(COMPOSED)(world, kind, scope, depth)
        if made is not None:
            return made
    return leaf(world, kind, scope)


def leaf(world: World, kind: str, scope: Scope) -> Term:
    """Something that is read, or a literal where there is nothing to read."""
    draw = world.draw
    fields = fields_of(world, scope, kind)
    measures = readable(world, kind, scope)
    parts = [
        (30 if scope.row else 10) if fields else 0,
        40 if measures else 0,
        15,
        30 if scope.row is None and (kind in ("money", "count") or draw.odds(50)) else 0,
        8,
    ]
    which = draw.weighted(*zip(parts, ("field", "measure", "parameter", "aggregate", "literal"), strict=True))
    if which == "field":
        return draw.choice(fields)
    if which == "measure":
        return reading(world, *draw.choice(measures))
    if which == "parameter":
        return parameter(world, kind, scope)
    made = aggregate(world, kind, scope) if which == "aggregate" else None
    return made or constant(world, kind)


def constant(world: World, kind: str, value: Fraction | None = None) -> Term:
    value = world.threshold(kind) if value is None else value
    kind = "percent" if kind == "share" else kind
    currency = world.currency if kind == "money" else None
    text = literal(kind, value, currency)
    digits = len(re.split(r"[ %]", text)[0].partition(".")[2])
    places = max(digits, minor(world.currency)) if kind == "money" else digits + 2 * (kind == "percent")
    return Term(text, types.quantity_of(value, kind, 10**places, currency), constants=(value,))


def fields_of(world: World, scope: Scope, kind: str) -> list[Term]:
    return [Term(name, f.type) for name, f in named_fields(world, scope) if getattr(f.type, "kind", "") == kind]


def named_fields(world: World, scope: Scope) -> list[tuple[str, Field]]:
    """The fields that can be read, as they are written: inside a row the subject's own need its name."""
    subject, row = world.subject, scope.row
    if row is None:
        return [(f.name if world.draw.odds(90) else f"{subject.name}.{f.name}", f) for f in subject.fields]
    of_row = [(f.name if world.draw.odds(95) else f"{row.name}.{f.name}", f) for f in row.fields]
    return [(f"{subject.name}.{f.name}", f) for f in subject.fields] + of_row * 3


def readable(world: World, kind: str, scope: Scope) -> list[tuple[str, Term]]:
    """Measures of a kind that can be read here: none that reads a parameter which changes inside the scope's unit."""
    if scope.row is not None or not scope.reads:
        return []
    of_kind = [(name, term) for name, term in world.measures if term.kind == kind]
    return [(name, term) for name, term in of_kind if world.stands_still(term.plain, scope)]


def reading(world: World, name: str, term: Term, *, plain: bool = False) -> Term:
    """A measure for this period, or through a window of the reader's."""
    if plain or not term.dated or world.draw.odds(60):
        return Term(name, term.type, term.windows, term.plain, term.dated)
    through = window(world.draw)
    windows = frozenset(w if w is not None else through for w in term.windows)
    return Term(f"{name} {through}", term.type, windows, term.plain, dated=True, closed=False)


def parameter(world: World, kind: str, scope: Scope, *, rate: bool = False) -> Term:
    known = [p for p in world.parameters if p.type.kind == kind and p.name.startswith(("rate", "bonus")) == rate]
    if (len(known) < 2 and world.draw.odds(70)) or not known:
        found = new_parameter(world, "percent" if kind == "share" else kind, rate=rate)
    else:
        found = world.draw.choice(known)
    return read_parameter(world, found, scope)


def named_percent(world: World, scope: Scope, pick: int) -> Term | None:
    """One of the rates there are, without a day: nothing is drawn for it."""
    known = [p for p in world.parameters if p.type.kind == "percent" and p.name.startswith("rate")]
    known = [p for p in known if scope.unit is None or not world.changes_inside(p.name, scope.unit)]
    if not known:
        return None
    found = known[pick % len(known)]
    return Term(found.name, found.type, plain=frozenset([found.name]), dated=True, constants=found.values)


def read_parameter(world: World, found: Parameter, scope: Scope) -> Term:
    inside = scope.unit is not None and world.changes_inside(found.name, scope.unit)
    if inside or world.draw.odds(45):
        text = f"{found.name} {in_force(world, scope)}"
        return Term(text, found.type, dated=True, closed=False, constants=found.values)
    return Term(found.name, found.type, plain=frozenset([found.name]), dated=True, constants=found.values)


# ------------------------------------------------------------------------------------------------ aggregates


def aggregate(world: World, kind: str, scope: Scope, relation: Holder | None = None) -> Term | None:
    """A total, count, distinct count, lowest or highest over a relation; None where the kind has none."""
    draw = world.draw
    relation = relation or draw.choice(world.relations)
    inner = Scope(relation, scope.unit, scope.reads)
    if kind == "count" and draw.odds(75):
        what, value = _counted(world, relation, inner)
        held: core.Type = core.Quantity("count", 1, 0, types.TOTAL_MAX)
    else:
        value = number(world, kind, inner, draw.choice((0, 0, 0, 1, 2)))
        for _ in range(4):
            if not value.is_ratio:
                break
            value = leaf(world, kind, inner)
        if value.is_ratio or value.kind != kind:
            return None
        average = 12 if kind in ("money", "percent", "points") else 0
        middle = 10 if kind != "count" else 0
        edge = 12 if has_order(relation) else 0
        function = draw.weighted(
            (55, "total"), (12, "lowest"), (12, "highest"), (average, "average"), (middle, "median"), (edge, "first"),
            (edge, "latest"),
        )
        held = _aggregated(function, value.type)
        what = f"{function} {_what(value)} of"
        if function in ("first", "latest"):
            return _over(world, relation, inner, what, held, value, by_date(world, relation))
    return _over(world, relation, inner, what, held, value)


def _aggregated(function: str, kind: core.Quantity) -> core.Type:
    """An average is a quotient of the total by the number of records."""
    total = types.total_of(kind)
    if function == "average":
        return types.divided(total, core.Quantity("count", 1, 0, types.TOTAL_MAX), None)
    if function == "median":
        return types.median_of(kind)
    return total if function == "total" else kind


def has_order(relation: Holder) -> bool:
    """Whether first and latest can be said of its records: they have a key and some date."""
    return relation.keyed and any(isinstance(f.type, core.Day) for f in relation.fields)


def by_date(world: World, relation: Holder) -> str:
    """The date that first and latest go by, where it is said; a relation without a date of its own has to."""
    days = [f.name for f in relation.fields if isinstance(f.type, core.Day)]
    return "" if relation.dated_by and world.draw.odds(60) else f" by {world.draw.choice(days)}"


def _counted(world: World, relation: Holder, inner: Scope) -> tuple[str, Term | None]:
    if world.draw.odds(60):
        return "count", None
    field = world.draw.choice([
        f for f in relation.fields
        if not isinstance(f.type, core.ChoiceSet) and getattr(f.type, "kind", "") != "own money"
    ])
    return f"count distinct {field.name} of", Term(field.name, field.type)


def _what(value: Term) -> str:
    """What is added up stands in parentheses unless it is a plain name."""
    return value.text if value.closed and not value.constants and value.text[0] != "(" else f"({value.text})"


def _over(
    world: World, relation: Holder, inner: Scope, what: str, held: core.Type, value: Term | None, by: str = ""
) -> Term | None:
    from .conditions import where

    draw = world.draw
    valid = relation.valid and draw.odds(60)
    through = window(draw) if relation.dated_by and not valid and draw.odds(45) else ""
    text, dated = f"{what} {relation.records}", bool(relation.dated_by) and not valid
    if valid:
        day = "on joined" if draw.odds(12) else moment(world)
        text, dated = f"{text} valid {day}", "period" in day or "ago" in day
    elif through:
        text += f" {through}"
    text += by
    parts = [value] if value else []
    if draw.odds(50):
        tested = where(world, inner)
        text, parts = f"{text} where {tested.text}", [*parts, tested]
    if not types.fits(held):
        return None
    windows = frozenset() if valid else frozenset([through or None])
    plain = frozenset().union(*(p.plain for p in parts))
    return Term(text, held, windows, plain, dated=dated or any(p.dated for p in parts), closed=False)


# ------------------------------------------------------------------------------------------------ composed


def _sum(world: World, kind: str, scope: Scope, depth: int) -> Term | None:
    left, right = number(world, kind, scope, depth - 1), number(world, kind, scope, depth - 1)
    return terms.joined(world.draw.choice("+-"), left, right)


def _percent_of(world: World, kind: str, scope: Scope, depth: int) -> Term | None:
    if kind == "count":
        return None
    value = number(world, kind, scope, depth - 1)
    rate = constant(world, "percent")
    if len(value.text) % 3 == 0:
        rate = named_percent(world, scope, len(value.text)) or rate
    kind_ = types.multiplied(rate.type, value.type)
    if isinstance(kind_, types.Clash) or not types.fits(kind_):
        return None
    return terms.of(f"{rate.text} of {value.side}", kind_, value, rate)


def _product(world: World, kind: str, scope: Scope, depth: int) -> Term | None:
    left = number(world, kind, scope, depth - 1)
    factors = ("count",) if kind == "count" else ("count", "number", "percent")
    right = leaf(world, world.draw.choice(factors), scope)
    pair = (left, right) if world.draw.odds(50) else (right, left)
    return _of_kind(terms.joined("*", *pair), kind)


def _divided_by_constant(world: World, kind: str, scope: Scope, depth: int) -> Term | None:
    if kind == "count":
        return None
    left = number(world, kind, scope, depth - 1)
    value = Fraction(world.draw.choice((3, 4, 7, 12, 365)))
    divisor = parameter(world, "count", scope) if world.draw.odds(25) else constant(world, "count", value)
    return _of_kind(terms.joined("/", left, divisor), kind)


def ratio(world: World, kind: str, scope: Scope, depth: int) -> Term | None:
    """A quotient by data: of like by like for a share, by a count or number for anything else."""
    if kind == "count":
        return None
    alike = world.draw.choice(("money", "count"))
    above = leaf(world, alike if kind == "share" else kind, scope)
    below = leaf(world, alike if kind == "share" else world.draw.choice(("count", "number", "percent")), scope)
    if below.constants or below.is_ratio or above.is_ratio:
        return None
    made = terms.joined("/", above, below)
    return _of_kind(made, kind)


def _of_kind(made: Term | None, kind: str) -> Term | None:
    return made if made is not None and made.kind == kind else None


def _rounded(world: World, kind: str, scope: Scope, depth: int) -> Term | None:
    value = number(world, kind, scope, depth - 1)
    cents = value.kind == "money" and world.draw.odds(50)
    places = None if cents else world.draw.randint(0, 3)
    mode = world.draw.choice(tuple(ROUND_MODES))
    return rounded(world, value, mode, places)


def rounded(world: World, value: Term, mode: str, places: int | None) -> Term | None:
    """A part of like by like is rounded as a percent, which something that it stands beside says."""
    from rulelang.typecheck.arithmetic import rounding_denominator

    read = types.read_as("percent", value.type) if value.kind == "share" else value.type
    held = types.rounded(read, rounding_denominator(read, places) or 1)
    if not types.fits(held):
        return None
    found = terms.of(f"({value.side} {rounding(mode, read.kind, places)})", held, value, closed=True)
    if value.kind != "share":
        return found
    other = constant(world, "percent")
    kind = terms.one_of(found, other)
    if kind is None or not terms.comparable(found, other):
        return None
    which = world.draw.choice(("higher", "lower"))
    return terms.of(f"the {which} of ({found.side}, {other.side})", kind, found, other)


def _extreme(world: World, kind: str, scope: Scope, depth: int) -> Term | None:
    items = [number(world, kind, scope, depth - 1) for _ in range(world.draw.choice((2, 2, 3)))]
    held = terms.one_of(*items)
    if held is None or not all(terms.comparable(a, b) for a in items for b in items if a is not b):
        return None
    which = world.draw.choice(("higher", "lower"))
    return terms.of(f"the {which} of ({', '.join(i.side for i in items)})", held, *items)


def _apart(world: World, kind: str, scope: Scope) -> list[Term]:
    """Two conditions that never both hold: a value at a point or above, and below it."""
    value, point = leaf(world, kind, scope), constant(world, kind)
    if not terms.comparable(value, point):
        return []
    return [terms.of(f"{value.side} {sign} {point.side}", core.Truth(), value, point) for sign in (">=", "<")]


def _cases(world: World, kind: str, scope: Scope, depth: int) -> Term | None:
    from .conditions import truth

    conditions = _apart(world, kind, scope) if world.draw.odds(35) else [truth(world, scope, depth - 1)]
    if not conditions:
        return None
    values = [number(world, kind, scope, depth - 1) for _ in range(len(conditions) + 1)]
    held = terms.one_of(*values)
    if held is None:
        return None
    whens = " ".join(f"when {c.side}: {v.side}" for c, v in zip(conditions, values[:-1], strict=True))
    return terms.of(f"({whens} otherwise: {values[-1].side})", held, *conditions, *values, closed=True)


def _or_else(world: World, kind: str, scope: Scope, depth: int) -> Term | None:
    value = number(world, kind, scope, depth - 1)
    fallback = constant(world, kind) if world.draw.odds(60) else number(world, kind, scope, 0)
    held = terms.one_of(value, fallback)
    if held is None:
        return None
    return terms.of(f"({value.side} or else {fallback.side})", held, value, fallback, closed=True)


def _call(world: World, kind: str, scope: Scope, depth: int) -> Term | None:
    from .calls import call

    return call(world, kind, scope, depth)


def _keyed(world: World, kind: str, scope: Scope, depth: int) -> Term | None:
    from .keyed import keyed

    return keyed(world, kind, scope)


def growth(world: World, kind: str, scope: Scope, depth: int) -> Term | None:
    """Growth of a measure in percent, or its change in points, against an earlier window: of what says its own window
    wherever it is read, or of a unit against one that is as long."""
    draw = world.draw
    found = [(name, term) for name, term in world.measures if term.dated and world.stands_still(term.plain, scope)]
    if scope.row is not None or not scope.reads or kind not in ("share", "percent", "points") or not found:
        return None
    name, term = draw.choice(found)
    against = window(draw).removeprefix("in ")
    answer = draw.choice(("0%", "100%", "50%", "unknown", "unknown"))
    missing = draw.choice(("", "", f" missing base gives {answer}"))
    answers = [constant(world, "percent", Fraction(int(answer[:-1]), 100)).type] if answer != "unknown" else []
    if kind == "points":
        if term.kind not in types_of_growth.IN_POINTS or (missing and answers):
            return None
        held, head, answered = types_of_growth.points_type(term.type), "change in points of", missing
    else:
        held = types.one_of([types_of_growth.quotient_type(term.type), *answers])
        head, answered = "growth of", f" zero base gives {answer}{missing}"
    if isinstance(held, types.Clash) or not types.fits(held):
        return None
    own = Draw(f"growth {len(world.pieces)} {name} {against}")
    if None in term.windows and own.odds(50):
        unit = UNIT_WORDS[own.choice(PAY_UNITS)]
        base = own.choice((f"the previous {unit}", f"same {unit} last year"))
        kind = "points" if kind == "points" else "percent"
        grown = _declared(world, "grown", kind, f"{head} {name} against {base}{answered}")
        windows = frozenset(x for w in term.windows for x in ((w,) if w is not None else (f"the last {unit}", base)))
        text, held = f"{grown} over the last 1 {unit}", types.read_as(kind, held)
    else:
        if None in term.windows:
            through = window(own)
            name = _declared(world, "lately", term.kind, f"{name} {through}")
            windows = frozenset(w if w is not None else through for w in term.windows)
        else:
            windows = term.windows
        text = f"{head} {name} against {against}{answered}"
    return Term(text, held, windows, term.plain, dated=True, closed=False)


def _declared(world: World, stem: str, kind: str, text: str) -> str:
    """The name of a measure that is declared for one place that reads it."""
    draw, world.draw = world.draw, Draw(text)
    name = world.name(stem)
    world.draw = draw
    world.declare(name, f"measure {name} of Partner is {kind}", f"  {text}")
    return name


def _converted(world: World, kind: str, scope: Scope, depth: int) -> Term | None:
    from .converting import converted

    return converted(world, kind, scope)


def whole_units(world: World, kind: str, scope: Scope, depth: int) -> Term | None:
    """Whole units between two days, one of which is a field wherever there is one."""
    draw = world.draw
    fields = day_fields(world, scope)
    if kind != "count" or not fields:
        return None
    unit = draw.choice(("day", "week", "month", "quarter", "half", "year"))
    other = draw.choice(("period start", "period end", str(any_date(world)), ago(draw), draw.choice(fields)))
    first, last = draw.sample([draw.choice(fields), other], 2)
    text = f"whole {plural(2, unit).split(' ', 1)[1]} from {first} to {last}"
    return Term(text, units_apart(unit), dated="period" in other or "ago" in other, closed=False)


COMPOSED = (
    _converted, _converted, growth, _sum, _sum, _percent_of, _product, _divided_by_constant, ratio, ratio, _rounded,
    _extreme, _cases, _or_else, _or_else, _call, _keyed, sometimes_among,
    whole_units, whole_units,
)
