"""Values that look at all subjects: who is compared, what can be compared, and the types of what comes out."""
from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.names.problems import no_such_name
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.own_groups import check_own_groups, own_groups
from rulelang.typecheck.said_inside import as_part
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

MEMBERS_MAX = 10**9
"""More subjects than any population has: a total over so many fits the widest integer."""
MEMBERS = core.Quantity("count", 1, 0, MEMBERS_MAX)
BELOW = MEMBERS
RANK = core.Quantity("count", 1, 1, MEMBERS_MAX)
QUOTED = ("rank", "percentile", "share", "top_share")
"""What comes to a value of another kind than it compares."""
COMPARED_MAX = types.LIMIT // MEMBERS_MAX


def median_of(value: core.Quantity) -> core.Quantity:
    """The type of a median: half the sum of the middle two where their number is even."""
    return attrs.evolve(value, denominator=2 * value.denominator, low=2 * value.low, high=2 * value.high)


def check_among(checker: Checker, node: nodes.Among, scope: Scope) -> core.Type | None:
    """Types a comparison among all subjects; its value and `where` are read for each of them."""
    if scope.row is not None:
        checker.report.add("total-inside-where", node.span, text=" ".join(node.span.text.split()))
        return None
    if not _is_among_subjects(checker, node):
        return None
    inner = Scope(scope.reader, scope.owner)
    groups, where = own_groups(node.where, checker.subject)
    reads = None if node.function in QUOTED else scope.read_as
    kind = checker.check(node.value, attrs.evolve(inner, read_as=reads))
    fine = check_own_groups(checker, groups, inner)
    if where is not None:
        fine = checker.check_truth(where, attrs.evolve(inner, others="all")) is not None and fine
    if kind is None or not fine:
        return None
    return _type_of(checker, node, kind)


def _is_among_subjects(checker: Checker, node: nodes.Among) -> bool:
    scope = node.scope[0]
    if len(node.scope) > 1 or scope.text != checker.subject:
        span = scope.span.to(node.scope[-1].span)
        if scope.text in checker.resolved.entities or len(node.scope) > 1:
            written = ".".join(name.text for name in node.scope)
            checker.report.add("among-another", span, name=written, subject=checker.subject)
        else:
            known = [checker.subject]
            no_such_name(checker.report, "no-such-entity", span, scope.text, known)
        return False
    if node.misplaced is not None:
        checker.report.add("after-the-scope", node.misplaced, text=node.misplaced.text, value=node.value.span.text)
        return False
    return True


def _type_of(checker: Checker, node: nodes.Among, kind: core.Type) -> core.Type | None:
    value = node.value
    if core.in_own_currency(kind):
        checker.report.add(
            "own-currency-over-rows", value.span, text=value.span.text, inside=as_part(value),
            code=checker.resolved.currency,
        )
        return None
    if isinstance(kind, core.Ratio):
        checker.report.add("ratio-compared", value.span, text=value.span.text)
        return None
    if not isinstance(kind, core.Quantity):
        checker.report.add("no-arithmetic", value.span, found=kind_words(kind), text=value.span.text)
        return None
    if max(abs(kind.low), abs(kind.high)) > COMPARED_MAX:
        checker.report.add("compared-too-wide", value.span, text=value.span.text)
        return None
    if node.top is not None and not 0 < node.top.coefficient <= 100 * 10**node.top.digits:
        checker.report.add("top-out-of-range", node.top.span, top=node.top.span.text)
        return None
    return _found(node.function, kind)


def _found(function: str, kind: core.Quantity) -> core.Type | None:
    total = types.total_of(kind)
    quotients = {
        "percentile": (BELOW, MEMBERS), "share": (kind, total), "average": (total, MEMBERS),
        "top_share": (total, total),
    }
    if function in quotients:
        found = types.divided(*quotients[function], None)
        return None if isinstance(found, types.Clash) else found
    return {"rank": RANK, "total": total, "median": median_of(kind)}.get(function, kind)
