"""The semantic hash: two programs with one hash give the same results. Spelling, order, labels and spans are not in it.

The canonical text is format `rl1`: declarations sorted by name, every node as its kind and the parts that carry
meaning. Derived facts (ranges and scales of expressions) are left out, so that proving more never changes a hash.
"""
from __future__ import annotations

import datetime
import hashlib
import json
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import cast, get_args

import attrs

from rulelang.core import nodes as core
from rulelang.core.walk import children
from rulelang.exact.own_calendar import OwnCalendar

FORMAT = "rl1"
SILENT = frozenset({
    "span", "step", "labels", "question", "definition", "claims", "borrowed", "told", "each", "bases",
    "guide_edition", "chosen",
})
"""Fields that say how something is shown, where it stands or what is read elsewhere, not what it means."""
LATER = frozenset({
    "of", "per",
    "order", "links", "references", "keyed", "unchosen", "program_measures", "data_rules", "hierarchy", "before",
    "goes_on", "splits", "since", "is_currency", "column", "floor", "floor_every", "needed",
    "year_starts", "by_first_day", "wholes", "own_calendar", "paid_in", "inverse",
})
"""Fields that nodes gained after the format was fixed: an empty one is left out, so that no older hash changes."""
SORTED = frozenset(
    {"parameters", "definitions", "ladders", "incentives", "payouts", "relations", "fields", "countries", "links",
     "references", "keyed", "program_measures", "data_rules"}
)
EXPRESSIONS = get_args(core.Expression)
DERIVED_TYPES = (
    *(kind for kind in EXPRESSIONS if kind is not core.Round), core.Definition, core.Incentive, core.Payout,
    core.PaidIn,
)


def semantic_hash(program: core.Core) -> str:
    """SHA-256 of the canonical text, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_text(program).encode()).hexdigest()


def canonical_text(program: core.Core) -> str:
    """What is hashed. An expression stands in it as the SHA-256 of its own text, so that one which is shared, however
    often, is written once."""
    return f"{FORMAT}\n{_Writer().text(attrs.evolve(program, name=''))}\n"


@attrs.define
class _Writer:
    digests: dict[int, str] = attrs.field(factory=dict)

    def text(self, value: object) -> str:
        match value:
            case bool() | None:
                return {True: "yes", False: "no", None: "-"}[value]
            case int() | datetime.date():
                return str(value)
            case Fraction():
                return f"{value.numerator}/{value.denominator}"
            case str():
                return json.dumps(value, ensure_ascii=False)
            case frozenset():
                return "{" + ",".join(sorted(self.text(item) for item in value)) + "}"
            case tuple():
                return "(" + ",".join(self.text(item) for item in value) + ")"
            case core.KeyedParameter():
                return self.keyed(value)
            case OwnCalendar():
                return self.text(value.digest)  # any row of it may be asked for as the period of a run
        return self.expression(value) if isinstance(value, EXPRESSIONS) else self.node(value)

    def expression(self, value: object) -> str:
        if isinstance(value, core.Call):
            return self.expression(value.value)  # a function is what its body comes to, whatever it is called
        if id(value) not in self.digests:
            for inside in self._innermost_first(cast(core.Expression, value)):
                self.digests[id(inside)] = hashlib.sha256(self.node(inside).encode()).hexdigest()
        return self.digests[id(value)]

    def _innermost_first(self, value: core.Expression) -> Iterator[core.Expression]:
        """The expressions in one that have no digest yet, each after those inside it: bands by the hundred stand inside
        one another, deeper than one call may stand in another."""
        waiting, found = [value], dict[int, core.Expression]()
        while waiting:
            node = waiting.pop()
            if id(node) not in self.digests and id(node) not in found:
                if not isinstance(node, core.Call):
                    found[id(node)] = node
                waiting.extend(children(node))
        return reversed(found.values())

    def keyed(self, value: core.KeyedParameter) -> str:
        """Of a table its cells, sorted, as one digest: the same whether it is written out or read from a file."""
        tables = ",".join(f"{t.start}:{self.text(t.stop)}:{cells_digest(value, t)}" for t in value.tables)
        kind = getattr(value.type, "kind", ""), getattr(value.type, "currency", None)
        return f"KeyedParameter[name={self.text(value.name)};type={self.text(kind)};tables=({tables});]"

    def node(self, value: object) -> str:
        parts = "".join(f"{name}={self.text(part)};" for name, part in self.parts(value))
        return f"{type(value).__name__}[{parts}]"

    def parts(self, value: object) -> Iterator[tuple[str, object]]:
        """The fields of a node that carry meaning; those without order in one order."""
        kind = type(value)
        assert attrs.has(kind)
        for field in attrs.fields(kind):
            part = getattr(value, field.name)
            derived = field.name == "type" and isinstance(value, DERIVED_TYPES)
            if derived or (field.name in SILENT and not _is_read(value, field.name)):
                continue
            if field.name in LATER and not part:
                continue
            if isinstance(value, core.Round) and field.name == "type":
                part = (part.kind, part.currency, part.denominator)
            unordered = field.name == "members" and isinstance(value, (core.Choice, core.ChoiceSet))
            if field.name in SORTED and isinstance(part, tuple):
                part = tuple(sorted(part, key=self.text))
            elif unordered and not getattr(value, "ordered", False):
                part = tuple(sorted(part))
            yield field.name, part


def cells_digest(parameter: core.KeyedParameter, table: core.Table) -> str:
    """SHA-256 of the cells of a table, in order of key. Units are brought to the coarsest that hold every cell."""
    denominator = parameter.type.denominator if isinstance(parameter.type, core.Quantity) else 1
    whole = isinstance(parameter.type, core.Quantity)
    shared = math.gcd(denominator, *(int(v) for v in table.cells.values() if isinstance(v, int))) if whole else 1
    found = hashlib.sha256(f"{denominator // shared}\n".encode())
    for key in sorted(table.cells):
        value = table.cells[key]
        shown = str(value // shared) if whole and isinstance(value, int) else _Writer().text(value)
        found.update(f"{json.dumps(key, ensure_ascii=False)}{shown}\n".encode())
    return found.hexdigest()


def _is_read(value: object, field: str) -> bool:
    """What a reading reads is its meaning; elsewhere `definition` only says where a node stands."""
    return isinstance(value, core.Read) and field == "definition"
