"""One figure that levels set and bound: its timeline at each level, and whether every edit stays inside every line."""
from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction

import attrs

Day = datetime.date


@attrs.frozen
class Line:
    """`value` from `start` on; None goes back to the global value."""

    start: Day
    value: Fraction | None


@attrs.frozen
class Range:
    """What a level leaves open: between two values, or two shares of the global value."""

    low: Fraction
    high: Fraction
    of_global: bool = False

    def holds(self, value: Fraction, root: Fraction) -> bool:
        scale = root if self.of_global else 1
        return self.low * scale <= value <= self.high * scale


@attrs.define
class Dial:
    """A figure by its name in `set` and `adaptable`: the program's own values, and by level the lines and ranges.

    A level without a range says nothing of the figure; `closed` are the levels that keep everything else fixed.
    """

    name: str
    own: list[Line]
    edits: dict[int, list[Line]] = attrs.field(factory=dict)
    ranges: dict[int, Range] = attrs.field(factory=dict)
    closed: set[int] = attrs.field(factory=set)

    @property
    def is_money(self) -> bool:
        return "sales" in self.name or "cap" in self.name

    def root(self, day: Day) -> Fraction:
        return [line.value for line in self.own if line.start <= day and line.value is not None][-1]

    def at(self, level: int, day: Day) -> Fraction:
        """What is in force at a level."""
        lines = self.edits.get(level, [])
        begun = [line for line in lines if line.start <= day]
        if level == 0 or not begun:
            return self.root(day) if level == 0 else self.at(level - 1, day)
        value = begun[-1].value
        return self.root(day) if value is None else value

    def days(self, *more: Day) -> list[Day]:
        """The days on which anything about the figure changes."""
        written = [line.start for lines in (self.own, *self.edits.values()) for line in lines]
        return sorted({*written, *more})

    def written(self, level: int, day: Day) -> Line | None:
        """The line of a level in force on a day."""
        begun = [line for line in self.edits.get(level, []) if line.start <= day]
        return begun[-1] if begun else None

    def allowed(self, level: int, value: Fraction, day: Day, *, back: bool = False) -> bool:
        """Whether the levels above let a level have a value on a day. Back at the global value, head office's own line
        says nothing."""
        for above in range(level):
            said = self.ranges.get(above)
            if said is None:
                if above == 0 or above in self.closed:
                    return False
            elif not (back and above == 0) and not said.holds(value, self.root(day)):
                return False
        return True

    def is_inside(self) -> bool:
        """Whether every line of every level is inside, on each of its days."""
        return all(
            self.allowed(level, self.at(level, day), day, back=line.value is None)
            for level in self.edits for day in self.days() if (line := self.written(level, day)) is not None
        )  # fmt: skip


@attrs.define
class Number(Dial):
    """The number of a requirement, which is a figure of its own until a level sets it; `through` is the parameter it is
    until then, if any."""

    through: Dial | None = None

    def setter(self, level: int) -> int | None:
        """The first level, down to one, that sets the number itself."""
        return next((at for at in range(1, level + 1) if self.edits.get(at)), None)

    def root(self, day: Day) -> Fraction:
        return self.through.root(day) if self.through is not None else super().root(day)

    def at(self, level: int, day: Day) -> Fraction:
        found = super().written(level, day)
        if found is not None or level == 0:
            return super().at(level, day)
        if self.setter(level) is None or self.setter(level) == level:
            return self.through.at(level, day) if self.through is not None else self.root(day)
        return self.at(level - 1, day)

    def is_inside(self) -> bool:
        return super().is_inside() and all(self._read(level, line, day) for level, line, day in self._through())

    def _through(self) -> Iterator[tuple[int, Line, Day]]:
        """The lines of the parameter, on the days on which the requirement of the level that writes them reads it."""
        if self.through is None:
            return
        for level in self.through.edits:
            first = self.setter(level)
            ends = min(line.start for line in self.edits[first]) if first is not None else None
            for day in {*self.days(), *self.through.days()}:
                line = self.through.written(level, day)
                unread = first is not None and ends is not None and (first < level or day >= ends)
                if line is not None and not unread:
                    yield level, line, day

    def _read(self, level: int, line: Line, day: Day) -> bool:
        """Whether what bounds the number holds for a line of the parameter: only where a level speaks of the number."""
        assert self.through is not None
        value, back = self.through.at(level, day), line.value is None
        return all(
            (back and above == 0) or said.holds(value, self.root(day))
            for above, said in self.ranges.items() if above < level
        )  # fmt: skip
