"""A program and its variants as a tree: what each changes, what it changes from, and the bounds that hold for it.

Reads what resolving found; computes and proves nothing.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

import attrs

from rulelang.diagnostics.language import language_of
from rulelang.names.by_member import of_member
from rulelang.names.clauses import first_of
from rulelang.names.limits import replaced_by
from rulelang.names.paying_edits import members_of
from rulelang.names.resolve import names_of, resolve
from rulelang.names.resolved import (
    Block,
    Dropped,
    NewCadence,
    NewCell,
    NewClause,
    NewItems,
    NewLabel,
    NewLadder,
    NewMembers,
    NewMoney,
    NewRequirements,
    NewValues,
    Override,
    Resolved,
)
from rulelang.names.thresholds import for_all, title
from rulelang.syntax import nodes
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.typecheck.program import covered


@attrs.frozen
class Bound:
    """A line of `adaptable` as it is written, and the program or variant it stands in."""

    owner: str
    text: str


@attrs.frozen
class Said:
    """What a level of the family says of a thing; `owner` is empty for the program itself."""

    owner: str
    text: str


@attrs.frozen
class Change:
    """`name` becomes `text` from what was `said` before, by the nearest level first and last by the one that declares
    it; inside `bounds`, the outermost level first.

    `kind` is values, cadence, cap, bands, members, requirements, ladder, items (of a payout's list), label, or
    dropped, or currency (that payouts are paid in); of what is added nothing was said, what is dropped has no `text`.
    """

    name: str
    kind: str
    text: str
    said: tuple[Said, ...]
    bounds: tuple[Bound, ...]


@attrs.frozen
class Member:
    """A program or variant. `covers` are the codes of the countries of `region`, which is a region's name or a
    country's code; both are empty for the program itself, which is for everybody. `edition` is what it calls its
    guide, empty where it does not say.

    `opens` are its own lines of `adaptable`, `declares` the names only it and those below it know. `unpublished` are
    the parameters it declares with figures that are not public.
    """

    name: str
    label: str
    region: str
    covers: tuple[str, ...]
    effective: datetime.date
    edition: str
    changes: tuple[Change, ...]
    declares: tuple[str, ...]
    opens: tuple[str, ...]
    unpublished: tuple[str, ...] = ()
    variants: tuple[Member, ...] = ()


def family(modules: Iterable[nodes.Module]) -> Member | None:
    """The program of some modules with all its variants; None where it has no date or currency of its own.

    A variant that cannot be resolved is left out with all that adapt it: the findings about it say why.
    """
    modules = tuple(modules)
    found = {name: resolve(modules, name)[0] for name in names_of(modules)}
    known = {name: resolved for name, resolved in found.items() if resolved is not None and resolved.name == name}
    root = next((resolved for resolved in known.values() if not resolved.lineage), None)
    return _member(root, known) if root is not None else None


def _member(resolved: Resolved, known: Mapping[str, Resolved]) -> Member:
    variant = resolved.variant
    owner = variant or resolved.program
    region = first_of(nodes.ForRegion, owner.clauses)
    depth = len(resolved.lineage)
    day = resolved.changes[-1].day if resolved.changes else resolved.start
    below = [r for r in known.values() if len(r.lineage) == depth + 1 and r.lineage[-1].base.text == resolved.name]
    anew = {change.base.name.text for change in resolved.overrides if isinstance(change, NewLadder)}
    above = known[variant.base.text].own if variant is not None and variant.base.text in known else {}
    return Member(
        name=resolved.name,
        label=owner.label.text if owner.label else "",
        region=region.name.text if region is not None else "",
        covers=covered(resolved, variant) if variant is not None else (),
        effective=day,
        edition=resolved.guide_edition,
        changes=(*_paid_in(resolved), *_changes(resolved)) if variant is not None else (),
        declares=tuple(name for name in resolved.own if name not in above and name.partition("(")[0] not in anew),
        opens=tuple(_one_line(o.span.text) for o in _block(resolved.adaptable, owner)),
        unpublished=tuple(_unpublished(resolved)),
        variants=tuple(_member(each, known) for each in sorted(below, key=lambda r: r.name)),
    )


def _unpublished(resolved: Resolved) -> Iterator[str]:
    """The parameters that the last level declares some figure of which is not public."""
    level = resolved.variant.name.text if resolved.variant is not None else None
    for name, parameter in resolved.parameters.items():
        here = resolved.authors.get(name) == level and name not in resolved.figures
        if here and any(value.unpublished for value in parameter.values):
            yield name
    for name, keyed in resolved.keyed.items():
        tables = [entry for entry in keyed.entries if isinstance(entry, nodes.DatedTable)]
        cells = (cell for table in tables for row in table.rows for cell in row.cells)
        private = [part for part in (*tables, *cells) if part is not None and part.unpublished]
        if resolved.authors.get(name) == level and private:
            yield name


def _block(blocks: Iterable[Block], owner: nodes.Program | nodes.Variant) -> tuple[nodes.Opening, ...]:
    return next((block.openings for block in blocks if block.owner is owner), ())


def _changes(resolved: Resolved) -> Iterator[Change]:
    """What the last level changes; levels above it that change the same thing are among what was said before."""
    above: dict[tuple[str, str], tuple[Said, ...]] = {}
    for override in resolved.overrides:
        if isinstance(override, NewMoney):  # it is among what is declared
            continue
        change = _change(override, resolved)
        key = (change.name, change.kind)
        said = above.get(key) or above.get((_of_all(override), change.kind), change.said)
        change = attrs.evolve(change, said=said)
        if override.owner is resolved.variant:
            yield change
        elif change.text and change.kind not in ADDING:
            above[key] = (Said(override.owner.name.text, change.text), *change.said[-1:])


def _paid_in(resolved: Resolved) -> Iterator[Change]:
    """In which currency the last level says that all its payouts are paid, after what levels above say."""
    owners: list[nodes.Program | nodes.Variant] = [resolved.program, *resolved.lineage]
    said = [(o, clause) for o in owners if (clause := first_of(nodes.PaidIn, o.clauses)) is not None]
    if said and said[-1][0] is owners[-1]:
        above = (Said("" if o is resolved.program else o.name.text, _one_line(c.span.text)) for o, c in said[-2:-1])
        yield Change(", ".join(resolved.payouts), "currency", _one_line(said[-1][1].span.text), tuple(above), ())


def _of_all(override: Override) -> str:
    """What a change would be called if it were of all members."""
    if isinstance(override, NewValues) and len(override.edit.target.path) > 1:
        return title(for_all(override.edit.target))
    return override.base.name.text


ADDING = ("members", "requirements", "items")
"""Kinds of changes that leave standing what was said before."""


def _change(change: Override, resolved: Resolved) -> Change:
    bounds = tuple(
        Bound(door.owner.name.text, _one_line(door.opening.permission.span.text))
        for door in change.doors if door.opening is not None
    )  # fmt: skip
    name = change.base.name.text
    author = resolved.authors.get(name, "")

    def replacing(kind: str, text: str, before: str, told: str = name) -> Change:
        return Change(told, kind, text, (Said(author, before),) if before else (), bounds)

    match change:
        case NewValues(edit=edit, base=base):
            return replacing("values", ", ".join(_dated(edit.values)), ", ".join(_dated(base.values)))
        case NewCell(edit=edit, base=base):
            members = tuple(member.text for member in edit.cell)
            told = f"{name} ({', '.join(members)})"
            return replacing("values", ", ".join(_dated(edit.values)), ", ".join(_cell(base, members)), told)
        case NewCadence(paid=paid, base=base):
            first = first_of(nodes.PaidEvery, base.clauses)
            before = _one_line(first.span.text) if first is not None else ""
            return replacing("cadence", _one_line(paid.span.text), before, _of_member(change))
        case NewMembers(edit=added):
            return replacing("members", ", ".join(member.name.text for member in added.members), "")
        case NewClause(clause=clause, base=base):
            written = replaced_by(base.clauses, clause)
            before = _one_line(written[0].span.text) if written else ""
            kind = "cap" if isinstance(clause, nodes.AtMost) else "bands"
            return replacing(kind, _one_line(clause.span.text), before, _of_member(change))
        case NewItems(edit=items):
            return replacing("items", ", ".join(item.text for item in items.items), "")
        case Dropped():
            return replacing("dropped", "", "")
        case NewLabel(edit=relabelled, before=label):
            told = " ".join(part.text for part in relabelled.target.path)
            return replacing("label", relabelled.label.text, label.text if label is not None else "", told)
        case NewLadder(edit=ladder, base=base):
            return replacing("ladder", ", ".join(_tiers(ladder)), ", ".join(_tiers(base)))
        case NewRequirements(edit=needed):
            cell = f"({', '.join(member.text for member in needed.cell)})" if needed.cell else ""
            tier = f"{name} {needed.tier.text}{cell}"
            return replacing("requirements", _one_line(needed.requirements.span.text), "", tier)
    return replacing("money", "", "")


def _of_member(change: NewCadence | NewClause) -> str:
    """What an edit is of, with the member where it is of one alone."""
    name, members = change.base.name.text, members_of(change)
    return of_member(name, members) if members else name


def _tiers(ladder: nodes.Tiers) -> Iterator[str]:
    for tier in ladder.tiers:
        yield tier.name.text


def _dated(values: Iterable[nodes.DatedValue]) -> Iterator[str]:
    for dated in values:
        yield _from(dated.value, dated, dated.unpublished)


def _cell(keyed: nodes.KeyedParameter, members: tuple[str, ...]) -> Iterator[str]:
    """What the tables in the rules say of a cell; nothing of what a file says."""
    for table in keyed.entries:
        if not isinstance(table, nodes.DatedTable):
            continue
        heading, *rows = (tuple(_text(cell) for cell in row.cells) for row in table.rows)
        for row, texts in zip(table.rows[1:], rows, strict=True):
            # Keys and a value on each line; or the first key down and the second one across.
            at = len(members) if texts[:-1] == members else 0
            if not at and texts[:1] == members[:1] and len(members) == 2 and members[1] in heading:
                at = heading.index(members[1])
            cell = row.cells[at] if at and at < len(row.cells) else None
            if cell is not None:
                yield _from(cell.value, table, cell.unpublished or table.unpublished)


def _text(cell: nodes.TableCell | None) -> str:
    return cell.value.span.text if cell is not None else ""


def _from(value: nodes.Expression, dated: nodes.DatedValue | nodes.DatedTable, unpublished: bool) -> str:
    written = keywords().spellings
    language = language_of(dated.span.file)
    begin, end, sample = (written[Keyword(name)][language][0] for name in ("FROM", "TO", "UNPUBLISHED"))
    stop = f" {end} {dated.stop}" if dated.stop is not None else ""
    private = f" {sample}" if unpublished else ""
    return f"{_one_line(value.span.text)} {begin} {dated.start}{stop}{private}"


def _one_line(text: str) -> str:
    """What was written, without line breaks, indentation and remarks at the end of a line."""
    return " ".join(" ".join(line.split("  #")[0] for line in text.split("\n")).split())
