"""What explanations of Kaspersky United rest on: how much they name, whether it matters, and whether nothing else does.

    python -m bench.rests_on [PROGRAM] [PERIOD] [PARTNERS]        (in tests/, or with tests/ on PYTHONPATH)

For each partner the cells are those of `Program.rests_on`. Each named cell is put at the value that is said to matter,
and each other cell at a few values drawn here, from the field's type alone; the reference interpreter works the
outcomes out anew each time, from the changed population, with nothing taken over.
"""
from __future__ import annotations

import datetime
import random
import sys
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import attrs

from rulelang import api
from rulelang.core.nodes import Choice, ChoiceSet, Core, Day, Field, Quantity, Truth
from rulelang.core.population import Outcome, Population, Subject, Value
from rulelang.core.walk import cohorts_of
from rulelang.data.read import read_population
from rulelang.exact.calendar import Period
from rulelang.interpret.evaluate import evaluate
from rulelang.interpret.resting import Cell, Named, cells_of, held, rests_on, with_value

FOLDER = Path(__file__).resolve().parents[2] / "programs" / "kaspersky_united"
SEED = 20250401
TRIED = 2
"""Other values tried in each cell that is not named."""
ASKED = Fraction(40, 100)
"""At most this share of a partner's cells is named, in the mean over the partners."""


@attrs.frozen
class Found:
    """What was found out of one partner. `named` counts for each outcome, `all` the cells named for any of them."""

    key: str
    cells: int
    named: dict[str, int]
    all: int
    tried: int
    wrong: tuple[str, ...]


def population(name: str, period: str) -> tuple[Core, Population, Period]:
    program = api.load(FOLDER).program(name)
    days = program.period(period)
    core = program.ready
    found, _ = read_population(core, FOLDER / "data", as_of=None, until=days.stop)
    assert found is not None
    covered = [s for s in found.subjects if core.countries is None or s.fields["country"] in core.countries]
    return core, attrs.evolve(found, subjects=tuple(covered)), days


def examined(core: Core, people: Population, subject: Subject, period: Period, draw: random.Random) -> Found:
    """A partner's explanations, and whatever is not as it is said."""
    found = rests_on(core, people, subject.key, period)
    cells = cells_of(core, subject)
    base = outcomes(core, people, subject, period)
    wrong = list(_not_mattering(core, people, subject, period, found, base))
    named = {cell for each in found.values() for cell in (one.cell for one in each)}
    tried = 0
    for cell in cells:
        for value in others(core, subject, cell, draw):
            tried += 1
            after = outcomes(core, people, with_value(subject, cell, value), period)
            wrong.extend(
                f"{subject.key[0]}: {name} changes with {cell} at {value!r}, which it does not name"
                for name in base
                if after[name] != base[name] and cell not in {one.cell for one in found[name]}
            )
    counts = {name: len(each) for name, each in found.items()}
    return Found(str(subject.key[0]), len(cells), counts, len(named), tried, tuple(wrong))


def _not_mattering(
    core: Core, people: Population, subject: Subject, period: Period, found: Mapping[str, tuple[Named, ...]],
    base: dict[str, Outcome],
) -> Iterator[str]:
    for name, each in found.items():
        for one in each:
            if outcomes(core, people, with_value(subject, one.cell, one.instead), period)[name] == base[name]:
                yield f"{subject.key[0]}: {name} names {one}, which changes nothing"


def outcomes(core: Core, people: Population, subject: Subject, period: Period) -> dict[str, Outcome]:
    """The outcomes of a subject, which stands in its place among the others where they are looked at too."""
    among = tuple(subject if other.key == subject.key else other for other in people.subjects)
    together = among if cohorts_of(core) or core.subject.hierarchy else (subject,)
    results = evaluate(core, attrs.evolve(people, subjects=together), period)
    return dict(zip(results.outcomes, dict(results.rows)[subject.key], strict=True))


def others(core: Core, subject: Subject, cell: Cell, draw: random.Random) -> list[Value]:
    """A few other values that the field of a cell may have, drawn without a look at the program's rules."""
    field, value = core.entity(cell.entity).field(cell.field), held(core, subject, cell)
    drawn = [_drawn(field, value, draw) for _ in range(TRIED)]
    if field.optional and draw.randrange(2):
        drawn[-1] = None
    return [other for other in dict.fromkeys(drawn) if other != value]


def _drawn(field: Field, value: Value, draw: random.Random) -> Value:
    match field.type:
        case Truth():
            return not value
        case Choice(members=members):
            return draw.choice(members)
        case ChoiceSet(members=members):
            return frozenset(member for member in members if draw.randrange(2))
        case Day():
            return datetime.date(2023, 1, 1) + datetime.timedelta(days=draw.randrange(1200))
        case Quantity(low=low, high=high):
            near = isinstance(value, int) and draw.randrange(2)
            return max(low, min(high, int(str(value)) * draw.randrange(30) // 10)) if near else draw.randint(low, high)
    return draw.choice(("Ana", "Luis", "someone else", "CO", "ES", "BR", "KES"))


def told(found: list[Found], seconds: float) -> str:
    """The figures in Markdown."""
    lines = [
        f"{len(found)} partners, {sum(each.cells for each in found)} cells, {seconds:.0f} s.",
        f"Tried in cells: {sum(each.tried for each in found)} other values.",
        f"Not as said: {sum(len(each.wrong) for each in found)}.",
        "",
        f"| named for | mean of partners | most of one partner | partners over {_percent(ASKED)} |",
        "|---|---|---|---|",
        _row("any outcome", [Fraction(each.all, each.cells) for each in found]),
    ]
    lines += [_row(f"`{name}`", [Fraction(each.named[name], each.cells) for each in found]) for name in found[0].named]
    return "\n".join(lines)


def _row(named_for: str, shares: list[Fraction]) -> str:
    over = sum(share > ASKED for share in shares)
    return f"| {named_for} | {_percent(sum(shares) / len(shares))} | {_percent(max(shares))} | {over} |"


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.1f}%"


def sampled(name: str, period: str, partners: int | None = None) -> list[Found]:
    """What was found out of so many partners, drawn once for all; of all of them where no number is given."""
    core, people, days = population(name, period)
    draw = random.Random(SEED)
    chosen = people.subjects if partners is None else draw.sample(people.subjects, partners)
    return [examined(core, people, subject, days, draw) for subject in chosen]


if __name__ == "__main__":
    import time

    program, period, *number = [*sys.argv[1:], *("kaspersky_united", "2025-Q2")[len(sys.argv) - 1 :]]
    started = time.perf_counter()
    every = sampled(program, period, int(number[0]) if number else None)
    print(f"{program}, {period}: {told(every, time.perf_counter() - started)}")
    print(*(line for each in every for line in each.wrong), sep="\n")
