"""Runs the examples that stand in rule files. Knows how a written example becomes data, and how results are compared.

The relations given in an example are complete: what is not written did not happen.
"""
from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.core.population import Outcome, Population
from rulelang.diagnostics.catalogue import words
from rulelang.diagnostics.frame import word
from rulelang.diagnostics.language import in_language, language_of
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.phrase import Told, listed, phrase
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.exact.calendar import Period
from rulelang.results import CaseResult
from rulelang.syntax import nodes
from rulelang.tools.claims import Tried, broken_claims
from rulelang.tools.example_checks import check_example, examples_of, examples_of_nobody
from rulelang.tools.example_data import population_of, type_of
from rulelang.typecheck.constants import literal_value

if TYPE_CHECKING:
    from rulelang.api import Loaded
    from rulelang.program import Program


def run_examples(
    program: Program, modules: tuple[nodes.Module, ...], name: str, root: str, matching: str | None, engine: str
) -> Iterator[CaseResult]:
    """What became of the examples of one program or variant."""
    for module, example in examples_of(modules, name, root, matching):
        language = language_of(module.file)
        failures = in_language(_failures(program, example, engine), language)
        place = f"{module.file.name}:{example.span.line}"
        yield CaseResult(example.title.value, place, tuple(_sentence(f, language) for f in failures))


def lost_examples(loaded: Loaded, matching: str | None) -> Iterator[CaseResult]:
    """Examples of a program that is not there, each as one that failed."""
    for example, finding in examples_of_nobody(loaded.modules, loaded.programs):
        if matching is None or matching in example.title.value:
            language = language_of(example.span.file)
            place = f"{example.span.file.name}:{example.span.line}"
            yield CaseResult(example.title.value, place, (_sentence(finding, language),))


def asked_of(
    program: core.Core, example: nodes.Example
) -> tuple[Population, Period, tuple[str, ...]] | None:
    """What an example works out: for whom, when, and which outcomes; None where it cannot be run."""
    if check_example(program, example):
        return None
    population, period = population_of(program, example), program.calendar.parse(example.period.text)
    if not isinstance(population, Population) or period is None:
        return None
    known = program.asked_by_name
    names = dict.fromkeys(e.name.text for e in example.expected if e.name.text in known)
    return population, period, tuple(names)


def _sentence(finding: Diagnostic, language: str) -> str:
    place = f"{finding.place.file}: " if finding.place else ""
    if finding.span:
        place = f"{word('line', language)} {finding.span.line}: "
    return f"{place}{words(finding, language).message}"


def _failures(program: Program, example: nodes.Example, engine: str) -> tuple[Diagnostic, ...]:
    if program.core is None:
        return (Diagnostic("program-has-errors", example.span, {"name": program.name}),)
    if program.core.unchosen:
        return program.not_chosen
    wrong = check_example(program.core, example)
    if wrong:
        return wrong
    found = population_of(program.core, example)
    period = program.core.calendar.parse(example.period.text)
    assert isinstance(found, Population), "what is given has been checked"
    assert period is not None, "the period has been checked"
    tried = Tried(program.core, found, period, engine)
    return (*_compare(program.core, found, period, example, engine), *broken_claims(tried))


# ------------------------------------------------------------------------------------------------ comparing


def _compare(
    program: core.Core, population: Population, period: Period, example: nodes.Example, engine: str
) -> Iterator[Diagnostic]:
    from rulelang.running import run_engine

    known = program.asked_by_name
    named = []
    for expected in example.expected:
        if expected.name.text not in known:
            yield Diagnostic("unknown-name", expected.name.span, {"name": expected.name.text, "suggestion": ""})
        else:
            named.append(expected)
    names = tuple(dict.fromkeys(e.name.text for e in named))
    results = run_engine(program, population, period, engine, names)
    by_partner = {
        ", ".join(str(part) for part in key): dict(zip(results.outcomes, outcomes, strict=True))
        for key, outcomes in results.rows
    }
    for whom in (expected.partner for expected in named if expected.partner is not None):
        if whom.value not in by_partner:
            near = in_backticks(did_you_mean(whom.value, by_partner))
            values = {"partner": whom.value, "subject": program.subject.name, "suggestions": near}
            yield Diagnostic("no-such-partner", whom.span, values)
    for partner, found in by_partner.items():
        for expected in named:
            if expected.partner is None or expected.partner.value == partner:
                shown = partner if len(by_partner) > 1 else ""
                yield from _differs(program, expected, found[expected.name.text], shown, period)


def _differs(
    program: core.Core, expected: nodes.Expected, outcome: Outcome, partner: str, period: Period
) -> Iterator[Diagnostic]:
    """A finding where an outcome is not what was expected; `partner` tells one of several."""
    if expected.value is None:
        same = outcome.value is None and bool(outcome.causes)
    else:
        known = outcome.value is not None and _same(program, expected, outcome, period)
        same = known or _is_zero_not_due(expected, outcome)
    if not same:
        values = {
            "name": expected.name.text,
            "expected": expected.value.span.text if expected.value is not None else phrase("unknown"),
            "found": shown_outcome(program, expected.name.text, outcome, period),
            "partner": partner,
            "variant": "partner" if partner else "",
        }
        yield Diagnostic("example-differs", expected.span, values)


def _is_zero_not_due(expected: nodes.Expected, outcome: Outcome) -> bool:
    value = None if isinstance(expected.value, nodes.Members) else expected.value
    return not outcome.due and literal_value(value) == 0


def _same(program: core.Core, expected: nodes.Expected, outcome: Outcome, period: Period) -> bool:
    value = expected.value
    if isinstance(value, nodes.Members):
        return outcome.value == frozenset(name.text for name in value.names)
    if isinstance(value, nodes.Name):
        return outcome.value in (value.text, frozenset((value.text,)))
    if isinstance(value, nodes.YesNo):
        return outcome.value is value.value
    if isinstance(value, (nodes.Text, nodes.Date)):
        return outcome.value == value.value
    kind = type_of(program, expected.name.text, period)
    if isinstance(kind, core.Quantity) and isinstance(outcome.value, int):
        return Fraction(outcome.value, kind.denominator) == literal_value(value)
    return isinstance(outcome.value, Fraction) and outcome.value == literal_value(value)


def shown_outcome(program: core.Core, name: str, outcome: Outcome, period: Period) -> Told:
    """An outcome as a failure tells it."""
    from rulelang.data.rendered import cause_told
    from rulelang.data.written import written

    if not outcome.due:
        return phrase("an amount not due before {day}", day=outcome.next_due)
    if outcome.value is None:
        causes = listed(cause_told(cause) for cause in outcome.causes)
        if not outcome.lowest:
            return phrase("unknown ({causes})", causes=causes)
        tiers = {"lowest": outcome.lowest, "highest": outcome.highest}
        return phrase("{lowest} or {highest}, unknown ({causes})", causes=causes, **tiers)
    if isinstance(outcome.value, bool):
        return phrase("yes" if outcome.value else "no")
    kind = type_of(program, name, period)
    return str(outcome.value) if kind is None else written(outcome.value, kind)


