"""One random program: declarations in the order of their use, and the passes that turn them into a core."""
from __future__ import annotations

from collections.abc import Sequence

import attrs

from rulelang.core.lower import lower
from rulelang.core.nodes import Core
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.render import render_text
from rulelang.names.calendars import with_calendars
from rulelang.names.resolve import resolve
from rulelang.source import SourceFile
from rulelang.syntax import read
from rulelang.typecheck.check import check

from .adapting import write_variant
from .asked_records import write_asked_records
from .benefits import write_benefit
from .capping import write_capping
from .converting import write_own_table
from .counting import write_deadline
from .covering import write_covering
from .dated_rows import write_dated_rows
from .definitions import (
    write_comparisons,
    write_eligibility,
    write_enormous,
    write_ladder,
    write_ladders_by_member,
    write_measures,
    write_over_time,
    write_rollups,
    write_tenure,
)
from .drawing import Draw
from .dropping import write_dropped
from .edges import write_edge
from .excepted import write_excepted
from .first_days import write_first_day
from .grown import write_grown
from .heads import FISCAL, new_world, write_enumerations, write_head, write_relations, write_subject
from .laid_out import write_laid_out
from .lasting import write_lasting
from .levels import write_more
from .linking import write_account
from .listed_records import write_listed_records
from .listing import write_lists
from .measured_records import write_measured_records
from .meetings import odds_of_first_day, odds_of_paid_in
from .member_edits import write_member_edit
from .members import write_by_member
from .memory import write_memory
from .naming import write_named
from .paid_in import write_paid_in
from .parameters import new_parameter
from .paying import PAIRS, write_incentive, write_payout
from .places import write_places
from .recorded import write_recorded
from .score_versions import write_score_versions
from .scored_keys import write_scored_keys
from .scoring import write_scorecard
from .shared_groups import write_shared_groups
from .sharing import write_share
from .versions import write_versions
from .world import World

Piece = tuple[str, str]
EXPECTED = (
    "new-member-not-mentioned", "tier-without-a-row", "easier-higher-up", "never-holds", "otherwise-never",
    "band-out-of-reach", "line-without-dates",
)  # fmt: skip
"""Reminders, true of most variants that add members, of tables of benefits that leave out a tier, and of ladders,
conditions and bands whose figures are drawn by chance."""


@attrs.frozen
class RandomProgram:
    """Declarations as pairs of name and text, the base's, the variant's and those of a variant of that; the last there
    is is run."""

    seed: int
    pieces: tuple[Piece, ...]
    variant: tuple[Piece, ...] = ()
    below: tuple[Piece, ...] = ()

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        texts = [("program.rule", self.pieces)] + ([("variant.rule", self.variant)] if self.variant else [])
        texts += [("below.rule", self.below)] if self.variant and self.below else []
        return tuple((name, "\n\n".join(text for _, text in pieces) + "\n") for name, pieces in texts)

    @property
    def name(self) -> str:
        if self.variant and self.below:
            return "home_part"
        return "home_variant" if self.variant else "base_program"

    def __str__(self) -> str:
        return "\n".join(f"# {name}, seed {self.seed}\n\n{text}" for name, text in self.files)


def generate(seed: int) -> RandomProgram:
    """The program of a seed."""
    world = new_world(Draw(f"program {seed}"), own=Draw(f"calendar {seed}").odds(9))
    draw = world.draw
    write_head(world)
    write_enumerations(world)
    write_account(world)
    write_subject(world)
    write_relations(world)
    new_parameter(world, draw.choice(("money", "count", "percent", "number")))
    write_measures(world, draw.randint(1, 3))
    write_rollups(world)
    if draw.odds(8):
        write_enormous(world)
    if draw.odds(65):
        write_ladder(world)
    for _ in range(draw.randint(0, 2)):
        write_eligibility(world)
    if world.ladders and draw.odds(15):
        write_ladder(world)
        write_eligibility(world)
    write_over_time(world)
    if draw.odds(45):
        write_scorecard(world)
    if draw.odds(40):
        write_benefit(world)
    if draw.odds(90):
        _pay(world, seed)
    elif not world.ladders and not world.eligibilities:
        write_eligibility(world)
    world.draw = Draw(f"members {seed}")
    if world.draw.odds(45):
        write_by_member(world)
    if world.draw.odds(75):
        write_tenure(world)
    if world.draw.odds(15):
        write_ladders_by_member(world)
        write_eligibility(world)
    world.draw = Draw(f"named {seed}")
    if world.draw.odds(25):
        write_named(world)
    world.draw = Draw(f"own currency {seed}")
    write_own_table(world)
    world.draw = draw
    variant, below = (write_variant(world) if draw.odds(55) else []), list[Piece]()
    if variant:
        variant, below = write_more(world, seed, variant)
        world.draw = Draw(f"edits of members {seed}")
        variant = write_member_edit(world, variant)
    world.draw = Draw(f"versions {seed}")
    write_versions(world, [*variant, *below])
    if world.draw.odds(30):
        write_memory(world)
    world.draw = Draw(f"versions of scores {seed}")
    write_score_versions(world)
    world.draw = Draw(f"lists {seed}")
    if world.draw.odds(50):
        write_lists(world)
    _write_kinds(world, seed)
    world.draw = Draw(f"dropped {seed}")
    write_dropped(world, variant, below)
    world.draw = Draw(f"paid in {seed}")
    if world.draw.odds(odds_of_paid_in(world)):
        write_paid_in(world, variant, below)
    world.draw = Draw(f"laid out {seed}")
    write_laid_out(world)
    world.draw = Draw(f"keys of scores {seed}")
    write_scored_keys(world)
    world.draw = Draw(f"capping {seed}")
    write_capping(world)
    world.draw = Draw(f"measured records {seed}")
    if world.draw.odds(30) or any(relation.name == "Line" for relation in world.relations):
        write_measured_records(world)
    return RandomProgram(seed, tuple(world.pieces), tuple(variant), tuple(below))


def _write_kinds(world: World, seed: int) -> None:
    """Fields of other kinds and days counted from others, and what is asked of them."""
    kinds = (("places", 15, write_places), ("lasting", 12, write_lasting), ("listed records", 12, write_listed_records),
             ("deadline", 60, write_deadline), ("asked records", 28, write_asked_records),
             ("dated rows", 13, write_dated_rows), ("share", 25, write_share),
             ("covering", 12, write_covering), ("edge", 16, write_edge),
             ("excepted", 15, write_excepted), ("shared groups", 20, write_shared_groups),
             ("grown", 11, write_grown), ("first day", odds_of_first_day(world), write_first_day),
             ("recorded", 12, write_recorded))  # fmt: skip
    for name, odds, write in kinds:
        world.draw = Draw(f"{name} {seed}")
        if world.draw.odds(odds):
            write(world)


def _pay(world: World, seed: int) -> None:
    """One or two incentives, perhaps others beside them; the first goes through all cadences, seed by seed."""
    draw = world.draw
    for number in range(draw.weighted((55, 1), (45, 2))):
        measured, paid = PAIRS[seed % len(PAIRS)] if number == 0 else draw.choice(PAIRS)
        first = write_incentive(world, measured, paid)
        if draw.odds(25):
            write_incentive(world, measured, paid, said=first.said)
    if draw.odds(80):
        write_payout(world)
    write_comparisons(world)


def front_end(files: Sequence[tuple[str, str]], name: str | None = None) -> tuple[Core | None, tuple[Diagnostic, ...]]:
    """The core of some rule texts, with every finding on the way."""
    modules, findings = [], []
    for file, text in files:
        module, found = read(SourceFile(file, text))
        modules.append(module)
        findings += found
    modules, _ = with_calendars(modules, lambda _: (FISCAL, ()))
    resolved, found = resolve(modules, name)
    findings += found
    if resolved is None or findings:
        return None, tuple(findings)
    checked, found = check(resolved)
    findings += [finding for finding in found if finding.name not in EXPECTED]
    return (lower(checked) if checked is not None and not findings else None), tuple(findings)


def core_of(program: RandomProgram) -> Core:
    """The core of a generated program; a program that does not check without findings is a defect."""
    core, findings = front_end(program.files, program.name)
    assert core is not None, f"{program}\n{render_text(findings)}"
    return core
