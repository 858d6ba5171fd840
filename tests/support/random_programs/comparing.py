"""The engines side by side: what each says of every partner, and where they differ."""
from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping, Sequence

import attrs

from rulelang.core.nodes import Core
from rulelang.core.population import Outcome, Population, Results, Value
from rulelang.exact.calendar import Period
from rulelang.running import run_engine

ENGINES = ("interpreter", "python", "duckdb")


@attrs.frozen
class Failure:
    """An engine that stopped; `error` is its kind and words, `trace` where it happened."""

    error: str
    trace: str = attrs.field(eq=False)


@attrs.frozen
class Difference:
    """What the engines say of one outcome of one partner; of a whole run when one of them stopped."""

    subject: tuple[Value, ...] | None
    outcome: str
    said: Mapping[str, object]

    def __str__(self) -> str:
        lines = [f"{self.outcome} of {self.subject}"]
        for engine, said in self.said.items():
            lines.append(f"  {engine}: {_shown(said)}")
            if isinstance(said, Failure):
                lines.append(said.trace)
        return "\n".join(lines)


def _shown(said: object) -> str:
    if isinstance(said, Outcome):
        causes = ", ".join(str(cause) for cause in said.causes)
        return f"{attrs.evolve(said, causes=())} because {causes}" if causes else str(said)
    return said.error if isinstance(said, Failure) else str(said)


def asked_of(core: Core) -> tuple[str, ...]:
    """All that an engine can report: a program's outcomes, and its measures."""
    return (*core.outcomes, *(d.name for d in core.definitions if d.kind == "measure" and not d.of))


def run_all(
    core: Core, population: Population, period: Period, outcomes: Sequence[str] | None = None,
    engines: Sequence[str] = ENGINES,
) -> dict[str, Results | Failure]:
    """The results of every engine; one that stops is a failure, which is a finding like any other."""
    found: dict[str, Results | Failure] = {}
    for engine in engines:
        try:
            found[engine] = run_engine(core, population, period, engine, outcomes or asked_of(core))
        except Exception as error:  # noqa: BLE001 - whatever stops an engine is reported beside the others' results
            found[engine] = Failure(f"{type(error).__name__}: {str(error)[:400]}", traceback.format_exc()[-3_000:])
    return found


def differences(results: Mapping[str, Results | Failure]) -> Iterator[Difference]:
    """Every outcome on which two engines differ: value, causes, possible tiers, due dates; then starts of folds."""
    if any(isinstance(found, Failure) for found in results.values()):
        yield Difference(None, "run", {e: f if isinstance(f, Failure) else "results" for e, f in results.items()})
        return
    engines = list(results)
    found = [r for r in results.values() if isinstance(r, Results)]
    for rows in zip(*(r.rows for r in found), strict=True):
        keys, outcomes = [row[0] for row in rows], [row[1] for row in rows]
        if any(key != keys[0] for key in keys):
            yield Difference(None, "order of partners", dict(zip(engines, keys, strict=True)))
        for name, *said in zip(found[0].outcomes, *outcomes, strict=True):
            if not all(_is_the_same(other, said[0]) for other in said[1:]):
                yield Difference(keys[0], name, dict(zip(engines, said, strict=True)))
    if any(dict(r.fold_starts) != dict(found[0].fold_starts) for r in found):
        starts = {engine: dict(r.fold_starts) for engine, r in zip(engines, found, strict=True)}
        yield Difference(None, "first assessments", starts)
    if any(r.cohorts != found[0].cohorts for r in found):
        sizes = {engine: r.cohorts for engine, r in zip(engines, found, strict=True)}
        yield Difference(None, "sizes of comparisons", sizes)
    if any(r.program != found[0].program for r in found):
        yield Difference(None, "the program", {engine: r.program for engine, r in zip(engines, found, strict=True)})


def _is_the_same(one: Outcome, other: Outcome) -> bool:
    """With the kind of the value: 1 and yes are two answers."""
    return one == other and type(one.value) is type(other.value)
