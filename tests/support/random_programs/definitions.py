"""Measures, eligibilities and ladders."""
from __future__ import annotations

from fractions import Fraction

from rulelang.core import nodes as core
from rulelang.typecheck import types

from . import terms
from .benefits import write_benefit_by_member
from .cohorts import among
from .conditions import holds, on_any_day, over_periods, tier_test, truth
from .hierarchy import rollup
from .keyed import named_countries
from .numbers import aggregate, by_date, constant, growth, has_order, number, parameter, ratio, reading, whole_units
from .terms import Term
from .windows import window
from .world import Field, Ladder, Scope, World
from .writing import UNIT_WORDS, literal

STEMS = {
    "money": ("net_sales", "gross_sales", "open_sales"), "count": ("people", "orders"), "number": ("index", "ratio"),
    "percent": ("attainment", "share_of_returns"), "points": ("merits", "stars"),
}
KINDS = {core.Day: "date", core.Truth: "yes or no", core.Words: "text"}
TIERS = ("registered", "silver", "gold", "platinum")


def write_measures(world: World, count: int) -> None:
    """The first is a plain total of money: something to pay on."""
    for index in range(count):
        if index == 0:
            _plain_total(world)
        elif world.draw.odds(10):
            _other_measure(world)
        else:
            _measure(world)


def _plain_total(world: World) -> None:
    relation = world.relations[0]
    amount = next(f for f in relation.fields if f.name.endswith("_amount"))
    held = types.total_of(amount.type)
    _declare(world, Term(f"total {amount.name} of {relation.records}", held, frozenset([None]), dated=True))


def _measure(world: World) -> None:
    draw = world.draw
    kind = draw.weighted((40, "money"), (20, "count"), (15, "number"), (15, "share"), (6, "percent"), (4, "points"))
    scope = Scope()
    value = number(world, kind, scope, draw.choice((0, 1, 1, 2)))
    if kind in ("money", "count") and draw.odds(50):
        value = aggregate(world, kind, scope) or value
    elif kind in ("share", "percent", "points") and draw.odds(50):
        value = growth(world, kind, scope, 1) or value
    elif kind == "share" or draw.odds(10):
        value = ratio(world, kind, scope, 1) or ratio(world, kind, scope, 1) or value
    _declare(world, value)


def write_comparisons(world: World) -> None:
    """Measures that look at all partners; they come last, so that each is mostly read by the next."""
    for _ in range(world.draw.weighted((25, 0), (35, 1), (40, 2))):
        _comparison(world)


def _comparison(world: World) -> None:
    kind = world.draw.weighted((35, "count"), (35, "share"), (20, "money"), (10, "number"))
    of_program = world.draw.odds(40)
    value = among(world, kind, Scope(), 1, of_all=of_program)
    if value is not None:
        by = _group(world) if of_program else ""
        _declare(world, value, "program" if of_program else "Partner", by)
        grouped = world.measures[-1]
        for _ in range(2 if by else 0):
            _one_group(world, by, *grouped)


def _one_group(world: World, by: str, name: str, term: Term) -> None:
    """What is declared by group, as it is of one that is written."""
    field = next(f for f in world.subject.fields if f.name == by)
    members = field.type.members if isinstance(field.type, core.Choice) else named_countries(world)
    declared = "number" if term.kind == "share" else term.kind
    own = world.name("of_one")
    world.declare(own, f"measure {own} of Partner is {declared}", f"  {name}({world.draw.choice((*members, by))})")
    world.measures.append((own, Term(own, types.read_as(declared, term.type), term.windows, term.plain, term.dated)))


def write_rollups(world: World) -> None:
    """Measures of the partners below, read like any other by what comes later."""
    for _ in range(world.draw.randint(2, 3) if world.has_levels else 0):
        value = rollup(world, world.draw.choice(("money", "money", "count", "number", "percent", "points")), Scope())
        if value is not None:
            _declare(world, value)


def _group(world: World) -> str:
    """A field in which groups of partners have the same member or country, or none."""
    shared = [f.name for f in world.subject.fields if _is_shared(f)]
    return world.draw.choice(shared) if shared and world.draw.odds(60) else ""


def write_over_time(world: World) -> None:
    """Growth, changes in points, and conditions of several periods or days."""
    draw = world.draw
    for kind in ("percent", "points"):
        value = growth(world, kind, Scope(), 1) if draw.odds(45) else None
        if value is None and kind == "points" and draw.odds(60):
            held = aggregate(world, draw.choice(("number", "percent", "points")), Scope())
            if held is not None and not held.is_ratio:
                _declare(world, held)
                value = growth(world, kind, Scope(), 1)
        if value is not None:
            _declare(world, value)
    # Days one by one cost most of the time that the reference takes; a quarter of the programs shows them often enough.
    for condition, odds in ((over_periods, 50), (on_any_day, 20)):
        test = condition(world, Scope(), 0) if draw.odds(odds) else None
        if test is not None:
            name = world.name("was_steady")
            world.declare(name, f"eligibility {name} of Partner", f"  {test.text}")
            world.eligibilities.append((name, terms.of(name, core.Truth(), test)))


def write_enormous(world: World) -> None:
    """A total that leaves its limit for a partner with large amounts, and what becomes of that."""
    relation = world.relations[0]
    amount = next(f for f in relation.fields if f.name.endswith("_amount"))
    value = terms.joined("*", Term(amount.name, amount.type), constant(world, "count", Fraction(10**6)))
    if value is not None:
        held = types.total_of(value.type)
        _declare(world, Term(f"total ({value.text}) of {relation.records}", held, frozenset([None]), dated=True))
        name, term = world.measures[-1]
        eligibility = world.name("is_enormous")
        limit = constant(world, "money")
        world.declare(eligibility, f"eligibility {eligibility} of Partner", f"  {name} > {limit.text}")
        world.eligibilities.append((eligibility, terms.of(eligibility, core.Truth(), term)))


def _is_shared(field: Field) -> bool:
    kind = field.type
    return "." not in field.name and (isinstance(kind, core.Choice) or kind == core.Words(country=True))


def _declare(world: World, value: Term, subject: str = "Partner", by: str = "") -> None:
    if value.kind == "share":
        kind = world.draw.choice(("percent", "number"))
    elif value.kind == "count" and world.draw.odds(20):
        kind = "number"
    else:
        kind = value.kind
    exceptions: list[str] = []
    if subject == "Partner" and world.measures and world.draw.odds(25):
        exceptions, value = _with_exceptions(world, value)
    name = world.name(*STEMS[kind])
    label = f' "{name.title()}"' if world.draw.odds(30) else ""
    head = f"measure {name} of {subject}{label}{f' by {by}' if by else ''} is {kind}"
    world.declare(name, head, f"  {value.text}", *exceptions)
    read = Term(name, types.read_as(kind, value.type), value.windows, value.plain, value.dated)
    world.measures.append((name, read))


def _with_exceptions(world: World, value: Term) -> tuple[list[str], Term]:
    """Two exceptions that may meet: each from a figure on, so that they are not apart."""
    draw = world.draw
    if value.is_ratio or value.kind not in ("money", "number", "points"):
        return [], value
    tests, figures = [], [constant(world, value.kind) for _ in range(2)]
    for _ in figures:
        kind = draw.choice(("money", "count"))
        measured, wanted = number(world, kind, Scope(), 0), constant(world, kind)
        if measured.constants or not terms.comparable(measured, wanted):
            return [], value
        tests.append(terms.of(f"{measured.side} >= {wanted.side}", core.Truth(), measured))
    how = draw.choice(('"second" wins', "the higher wins", "they add"))
    together = terms.joined("+", *figures)
    held = terms.one_of(value, *figures, *([together] if together else []))
    if held is None or together is None or figures[0].text == figures[1].text:
        return [], value
    lines = [
        f'  except "{title}" when {test.side}: {figure.side}'
        for title, test, figure in zip(("first", "second"), tests, figures, strict=True)
    ]
    return [*lines, f"  when exceptions meet {how}"], terms.of(value.text, held, value, *tests, closed=value.closed)


def _other_measure(world: World) -> None:
    """A measure that is a date, a member or yes or no, and an eligibility that reads it."""
    draw = world.draw
    made = draw.choice((_a_day, _a_member, _a_truth, _the_latest))(world) or _a_truth(world)
    eligibility = world.name("may_join")
    world.declare(eligibility, f"eligibility {eligibility} of Partner", f"  {made.text}")
    world.eligibilities.append((eligibility, made))


def _a_day(world: World) -> Term:
    relation, name = world.relations[0], world.name("first_day")
    text = f"{world.draw.choice(('lowest', 'highest'))} {relation.dated_by} of {relation.records}"
    world.declare(name, f"measure {name} of Partner is date", f"  {text}")
    return Term(f"{name} on or before period end", core.Truth(), frozenset([None]), dated=True, closed=False)


def _the_latest(world: World) -> Term | None:
    """A member, a date or yes or no as the first or the latest record has it."""
    draw = world.draw
    ordered = [r for r in world.relations if has_order(r)]
    if not ordered:
        return None
    relation = draw.choice(ordered)
    fields = [f for f in relation.fields if isinstance(f.type, core.Choice | core.Day | core.Truth | core.Words)]
    field, name = draw.choice(fields), world.name("last_one")
    kind = KINDS.get(type(field.type)) or field.type.enumeration
    if isinstance(field.type, core.Words) and field.type.country:
        kind = "country"
    through = f" {window(draw)}" if relation.dated_by and draw.odds(40) else ""
    text = f"{draw.choice(('first', 'latest'))} {field.name} of {relation.records}{through}{by_date(world, relation)}"
    world.declare(name, f"measure {name} of Partner is {kind}", f"  {text}")
    dated = bool(relation.dated_by)
    return Term(f"{name} is known", core.Truth(), frozenset([None]), dated=dated, closed=False)


def _a_member(world: World) -> Term:
    """A member, chosen from two fields where there are two of the same enumeration."""
    name, draw = world.name("segment"), world.draw
    field = draw.choice([f for f in world.subject.fields if isinstance(f.type, core.Choice)])
    test = truth(world, Scope(), 0)
    text = draw.choice((field.name, f"(when {test.side}: {field.name} otherwise: {field.name})"))
    world.declare(name, f"measure {name} of Partner is {field.type.enumeration}", f"  {text}")
    member = draw.choice(field.type.members)
    read = f"{name} {draw.choice(('is', 'is not'))} {member}"
    if text == field.name:
        return Term(read, core.Truth(), closed=False)
    return Term(read, core.Truth(), test.windows, test.plain, dated=test.dated, closed=False)


def _a_truth(world: World) -> Term:
    name = world.name("is_large")
    value = truth(world, Scope(), 1)
    world.declare(name, f"measure {name} of Partner is yes or no", f"  {value.text}")
    return Term(name, core.Truth(), value.windows, value.plain, value.dated)


# ------------------------------------------------------------------------------------------------ eligibilities


def write_eligibility(world: World) -> None:
    draw = world.draw
    name = world.name("may_earn", "may_sell", "is_active")
    count = draw.weighted((40, 1), (40, 2), (20, 3))
    items = [holds(world, Scope()) if draw.odds(50) else truth(world, Scope(), 2) for _ in range(count)]
    lines = [f"eligibility {name} of Partner"]
    if count == 1:
        lines.append(f"  {items[0].text}")
    else:
        lines.append(f"  {_quantity(world, count)}")
        lines.extend(f"    {item.text}" for item in items)
    world.declare(name, *lines)
    world.eligibilities.append((name, terms.of(name, core.Truth(), *items)))


def _quantity(world: World, count: int) -> str:
    few = world.draw.randint(1, count)
    return world.draw.weighted((30, "all of"), (40, "any of"), (15, f"at least {few} of"), (15, "none of"))


# ------------------------------------------------------------------------------------------------ ladders


def write_ladder(world: World) -> None:
    """Two to four tiers; a tier higher up asks for more of the same, and for something of its own."""
    draw = world.draw
    name = world.name("Level", "Standing")
    tiers = tuple(t if name == "Level" else f"{t}_{name.lower()}" for t in TIERS[: draw.choice((2, 3, 3, 4))])
    unit = draw.weighted((10, "month"), (50, "quarter"), (20, "half"), (20, "year"))
    through = f" {window(draw)}" if draw.odds(60) else ""
    value = _climbed(world)
    through = through if value.dated else ""
    lines = [f"tiers {name} of Partner, lowest first", f"  assessed every {UNIT_WORDS[unit]}{through}"]
    memory = draw.odds(50)
    for height, tier in enumerate(tiers):
        lines.append(f"  tier {tier}" + (f' "{tier.title()}"' if draw.odds(30) else ""))
        if height:
            lines.extend(_requirements(world, value, height, memory=memory))
    if draw.odds(30):
        lines.append("  promotion at once")
    world.declare(name, *lines)
    world.ladders.append(Ladder(name, tiers))


def write_tenure(world: World) -> None:
    """How long something has lasted, in whole units, and who has lasted long enough."""
    value = whole_units(world, "count", Scope(), 0)
    if value is None:
        return
    name, tested = world.name("tenure"), world.name("is_loyal")
    world.declare(name, f"measure {name} of Partner is count", f"  {value.text}")
    world.measures.append((name, Term(name, value.type, dated=value.dated)))
    limit = world.draw.choice((0, 1, 6, 24))
    world.declare(tested, f"eligibility {tested} of Partner", f"  {name} >= {limit}")
    world.eligibilities.append((tested, Term(tested, core.Truth(), dated=value.dated)))


def write_ladders_by_member(world: World) -> None:
    """A ladder for each member of a type, of the records of that member; each is read like any other."""
    draw = world.draw
    found = [(relation, field) for relation in world.relations for field in relation.fields
             if isinstance(field.type, core.Choice) and field.type.enumeration not in world.grown]  # fmt: skip
    if not found:
        return
    relation, field = draw.choice(found)
    kind, name = field.type, world.name("Grade")
    tiers = tuple(f"{tier}_{name.lower()}" for tier in TIERS[: draw.choice((2, 3))])
    lines = [f"tiers {name} of Partner by {kind.enumeration}, lowest first", "  assessed every quarter"]
    for height, tier in enumerate(tiers):
        kept = f", to keep {height}" if height and draw.odds(50) else ""
        lines.append(f"  tier {tier}")
        counted = f"(count {relation.records} where {field.name} is {kind.enumeration})"
        lines += [f"    requires {counted} >= {2 * height}{kept}"] if height else []
    world.declare(name, *lines)
    world.ladders += [Ladder(f"{name}({member})", tiers) for member in draw.some(kind.members, 1, 2)]
    if draw.odds(50):
        write_benefit_by_member(world, name, kind, tiers)


def _climbed(world: World) -> Term:
    """What the tiers of a ladder ask more and more of."""
    kind = world.draw.weighted((60, "money"), (30, "count"), (10, "share"))
    value = number(world, kind, Scope(), 0)
    if value.constants:
        name, term = world.measures[0]
        return reading(world, name, term)
    return value


def _requirements(world: World, value: Term, height: int, *, memory: bool) -> list[str]:
    draw = world.draw
    lines = [_line(world, value, height, memory=memory)]
    for _ in range(draw.weighted((45, 0), (40, 1), (15, 2))):
        lines.append(_other_line(world, memory=memory))
    if len(lines) == 1:
        return [f"    requires {lines[0]}"]
    quantity = draw.weighted((65, "all of"), (20, "any of"), (15, f"at least {draw.randint(1, len(lines))} of"))
    return [f"    requires {quantity}", *(f"      {line}" for line in lines)]


def _line(world: World, value: Term, height: int, *, memory: bool) -> str:
    """A threshold on what the whole ladder climbs, with a smaller number to keep the tier."""
    draw = world.draw
    base = {"money": 1_000, "count": 1, "number": 1, "points": 1}.get(value.kind, Fraction(1, 20))
    wanted = constant(world, value.kind, Fraction(base * draw.choice((1, 2)) ** height * height))
    if not terms.comparable(value, wanted):
        wanted = constant(world, value.kind)
    text = f"{value.side} {draw.choice(('>=', '>=', '>'))} {wanted.side}"
    if not memory or draw.odds(30):
        return text
    if draw.odds(30):
        return f"{text}, for entry only"
    kept = wanted.constants[0] * draw.choice((Fraction(0), Fraction(1, 2), Fraction(4, 5)))
    if value.kind == "count":
        kept = Fraction(int(kept))
    currency = world.currency if value.kind == "money" else None
    kind = "percent" if value.kind == "share" else value.kind
    if kind == "money" and world.currency == "JPY":
        kept = Fraction(int(kept))
    return f"{text}, to keep {literal(kind, kept, currency)}"


def enough_records(world: World, scope: Scope) -> Term | None:
    """Records of the partner, counted against a parameter: reads no tier."""
    wanted = parameter(world, "count", scope)
    counted = aggregate(world, "count", scope)
    return terms.of(f"{counted.side} >= {wanted.side}", core.Truth(), counted) if counted is not None else None


def _other_line(world: World, *, memory: bool) -> str:
    draw = world.draw
    scope = Scope()
    if world.ladders and draw.odds(25):
        made = tier_test(world)
    elif draw.odds(40):
        made = enough_records(world, scope) or truth(world, scope, 1)
    else:
        made = truth(world, scope, 1)
    return made.text + (", for entry only" if memory and draw.odds(25) else "")

