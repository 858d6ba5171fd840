"""Kinds of values and entities. Knows no conditions."""
from __future__ import annotations

from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.expressions import expression
from rulelang.syntax.build.literals import document_of, label, whole_number
from rulelang.syntax.build.trees import Builder, subtree, the, token, tokens, trees
from rulelang.syntax.keywords import reserved

TYPE_FORMS = {
    "plain_type": "plain", "decimals_type": "decimals", "money_in_type": "money_in", "own_money_type": "own",
    "set_type": "set", "list_type": "list",
}  # fmt: skip


def member(b: Builder, tree: Branch) -> nodes.Member:
    """A value of an enumeration; `known` would turn `status is known` into another question."""
    if b.span(tree.children[0]).text in reserved(b.language):
        raise b.refuse("word-kept-back", tree.children[0])
    return nodes.Member(b.name(tree.children[0]), label(b, subtree(tree, "label")), span=b.span(tree))


def enumeration(b: Builder, tree: Branch) -> nodes.Enumeration:
    members = tuple(member(b, part) for part in trees(tree, "member"))
    ordered = token(tree, "LOWEST_FIRST") is not None
    return nodes.Enumeration(
        b.name(tree.children[1]), label(b, subtree(tree, "label")), members, ordered,
        document_of(b, tree), span=b.span(tree),
    )  # fmt: skip


def bounded_type(b: Builder, tree: Branch) -> nodes.BoundedType:
    return nodes.BoundedType(
        b.name(tree.children[1]), label(b, subtree(tree, "label")), type_of(b, tree),
        bounds(b, subtree(tree, "bounds")), document_of(b, tree), span=b.span(tree),
    )  # fmt: skip


def type_expression(b: Builder, tree: Branch) -> nodes.TypeExpression:
    span = b.span(tree)
    if token(tree, "YES_OR_NO") is not None:
        return nodes.TypeExpression(nodes.Name("yes_or_no", span=span), span=span)
    form, named = TYPE_FORMS[tree.data], tokens(tree, "NAME")
    digits = token(tree, "NUMBER")
    return nodes.TypeExpression(
        b.type_name(named[0]), form, whole_number(b, digits) if digits is not None else None,
        str(named[1]) if form == "money_in" else None, span=span,
    )  # fmt: skip


def type_of(b: Builder, tree: Branch) -> nodes.TypeExpression:
    """The type among the children of a declaration."""
    return type_expression(b, the(tree, *TYPE_FORMS))


def bounds(b: Builder, tree: Branch | None) -> nodes.Bounds | None:
    if tree is None:
        return None
    low, high = (expression(b, part) for part in trees(tree))
    b.figures.extend(end for end in (low, high) if isinstance(end, (nodes.Reading, nodes.Call)))
    return nodes.Bounds(low, high, span=b.span(tree))


def record(b: Builder, tree: Branch) -> nodes.Record:
    fields = [field(b, part) for part in trees(tree, "field")]
    return nodes.Record(
        b.name(tree.children[1]), label(b, subtree(tree, "label")), tuple(built for built, _ in fields),
        document_of(b, tree), tuple(later for _, others in fields for later in others), span=b.span(tree),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------ entities


ENTITY_HEADS = ("identified_by", "belongs_to", "dated_by", "valid_from", "recorded_on", "edges")


def entity(b: Builder, tree: Branch) -> nodes.Entity:
    heads = {rule: trees(tree, rule) for rule in ENTITY_HEADS}
    twice = next((found[1] for rule, found in heads.items() if len(found) > 1 and rule != "belongs_to"), None)
    if twice is not None:
        raise b.refuse("head-said-twice", twice)
    identified, dated = _named(b, heads["identified_by"]), _named(b, heads["dated_by"])
    valid, recorded = _named(b, heads["valid_from"]), _named(b, heads["recorded_on"])
    fields = [field(b, part) for part in trees(tree, "field")]
    name, parents = b.name(tree.children[1]), [parent(b, part) for part in heads["belongs_to"]]
    return nodes.Entity(
        name,
        label(b, subtree(tree, "label")),
        keys=identified,
        parents=tuple(each for each in parents if each.entity.text != name.text),
        dated_by=dated[0] if dated else None,
        valid_from=valid[0] if valid else None,
        valid_to=valid[1] if len(valid) > 1 else None,
        recorded_on=recorded[0] if recorded else None,
        fields=tuple(built for built, _ in fields),
        document=document_of(b, tree),
        not_yet=tuple(later for _, others in fields for later in others),
        under_itself=tuple(each for each in parents if each.entity.text == name.text),
        edges=next((_edges(b, head) for head in heads["edges"]), None),
        span=b.span(tree),
    )


def _named(b: Builder, heads: list[Branch]) -> tuple[nodes.Name, ...]:
    return tuple(b.name(name) for head in heads for name in tokens(head, "NAME"))


def _edges(b: Builder, tree: Branch) -> nodes.Edges:
    return nodes.Edges("prorated" if token(tree, "EDGES_PRORATED") is not None else "written", span=b.span(tree))


def parent(b: Builder, tree: Branch) -> nodes.Parent:
    owner, records = tokens(tree, "NAME")
    return nodes.Parent(b.name(owner), b.name(records), label(b, subtree(tree, "label")), span=b.span(tree))


FIELD_NOT_YET = {"changed_at_cost": "the cost of changing a value", "usually": "the usual values of a field"}


def field(b: Builder, tree: Branch) -> tuple[nodes.Field, list[nodes.NotYet]]:
    """A field, and those of its properties that have no node."""
    asked = subtree(tree, "asked_as")
    built = nodes.Field(
        b.name(tree.children[0]),
        label(b, subtree(tree, "label")),
        type_of(b, tree),
        bounds(b, subtree(tree, "bounds")),
        subtree(tree, "optional") is not None,
        label(b, asked.children[1] if asked else None),
        span=b.span(tree),
    )
    return built, [b.not_yet(part, FIELD_NOT_YET[part.data]) for part in trees(tree, *FIELD_NOT_YET)]
