"""What `name(...)` stands for: dispatches by what the name is. Knows nothing of what each kind of thing makes of it."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.names.problems import no_such_name
from rulelang.syntax import nodes
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.functions import check_function_call
from rulelang.typecheck.keyed_readings import check_keyed_reading
from rulelang.typecheck.other_readings import told_as_other_reading

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_call(checker: Checker, node: nodes.Call, scope: Scope) -> core.Type | None:
    """The type of what is called, or None after a finding."""
    name, resolved = node.name.text, checker.resolved
    if node.window is not None and name in resolved.functions:
        checker.report.add("window-on-function", node.window.span, name=name, window=node.window.span.text)
        return None
    if name in resolved.functions:
        return check_function_call(checker, node, scope)
    plain = [*resolved.parameters, *resolved.measures]
    if scope.inputs is not None and name in (*resolved.keyed, *plain):
        checker.report.add("outside-the-function", node.span, name=name, function=scope.inputs.function)
        return None
    if node.window is not None and name in resolved.keyed:
        checker.report.add("window-on-parameter", node.span, name=name, suggestions="")
        return None
    if name in resolved.keyed:
        return check_keyed_reading(checker, node, scope)
    plain += [*resolved.eligibilities, *resolved.ladders]
    plain += [field for entity, field in checker.fields if entity in (checker.subject, scope.row)]
    if name in plain:
        checker.report.add("takes-no-inputs", node.span, name=name)
        return None
    if told_as_other_reading(checker, node.name.span):
        return None
    no_such_name(checker.report, "no-such-function", node.name.span, name, (*resolved.functions, *resolved.keyed))
    return None
