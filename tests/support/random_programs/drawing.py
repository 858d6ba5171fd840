"""Choices of one seed, in the words the generator needs."""
from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Draw(random.Random):
    """A random generator that can be asked in one word."""

    def odds(self, percent: int) -> bool:
        """Yes in that many of a hundred cases."""
        return self.randrange(100) < percent

    def some(self, items: Sequence[Item], low: int, high: int) -> list[Item]:
        """Between `low` and `high` different items, in their own order."""
        count = min(len(items), self.randint(low, high))
        chosen = sorted(self.sample(range(len(items)), count))
        return [items[n] for n in chosen]

    def weighted(self, *choices: tuple[int, Item]) -> Item:
        """One of several by weight; a weight of 0 is never taken."""
        return self.choices([item for _, item in choices], [weight for weight, _ in choices])[0]
