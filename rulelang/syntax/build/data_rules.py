"""Rules about data. Knows no entities."""
from __future__ import annotations

from lark import Token

from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.expressions import STATIC, static
from rulelang.syntax.build.literals import whole_number
from rulelang.syntax.build.trees import Builder, subtree, token


def data_rule(b: Builder, tree: Branch) -> nodes.DataRule:
    """The last name before `per` is the entity's; those before it are what its records are."""
    parts = [part for part in tree.children if isinstance(part, Token)]
    kinds = [part.type for part in parts]
    per, number, unit = kinds.index("PER"), token(tree, "NUMBER"), token(tree, "UNIT")
    *tests, entity = [b.name(part) for part in parts[:per] if part.type == "NAME"]
    named = subtree(tree, *STATIC)
    return nodes.DataRule(
        whole_number(b, number) if number is not None else 1,
        tuple(tests),
        entity,
        tuple(b.name(part) for part in parts[per:] if part.type == "NAME"),
        str(unit) if unit is not None else None,
        static(b, named) if named is not None else None,
        span=b.span(tree),
    )
