"""What figures made of several are called: cases, one value for each member, the higher of some, averages.

Knows how to write a node only from `write`, which is given.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import attrs

from rulelang.core.nodes import Aggregate, Arithmetic, Case, Cohort, Every, Excepted, Expression, OverMembers, Rollup
from rulelang.interpret.figures import EXTREMES, counts, every_of, items_of, tests_of
from rulelang.interpret.wording import Wording

Write = Callable[[Expression], str]
CASES_WRITTEN = 2
"""A choice of more cases is named by its values alone; which of them was taken stands below it."""


def figure_words(wording: Wording, node: Expression, write: Write) -> str | None:
    """The name of such a figure; None of any other."""
    every = every_of(node)
    if every is not None:
        return _every(wording, every, node, write)
    if isinstance(node, Arithmetic) and node.told == "average":
        return write(_averaged(node.left))
    if isinstance(node, Arithmetic) and node.told == "part":
        return write(_part(node.left))
    if isinstance(node, Arithmetic) and isinstance(node.left, Cohort) and isinstance(node.told, str) and node.told:
        return write(attrs.evolve(node.left, function=node.told))
    if not isinstance(node, Case) or node.step == "converted":
        return None
    if node.told in EXTREMES:
        return wording.say(f"the_{node.told}", things=", ".join(write(item) for item in items_of(node)))
    if isinstance(node.told, Excepted):
        return wording.say("excepted", value=write(_base(node)))
    return write(node.otherwise) if node.told == "versions" else _case(wording, node, write)


def _base(node: Expression) -> Expression:
    """What holds where no exception does."""
    while isinstance(node, Case) and isinstance(node.told, Excepted):
        node = node.otherwise
    return node


def _averaged(total: Expression) -> Expression:
    assert isinstance(total, Aggregate | Rollup | Cohort)
    return attrs.evolve(total, function="average")


def _part(figure: Expression) -> Expression:
    assert isinstance(figure, Aggregate | Rollup)
    return attrs.evolve(figure, function=f"part_{figure.function}")


def _case(wording: Wording, node: Case, write: Write) -> str:
    if len(node.branches) > CASES_WRITTEN:
        values = dict.fromkeys(write(value) for value in (*(v for _, v in node.branches), node.otherwise))
        return wording.say("chosen", values=", ".join(values))
    said = [wording.say("case", value=write(value), test=write(condition)) for condition, value in node.branches]
    return ", ".join([*said, wording.say("otherwise", value=write(node.otherwise))])


def _every(wording: Wording, every: Every, node: Expression, write: Write) -> str:
    """What is said of each member, said once of the type."""
    called = [wording.called(every.type, member) for member in every.members]

    def of_each(parts: Sequence[Expression]) -> str:
        return _of_each([write(part) for part in parts], called, every.type)

    values, tests = items_of(node), tests_of(node)
    if every.function == "total" and all(counts(value) for value in values):
        conditions = [value.branches[0][0] for value in values if isinstance(value, Case)]
        thing = wording.say("over_count", type=every.type, value=of_each(conditions))
        return wording.say("where", thing=thing, test=of_each(tests)) if tests else thing
    if every.function == "count":
        return wording.say("over_count", type=every.type, value=of_each(tests))
    thing = wording.say(f"over_{every.function}", type=every.type, value=of_each(values))
    return wording.say("where", thing=thing, test=of_each(tests)) if tests else thing


def _of_each(texts: Sequence[str], called: Sequence[str], kind: str) -> str:
    """A text in which the type stands for the member; all of them where they differ in more than that."""
    for text, member in zip(texts, called, strict=True):
        found = _with(text, member, kind)
        if all(_with(found, kind, one) == other for one, other in zip(called, texts, strict=True)):
            return found.replace(f" ({kind})", "")
    return ", ".join(texts)


def _with(text: str, word: str, other: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _: other, text)


def is_loose(node: Expression) -> bool:
    """Whether a name of several words needs parentheses inside a calculation."""
    if isinstance(node, Case):
        return node.step != "converted" and node.told not in ("growth_of", "change_in_points", *EXTREMES)
    return isinstance(node, OverMembers) or every_of(node) is not None
