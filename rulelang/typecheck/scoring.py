"""A scorecard taken apart: for each metric, each category, the score and the designation one value, of plain ones.

Every metric is worth points from 0 on. A level whose parts have weights is worth 0 to 100 points, the shares of their
own maxima by weight; any other level is worth the sum of its parts. Proves nothing: `typecheck.scorecards` has.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from rulelang.core import nodes as core
from rulelang.frozen import frozen
from rulelang.names.clauses import all_of, first_of
from rulelang.names.ladder_versions import in_one_order
from rulelang.names.resolved import Resolved
from rulelang.names.scored_versions import versions_of
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.facts import Worth, label_of
from rulelang.typecheck.maxima import constant, maximum_of

Part = nodes.Metric | nodes.Category
NO_DESIGNATION = "none"
"""What the designation of a partner is who has reached none."""
WHOLE = 100
"""Points that a level of weighed parts is worth at most."""


@frozen
class Level:
    """What is added up or weighed together: the parts of a category, or of the scorecard itself."""

    owner: nodes.Scorecard | nodes.Category
    parts: tuple[Part, ...]

    @property
    def weighed(self) -> bool:
        """Whether any part has a weight."""
        return any(part.weight is not None for part in self.parts)


def level_of(card: nodes.Scorecard, owner: nodes.Scorecard | nodes.Category) -> Level:
    """A scorecard's own categories; a category's metrics and the categories inside it."""
    if isinstance(owner, nodes.Scorecard):
        return Level(owner, tuple(c for c in card.categories if c.inside is None))
    inner = tuple(c for c in card.categories if c.inside is not None and c.inside.text == owner.name.text)
    return Level(owner, (*owner.metrics, *inner))


def designation_name(card: str) -> str:
    """The name of the outcome that says which designation a score reaches."""
    name, bracket, members = card.partition("(")
    return f"{name}_designation{bracket}{members}"


def taken_apart(resolved: Resolved, card: nodes.Scorecard) -> tuple[Worth, ...]:
    """Everything that a scorecard works out, parts before what reads them, the score and its designation last."""
    versions = versions_of(card)
    if len(versions) == 1 and card.since is None:
        return tuple(_Scoring(resolved, card, card.name.text).worths())
    parts: list[Worth] = []
    ends: dict[str, list[nodes.Begun]] = {}
    for number, version in enumerate(versions):
        prefix = card.name.text if version is card else f"{card.name.text} {number + 1}"
        for worth in _Scoring(resolved, version, prefix).worths():
            if worth.kind in ("metric", "category"):
                parts.append(worth)
            else:
                begun = nodes.Begun(version.since, worth.value, version.name, span=version.name.span)
                ends.setdefault(worth.kind, []).append(begun)
    return (*parts, *_of_versions(card, versions, ends))


def _of_versions(
    card: nodes.Scorecard, versions: Sequence[nodes.Scorecard], ends: Mapping[str, Sequence[nodes.Begun]]
) -> Iterator[Worth]:
    """The score and its designation, each by the version in force; a version without designations gives none."""
    label, span = label_of(card.label), card.name.span
    yield Worth(card.name.text, "scorecard", nodes.OfVersions(tuple(ends["scorecard"]), span=span), label, span)
    if "designation" not in ends:
        return
    reached = {begun.since: begun for begun in ends["designation"]}
    none = nodes.MemberOf(card.name.text, NO_DESIGNATION, span=span)
    begun = [
        reached.get(version.since, nodes.Begun(version.since, none, version.name, span=version.name.span))
        for version in versions
    ]
    begun[0] = attrs.evolve(begun[0], since=None)  # days that no version covers are told of the score
    yield Worth(designation_name(card.name.text), "designation", nodes.OfVersions(tuple(begun), span=span), label, span)


def designation_names(card: nodes.Scorecard) -> tuple[str, ...]:
    """The designations of all versions, lowest first."""
    names: tuple[str, ...] = ()
    for version in versions_of(card):
        names = in_one_order(names, [each.name.text for each in all_of(nodes.Designation, version.clauses)])
    return names


@frozen
class _Scoring:
    """One version of a scorecard; `prefix` is what the names of its parts begin with."""

    resolved: Resolved
    card: nodes.Scorecard
    prefix: str

    def worths(self) -> Iterator[Worth]:
        card = self.card
        for category in _inner_first(card):
            for metric in category.metrics:
                yield self._part(metric, "metric", self._metric(metric))
            yield self._part(category, "category", self._category(category))
        score = self._level(level_of(card, card))
        rounding = first_of(nodes.RoundedClause, card.clauses)
        if rounding is not None:
            score = nodes.Rounded(score, rounding.mode, rounding.places, span=rounding.span)
        label = label_of(card.label)
        yield Worth(card.name.text, "scorecard", score, label, card.name.span)
        if all_of(nodes.Designation, card.clauses):
            yield Worth(designation_name(card.name.text), "designation", self._designation(), label, card.name.span)

    def _path(self, part: Part) -> str:
        """The name a part is worked out under."""
        if isinstance(part, nodes.Category):
            return f"{self.prefix}.{part.name.text}"
        owner = next(c for c in self.card.categories if any(m is part for m in c.metrics))
        return f"{self.prefix}.{owner.name.text}.{part.name.text}"

    def _part(self, part: Part, kind: str, value: nodes.Expression) -> Worth:
        label = label_of(part.label) or core.Label(part.name.text)
        return Worth(self._path(part), kind, value, label, part.name.span)

    def _points(self, part: Part) -> nodes.PartOf:
        return nodes.PartOf(self._path(part), span=part.name.span)

    # -------------------------------------------------------------------------------------------- metrics

    def _metric(self, metric: nodes.Metric) -> nodes.Expression:
        """The points of its lines, at most so many; none where it has to earn them and does not, or does not apply."""
        lines = [_line(line) for line in metric.lines]
        worth = _best(lines, metric.span) if metric.kind == "best" else _sum(lines, metric.span)
        for limit in metric.limits:
            if limit.kind == "at_most":
                worth = nodes.Extreme("lower", (limit.value, worth), span=limit.span)
        high = maximum_of(self.card, metric)
        most = constant(self.resolved, high) if high is not None else None
        if most is not None:
            worth = nodes.Within(worth, most, span=metric.span)
        for limit in metric.limits:
            if limit.kind == "earns_only":
                worth = nodes.Told("gate", _if(limit.value, worth, _none(limit.span), limit.span), span=limit.span)
        out = _not_applicable(metric)
        if out is not None:
            worth = nodes.Told("applies", _if(out, _none(out.span), worth, out.span), span=out.span)
        return worth

    # -------------------------------------------------------------------------------------------- levels

    def _category(self, category: nodes.Category) -> nodes.Expression:
        worth = self._level(level_of(self.card, category))
        if category.at_most is not None:
            worth = nodes.Extreme("lower", (category.at_most, worth), span=category.at_most.span)
        return worth

    def _level(self, level: Level) -> nodes.Expression:
        span = level.owner.name.span
        if not level.weighed:
            return _sum([self._points(part) for part in level.parts], span)
        worth = _sum([self._weighed(part) for part in level.parts], span)
        outs = [self._out(part) for part in level.parts]
        if first_of(nodes.WeightsRescaled, self.card.clauses) is None or not any(outs):
            return worth
        weights = [
            _weight(part) if out is None else _if(out, nodes.Percent(0, 0, span=span), _weight(part), span)
            for part, out in zip(level.parts, outs, strict=True)
        ]
        rescaled = nodes.Arithmetic("/", worth, _sum(weights, span), span=span)
        return nodes.Told("rescaled", rescaled, span=span)

    def _weighed(self, part: Part) -> nodes.Expression:
        """The part's share of its own maximum, times its weight, of 100 points."""
        weight, most = _weight(part), maximum_of(self.card, part)
        assert most is not None
        span, points = part.name.span, self._points(part)
        fixed, share = constant(self.resolved, most), literal_value(weight)
        if fixed is not None and share is not None:
            worth = _scaled(points, nodes.Number(1, 0, span=span), fixed, share * WHOLE, span)
        else:
            whole = nodes.Points(WHOLE, 0, span=span)
            worth = nodes.Arithmetic("*", weight, _over(points, most, span), span=span)
            worth = nodes.Arithmetic("*", worth, whole, span=span)
        return nodes.Told("weighed", worth, span=span)

    def _out(self, part: Part) -> nodes.Expression | None:
        """When a part does not apply: a metric as it says, a category when nothing in it does."""
        if isinstance(part, nodes.Metric):
            return _not_applicable(part)
        inner = [self._out(each) for each in level_of(self.card, part).parts]
        known = [out for out in inner if out is not None]
        return _all(known, part.name.span) if len(known) == len(inner) else None

    # -------------------------------------------------------------------------------------------- designations

    def _designation(self) -> nodes.Expression:
        """The highest one from whose points on the score is, where every minimum holds."""
        card, name = self.card, self.card.name.text
        minimums = list(self._minimums())
        asked = [nodes.Told("minimums", _all(minimums, card.span), span=card.span)] if minimums else []
        reached: nodes.Expression = nodes.MemberOf(name, NO_DESIGNATION, span=card.name.span)
        for designation in all_of(nodes.Designation, card.clauses):
            score = nodes.PartOf(name, span=card.name.span)
            enough = nodes.Comparison(">=", score, designation.points, span=designation.span)
            member = nodes.MemberOf(name, designation.name.text, span=designation.name.span)
            condition = _all([enough, *asked], designation.span)
            reached = nodes.Told("reached", _if(condition, member, reached, designation.span), span=designation.span)
        return reached

    def _minimums(self) -> Iterator[nodes.Expression]:
        every = first_of(nodes.EveryMetric, self.card.clauses)
        for category in self.card.categories:
            for metric in category.metrics:
                for limit in metric.limits:
                    if limit.kind in ("at_least", "more_than"):
                        yield self._minimum(metric, limit.value, strict=limit.kind == "more_than")
                if every is not None:
                    yield self._minimum(metric, every.points, strict=every.strict)
            if category.at_least is not None:
                yield self._minimum(category, category.at_least, strict=False)

    def _minimum(self, part: Part, points: nodes.Expression, *, strict: bool) -> nodes.Expression:
        """What a part is worth at least; nothing is asked of one that does not apply."""
        test = nodes.Comparison(">" if strict else ">=", self._points(part), points, span=points.span)
        out = self._out(part)
        return test if out is None else nodes.Logic("any", (out, test), span=points.span)


def _inner_first(card: nodes.Scorecard) -> Sequence[nodes.Category]:
    """The categories, those inside another before it."""
    by_name = {category.name.text: category for category in card.categories}
    return sorted(card.categories, key=lambda category: -_depth(by_name, category))


def _depth(by_name: Mapping[str, nodes.Category], category: nodes.Category) -> int:
    return 0 if category.inside is None else 1 + _depth(by_name, by_name[category.inside.text])


# ------------------------------------------------------------------------------------------------ curves


def _line(line: nodes.ScoringLine) -> nodes.Expression:
    """The points of one line; none where its condition does not hold."""
    worth = line.value
    if line.curve is not None:
        measured = nodes.Told("measured", line.value, span=line.value.span)
        worth = _curve(line.curve, measured)
    if line.condition is None:
        return worth
    return nodes.Told("line", _if(line.condition, worth, _none(line.span), line.span), span=line.span)


def _curve(curve: nodes.Curve, value: nodes.Expression) -> nodes.Expression:
    match curve:
        case nodes.Linear():
            return nodes.Told("linear", _linear(curve, value), span=curve.span)
        case nodes.Steps():
            return nodes.Told("steps", _steps(curve, value), span=curve.span)
    return nodes.Told("every full" if curve.full else "every", _for_every(curve, value), span=curve.span)


def _linear(curve: nodes.Linear, value: nodes.Expression) -> nodes.Expression:
    """In proportion between the two ends; outside them what the nearer end is worth."""
    span = curve.span
    if curve.low_points is None or curve.low_at is None:
        return nodes.Extreme("lower", (curve.points, _not_negative(_share(value, curve, span), span)), span=span)
    inside = nodes.Extreme("lower", (curve.at, nodes.Extreme("higher", (curve.low_at, value), span=span)), span=span)
    above = nodes.Arithmetic("-", inside, curve.low_at, span=span)
    at = _difference(curve.at, curve.low_at, span)
    points = _difference(curve.points, curve.low_points, span)
    return nodes.Arithmetic("+", curve.low_points, _share(above, nodes.Linear(points, at, span=span), span), span=span)


def _share(value: nodes.Expression, curve: nodes.Linear, span: Span) -> nodes.Expression:
    at, points = literal_value(curve.at), literal_value(curve.points)
    if at is not None and points is not None:
        return _scaled(value, curve.at, at, points, span)
    return nodes.Arithmetic("*", _over(value, curve.at, span), curve.points, span=span)


def _steps(curve: nodes.Steps, value: nodes.Expression) -> nodes.Expression:
    """What the highest step reached is worth."""
    reached: nodes.Expression = _none(curve.span)
    for row in curve.rows:
        test = nodes.Comparison(">" if row.exclusive else ">=", value, row.lower, span=row.span)
        reached = _if(test, row.value, reached, row.span)
    return reached


def _for_every(curve: nodes.ForEvery, value: nodes.Expression) -> nodes.Expression:
    """In proportion to what lies above the gate, or to the whole steps in it."""
    span = curve.span
    above = nodes.Arithmetic("-", value, curve.above, span=span) if curve.above is not None else value
    if not curve.full:
        return _not_negative(_share(above, nodes.Linear(curve.points, curve.every, span=span), span), span)
    count = nodes.Rounded(_over(above, curve.every, span), "floor", 0, span=span)
    return _not_negative(nodes.Arithmetic("*", count, curve.points, span=span), span)


# ------------------------------------------------------------------------------------------------ plain values


def _scaled(value: nodes.Expression, like: nodes.Expression, at: Fraction, points: Fraction, span: Span
            ) -> nodes.Expression:
    """`value / at * points`, with the two figures in lowest terms so that no digits are made that cancel out."""
    if points == 0:
        return _none(span)
    ratio = at / points
    divided = nodes.Arithmetic("/", value, _whole(like, ratio.numerator, span), span=span)
    if isinstance(like, nodes.Number) and isinstance(value, nodes.PartOf):
        return nodes.Arithmetic("*", divided, nodes.Number(ratio.denominator, 0, span=span), span=span)
    return nodes.Arithmetic("*", divided, nodes.Points(ratio.denominator, 0, span=span), span=span)


def _whole(like: nodes.Expression, value: int, span: Span) -> nodes.Expression:
    """A whole figure of the kind of another."""
    match like:
        case nodes.Money(currency=currency):
            return nodes.Money(value, 0, currency, span=span)
        case nodes.Percent():
            return nodes.Percent(value * 100, 0, span=span)
        case nodes.Points():
            return nodes.Points(value, 0, span=span)
    return nodes.Number(value, 0, span=span)


def _difference(high: nodes.Expression, low: nodes.Expression, span: Span) -> nodes.Expression:
    """One figure less another, worked out where both are written."""
    first, second = literal_value(high), literal_value(low)
    if first is None or second is None:
        return nodes.Arithmetic("-", high, low, span=span)
    digits = max(getattr(high, "digits", 0), getattr(low, "digits", 0))
    places = digits + (2 if isinstance(high, nodes.Percent) else 0)
    return attrs.evolve(high, coefficient=int((first - second) * 10**places), digits=digits)  # type: ignore[arg-type]


def _over(value: nodes.Expression, by: nodes.Expression, span: Span) -> nodes.Expression:
    return nodes.Arithmetic("/", value, by, span=span)


def _sum(items: Sequence[nodes.Expression], span: Span) -> nodes.Expression:
    total, *others = items
    for other in others:
        total = nodes.Arithmetic("+", total, other, span=span)
    return total


def _best(items: Sequence[nodes.Expression], span: Span) -> nodes.Expression:
    return items[0] if len(items) == 1 else nodes.Extreme("higher", tuple(items), span=span)


def _all(items: Sequence[nodes.Expression], span: Span) -> nodes.Expression:
    return items[0] if len(items) == 1 else nodes.Logic("all", tuple(items), span=span)


def _if(condition: nodes.Expression, value: nodes.Expression, otherwise: nodes.Expression, span: Span) -> nodes.Cases:
    return nodes.Cases(((condition, value),), otherwise, span=span)


def _not_negative(value: nodes.Expression, span: Span) -> nodes.Expression:
    return nodes.Extreme("higher", (value, _none(span)), span=span)


def _none(span: Span) -> nodes.Points:
    return nodes.Points(0, 0, span=span)


def _weight(part: Part) -> nodes.Expression:
    assert part.weight is not None
    return part.weight


def _not_applicable(metric: nodes.Metric) -> nodes.Expression | None:
    return next((limit.value for limit in metric.limits if limit.kind == "not_applicable"), None)
