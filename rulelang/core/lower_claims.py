"""Claims to definitions beside the program's own: engines work them out when asked to, and never pay by them."""
from __future__ import annotations

from rulelang.core import nodes as core
from rulelang.core.lower_expressions import Lowering
from rulelang.syntax import nodes


def lower_claims(lowering: Lowering) -> tuple[core.Claim, ...]:
    """Every claim, with a name of its own for each of its figures."""
    found = []
    for number, claim in enumerate(lowering.checked.resolved.claims, 1):
        lowering.owner = claim.title.value
        body = claim.claim
        sides = (body.value, body.cause) if isinstance(body, nodes.RisesWith) else (body,)
        definitions = tuple(_definition(lowering, f"claim {number}.{n}", side) for n, side in enumerate(sides, 1))
        found.append(core.Claim(claim.title.value, definitions, claim.title.span))
    return tuple(found)


def _definition(lowering: Lowering, name: str, node: nodes.Expression) -> core.Definition:
    value = lowering.lower(node)
    return core.Definition(name, "claim", value, value.type, node.span)
