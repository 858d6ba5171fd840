"""Scorecards: categories, metrics, curves, designations. Knows no entities."""
from __future__ import annotations

from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.expressions import expression, rounding
from rulelang.syntax.build.literals import document, label
from rulelang.syntax.build.outcomes import by_member, head_not_yet, since, subject
from rulelang.syntax.build.paying import band_row
from rulelang.syntax.build.trees import Builder, Unbuilt, subtree, the, token, trees

LIMITS = {
    "AT_MOST": "at_most", "AT_LEAST": "at_least", "MORE_THAN": "more_than", "NOT_APPLICABLE": "not_applicable",
    "EARNS_ONLY": "earns_only",
}  # fmt: skip
LINES = {"MEASURES": "measures", "LINES_ADD": "sum", "LINES_BEST": "best"}


def scorecard(b: Builder, tree: Branch) -> nodes.Scorecard:
    """The declaration; what has no node yet is a NotYet among its clauses."""
    clauses: list[nodes.ScorecardClause] = list(head_not_yet(b, tree, "keyed", "dated_head"))
    clauses += [document(b, part) for part in trees(tree, "document")]
    clauses += [b.not_yet(part, "a track of a scorecard") for part in trees(tree, "track")]
    clauses += [_clause(b, part) for part in trees(tree, "scorecard_clause")]
    return nodes.Scorecard(
        b.name(tree.children[1]), label(b, subtree(tree, "label")), subject(b, tree), _after(b, tree, "OUT_OF"),
        tuple(_category(b, part) for part in trees(tree, "category")), tuple(clauses), by_member(b, tree),
        since(tree), span=b.span(tree),
    )  # fmt: skip


def _after(b: Builder, tree: Branch, terminal: str) -> nodes.Expression | None:
    """The value that stands right after a word, where the word is there."""
    word = token(tree, terminal)
    return expression(b, tree.children[tree.children.index(word) + 1]) if word is not None else None


def _clause(b: Builder, tree: Branch) -> nodes.ScorecardClause:
    first = tree.children[0]
    if isinstance(first, Branch):
        return nodes.RoundedClause(*rounding(b, first), span=b.span(tree))
    match first.type:
        case "BEST_OF":
            return b.not_yet(tree, "the best of several tracks")
        case "SHOWN_TO":
            return b.not_yet(tree, "decimals that are only shown")
        case "WEIGHTS_RESCALED":
            return nodes.WeightsRescaled(span=b.span(tree))
        case "EVERY_METRIC":
            strict = token(tree, "MORE_THAN") is not None
            return nodes.EveryMetric(expression(b, tree.children[-1]), strict, span=b.span(tree))
    return _designation(b, tree)


def _designation(b: Builder, tree: Branch) -> nodes.Designation | nodes.NotYet:
    if token(tree, "HELD_ANNIVERSARY") is not None:
        return b.not_yet(tree, "a designation held until an anniversary")
    points = _after(b, tree, "FROM")
    assert points is not None
    return nodes.Designation(b.name(tree.children[1]), label(b, subtree(tree, "label")), points, span=b.span(tree))


def _category(b: Builder, tree: Branch) -> nodes.Category:
    inside = token(tree, "IN")
    return nodes.Category(
        b.name(tree.children[1]), label(b, subtree(tree, "label")),
        b.name(tree.children[tree.children.index(inside) + 1]) if inside is not None else None,
        _after(b, tree, "WEIGHS"), _after(b, tree, "AT_MOST"), _after(b, tree, "AT_LEAST"),
        tuple(_metric(b, part) for part in trees(tree, "metric")), span=b.span(tree),
    )  # fmt: skip


def _metric(b: Builder, tree: Branch) -> nodes.Metric:
    body = the(tree, "metric_body")
    word = body.children[0]
    if word.type == "MEASURES":
        value, written = body.children[1], the(body, "curve")
        only = nodes.ScoringLine(_curve(b, written), expression(b, value), span=b.span(body))
        lines: tuple[nodes.ScoringLine, ...] = (only,)
    else:
        lines = tuple(_line(b, part) for part in trees(body, "scoring_line"))
    return nodes.Metric(
        b.name(tree.children[1]), label(b, subtree(tree, "label")), _after(b, tree, "WEIGHS"), LINES[word.type], lines,
        tuple(_limit(b, part) for part in trees(tree, "metric_limit")), span=b.span(tree),
    )  # fmt: skip


def _limit(b: Builder, tree: Branch) -> nodes.MetricLimit:
    word, value = tree.children
    return nodes.MetricLimit(LIMITS[word.type], expression(b, value), span=b.span(tree))


def _line(b: Builder, tree: Branch) -> nodes.ScoringLine:
    condition = _after(b, tree, "IF")
    written = subtree(tree, "curve")
    if written is None:
        return nodes.ScoringLine(None, expression(b, tree.children[0]), condition, span=b.span(tree))
    value = _after(b, tree, "ON")
    assert value is not None
    return nodes.ScoringLine(_curve(b, written), value, condition, span=b.span(tree))


def _curve(b: Builder, tree: Branch) -> nodes.Curve:
    parts = trees(tree)
    if token(tree, "STEPS") is not None:
        if any(token(part, "NEVER_LESS") is not None for part in parts):
            raise Unbuilt("a floor of a step")
        return nodes.Steps(tuple(band_row(b, part) for part in parts), span=b.span(tree))
    figures = [expression(b, part) for part in parts]
    if token(tree, "LINEAR_TO") is not None:
        return nodes.Linear(figures[0], figures[1], span=b.span(tree))
    if token(tree, "LINEAR_FROM") is not None:
        low_points, low_at, points, at = figures
        return nodes.Linear(points, at, low_points, low_at, span=b.span(tree))
    above = figures[2] if len(figures) > 2 else None
    full = token(tree, "FOR_EVERY_FULL") is not None
    return nodes.ForEvery(figures[0], figures[1], above, full, span=b.span(tree))
