"""Program head, enumerations, subject and relations."""
from __future__ import annotations

import datetime
from fractions import Fraction

from rulelang.core import nodes as core
from rulelang.exact.calendar import Calendar, add_months
from rulelang.typecheck import types
from rulelang.typecheck.currencies import AMOUNT_MAX, UNITS

from ..fiscal import fiscal_calendar  # noqa: TID252 - run as a module, the package is `tests.support`
from .drawing import Draw
from .hierarchy import headed
from .linking import linked, write_lines
from .world import Field, Holder, World
from .writing import MONTHS, literal, minor

FISCAL = fiscal_calendar(1990, 2040)
"""A calendar read from a file, which reaches as far back as any window does."""
CURRENCIES = ((60, "USD"), (20, "EUR"), (10, "JPY"), (10, "KWD"))
ENUMERATIONS = {
    "Pillar": ("sell", "deploy", "manage", "build"),
    "Category": ("reseller", "integrator", "distributor"),
    "Stage": ("open_deal", "won", "lost", "returned"),
    "Rank": ("low", "middle", "high"),
}
OWN = "money in its own currency"
SIMPLE = {"text": core.Words(), "country": core.Words(country=True), "date": core.Day(), "yes or no": core.Truth()}
PLACES = {"number": 6, "percent": 4, "points": 6}
RELATIONS = (("Deal", "deals"), ("Certificate", "certificates"), ("Visit", "visits"))


def new_world(draw: Draw, *, own: bool) -> World:
    """A calendar, `own` one that is read from a file, a currency and a first day."""
    month = draw.weighted((50, 1), (50, draw.randint(1, 12)))
    calendar = FISCAL if own else Calendar(month)
    year = calendar.containing("year", datetime.date(draw.choice((2022, 2023)), 6, 15)).start
    start = draw.weighted(
        (60, year), (20, add_months(year, draw.randint(1, 11))), (20, year + datetime.timedelta(draw.randint(1, 364)))
    )
    return World(draw, draw.weighted(*CURRENCIES), calendar, start)


def write_head(world: World) -> None:
    whole_year = world.calendar.containing("year", world.start).start == world.start
    edges = world.draw.choice(("written", "prorated"))
    said = f", edges {'as written' if edges == 'written' else edges}" if not whole_year or world.draw.odds(30) else ""
    lines = ["program base_program", f"  currency {world.currency}"]
    if world.calendar is FISCAL:
        lines.append(f'  calendar read from "{FISCAL.file}"')
    elif world.calendar.year_starts != 1 or world.draw.odds(30):
        lines.append(f"  year starts {MONTHS[world.calendar.year_starts - 1]}")
    world.declare("base_program", *lines, f"  effective from {world.start}{said}")


def write_enumerations(world: World) -> None:
    for name in world.draw.some(tuple(ENUMERATIONS), 2, 4):
        members = world.draw.some(ENUMERATIONS[name], 2, 4)
        ordered = name == "Rank" or world.draw.odds(40)
        world.enumerations[name] = core.Choice(name, tuple(members), ordered)
        world.declare(name, f"type {name} is one of {', '.join(members)}{', lowest first' if ordered else ''}")


# ------------------------------------------------------------------------------------------------ fields


def _quantity(world: World, kind: str, *, bounded: bool) -> tuple[core.Quantity, str]:
    """A declared numeric type with its text."""
    draw = world.draw
    places = minor(world.currency) if kind == "money" else PLACES.get(kind, 0)
    text = kind
    if kind in ("money", "number") and draw.odds(25):
        more = draw.randint(0, 4)
        places = max(places, more) if kind == "money" else more
        text = f"{kind} with {more} decimals"
    low, high = (0 if kind == "count" else -types.AMOUNT_MAX), types.AMOUNT_MAX
    currency = world.currency if kind == "money" else None
    denominator = 10 ** (places + (2 if kind == "percent" else 0))
    if bounded:
        bottom, top = _bounds(draw, kind)
        low, high = int(bottom * denominator), int(top * denominator)
        text += f" between {literal(kind, bottom, currency)} and {literal(kind, top, currency)}"
    return core.Quantity(kind, denominator, low, high, currency), text


def _bounds(draw: Draw, kind: str) -> tuple[Fraction, Fraction]:
    if kind == "percent":
        return Fraction(0), Fraction(draw.choice((1, 2)))
    if kind == "number":
        return Fraction(0), Fraction(draw.choice((5, 10)))
    low = 0 if kind == "count" else draw.choice((0, 0, -1_000))
    return Fraction(low), Fraction(draw.choice((50_000, 1_000_000)))


def write_field(world: World, name: str, kind: str, *, may_miss: bool = True) -> tuple[Field, str]:
    """A field with its line. `kind` is numeric, simple, an enumeration or `set of` one."""
    draw = world.draw
    if kind in SIMPLE:
        held, text = SIMPLE[kind], kind
    elif kind == OWN:
        held, text = core.Quantity("own money", UNITS, -AMOUNT_MAX, AMOUNT_MAX), kind
    elif kind.startswith("set of "):
        choice = world.enumerations[kind.removeprefix("set of ")]
        held, text = core.ChoiceSet(choice.enumeration, choice.members), kind
    elif kind in world.enumerations:
        held, text = world.enumerations[kind], kind
    else:
        held, text = _quantity(world, kind, bounded=draw.odds(40))
    optional = may_miss and draw.odds(20)
    tail = ", optional" if optional else ""
    if optional and draw.odds(30):
        tail += f', asked as "What is {name}?"'
    return Field(name, held, optional), f"  {name} {text}{tail}"


def write_subject(world: World) -> None:
    kinds = [("partner_id", "text", False), ("based_in", "country", False), ("joined", "date", True)]
    choices = tuple(world.enumerations)
    kinds += [("score", "number", True), ("kind_of_partner", world.draw.choice(choices), True)]
    kinds += [("skills", f"set of {world.draw.choice(choices)}", True)]
    kinds += world.draw.some(
        [("staff", "count", True), ("target", "money", True), ("vetted", "yes or no", True), ("trust", "percent", True),
         ("fee", OWN, True), ("merit", "points", True), ("alias", "text", True)], 2, 4,
    )
    head, above = headed(world)
    fields, lines = [], [head]
    for name, kind, may_miss in kinds:
        world.taken.add(name)
        field, line = write_field(world, name, kind, may_miss=may_miss)
        fields.append(field)
        lines.append(line)
    _, named, line = linked(world, parent=False)
    fields += named
    lines += [*([line] if line else []), *above]
    world.subject = Holder("Partner", tuple(fields))
    world.declare("Partner", *lines)


def write_relations(world: World) -> None:
    count = world.draw.weighted((35, 1), (45, 2), (20, 3))
    for number, (name, records) in enumerate(world.draw.some(RELATIONS, count, count)):
        _write_relation(world, name, records, first=number == 0)
    write_lines(world)


def _write_relation(world: World, name: str, records: str, *, first: bool) -> None:
    """The first relation is always dated and has an amount: something to pay on."""
    draw, mark = world.draw, name.lower()
    dated = first or draw.odds(70)
    valid = draw.odds(35)
    keyed = draw.odds(50)
    kinds = [(f"{mark}_id", "text", False)] if keyed else []
    kinds += [(f"{mark}_amount", "money", draw.odds(40))]
    kinds += [(f"{mark}_kind", draw.choice(tuple(world.enumerations)), draw.odds(50))]
    kinds += draw.some(
        [(f"{mark}_units", "count", True), (f"{mark}_factor", "number", True), (f"{mark}_share", "percent", True),
         (f"{mark}_tags", f"set of {draw.choice(tuple(world.enumerations))}", True), (f"{mark}_new", "yes or no", True),
         (f"{mark}_holder", "text", True), (f"{mark}_place", "country", True), (f"{mark}_due", "date", True),
         (f"{mark}_local", OWN, True)], 1, 3,
    )
    heads = [f"belongs to Partner as {records}"]
    if keyed:
        heads.insert(0, f"identified by {mark}_id")
    for wanted, clause, field in (
        (dated, "dated by {}", f"{mark}_day"), (valid, "valid from {}", f"{mark}_from"),
        (keyed and draw.odds(30), "recorded on {}", f"{mark}_known"),
    ):
        if wanted:
            heads.append(clause.format(field))
            kinds.append((field, "date", False))
    clause, named, line = linked(world, parent=True, always=first)
    heads += [clause] if clause else []
    fields, lines = [], [f"entity {name} {', '.join(heads)}", *([line] if line else [])]
    for field_name, kind, may_miss in kinds:
        field, line = write_field(world, field_name, kind, may_miss=may_miss)
        fields.append(field)
        lines.append(line)
    if valid and draw.odds(80):
        lines[0] = lines[0].replace(f"valid from {mark}_from", f"valid from {mark}_from to {mark}_to")
        optional = draw.odds(60)
        fields.append(Field(f"{mark}_to", core.Day(), optional))
        lines.append(f"  {mark}_to date{', optional' if optional else ''}")
    world.taken.update(f.name for f in fields)
    fields += named
    world.relations.append(Holder(name, tuple(fields), records, f"{mark}_day" if dated else "", valid, keyed))
    world.declare(name, *lines)
