"""Trees of the parser to nodes, a declaration at a time.

Total: what has no node is a `NotYet`, what cannot be read a `Broken`. Knows no names and no types.
"""
from __future__ import annotations

from collections.abc import Callable

from lark import Token

from rulelang.diagnostics.model import Diagnostic, Report
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build import (
    benefits,
    claims,
    data_rules,
    entities,
    examples,
    functions,
    not_yet,
    outcomes,
    parameters,
    programs,
    scorecards,
)
from rulelang.syntax.build.trees import Builder, Unbuilt, Unreadable, trees
from rulelang.syntax.parse import Parsed, ParsedFile
from rulelang.syntax.split import declaration_words

HANDLERS: dict[str, Callable[[Builder, Branch], nodes.Declaration]] = {
    "program": programs.program,
    "variant": programs.variant,
    "region": programs.region,
    "use": programs.use,
    "set": programs.set_value,
    "add_members": programs.add_members,
    "require_for": programs.require_for,
    "add_to_stack": programs.add_to_stack,
    "drop": programs.drop,
    "relabel": programs.relabel,
    "adaptable": programs.adaptable,
    "enumeration": entities.enumeration,
    "bounded_type": entities.bounded_type,
    "entity": entities.entity,
    "record": entities.record,
    "parameter": parameters.parameter,
    "function": functions.function,
    "measure": outcomes.measure,
    "eligibility": outcomes.eligibility,
    "tiers": outcomes.tiers,
    "scorecard": scorecards.scorecard,
    "benefit": benefits.benefit,
    "incentive": outcomes.incentive,
    "payout": outcomes.payout,
    "data_rule": data_rules.data_rule,
    "example": examples.example,
    "always": claims.always,
}


NAMELESS = ("use", "data_rule", "always", "add_to_stack", "set", "require_for", "drop", "relabel", "example")
"""Declarations that give no name, or say one that stands elsewhere."""


def build(parsed: ParsedFile) -> tuple[nodes.Module, tuple[Diagnostic, ...]]:
    """The module of a parsed file, with the findings of parsing and building in the order of the file."""
    report = Report(list(parsed.findings))
    builder = Builder(parsed.file, parsed.language, report)
    declarations = tuple(_declaration(builder, item) for item in parsed.declarations)
    findings = sorted(report.findings, key=lambda finding: finding.span.start if finding.span else 0)
    figures = tuple(builder.figures)
    return nodes.Module(parsed.file, parsed.language, declarations, figures=figures), tuple(findings)


def _declaration(b: Builder, parsed: Parsed) -> nodes.Declaration:
    tree = parsed.tree
    if tree is None:
        return _broken(b, parsed)
    construct = not_yet.DECLARATIONS.get(tree.data)
    try:
        _label_once(b, tree)
        return b.not_yet(tree, construct, _declared(tree)) if construct else HANDLERS[tree.data](b, tree)
    except Unbuilt as reason:
        return b.not_yet(tree, reason.construct, _declared(tree))
    except Unreadable:
        return _broken(b, parsed)


def _label_once(b: Builder, tree: Branch) -> None:
    """A label may stand after the name or after the subject, not after both."""
    labels = trees(tree, "label")
    if len(labels) > 1:
        raise b.refuse("head-said-twice", labels[1])


def _declared(tree: Branch) -> str | None:
    """The name a declaration gives, where it gives one."""
    second = tree.children[1] if len(tree.children) > 1 else None
    gives = tree.data not in NAMELESS
    return str(second) if gives and isinstance(second, Token) and second.type == "NAME" else None


def _broken(b: Builder, parsed: Parsed) -> nodes.Broken:
    first, *rest = parsed.chunk.pieces
    keyword = declaration_words(b.language).get(first.text)
    name = rest[0].text.strip("`") if rest and rest[0].kind in ("WORD", "QUOTED") else None
    span = Span(b.file, first.start, parsed.chunk.pieces[-1].stop)
    return nodes.Broken(keyword.terminal.lower() if keyword else first.text, name, span=span)
