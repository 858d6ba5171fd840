"""Records that rows name: an entity that stands alone, referred to by a field or named as a second parent, and records
of records."""
from __future__ import annotations

import attrs

from rulelang.core import nodes as core

from .world import Field, Holder, World

KINDS = (("account_staff", "count", False), ("account_trust", "percent", False), ("account_place", "country", False),
         ("account_since", "date", False), ("account_worth", "money", True))


def write_account(world: World) -> None:
    """Sometimes an entity of its own, that rows may name."""
    from .heads import write_field

    draw = world.draw
    if not draw.odds(30):
        return
    kinds = [("account_kind", draw.choice(tuple(world.enumerations)), True), *draw.some(KINDS, 1, 3)]
    fields, lines = [], ["entity Account identified by account_id", "  account_id text"]
    for name, kind, may_miss in kinds:
        field, line = write_field(world, name, kind, may_miss=may_miss)
        fields.append(field)
        lines.append(line)
    if draw.odds(30):
        lines.append("  owner Account, optional")
        fields += [attrs.evolve(f, name=f"owner.{f.name}", optional=True) for f in fields]
    world.account = Holder("Account", tuple(fields))
    world.declare("Account", *lines)


def linked(world: World, *, parent: bool, always: bool = False) -> tuple[str, tuple[Field, ...], str]:
    """What a row says of an account: a clause of its head or a line of a field, and what can then be read of it."""
    draw, account = world.draw, world.account
    if account is None or not (always or draw.odds(50)):
        return "", (), ""
    if parent and draw.odds(35):
        return f"belongs to Account as {world.name('account_rows')}", _fields_of(account, "Account", optional=False), ""
    optional = draw.odds(15)
    name = world.name("buyer", "payer")
    held = Field(name, core.Words(), optional)
    line = f"  {name} Account{', optional' if optional else ''}"
    return "", (held, *_fields_of(account, name, optional=optional)), line


def _fields_of(account: Holder, name: str, *, optional: bool) -> tuple[Field, ...]:
    return tuple(attrs.evolve(f, name=f"{name}.{f.name}", optional=f.optional or optional) for f in account.fields)


def write_lines(world: World) -> None:
    """Sometimes records of records, below a relation that has a key."""
    from .heads import write_field

    draw = world.draw
    keyed = [relation for relation in world.relations if relation.keyed]
    if not keyed or not draw.odds(30):
        return
    above = draw.choice(keyed)
    kinds = [("line_amount", "money", False), ("line_units", "count", False)]
    kinds += [("line_kind", draw.choice(tuple(world.enumerations)), True), ("line_place", "country", False)]
    fields = [Field("line_day", core.Day(), optional=False)]
    lines = [f"entity Line belongs to {above.name} as its_lines, dated by line_day", "  line_day date"]
    for name, kind, may_miss in kinds:
        field, line = write_field(world, name, kind, may_miss=may_miss)
        fields.append(field)
        lines.append(line)
    borrowed = [attrs.evolve(f, name=f"{above.name}.{f.name}") for f in above.fields]
    world.relations.append(Holder("Line", (*fields, *borrowed), f"{above.records}.its_lines", "line_day"))
    world.declare("Line", *lines)
