"""A file that declares only what others use, put into a program of its own so that it can be checked by itself."""
from __future__ import annotations

from collections.abc import Sequence

import attrs

from rulelang.languages import ENGLISH
from rulelang.names.libraries import BROUGHT
from rulelang.source import SourceFile
from rulelang.syntax import nodes, read
from rulelang.syntax.rewrite import parts_inside

STAND_IN = """program library
  language edition 1
  currency {currency}
  effective from 2000-01-01

entity Subject identified by key
  key text
"""


def with_program(modules: Sequence[nodes.Module]) -> tuple[nodes.Module, ...]:
    """The files with a program around the first; as they are where something else than a library stands in them."""
    own = [module for module in modules if not module.used_as]
    declared = [d for module in own for d in module.declarations if not isinstance(d, (nodes.Use, nodes.NotYet))]
    if not declared or not all(isinstance(declaration, BROUGHT) for declaration in declared):
        return tuple(modules)
    written = next((money for d in declared for money in parts_inside(d, nodes.Money)), None)
    text = STAND_IN.format(currency=written.currency if written is not None else "USD")
    program, _ = read(SourceFile(own[0].file.name, text), ENGLISH)
    first = attrs.evolve(own[0], declarations=(*program.declarations, *(d for m in own for d in m.declarations)))
    return (first, *(module for module in modules if module.used_as))
