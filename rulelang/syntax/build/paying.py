"""Clauses that say what an incentive pays, and what raises or limits it. Knows no cadence and no payouts."""
from __future__ import annotations

from rulelang.syntax import nodes
from rulelang.syntax.bounds import BANDS_MAX
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.expressions import expression
from rulelang.syntax.build.literals import figure
from rulelang.syntax.build.trees import Builder, Unbuilt, subtree, token, tokens, trees
from rulelang.syntax.keywords import Keyword, keywords

BAND_WORDS = {
    "MARGINAL": "marginal", "RETROACTIVE": "whole", "INTERPOLATED": "interpolated", "FIXED_REACHED": "fixed",
    "EVERY_FIXED": "every_fixed", "ALL_REACHED": "every_rate", "PASSED_ENDS": "ends",
}
WORDS_OF_BANDS = {kind: keyword for keyword, kind in BAND_WORDS.items()}
"""The other way round: the keyword that says how bands of a kind pay."""


def bands(b: Builder, tree: Branch) -> nodes.Bands:
    rows = trees(tree, "band")
    b.refuse_more(rows, BANDS_MAX)
    if any(token(row, "NEVER_LESS") is not None for row in rows):
        raise Unbuilt("a floor of a band")
    kind = BAND_WORDS[tokens(tree, *BAND_WORDS)[0].type]
    return nodes.Bands(kind, tuple(band_row(b, row) for row in rows), span=b.span(tree))


def band_row(b: Builder, tree: Branch) -> nodes.BandRow:
    lower, value = (expression(b, part) for part in trees(tree))
    per = token(tree, "NAME")
    return nodes.BandRow(
        lower, value, token(tree, "ABOVE") is not None, b.name(per) if per is not None else None, span=b.span(tree)
    )


def refuse_period(b: Builder, limit: Branch) -> None:
    """`per quarter` in a cap: `per` names records one by one, and a quarter is none."""
    name = token(limit, "NAME")
    if name is None or str(name) not in keywords().units[b.language]:
        return
    each = keywords().spellings[Keyword("EACH")][b.language][0]
    raise b.refuse("per-a-period", limit, instead=f"{each} {name}")


def pays(b: Builder, tree: Branch) -> nodes.Pays:
    per = tokens(tree, "NAME")
    return nodes.Pays(expression(b, trees(tree)[0]), b.name(per[0]) if per else None, span=b.span(tree))


def rate_found_by(b: Builder, tree: Branch) -> nodes.RateFoundBy:
    return nodes.RateFoundBy(expression(b, trees(tree)[0]), span=b.span(tree))


def per_step(b: Builder, tree: Branch) -> nodes.PerStep:
    step, amount = (expression(b, part) for part in trees(tree))
    return nodes.PerStep(step, amount, span=b.span(tree))


def multiplied(b: Builder, tree: Branch) -> nodes.Multiplied:
    factor, *conditions = (expression(b, part) for part in trees(tree))
    return nodes.Multiplied(factor, conditions[0] if conditions else None, span=b.span(tree))


def plus_points(b: Builder, tree: Branch) -> nodes.PlusPoints:
    written = token(tree, "NUMBER")
    if written is None:
        return nodes.PlusPoints(expression(b, trees(tree)[0]), _condition(b, tree, 1), span=b.span(tree))
    points = nodes.Percent(*figure(str(written)), span=b.span(written))
    return nodes.PlusPoints(points, _condition(b, tree), span=b.span(tree))


def plus_amount(b: Builder, tree: Branch) -> nodes.PlusAmount:
    written = token(tree, "MONEY")
    if written is None:
        return nodes.PlusAmount(expression(b, trees(tree)[0]), _condition(b, tree, 1), span=b.span(tree))
    amount = nodes.Money(*figure(str(written)), str(written)[-3:], span=b.span(written))
    return nodes.PlusAmount(amount, _condition(b, tree), span=b.span(tree))


def _condition(b: Builder, tree: Branch, after: int = 0) -> nodes.Expression | None:
    conditions = trees(tree)[after:]
    return expression(b, conditions[0]) if conditions else None


def never_less(b: Builder, tree: Branch) -> nodes.NeverLess:
    limit = subtree(tree, "limit")
    if limit is not None and token(limit, "PER") is not None:
        refuse_period(b, limit)
        raise Unbuilt("a floor for each record")
    each = str(limit.children[1]) if limit is not None else None
    return nodes.NeverLess(expression(b, trees(tree)[0]), each, span=b.span(tree))


def nothing_under(b: Builder, tree: Branch) -> nodes.NothingUnder:
    if token(tree, "CARRIED") is not None:
        raise Unbuilt("a minimum payout that is carried forward")
    return nodes.NothingUnder(expression(b, trees(tree)[0]), span=b.span(tree))
