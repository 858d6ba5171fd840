"""Which rules the examples of a program reach, and which none of them does. Knows examples, cores and traces; no words.

A rule is reached when an example that names an outcome could have noticed it: a tier that somebody was in, a condition
that was met, the same condition that failed, a band that something lay in, a value of a parameter that was read.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from rulelang.core.nodes import Case, Core, Expression, Literal, Logic, ParameterValue, TierStep
from rulelang.core.population import Population
from rulelang.core.walk import composed_in, walk
from rulelang.exact.calendar import Period
from rulelang.interpret.evaluate import reasoned
from rulelang.interpret.expressions import HANDLERS
from rulelang.interpret.trace import Trace
from rulelang.interpret.working import Handler, Place, Setting, Working
from rulelang.source import Span

TIER, MET, FAILED, BAND, VALUE = "tier", "met", "failed", "band", "value"
_BAND_STEP = "band "
Key = tuple[str, int, int, str]


@attrs.frozen
class Goal:
    """Something that an example can reach, where it stands."""

    kind: str
    span: Span

    @property
    def key(self) -> Key:
        """The same in a program and in every variant that shares it."""
        return self.span.file.name, self.span.start, self.span.stop, self.kind

    @property
    def place(self) -> str:
        return f"{self.span.file.name}:{self.span.line}"

    @property
    def text(self) -> str:
        """What stands there, in one line."""
        return " ".join(self.span.text.split())


@attrs.frozen
class Coverage:
    """All goals in the order of the files, and those among them that no example reached."""

    goals: tuple[Goal, ...]
    missed: tuple[Goal, ...]

    @property
    def reached(self) -> int:
        return len(self.goals) - len(self.missed)


@attrs.define
class Tally:
    """Collects goals and what was reached over the examples of a program and its variants."""

    goals: dict[Key, Goal] = attrs.field(factory=dict)
    reached: set[Key] = attrs.field(factory=set)

    def add_program(self, core: Core) -> None:
        """Counts what there is to reach in a program or variant."""
        self.goals |= {goal.key: goal for goal in goals(core)}

    def add_example(self, core: Core, population: Population, period: Period, names: Iterable[str]) -> None:
        """Counts what working out some outcomes reaches."""
        self.reached |= reached(core, population, period, names)

    def result(self) -> Coverage:
        ordered = tuple(self.goals[key] for key in sorted(self.goals))
        return Coverage(ordered, tuple(goal for goal in ordered if goal.key not in self.reached))


def goals(core: Core) -> Iterator[Goal]:
    """Everything of a core that examples can reach, some of it several times."""
    for step in _steps(core):
        yield Goal(TIER, step.span)
    for condition in _conditions(core):
        yield from (Goal(MET, condition.span), Goal(FAILED, condition.span))
    for node in _nodes(core):
        if node.step.startswith(_BAND_STEP):
            yield Goal(BAND, node.span)
    for parameter in core.parameters:
        yield from (Goal(VALUE, value.span) for value in parameter.values)


def _steps(core: Core) -> Iterator[TierStep]:
    """The tiers of every version of every ladder."""
    for ladder in core.ladders:
        for version in ladder.versions:
            yield from (step for step in version.steps if not step.is_absent)


def _conditions(core: Core) -> Iterator[Expression]:
    """The single lines of requirements, eligibilities and of what incentives are paid under."""
    roots = [root for step in _steps(core) for root in (step.requires, step.keeps)]
    roots += [definition.value for definition in core.definitions if definition.kind == "eligibility"]
    roots += [n.branches[0][0] for n in _nodes(core) if isinstance(n, Case) and n.step in ("when", "listed if")]
    for root in roots:
        if root is not None:
            yield from _lines(root)


def _lines(condition: Expression) -> Iterator[Expression]:
    if isinstance(condition, Logic):
        for item in condition.items:
            yield from _lines(item)
    elif isinstance(condition, Case) and condition.told == "versions":
        for value in (*(value for _, value in condition.branches), condition.otherwise):
            yield from _lines(value)
    elif not isinstance(condition, Literal):
        yield condition


def _nodes(core: Core) -> Iterator[Expression]:
    for incentive in core.incentives:
        for version in incentive.versions:
            yield from walk(version.entitlement)
    for composed in composed_in(core):
        for version in composed.together.versions:
            yield from walk(version.entitlement)


def reached(core: Core, population: Population, period: Period, names: Iterable[str]) -> set[Key]:
    """The keys of the goals that working out these outcomes reaches, among others that are no goals."""
    found: set[Key] = set()
    handlers = {kind: _noting(handler, found) for kind, handler in HANDLERS.items()}
    setting = Setting.of(core, population)
    for subject in population.subjects:
        work = Working(setting, subject, handlers)
        for name in names:
            outcome = reasoned(work, name, period)
            if outcome.standing is not None:
                _note_tier(found, outcome.standing.ladder.steps[outcome.standing.lowest].span)
        for standing, _ in work.assessed.values():
            if standing.lowest == standing.highest:
                _note_tier(found, standing.ladder.steps[standing.lowest].span)
    return found


def _noting(handler: Handler, found: set[Key]) -> Handler:
    """The handler, which also notes what it came to."""

    def noting(work: Working, node: Expression, place: Place) -> Trace:
        trace = handler(work, node, place)
        if isinstance(trace.value, bool):
            found.add(Goal(MET if trace.value else FAILED, node.span).key)
        elif node.step.startswith(_BAND_STEP) and trace.value:
            found.add(Goal(BAND, node.span).key)
        if isinstance(node, ParameterValue) and trace.days is not None:
            found.update(_value_read(work.core, node, trace.days))
        if trace.standing is not None and trace.standing.lowest == trace.standing.highest:
            _note_tier(found, trace.standing.ladder.steps[trace.standing.lowest].span)
        return trace

    return noting


def _value_read(core: Core, node: ParameterValue, days: Period) -> Iterator[Key]:
    for value in core.parameter(node.parameter).values:
        if value.start <= days.start and (value.stop is None or days.start <= value.stop):
            yield Goal(VALUE, value.span).key


def _note_tier(found: set[Key], span: Span) -> None:
    found.add(Goal(TIER, span).key)
