"""Versions of a payout: the one that begins last holds those before it. Knows nothing of what they pay."""
from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from rulelang.syntax import nodes


def payout_versions(payout: nodes.Payout | None) -> tuple[nodes.Payout, ...]:
    """A payout as it was from each day on, the earliest first; none where there is none."""
    return () if payout is None else (*payout_versions(payout.before), payout)


def chained_payouts(versions: Sequence[nodes.Payout]) -> nodes.Payout:
    """The last of some versions in order of date, which holds the others."""
    found: nodes.Payout | None = None
    for version in versions:
        found = attrs.evolve(version, before=found)
    assert found is not None, "there is a version"
    return found


def in_every_version(
    payout: nodes.Payout, change: Callable[[tuple[nodes.PayoutClause, ...]], tuple[nodes.PayoutClause, ...]]
) -> nodes.Payout:
    """The payout with its clauses changed in each of its versions."""
    before = in_every_version(payout.before, change) if payout.before is not None else None
    return attrs.evolve(payout, clauses=change(payout.clauses), before=before)
