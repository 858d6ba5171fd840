"""Makes a disagreement small: fewer partners, rows, fields, declarations and lines, as long as engines still differ.

A reduced program is kept when it still checks; nothing is known about what the text means.
"""
from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import attrs

from rulelang.core.nodes import Core
from rulelang.core.population import Population, Subject
from rulelang.exact.calendar import Period

from .comparing import Difference, differences, run_all
from .program import Piece, RandomProgram, front_end

SECONDS_MAX = 60


@attrs.frozen
class Case:
    """A program with data on which engines differ; `difference` is how, once it has been seen."""

    program: RandomProgram
    population: Population
    period: Period
    engines: tuple[str, ...]
    difference: Difference | None = None

    def __str__(self) -> str:
        subjects = "\n".join(_subject_text(s) for s in self.population.subjects[:3])
        return (
            f"{self.program}\nperiod {self.period.start}..{self.period.stop}\n"
            f"covered from {dict(self.population.covered_from)}, history {dict(self.population.history)}\n"
            f"{subjects}\n\n{self.difference}"
        )


def _subject_text(subject: Subject) -> str:
    rows = "".join(f"\n  {relation} {dict(row)}" for relation, found in subject.records.items() for row in found)
    return f"partner {dict(subject.fields)} rejected {sorted(subject.rejected)}{rows}"


def smallest(case: Case, found: Difference, seconds: float = SECONDS_MAX) -> Case:
    """The smallest case found in that time; the first reductions are the ones that save most."""
    until = time.monotonic() + seconds
    case = attrs.evolve(case, difference=found)
    for _ in range(3):
        before = case
        for step in (_one_partner, _fewer_pieces, _fewer_lines, _fewer_rows, _plainer_population):
            case = _reduced(case, step, until)
        if case is before:
            break
    return case


def _reduced(case: Case, step: Callable[[Case], Iterator[Case]], until: float) -> Case:
    """Takes every reduction of one sort that still shows a difference."""
    progress = True
    while progress and time.monotonic() < until:
        progress = False
        for smaller in step(case):
            if time.monotonic() > until:
                break
            seen = difference_of(smaller)
            if seen is not None and _same_sort(seen, case.difference):
                case, progress = attrs.evolve(smaller, difference=seen), True
                break
    return case


def _same_sort(seen: Difference, wanted: Difference | None) -> bool:
    """A stopped engine stays a stopped engine: nothing else is what was found."""
    return wanted is None or (seen.outcome == "run") == (wanted.outcome == "run")


def difference_of(case: Case) -> Difference | None:
    """How the engines differ on a case; None where they do not, or where the program no longer stands."""
    core = _core(case)
    if core is None or not _fits(core, case.population):
        return None
    return next(differences(run_all(core, case.population, case.period, engines=case.engines)), None)


def _core(case: Case) -> Core | None:
    try:
        return front_end(case.program.files, case.program.name)[0]
    except Exception:  # noqa: BLE001 - a text made by leaving out lines may break what was written for whole ones
        return None


def _fits(core: Core, population: Population) -> bool:
    entities = {e.name: {f.name for f in e.fields} for e in (core.subject, *core.relations)}
    return all(
        entities[core.subject.name] <= set(subject.fields)
        and all(entities[e.name] <= set(row) for e in core.relations for row in subject.records.get(e.name, ()))
        for subject in population.subjects
    )


# ------------------------------------------------------------------------------------------------ reductions


def _with(case: Case, **changes: object) -> Case:
    return attrs.evolve(case, population=attrs.evolve(case.population, **changes))


def _one_partner(case: Case) -> Iterator[Case]:
    subjects = case.population.subjects
    if len(subjects) == 1:
        return
    named = case.difference.subject if case.difference else None
    yield from (_with(case, subjects=(s,)) for s in subjects if s.key == named)
    half = len(subjects) // 2
    yield _with(case, subjects=subjects[:half])
    yield _with(case, subjects=subjects[half:])


def _fewer_rows(case: Case) -> Iterator[Case]:
    if len(case.population.subjects) > 1:
        return
    subject = case.population.subjects[0]
    for relation, rows in subject.records.items():
        for left_out in range(len(rows)):
            kept = (*rows[:left_out], *rows[left_out + 1 :])
            yield _with(case, subjects=(attrs.evolve(subject, records={**subject.records, relation: kept}),))


def _plainer_population(case: Case) -> Iterator[Case]:
    if case.population.covered_from:
        yield _with(case, covered_from={})
    if case.population.history:
        yield _with(case, history={})
    for number, subject in enumerate(case.population.subjects):
        if subject.rejected:
            rest = list(case.population.subjects)
            rest[number] = attrs.evolve(subject, rejected=frozenset())
            yield _with(case, subjects=tuple(rest))


def _fewer_pieces(case: Case) -> Iterator[Case]:
    program = case.program
    if program.variant:
        yield attrs.evolve(case, program=attrs.evolve(program, variant=()))
    for left_out in reversed(range(1, len(program.pieces))):
        kept = (*program.pieces[:left_out], *program.pieces[left_out + 1 :])
        yield attrs.evolve(case, program=attrs.evolve(program, pieces=kept))
    for left_out in range(1, len(program.variant)):
        kept = (*program.variant[:left_out], *program.variant[left_out + 1 :])
        yield attrs.evolve(case, program=attrs.evolve(program, variant=kept))


def _fewer_lines(case: Case) -> Iterator[Case]:
    program = case.program
    for number, piece in enumerate(program.pieces):
        for shorter in _shorter(piece):
            pieces = (*program.pieces[:number], shorter, *program.pieces[number + 1 :])
            yield attrs.evolve(case, program=attrs.evolve(program, pieces=pieces))


def _shorter(piece: Piece) -> Iterator[Piece]:
    name, text = piece
    lines = text.split("\n")
    for left_out in range(1, len(lines)):
        yield name, "\n".join((*lines[:left_out], *lines[left_out + 1 :]))
