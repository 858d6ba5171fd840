"""Clauses of a declaration: one of each kind, with a finding for the second."""
from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

Clause = TypeVar("Clause")


def only(checker: Checker, clauses: tuple[object, ...], kind: type[Clause], words: str) -> Clause | None:
    """The one clause of a kind; a second one is reported against the first."""
    found = [c for c in clauses if isinstance(c, kind)]
    for other in found[1:]:
        checker.report.add("said-twice", other.span, labels=[(found[0].span, "first")], clause=words)
    return found[0] if found else None
