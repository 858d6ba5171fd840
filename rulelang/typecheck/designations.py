"""Comparisons of a scorecard with a designation by its name: `security is solutions_partner`."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.names.problems import no_such_name
from rulelang.syntax import nodes
from rulelang.typecheck.facts import Fact, Scope
from rulelang.typecheck.names import check_reading

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

OPERATORS = ("is", "is_not", ">=", "<=", ">", "<")


def is_designation(checker: Checker, node: nodes.Comparison) -> bool:
    """Whether a scorecard is compared with a bare name that is no value of its own."""
    match node.left, node.right:
        case nodes.Reading(path=(card,), day=None), nodes.Reading(path=(name,), window=None, day=None):
            resolved = checker.resolved
            declared = card.text in resolved.scorecards
            value = name.text in resolved.parameters or resolved.read_by_name(name.text) is not None
            return declared and not value and (checker.subject, name.text) not in checker.fields
    return False


def check_designation(checker: Checker, node: nodes.Comparison, scope: Scope) -> core.Truth | None:
    """Types it, and records which designation is meant."""
    assert isinstance(node.left, nodes.Reading)
    assert isinstance(node.right, nodes.Reading)
    card = node.left.path[0].text
    if check_reading(checker, node.left, scope) is None:
        return None
    from rulelang.typecheck.scoring import designation_name

    name, found = node.right.path[0].text, checker.definition_type(designation_name(card))
    known = found.members if isinstance(found, core.Choice) else ()
    if not isinstance(found, core.Choice) or name not in known or node.operator not in OPERATORS:
        names = ", ".join(known)
        no_such_name(checker.report, "no-such-designation", node.right.span, name, known, card=card, names=names)
        return None
    checker.facts.put(node.left, Fact(found, "designation", designation_name(card)))
    checker.facts.put(node.right, Fact(found, "member", name))
    return core.Truth()
