"""How deep values stand inside one another, through the definitions that they read. Knows no kinds of values.

Every walk over a program goes as deep as its values do, so a chain of definitions counts like one long value.
"""
from __future__ import annotations

import attrs

DEPTH_MAX = 220
STEP = 2
"""A definition between two values takes as much of Python's own limit as two parts of one value."""


@attrs.define
class Depth:
    """Where a walk stands, and how deep it went.

    `heights` are those of definitions that were walked: how much deeper whoever reads them goes.
    """

    now: int = 0
    deepest: int = 0
    heights: dict[str, int] = attrs.field(factory=dict)

    def is_full(self) -> bool:
        """Whether what is read here stands too deep to be looked into."""
        self.reach(0)
        return self.now > DEPTH_MAX

    def enter(self) -> int:
        """Into a definition; answers with what `leave` wants."""
        above, self.deepest = self.deepest, self.now
        self.now += STEP
        return above

    def leave(self, above: int, name: str, *, known: bool) -> None:
        """Out of a definition: its height is known, none where there is a finding about it."""
        self.now -= STEP
        self.heights[name] = self.deepest - self.now if known else 0
        self.deepest = max(above, self.deepest)

    def reach(self, height: int) -> None:
        """What is read here goes so much deeper."""
        self.deepest = max(self.deepest, self.now + height)

    def is_passed(self) -> bool:
        """Whether the walk went too deep since this was last asked: it is told once, where that happened."""
        passed, self.deepest = self.deepest > DEPTH_MAX, min(self.deepest, DEPTH_MAX)
        return passed
