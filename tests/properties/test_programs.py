"""What holds for every program that checks, whatever it says: shown on random programs and random partners.

The reference interpreter is asked; that the other engines agree with it is the matter of `test_engines.py`.
"""
from __future__ import annotations

import functools
import itertools
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import attrs
import pytest

from rulelang.core.hash import semantic_hash
from rulelang.core.nodes import Choice, Composed, Core, Incentive, Quantity, Ratio, Stack, Truth, Type, Words
from rulelang.core.population import Outcome, Population, Results
from rulelang.core.schedule import incentive_payments, payout_payments
from rulelang.data.rendered import outcome_type
from rulelang.exact.calendar import MONTHS_IN, ONE_DAY, Period
from rulelang.interpret.evaluate import evaluate
from rulelang.running import run_engine
from rulelang.source import SourceFile
from rulelang.syntax.format import format_text
from support.random_programs.comparing import ENGINES
from support.random_programs.drawing import Draw
from support.random_programs.people import people
from support.random_programs.periods import a_period
from support.random_programs.program import RandomProgram, core_of, front_end, generate

SEEDS = range(5_001, 5_001 + (40 if os.environ.get("CI") else 20))
PARTNERS, ROWS = 8, 6

COUNTRIES = ("US", "CO", "BR", "ES", "DE", "MX")
TRIED_MAX = 8
"""Figures changed in one program."""

seeds = pytest.mark.parametrize("seed", SEEDS)


@attrs.frozen(eq=False)
class Made:
    """A program with its core, a period and a population."""

    program: RandomProgram
    core: Core
    period: Period
    population: Population

    @property
    def money(self) -> tuple[str, ...]:
        return tuple(x.name for x in (*self.core.incentives, *self.core.payouts))

    @property
    def ladders(self) -> tuple[str, ...]:
        return tuple(ladder.name for ladder in self.core.ladders)

    def run(self, period: Period, names: Sequence[str]) -> dict[tuple[object, str], Outcome]:
        return outcomes(self.core, self.population, period, names)


def outcomes(
    core: Core, population: Population, period: Period, names: Sequence[str]
) -> dict[tuple[object, str], Outcome]:
    """Some outcomes by partner and name."""
    results = evaluate(core, population, period, names)
    return {
        (key, name): found
        for key, row in results.rows
        for name, found in zip(results.outcomes, row, strict=True)
    }


@functools.cache
def made(seed: int) -> Made:
    program = generate(seed)
    core = core_of(program)
    period = a_period(core, seed)
    return Made(program, core, period, people(core, period, seed, PARTNERS, ROWS))


def is_known(found: Outcome) -> bool:
    return not found.causes


def amount(found: Outcome) -> int:
    """What is due; nothing where nothing is due."""
    assert found.value is None or isinstance(found.value, int)
    return found.value or 0


# ------------------------------------------------------------------------------------------------ cadence


def paid_otherwise(case: Made, unit: str) -> Core:
    """The same program, every incentive paid every `unit`, measured as before."""
    incentives = tuple(
        attrs.evolve(i, versions=tuple(attrs.evolve(v, paid_every=unit) for v in i.versions))
        for i in case.core.incentives
    )
    return attrs.evolve(case.core, incentives=incentives, payouts=())


@seeds
def test_changing_only_when_money_moves_pays_the_same_over_each_measured_period(seed: int) -> None:
    """To the cent. A payment to date may be unknown where the whole is not; never the other way round."""
    case = made(seed)
    calendar = case.core.calendar
    year = calendar.containing("year", case.period.stop)
    names = [incentive.name for incentive in case.core.incentives]
    by_year = outcomes(paid_otherwise(case, "year"), case.population, year, names)
    for unit in MONTHS_IN:
        by_unit = outcomes(paid_otherwise(case, unit), case.population, year, names)
        for (key, name), found in by_unit.items():
            if is_known(found):
                assert amount(found) == amount(by_year[key, name]), (unit, key, name)
                assert is_known(by_year[key, name])


def listed_otherwise(case: Made, unit: str) -> Core:
    """The same, with what the payouts list, before any cap and in the program's currency: another currency is paid at
    the rate of each payment's own day."""

    def paid(incentive: Incentive) -> Incentive:
        return attrs.evolve(incentive, versions=tuple(attrs.evolve(v, paid_every=unit) for v in incentive.versions))

    def listed(stack: Stack | Composed) -> Stack | Composed:
        return attrs.evolve(stack, together=paid(stack.together)) if isinstance(stack, Composed) else stack

    payouts = tuple(
        attrs.evolve(payout, versions=tuple(
            attrs.evolve(v, stacks=tuple(listed(s) for s in v.stacks), cap=None, cap_every=None,
                         floor=None, floor_every=None, round_mode=None, paid_in=None)
            for v in payout.versions
        ))
        for payout in case.core.payouts
    )
    return attrs.evolve(paid_otherwise(case, unit), payouts=payouts)


@seeds
def test_a_list_adds_up_to_the_same_however_often_is_paid(seed: int) -> None:
    """Whatever is compared, tried in turn or taken off: over a year it is one amount. Of a payout that lists something
    else from a day on, the day on which something falls due decides which list it is in."""
    case = made(seed)
    lists = {p.name for p in case.core.payouts if any(v.stacks != p.versions[0].stacks for v in p.versions)}
    names = [name for name in case.money if name not in lists]
    year = case.core.calendar.containing("year", case.period.stop)
    by_year = outcomes(listed_otherwise(case, "year"), case.population, year, names)
    for unit in ("month", "quarter"):
        for (key, name), found in outcomes(listed_otherwise(case, unit), case.population, year, names).items():
            if is_known(found):
                assert amount(found) == amount(by_year[key, name]), (unit, key, name)


def countries_of(core: Core) -> str:
    """The countries that every table by country has a cell for: a variant of others would lack cells."""
    left = set(COUNTRIES)
    for keyed in core.keyed:
        for at in (at for at, key in enumerate(keyed.keys) if isinstance(key, Words) and key.country):
            for table in keyed.tables:
                left &= {str(cell[at]) for cell in table.cells}
    return ", ".join(country for country in COUNTRIES if country in left)


def cadence_variant(program: RandomProgram, core: Core, unit: str) -> RandomProgram:
    """The program with a variant that says nothing but `paid every`."""
    texts = [(name, text) for name, text in program.pieces if text.startswith("incentive")]
    said = list(dict.fromkeys(name.removesuffix(" later") for name, text in texts if "measured every" in text))
    opened = [f"  {name}: paid every month, quarter, half year or year" for name in said]
    pieces = [p for p in program.pieces if p[0] not in ("adaptable", "everywhere")]
    pieces += [("adaptable", "\n".join(("adaptable", *opened, "  everything else: fixed")))]
    pieces += [("everywhere", f"region everywhere is ({countries_of(core)})")]
    edges = re.search(r", edges [a-z ]+$", program.pieces[0][1], re.MULTILINE)
    head = (
        "variant home_variant of base_program\n  for region everywhere\n"
        f"  effective from {core.start}, closing open periods{edges.group() if edges else ''}"
    )
    edits = [(f"set {name}", f"set {name}: paid every {unit}") for name in said]
    return attrs.evolve(program, pieces=tuple(pieces), variant=(("home_variant", head), *edits))


@seeds
def test_a_variant_of_paid_every_alone_pays_the_same(seed: int) -> None:
    """The same as above, written as a designer writes it: `set rebate: paid every month`."""
    program = attrs.evolve(generate(seed), variant=(), below=())
    base = core_of(program)
    beside = any(re.search("the best of (?!these)", text) for name, text in program.pieces if name != "list_payout")
    if beside or not base.incentives:
        pytest.skip("what is paid side by side is paid alike")
    written = cadence_variant(program, base, "month")
    variant = core_of(written)
    year = base.calendar.containing("year", a_period(base, seed).stop)
    population = people(base, year, seed, PARTNERS, ROWS)
    names = [incentive.name for incentive in base.incentives]
    paid, otherwise = (outcomes(core, population, year, names) for core in (base, variant))
    for incentive in base.incentives:
        for subject in population.subjects:
            found = otherwise[subject.key, incentive.name]
            if is_known(found):
                assert amount(found) == amount(paid[subject.key, incentive.name])


# ------------------------------------------------------------------------------------------------ sums over time


@seeds
def test_a_run_is_the_run_of_its_parts(seed: int) -> None:
    """Money of A to C is that of A to B and of B+1 to C; the tier at its end is that of the later part."""
    case = made(seed)
    calendar = case.core.calendar
    first = calendar.containing("quarter", case.period.start)
    whole = Period(first.start, calendar.shifted("quarter", first, 3).stop)
    rest = Period(first.stop + ONE_DAY, whole.stop)
    names = (*case.money, *case.ladders)
    earlier, later = case.run(first, names), case.run(rest, names)
    for (key, name), found in case.run(whole, names).items():
        if name in case.money:
            parts = earlier[key, name], later[key, name]
            assert set(found.causes) == {cause for part in parts for cause in part.causes}
            if is_known(found):
                assert amount(found) == sum(amount(part) for part in parts)
            assert found.due == any(part.due for part in parts)
        else:
            assert found == later[key, name]


@seeds
def test_a_run_is_the_sum_of_its_payments(seed: int) -> None:
    """Each payment by itself is a run of the days since the one before."""
    case = made(seed)
    dues = due_dates(case)
    found = case.run(case.period, tuple(dues))
    for name, dates in dues.items():
        days = [case.period.start - ONE_DAY, *dates, case.period.stop]
        parts = [Period(a + ONE_DAY, b) for a, b in itertools.pairwise(days) if a < b]
        paid = [case.run(part, (name,)) for part in parts]
        for subject in case.population.subjects:
            each = [run[subject.key, name] for run in paid]
            if is_known(found[subject.key, name]):
                assert amount(found[subject.key, name]) == sum(amount(one) for one in each)
            assert sum(one.due for one in each) == len(dates)


def due_dates(case: Made) -> Mapping[str, list]:
    calendar = case.core.calendar
    found = {i.name: {p.due for p in incentive_payments(calendar, i, case.period)} for i in case.core.incentives}
    found |= {p.name: {d.due for d in payout_payments(calendar, p, case.period)} for p in case.core.payouts}
    return {name: sorted(dates) for name, dates in found.items()}


# ------------------------------------------------------------------------------------------------ order


def in_another_order(program: RandomProgram, draw: Draw) -> RandomProgram:
    return attrs.evolve(
        program,
        pieces=tuple(draw.sample(program.pieces, len(program.pieces))),
        variant=tuple(draw.sample(program.variant, len(program.variant))),
    )


def of_another_order(population: Population, draw: Draw) -> Population:
    subjects = [
        attrs.evolve(s, records={n: tuple(draw.sample(r, len(r))) for n, r in reversed(s.records.items())})
        for s in population.subjects
    ]
    return attrs.evolve(population, subjects=tuple(draw.sample(subjects, len(subjects))))


@functools.cache
def made_in_another_order(seed: int) -> tuple[Core, Population]:
    case, draw = made(seed), Draw(seed)
    shuffled = core_of(in_another_order(case.program, draw))
    return shuffled, of_another_order(case.population, draw)


@functools.cache
def ran(seed: int, engine: str) -> Results:
    """All outcomes of all partners."""
    case = made(seed)
    return run_engine(case.core, case.population, case.period, engine, case.core.outcomes)


@seeds
@pytest.mark.parametrize("engine", ENGINES)
def test_no_order_changes_a_result(seed: int, engine: str) -> None:
    """Of declarations, rows and partners."""
    case = made(seed)
    shuffled, population = made_in_another_order(seed)

    other = run_engine(shuffled, population, case.period, engine, case.core.outcomes)

    assert ran(seed, engine) == other
    assert semantic_hash(shuffled) == semantic_hash(case.core)


# ------------------------------------------------------------------------------------------------ kinds of values


@seeds
@pytest.mark.parametrize("engine", ENGINES)
def test_a_checked_program_never_fails_on_types(seed: int, engine: str) -> None:
    """What is a figure is a whole number of units, or exact where it is a quotient by data;
    eligibility is yes or no, a ladder's value one of its tiers, a designation one of its members; or it is unknown."""
    case = made(seed)
    tiers = {ladder.name: {step.name for step in ladder.steps} for ladder in case.core.ladders}
    results = ran(seed, engine)
    for _, row in results.rows:
        for name, found in zip(results.outcomes, row, strict=True):
            if found.causes or not found.due:
                assert found.value is None
                assert (found.lowest in tiers.get(name, ())) == (name in tiers)
            elif name in tiers:
                assert found.value in tiers[name]
            else:
                assert is_of(outcome_type(case.core, name), found.value, is_sum=name in case.money), (name, found)


def is_of(kind: Type, value: object, *, is_sum: bool) -> bool:
    """Whether a known value is one that a type has; the type of money bounds each of the payments that are summed."""
    match kind:
        case Quantity(low=low, high=high):
            return type(value) is int and (is_sum or low <= value <= high)
        case Ratio():
            return isinstance(value, Fraction)
        case Truth():
            return isinstance(value, bool)
        case Choice(members=members):
            return value in members
    return isinstance(kind, Words) and isinstance(value, str)


# ------------------------------------------------------------------------------------------------ the hash


def hash_of(files: tuple[tuple[str, str], ...], name: str) -> str | None:
    core, _ = front_end(files, name)
    return semantic_hash(core) if core is not None else None


@seeds
def test_the_hash_sees_no_layout_no_language_and_no_labels(seed: int) -> None:
    case = made(seed)
    wanted = semantic_hash(case.core)
    name = case.program.name

    apart = chr(10) * 5
    spaced = tuple((file, f"# a comment\n\n{text.replace(chr(10) * 2, apart)}") for file, text in case.program.files)
    unlabelled = tuple((file, re.sub(r'(?m)^(\s*(?:tier|measure \w+ of) \w+) "[^"]*"', r'\1 "Otro"', text))
                       for file, text in case.program.files)
    asked = tuple((file, re.sub(r'asked as "[^"]*"', 'asked as "?"', text)) for file, text in case.program.files)
    for files in (spaced, unlabelled, asked, *(translated(case.program, to) for to in ("es", "pt"))):
        assert hash_of(files, name) == wanted


def translated(program: RandomProgram, language: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (file.replace(".rule", f".{language}.rule"), format_text(SourceFile(file, text), language))
        for file, text in program.files
    )


NUMBER = re.compile(r"(?<![\w.\-])\d[\d_]*(?:\.\d+)?(?![\w\-.]| (?:day|week|month|quarter|half year|year)s? ago)")
"""A figure that is no part of a name or a date."""


@seeds
def test_the_hash_sees_each_number(seed: int) -> None:
    """Every figure of every rule, changed by one in its last place; guardrails and bounds are no rules."""
    case = made(seed)
    wanted, tried = semantic_hash(case.core), 0
    found = list(with_another_number(case.program))
    for changed in Draw(seed).sample(found, len(found)):
        other = hash_of(changed.files, changed.name)
        if other is not None:
            tried += 1
            assert other != wanted, str(changed)
        if tried == TRIED_MAX:
            break
    if tried == 0:
        pytest.skip("no figure of this program can be another one")


def with_another_number(program: RandomProgram) -> Iterator[RandomProgram]:
    variant = program.files[-1][1] if program.variant else ""
    # What a variant has at another value or dropped, a later version of that too, is not looked at any more.
    replaced = set(re.findall(r"(?m)^set (\w+): [\d_.]", variant))
    replaced |= {f"{name} later" for name in re.findall(r"(?m)^drop (\w+)", variant)}
    for number, (name, text) in enumerate(program.pieces):
        if not re.match(r"(measure|eligibility|tiers|incentive|payout|parameter) ", text) or name in replaced:
            continue
        head = text.index("\n")
        for match in NUMBER.finditer(text, head):
            digits = match.group()
            more = digits[:-1] + str((int(digits[-1]) + 1) % 10)
            piece = (name, text[: match.start()] + more + text[match.end() :])
            yield attrs.evolve(program, pieces=(*program.pieces[:number], piece, *program.pieces[number + 1 :]))
