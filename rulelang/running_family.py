"""Runs a program with its variants: each partner by the most specific variant that covers it on the last day. Part of
`api`.

Each variant reads the data by its own rules and computes its own partners: what a partner gets is what `run` of that
variant gives it.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from rulelang.core.life import before_life, those_there
from rulelang.core.nodes import Core
from rulelang.core.paid_in import paid_in_two
from rulelang.core.population import Population, Value
from rulelang.diagnostics.language import in_language
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused
from rulelang.exact.calendar import Period
from rulelang.languages import ENGLISH
from rulelang.results import FamilyRun, Run
from rulelang.running import (
    Asked,
    files_told,
    key_text,
    no_partner,
    refuse_as_of,
    refuse_unknown,
    run_engine,
    write_beside,
)

if TYPE_CHECKING:
    from rulelang.api import Loaded
    from rulelang.data.intake import Share
    from rulelang.data.reading import Reading
    from rulelang.program import Program
    from rulelang.tools.family import Member

FORMAT = "rulelang.family_result.v1"


def run_family(loaded: Loaded, name: str | None, asked: Asked) -> FamilyRun:
    """What everybody that a program and its variants cover is paid in a period. See `api.Loaded.run_family`."""
    from rulelang.data.first_days import family_told

    if asked.history is not None:
        raise Refused([Diagnostic("family-with-history", None, {})])
    top = loaded.program(name)
    refuse_as_of(top.ready, asked.as_of)
    too_early = before_life(top.ready, top.period(asked.period))
    if too_early:
        raise Refused(too_early)
    members = _in_force(loaded, top, top.period(asked.period))
    programs = {member.name: loaded.program(member.name) for member in members}
    owners = _owners(members)
    refuse_unknown([program.ready for program in programs.values()], asked.only)
    made: list[_Part] = []
    not_covered: tuple[str, ...] = ()
    for member in members:
        program = programs[member.name]
        own = frozenset(country for country, owner in owners.items() if owner == member.name)
        share = _share(program.ready, member, own, owners)
        if share is not None:
            made.append(_part(program, asked, share))
        if member is members[0] and member.covers:
            not_covered = _outside(program, asked, member.covers)
    parts = [(part.name, part.run) for part in made]
    if asked.partner is not None:
        parts = _one(parts, asked.partner)
    later = tuple(sorted(key for part in made for key in part.later))
    told = family_told(top.ready, [part.reading for part in made], later, top.period(asked.period))
    told = (*told, *files_told(asked, made[0].reading)) if made else told
    notes = (*top.notes(asked.period), *in_language(told, top.language))
    keys = tuple(map(key_text, later))
    return FamilyRun(tuple(parts), not_covered, _manifest(top, parts, not_covered, keys), keys, notes)


@attrs.frozen
class _Part:
    """What one variant pays, and the keys of those of its partners who begin after the period."""

    name: str
    run: Run
    reading: Reading
    later: tuple[tuple[Value, ...], ...]


def _in_force(loaded: Loaded, top: Program, period: Period) -> tuple[Member, ...]:
    """The program or variant asked for and every variant below it that holds on the last day, outermost first."""
    family = loaded.variants()
    found = _find(family, top.name) if family is not None else None
    if found is None:
        raise Refused([f for f in top.findings if f.span is not None] or list(loaded.findings))
    waiting, members = [found], []
    while waiting:
        member = waiting.pop(0)
        if member is found or member.effective <= period.stop:
            members.append(member)
            waiting += member.variants
    return tuple(members)


def _find(member: Member, name: str) -> Member | None:
    if member.name == name:
        return member
    return next((found for each in member.variants if (found := _find(each, name)) is not None), None)


def _owners(members: Sequence[Member]) -> dict[str, str]:
    """For each country the variant that pays it: the one below all others that cover it."""
    above = {each.name: member.name for member in members for each in member.variants}
    owners: dict[str, str] = {}
    for member in members:
        for country in member.covers:
            known = owners.get(country)
            if known is not None and known not in _lineage(above, member.name):
                values = {"country": country, "first": known, "second": member.name}
                raise Refused([Diagnostic("two-variants-for-one", None, values)])
            owners[country] = member.name
    return owners


def _lineage(above: Mapping[str, str], name: str) -> list[str]:
    found = [name]
    while found[-1] in above:
        found.append(above[found[-1]])
    return found


def _share(core: Core, member: Member, own: frozenset[str], owners: Mapping[str, str]) -> Share | None:
    """The partners a member pays: of its own countries; the program itself pays all that no variant does."""
    from rulelang.data.intake import Share

    field = next((f.name for f in core.subject.fields if getattr(f.type, "country", False)), None)
    if not member.covers:
        return Share(field or core.subject.fields[0].name, frozenset(owners), inside=False)
    return Share(field, own) if field is not None and own else None


def _part(program: Program, asked: Asked, share: Share) -> _Part:
    """The partners of a share, by one variant."""
    from rulelang.data.first_days import later_keys, with_first_days
    from rulelang.data.manifest import manifest
    from rulelang.data.read import read_population

    core, period = program.ready, program.period(asked.period)
    population, reading = read_population(
        core, asked.folder, as_of=asked.as_of, until=period.stop, accept_rejects=asked.accept_rejects, share=share
    )
    if population is None:
        raise Refused(reading.findings)
    names = tuple(n for n in core.asked_by_name if n in asked.only) if asked.only else core.outcomes
    mixed = list(paid_in_two(core, names, period))
    if mixed:
        raise Refused(mixed)
    reading = with_first_days(reading, core, population, period)
    there = those_there(core, population, period)
    results = run_engine(core, there, period, asked.engine, names)
    described = manifest(
        core, results, reading, semantic_hash=program.semantic_hash, period=period, as_of=asked.as_of,
        engine=asked.engine, accept_rejects=asked.accept_rejects, settings=program.settings,
        not_covered=len(population.subjects) - len(there.subjects),
    )
    run = Run(core, results, described, in_language(reading.rejects, program.language), program.language)
    return _Part(program.name, run, reading, later_keys(core, population, period))


def _outside(program: Program, asked: Asked, covers: Sequence[str]) -> tuple[str, ...]:
    """The keys of the partners that neither the variant asked for nor any below it covers."""
    from rulelang.data.read import read_population

    core, period = program.ready, program.period(asked.period)
    everybody, _ = read_population(core, asked.folder, as_of=asked.as_of, until=period.stop)
    population = everybody or Population(())
    field = core.country_field or ""
    return tuple(key_text(s.key) for s in population.subjects if s.fields.get(field) not in covers)


def _one(parts: Sequence[tuple[str, Run]], partner: str) -> list[tuple[str, Run]]:
    found, rows = [], 0
    for name, run in parts:
        own = tuple(row for row in run.results.rows if key_text(row[0]) == partner)
        rows += len(own)
        found.append((name, attrs.evolve(run, results=attrs.evolve(run.results, rows=own))))
    if not rows:
        keys = [key_text(row[0]) for _, run in parts for row in run.results.rows]
        raise Refused([no_partner(parts[0][1].core, partner, keys)])
    return found


def _manifest(
    top: Program, parts: Sequence[tuple[str, Run]], not_covered: Sequence[str], later: Sequence[str]
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "program": top.name,
        "members": [run.manifest for _, run in parts],
        "not_covered": list(not_covered),
        **({"begin_later": list(later)} if later else {}),
    }


def write_family(run: FamilyRun, path: Path) -> None:
    """One table, its manifest and, if any, the rejects. See `FamilyRun.write`."""
    from rulelang.data.family_rows import family_rows
    from rulelang.data.write import write_rows

    parts = [(name, part.core, part.results) for name, part in run.parts]
    write_rows(path, *family_rows(parts, run.parts[0][1].language if run.parts else ENGLISH))
    write_beside(path, run.manifest, run.rejects)
