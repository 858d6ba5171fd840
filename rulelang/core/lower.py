"""A checked program to its core: every construct becomes the few nodes engines know. Decides and proves nothing."""
from __future__ import annotations

import datetime
from collections.abc import Iterable

from rulelang.core import nodes as core
from rulelang.core.lower_expressions import Lowering
from rulelang.core.lower_paying import lower_incentive, lower_payout
from rulelang.exact.calendar import ONE_DAY
from rulelang.names.resolved import Resolved
from rulelang.syntax import nodes
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.facts import Checked


def lower(checked: Checked) -> core.Core:
    """The core of a program without errors."""
    resolved = checked.resolved
    lowering = Lowering(checked)
    entities = {name: _entity(checked, entity) for name, entity in resolved.entities.items()}
    countries, field = _reach(checked)
    head = resolved.variant or resolved.program
    return core.Core(
        name=resolved.name,
        edition=resolved.edition,
        currency=resolved.currency,
        year_starts=resolved.year_starts,
        start=resolved.start,
        subject=entities[checked.subject],
        relations=tuple(e for n, e in entities.items() if n != checked.subject),
        parameters=tuple(_parameter(checked, p) for p in resolved.parameters.values()),
        definitions=tuple(_definitions(lowering, resolved)),
        ladders=tuple(_ladder(lowering, ladder) for ladder in resolved.ladders.values()),
        incentives=tuple(lower_incentive(lowering, *declared) for declared in resolved.incentives.values()),
        payouts=tuple(lower_payout(lowering, *declared) for declared in resolved.payouts.values()),
        countries=countries,
        country_field=field,
        label=head.label.text if head.label else "",
    )


def _label(label: nodes.Label | None) -> str:
    return label.text if label else ""


def _entity(checked: Checked, entity: nodes.Entity) -> core.Entity:
    name = entity.name.text
    parent = entity.parents[0] if entity.parents else None
    return core.Entity(
        name=name,
        fields=tuple(
            core.Field(f.name.text, checked.fields[name, f.name.text], f.optional, _label(f.question), f.span)
            for f in entity.fields
        ),
        keys=tuple(k.text for k in entity.keys),
        parent=parent.entity.text if parent else None,
        relation=parent.records.text if parent else "",
        dated_by=entity.dated_by.text if entity.dated_by else None,
        valid_from=entity.valid_from.text if entity.valid_from else None,
        valid_to=entity.valid_to.text if entity.valid_to else None,
        recorded_on=entity.recorded_on.text if entity.recorded_on else None,
        span=entity.name.span,
    )


def _parameter(checked: Checked, parameter: nodes.Parameter) -> core.Parameter:
    values = []
    starts: list[datetime.date | None] = [v.start for v in parameter.values[1:]]
    for dated, following in zip(parameter.values, [*starts, None], strict=True):
        stop = following - ONE_DAY if following else None
        if dated.stop is not None and (stop is None or dated.stop < stop):
            stop = dated.stop
        value = literal_value(dated.value)
        assert value is not None
        values.append(core.TimelineValue(dated.start, stop, value, dated.span, dated.unpublished))
    name = parameter.name
    return core.Parameter(name.text, checked.parameters[name.text], tuple(values), name.span)


def _definitions(lowering: Lowering, resolved: Resolved) -> Iterable[core.Definition]:
    for name, measure in resolved.measures.items():
        lowering.owner = name
        value = lowering.lower(measure.value)
        kind = lowering.checked.definitions[name]
        yield core.Definition(name, "measure", value, kind, measure.name.span, _label(measure.label))
    for name, eligibility in resolved.eligibilities.items():
        lowering.owner = name
        value, label = lowering.lower(eligibility.condition), _label(eligibility.label)
        yield core.Definition(name, "eligibility", value, core.Truth(), eligibility.name.span, label)


def _ladder(lowering: Lowering, ladder: nodes.Tiers) -> core.Ladder:
    lowering.owner = ladder.name.text
    assessed = next(c for c in ladder.clauses if isinstance(c, nodes.AssessedEvery))
    lines = [line for tier in ladder.tiers for r in tier.requirements for line in r.items]
    steps = tuple(_step(lowering, tier) for tier in ladder.tiers)
    return core.Ladder(
        name=ladder.name.text,
        steps=steps,
        every=assessed.unit,
        window=lowering.window(assessed.window),
        start=lowering.checked.resolved.start,
        has_memory=any(line.keep is not None or line.entry_only for line in lines),
        span=ladder.name.span,
        label=_label(ladder.label),
    )


def _step(lowering: Lowering, tier: nodes.Tier) -> core.TierStep:
    if not tier.requirements:
        return core.TierStep(tier.name.text, None, None, tier.name.span, _label(tier.label))
    requirements = tier.requirements[0]
    entry = [lowering.lower(line.condition, "requirement") for line in requirements.items]
    keeping = [
        lowering.kept(line, lowered)
        for line, lowered in zip(requirements.items, entry, strict=True)
        if not line.entry_only
    ]
    differs = len(keeping) < len(entry) or any(k is not e for k, e in zip(keeping, entry, strict=True))
    requires = _list(requirements, entry)
    keeps = (_list(requirements, keeping) if keeping else None) if differs else requires
    return core.TierStep(tier.name.text, requires, keeps, tier.name.span, _label(tier.label))


def _list(requirements: nodes.Requirements, items: list[core.Expression]) -> core.Expression:
    if len(items) == 1 and requirements.quantity in ("all", "any"):
        return items[0]
    return core.Logic(
        requirements.quantity, tuple(items), requirements.count or 0, core.Truth(), requirements.span, "requirements"
    )


def _reach(checked: Checked) -> tuple[tuple[str, ...] | None, str | None]:
    """The countries a variant covers and the subject's field that holds its country."""
    resolved = checked.resolved
    if resolved.variant is None:
        return None, None
    region = next(c for c in resolved.variant.clauses if isinstance(c, nodes.ForRegion))
    declared = resolved.regions.get(region.name.text)
    countries = tuple(c.text for c in declared.countries) if declared else (region.name.text,)
    field = next(
        (f for (e, f), kind in checked.fields.items() if e == checked.subject and kind == core.Words(country=True)),
        None,
    )
    return countries, field
