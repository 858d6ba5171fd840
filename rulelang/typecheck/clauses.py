"""Clauses of a declaration: one of each kind, with a finding for the second."""
from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol, TypeVar

from rulelang.diagnostics.phrase import phrase
from rulelang.names.clauses import all_of
from rulelang.source import Span

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


class Placed(Protocol):
    """Anything written somewhere."""

    @property
    def span(self) -> Span: ...


Clause = TypeVar("Clause", bound=Placed)


def only(checker: Checker, clauses: Iterable[object], kind: type[Clause], words: str) -> Clause | None:
    """The one clause of a kind; a second one is reported against the first."""
    found = all_of(kind, clauses)
    for other in found[1:]:
        checker.report.add("said-twice", other.span, labels=[(found[0].span, "first")], clause=phrase(words))
    return found[0] if found else None
