"""Whether a line of `adaptable` says something of what it names: bands of an incentive, members of a type, a cap.

A line that says nothing would be taken, and refuse whatever a variant writes. Knows not what variants write.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.diagnostics.suggest import in_backticks
from rulelang.syntax import nodes
from rulelang.typecheck.as_declared import base_caps
from rulelang.typecheck.bounds import PERCENT
from rulelang.typecheck.constants import literal_value, value_on
from rulelang.typecheck.declared import literal_fits
from rulelang.typecheck.meant import example_of, instead_of
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

FOR_ONE = (
    nodes.MayBeBetween, nodes.MayBePaidEvery, nodes.MayReplaceBands, nodes.MayGainRequirements, nodes.Fixed,
)
"""What may be said of one member by itself."""
OF_FIGURES = (nodes.MayBeBetween, nodes.Fixed, nodes.NotYet)
"""What may be said of the number of a requirement."""


def fits(checker: Checker, opening: nodes.Opening, target: nodes.Target) -> bool:
    """Whether there is in a thing what a line lets be replaced, bounded, gained or dropped."""
    resolved, permission, head = checker.resolved, opening.permission, target.path[0].text
    incentives = [name for name in resolved.written_out(head) if name in resolved.incentives]
    match permission:
        case nodes.MayBeBetween() if incentives or head in resolved.payouts:
            return _bounds_cap(checker, opening, target, next(iter(incentives), head))
        case nodes.MayReplaceBands() if incentives:
            from rulelang.typecheck.band_bounds import check_band_bounds

            return check_band_bounds(checker, opening, permission, incentives[0])
        case nodes.MayBeBetween():
            fine = head in resolved.parameters or head in resolved.keyed
        case nodes.MayBePaidEvery():
            fine = bool(incentives) or head in resolved.payouts
        case nodes.MayReplaceBands() | nodes.MayDrop():
            fine = bool(incentives)
        case nodes.MayGainMembers():
            fine = head in resolved.enumerations
        case nodes.MayReplaceLadder() | nodes.MayGainRequirements():
            fine = any(name in resolved.ladders for name in resolved.written_out(head))
        case nodes.MayGain():
            fine = False
        case _:
            fine = True
    if fine and (not target.cell or isinstance(permission, FOR_ONE)):
        return True
    tell_unfit(checker, opening, target)
    return False


def tell_unfit(checker: Checker, opening: nodes.Opening, target: nodes.Target) -> None:
    """A line that says nothing of what it names, with the names of which it would say something."""
    resolved, permission = checker.resolved, opening.permission
    match permission:
        case nodes.MayBePaidEvery():
            variant, names = "paid", [*resolved.incentives, *resolved.payouts]
        case nodes.MayGainMembers():
            variant, names = "members", [*resolved.enumerations]
        case nodes.MayGainRequirements():
            variant, names = "ladders", [*resolved.ladders]
        case _:
            variant, names = "", []
    checker.report.add(
        "opening-does-not-fit", permission.span, labels=[(target.span, "target")], name=target.span.text,
        permission=permission.span.text, names=in_backticks(names), variant=variant if names else "",
    )


def is_named(checker: Checker, end: nodes.Expression) -> bool:
    """Whether a bound names a figure, which is told: what a line allows is seen in the line itself."""
    if not isinstance(end, (nodes.Reading, nodes.Call)):
        return False
    parameter = checker.resolved.parameters.get(end.span.text)
    value = value_on(checker.resolved, end, checker.resolved.start)
    written = next((d.value.span.text for d in parameter.values if literal_value(d.value) == value), "") \
        if parameter is not None and value is not None else ""  # fmt: skip
    checker.report.add("bound-by-name", end.span, text=end.span.text, value=written, variant="known" if written else "")
    return True


# ------------------------------------------------------------------------------------------------ caps


def _bounds_cap(checker: Checker, opening: nodes.Opening, target: nodes.Target, name: str) -> bool:
    """Whether a line about an incentive or a payout gives a range in which a cap may lie."""
    permission = opening.permission
    assert isinstance(permission, nodes.MayBeBetween)
    wanted = PERCENT if permission.of_global else core.Quantity("money", 100, 0, 0, checker.resolved.currency)
    for end in (permission.low, permission.high):
        if is_named(checker, end):
            return False
        if not literal_fits(wanted, end):
            _tell_other(checker, opening, target, wanted, end)
            return False
    low, high = literal_value(permission.low), literal_value(permission.high)
    if low is not None and high is not None and low > high:
        checker.report.add(
            "bounds-reversed", permission.span, low=permission.low.span.text, high=permission.high.span.text
        )
        return False
    return not permission.of_global or _has_cap(checker, permission, name)


def _tell_other(
    checker: Checker, opening: nodes.Opening, target: nodes.Target, wanted: core.Quantity, end: nodes.Expression
) -> None:
    """A percent about an incentive is most likely meant for its rate, which is another line's affair."""
    if isinstance(end, nodes.Percent):
        tell_unfit(checker, opening, target)
        return
    checker.report.add(
        "another-kind-of-value", end.span, text=end.span.text, wanted=kind_words(wanted),
        instead=instead_of(wanted, end), example=example_of(wanted, end),
    )


def _has_cap(checker: Checker, permission: nodes.MayBeBetween, name: str) -> bool:
    """Whether there is a cap whose share is a figure."""
    declared, _ = checker.resolved.incentives.get(name) or checker.resolved.payouts[name]
    caps = [cap for _, cap in base_caps(checker, declared)]
    if any(literal_value(cap.value) is not None or isinstance(cap.value, nodes.Reading) for cap in caps):
        return True
    labels = [(cap.span, "cap") for cap in caps] or [(declared.name.span, "declared")]
    checker.report.add(
        "share-of-no-cap", permission.span, labels=labels, name=declared.name.text,
        text=caps[0].value.span.text if caps else "", currency=checker.resolved.currency or "",
        variant="worked-out" if caps else "",
    )
    return False
