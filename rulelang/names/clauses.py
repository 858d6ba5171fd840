"""The clauses of a declaration, picked by their kind. Knows nothing of how often each may be said."""
from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Clause = TypeVar("Clause")


def first_of(kind: type[Clause], clauses: Iterable[object]) -> Clause | None:
    """The first clause of a kind, None where none is written."""
    return next((c for c in clauses if isinstance(c, kind)), None)


def all_of(kind: type[Clause], clauses: Iterable[object]) -> tuple[Clause, ...]:
    """Every clause of a kind, in the order written."""
    return tuple(c for c in clauses if isinstance(c, kind))
