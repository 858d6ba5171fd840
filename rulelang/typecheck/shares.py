"""A share of records: a count or a total of some of them by that of all. Knows nothing of shares among partners."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.syntax import nodes
from rulelang.typecheck import types

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker
    from rulelang.typecheck.facts import Scope


def check_share(checker: Checker, node: nodes.ShareOf, scope: Scope) -> core.Type | None:
    """Like divided by like: what it is read as, a percent or a number, its reader says."""
    part = checker.check(node.part, scope)
    whole = checker.check(node.whole, scope) if part is not None else None
    if not types.is_numeric(part) or not types.is_numeric(whole):
        return None
    found = types.divided(part, whole, None)
    return None if isinstance(found, types.Clash) else found
