"""Reads the figures of an engine back as outcomes. The same for every engine: only where figures come from differs."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from rulelang.compile.plan import Output, Plan
from rulelang.compile.scalars import whole
from rulelang.compile.sql_text import members_of
from rulelang.core.population import CohortSize, Outcome, ProgramFigure


def outcomes_of(plan: Plan, figures: Sequence[Any]) -> tuple[Outcome, ...]:
    """One outcome for each output, from what a row of results holds: see `CompiledPython.decide`."""
    waiting = iter(figures)
    return tuple(_outcome(plan, output, waiting) for output in plan.outputs)


def sizes_of(plan: Plan, figures: Sequence[Any] | None) -> tuple[CohortSize, ...]:
    """The sizes of what is compared across subjects, which stand last in every row of results; None: there is none."""
    count = 2 * len(plan.cohorts)
    sizes = [0] * count if figures is None else list(figures)[len(figures) - count :]
    pairs = zip(plan.cohorts, sizes[::2], sizes[1::2], strict=True)
    found = dict.fromkeys(CohortSize(name, members, left_out) for name, members, left_out in pairs)
    return tuple(sorted(found, key=lambda size: size.place))


def program_of(plan: Plan, rows: Iterable[Sequence[Any]]) -> tuple[ProgramFigure, ...]:
    """The measures of the program, group by group, from what the rows of results end with."""
    found: list[dict[tuple[Any, ...], Outcome]] = [{} for _ in plan.program]
    for row in rows if plan.program else ():
        waiting = iter(row[len(row) - len(plan.asides) :])
        for one, groups in zip(plan.program, found, strict=True):
            known, *keys = (next(waiting) for _ in range(1 + len(one.keys)))
            outcome = _outcome(plan, one.output, waiting)
            if known:
                groups.setdefault(tuple(keys), outcome)
    return tuple(
        ProgramFigure(one.output.name, group, groups[group])
        for one, groups in zip(plan.program, found, strict=True)
        for group in sorted(groups, key=str)
    )


def _outcome(plan: Plan, output: Output, figures: Iterator[Any]) -> Outcome:
    value = next(figures)
    highest = value if output.highest is None else next(figures)
    divisor = 1 if output.divisor is None else next(figures)
    bits = whole(output.causes) if output.causes.is_constant else next(figures)
    if not output.due:
        return Outcome(None, due=False, next_due=output.next_due)
    if output.kind == "tier":
        return _tier(plan, output, value, highest, bits)
    if bits:
        return Outcome(None, plan.causes_in(bits))
    if output.kind == "ratio":
        return Outcome(Fraction(value, output.denominator * divisor))
    if output.kind == "set":
        return Outcome(value if isinstance(value, frozenset) else members_of(value))
    return Outcome(bool(value) if output.kind == "truth" else value)


def _tier(plan: Plan, output: Output, lowest: int, highest: int, bits: int) -> Outcome:
    if lowest == highest:
        return Outcome(output.tiers[lowest])
    return Outcome(None, plan.causes_in(bits), output.tiers[lowest], output.tiers[highest])
