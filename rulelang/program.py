"""A program or variant that can be run: its runs, stories and schemas. Knows neither its files nor the other variants.

What only some calls need is imported by these: a check needs none of it.
"""
from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from rulelang.diagnostics import catalogue
from rulelang.diagnostics.model import Diagnostic, Severity
from rulelang.diagnostics.periods import no_such_period
from rulelang.diagnostics.refused import Refused, refusing_in
from rulelang.exact.calendar import Period
from rulelang.frozen import frozen
from rulelang.languages import ENGLISH

if TYPE_CHECKING:
    from rulelang.core.nodes import Core, Unchosen
    from rulelang.core.population import Outcome
    from rulelang.data.proposing.propose import Proposal
    from rulelang.interpret.resting import Named
    from rulelang.results import Explained, Run, Written
    from rulelang.running import Asked


@frozen
class Program:
    """A program or variant. `core` is None when `findings` hold an error; then it cannot be run.

    `settings` are parameters that were given other values, as they were written.
    """

    name: str
    core: Core | None
    findings: tuple[Diagnostic, ...]
    language: str = ENGLISH
    settings: Mapping[str, str] = attrs.field(factory=dict, hash=False)

    @property
    def ready(self) -> Core:
        """What engines run; `Refused` with the errors where there are any, or with the figures still to be chosen."""
        if self.core is None:
            raise Refused([f for f in self.findings if catalogue.severity(f) is Severity.ERROR])
        if self.core.unchosen:
            raise Refused(self.not_chosen)
        return self.core

    @property
    def not_chosen(self) -> tuple[Diagnostic, ...]:
        """A finding for each figure that is still to be chosen before the program runs."""
        return tuple(_not_chosen(choice) for choice in self.core.unchosen) if self.core is not None else ()

    @property
    def semantic_hash(self) -> str:
        """64 hexadecimal digits; programs that have the same pay the same."""
        return _hash(self.ready)

    @property
    def subject(self) -> str:
        """The entity that results are about, such as `Partner`."""
        return self.ready.subject.name

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The names of what a run reports, in its order."""
        return self.ready.outcomes

    def period(self, text: str) -> Period:
        """A period of the program's calendar, such as `2025-Q2`; `Refused` when there is none of that name."""
        found = self.ready.calendar.parse(text)
        if found is None:
            raise Refused([no_such_period(self.ready.calendar, text, None, self.language)])
        return found

    def notes(self, period: str) -> tuple[Diagnostic, ...]:
        """What is to be known of a period before anything is computed for it: that the program begins inside it."""
        from rulelang.running import notes

        return notes(self, period)

    def run(
        self,
        data: str | Path | Mapping[str, object],
        period: str,
        *,
        as_of: datetime.date | None = None,
        engine: str = "duckdb",
        only: Sequence[str] = (),
        partner: str | None = None,
        accept_rejects: bool = False,
        history: str | Path | None = None,
    ) -> Run:
        """What every partner in the data is paid in a period. `partner` filters the result, never the data.

        `data` is a folder, or rows by the name of each entity: dicts, attrs objects, a frame of pandas, polars, Arrow.

        `history` is a file of the tiers that partners had before: the key, `ladder`, `tier`, `since`.
        """
        from rulelang.running import Asked, run

        with refusing_in(self.language):
            asked = Asked(_data(data), period, as_of, engine, tuple(only), partner, accept_rejects, _path(history))
            return run(self, asked)

    def run_to(
        self,
        out: str | Path,
        data: str | Path | Mapping[str, object],
        period: str,
        *,
        as_of: datetime.date | None = None,
        engine: str = "duckdb",
        only: Sequence[str] = (),
        partner: str | None = None,
        accept_rejects: bool = False,
        history: str | Path | None = None,
    ) -> Written:
        """The same files as `run(...).write(out)`; DuckDB writes them from Parquet without holding them in memory."""
        from rulelang.running import Asked, run_to

        asked = Asked(_data(data), period, as_of, engine, tuple(only), partner, accept_rejects, _path(history))
        with refusing_in(self.language):
            return run_to(self, asked, Path(out))

    def explain(
        self,
        data: str | Path | Mapping[str, object],
        period: str,
        partner: str,
        *,
        outcome: str | None = None,
        as_of: datetime.date | None = None,
        language: str | None = None,
        history: str | Path | None = None,
        inputs: bool = False,
    ) -> str:
        """Why a partner got what it got: a story with the amounts, dates and rules that decided.

        `inputs` adds the values of the data that it rests on, as `rests_on` finds them. `history` is as in `run`.
        """
        return self.explained(
            data, period, partner, outcome=outcome, as_of=as_of, language=language, history=history, inputs=inputs
        ).text

    def explained(
        self,
        data: str | Path | Mapping[str, object],
        period: str,
        partner: str,
        *,
        outcome: str | None = None,
        as_of: datetime.date | None = None,
        language: str | None = None,
        history: str | Path | None = None,
        inputs: bool = False,
    ) -> Explained:
        """The story that `explain` tells, and what is to be known beside it: records that count nowhere."""
        from rulelang.running import explain

        only = () if outcome is None else (outcome,)
        with refusing_in(language or self.language):
            asked = _asked_of_one(data, period, partner, only, as_of, history)
            return explain(self, asked, partner, language, inputs=inputs)

    def explanation(
        self,
        data: str | Path | Mapping[str, object],
        period: str,
        partner: str,
        *,
        outcome: str | None = None,
        as_of: datetime.date | None = None,
        language: str | None = None,
        history: str | Path | None = None,
        inputs: bool = False,
    ) -> Mapping[str, Any]:
        """The same as `explain` as plain data for a host: values and payments of each outcome, and the lines as a tree.

        Its `format` is `rulelang.explanation.v1`; what it holds stands in the reference.
        """
        return self.explained(
            data, period, partner, outcome=outcome, as_of=as_of, language=language, history=history, inputs=inputs
        ).data

    def rests_on(
        self,
        data: str | Path | Mapping[str, object],
        period: str,
        partner: str,
        *,
        outcome: str | None = None,
        as_of: datetime.date | None = None,
        history: str | Path | None = None,
    ) -> Mapping[str, tuple[Named, ...]]:
        """For each outcome the cells of a partner's data that it rests on: each alone, at another value, changes it.

        Each is named with such a value. Where several reasons hold at once, no cell of them alone changes anything.
        """
        from rulelang.running import rests_on

        only = () if outcome is None else (outcome,)
        with refusing_in(self.language):
            asked = _asked_of_one(data, period, partner, only, as_of, history)
            return rests_on(self, asked, partner)

    def evaluate(
        self,
        subject: object,
        period: str,
        *,
        records: Mapping[str, object] | None = None,
        engine: str = "python",
        cohort: object = None,
    ) -> Mapping[str, Outcome]:
        """The outcomes of one partner given as a dict or attrs object, with rows for each name its records have.

        The records given are complete: what is not there did not happen. `cohort` are the fields of all other partners,
        whose records stand among the others with the key of their partner; without it what compares partners is
        unknown. Raises `Refused` where a value does not fit.
        """
        from rulelang.running import evaluate

        with refusing_in(self.language):
            return evaluate(self, subject, period, records or {}, engine, cohort)

    def schema(self, *, outputs: bool = False) -> dict[str, Any]:
        """A JSON Schema of one partner with its records, as `evaluate` takes them; or of a result in JSON."""
        from rulelang.data.schemas import input_schema, output_schema

        make = output_schema if outputs else input_schema
        return make(self.ready, self.language)

    def headers(self, *, outputs: bool = False) -> Mapping[str, Sequence[str]]:
        """The columns of each file of data by the file's name, or those of a result."""
        from rulelang.data.schemas import headers, output_header

        if outputs:
            return {"result.csv": output_header(self.ready)}
        return {f"{name}.csv": columns for name, columns in headers(self.ready).items()}

    def propose_mapping(self, file: str | Path, *, entity: str | None = None) -> Proposal:
        """A mapping that an export may be read by, of the entity named or of the one that fits best, with its doubts.

        Nothing reads it until somebody has kept its text (`rulelang.data.proposing.text`) beside the data.
        """
        from rulelang.running import propose_mapping

        with refusing_in(self.language):
            return propose_mapping(self, Path(file), entity)


def _asked_of_one(
    data: str | Path | Mapping[str, object],
    period: str,
    partner: str,
    only: tuple[str, ...],
    as_of: datetime.date | None,
    history: str | Path | None,
) -> Asked:
    from rulelang.running import Asked

    return Asked(_data(data), period, as_of, "interpreter", only, partner, accept_rejects=False, history=_path(history))


def _data(given: str | Path | Mapping[str, object]) -> Path | Mapping[str, object]:
    return given if isinstance(given, Mapping) else Path(given)


def _path(given: str | Path | None) -> Path | None:
    return None if given is None else Path(given)


def _not_chosen(choice: Unchosen) -> Diagnostic:
    """The finding about a figure that nobody has chosen yet."""
    cell = f" ({', '.join(choice.cell)})" if choice.cell else ""
    values = {"name": f"{choice.parameter}{cell}", "low": choice.low, "high": choice.high, "date": str(choice.start)}
    return Diagnostic("not-chosen", choice.span, values)


@functools.lru_cache(maxsize=64)
def _hash(core: Core) -> str:
    from rulelang.core.hash import semantic_hash

    return semantic_hash(core)
