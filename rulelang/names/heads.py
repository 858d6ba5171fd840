"""Whose a declaration is: it belongs to the program or variant above it in its file, the first one where none is."""
from __future__ import annotations

from collections.abc import Iterator

from rulelang.syntax import nodes

HEADS = ("program", "variant")


def is_head(declaration: nodes.Declaration) -> bool:
    """Whether a program or variant begins here, also one that could not be read."""
    if isinstance(declaration, nodes.Broken):
        return declaration.keyword in HEADS
    return isinstance(declaration, (nodes.Program, nodes.Variant))


def owned(module: nodes.Module) -> Iterator[tuple[nodes.Declaration | None, nodes.Declaration]]:
    """Each declaration of a file after the head it belongs to; None in a file without any.

    A second program in a file is one too many, and owns nothing. What another file only uses belongs to nobody here.
    """
    if module.used_as:
        return
    heads = [d for d in module.declarations if is_head(d)]
    first = next((d for d in heads if isinstance(d, nodes.Program)), None)
    head = heads[0] if heads else None
    for declaration in module.declarations:
        if is_head(declaration) and (declaration is first or not isinstance(declaration, nodes.Program)):
            head = declaration
        yield head, declaration


def under(module: nodes.Module, head: nodes.Program | nodes.Variant) -> Iterator[nodes.Declaration]:
    """The declarations of a file that belong to a head, itself among them."""
    return (declaration for owner, declaration in owned(module) if owner is head)
