"""Measures of records, and what is read of them: of those that have records of their own, of those that have none, and
of the partner where a record is looked at. Written last, so that nothing else is drawn otherwise."""
from __future__ import annotations

import attrs

from rulelang.core import nodes as core
from rulelang.typecheck import types

from .conditions import where
from .numbers import aggregate, constant, leaf, number
from .terms import Term
from .windows import moment
from .world import Holder, Scope, World
from .writing import plural

BELOW = ".its_lines"
KINDS = ("money", "count")


def write_measured_records(world: World) -> None:
    """A measure of each record, perhaps one made of it, and conditions that read them."""
    draw = world.draw
    lines = next((r for r in world.relations if r.records.endswith(BELOW)), None)
    if lines is not None and draw.odds(90):
        relation = next(r for r in world.relations if r.records == lines.records.removesuffix(BELOW))
        measured = _of_lines(world, relation, attrs.evolve(lines, records=BELOW[1:]))
    else:
        relation = draw.choice([r for r in world.relations if r is not lines])
        measured = _of_one(world, relation)
    if measured is None:
        return
    name, term = measured
    if draw.odds(40):
        name, term = _made_of(world, relation, name, term)
    _write_readers(world, relation, name, term)


def _of_lines(world: World, relation: Holder, lines: Holder) -> tuple[str, Term] | None:
    draw = world.draw
    kind = draw.choice(KINDS)
    if draw.odds(40):
        amount = next(f for f in lines.fields if getattr(f.type, "kind", "") == kind)
        held = types.total_of(amount.type)
        through = f" {_lately(world)}" if draw.odds(40) else ""
        only = f" where {where(world, Scope(lines)).text}" if draw.odds(40) else ""
        found: Term | None = Term(f"total {amount.name} of {lines.records}{through}{only}", held, dated=True)
    else:
        found = aggregate(world, kind, Scope(), lines)
    return _declared(world, relation, kind, found) if found is not None else None


def _of_one(world: World, relation: Holder) -> tuple[str, Term] | None:
    kind = world.draw.choice(KINDS)
    return _declared(world, relation, kind, number(world, kind, Scope(relation), world.draw.choice((1, 1, 2))))


def _declared(world: World, relation: Holder, kind: str, found: Term) -> tuple[str, Term] | None:
    """A measure of each record; a quotient is rounded, so that it can be added up."""
    if found.kind != kind or not types.fits(found.type) or (found.is_ratio and kind == "count"):
        return None
    name, text, held = world.name("of_each"), found.text, found.type
    if found.is_ratio:
        text, held = f"({text} rounded half up to cents)", types.rounded(held, types.minor_units(world.currency))
    world.declare(name, f"measure {name} of {relation.name} is {kind}", f"  {text}")
    return name, Term(name, held, dated=found.dated)


def _made_of(world: World, relation: Holder, name: str, term: Term) -> tuple[str, Term]:
    """A measure of the same records that reads it: one of two figures by how large it is."""
    made, inner = world.name("made_of"), Scope(relation)
    other = leaf(world, term.kind, inner)
    kind = None if other.is_ratio or other.kind != term.kind else types.one_of([term.type, other.type])
    if kind is None or isinstance(kind, types.Clash) or not types.fits(kind):
        return name, term
    test = f"{name} {world.draw.choice(('>=', '<'))} {constant(world, term.kind).text}"
    lines = (f"  when {test}: {name}", f"  otherwise: {other.text}")
    world.declare(made, f"measure {made} of {relation.name} is {term.kind}", *lines)
    return made, Term(made, kind, dated=term.dated or other.dated)


def _write_readers(world: World, relation: Holder, name: str, term: Term) -> None:
    draw = world.draw
    asked, counted = world.name("asks_each"), world.name("counts_each")
    read, looked_at = _read(world, relation, name, term)
    sign = draw.weighted((70, ">="), (15, "<"), (15, ">"))
    least = constant(world, term.kind).text
    which = draw.weighted((20, "all"), (30, "any"), (15, "none"), (35, f"at least {draw.randint(1, 2)}"))
    only = f" where {where(world, Scope(relation)).text}" if draw.odds(30) else ""
    text = f"{which} of {relation.records}{looked_at}{only} have ({read} {sign} {least})"
    world.declare(asked, f"eligibility {asked} of Partner", f"  {text}")
    read, looked_at = _read(world, relation, name, term)
    tests = [f"{read} {sign} {least}", *_of_partner(world)]
    which = draw.weighted(
        (35, "count"), (30, f"total {read} of"), (10, f"lowest {read} of"), (10, f"highest {read} of"),
        (15, f"median {read} of"),
    )
    only = "" if which != "count" and draw.odds(40) else f" where {draw.choice((' and ', ' or ')).join(tests)}"
    edge = str(draw.randint(0, 2)) if which == "count" else least
    world.declare(
        counted, f"eligibility {counted} of Partner", f"  ({which} {relation.records}{looked_at}{only}) >= {edge}"
    )


def _of_partner(world: World) -> list[str]:
    """Perhaps a test of the partner's own measure, beside one of a record."""
    numbers = [(name, term) for name, term in world.measures if term.kind in ("money", "count") and not term.is_ratio]
    if not numbers or not world.draw.odds(60):
        return []
    name, term = world.draw.choice(numbers)
    of_partner = any(each == name and f"measure {name} of Partner" in text for each, text in world.pieces)
    said = "Partner." if of_partner and world.draw.odds(50) else ""
    by_day = term.dated or any(each == f"{name} later" for each, _ in world.pieces)
    read = f"({said}{name} {_lately(world)})" if by_day else f"{said}{name}"
    return [f"{read} >= {constant(world, term.kind).text}"]


def _read(world: World, relation: Holder, name: str, term: Term) -> tuple[str, str]:
    """How it is read, and which records are looked at: over a window it is said of which days each of the two is."""
    draw = world.draw
    plain = f"({name} {_lately(world)})" if term.dated and draw.odds(25) else name
    if relation.valid and draw.odds(60):
        return plain, f" valid {moment(world)}"
    dated = bool(relation.dated_by)
    if draw.odds(40) and (dated or term.dated):
        said = f"({name} {_lately(world)})" if term.dated and dated else name
        return said, f" {_lately(world)}"
    return plain, ""


def _lately(world: World) -> str:
    return f"over the last {plural(world.draw.randint(1, 3), 'month')}"


def tallied(node: core.Expression, definitions: dict[str, core.Definition]) -> list[str]:
    """What of this stands in an expression."""
    match node:
        case core.Aggregate() if node.of:
            return ["total of a record's records" if node.function == "total" else "figure of a record's records"]
        case core.Read(definition=name) if name in definitions and definitions[name].of:
            return ["measure of a record"]
        case core.InWindow(value=core.Aggregate(window=None)):
            return ["window of a record's measure"]
        case core.Aggregate(where=test) if test is not None and _reads_partner(test, definitions):
            return ["partner's measure in a record"]
    return []


def _reads_partner(test: core.Expression, definitions: dict[str, core.Definition]) -> bool:
    from rulelang.core.walk import walk

    return any(isinstance(each, core.Read) and not definitions[each.definition].of for each in walk(test))
