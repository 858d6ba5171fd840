"""Functions: each is checked once by the types it declares, then once for each call by the types it is given.

A call is worked out in a copy of the body, so that what is given keeps its own scale and range.
"""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.diagnostics.model import Report
from rulelang.exact.countries import is_country
from rulelang.exact.currencies import is_currency
from rulelang.names.ladder_versions import tier_names
from rulelang.names.problems import no_such_name
from rulelang.syntax import nodes
from rulelang.syntax.rewrite import rewritten
from rulelang.typecheck import types
from rulelang.typecheck.comparisons import check_country, check_currency, is_bare
from rulelang.typecheck.declared import declared_type
from rulelang.typecheck.definitions import as_declared
from rulelang.typecheck.facts import Expansion, Fact, Scope
from rulelang.typecheck.inputs import Input, Inputs, input_of, what_sees_more, windows_given
from rulelang.typecheck.kinds import stays_inside
from rulelang.typecheck.members_meant import is_readable, name_members
from rulelang.typecheck.names import moment_of
from rulelang.typecheck.sides import read_by
from rulelang.typecheck.windows import windows_of
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

CALLS_MAX = 5_000
"""Calls of functions in one program, those inside functions counted each time they are reached."""


def function_type(checker: Checker, name: str, call: nodes.Call | None = None) -> core.Type | None:
    """What a function comes to, checked on first use by the types it declares; None after a finding."""
    if name in checker.functions:
        checker.depth.reach(checker.depth.heights[f"{name}()"])
        return checker.functions[name]
    path = [n for n, _ in checker.calls]
    if name in path:
        _report_cycle(checker, name, call)
        return None
    checker.calls.append((name, call))
    above = checker.depth.enter()
    kind = _function_type(checker, name)
    checker.depth.leave(above, f"{name}()", known=kind is not None)
    checker.functions[name] = kind
    checker.calls.pop()
    return kind


def _report_cycle(checker: Checker, name: str, call: nodes.Call | None) -> None:
    start = next(i for i, (n, _) in enumerate(checker.calls) if n == name)
    cycle = checker.calls[start:]
    if call is None:
        return
    told = " -> ".join(f"`{n}`" for n in (*(n for n, _ in cycle), name))
    labels = [(c.span, "call") for _, c in cycle[1:] if c is not None]
    checker.report.add("function-calls-itself", call.span, labels=labels, name=name, path=told)


def _function_type(checker: Checker, name: str) -> core.Type | None:
    function = checker.resolved.functions[name]
    inputs: dict[str, Input] = {}
    fine = True
    for one in function.inputs:
        if one.name.text in inputs:
            first = next(i for i in function.inputs if i.name.text == one.name.text).name.span
            checker.report.add("declared-twice", one.name.span, labels=[(first, "first")], name=one.name.text)
            fine = False
        kind = _input_type(checker, one)
        if kind is None:
            fine = False
            continue
        ladder = one.type.name.text if one.type.name.text in checker.resolved.ladders else ""
        inputs[one.name.text] = Input(kind, None, ladder)
    declared = declared_type(checker, function.type, None)
    more = what_sees_more(function.value)
    if more is not None:
        span = getattr(more, "span", function.span)
        checker.report.add("outside-the-function", span, name=span.text, function=name)
        return None
    if not fine or declared is None:
        return None
    before = checker.limits
    checker.limits = False
    reads = partial(read_by, declared)
    body, scope = rewritten(function.value), Scope("function", name, inputs=Inputs(name, inputs), read_as=reads)
    kind = checker.check(body, scope) if name_members(checker, body, declared, scope) else None
    checker.limits = before
    if kind is None or as_declared(checker, function, declared, kind) is None:
        return None
    return declared


def _input_type(checker: Checker, one: nodes.FunctionInput) -> core.Type | None:
    ladder = checker.resolved.ladders.get(one.type.name.text)
    if ladder is not None and one.type.form == "plain":
        return core.Choice(ladder.name.text, tier_names(ladder), ordered=True)
    return declared_type(checker, one.type, None)


# ------------------------------------------------------------------------------------------------ calls


def check_function_call(checker: Checker, node: nodes.Call, scope: Scope) -> core.Type | None:
    """The type of a call: that of the function's body, given these values."""
    name = node.name.text
    function = checker.resolved.functions[name]
    declared = function_type(checker, name, node)
    if node.day is not None:
        checker.report.add("day-on-measure", node.span, name=name)
        return None
    if len(node.arguments) != len(function.inputs):
        checker.report.add(
            "another-number-of-inputs", node.span, labels=[(function.name.span, "declared")], name=name,
            wanted=len(function.inputs), given=len(node.arguments),
        )
        return None
    given = [
        _given(checker, function, one, argument, scope)
        for one, argument in zip(function.inputs, node.arguments, strict=True)
    ]
    known = [value for value in given if value is not None]
    if declared is None or len(known) < len(given):
        return None
    return _worked_out(checker, node, function, declared, known)


def _worked_out(
    checker: Checker, node: nodes.Call, function: nodes.Function, declared: core.Type, given: list[Input]
) -> core.Type | None:
    checker.expansions += 1
    if checker.expansions > CALLS_MAX:
        if checker.expansions == CALLS_MAX + 1:
            checker.report.add("too-many-calls", node.span, name=node.name.text, most=f"{CALLS_MAX:_}")
        return None
    names = [one.name.text for one in function.inputs]
    inputs = Inputs(function.name.text, dict(zip(names, given, strict=True)))
    body = rewritten(function.value)
    outer, checker.report = checker.report, Report()
    within = Scope("function", function.name.text, inputs=inputs, read_as=partial(read_by, declared))
    kind = checker.check(body, within) if name_members(checker, body, declared, within) else None
    inner, checker.report = checker.report.findings, outer
    if inner:
        first = inner[0]
        if first.name == "too-many-calls":
            checker.report.findings.append(first)
        else:
            labels = [(first.span, "inside")] if first.span is not None else []
            checker.report.add("call-beyond-38-digits", node.span, labels=labels, text=node.span.text)
        return None
    if kind is None:
        return None
    found = types.read_as(declared.kind, kind) if types.is_numeric(kind) and types.is_numeric(declared) else kind
    arguments = tuple((n, v.argument, v.type) for n, v in zip(names, given, strict=True) if v.argument is not None)
    checker.facts.put(node, Fact(found, "function", function.name.text, expansion=Expansion(arguments, body)))
    return found


def _given(
    checker: Checker, function: nodes.Function, one: nodes.FunctionInput, argument: nodes.Expression, scope: Scope
) -> Input | None:
    """What is given for an input: a value of its kind, a member or a country by its name, or a tier in force."""
    if one.type.name.text in checker.resolved.ladders:
        return _tier(checker, one, argument, scope)
    declared = _input_type(checker, one)
    if declared is None:
        return None
    if is_bare(argument) and not is_readable(checker, argument, scope):
        name = argument.path[0].text
        if isinstance(declared, core.Choice) and name in declared.members:
            checker.facts.put(argument, Fact(declared, "member", name))
            return Input(declared, argument)
        if isinstance(declared, core.Words) and declared.country and is_country(name):
            check_country(checker, argument)
            return Input(declared, argument)
        if isinstance(declared, core.Words) and declared.is_currency and is_currency(name):
            check_currency(checker, argument)
            return Input(declared, argument)
    if isinstance(declared, core.ChoiceSet) and not name_members(checker, argument, declared, scope):
        return None
    kind = checker.check(argument, attrs.evolve(scope, read_as=partial(read_by, declared)))
    if kind is None:
        return None
    fitting = _fitting(declared, kind)
    if fitting is None:
        checker.report.add(
            "input-is-another-kind", argument.span, labels=[(one.span, "declared")], name=function.name.text,
            input=one.name.text, declared=kind_words(declared), found=kind_words(kind), text=argument.span.text,
        )
        return None
    if not stays_inside(checker, one.type, declared, fitting, one.name.text, argument.span):
        return None
    return Input(fitting, argument, windows=windows_of(checker.resolved, argument, windows_given(scope.inputs)))


def _fitting(declared: core.Type, kind: core.Type) -> core.Type | None:
    """The type of a value as the input reads it; None where it is of another kind."""
    if types.is_numeric(declared) and types.is_numeric(kind):
        same = kind.kind == declared.kind and kind.currency == declared.currency
        share = kind.kind == "share" and declared.kind in ("percent", "number")
        if same or share or (kind.kind == "count" and declared.kind == "number"):
            return types.read_as(declared.kind, kind)
        return None
    if type(kind) is type(declared) and getattr(kind, "enumeration", "") == getattr(declared, "enumeration", ""):
        return kind if kind == declared or not isinstance(kind, core.Words) else None
    return None


def _tier(
    checker: Checker, one: nodes.FunctionInput, argument: nodes.Expression, scope: Scope
) -> Input | None:
    """`Level in force at period end`, given for an input that is a tier."""
    ladder = checker.resolved.ladders[one.type.name.text]
    names = tier_names(ladder)
    passed = input_of(argument, scope.inputs)
    if passed is not None and passed.ladder == ladder.name.text:
        return passed
    if not isinstance(argument, nodes.Reading) or argument.path[0].text != ladder.name.text:
        no_such_name(
            checker.report, "tier-wanted", argument.span, argument.span.text, [ladder.name.text],
            ladder=ladder.name.text, input=one.name.text,
        )
        return None
    if argument.day is None:
        checker.report.add("tier-needs-day", argument.span, name=ladder.name.text)
        return None
    moment = moment_of(checker, argument.day, scope)
    if moment is None:
        return None
    if isinstance(moment, core.OnField):
        checker.report.add("tier-wanted", argument.span, name=argument.span.text, ladder=ladder.name.text,
                           input=one.name.text, suggestion="")
        return None
    kind = core.Choice(ladder.name.text, names, ordered=True)
    checker.facts.put(argument, Fact(kind, "ladder", ladder.name.text, moment=moment))
    return Input(kind, argument, ladder.name.text)
