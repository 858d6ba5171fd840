"""The base's `adaptable` and one variant inside it: values, cadences, members, and rules of its own."""
from __future__ import annotations

import datetime
from fractions import Fraction

from rulelang.exact.calendar import MONTHS_IN

from .definitions import enough_records, write_eligibility
from .keyed import named_countries
from .numbers import reading
from .replacing import replace_ladder
from .world import Incentive, Parameter, Scope, Table, World
from .writing import PAY_UNITS, ROUND_MODES, UNIT_WORDS, literal, rounding

MORE = ("msp", "vendor", "partner_of_partners")


def write_variant(world: World) -> list[tuple[str, str]]:
    """Writes `adaptable` into the base and returns the pieces of the variant's own file."""
    draw = world.draw
    world.declare("home_region", f"region home_region is ({', '.join(draw.some(named_countries(world), 2, 5))})")
    openings: list[str] = []
    edits: list[str] = []
    day = _effective(world)
    _members(world, openings, edits)
    for parameter in draw.some(world.parameters, 0, 2):
        _value(world, parameter, day, openings, edits)
    for table in draw.some([table for table in world.tables if table.said], 0, 2):
        _cell(world, table, day, openings, edits)
    dropped = _drop(world, openings, edits)
    _cadences(world, dropped, openings, edits)
    replaced = replace_ladder(world, openings)
    _labels(world, openings, edits)
    gained = _gain(world, openings, edits)
    _requirements(world, openings, edits)
    openings.append("everything else: fixed")
    world.declare("adaptable", "adaptable", *(f"  {line}" for line in openings))
    open_periods = draw.choice(("closing open periods", "closing open periods", "from the next period"))
    edges = draw.choice(("edges", "bands and caps")) + draw.choice((" as written", " prorated"))
    head = (
        "variant home_variant of base_program\n  for region home_region\n"
        f"  effective from {day}, {open_periods}, {edges}"
    )
    own = len(world.pieces)
    if draw.odds(30):
        write_eligibility(world)
    added = world.pieces[own:]
    del world.pieces[own:]
    needed = [piece for piece in added if not piece[1].startswith("eligibility")]
    world.pieces.extend(needed)
    return [("home_variant", head), *replaced, *gained, *((f"edit {n}", e) for n, e in enumerate(edits)),
            *(p for p in added if p not in needed)]


def _effective(world: World) -> datetime.date:
    """A day in the middle of things: an edge of a year in one of five cases."""
    draw = world.draw
    day = datetime.date(2024, 1, 1) + datetime.timedelta(draw.randint(0, 700))
    unit = draw.weighted((15, "year"), (25, "quarter"), (30, "month"), (30, "day"))
    return max(world.calendar.containing(unit, day).start, world.start)


def _members(world: World, openings: list[str], edits: list[str]) -> None:
    """Not of a type that tables are keyed by: they would lack its cells."""
    keys = {key for table in world.tables for key in table.keys}
    for name, choice in world.enumerations.items():
        if name not in keys and world.draw.odds(25):
            openings.append(f"{name}: may gain members")
            world.grown.add(name)
            more = [m for m in world.draw.some(MORE, 1, 2) if m not in choice.members]
            edits.append(f"add to {name}: {', '.join(more)}")


def _cell(world: World, table: Table, day: datetime.date, openings: list[str], edits: list[str]) -> None:
    """One cell at another value, between the least and the greatest of the table; perhaps as global later."""
    draw = world.draw
    currency = world.currency if table.kind == "money" else None
    low, high = (literal(table.kind, value, currency) for value in (min(table.values), max(table.values)))
    openings.append(f"{table.name}: between {low} and {high}")
    value = literal(table.kind, draw.choice(table.values), currency)
    again = f"\n  as global from {day + datetime.timedelta(200)}" if draw.odds(40) else ""
    edits.append(f"set {table.name} ({', '.join(draw.choice(table.cells))}): {value} from {day}{again}")


def _value(world: World, parameter: Parameter, day: datetime.date, openings: list[str], edits: list[str]) -> None:
    """Another value, inside the guardrail. Read without a day by an incentive, it changes where a year begins."""
    draw = world.draw
    plain = any(parameter.name in i.plain for i in world.incentives) or _is_read_by_payout(world, parameter)
    kind, currency = parameter.type.kind, parameter.type.currency
    day = max(day, parameter.first)
    if plain:
        year = world.calendar.containing("year", day)
        day = year.start if year.start == day else world.calendar.shifted("year", year, 1).start
    low, high = min(parameter.values), max(parameter.values)
    if draw.odds(50):
        openings.append(f"{parameter.name}: between {literal(kind, low, currency)} and {literal(kind, high, currency)}")
        value = draw.choice(parameter.values)
    else:
        openings.append(f"{parameter.name}: between 50% and 150% of the global value")
        value = low
    back = world.calendar.shifted("year", world.calendar.containing("year", day), 1).start
    later = f" as global from {back}" if draw.odds(30) else ""
    edits.append(f"set {parameter.name}: {literal(kind, Fraction(value), currency)} from {day}{later}")


def _is_read_by_payout(world: World, parameter: Parameter) -> bool:
    names = {p.name for p in world.payouts}
    return any(parameter.name in text for name, text in world.pieces if name in names)


def _requirements(world: World, openings: list[str], edits: list[str]) -> None:
    """Something more that a tier asks for from the variant's date on."""
    for ladder in world.whole_ladders:
        if world.draw.odds(70):
            openings.append(f"{ladder.name}: may gain requirements")
            made = enough_records(world, Scope(reads=False))
            said = world.draw.choice(("", ", for entry only"))
            if made is not None:
                edits.append(f"require for {world.draw.choice(ladder.tiers[1:])}: {made.text}{said}")


def _drop(world: World, openings: list[str], edits: list[str]) -> str:
    """One incentive less, where a payout is left with another; its name, if any."""
    draw = world.draw
    beside = {name for payout in world.payouts for group in payout.best for name in group}
    alone = [i.name for i in world.incentives if i.name not in beside]
    if len(alone) < 2 or not draw.odds(50):
        return ""
    name = draw.choice(alone)
    openings.append(f"{name}: may drop")
    edits.append(f"drop {name}")
    return name


def _labels(world: World, openings: list[str], edits: list[str]) -> None:
    """Another label of a tier."""
    for ladder in world.whole_ladders[:1]:
        if world.draw.odds(25):
            openings.append(f"{ladder.name}: may relabel")
            edits.append(f'relabel {ladder.name} {world.draw.choice(ladder.tiers)}: "Otro"')


def _gain(world: World, openings: list[str], edits: list[str]) -> list[tuple[str, str]]:
    """One or two incentives of the variant's own under one cap, perhaps paid through the payout."""
    draw = world.draw
    if not draw.odds(45):
        return []
    measured, paid = draw.choice(PAY_UNITS), draw.choice(PAY_UNITS)
    name, term = world.measures[0]
    base = reading(world, name, term, plain=True)
    amount = literal("money", Fraction(draw.choice((20, 100, 500))), world.currency)
    caps = (amount, f"{draw.choice((1, 2, 3))}% of {name}")
    each = f" each {UNIT_WORDS[measured]}" if draw.odds(30) else ""
    openings.append(f"incentives: may gain, at most {draw.choice(caps)}{each}")
    pieces = []
    for own in ("home_bonus", "local_bonus")[: draw.randint(1, 2)]:
        pieces.append((own, (
            f"incentive {own} of Partner\n  measured every {UNIT_WORDS[measured]}\n  paid every {UNIT_WORDS[paid]}\n"
            f"  on {base.text}\n  each part at its own rate\n    from {literal('money', Fraction(0), world.currency)}: "
            f"{draw.choice((1, 2, 4))}%\n  {rounding(draw.choice(tuple(ROUND_MODES)), 'money', None)}"
        )))  # fmt: skip
    if world.payouts:
        edits.append(f"add to {world.payouts[0].name}, all of: {', '.join(own for own, _ in pieces)}")
    return pieces


def _cadences(world: World, dropped: str, openings: list[str], edits: list[str]) -> None:
    """Other pay periods, for all that stand side by side or for none of them."""
    draw = world.draw
    for payout in world.payouts:
        if draw.odds(25):
            units = [u for u in PAY_UNITS if payout.cap_every is None or MONTHS_IN[u] <= MONTHS_IN[payout.cap_every]]
            _paid_every(world, payout.name, draw.choice(units), openings, edits)
    done: set[str] = set()
    for incentive in world.incentives:
        group = _beside(world, incentive)
        if incentive.name in done | {dropped} or not draw.odds(45) or not all(i.said for i in group):
            continue
        done |= {i.name for i in group}
        unit = draw.choice(PAY_UNITS)
        for one in group:
            _paid_every(world, one.name, unit, openings, edits)


def _beside(world: World, incentive: Incentive) -> list[Incentive]:
    names = {n for p in world.payouts for group in p.best if incentive.name in group for n in group}
    return [i for i in world.incentives if i.name in names | {incentive.name}]


def _paid_every(world: World, name: str, unit: str, openings: list[str], edits: list[str]) -> None:
    others = [UNIT_WORDS[u] for u in PAY_UNITS]
    openings.append(f"{name}: paid every {', '.join(others[:-1])} or {others[-1]}")
    edits.append(f"set {name}: paid every {UNIT_WORDS[unit]}")
