"""What is found in a program beside declarations that could not be read, as far as it depends on none of them.

Such a declaration is known by its word and name alone. What names it, or names something that does, may be told
something that only follows from its absence: nothing found there is told. Knows no types.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rulelang.diagnostics.model import Diagnostic
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.syntax.rewrite import parts_inside

BY_NAME = frozenset(
    {"measure", "eligibility", "parameter", "function", "incentive", "payout", "benefit", "example"}
)
"""What others read by its name and in no other way: without a type, an entity or tiers, whose members are read by names
of their own, the rest would mean something else."""


def can_be_left_out(modules: Iterable[nodes.Module], errors: Sequence[Diagnostic]) -> bool:
    """Whether every error lies in a declaration without which the others can be looked at."""
    broken = [each for module in modules for each in module.declarations if isinstance(each, nodes.Broken)]
    named = all(each.keyword in BY_NAME and (each.name or each.keyword == "example") for each in broken)
    return named and all(_is_inside(error.span, broken) for error in errors)


def beside_broken(modules: Iterable[nodes.Module], findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Those of some findings that lie in declarations which depend on nothing broken, with all that they point at."""
    declared = [declaration for module in modules for declaration in module.declarations]
    free = [declaration for declaration in declared if not isinstance(declaration, nodes.Broken)]
    lacking = {each.name for each in declared if isinstance(each, nodes.Broken) and each.name}
    named = {id(each): {name.text for name in parts_inside(each, nodes.Name)} for each in free}
    while True:
        depend = [each for each in free if named[id(each)] & lacking]
        if not depend:
            break
        free = [each for each in free if not named[id(each)] & lacking]
        lacking |= set(_own_names(depend))
    return tuple(
        finding for finding in findings
        if _is_inside(finding.span, free) and all(_is_inside(label.span, free) for label in finding.labels)
    )  # fmt: skip


def _own_names(declarations: Iterable[nodes.Declaration]) -> Iterator[str]:
    for declaration in declarations:
        name = getattr(declaration, "name", None)
        if isinstance(name, nodes.Name):
            yield name.text


def _is_inside(span: Span | None, declarations: Iterable[nodes.Declaration]) -> bool:
    return span is not None and any(
        each.span.file is span.file and each.span.start <= span.start and span.stop <= each.span.stop
        for each in declarations
    )
