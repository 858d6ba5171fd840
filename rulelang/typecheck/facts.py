"""What checking finds out about the nodes of a program: side tables, so that no tree is ever changed."""
from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.frozen import frozen
from rulelang.names.resolved import Resolved, Rules
from rulelang.source import Span
from rulelang.syntax import nodes

if TYPE_CHECKING:
    from rulelang.typecheck.inputs import Inputs


@frozen(eq=False)
class Expansion:
    """A call worked out: what is given for each input, with its type there, and a copy of the function's body."""

    arguments: tuple[tuple[str, nodes.Expression, core.Type], ...]
    body: nodes.Expression


@frozen
class Fact:
    """The type of an expression and, for a name, what it stands for.

    `role`: field (`entity` has it), parameter, keyed (one with keys), tier (a ladder as a key), definition, ladder,
    member, country (`name` is its code), input (of a function, with what is given for it as `argument`), function (a
    call, with its `expansion`), or plain for everything that is no name. `moment` is the day a parameter or ladder is
    read on.
    """

    type: core.Type
    role: str = "plain"
    name: str = ""
    entity: str = ""
    moment: core.Moment | None = None
    argument: nodes.Expression | None = None
    expansion: Expansion | None = None

    @property
    def day(self) -> core.Moment:
        """The day of a parameter or ladder, which always has one."""
        assert self.moment is not None
        return self.moment


@attrs.define(eq=False, repr=False)
class Facts:
    """Facts by the identity of the node; the nodes are kept alive by the resolved program."""

    by_node: dict[int, Fact] = attrs.field(factory=dict)
    kept: list[object] = attrs.field(factory=list)

    def put(self, node: object, fact: Fact) -> None:
        """Remembers what was found out about a node."""
        self.by_node[id(node)] = fact
        self.kept.append(node)

    def of(self, node: object) -> Fact:
        """The fact about a node that was checked without a finding."""
        return self.by_node[id(node)]

    def known(self, node: object) -> Fact | None:
        """The fact about a node, None where there is none."""
        return self.by_node.get(id(node))


@frozen
class Worth:
    """A value that a declaration was taken apart into, by the name it is worked out under.

    `kind`: metric, category, scorecard, designation, benefit.
    """

    name: str
    kind: str
    value: nodes.Expression
    label: core.Label | None
    span: Span


def label_of(label: nodes.Label | None) -> core.Label | None:
    """A label as it stands in the core."""
    return core.Label(label.text, label.translations) if label is not None else None


@frozen
class Checked:
    """A program without errors, with everything lowering needs: types of fields, parameters and definitions.

    `borrowed` are fields of other records that rows of an entity are read for, each by its whole path.
    `worked_out` are values and conditions in plainer ones, by the identity of the nodes that were written: what has
    exceptions, regions as their members, days of periods, what is paid for each of something.
    `rules` are those of incentives, cut where something changes inside a period that is split there.
    `memory` has the definitions that read themselves, with the unit in which they go back.
    `bases` are what growth is held against where it is read for the period of a run.
    `parts` are the values that scorecards were taken apart into, by the names they are worked out under.
    `whose` has the entity of whose records an aggregate looks at those that belong to one, by its identity.
    """

    resolved: Resolved
    facts: Facts
    subject: str
    fields: Mapping[tuple[str, str], core.Type]
    parameters: Mapping[str, core.Type]
    keyed: Mapping[str, core.KeyedParameter]
    unchosen: tuple[core.Unchosen, ...]
    definitions: Mapping[str, core.Type]
    parts: Mapping[str, Worth]
    worked_out: Mapping[int, nodes.Expression]
    borrowed: frozenset[tuple[str, str]] = frozenset()
    rules: Mapping[str, tuple[Rules, ...]] = attrs.field(factory=dict)
    memory: Mapping[str, str] = attrs.field(factory=dict)
    bases: Mapping[str, tuple[core.HeldAgainst, ...]] = attrs.field(factory=dict)
    chosen: tuple[core.Chosen, ...] = ()
    whose: Mapping[int, str] = attrs.field(factory=dict)


@frozen
class Scope:
    """Where an expression stands: whose names it may use. `row` is the entity of the record being looked at, `whose`
    the same where that record has a measure, so that its own records may be looked at in turn.

    `reader` is the construct it belongs to (measure, eligibility, tiers, scorecard, incentive, payout, function),
    `owner` the name of that. `inputs` are set in the body of a function: the only names it may use. `on_day` says
    that a single day is looked at, so that a tier needs no other. `until` is the last day of the rules it stands in,
    where they end. `others` says that it is a test of each of several subjects, that another subject asks for: all,
    below (at any level), or directly below, where the one that asks is the one above them.
    `read_as` tells whether a part of like by like is read as a number or as a percent there: nothing where that is not
    said, None where a finding says why.
    """

    reader: str
    owner: str
    row: str | None = None
    whose: str | None = None
    where: bool = False
    inputs: Inputs | None = None
    on_day: bool = False
    until: datetime.date | None = None
    others: str = ""
    read_as: Callable[[], str | None] | None = None
