"""Proposes the mapping of an export onto an entity of a program: which column is which field, and what values mean.

Every guess that is not plain is a doubt, in words, beside the proposal.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import attrs

from rulelang.core.nodes import Choice, ChoiceSet, Core, Entity, Field, Quantity, Truth, Words
from rulelang.data.cells import Listed, Number, TypedCell, shown
from rulelang.data.layout import layout_of
from rulelang.data.mapping import EntityMapping
from rulelang.data.notation import stands_as_text
from rulelang.data.proposing.likeness import is_named_in, likeness
from rulelang.data.proposing.notation_found import is_readable, with_notation
from rulelang.data.proposing.sample import Sample, samples_of
from rulelang.data.refusal import Refusal
from rulelang.data.schema import MEMBER_SEPARATOR, text_reader, truths
from rulelang.data.toml_key import values_table
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.suggest import in_backticks
from rulelang.exact.currencies import currency_codes

LIKE_ENOUGH = Fraction(1, 2)
"""Names less like than this are not taken for each other."""
NEARLY_AS_LIKE = Fraction(1, 5)
"""A second column that is less than this behind the first is a doubt."""
VALUES_MAX = 200
"""A column with more different values than this does not hold members of a type."""
VALUES_SHOWN_MAX = 12
SEPARATORS = (MEMBER_SEPARATOR, "; ", ", ", ",", " | ", "|", " / ", "/", " + ", "+", "\n")
"""What exports write between the members of a set; of several that fit alike the first."""
COLUMNS_MAX = 300
"""As many columns of an export are looked at."""


@attrs.frozen
class Proposal:
    """A mapping to be checked by a person, and what is not plain about it. `lacking` are fields without a column."""

    mapping: EntityMapping
    doubts: tuple[Diagnostic, ...] = ()
    lacking: tuple[str, ...] = ()


@attrs.frozen
class _Match:
    score: Fraction
    proposal: Proposal


def propose(core: Core, path: Path, entity: str | None = None) -> Proposal:
    """The mapping that fits a file best, of the entity named or of the one that fits best. Raises Stopped where the
    file cannot be read."""
    entities = [each for each in core.entities if entity in (None, each.name)]
    found = [_match(core, each, sample) for sample in samples_of(path) for each in entities]
    ranked = sorted(found, key=lambda match: -match.score)
    best = ranked[0].proposal
    others = [each.proposal.mapping for each in ranked[1:] if ranked[0].score - each.score < NEARLY_AS_LIKE / 2]
    doubts = list(best.doubts)
    if others:
        names = in_backticks(dict.fromkeys(_title(other) for other in others))
        values = {"file": path.name, "chosen": _title(best.mapping), "others": names}
        doubts.insert(0, Diagnostic("map-entity-not-clear", None, values))
    return attrs.evolve(best, doubts=tuple(doubts))


def _title(mapping: EntityMapping) -> str:
    return f"{mapping.entity} ({mapping.sheet})" if mapping.sheet else mapping.entity


def _match(core: Core, entity: Entity, sample: Sample) -> _Match:
    fields = tuple(field for field in layout_of(core, entity).fields if not field.column)
    chosen, doubts = _columns(fields, sample)
    mapping = attrs.evolve(
        sample.mapping,
        entity=entity.name,
        columns={field: column for field, column in chosen.items() if field != column},
        constants={f.name: "" for f in fields if f.optional and f.name not in chosen},
        currency_column=_currency_column(fields, chosen, sample),
    )
    by_name = {field.name: field for field in fields}
    fed = {column: (by_name[name], sample.columns[column]) for name, column in chosen.items()}
    mapping, of_notation = with_notation(mapping, fed)
    separator = _member_separator(fed)
    mapping = attrs.evolve(mapping, numbers_as_text=tuple(_numbers_as_text(fed)), member_separator=separator)
    values, of_values = _values(fed, mapping)
    lacking = tuple(f.name for f in fields if f.name not in chosen and not f.optional)
    without = [
        Diagnostic("map-field-without-column", None, {"entity": entity.name, "field": name}) for name in lacking
    ]
    all_doubts = (*sample.doubts, *doubts, *of_notation, *of_values, *without)
    score = sum((_likeness(by_name[n], c, sample.columns[c]) for n, c in chosen.items()), Fraction(0)) / len(fields)
    if likeness(sample.mapping.file.partition(".")[0], entity.name):
        score += Fraction(1, 10)
    return _Match(score, Proposal(attrs.evolve(mapping, values=values), all_doubts, lacking))


# ------------------------------------------------------------------------------------------------ columns


def _columns(fields: Sequence[Field], sample: Sample) -> tuple[dict[str, str], list[Diagnostic]]:
    """The column of each field that has one, the likest first; and the fields that two columns fit nearly alike."""
    names = list(sample.columns)[:COLUMNS_MAX]
    scores = {(f.name, name): _likeness(f, name, sample.columns[name]) for f in fields for name in names}
    chosen: dict[str, str] = {}
    for (field, column), score in sorted(scores.items(), key=lambda each: -each[1]):
        if score >= LIKE_ENOUGH and field not in chosen and column not in chosen.values():
            chosen[field] = column
    doubts = []
    for field, column in chosen.items():
        near = [
            name
            for name in names
            if name not in chosen.values()
            and scores[field, name] >= max(LIKE_ENOUGH, scores[field, column] - NEARLY_AS_LIKE)
        ]
        if near and field != column:
            values = {"field": field, "column": column, "others": in_backticks(near)}
            doubts.append(Diagnostic("map-two-columns-fit", None, values))
    order = [field.name for field in fields]
    return dict(sorted(chosen.items(), key=lambda each: order.index(each[0]))), doubts


def _likeness(field: Field, name: str, cells: Sequence[TypedCell]) -> Fraction:
    """How like a column is to a field, by name and by what its cells hold."""
    fit = _fit(field, cells)
    if fit < LIKE_ENOUGH:
        return Fraction(0)
    by_name = likeness(name, field.name)
    if isinstance(field.type, Choice | ChoiceSet) and not by_name and cells:
        return fit * Fraction(2, 3)
    return by_name * Fraction(9, 10) + fit / 10


def _fit(field: Field, cells: Sequence[TypedCell]) -> Fraction:
    """The share of cells that may be values of the field, in whatever notation."""
    if not cells:
        return Fraction(1)
    if isinstance(field.type, Choice | ChoiceSet):
        counted = Counter(text for cell in cells for text in _parts(cell, field))
        if len(counted) > VALUES_MAX:
            return Fraction(0)
        return Fraction(sum(n for text, n in counted.items() if _members_named(field, text)), counted.total())
    return Fraction(sum(is_readable(field, cell) for cell in cells), len(cells))


def _currency_column(fields: Sequence[Field], chosen: Mapping[str, str], sample: Sample) -> str:
    """A column that holds nothing but currencies, where an amount is read that does not name its own."""
    money = [f.name for f in fields if isinstance(f.type, Quantity) and f.type.kind == "money" and f.name in chosen]
    if not money:
        return ""
    codes = set(currency_codes())
    free = (name for name in sample.columns if name not in chosen.values() and sample.columns[name])
    return next((name for name in free if all(shown(cell) in codes for cell in sample.columns[name])), "")


def _numbers_as_text(fed: Mapping[str, tuple[Field, Sequence[TypedCell]]]) -> Iterator[str]:
    """The fields of text whose columns hold numbers, as keys do in workbooks, with all the digits that they have."""
    for field, cells in fed.values():
        numbers = [cell for cell in cells if isinstance(cell, Number)]
        if field.type == Words() and numbers and all(map(stands_as_text, numbers)):
            yield field.name


# ------------------------------------------------------------------------------------------------ values


def _values(
    fed: Mapping[str, tuple[Field, Sequence[TypedCell]]], mapping: EntityMapping
) -> tuple[dict[str, dict[str, str]], list[Diagnostic]]:
    """What the export calls values, by field; and those that nothing is like."""
    found: dict[str, dict[str, str]] = {}
    doubts = []
    for column, (field, cells) in fed.items():
        if not isinstance(field.type, Choice | ChoiceSet | Truth | Words) or field.type == Words():
            continue
        names, unknown = {}, []
        for text in dict.fromkeys(text for cell in cells for text in _parts(cell, field, mapping.member_separator)):
            members = _members_named(field, text)
            if text in members or not isinstance(text_reader(field)(text), Refusal):
                continue
            if len(members) == 1:
                names[text] = members[0]
            else:
                unknown.append(text)
        if names:
            found[field.name] = names
        if unknown:
            shown_ = in_backticks(unknown[:VALUES_SHOWN_MAX])
            values = {"column": column, "field": field.name, "unknown": shown_, "entity": mapping.entity}
            values["table"] = values_table(mapping.entity, field.name)
            doubts.append(Diagnostic("map-values-not-known", None, values))
    return found, doubts


def _member_separator(fed: Mapping[str, tuple[Field, Sequence[TypedCell]]]) -> str:
    """What stands between the members of sets: what takes most cells apart into one member each, without blanks."""
    sets = [
        (field, cell)
        for field, cells in fed.values() if isinstance(field.type, ChoiceSet)
        for cell in cells if isinstance(cell, str)
    ]  # fmt: skip

    def fitting(separator: str) -> tuple[int, int]:
        parts = [(field, list(_parts(cell, field, separator))) for field, cell in sets]
        fit = sum(all(len(_members_named(field, text)) == 1 for text in texts) for field, texts in parts)
        return fit, -sum(text != text.strip() for _, texts in parts for text in texts)

    return max(SEPARATORS, key=fitting)


def _parts(cell: TypedCell, field: Field, separator: str = MEMBER_SEPARATOR) -> Iterator[str]:
    if isinstance(cell, Listed):
        yield from (item for item in cell.items if item)
    elif isinstance(field.type, ChoiceSet):
        yield from filter(None, shown(cell).split(separator))
    else:
        yield shown(cell)


def _members_named(field: Field, text: str) -> list[str]:
    """The members of a field's type that a text of the export may stand for."""
    match field.type:
        case Choice(members=members) | ChoiceSet(members=members):
            pass
        case Truth():
            meant = {truth for word, truth in truths().items() if is_named_in(word, text)}
            return ["yes" if truth else "no" for truth in sorted(meant, reverse=True)]
        case _:
            return []
    if text in members:
        return [text]
    return [member for member in members if is_named_in(member, text)]
