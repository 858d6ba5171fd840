"""Generated Python: a module with one function for each pass over rows and `decide` over what they give.

`decide` takes integers, truths, text and days as positional arguments and returns a tuple: no loop, no look-up, no
fraction. The source is kept, and reads as the program it came from.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import attrs

from rulelang.compile.naming import PYTHON_WORDS, Names
from rulelang.compile.passes import sort_slots
from rulelang.compile.plan import Output, Pass, Plan, Slot
from rulelang.compile.python_text import CHOICE, NOT, SUM, PythonText, literal
from rulelang.compile.scalars import REJECTED, Cells, Column, Scalar

SHOWN_CELLS_MAX = 50
"""A table of more cells than these is no text that anybody reads."""

Row = Mapping[str, Any]
Figures = tuple[Any, ...]


@attrs.frozen(eq=False)
class CompiledPass:
    """`aggregate(rows, *carried)` gives the pass's slots. `carry(*columns, *slots of earlier stages)` gives what rows
    are tested against; None where nothing is carried. Where `of` is set there is one for the rows of each record of
    that entity: those of which the fields `per` are what the `keys` of the record are."""

    relation: str
    aggregate: Callable[..., Figures]
    carry: Callable[..., Figures] | None
    slots: tuple[Slot, ...]
    stage: int
    of: str = ""
    per: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


@attrs.frozen(eq=False)
class CompiledPython:
    """`decide(*columns, *slots)`: the plan's columns, then its slots, each in the plan's order. It returns for each
    output its value, the highest tier where that may differ, its divisor, and its causes where they may differ; then
    the plan's asides. `compare` has a function for each stage that looks across subjects: `compare(*columns, *slots of
    earlier stages)` gives what the figures of the stage look at of one subject, figure by figure."""

    plan: Plan
    source: str
    decide: Callable[..., Figures]
    passes: tuple[CompiledPass, ...]
    compare: Mapping[int, Callable[..., Figures]] = attrs.field(factory=dict)


def compile_python(plan: Plan) -> CompiledPython:
    """A plan as Python functions, with their source."""
    writer = _Writer(plan, Names(set(PYTHON_WORDS)))
    source = writer.module()
    space: dict[str, Any] = {name: cells.cells for cells, name in writer.tables.items()}
    exec(compile(source, f"<rulelang {plan.core.name}>", "exec"), space)
    passes = tuple(
        CompiledPass(
            one.relation, space[name], space.get(carry), one.slots, one.stage, one.of,
            tuple(x.column.name for x in one.per), tuple(c.name for c in one.keys),
        )
        for one, (name, carry) in zip(plan.passes, writer.pass_names, strict=True)
    )
    compare = {stage: space[name] for stage, name in writer.across_names.items()}
    return CompiledPython(plan, source, space["decide"], passes, compare)


def returned(output: Output) -> tuple[Scalar, ...]:
    """What `decide` returns of an output."""
    return output.figures

DAYS_LATER = {
    "days_later": '''

def days_later(day, count):
    """The day so many days after one, never beyond the ends of the calendar."""
    return date.fromordinal(max(1, min(day.toordinal() + count, date.max.toordinal())))''',
    "months_later": '''

def months_later(day, count):
    """The same of months: the same day of that month or, where it has none, its last one."""
    year, month = divmod(12 * day.year + day.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        return date.min if count < 0 else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))''',
}
"""Functions that a module begins with where it calls them."""


@attrs.define
class _Writer:
    plan: Plan
    functions: Names
    pass_names: list[tuple[str, str]] = attrs.field(factory=list)
    tables: dict[Cells, str] = attrs.field(factory=dict)
    across_names: dict[int, str] = attrs.field(factory=dict)

    def module(self) -> str:
        parts = []
        for one in self.plan.passes:
            stage = "" if one.stage == 1 else f"_{one.stage}"
            whose = f"_of_{one.of}" if one.of else ""
            name = self.functions.free(f"{one.relation}{whose}{stage}")
            carry = self.functions.free(f"carry_{one.relation}")
            self.pass_names.append((name, carry))
            parts.append(self.rows_function(one, name))
            if one.carried:
                earlier = self.earlier(one.stage)
                what = f"What rows of {one.relation} are tested against."
                parts.append(self.function(carry, earlier, [x for _, x in one.carried], what))
        for number in sorted({slot.column.stage for slot in self.plan.across}):
            name = self.across_names[number] = self.functions.free(f"compare_{number}")
            compared = [x for slot in self.plan.across_in(number) for x in slot.read]
            what = "What is compared across subjects, or whether it counts."
            parts.append(self.function(name, self.earlier(number), compared, what))
        outcomes = ", ".join(output.name for output in self.plan.outputs)
        wanted = [*(x for output in self.plan.outputs for x in returned(output)), *self.plan.asides]
        parts.append(self.function("decide", [s.column for s in self.plan.slots], wanted, f"{outcomes}."))
        return self.heading(parts) + "\n\n\n" + "\n\n\n".join(parts) + "\n"

    def earlier(self, stage: int) -> list[Column]:
        """The slots of the stages before one."""
        return [slot.column for before in range(1, stage) for slot in self.plan.slots_in(before)]

    def heading(self, parts: Iterable[str]) -> str:
        tables = [self.shown(cells, name) for cells, name in self.tables.items()]
        days = sorted(set(re.findall(r"\bDAY_(\d{4})_(\d\d)_(\d\d)\b", "\n".join([*parts, *tables]))))
        period = f"{self.plan.period.start} to {self.plan.period.stop}"
        helpers = [text for name, text in DAYS_LATER.items() if any(f"{name}(" in part for part in parts)]
        lines = [f'"""{_plain(self.plan.core.name)}, {period}. Generated; money is in its smallest units."""']
        lines += ["from calendar import monthrange"] if any("monthrange(" in x for x in (*parts, *helpers)) else []
        lines += ["from datetime import date", ""] if days or helpers else []
        lines += [f"DAY_{y}_{m}_{d} = date({int(y)}, {int(m)}, {int(d)})" for y, m, d in days]
        return "\n".join([*lines, *([""] if tables and not days else []), *tables, *helpers])

    def shown(self, cells: Cells, name: str) -> str:
        """A small table as it stands in the module; of a large one only its name: the module is given the table."""
        if len(cells.cells) > SHOWN_CELLS_MAX:
            return f"# {name} is given: {len(cells.cells):_} cells."
        shown = ", ".join(f"{key!r}: {literal(value)}" for key, value in sorted(cells.cells.items()))
        return f"{name} = {{{shown}}}"

    def function(self, name: str, slots: Iterable[Column], wanted: Iterable[Scalar], what: str) -> str:
        """A function of the subject's columns and some slots that returns scalars."""
        names = Names(set(PYTHON_WORDS))
        arguments = {column: names.free(argument_name(column)) for column in (*self.plan.columns, *slots)}
        text = PythonText(self.plan.scalars.names, arguments, names, tables=self.tables)
        results = text.bind(wanted)
        head = f"def {name}({', '.join(arguments.values())}):"
        return "\n".join([head, f'    """{_plain(what)}"""', *text.lines, f"    return {_tuple(results)}"])

    def rows_function(self, one: Pass, name: str) -> str:
        """A function of a subject's rows that fills all slots of a pass in one go."""
        names = Names(set(PYTHON_WORDS))
        carried = [names.free(wanted) for wanted, _ in one.carried]
        fields = {column: names.free(column.name) for column in one.fields}
        text = PythonText(self.plan.scalars.names, fields, names, tables=self.tables)
        for argument, (_, scalar) in zip(carried, one.carried, strict=True):
            text.keep(scalar, argument)
        filled = {slot.name: names.free(f"{slot.name}") for slot in one.slots}
        body = [f"        {local} = row[{column.name!r}]" for column, local in fields.items()]
        body += self._row_body(one, text, filled)
        head = f"def {name}({', '.join(['rows', *carried])}):"
        what = f'    """The rows of {_plain(one.relation)}: {_plain(", ".join(filled))}."""'
        starts = [f"    {filled[slot.name]} = {_start(slot)}" for slot in one.slots]
        starts += [f"    {filled[slot.name]}_at = None" for slot in one.slots if slot.order]
        ends = [_end(slot, filled[slot.name]) for slot in one.slots]
        return "\n".join([head, what, *starts, "    for row in rows:", *body, f"    return {_tuple(ends)}"])

    def _row_body(self, one: Pass, text: PythonText, filled: Mapping[str, str]) -> list[str]:
        found = sort_slots(one)
        lines = []
        if found.common:
            text.bind(found.common, "        ")
            lines = [*text.take(), f"        if not ({_joined(text, found.common)}):", "            continue"]
        values = [x for slot in one.slots for x in slot.read[1:]]
        text.bind([*(test for tests, _ in found.groups for test in tests), *values], "        ")
        lines += text.take()
        for tests, slots in found.groups:
            indent = "        "
            if tests:
                lines.append(f"        if {_joined(text, tests)}:")
                indent += "    "
            for slot in slots:
                value = text.of(slot.value, SUM) if slot.value is not None else "1"
                order = _tuple([text.of(part, CHOICE) for part in slot.order])
                lines += [indent + line for line in _step(slot, filled[slot.name], value, order)]
        return lines or ["        pass"]


def argument_name(column: Column) -> str:
    return f"rejected_{column.name}" if column.source == REJECTED else column.name


def _joined(text: PythonText, tests: Sequence[Scalar]) -> str:
    return " and ".join(text.of(test, NOT) for test in tests) if len(tests) > 1 else text.of(tests[0], CHOICE)


def _start(slot: Slot) -> str:
    absent = dict.fromkeys(("lowest", "highest", "first", "latest"), "None")
    return {"count_distinct": "set()", "middle": "[]", **absent}.get(slot.function, "0")


def _end(slot: Slot, name: str) -> str:
    """What a slot comes to after the last row."""
    if slot.function == "middle":
        return f"(sorted({name})[(len({name}) - 1) // 2] + sorted({name})[len({name}) // 2] if {name} else None)"
    return f"len({name})" if slot.function == "count_distinct" else name


def _step(slot: Slot, name: str, value: str, order: str) -> list[str]:
    """What one row does to a slot."""
    match slot.function:
        case "count_distinct":
            return [f"{name}.add({value})"]
        case "causes":
            return [f"{name} |= {value}"]
        case "middle":
            return [f"{name}.append({value})"]
        case "first" | "latest":
            sign = "<" if slot.function == "first" else ">"
            test = f"if {name}_at is None or {order} {sign} {name}_at:"
            return [test, f"    {name}, {name}_at = {value}, {order}"]
        case "lowest" | "highest":
            sign = "<" if slot.function == "lowest" else ">"
            return [f"if {name} is None or {value} {sign} {name}:", f"    {name} = {value}"]
        case _:
            return [f"{name} += {value}"]


def _tuple(items: list[str]) -> str:
    return f"({', '.join(items)}{',' if len(items) == 1 else ''})"


def _plain(text: str) -> str:
    """Text that cannot end a docstring."""
    return re.sub(r'["\\\n]', " ", text)
