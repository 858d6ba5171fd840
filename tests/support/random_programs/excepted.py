"""Exceptions on measures that are no figures: members, ordered or not, and sets of them."""
from __future__ import annotations

from rulelang.core import nodes as core

from .conditions import COUNTRIES
from .windows import any_date
from .world import World


def write_excepted(world: World) -> None:
    """A measure that is a member and one that is a set, each with two exceptions that may meet, and who has which."""
    kind = world.draw.choice([each for each in world.enumerations.values() if len(each.members) > 1])
    _of_members(world, kind)
    if world.draw.odds(60):
        _of_sets(world, kind)


def _of_members(world: World, kind: core.Choice) -> None:
    draw, name, who = world.draw, world.name("ranked"), world.name("is_ranked")
    fields = [f.name for f in world.subject.fields if f.type == kind]
    said = draw.choice((draw.sample(kind.members, 2), *([[fields[0], kind.members[-1]]] if fields else [])))
    how = draw.choice(('"second" wins', *(("the higher wins",) * 3 if kind.ordered else ())))
    base = draw.choice((kind.members[0], *fields))
    world.declare(name, f"measure {name} of Partner is {kind.enumeration}", f"  {base}", *_lines(world, said, how))
    test = f"{name} {draw.choice(('is', 'is not'))} {draw.choice(kind.members)}"
    world.declare(who, f"eligibility {who} of Partner", f"  {test}")


def _of_sets(world: World, kind: core.Choice) -> None:
    draw, name, who = world.draw, world.name("holds"), world.name("is_held")
    sets = [draw.sample(kind.members, 2) for _ in range(3)]
    base, *said = (f"({', '.join(each)})" for each in sets)
    lines = _lines(world, [said[0], draw.choice((said[1], kind.members[0]))], '"first" wins')
    world.declare(name, f"measure {name} of Partner is set of {kind.enumeration}", f"  {base}", *lines)
    word = draw.choice(("includes", "does not include"))
    world.declare(who, f"eligibility {who} of Partner", f"  {name} {word} {draw.choice(kind.members)}")


def _lines(world: World, said: list[str], how: str) -> list[str]:
    """Two exceptions, of those who joined early and of those from a country."""
    tests = (f"joined before {any_date(world)}", f"based_in is {world.draw.choice(COUNTRIES)}")
    lines = [f'  except "{title}" when {test}: {value}'
             for title, test, value in zip(("first", "second"), tests, said, strict=True)]  # fmt: skip
    return [*lines, f"  when exceptions meet {how}"]
