"""Programs with a calendar of their own: what stands in its file is put beside the line that names it.

Opens nothing: who does is handed in.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable

import attrs

from rulelang.diagnostics.model import Diagnostic
from rulelang.exact.own_calendar import OwnCalendar
from rulelang.syntax import nodes

CalendarReader = Callable[[nodes.CalendarReadFrom], tuple[OwnCalendar | None, tuple[Diagnostic, ...]]]


def with_calendars(
    modules: Iterable[nodes.Module], read: CalendarReader
) -> tuple[list[nodes.Module], tuple[Diagnostic, ...]]:
    """The modules with the calendars of their programs, and what is wrong with these."""
    found: list[Diagnostic] = []

    def clause_of(clause: nodes.ProgramClause) -> nodes.ProgramClause:
        if not isinstance(clause, nodes.CalendarReadFrom):
            return clause
        calendar, findings = read(clause)
        found.extend(findings)
        return attrs.evolve(clause, read=calendar)

    def declared(declaration: nodes.Declaration) -> nodes.Declaration:
        if not isinstance(declaration, nodes.Program) or not has_calendar(declaration):
            return declaration
        return attrs.evolve(declaration, clauses=tuple(clause_of(clause) for clause in declaration.clauses))

    changed = [attrs.evolve(m, declarations=tuple(declared(d) for d in m.declarations)) if _any(m) else m
               for m in modules]  # fmt: skip
    return changed, tuple(found)


def has_calendar(program: nodes.Program) -> bool:
    """Whether a program names a calendar of its own."""
    return any(isinstance(clause, nodes.CalendarReadFrom) for clause in program.clauses)


def _any(module: nodes.Module) -> bool:
    return any(isinstance(d, nodes.Program) and has_calendar(d) for d in module.declarations)
