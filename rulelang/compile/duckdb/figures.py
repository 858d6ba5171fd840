"""What a plan's statement gives, kept in a table: one row a subject, its key and the figures of every outcome.

From here results are read back, counted for the manifest and written to files (`rendering.py`). Knows what the figures
of an outcome mean, not how they were found.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import attrs

from rulelang.compile.duckdb.session import Session
from rulelang.compile.outcomes import outcomes_of, program_of, sizes_of
from rulelang.compile.plan import Output, Plan
from rulelang.compile.scalars import whole
from rulelang.core.nodes import ChoiceSet, Type
from rulelang.core.population import CohortSize, ProgramFigure, Results, Value
from rulelang.data.manifest import Summary
from rulelang.data.rendered import cause_text
from rulelang.data.schema import MEMBER_SEPARATOR

TABLE = "figures"


@attrs.frozen
class Figure:
    """An outcome's columns: `highest` of a tier that may be another, `causes` where they are not always the same."""

    output: Output
    value: str
    highest: str = ""
    divisor: str = ""
    causes: str = ""

    @property
    def is_unknown(self) -> str:
        """SQL for whether a subject's outcome is unknown; "" where no subject's is."""
        if not self.output.due:
            return ""
        if self.output.kind == "tier":
            return f"{self.value} <> {self.highest}" if self.highest else ""
        if self.causes:
            return f"{self.causes} <> 0"
        return "true" if whole(self.output.causes) else ""


@attrs.frozen
class Figures:
    """The table of a plan; `key` are the names of its key columns."""

    session: Session
    plan: Plan
    key: tuple[str, ...]

    @property
    def columns(self) -> tuple[Figure, ...]:
        """The columns as `print_sql` names them."""
        found, number = [], 0
        for output in self.plan.outputs:
            wanted = {"value": True, "highest": output.highest is not None, "divisor": output.divisor is not None,
                      "causes": not output.causes.is_constant}
            names = {}
            for part in (part for part, is_there in wanted.items() if is_there):
                number += 1
                names[part] = f"value_{number}"
            found.append(Figure(output, **names))
        return tuple(found)

    def results(self) -> Results:
        """All rows, in order of key."""
        types = [self.plan.core.subject.field(name).type for name in self.plan.core.subject.keys]
        rows = self.session.connection.execute(f"select * from {TABLE} order by {', '.join(self.key)}").fetchall()
        found = tuple((_key(row, types), outcomes_of(self.plan, row[len(types) :])) for row in rows)
        sizes = sizes_of(self.plan, rows[0] if rows else None)
        names = tuple(output.name for output in self.plan.outputs)
        return Results(
            names, found, self.plan.fold_starts, sizes, program_of(self.plan, rows), self.plan.paid_in
        )

    def summary(self) -> Summary:
        subjects = self._rows(f"select count(*) from {TABLE}")[0][0]
        counted = {figure.output.name: self._unknown(figure) for figure in self.columns}
        return Summary(
            outcomes=tuple(output.name for output in self.plan.outputs),
            subjects=subjects,
            fold_starts=self.plan.fold_starts,
            unknown={name: dict(sorted(counts.items())) for name, counts in counted.items() if counts},
            cohorts=self._sizes(),
            program=self._program(),
            not_due={output.name: output.next_due for output in self.plan.outputs if subjects and not output.due},
        )

    def _sizes(self) -> tuple[CohortSize, ...]:
        """The sizes of what is compared across subjects: the last columns, which are the same in every row."""
        if not self.plan.asides:
            return ()
        rows = self._rows(f"select * from {TABLE} limit 1")
        return sizes_of(self.plan, rows[0] if rows else None)

    def _program(self) -> tuple[ProgramFigure, ...]:
        """The measures of the program: the columns after those of the outcomes, in which groups are alike."""
        if not self.plan.program:
            return ()
        first = 1 + sum(len(output.figures) for output in self.plan.outputs)
        names = ", ".join(f"value_{first + n}" for n in range(len(self.plan.asides)))
        return program_of(self.plan, self._rows(f"select distinct {names} from {TABLE}"))

    def _unknown(self, figure: Figure) -> Counter[str]:
        """How many subjects have each cause."""
        found: Counter[str] = Counter()
        if figure.is_unknown:
            causes = figure.causes or str(whole(figure.output.causes))
            query = f"select {causes}, count(*) from {TABLE} where {figure.is_unknown} group by all"
            for bits, count in self._rows(query):
                for cause in self.plan.causes_in(bits):
                    found[cause_text(cause)] += count
        return found

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.session.connection.execute(query).fetchall()


def _key(row: Sequence[Any], types: Sequence[Type]) -> tuple[Value, ...]:
    return tuple(
        frozenset(filter(None, cell.split(MEMBER_SEPARATOR))) if isinstance(type_, ChoiceSet) else cell
        for cell, type_ in zip(row, types, strict=False)
    )
