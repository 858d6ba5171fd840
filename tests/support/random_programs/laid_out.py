"""Parameters in the place of numbers that lay out what is read: how long a window is, how many of a list hold, how many
records, how large a part is on top."""
from __future__ import annotations

import re

from rulelang.core import nodes as core

from .world import World
from .writing import UNIT_WORDS

LENGTH = re.compile(r"\b(over the last|over the previous|in each of the last|in any of the last) ([2-6]) (?=\w)")
LIST = re.compile(r"\bat least ([2-6]) of(?=\n)")
RECORDS = re.compile(r"\bat least (\d) of(?= \w[^\n]* have \()")
BOUND = re.compile(
    r"^(  \w+ (?:.* )?(money|count|number|percent)(?: with \d decimals?)?"
    r" between [^\n,]* and )([\d_.]+(?:%| [A-Z]{3})?)(?=,|$)",
    re.M,
)
TOP = re.compile(r"\bshare of the top (\d+)% of")


def write_laid_out(world: World) -> None:
    """Some of the numbers of the base by name, and a window of two lengths."""
    draw = world.draw
    if draw.odds(30):
        _by_name(world)
    if draw.odds(20):
        _of_two_lengths(world)
    if draw.odds(75):
        _replaced(world, RECORDS, "at least wanted_{0} of", "parameter wanted_{0} count", "{0}")
    if draw.odds(75):
        _replaced(world, TOP, "share of the top leaders_{0} of", "parameter leaders_{0} percent", "{0}%")
    if draw.odds(15):
        _of_each_member(world)
    if draw.odds(30):
        _bounded(world)


def _bounded(world: World) -> None:
    """The upper bounds of fields by name."""
    said: dict[str, str] = {}

    def upper(found: re.Match[str]) -> str:
        name = f"upper_{len(said)}"
        said[name] = f"parameter {name} {found[2]}\n  {found[3]} from {world.start}"
        return found[1] + name

    world.pieces[:] = [
        (name, BOUND.sub(upper, text) if text.startswith("entity ") else text) for name, text in world.pieces
    ]
    for name, text in said.items():
        world.declare(name, text)


def _replaced(world: World, written: re.Pattern[str], read: str, declared: str, value: str) -> None:
    """Every number of one place by name, each of them one parameter."""
    found = sorted({number[1] for _, text in world.pieces for number in written.finditer(text)})
    world.pieces[:] = [
        (name, written.sub(lambda number: read.format(number[1]), text)) for name, text in world.pieces
    ]
    for number in found:
        name, said = declared.format(number).split(" ")[1], value.format(number)
        world.declare(name, declared.format(number), f"  {said} from {world.start}")


def _of_each_member(world: World) -> None:
    """A measure for every member of a type, each over months of its own, and a condition on one of them."""
    relation = next((each for each in world.relations if each.dated_by), None)
    kinds = [kind for name, kind in world.enumerations.items() if name not in world.grown]
    if relation is None or not kinds:
        return
    kind: core.Choice = world.draw.choice(kinds)
    by, lengths = kind.enumeration, [1 + at % 3 for at in range(len(kind.members))]
    rows = [f"    | {member} | {months} |" for member, months in zip(kind.members, lengths, strict=True)]
    head = f"    | {by} | own_length |"
    world.declare("own_length", f"parameter own_length count by {by}", f"  from {world.start}", head, *rows)
    value = f"count {relation.records} over the last own_length({by}) months"
    world.declare("at_own_length", f"measure at_own_length of {world.subject.name} by {by} is count", f"  {value}")
    read = f"at_own_length({world.draw.choice(kind.members)})"
    world.declare("is_lively", f"eligibility is_lively of {world.subject.name}", f"  {read} >= 1")


def _by_name(world: World) -> None:
    named: set[str] = set()

    def length(found: re.Match[str]) -> str:
        named.add(found[2])
        return f"{found[1]} number_{found[2]} "

    def of_list(found: re.Match[str]) -> str:
        named.add(found[1])
        return f"at least number_{found[1]} of"

    world.pieces[:] = [(name, LIST.sub(of_list, LENGTH.sub(length, text))) for name, text in world.pieces]
    for count in sorted(named):
        world.declare(f"number_{count}", f"parameter number_{count} count", f"  {count} from {world.start}")


def _of_two_lengths(world: World) -> None:
    """The number becomes another one on a day inside a quarter, so that a period has the later one from then on."""
    relation = next((each for each in world.relations if each.dated_by), None)
    if relation is None:
        return
    unit = world.draw.choice(("month", "quarter"))
    changes = world.calendar.containing("year", world.start).stop
    world.declare("long", "parameter long count", f"  2 from {world.start}", f"  3 from {changes}")
    value = f"(count {relation.records} over the last long {UNIT_WORDS[unit]}s) + long"
    world.declare("at_length", f"measure at_length of {world.subject.name} is count", f"  {value}")
