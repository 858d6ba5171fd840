"""A checked program to its core: every construct becomes the few nodes engines know. Decides and proves nothing."""
from __future__ import annotations

import datetime
from collections.abc import Iterable

from rulelang.core import nodes as core
from rulelang.core.lower_claims import lower_claims
from rulelang.core.lower_expressions import Lowering
from rulelang.core.lower_gains import with_gains
from rulelang.core.lower_hierarchy import hierarchy_of, with_depth
from rulelang.core.lower_labels import lower_labels
from rulelang.core.lower_memory import by_units
from rulelang.core.lower_paying import lower_incentive, lower_payout
from rulelang.exact.calendar import ONE_DAY
from rulelang.names.clauses import first_of
from rulelang.names.ladder_versions import tier_names, tier_written, versions_of
from rulelang.names.resolved import Resolved
from rulelang.syntax import nodes
from rulelang.typecheck.facts import Checked
from rulelang.typecheck.figures import figure_of
from rulelang.typecheck.links import Route, borrowed, links_of, owner_of, reached, route
from rulelang.typecheck.program import covered


def lower(checked: Checked) -> core.Core:
    """The core of a program without errors."""
    resolved = checked.resolved
    lowering = Lowering(checked)
    entities = {name: _entity(checked, entity) for name, entity in resolved.entities.items()}
    relations, others = reached(resolved.entities, checked.subject)
    countries, field = _reach(checked)
    each = [lower_incentive(lowering, i, checked.rules[name]) for name, (i, _) in resolved.incentives.items()]
    incentives = tuple(with_gains(lowering, resolved, each))
    return with_depth(core.Core(
        name=resolved.name,
        edition=resolved.edition,
        currency=resolved.currency,
        year_starts=resolved.year_starts,
        own_calendar=resolved.own_calendar,
        start=resolved.start,
        subject=entities[checked.subject],
        relations=tuple(entities[name] for name in relations),
        parameters=tuple(_parameter(checked, p) for p in resolved.parameters.values()),
        definitions=tuple(_definitions(lowering, resolved)),
        ladders=tuple(_ladder(lowering, ladder) for ladder in resolved.ladders.values()),
        incentives=incentives,
        payouts=tuple(lower_payout(lowering, *declared, incentives) for declared in resolved.payouts.values()),
        countries=countries,
        country_field=field,
        program_measures=tuple(
            core.ProgramMeasure(name, tuple(by.text for by in measure.by))
            for name, measure in sorted(resolved.measures.items())
            if measure.of_program
        ),
        claims=lower_claims(lowering),
        labels=lower_labels(checked, entities),
        references=tuple(entities[name] for name in others),
        data_rules=tuple(_data_rule(rule) for rule in resolved.data_rules),
        keyed=tuple(checked.keyed.values()),
        unchosen=checked.unchosen,
        bases=checked.bases,
        guide_edition=resolved.guide_edition,
        chosen=checked.chosen,
    ))


def _entity(checked: Checked, entity: nodes.Entity) -> core.Entity:
    name = entity.name.text
    declared, subject = checked.resolved.entities, checked.subject
    parent = owner_of(declared, name, subject)
    return core.Entity(
        name=name,
        fields=tuple(_field(checked, name, field) for field in entity.fields),
        keys=tuple(k.text for k in entity.keys),
        parent=parent.entity.text if parent else None,
        relation=parent.records.text if parent else "",
        dated_by=entity.dated_by.text if entity.dated_by else None,
        valid_from=entity.valid_from.text if entity.valid_from else None,
        valid_to=entity.valid_to.text if entity.valid_to else None,
        recorded_on=entity.recorded_on.text if entity.recorded_on else None,
        span=entity.name.span,
        links=links_of(declared, name, subject),
        borrowed=_borrowed(checked, name),
        hierarchy=hierarchy_of(entity),
    )


def _field(checked: Checked, entity: str, field: nodes.Field) -> core.Field:
    question = field.question.text if field.question else ""
    kind = checked.fields[entity, field.name.text]
    return core.Field(
        field.name.text, kind, field.optional, question, field.span, _column(field), field.wholes, field.needed
    )


def _column(field: nodes.Field) -> str:
    """The column of another field that holds this one too: the currency of an amount stands with it."""
    return field.name.text.removesuffix(core.CURRENCY_OF) if field.name.text.endswith(core.CURRENCY_OF) else ""


def _data_rule(rule: nodes.DataRule) -> core.DataRule:
    tests, per = tuple(name.text for name in rule.tests), tuple(name.text for name in rule.per)
    return core.DataRule(rule.entity.text, rule.limit, tests, per, rule.every, rule.span)


def _borrowed(checked: Checked, name: str) -> tuple[core.Borrowed, ...]:
    """What is read of other records that rows of an entity name, each once, in the order of their names."""
    declared, found = checked.resolved.entities, {}
    for path in sorted(path for start, path in checked.borrowed if start == name):
        way = route(declared, name, tuple(path.split(".")), checked.subject)
        assert isinstance(way, Route), "the checker followed it"
        for each in borrowed(declared, checked.fields, way, checked.subject):
            found[each.field.name] = each
    return tuple(found[key] for key in sorted(found))


def _parameter(checked: Checked, parameter: nodes.Parameter) -> core.Parameter:
    values = []
    starts: list[datetime.date | None] = [v.start for v in parameter.values[1:]]
    for dated, following in zip(parameter.values, [*starts, None], strict=True):
        stop = following - ONE_DAY if following else None
        if dated.stop is not None and (stop is None or dated.stop < stop):
            stop = dated.stop
        value = figure_of(checked.parameters[parameter.name.text], dated.value)
        assert value is not None
        values.append(core.TimelineValue(dated.start, stop, value, dated.span, dated.unpublished))
    name = parameter.name
    return core.Parameter(name.text, checked.parameters[name.text], tuple(values), name.span)


def _definitions(lowering: Lowering, resolved: Resolved) -> Iterable[core.Definition]:
    for name, measure in resolved.measures.items():
        lowering.owner, lowering.by = name, measure.by
        value = by_units(lowering, name, lowering.lower(measure.value))
        lowering.by = ()
        kind = lowering.checked.definitions[name]
        of = "" if measure.of_program or measure.subject.text == lowering.checked.subject else measure.subject.text
        yield core.Definition(name, "measure", value, kind, measure.name.span, of)
    for name, eligibility in resolved.eligibilities.items():
        lowering.owner = name
        value = by_units(lowering, name, lowering.lower(eligibility.condition))
        yield core.Definition(name, "eligibility", value, core.Truth(), eligibility.name.span)
    for name, worth in lowering.checked.parts.items():
        lowering.owner = name
        kind = lowering.checked.definitions[name]
        yield core.Definition(name, worth.kind, lowering.lower(worth.value), kind, worth.span)


def _ladder(lowering: Lowering, ladder: nodes.Tiers) -> core.Ladder:
    """A ladder with those in whose place it stands, all with the same tiers."""
    found = None
    for version in versions_of(ladder):
        found = _version(lowering, version, ladder, found)
    assert found is not None, "a ladder is a version of itself"
    return found


def _version(
    lowering: Lowering, ladder: nodes.Tiers, whole: nodes.Tiers, before: core.Ladder | None
) -> core.Ladder:
    lowering.owner = ladder.name.text
    assessed = next(c for c in ladder.clauses if isinstance(c, nodes.AssessedEvery))
    changed = first_of(nodes.VersionChange, ladder.clauses)
    lines = [line for tier in ladder.tiers for r in tier.requirements for line in r.items]
    written = {tier.name.text: tier for tier in ladder.tiers}
    steps = tuple(
        _step(lowering, written[name]) if name in written else _absent(tier_written(whole, name))
        for name in tier_names(whole)
    )
    return core.Ladder(
        name=ladder.name.text,
        steps=steps,
        every=assessed.unit,
        window=lowering.window(assessed.window),
        start=max(ladder.since or lowering.checked.resolved.start, lowering.checked.resolved.start),
        has_memory=any(line.keep is not None or line.entry_only for line in lines),
        span=ladder.name.span,
        before=before,
        goes_on=ladder.goes_on,
        splits=changed is not None and changed.kind == "split",
    )


def _absent(tier: nodes.Tier) -> core.TierStep:
    """A tier that only another version of the ladder has."""
    never = core.Literal(value=False, type=core.Truth(), span=tier.name.span)
    return core.TierStep(tier.name.text, never, never, tier.name.span)


def _step(lowering: Lowering, tier: nodes.Tier) -> core.TierStep:
    if not tier.requirements:
        return core.TierStep(tier.name.text, None, None, tier.name.span)
    entry: list[core.Expression] = []
    keeping: list[core.Expression] = []
    for needed in tier.requirements:
        first = [lowering.lower(line.condition, "requirement") for line in needed.items]
        later = [
            lowering.kept(line, lowered)
            for line, lowered in zip(needed.items, first, strict=True)
            if not line.entry_only
        ]
        differs = len(later) < len(first) or any(k is not e for k, e in zip(later, first, strict=True))
        enters = _in_force(needed, _listed(needed, first))
        entry += enters
        keeping += _in_force(needed, _listed(needed, later)) if differs else enters
    requires = _together(tier.requirements[0], entry)
    same = len(keeping) == len(entry) and all(k is e for k, e in zip(keeping, entry, strict=True))
    keeps = requires if same else _together(tier.requirements[0], keeping) if keeping else None
    return core.TierStep(tier.name.text, requires, keeps, tier.name.span)


def _listed(requirements: nodes.Requirements, items: list[core.Expression]) -> list[core.Expression]:
    """The lines of a list that asks for all, else the list as one condition; nothing where no line is left."""
    return items if requirements.quantity == "all" or not items else [_list(requirements, items)]


def _in_force(requirements: nodes.Requirements, items: list[core.Expression]) -> list[core.Expression]:
    """What a variant adds counts for assessments from its own date on."""
    since = requirements.since
    if since is None:
        return items
    end = core.DayValue(core.AtPeriodEnd(), core.Day(), requirements.span)
    day = core.Literal(since, core.Day(), requirements.span)
    before = core.Comparison("less", end, day, core.Truth(), requirements.span)
    return [
        core.Logic("any", (before, item), 0, core.Truth(), requirements.span, step="from a day on") for item in items
    ]


def _together(requirements: nodes.Requirements, items: list[core.Expression]) -> core.Expression:
    if len(items) == 1:
        return items[0]
    return core.Logic("all", tuple(items), 0, core.Truth(), requirements.span, "requirements")


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
    countries = covered(resolved, resolved.variant)
    country = core.Words(country=True)
    fields = [f for (e, f), kind in checked.fields.items() if e == checked.subject and kind == country]
    return countries, min(fields, key=lambda f: "." in f, default=None)  # of two that it has itself, the first
