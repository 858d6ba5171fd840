"""Did you mean: the names nearest to one that was not found. Knows spelling only, not what the names stand for."""
from __future__ import annotations

from collections.abc import Iterable

SUGGESTIONS_MAX = 2
COMPARED_MAX = 1_000
LETTERS_MAX = 100
"""A name with more letters was not typed by anybody, and comparing it letter by letter takes long."""


def did_you_mean(written: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """At most two candidates near to `written`, best first, else none.

    One that differs only in case wins alone. Otherwise those at the smallest edit distance, if that is at most a third
    of the length (and one at the least), in the order given: pass the candidates of the right kind first.
    """
    distinct = [name for name in dict.fromkeys(candidates) if name != written]
    same = [name for name in distinct if name.casefold() == written.casefold()]
    if same:
        return (same[0],)
    allowed = max(1, len(written) // 3)
    if len(written) > LETTERS_MAX:
        return ()
    distinct = distinct[:COMPARED_MAX]
    distances = {name: _distance(written, name, allowed) for name in distinct}
    nearest = min(distances.values(), default=allowed + 1)
    if nearest > allowed:
        return ()
    return tuple(name for name in distinct if distances[name] == nearest)[:SUGGESTIONS_MAX]


def in_backticks(names: Iterable[str]) -> str:
    """Suggested names as a value for a finding: "`gold`, `silver`", and empty for none."""
    return ", ".join(f"`{name}`" for name in names)


def _distance(left: str, right: str, limit: int) -> int:
    """Letters to insert, drop, change or swap with a neighbour to make one the other; `limit` + 1 for any more."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(right) + 1))
    for row, letter in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            cost = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == right[column - 2] and left[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, above = above, current
    return min(above[-1], limit + 1)
