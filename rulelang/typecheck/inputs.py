"""What a function is given, and how a name in its body is read: nothing else is seen there."""
from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from rulelang.core import nodes as core
from rulelang.frozen import frozen
from rulelang.names.problems import no_such_name
from rulelang.syntax import nodes
from rulelang.typecheck.facts import Fact
from rulelang.typecheck.parts import parts_of
from rulelang.typecheck.windows import Windows

EXPRESSIONS = get_args(nodes.Expression)
SEEN_IN_FUNCTIONS = (
    *get_args(nodes.Literal), nodes.Reading, nodes.Call, nodes.Arithmetic, nodes.PercentOf, nodes.Comparison,
    nodes.Between, nodes.OneOf, nodes.IsKnown, nodes.Logic, nodes.OrElse, nodes.Rounded, nodes.Cases, nodes.Extreme,
    nodes.NotYet, nodes.WholeBetween, nodes.InRegion, nodes.Counted, nodes.Members,
)
"""What is the same for everybody on every day, but for what it is given."""

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


@frozen
class Input:
    """One input: its type, and what was given for it (None while the function itself is checked).

    `ladder` is set where a tier in force is given. `windows` are the stretches of time that the argument looks at.
    """

    type: core.Type
    argument: nodes.Expression | None = None
    ladder: str = ""
    windows: Windows = frozenset()


@frozen(eq=False)
class Inputs:
    """All inputs of a call, by name."""

    function: str
    by_name: dict[str, Input]


def check_input(checker: Checker, node: nodes.Reading, inputs: Inputs) -> core.Type | None:
    """The type of a name in the body of a function."""
    found = input_of(node, inputs)
    name = node.path[0].text
    if found is None:
        resolved = checker.resolved
        outside = {*resolved.parameters, *resolved.measures, *resolved.eligibilities, *resolved.ladders}
        outside |= {field for _, field in checker.fields}
        if len(node.path) > 1 or name in outside:
            checker.report.add("outside-the-function", node.span, name=node.span.text, function=inputs.function)
        else:
            no_such_name(checker.report, "unknown-name", node.span, name, inputs.by_name)
        return None
    if node.window is not None or node.day is not None:
        checker.report.add("window-on-undated", node.span, name=name)
        return None
    if found.ladder:
        checker.report.add("tier-needs-comparison", node.span, name=name)
        return None
    checker.facts.put(node, Fact(found.type, "input", name, argument=found.argument))
    return found.type


def input_of(node: object, inputs: Inputs | None) -> Input | None:
    """The input that a name alone stands for."""
    if inputs is None or not isinstance(node, nodes.Reading) or len(node.path) != 1:
        return None
    return inputs.by_name.get(node.path[0].text)


def windows_given(inputs: Inputs | None) -> dict[str, Windows]:
    """The stretches of time that each input stands for; nothing outside a function."""
    return {name: one.windows for name, one in inputs.by_name.items()} if inputs is not None else {}


def what_sees_more(node: object) -> object | None:
    """The first part of a function's body that looks at a period or at records; None where there is none."""
    if isinstance(node, EXPRESSIONS) and not isinstance(node, SEEN_IN_FUNCTIONS):
        found: object = node
        return found
    for part in parts_of(node):
        inside = what_sees_more(part)
        if inside is not None:
            return inside
    return None
