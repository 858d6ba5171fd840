"""In which currency payouts are paid: what a level of the family says in its head becomes a clause of each payout.

A payout that says so itself keeps to that, until a level below says another in its head. Knows no rates.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.names.clauses import first_of
from rulelang.names.payout_versions import in_every_version
from rulelang.syntax import nodes

if TYPE_CHECKING:
    from rulelang.names.merge import Merge


def apply_paid_in(merge: Merge, owner: nodes.Program | nodes.Variant) -> None:
    """The currency of the level that was merged last; what levels above say holds for what is declared in it too."""
    said = first_of(nodes.PaidIn, owner.clauses)
    merge.paid_in = said or merge.paid_in
    if merge.paid_in is None:
        return
    for name, payout in tuple(merge.tables.payouts.items()):
        is_own = merge.depth[name] == len(merge.levels)
        merge.tables.put(_with(payout, merge.paid_in, replaces=said is not None and not is_own))


def _with(payout: nodes.Payout, paid_in: nodes.PaidIn, *, replaces: bool) -> nodes.Payout:
    def changed(clauses: tuple[nodes.PayoutClause, ...]) -> tuple[nodes.PayoutClause, ...]:
        others = tuple(c for c in clauses if not isinstance(c, nodes.PaidIn))
        return (*others, paid_in) if replaces or len(others) == len(clauses) else clauses

    return in_every_version(payout, changed)
