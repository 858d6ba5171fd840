"""Prints a plan as one SQL statement: a CTE for each pass over rows, layers of shared values, a select in key order.

The printer knows where rows are only through `Sources`, and a database's spelling only through its `Dialect`. The text
depends on nothing but these and the plan.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from rulelang.compile.dialects.duckdb import RESERVED
from rulelang.compile.naming import Names
from rulelang.compile.passes import sort_slots
from rulelang.compile.plan import AcrossSlot, Pass, Plan, Slot, inside
from rulelang.compile.python import argument_name, returned
from rulelang.compile.scalars import INTEGER, Cells, Column, Scalar
from rulelang.compile.sql_across import below, figure, places
from rulelang.compile.sql_layers import lay_out, reads
from rulelang.compile.sql_tables import columns_of
from rulelang.compile.sql_text import NOT, Dialect, Joins, SqlText, is_joined, is_wide

MOST_NARROW_CAUSES = 62


@attrs.frozen
class Sources:
    """Where rows come from. `subject` and `relations` (by entity) are names of tables or of CTEs in `before`; each has
    the columns `key`, which tell subjects apart. `columns` gives the expression that holds a column there, in units,
    sets as `;a;b;`."""

    subject: str
    key: tuple[str, ...]
    relations: Mapping[str, str]
    columns: Mapping[Column, str]
    before: tuple[tuple[str, str], ...] = ()


Shown = Callable[[SqlText], Sequence[str]]
"""The columns of the last select, beside the key."""


def print_sql(plan: Plan, dialect: Dialect, sources: Sources, shown: Shown | None = None) -> str:
    """The statement that gives a plan's results: the key, then what `decide` returns, ordered by key."""
    return _Statement(plan, dialect, sources).printed(shown)


@attrs.define
class _Chain:
    """A relation and the layers over it: what its columns are called at the top."""

    statement: _Statement
    at: str
    columns: dict[Column, str]
    names: Names
    bound: dict[int, str] = attrs.field(factory=dict)

    def text(self) -> SqlText:
        s = self.statement
        wide_causes = len(s.plan.causes) > MOST_NARROW_CAUSES
        return SqlText(s.dialect, wide_causes, self.columns, self.bound, joins=Joins(s.tables))

    def layers(self, roots: Sequence[Scalar], later: Sequence[Scalar], label: str) -> None:
        """Adds the layers in which what the roots share becomes columns; keeps what `later` reads as well."""
        for layer in lay_out(roots, self.bound).bound:
            self.layer(layer, [*roots, *later], label)

    def layer(self, scalars: Iterable[Scalar], later: Sequence[Scalar], label: str) -> None:
        """Adds a layer in which some scalars become columns."""
        text = self.text()
        fresh = {x.number: (self.free(x), text.of(x)) for x in scalars}
        known = {**self.bound, **{number: name for number, (name, _) in fresh.items()}}
        columns, numbers = reads(later, known)
        kept = {c: name for c, name in self.columns.items() if c in columns}
        held = {number: name for number, name in self.bound.items() if number in numbers}
        items = [self.shown(expression, name) for name, expression in self.renamed(kept).items()]
        items += [*held.values(), *(self.shown(e, name) for name, e in fresh.values())]
        self.columns = dict(zip(kept, self.renamed(kept), strict=True))
        self.bound = {**held, **{number: name for number, (name, _) in fresh.items()}}
        source = self.at + "".join(text.joins.made)
        self.at = self.statement.add(label, [*self.statement.key, *items], source)

    def renamed(self, kept: Mapping[Column, str]) -> dict[str, str]:
        """Names in the next layer for columns, with the expressions that hold them now."""
        d = self.statement.dialect
        return {e if e in self.names.taken else d.name(argument_name(c)): e for c, e in kept.items()}

    def shown(self, expression: str, name: str) -> str:
        return name if expression == name else f"{expression} as {name}"

    def free(self, scalar: Scalar) -> str:
        return self.names.free(self.statement.plan.scalars.names.get(scalar.number, "part"))


@attrs.define
class _Statement:
    plan: Plan
    dialect: Dialect
    sources: Sources
    ctes: list[tuple[str, str]] = attrs.field(factory=list)
    read_twice: set[str] = attrs.field(factory=set)
    names: Names = attrs.field(init=False)
    tables: dict[Cells, str] = attrs.field(factory=dict)
    measured: dict[Pass, tuple[str, dict[str, str]]] = attrs.field(factory=dict)
    """By pass of records: the CTE that fills its slots, and the name of each slot in it."""

    def __attrs_post_init__(self) -> None:
        self.ctes.extend(self.sources.before)
        own = {self.sources.subject, *self.sources.relations.values(), *(name for name, _ in self.ctes)}
        self.names = Names({*RESERVED, *(name.strip('"').lower() for name in own)})

    @property
    def key(self) -> list[str]:
        return [self.dialect.name(name) for name in self.sources.key]

    def printed(self, shown: Shown | None) -> str:
        columns = {c: self.sources.columns[c] for c in self.plan.columns}
        chain = _Chain(self, self.sources.subject, columns, self.free_names())
        roots = list(self.plan.roots())
        self.add_tables(roots)
        for stage in range(1, self.plan.stages + 1):
            passes = [p for p in self.plan.passes if p.stage == stage]
            later = [*roots, *(x for p in self.plan.passes if p.stage > stage for _, x in p.carried)]
            later += [x for slot in self.plan.across if slot.column.stage > stage for x in slot.read]
            now = [x for slot in self.plan.across_in(stage) for x in slot.read]
            chain.layers([x for p in passes for _, x in p.carried], [*later, *now], f"carried_{stage}")
            for one in passes:
                if one.of:
                    self.measured[one] = self.figures(one, chain)
            made = [(p, *self.figures(p, chain)) for p in passes if not p.of]
            across = self.plan.across_in(stage)
            looked_at = [x for slot in across for x in slot.read]
            self.join(chain, made, [*later, *looked_at])
            self.across(chain, across, later)
        chain.layers(roots, [], "step")
        text = chain.text()
        items = list(shown(text)) if shown else self.raw(text)
        return self.statement([*self.key, *items], chain.at)

    def add_tables(self, roots: Sequence[Scalar]) -> None:
        """A CTE for each table that something is looked up in by a join."""
        slots = [x for slot in (*self.plan.slots, *self.plan.slots_of_records) for x in slot.read]
        for scalar in inside((*roots, *slots)):
            if is_joined(scalar) and scalar.table not in self.tables:
                self.tables[scalar.table] = name = self.names.free(f"{scalar.table.name}_cells")
                self.ctes.append((name, self.dialect.cells(columns_of(scalar.table, self.dialect))))

    def free_names(self, *more: str) -> Names:
        fields = [f.name for e in (self.plan.core.subject, *self.plan.core.relations) for f in e.fields]
        return Names({*RESERVED, *(x.lower() for x in (*self.sources.key, *fields, *more))})

    def raw(self, text: SqlText) -> list[str]:
        return [
            f"{text.of(x)} as {self.dialect.name(f'value_{n}')}"
            for n, x in enumerate(self.raw_values(), 1)
        ]

    def raw_values(self) -> list[Scalar]:
        return [*(x for output in self.plan.outputs for x in returned(output)), *self.plan.asides]

    # -------------------------------------------------------------------------------------------- passes

    def figures(self, one: Pass, subject: _Chain) -> tuple[str, dict[str, str]]:
        """A CTE that fills the slots of a pass, by key, and the name of each slot in it."""
        # Both stand side by side when they are joined: a name of one of them would be of either.
        names = self.free_names(*subject.columns.values(), *subject.bound.values())
        rows = _Chain(self, *self.rows_read(one), names)
        if one.carried:
            # A test of rows would else be pushed down through every layer of the subject, and grow at each.
            self.read_twice.add(subject.at)
            text = subject.text()
            carried = {x.number: names.free(wanted) for wanted, x in one.carried}
            items = [subject.shown(text.of(x), carried[x.number]) for _, x in one.carried]
            of_subject = f"(select {', '.join([*self.key, *items])} from {subject.at})"
            rows.at = f"{rows.at} inner join {of_subject} as subject using ({', '.join(self.key)})"
            rows.bound = carried
        found = sort_slots(one)
        read = [*found.common, *(test for tests, _ in found.groups for test in tests)]
        rows.layers([*read, *one.per, *(x for slot in one.slots for x in slot.read[1:])], [], f"{one.relation}_row")
        text = rows.text()
        filled = {slot.name: names.free(slot.name) for slot in one.slots}
        items = [
            f"{self.figure(slot, text, tests)} as {filled[slot.name]}"
            for tests, slots in found.groups
            for slot in slots
        ]
        where = _joined(text, found.common)
        whose = {text.of(part): per_name(n) for n, part in enumerate(one.per, 1)}
        tail = (f"\n  where {where}" if where else "") + f"\n  group by {', '.join([*self.key, *whose])}"
        items = [*self.key, *(f"{part} as {name}" for part, name in whose.items()), *items]
        return self.add(f"{one.relation}_figures", items, rows.at, tail), filled

    def rows_read(self, one: Pass) -> tuple[str, dict[Column, str]]:
        """Where the rows of a pass are, and what its columns are called there: rows that have slots of their own are
        put beside these first."""
        source = self.sources.relations[one.relation]
        columns = {column: self.sources.columns[column] for column in one.fields if not column.is_made}
        wanted = {column for column in one.fields if column.is_made}
        for part in one.per:
            columns[part.column] = self.sources.columns[part.column]
        if not wanted:
            return source, columns
        names = self.free_names(*columns.values())
        items = [f"{source}.{name}" for name in dict.fromkeys((*self.key, *columns.values()))]
        joins = ""
        for other, (cte, filled) in self.measured.items():
            slots = [slot for slot in other.slots if slot.column in wanted]
            if slots:
                joins += f"\n  left join {cte} on {self.same_record(other, source, cte)}"
            for slot in slots:
                columns[slot.column] = name = names.free(slot.name)
                items.append(f"{self.whole(slot, f'{cte}.{filled[slot.name]}')} as {name}")
        return self.add(f"{one.relation}_measured", items, source + joins), columns

    def same_record(self, other: Pass, source: str, cte: str) -> str:
        """That figures of records are those of a row."""
        pairs = [(name, name) for name in self.key]
        pairs += [(self.sources.columns[column], per_name(n)) for n, column in enumerate(other.keys, 1)]
        return " and ".join(f"{source}.{own} = {cte}.{name}" for own, name in pairs)

    def figure(self, slot: Slot, text: SqlText, tests: Sequence[Scalar]) -> str:
        value = "*" if slot.value is None else text.of(slot.value)
        if slot.value is not None and slot.value.is_constant and slot.value.kind == INTEGER:
            # A bare figure would be of a type too small for what is done with it later.
            value = text.literal(slot.value.payload, typed=text.type_of(slot.value))
        only = f" filter (where {_joined(text, tests)})" if tests else ""
        if slot.function == "middle":
            assert slot.value is not None
            return self.dialect.middle(text.sized(slot.value, slot.column), only)
        order = ", ".join(text.of(part) for part in slot.order)
        call = {
            "first": f"first({value} order by {order})",
            "latest": f"last({value} order by {order})",
            "total": f"sum({value})", "count": f"count({value})", "count_distinct": f"count(distinct {value})",
            "lowest": f"min({value})", "highest": f"max({value})", "causes": f"bit_or({value})",
        }[slot.function]
        return call + only

    def join(self, chain: _Chain, made: Sequence[tuple[Pass, str, dict[str, str]]], later: Sequence[Scalar]) -> None:
        """A layer that puts the slots of some passes beside the subject's columns."""
        columns, numbers = reads(later, chain.bound)
        kept = {c: e for c, e in chain.columns.items() if c in columns}
        held = {number: name for number, name in chain.bound.items() if number in numbers}
        renamed = chain.renamed(kept)
        items = [chain.shown(e, name) for name, e in renamed.items()] + list(held.values())
        source = chain.at
        chain.columns = dict(zip(kept, renamed, strict=True))
        for one, cte, filled in made:
            source += f"\n  left join {cte} using ({', '.join(self.key)})"
            for slot in one.slots:
                if slot.column not in columns:
                    continue
                name = chain.names.free(slot.name)
                items.append(f"{self.whole(slot, f'{cte}.{filled[slot.name]}')} as {name}")
                chain.columns[slot.column] = name
        chain.bound = held
        chain.at = self.add("joined", [*self.key, *items], source)

    def across(self, chain: _Chain, slots: Sequence[AcrossSlot], later: Sequence[Scalar]) -> None:
        """Layers that put figures which look at all subjects beside the subject's columns."""
        if not slots:
            return
        looked_at = {x.number: x for slot in slots for x in slot.read}
        chain.layers(list(looked_at.values()), later, "compared")
        fresh = [x for x in looked_at.values() if x.operands and x.number not in chain.bound]
        chain.layer(fresh, [*looked_at.values(), *later], "compared")
        placed = {slot.name: (chain.names.free("place"), chain.names.free("members")) for slot in slots}
        text = chain.text()
        counted = [item for slot in slots for item in places(slot, text, *placed[slot.name])]
        if counted:
            chain.at = self.add("placed", ["*", *counted], chain.at)
        columns, numbers = reads(later, chain.bound)
        kept = {c: e for c, e in chain.columns.items() if c in columns}
        held = {number: name for number, name in chain.bound.items() if number in numbers}
        renamed = chain.renamed(kept)
        items = [chain.shown(e, name) for name, e in renamed.items()] + list(held.values())
        chain.columns = dict(zip(kept, renamed, strict=True))
        joins, others = self.others(chain, text, [slot for slot in slots if slot.reader])
        for slot in slots:
            name = chain.names.free(slot.name)
            found = others.get(slot.name) or figure(slot, text, *placed[slot.name])
            items.append(f"{found} as {name}")
            chain.columns[slot.column] = name
        chain.bound = held
        chain.at = self.add("across", [*self.key, *items], chain.at + joins)

    def others(self, chain: _Chain, text: SqlText, slots: Sequence[AcrossSlot]) -> tuple[str, dict[str, str]]:
        """Joins to the figures that subjects read of groups other than their own, and each figure by its slot."""
        if not slots:
            return "", {}
        (group,), (reader,) = slots[0].group, slots[0].reader
        assert all(slot.group == (group,) and slot.reader == (reader,) for slot in slots), "one hierarchy has one link"
        named = chain.names.free("above")
        filled = {slot.name: chain.names.free(f"{slot.name}_below") for slot in slots}
        items = [f"{text.of(group)} as {named}"]
        items += [f"{below(slot, text)} as {filled[slot.name]}" for slot in slots]
        self.read_twice.add(chain.at)
        cte = self.add("below", items, chain.at, f"\n  group by {text.of(group)}")
        found = {
            slot.name: name if slot.column.optional else f"coalesce({name}, 0)"
            for slot in slots
            for name in [f"{cte}.{filled[slot.name]}"]
        }
        return f"\n  left join {cte} on {cte}.{named} = {text.of(reader)}", found

    def whole(self, slot: Slot, name: str) -> str:
        """A slot for every subject, also one without rows."""
        if slot.column.optional:
            return name
        wide = slot.column.kind == INTEGER and is_wide(slot.column.low, slot.column.high)
        if slot.limit is not None:
            return self.dialect.guard(name, slot.limit, self.dialect.wide if wide else self.dialect.narrow)
        found = f"coalesce({name}, 0)"
        narrow = slot.function == "total" and not wide
        return self.dialect.cast(found, self.dialect.narrow) if narrow else found

    # -------------------------------------------------------------------------------------------- text

    def add(self, label: str, items: Sequence[str], source: str, tail: str = "") -> str:
        name = self.names.free(label)
        self.ctes.append((name, _select(items, source) + tail))
        return name

    def how_made(self, name: str) -> str:
        return self.dialect.made_once if name in self.read_twice else "as"

    def statement(self, items: Sequence[str], source: str) -> str:
        ctes = ",\n".join(f"{name} {self.how_made(name)} (\n  {body}\n)" for name, body in self.ctes)
        last = _select(items, source, indent="")
        return (f"with {ctes}\n" if ctes else "") + f"{last}\norder by {', '.join(self.key)}"


def per_name(number: int) -> str:
    """What a part of the key of the record that figures are of is called."""
    return f"of_record_{number}"


def _joined(text: SqlText, tests: Sequence[Scalar]) -> str:
    return " and ".join(text.of(test, NOT) for test in tests)


def _select(items: Sequence[str], source: str, indent: str = "  ") -> str:
    shown = f",\n{indent}  ".join(items)
    return f"select\n{indent}  {shown}\n{indent}from {source}"
