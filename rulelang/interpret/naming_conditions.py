"""What conditions are called: comparisons, lists of conditions, members of a set, regions, what is denied.

Knows how to write a value only from `write`, which is given.
"""
from __future__ import annotations

from collections.abc import Sequence

from rulelang.core.nodes import (
    IN_REGION,
    OUT_OF_REGION,
    REGION,
    ChoiceSet,
    Comparison,
    Day,
    Expression,
    Includes,
    Known,
    Literal,
    Logic,
    OrElse,
)
from rulelang.interpret.naming_figures import Write, is_loose
from rulelang.interpret.wording import Wording


def condition_words(wording: Wording, node: Comparison | Includes | Logic, write: Write) -> str:
    """The name of a condition that is made of values or of other conditions."""
    match node:
        case Comparison():
            return _comparison(wording, node, write)
        case Includes():
            return _includes(wording, node, write)
        case Logic():
            return _logic(wording, node, write)


def comparison_words(wording: Wording, compared: Expression, operator: str, threshold: str) -> str:
    """The second half of a comparison: `at least 25_000.00 USD`, `before 2024-06-30`."""
    of_days = isinstance(compared.type, Day) and operator not in ("equal", "unequal")
    return wording.say(f"day_{operator}" if of_days else operator, threshold=threshold)


def _comparison(wording: Wording, node: Comparison, write: Write) -> str:
    left, right = (_apart(side, write(side)) for side in (node.left, node.right))
    return f"{left} {comparison_words(wording, node.left, node.operator, right)}"


def _apart(node: Expression, text: str) -> str:
    """A value between other words: in parentheses where it is several words that could run into those."""
    return f"({text})" if isinstance(node, OrElse) or is_loose(node) else text


def _includes(wording: Wording, node: Includes, write: Write) -> str:
    return wording.say("includes", thing=write(node.members), member=_member(wording, node))


def _member(wording: Wording, node: Includes) -> str:
    kind = node.members.type
    return wording.called(kind.enumeration, node.member) if isinstance(kind, ChoiceSet) else node.member


def region_words(wording: Wording, node: Logic) -> str:
    """The second half of `country is in americas`; empty where a list of conditions is none about one region."""
    for begins, phrase in ((IN_REGION, "in_region"), (OUT_OF_REGION, "out_of_region")):
        if node.step.startswith(begins):
            return wording.say(phrase, threshold=wording.called(REGION, node.step.removeprefix(begins)))
    return ""


def _placed(node: Logic) -> Expression:
    """The value of which a list of conditions says that it lies in a region."""
    first = node.items[0]
    if isinstance(first, Logic):
        return _placed(first)
    assert isinstance(first, Comparison)
    return first.left


def _logic(wording: Wording, node: Logic, write: Write) -> str:
    if node.step == "periods":
        test = write(node.items[0])
        return wording.say(f"periods_{node.quantity}", test=test, count=node.count, periods=len(node.items))
    region = region_words(wording, node)
    if region:
        return f"{write(_placed(node))} {region}"
    members = one_of(node)
    if members:
        return f"{write(members[0].left)} {members_words(wording, members, write)}"
    items = [_inside_of(node, item, write(item)) for item in node.items]
    if node.quantity in ("all", "any"):
        return wording.say("and" if node.quantity == "all" else "or").join(items)
    if denied(node):
        return denial_words(wording, node.items[0], write)
    phrase = "none_of" if node.quantity == "none" else "at_least_of"
    return wording.say(phrase, count=node.count, tests=", ".join(items))


def _inside_of(outer: Logic, node: Expression, text: str) -> str:
    """A condition inside another one: in parentheses where the other joins its own in another way."""
    if not isinstance(node, Logic) or node.quantity not in ("all", "any") or outer.quantity not in ("all", "any"):
        return text
    apart = node.quantity != outer.quantity and len(node.items) > 1
    return f"({text})" if apart and not one_of(node) and not node.step else text


def members_words(wording: Wording, members: Sequence[Comparison], write: Write) -> str:
    """The second half of `is one of`."""
    return wording.say("one_of", members=", ".join(write(each.right) for each in members))


def denied(node: Logic) -> bool:
    """Whether it says that something is not known, or that a member is not included."""
    return node.quantity == "none" and len(node.items) == 1 and isinstance(node.items[0], Known | Includes)


def denial_words(wording: Wording, node: Expression, write: Write) -> str:
    """The opposite of such a test."""
    if isinstance(node, Known):
        return wording.say("is_unknown", thing=write(node.value))
    assert isinstance(node, Includes)
    return wording.say("lacks", thing=write(node.members), member=_member(wording, node))


def one_of(node: Logic) -> tuple[Comparison, ...]:
    """The comparisons that `is one of (...)` was taken apart into: all of one value, with one member each."""
    found = tuple(item for item in node.items if isinstance(item, Comparison) and item.operator == "equal")
    alike = len(found) == len(node.items) > 1 and all(
        item.left is found[0].left and isinstance(item.right, Literal) for item in found
    )
    return found if alike and node.quantity == "any" else ()
