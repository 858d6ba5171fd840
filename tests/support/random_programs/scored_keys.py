"""Figures of scorecards that go by a key of the partner: targets, weights and the points of designations."""
from __future__ import annotations

import re
from fractions import Fraction

from rulelang.core import nodes as core

from .keyed import named_countries
from .world import World
from .writing import literal

TARGET = re.compile(r"(linear up to [\d_.]+ points) at ([\d_.]+)(%| [A-Z]{3})?(?= on|$)", re.M)
WEIGHTS = re.compile(r"^(  category \w+ weighs )(\d+)%$", re.M)
REACHED = re.compile(r"^(  designation \w+ from )([\d_.]+) points$", re.M)


def write_scored_keys(world: World) -> None:
    """Some figures of the scorecards, each the one that was written for the first member and another for the others."""
    key = _key(world)
    if key is None:
        return
    for at, (name, text) in enumerate(world.pieces):
        if text.startswith("scorecard ") and " by " not in text.split("\n")[0] and world.draw.odds(50):
            world.pieces[at] = name, _Keyed(world, *key).of(text)


def _key(world: World) -> tuple[str, str, tuple[str, ...]] | None:
    """The type of a key, the field of the partner that holds it, and what it may be."""
    found = []
    for field in world.subject.fields:
        if isinstance(field.type, core.Choice) and field.type.enumeration not in world.grown:
            found.append((field.type.enumeration, field.name, field.type.members))
        elif field.type == core.Words(country=True):
            found.append(("country", field.name, named_countries(world)))
    return world.draw.choice(found) if found else None


class _Keyed:
    """One scorecard: tables of one key in the place of figures that are written."""

    def __init__(self, world: World, key: str, field: str, members: tuple[str, ...]) -> None:
        self.world, self.key, self.field, self.members = world, key, field, members

    def of(self, text: str) -> str:
        text = TARGET.sub(self._target, text)
        weights = [Fraction(int(found[2]), 100) for found in WEIGHTS.finditer(text)]
        if len(weights) == 2 and self.world.draw.odds(70):
            text = WEIGHTS.sub(lambda one: one[1] + self._table("percent", self._other_way(weights, one)), text)
        found = [*REACHED.finditer(text)]
        if found and self.world.draw.odds(40):
            last, points = found[-1], Fraction(found[-1][2].replace("_", ""))
            text = text[: last.start()] + last[1] + self._table("points", (points, points * 3 / 2)) + text[last.end() :]
        return text

    def _target(self, found: re.Match[str]) -> str:
        if self.world.draw.odds(40):
            return found[0]
        figure = Fraction(found[2].replace("_", ""))
        kind = {"%": "percent", None: "number"}.get(found[3], "money")
        value = figure / 100 if kind == "percent" else figure
        return f"{found[1]} at {self._table(kind, (value, value * 2))}"

    @staticmethod
    def _other_way(weights: list[Fraction], found: re.Match[str]) -> tuple[Fraction, Fraction]:
        own = Fraction(int(found[2]), 100)
        return own, 1 - own if weights[0] != weights[1] else own

    def _table(self, kind: str, values: tuple[Fraction, Fraction]) -> str:
        """The first value for the first member, the other for the rest; how it is read."""
        name = self.world.name(f"scored_{kind}")
        currency = self.world.currency if kind == "money" else None
        rows = [f"    | {self.key} | {name} |"]
        for at, member in enumerate(self.members):
            rows.append(f"    | {member} | {literal(kind, values[at > 0], currency)} |")
        self.world.declare(name, f"parameter {name} {kind} by {self.key}", f"  from {self.world.start}", *rows)
        return f"{name}({self.field})"
