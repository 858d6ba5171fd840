"""Which rows count: versions, shared keys, and whose record a record is. The order of rows changes nothing.

Works on rows whose cells have been read (`intake.py`); knows neither files nor how a row was written.
"""
from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import attrs

from rulelang.core.population import Value
from rulelang.data.intake import Intake, Row
from rulelang.data.layout import Layout
from rulelang.data.reading import Counts
from rulelang.data.written import written
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.phrase import Phrase, Told, listed, phrase
from rulelang.diagnostics.suggest import in_backticks

# How many rows with one key a finding names; they are all rejected, and each has a finding of its own.
PLACES_SHOWN_MAX = 5


@attrs.frozen
class Admitted:
    """`accepted` are rows by the key of the partner they belong to (the subject's own row by its own key).

    `marked` are keys of partners that have a rejected record, `set_aside` (of a subject) keys that were rejected or
    left out, so that their records are nobody's fault.
    """

    accepted: Mapping[Any, list[Row]]
    rejects: tuple[Diagnostic, ...]
    marked: frozenset[Any]
    set_aside: frozenset[Any]
    counts: Counts


def admit_subjects(intake: Intake) -> Admitted:
    """The subject's rows: one for each key."""
    seen, shared, superseded = versions(intake)
    key_of = intake.layout.key_of()
    assert key_of is not None, "a subject has a key"
    accepted: dict[Any, list[Row]] = {}
    rejects = list(intake.broken)
    set_aside = set(intake.left_out_keys)
    rejected = 0
    for index in seen:
        row = intake.rows[index]
        if index not in intake.refused and index not in shared:
            accepted[key_of(row)] = [row]
            continue
        rejected += 1
        rejects += rejects_of_row(intake, index, shared)
        if intake.is_readable(index, intake.layout.key):
            set_aside.add(key_of(row))
    counts = counts_of(intake, len(accepted), rejected, superseded, 0)
    return Admitted(accepted, tuple(rejects), frozenset(), frozenset(set_aside.difference(accepted)), counts)


def admit_records(intake: Intake, subjects: Admitted) -> Admitted:
    """The rows of a relation, each with the subject it belongs to."""
    seen, shared, superseded = versions(intake)
    parent_of, parent = intake.layout.parent_of(), intake.layout.parent
    accepted: dict[Any, list[Row]] = {key: [] for key in subjects.accepted}
    rejects = list(intake.broken)
    marked: set[Any] = set()
    strangers: list[int] = []
    rejected = set_aside = 0
    for index in seen:
        row = intake.rows[index]
        is_good = index not in intake.refused and index not in shared
        owner = parent_of(row) if is_good or intake.is_readable(index, parent) else None
        rows = accepted.get(owner)
        if is_good and rows is not None:
            rows.append(row)
        elif owner in subjects.set_aside:
            set_aside += 1
        elif is_good:
            strangers.append(index)
        else:
            rejected += 1
            rejects += rejects_of_row(intake, index, shared)
            if rows is not None:
                marked.add(owner)
    taken = sum(map(len, accepted.values()))
    rejects += rejects_of_nobody(intake, strangers, subjects.accepted)
    counts = counts_of(intake, taken, rejected + len(strangers), superseded, set_aside)
    return Admitted(accepted, tuple(rejects), frozenset(marked), frozenset(), counts)


def counts_of(intake: Intake, accepted: int, rejected: int, superseded: int, set_aside: int) -> Counts:
    broken = len(intake.broken)
    return Counts(
        intake.layout.entity.name, len(intake.rows) + intake.left_out + broken, accepted, rejected + broken,
        intake.left_out, superseded, set_aside, intake.ignored_columns,
    )


# ------------------------------------------------------------------------------------------------ keys


def versions(intake: Intake) -> tuple[Iterable[int], Mapping[int, list[int]], int]:
    """The rows that are seen; for those that share a key with others, all of them; and how many were superseded."""
    layout, rows = intake.layout, intake.rows
    key_of = layout.key_of()
    if key_of is None:
        return range(len(rows)), {}, 0
    keys = list(map(key_of, rows))
    if not intake.refused and len(set(keys)) == len(rows):
        return range(len(rows)), {}, 0
    placed = layout.key if layout.recorded is None else (*layout.key, layout.recorded)
    latest: dict[Any, list[int]] = {}
    unplaced, superseded = [], 0
    for index, key in enumerate(keys):
        if index in intake.refused and not intake.is_readable(index, placed):
            unplaced.append(index)
            continue
        group = latest.setdefault(key, [])
        order = _compare(layout, row=rows[index], other=rows[group[0]]) if group else 0
        if order > 0:
            superseded += len(group)
            latest[key] = [index]
        elif order < 0:
            superseded += 1
        else:
            group.append(index)
    shared = {index: group for group in latest.values() if len(group) > 1 for index in group}
    return sorted([*unplaced, *(index for group in latest.values() for index in group)]), shared, superseded


def _compare(layout: Layout, row: Row, other: Row) -> int:
    """Positive when a row was recorded later than another of its key, negative when earlier, else 0."""
    if layout.recorded is None:
        return 0
    ours, theirs = row[layout.recorded], other[layout.recorded]
    return int(ours > theirs) - int(ours < theirs)


# ------------------------------------------------------------------------------------------------ findings


def rejects_of_row(intake: Intake, index: int, shared: Mapping[int, list[int]]) -> Iterator[Diagnostic]:
    """What is wrong with one row: its cells, and the rows (by index, in `shared`) that have its key."""
    yield from intake.rejects_of(index)
    if index in shared:
        layout = intake.layout
        values = {
            "entity": layout.entity.name,
            "column": ", ".join(layout.names[at] for at in layout.key),
            "value": key_text(layout, intake.rows[index], layout.key),
            "places": together(intake, shared[index]),
        }
        yield Diagnostic("row-key-shared", None, values, place=intake.place_of(intake.places[index], None))


def together(intake: Intake, indices: list[int]) -> Phrase:
    """`rows 3 and 7`, or the paths of records that were handed in."""
    places = [intake.place_of(place, None) for place in sorted(intake.places[index] for index in indices)]
    has_rows = places[0].row is not None
    texts = [str(place.row) if has_rows else f"`{place.file}`" for place in places]
    shown = texts[:-1]
    last: Told = texts[-1]
    if len(texts) > PLACES_SHOWN_MAX:
        shown = texts[:PLACES_SHOWN_MAX]
        last = phrase("{count} more", count=len(texts) - PLACES_SHOWN_MAX)
    return phrase("rows {first} and {last}" if has_rows else "{first} and {last}", first=listed(shown), last=last)


def rejects_of_nobody(intake: Intake, strangers: list[int], subjects: Collection[Any]) -> Iterator[Diagnostic]:
    """A finding for each record of an unknown subject."""
    return rejects_without(intake, strangers, intake.layout.parent, str(intake.layout.entity.parent), subjects)


def rejects_without(
    intake: Intake, strangers: list[int], positions: tuple[int, ...], named: str, known: Collection[Any]
) -> Iterator[Diagnostic]:
    """A finding for each row that names an unknown record of the entity `named` in the cells at these positions. One
    key is near to many, so only another way of writing the same one is suggested: capitals, blanks around it, zeros in
    front."""
    layout = intake.layout
    alike = {_folded(key): key for key in sorted(known)} if strangers and len(positions) == 1 else {}
    column = ", ".join(layout.names[at] for at in positions)
    for index in strangers:
        total = intake.total_in(index)
        if total:
            yield intake.row_of_totals(index, total)
            continue
        text = key_text(layout, intake.rows[index], positions)
        near = alike.get(_folded(text))
        values = {
            "entity": layout.entity.name,
            "subject": named,
            "column": column,
            "value": text,
            "suggestions": in_backticks([near] if isinstance(near, str) else []),
        }
        yield Diagnostic("row-of-nobody", None, values, place=intake.place_of(intake.places[index], column))


def _folded(key: object) -> str:
    return str(key).strip().casefold().lstrip("0")


def key_text(layout: Layout, row: Row, positions: tuple[int, ...]) -> str:
    values: list[Value] = [row[at] for at in positions]
    return ", ".join(written(value, layout.fields[at].type) for value, at in zip(values, positions, strict=True))
