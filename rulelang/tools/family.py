"""A program and its variants as a tree: what each changes, what it changes from, and the bounds that hold for it.

Reads what resolving found; computes and proves nothing.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

import attrs

from rulelang.diagnostics.language import language_of
from rulelang.names.clauses import first_of
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
from rulelang.syntax import nodes
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.typecheck.program import covered


@attrs.frozen
class Bound:
    """A line of `adaptable` as it is written, and the program or variant it stands in."""

    owner: str
    text: str


@attrs.frozen
class Change:
    """`name` becomes `text`, from `before`, what the program itself says; inside `bounds`, the outermost level first.

    `kind` is values, cadence, cap, bands, members, requirements, ladder, items (of a payout's list), label, or
    dropped; what is added has no `before`, what is dropped no `text`.
    """

    name: str
    kind: str
    text: str
    before: str
    bounds: tuple[Bound, ...]


@attrs.frozen
class Member:
    """A program or variant. `covers` are the codes of the countries of `region`, which is a region's name or a
    country's code; both are empty for the program itself, which is for everybody.

    `opens` are its own lines of `adaptable`, `declares` the names only it and those below it know. `unpublished` are
    the parameters it declares with figures that are not public.
    """

    name: str
    label: str
    region: str
    covers: tuple[str, ...]
    effective: datetime.date
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
    own = [change for change in resolved.overrides if variant is not None and change.owner is variant]
    changes = [change for change in own if not isinstance(change, NewMoney)]  # they are among what it declares
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
        changes=tuple(_change(change, resolved) for change in changes),
        declares=tuple(name for name in resolved.own if name not in above and name not in anew),
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


def _change(change: Override, resolved: Resolved) -> Change:
    bounds = tuple(
        Bound(door.owner.name.text, _one_line(door.opening.permission.span.text))
        for door in change.doors if door.opening is not None
    )  # fmt: skip
    name = change.base.name.text
    match change:
        case NewValues(edit=edit, base=base):
            return Change(name, "values", ", ".join(_dated(edit.values)), ", ".join(_dated(base.values)), bounds)
        case NewCell(edit=edit):
            cell = f"{name} ({', '.join(member.text for member in edit.cell)})"
            return Change(cell, "values", ", ".join(_dated(edit.values)), "", bounds)
        case NewCadence(paid=paid, base=base):
            first = first_of(nodes.PaidEvery, base.clauses)
            before = _one_line(first.span.text) if first is not None else ""
            return Change(name, "cadence", _one_line(paid.span.text), before, bounds)
        case NewMembers(edit=added):
            return Change(name, "members", ", ".join(member.name.text for member in added.members), "", bounds)
        case NewClause(clause=clause, base=base):
            written = [c for c in base.clauses if isinstance(c, type(clause))]
            before = _one_line(written[0].span.text) if written else ""
            kind = "cap" if isinstance(clause, nodes.AtMost) else "bands"
            return Change(name, kind, _one_line(clause.span.text), before, bounds)
        case NewItems(edit=items):
            return Change(name, "items", ", ".join(item.text for item in items.items), "", bounds)
        case Dropped():
            return Change(name, "dropped", "", "", bounds)
        case NewLabel(edit=relabelled, before=label):
            told = " ".join(part.text for part in relabelled.target.path)
            return Change(told, "label", relabelled.label.text, label.text if label is not None else "", bounds)
        case NewLadder(edit=ladder, base=base):
            return Change(name, "ladder", ", ".join(_tiers(ladder)), ", ".join(_tiers(base)), bounds)
        case NewRequirements(edit=needed):
            tier = f"{name} {needed.tier.text}"
            return Change(tier, "requirements", _one_line(needed.requirements.span.text), "", bounds)
    return Change(name, "money", "", "", bounds)


def _tiers(ladder: nodes.Tiers) -> Iterator[str]:
    for tier in ladder.tiers:
        yield tier.name.text


def _dated(values: Iterable[nodes.DatedValue]) -> Iterator[str]:
    for dated in values:
        written = keywords().spellings
        language = language_of(dated.span.file)
        begin, end, sample = (written[Keyword(name)][language][0] for name in ("FROM", "TO", "UNPUBLISHED"))
        stop = f" {end} {dated.stop}" if dated.stop is not None else ""
        private = f" {sample}" if dated.unpublished else ""
        yield f"{_one_line(dated.value.span.text)} {begin} {dated.start}{stop}{private}"


def _one_line(text: str) -> str:
    """What was written, without line breaks, indentation and remarks at the end of a line."""
    return " ".join(" ".join(line.split("  #")[0] for line in text.split("\n")).split())
