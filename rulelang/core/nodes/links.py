"""Fields, and how a record names another one. Knows no data: which record is meant is found when data are read."""
from __future__ import annotations

from rulelang.core.nodes.types import Type
from rulelang.frozen import frozen
from rulelang.source import Span

LEVELS = 12
"""How far down a hierarchy goes, where no roll-up of the program says that it looks further."""
LEVELS_MAX = 32
"""More levels than this no roll-up looks down."""
CURRENCY_OF = " currency"
"""What the name of an amount in its own currency has after it where it names the currency: no field can be so named."""


@frozen
class Field:
    """`range` of a quantity is its type's low and high. `question` is asked when an optional field is missing.

    `column` is set where another field's cell holds the value: the currency of an amount in its own currency.
    A part of a record has its path as its name: `address.city`. `wholes` are the optional records around it, the
    outermost first: each by its path, with the part that is there whenever the record is. Where the innermost of them
    is given, so is a part that is `needed`.
    """

    name: str
    type: Type
    optional: bool
    question: str
    span: Span
    column: str = ""
    wholes: tuple[tuple[str, str], ...] = ()
    needed: bool = False

    @property
    def held_in(self) -> str:
        """The column of data whose cells hold it."""
        return self.column or self.name


@frozen
class Link:
    """A record that a row names: by the reference field `name`, or as a parent, then `name` is that entity's own.

    `columns` of the row hold the key of the record of `entity`. Where it is optional, a row may name none.
    """

    name: str
    entity: str
    columns: tuple[str, ...]
    optional: bool = False


@frozen
class Hierarchy:
    """That rows of an entity belong to others of it: the field `link` holds the key of the one above, which has those
    directly below it under the name `records`. Nobody is more than `depth` levels below another."""

    link: str
    records: str
    depth: int


@frozen
class Borrowed:
    """A field of a record that a row names, perhaps by way of others: `customer.market`, `Tenant.plan`.

    `path` are the links from record to record, `entity` is where they end. `field` has the whole path as its name, and
    is optional when anything on the way or the field itself may be absent.
    """

    field: Field
    path: tuple[str, ...]
    entity: str
    target: str
