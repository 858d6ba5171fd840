"""The surface tree: what a designer wrote, one node a construct, spans everywhere. Holds no facts about meaning.

Nodes compare without their spans, so that "print after parse is the same tree" can be said with `==`.
A construct the grammar knows but no later pass does is a `NotYet` with its name; text that could not be parsed is a
`Broken`. Both stand where the construct would, so that the rest of the file is still read.
"""
# ruff: noqa: F403, F405 - each module adds its nodes to one namespace
from __future__ import annotations

from typing import Union

import attrs

from rulelang.frozen import frozen
from rulelang.source import SourceFile
from rulelang.syntax.nodes.benefits import *
from rulelang.syntax.nodes.by_member import *
from rulelang.syntax.nodes.claims import *
from rulelang.syntax.nodes.data_rules import *
from rulelang.syntax.nodes.derived import *
from rulelang.syntax.nodes.entities import *
from rulelang.syntax.nodes.examples import *
from rulelang.syntax.nodes.exceptions import *
from rulelang.syntax.nodes.expressions import *
from rulelang.syntax.nodes.functions import *
from rulelang.syntax.nodes.incentives import *
from rulelang.syntax.nodes.keyed import *
from rulelang.syntax.nodes.literals import *
from rulelang.syntax.nodes.measures import *
from rulelang.syntax.nodes.paid_in import *
from rulelang.syntax.nodes.paying import *
from rulelang.syntax.nodes.programs import *
from rulelang.syntax.nodes.scorecards import *
from rulelang.syntax.nodes.shared import *
from rulelang.syntax.nodes.stacks import *
from rulelang.syntax.nodes.tiers import *
from rulelang.syntax.nodes.variants import *

Declaration = Union[
    Program, Variant, Region, Enumeration, BoundedType, Record, Entity, Parameter, KeyedParameter, Function, Measure,
    Eligibility, Tiers,
    Scorecard, Benefit, Incentive, Payout, Use, Adaptable, Set, AddMembers, AddToStack, Drop, Relabel, RequireFor,
    DataRule, Example, Always, NotYet, Broken,
]


@frozen
class Module:
    """One file: its language and its declarations in the order written.

    `used_as` is the name by which another file uses this one; empty for the files of the program itself. `figures` are
    what stands for numbers that lay out what is read.
    """

    file: SourceFile = attrs.field(eq=False, repr=False)
    language: str
    declarations: tuple[Declaration, ...]
    used_as: str = attrs.field(default="", eq=False)
    figures: tuple[Expression, ...] = attrs.field(default=(), eq=False, repr=False)
