"""What checking finds out about the nodes of a program: side tables, so that no tree is ever changed."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from rulelang.core import nodes as core
from rulelang.names.resolved import Resolved


@attrs.frozen
class Fact:
    """The type of an expression and, for a name, what it stands for.

    `role`: field (target: entity and field name), parameter (name), definition (name), ladder (name), member (name),
    country (code), date (the moment), or plain for everything that is no name. `moment` is the day a parameter or
    ladder is read on.
    """

    type: core.Type
    role: str = "plain"
    target: Any = None
    moment: core.Moment | None = None


@attrs.define
class Facts:
    """Facts by the identity of the node; the nodes are kept alive by the resolved program."""

    by_node: dict[int, Fact] = attrs.field(factory=dict)
    kept: list[object] = attrs.field(factory=list)

    def put(self, node: object, fact: Fact) -> None:
        self.by_node[id(node)] = fact
        self.kept.append(node)

    def of(self, node: object) -> Fact:
        return self.by_node[id(node)]

    def known(self, node: object) -> Fact | None:
        return self.by_node.get(id(node))


@attrs.frozen
class Checked:
    """A program without errors, with everything lowering needs: types of fields, parameters and definitions."""

    resolved: Resolved
    facts: Facts
    subject: str
    fields: Mapping[tuple[str, str], core.Type]
    parameters: Mapping[str, core.Quantity]
    definitions: Mapping[str, core.Type]


@attrs.frozen
class Scope:
    """Where an expression stands: whose names it may use. `row` is the entity of the record being looked at.

    `reader` is the construct it belongs to (measure, eligibility, tiers, incentive, payout); `owner` its name.
    """

    reader: str
    owner: str
    row: str | None = None
    where: bool = False
