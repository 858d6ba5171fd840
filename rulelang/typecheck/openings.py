"""The lines of `adaptable` by themselves: what they speak of exists, what they allow fits it, and nobody allows more
than the levels above them."""
from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.names.by_member import of_member
from rulelang.names.clauses import all_of
from rulelang.names.doors import bounds_number, opening_for, same_target
from rulelang.names.ladder_versions import tier_names
from rulelang.names.problems import no_such_name
from rulelang.names.resolved import Block, Dropped
from rulelang.names.thresholds import figures_of, for_all, lines_of, means_one, stands_alone, title
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.syntax.nodes.variants import INCENTIVES as GAIN
from rulelang.typecheck.bounds import PERCENT, ends_of
from rulelang.typecheck.cells import cell_numbers
from rulelang.typecheck.constants import constant_values, literal_value, value_on
from rulelang.typecheck.declared import literal_fits
from rulelang.typecheck.fitting import OF_FIGURES, fits, is_named, tell_unfit
from rulelang.typecheck.key_edits import cell_of
from rulelang.typecheck.meant import example_of, instead_of
from rulelang.typecheck.own_tables import keyed_type
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_openings(checker: Checker) -> None:
    """Every line of every level: its target exists, its permission fits, and it lies inside the lines above it."""
    for number, block in enumerate(checker.resolved.adaptable):
        for opening in block.openings:
            if isinstance(opening.permission, nodes.NotYet) or opening.target is None:
                continue  # a door that nobody can walk through yet: the edit is what is reported
            gain = isinstance(opening.permission, (nodes.MayGain, nodes.Fixed))
            about_gain = gain and [name.text for name in opening.target.path] == [GAIN]
            if _said_before(checker, block, opening):
                continue
            if about_gain or _check_target(checker, opening, opening.target):
                _check_bounded(checker, block, opening)
                _check_inside(checker, block, opening, checker.resolved.adaptable[:number])


def _said_before(checker: Checker, block: Block, opening: nodes.Opening) -> bool:
    """Two lines of one level that speak of one change to one thing leave open which holds: the second is told."""
    assert opening.target is not None
    for other in block.openings:
        if other is opening:
            return False
        kinds = {type(other.permission), type(opening.permission)}
        if other.target is not None and same_target(other.target, opening.target) and (
            len(kinds) == 1 or nodes.Fixed in kinds
        ):
            labels = [(other.span, "first")]
            checker.report.add("said-twice", opening.span, labels=labels, clause=opening.target.span.text)
            return True
    return False


def _check_bounded(checker: Checker, block: Block, opening: nodes.Opening) -> None:
    """A bound on a number says nothing where the whole ladder may be another one: a level says one or the other."""
    if opening.target is None or not isinstance(opening.permission, nodes.MayReplaceLadder):
        return
    name = opening.target.path[0].text
    bound = next((other for other in block.openings if bounds_number(other, name)), None)
    if bound is not None:
        checker.report.add("replaced-and-bounded", opening.span, labels=[(bound.span, "bound")], name=name)


def _check_target(checker: Checker, opening: nodes.Opening, target: nodes.Target) -> bool:
    """Whether a line speaks of something there is."""
    resolved, head = checker.resolved, target.path[0]
    tables = (
        resolved.parameters, resolved.keyed, resolved.incentives, resolved.payouts, resolved.ladders,
        resolved.enumerations, resolved.measures, resolved.eligibilities, resolved.scorecards, resolved.benefits,
    )
    known = [name for table in tables for name in table if name not in resolved.figures] + [*resolved.by_member]
    if any(isinstance(o, Dropped) and o.base.name.text == head.text for o in resolved.overrides):
        return False  # gone where it is dropped before it begins; the base itself is told what does not fit
    if head.text not in known:
        no_such_name(checker.report, "unknown-target", head.span, head.text, known)
        return False
    in_ladder = len(target.path) > 1 and head.text in resolved.ladders
    if target.cell and not in_ladder and not _cell_is_there(checker, target):
        return False
    if len(target.path) > 1:
        return _check_figure(checker, opening, target)
    if not fits(checker, opening, target):
        return False
    declared = resolved.parameters.get(head.text) or resolved.keyed.get(head.text)
    if not isinstance(opening.permission, nodes.MayBeBetween) or declared is None:
        return True
    keyed = checker.keyed.get(head.text)
    kind = keyed.type if keyed is not None else checker.parameters.get(head.text)
    if kind is not None and not isinstance(kind, core.Quantity):
        low = opening.permission.low
        checker.report.add(
            "another-kind-of-value", low.span, labels=[(declared.type.span, "declared")], text=low.span.text,
            wanted=kind_words(kind), instead="", example=example_of(kind, low),
        )
        return False
    return _check_range(checker, opening.permission, kind, declared.type.span)


def _cell_is_there(checker: Checker, target: nodes.Target) -> bool:
    """Whether a line about one cell or one member speaks of one there is."""
    head = target.path[0].text
    keyed, found = checker.resolved.keyed.get(head), checker.keyed.get(head)
    if keyed is not None:
        return found is not None and cell_of(checker, keyed, found.keys, target) is not None
    if head not in checker.resolved.by_member:
        checker.report.add("cell-of-what", target.span, name=head, variant="member")
        return False
    members = tuple(name.text for name in target.cell)
    return of_member(head, members) in checker.resolved.written_out(head)  # else it has a finding already


def _check_figure(checker: Checker, opening: nodes.Opening, target: nodes.Target) -> bool:
    """`Level gold net_sales` means the one figure that gold's list compares net_sales with."""
    head, tier, *_ = target.path
    ladder = _ladder(checker, target)
    if ladder is None:
        checker.report.add("not-settable", target.span, name=target.span.text)
        return False
    tiers = tier_names(ladder)
    if tier.text not in tiers:
        no_such_name(
            checker.report, "no-such-tier", tier.span, tier.text, tiers, ladder=head.text, tiers=", ".join(tiers)
        )
        return False
    found = figures_of(ladder, target)
    if not means_one(ladder, target):
        checker.report.add(
            "no-such-figure", target.span, labels=[(line.span, "line") for line in lines_of(ladder, tier.text)],
            name=target.span.text, tier=tier.text, variant="several" if found else "",
        )
        return False
    computed = next((f for f in found if not stands_alone(f, checker.resolved.parameters)), None)
    if computed is not None:
        checker.report.add(
            "bound-on-what-is-computed", target.span, labels=[(computed.span, "computed")], name=target.span.text,
            text=computed.span.text,
        )
        return False
    if not isinstance(opening.permission, OF_FIGURES):
        tell_unfit(checker, opening, target)
        return False
    fact = checker.facts.known(found[0])
    if not isinstance(opening.permission, nodes.MayBeBetween) or fact is None:
        return True
    if not isinstance(fact.type, core.Quantity):
        return False
    return _check_range(checker, opening.permission, fact.type, found[0].span)


def _ladder(checker: Checker, target: nodes.Target) -> nodes.Tiers | None:
    """The ladder that a line about a number speaks of; of one by member that of a member."""
    head, members = target.path[0].text, tuple(name.text for name in target.cell)
    ladders = checker.resolved.ladders
    there = [name for name in checker.resolved.written_out(head) if name in ladders]
    one = of_member(head, members)
    return ladders.get(one if one in there else next(iter(there), head))


def _check_range(checker: Checker, permission: nodes.MayBeBetween, kind: core.Quantity | None, declared: Span) -> bool:
    """The ends of a range are of the kind they bound, or percents of its global value, the lower one first."""
    if kind is None:
        return False
    wanted = PERCENT if permission.of_global else kind
    for end in (permission.low, permission.high):
        if is_named(checker, end):
            return False
        if not literal_fits(wanted, end):
            checker.report.add(
                "another-kind-of-value", end.span, labels=[(declared, "declared")], text=end.span.text,
                wanted=kind_words(wanted), instead=instead_of(wanted, end), example=example_of(wanted, end),
            )
            return False
    if ends_of(permission, kind) is None:
        checker.report.add(
            "bounds-reversed", permission.span, low=permission.low.span.text, high=permission.high.span.text
        )
        return False
    return True


def _check_inside(checker: Checker, block: Block, opening: nodes.Opening, above: tuple[Block, ...]) -> None:
    """A level may only tighten what the levels above it left open."""
    assert opening.target is not None
    name = opening.target.path[0].text
    for upper in above:
        said = opening_for(opening.target, upper.openings, type(opening.permission))
        first = upper.owner is checker.resolved.program
        if name in checker.resolved.own or (said is None and not first):
            continue
        if said is None or not _allows(checker, said.permission, opening.permission, opening.target):
            labels = [(said.span, "opening")] if said is not None else []
            checker.report.add(
                "wider-than-above", opening.span, labels=labels, name=opening.target.span.text,
                owner=upper.owner.name.text, variant="" if labels else "unsaid",
            )
            return


def _allows(checker: Checker, upper: nodes.Permission, lower: nodes.Permission, target: nodes.Target) -> bool:
    """Whether all that the lower permission opens is open above."""
    match upper, lower:
        case _, nodes.Fixed():
            return True
        case nodes.MayBeBetween(), nodes.MayBeBetween():
            return _narrower(checker, upper, lower, target)
        case nodes.MayBePaidEvery(units=more), nodes.MayBePaidEvery(units=fewer):
            return set(fewer) <= set(more)
        case nodes.MayReplaceBands(), nodes.MayReplaceBands() if type(upper.low) is type(lower.low):
            ends = [literal_value(end) for end in (upper.low, lower.low, lower.high, upper.high)]
            return [end for end in ends if end is not None] == sorted(end for end in ends if end is not None)
        case nodes.MayGain(), nodes.MayGain():
            return _gains_no_more(upper, lower)
    return type(upper) is type(lower)


def _gains_no_more(upper: nodes.MayGain, lower: nodes.MayGain) -> bool:
    """Whether a cap over what is gained is no higher than the one above it, as far as that is seen: two amounts, or
    two percents of one thing, each over the same period. Of others both hold together."""
    if upper.each != lower.each:
        return True
    match upper.value, lower.value:
        case nodes.PercentOf(percent=most, value=of), nodes.PercentOf(percent=more, value=other):
            if of.span.text != other.span.text:
                return True
        case most, more:
            pass
    high, low = literal_value(most), literal_value(more)
    return high is None or low is None or low <= high


def _narrower(checker: Checker, upper: nodes.MayBeBetween, lower: nodes.MayBeBetween, target: nodes.Target) -> bool:
    """Whether one range lies in another; of a range in percents of the global value, on each day that value changes."""
    if upper.of_global == lower.of_global:
        globals_ = [Fraction(1)]
    else:
        globals_ = _global_values(checker, target)
    return all(
        _end(upper, upper.low, value) <= _end(lower, lower.low, value)
        and _end(lower, lower.high, value) <= _end(upper, upper.high, value)
        for value in globals_
    )


def _end(permission: nodes.MayBeBetween, end: nodes.Expression, value: Fraction) -> Fraction:
    return (literal_value(end) or Fraction(0)) * (value if permission.of_global else 1)


def _global_values(checker: Checker, target: nodes.Target) -> list[Fraction]:
    """The values the program itself gives a target."""
    for override in checker.resolved.overrides:
        base = override.base
        if isinstance(base, nodes.Parameter) and base.name.text in (title(target), title(for_all(target))):
            return [v for dated in base.replaced or base.values if (v := literal_value(dated.value)) is not None]
    above, keyed = checker.cells_above.get(target.path[0].text), checker.resolved.keyed.get(target.path[0].text)
    if above is not None and keyed is not None:
        kind = keyed_type(checker, keyed)
        key = tuple(name.text for name in target.cell)
        found = [w for _, _, cells, _ in above for at, w in cells.items() if key in ((), at)]
        return [v for w in found for v in cell_numbers(kind, w)]
    name = target.path[0].text
    first = next(iter(checker.resolved.written_out(name)), name)
    paying = checker.resolved.incentives.get(first) or checker.resolved.payouts.get(name)
    if paying is not None:
        caps = all_of(nodes.AtMost, paying[0].clauses)
        return [value for cap in caps for value in constant_values(checker, cap.value) or ()]
    if len(target.path) == 1:
        parameter = checker.resolved.parameters[target.path[0].text]
        return [v for dated in parameter.replaced or parameter.values if (v := literal_value(dated.value)) is not None]
    ladder = _ladder(checker, target)
    figures = figures_of(ladder, target) if ladder is not None else ()
    on_start = [value_on(checker.resolved, figure, checker.resolved.start) for figure in figures]
    return [value for value in on_start if value is not None]
