"""Guardrails hold: of random families, what is accepted stays inside every line above it, and what does not is refused.

Which figure is in force where, and which line speaks of it, is worked out from the figures drawn, beside the product.
"""
from __future__ import annotations

import datetime
import random
from fractions import Fraction

from hypothesis import event, given, settings
from hypothesis import strategies as st

from rulelang.core import nodes as core
from rulelang.core.lower import lower
from rulelang.diagnostics.catalogue import severity
from rulelang.diagnostics.model import Severity
from rulelang.diagnostics.render import render_text
from rulelang.names.resolve import resolve
from rulelang.source import SourceFile
from rulelang.syntax import read
from rulelang.typecheck.check import check
from support.families.dials import Dial
from support.families.family import Family, family
from support.families.writing import BEGINS, NAMES

GUARDS = {"outside-guardrail", "asks-past-a-bound", "not-open"}
SEEDS = st.integers(0, 10**9)


def _checked(drawn: Family) -> tuple[list[core.Core], set[str], str]:
    """The core of the program and of each variant, the names of the errors there are, and all of it in words."""
    modules, findings, cores = [], [], []
    for name, text in drawn.files:
        module, found = read(SourceFile(name, text))
        modules.append(module)
        findings += found
    for name in NAMES:
        resolved, found = resolve(modules, name)
        findings += found
        checked, found = check(resolved) if resolved is not None else (None, ())
        findings += found
        cores += [lower(checked)] if checked is not None else []
    errors = [finding for finding in dict.fromkeys(findings) if severity(finding) is Severity.ERROR]
    texts = "\n".join(f"# {name}\n{text}" for name, text in drawn.files)
    return cores, {error.name for error in errors}, f"{texts}\n{render_text(errors)}"


@settings(max_examples=120, deadline=None)
@given(SEEDS)
def test_what_leaves_a_line_is_refused_and_nothing_else(seed: int) -> None:
    drawn = family(random.Random(seed))
    event("inside" if drawn.inside else "outside")

    _, errors, words = _checked(drawn)

    assert bool(errors & GUARDS) != drawn.inside, words
    assert errors <= GUARDS | {"keep-above-entry"}, words


@settings(max_examples=80, deadline=None)
@given(SEEDS)
def test_no_figure_of_an_accepted_variant_leaves_a_line_of_any_level_above(seed: int) -> None:
    drawn = family(random.Random(seed))
    cores, errors, words = _checked(drawn)
    if errors:
        return
    event("accepted")

    for level, program in enumerate(cores):
        for dial in drawn.dials:
            for day in dial.days(*BEGINS):
                value = _value(program, dial, day)
                if value is None:
                    continue  # a number that nobody sets is no parameter
                assert value == dial.at(level, day), f"{dial.name} on {day} at level {level}\n{words}"
                if level and value != _value(cores[level - 1], dial, day) and value != dial.root(day):
                    held = [said.holds(value, dial.root(day)) for above, said in dial.ranges.items() if above < level]
                    assert all(held), f"{dial.name} on {day} at level {level}\n{words}"


def test_families_come_inside_and_outside() -> None:
    found = [family(random.Random(seed)).inside for seed in range(200)]

    assert 50 <= sum(found) <= 150


def _value(program: core.Core, dial: Dial, day: datetime.date) -> Fraction | None:
    """What a figure is on a day, as the program runs."""
    name, _, cell = dial.name.partition(" (")
    for keyed in program.keyed:
        if keyed.name == name:
            table = next(t for t in keyed.tables if t.start <= day and (t.stop is None or day <= t.stop))
            units = table.cells[(cell.rstrip(")"),)]
            assert isinstance(units, int)
            assert isinstance(keyed.type, core.Quantity)
            return Fraction(units, keyed.type.denominator)
    for parameter in program.parameters:
        if parameter.name == dial.name:
            dated = next(v for v in parameter.values if v.start <= day and (v.stop is None or day <= v.stop))
            assert isinstance(dated.value, Fraction)
            return dated.value
    return None
