"""`country is DE or FR`: a second value where a second condition belongs. Knows how several values are asked for."""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rulelang.diagnostics.language import language_of
from rulelang.diagnostics.suggest import did_you_mean
from rulelang.exact.countries import is_country
from rulelang.names.ladder_versions import tier_names
from rulelang.syntax import nodes
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.typecheck.comparisons import is_bare
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.members_meant import is_readable

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def says_values_joined(checker: Checker, node: nodes.Logic, scope: Scope) -> bool:
    """Whether names stand alone after a test of one value, on its line; says then how to ask for all of them."""
    for place, item in enumerate(node.items):
        names = [each for each in _names_from(checker, node.items[place + 1 :], scope) if _on_line_of(item, each)]
        if names and _asks_by_name(item) and _is_joined(item, names[0]):
            joiner = _spelled(node, "AND" if node.quantity == "all" else "OR")
            checker.report.add(
                "value-without-condition", names[0].span, labels=[(item.span, "before")], name=names[0].span.text,
                joiner=joiner, instead=_instead(item, [name.span.text for name in names]),
            )
            return True
    return False


def _names_from(checker: Checker, items: Sequence[nodes.Expression], scope: Scope) -> list[nodes.Reading]:
    found = []
    for item in items:
        if not is_bare(item) or is_readable(checker, item, scope) or not _is_value(checker, item.path[0].text):
            break
        found.append(item)
    return found


def _is_value(checker: Checker, name: str) -> bool:
    """Whether a name is one that things are compared with, or at least no slip in that of a condition."""
    resolved = checker.resolved
    values = {m.name.text for kind in resolved.enumerations.values() for m in kind.members} | {*resolved.regions}
    values |= {tier for ladder in resolved.ladders.values() for tier in tier_names(ladder)}
    return name in values or is_country(name) or not did_you_mean(name, resolved.eligibilities)


def _is_joined(first: nodes.Expression, other: nodes.Expression) -> bool:
    """Whether a word stands between two items: those of a list that stand on one line have none."""
    return bool(first.span.file.text[first.span.stop : other.span.start].strip())


def _on_line_of(first: nodes.Expression, other: nodes.Expression) -> bool:
    lines = [each.span.file.line_column(each.span.start)[0] for each in (first, other)]
    return lines[0] == lines[1]


def _asks_by_name(node: nodes.Expression) -> bool:
    """Whether a condition compares with something that is named."""
    if isinstance(node, nodes.Comparison):
        return node.operator in ("is", "is_not", "includes", "lacks") and is_bare(node.right)
    return isinstance(node, nodes.OneOf | nodes.InRegion)


def _instead(item: nodes.Expression, names: list[str]) -> str:
    """What asks for all of the values."""
    match item:
        case nodes.OneOf(value=value, members=members):
            return _one_of(item, value, [*(member.text for member in members), *names])
        case nodes.Comparison(operator="is", left=left, right=right):
            return _one_of(item, left, [right.span.text, *names])
        case nodes.Comparison(operator=operator, left=left, right=right):
            word = {"is_not": "IS_NOT", "includes": "INCLUDES", "lacks": "LACKS"}[operator]
            joiner = "OR" if operator == "includes" else "AND"
            return _each(item, left, word, joiner, [right.span.text, *names])
        case nodes.InRegion(value=value, region=region, inside=inside):
            word, joiner = ("IS_IN", "OR") if inside else ("IS_NOT_IN", "AND")
            return _each(item, value, word, joiner, [region.span.text, *names])
    return item.span.text


def _one_of(item: nodes.Expression, value: nodes.Expression, names: list[str]) -> str:
    return f"{value.span.text} {_spelled(item, 'IS_ONE_OF')} ({', '.join(names)})"


def _each(item: nodes.Expression, value: nodes.Expression, word: str, joiner: str, names: list[str]) -> str:
    tests = [f"{value.span.text} {_spelled(item, word)} {name}" for name in names]
    return f" {_spelled(item, joiner)} ".join(tests)


def _spelled(node: nodes.Expression, terminal: str) -> str:
    return keywords().spellings[Keyword(terminal)][language_of(node.span.file)][0]
