"""The labels of a program by the names that lead to them. A thing without one is not there: it goes by its name."""
from __future__ import annotations

from collections.abc import Iterator, Mapping

from rulelang.core import nodes as core
from rulelang.diagnostics.catalogue import told
from rulelang.languages import languages
from rulelang.names.clauses import all_of
from rulelang.names.ladder_versions import tier_names, tier_written
from rulelang.names.scored_versions import versions_of
from rulelang.names.thresholds import spoken
from rulelang.syntax import nodes
from rulelang.typecheck.facts import Checked, label_of
from rulelang.typecheck.scoring import designation_name

Path = tuple[str, ...]
Written = nodes.Label | None


def lower_labels(checked: Checked, entities: Mapping[str, core.Entity]) -> core.Labels:
    """Every label that is written, of a variant those in force in it."""
    every = (*_written(checked), *_of_records(checked, entities), *_of_functions(checked))
    found = {path: label for path, written in every if (label := label_of(written)) is not None}
    found |= {(name,): label for name in checked.resolved.figures if (label := _of_figure(name)) is not None}
    found |= {(name,): worth.label for name, worth in checked.parts.items() if worth.label is not None}
    return {**found, **_borrowed(entities, found)}


def _of_figure(name: str) -> core.Label | None:
    """What the number to keep a tier is called in each language; one to enter it goes by its name."""
    words = spoken(name)
    return core.Label(name, tuple((each, told(words, each)) for each in languages())) if words != name else None


def _written(checked: Checked) -> Iterator[tuple[Path, Written]]:
    resolved = checked.resolved
    for entity in resolved.entities.values():
        yield (entity.name.text,), entity.label
        fields = (*entity.fields, *entity.held)
        yield from (((entity.name.text, field.name.text), field.label) for field in fields)
        yield from (((entity.name.text, field.name.text, core.ASKED), field.question) for field in fields)
    for kind in resolved.enumerations.values():
        yield from (((kind.name.text, member.name.text), member.label) for member in kind.members)
    yield from (((core.REGION, name), region.label) for name, region in resolved.regions.items())
    for ladder in resolved.ladders.values():
        yield (ladder.name.text,), ladder.label
        yield from (((ladder.name.text, name), tier_written(ladder, name).label) for name in tier_names(ladder))
    for card in resolved.scorecards.values():
        named = [each for version in versions_of(card) for each in all_of(nodes.Designation, version.clauses)]
        yield from (((designation_name(card.name.text), each.name.text), each.label) for each in named)
    yield from (((name,), thing.label) for name, thing in resolved.parameters.items())
    yield from (((name,), thing.label) for name, thing in resolved.keyed.items())
    yield from (((name,), thing.label) for name, thing in resolved.measures.items())
    yield from (((name,), thing.label) for name, thing in resolved.eligibilities.items())
    yield from (((name,), incentive.label) for name, (incentive, _) in resolved.incentives.items())
    yield from (((name,), payout.label) for name, (payout, _) in resolved.payouts.items())


def _of_records(checked: Checked, entities: Mapping[str, core.Entity]) -> Iterator[tuple[Path, Written]]:
    """What records are called where they belong, of several places the one on the way to the partner."""
    for name, entity in checked.resolved.entities.items():
        relation = entities[name].relation if name in entities else None
        yield from (((name, core.RECORDS), p.label) for p in entity.parents if p.records.text == relation)
        yield from (((name, core.UNDER_ITSELF), parent.label) for parent in entity.under_itself)


def _of_functions(checked: Checked) -> Iterator[tuple[Path, Written]]:
    for name, function in checked.resolved.functions.items():
        yield (name,), function.label
        yield from (((name, each.name.text), each.label) for each in function.inputs)


def _borrowed(entities: Mapping[str, core.Entity], found: core.Labels) -> core.Labels:
    """Fields of other records by the path they are read by: `customer.market` is called what `market` is."""
    return {
        (name, read.field.name): found[read.entity, read.target]
        for name, entity in entities.items()
        for read in entity.borrowed
        if (read.entity, read.target) in found
    }
