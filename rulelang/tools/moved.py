"""What moved in the base of a variant, each thing once: what is declared for each member moves for all of them, and a
clause that holds over several stretches of days is one clause. Where a figure that moved is read is told beside it."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from rulelang.names.resolved import Resolved
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.syntax.rewrite import parts_inside


@attrs.frozen
class Moved:
    """A thing that said `old` and says `new`: what is gone says nothing now, and has no place."""

    thing: str
    old: str
    new: str
    span: Span | None


def moved(before: Mapping[str, str], now: Mapping[str, tuple[str, Span]], by_member: Iterable[str]) -> list[Moved]:
    """Everything that says something else, what was written once told once."""
    names = tuple(by_member)
    groups: dict[tuple[object, ...], list[Moved]] = {}
    for thing in sorted({*before, *now}):
        old, (new, span) = before.get(thing, ""), now.get(thing, ("", None))
        if old != new:
            place = (span.file.name, span.start, span.stop) if span is not None else (_of_all(thing, names),)
            groups.setdefault((*place, old, new), []).append(Moved(thing, old, new, span))
    return [_as_one(group, names) for group in groups.values()]


def _as_one(group: list[Moved], names: tuple[str, ...]) -> Moved:
    """Several things that moved together, under the name they share; of clauses, that of the one in force last."""
    shared = {_of_all(each.thing, names) for each in group}
    if len(group) == 1:
        return group[0]
    return attrs.evolve(group[0], thing=min(shared, key=lambda thing: (len(thing), thing)))


def _of_all(thing: str, names: tuple[str, ...]) -> str:
    """What a thing is called for all members: `Level gold` for `Level(north) gold`."""
    for name in names:
        if thing.startswith(f"{name}(") and ")" in thing:
            return name + thing.partition(")")[2]
    return thing


def readings(resolved: Resolved, thing: str) -> Iterator[Span]:
    """Where what has a name is read, in the order of the files."""
    names = {thing, *resolved.written_out(thing)}
    tables: tuple[Mapping[str, object], ...] = (
        resolved.functions, resolved.measures, resolved.eligibilities, resolved.ladders, resolved.scorecards,
        resolved.benefits,
    )
    rules = [rules for table in (resolved.incentives, resolved.payouts) for _, rules in table.values()]
    found: dict[tuple[str, int, int], Span] = {}
    for declared in (*(each for table in tables for each in table.values()), *rules):
        for name, span in _read_in(declared):
            if name in names:
                found[span.file.name, span.start, span.stop] = span
    yield from (found[place] for place in sorted(found))


def _read_in(declared: object) -> Iterator[tuple[str, Span]]:
    """Every name that is read inside a declaration, also with keys or of a member, and where."""
    yield from ((read.path[0].text, read.span) for read in parts_inside(declared, nodes.Reading))
    yield from ((call.name.text, call.span) for call in parts_inside(declared, nodes.Call))
