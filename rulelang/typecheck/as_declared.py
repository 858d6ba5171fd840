"""Caps and bands of what pays as they were first declared, in each version, whatever variants put in their place."""
from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from rulelang.names.clauses import all_of
from rulelang.names.payout_versions import payout_versions
from rulelang.names.resolved import NewClause
from rulelang.syntax import nodes

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

Paying = nodes.Incentive | nodes.Payout


def is_about(override: NewClause, declared: Paying) -> bool:
    """Whether an edit is of an incentive or payout, or of what is declared at once for it and for other members."""
    return override.base.name.text in (declared.name.text, declared.name.text.partition("(")[0])


def declared_versions(checker: Checker, declared: Paying) -> tuple[Paying, ...]:
    """The versions of an incentive or a payout that no variant has edited, in order of date."""
    edited = (o.base for o in checker.resolved.overrides if isinstance(o, NewClause) and is_about(o, declared))
    first: Paying = next(edited, declared)
    own = payout_versions(first) if isinstance(first, nodes.Payout) else (first,)
    return checker.resolved.first_versions.get(declared.name.text) or own


def base_caps(checker: Checker, declared: Paying) -> list[tuple[datetime.date, nodes.AtMost]]:
    """The caps as they were first declared, each with the day from which it holds."""
    found = []
    for version in declared_versions(checker, declared):
        since = version.since or datetime.date.min
        found += [(since, cap) for cap in all_of(nodes.AtMost, version.clauses)]
    return found


def base_bands(checker: Checker, declared: Paying) -> tuple[nodes.Bands, ...]:
    """The bands as they were first declared, in order of date."""
    return tuple(b for version in declared_versions(checker, declared) for b in all_of(nodes.Bands, version.clauses))
