"""Stories of random programs: what is told is what was worked out, and every language tells the same of it."""
from __future__ import annotations

import functools
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs
import pytest

from rulelang.core.nodes import Core
from rulelang.core.population import Population
from rulelang.core.story import Line, Story, Told
from rulelang.data.explained import explained
from rulelang.exact.calendar import Period
from rulelang.interpret.evaluate import evaluate
from rulelang.interpret.explain import story
from rulelang.languages import ENGLISH, languages
from support.random_programs.people import people
from support.random_programs.periods import a_period
from support.random_programs.program import core_of, generate

SEEDS = range(7_001, 7_031)
PARTNERS, ROWS = 2, 4
FIGURE = re.compile(r"\d[\d_]*(?:\.\d+)?")
NO_WORDS = re.compile(
    r"[{}]|\bNone\b(?! of)|\bTrue\b|\bFalse\b|Fraction\(|Unknown\(|datetime|object at|``|\(\)|  |(?<!=) ,|^ |(?<!=) $"
)
"""What a phrase that is not filled, or filled with something that is no word of the trade, would show. Partners here
may hold an empty text, which none of a file does."""

seeds = pytest.mark.parametrize("seed", SEEDS)


@attrs.frozen(eq=False)
class Made:
    """A program with its population, and the stories of all in it by language."""

    core: Core
    population: Population
    period: Period
    stories: Mapping[str, tuple[Story, ...]]


@functools.cache
def made(seed: int) -> Made:
    core = core_of(generate(seed))
    period = a_period(core, seed)
    population = people(core, period, seed, PARTNERS, ROWS)
    stories = {
        language: tuple(story(core, population, each.key, period, None, language) for each in population.subjects)
        for language in languages()
    }
    return Made(core, population, period, stories)


@seeds
def test_what_is_told_is_what_is_worked_out(seed: int) -> None:
    case = made(seed)
    rows = dict(evaluate(case.core, case.population, case.period, case.core.outcomes).rows)

    for told in itertools.chain(*case.stories.values()):
        assert tuple(each.outcome for each in told.told) == tuple(rows[told.key])


@seeds
def test_amounts_are_the_sum_of_their_payments_and_stand_in_the_first_line(seed: int) -> None:
    case = made(seed)

    for told in itertools.chain(*case.stories.values()):
        data = json.loads(json.dumps(as_data(case.core, told)))
        for each, shown in zip(told.told, data["outcomes"], strict=True):
            if each.payments and not each.outcome.causes:
                assert sum(known(each)) == each.outcome.value
                assert sum(Fraction(payment["value"]) for payment in shown["payments"]) == Fraction(shown["value"])
                assert Fraction(shown["value"]) in figures(each.lines[0].text), each.lines[0].text


@seeds
def test_every_line_is_in_words(seed: int) -> None:
    for told in itertools.chain(*made(seed).stories.values()):
        assert [line for line in (told.heading, *texts(told)) if NO_WORDS.search(line)] == []


@seeds
def test_every_language_tells_the_same_figures_at_the_same_places(seed: int) -> None:
    stories = made(seed).stories
    in_english = [laid_out(told) for told in stories[ENGLISH]]

    for language in stories.keys() - {ENGLISH}:
        assert [laid_out(told) for told in stories[language]] == in_english, language


def as_data(core: Core, told: Story) -> dict[str, object]:
    return explained(core, told, semantic_hash="", as_of=None, settings={})


def known(told: Told) -> Iterator[int]:
    for payment in told.payments:
        assert payment.value is not None, "what is known has no unknown payment"
        yield payment.value


def figures(line: str) -> list[Fraction]:
    return [Fraction(found.replace("_", "")) for found in re.findall(r"-?\d[\d_]*(?:\.\d+)?", line)]


def texts(told: Story) -> Iterator[str]:
    waiting: list[Line] = [line for each in told.told for line in each.lines]
    while waiting:
        line = waiting.pop()
        yield line.text
        waiting.extend(line.below)


def laid_out(told: Story) -> list[tuple[int, list[str]]]:
    """How deep each line stands, and the figures in it."""
    return [(len(line) - len(line.lstrip()), sorted(FIGURE.findall(line))) for line in told.text.splitlines()]
