"""What each variant was checked against, kept in a lock file, and what has moved there since.

A variant is written against its base as somebody read it. The lock holds the base's semantic hash and what it said,
thing by thing; once the hash is another one, `check` tells of each thing that says something else. Only an explicit
command writes the file: whoever writes it has read what moved.
"""
from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from rulelang.diagnostics.model import Diagnostic, Label
from rulelang.names.clauses import first_of
from rulelang.names.ladder_versions import versions_of
from rulelang.names.resolve import resolve
from rulelang.names.resolved import Named, Resolved
from rulelang.names.scored_versions import versions_of as versions_written
from rulelang.names.thresholds import title
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.tools.lock_told import said_told, thing_told
from rulelang.tools.moved import moved, readings
from rulelang.typecheck.guardrails import LABELS_MAX, tests_of
from rulelang.typecheck.parts import computed

if TYPE_CHECKING:
    from rulelang.api import Loaded

FORMAT = "rulelang.lock.v1"
MEMBERS, OPEN = "one of ", "adaptable"
"""What begins the text about a type with members, and the name of a line of `adaptable`."""
DOORS: Mapping[type, str] = {
    nodes.MayBeBetween: "between", nodes.MayBePaidEvery: "paid every", nodes.MayGainMembers: "may gain members",
    nodes.MayGainRequirements: "may gain requirements", nodes.MayReplaceBands: "may replace bands",
    nodes.MayReplaceLadder: "may replace the ladder", nodes.MayGain: "may gain", nodes.MayDrop: "may drop",
    nodes.MayRelabel: "may relabel", nodes.Fixed: "fixed", nodes.NotYet: "not yet",
}
DIGITS_SHOWN = 12
"""So many of the digits of a table's digest tell it from another one."""
Said = Mapping[str, tuple[str, Span]]
"""What a program says, by what it is about, and where."""


def lock_text(loaded: Loaded) -> str:
    """The lock file of a program whose variants all check."""
    variants = {}
    for variant in _variants(loaded):
        base = variant.base.text
        said = {thing: text for thing, (text, _) in _said(loaded, base).items()}
        variants[variant.name.text] = {"base": base, "base_hash": loaded.program(base).semantic_hash, "said": said}
    document = {"format": FORMAT, "variants": dict(sorted(variants.items()))}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def what_moved(loaded: Loaded, lock: str, name: str) -> tuple[Diagnostic, ...]:
    """A finding for each thing in the base of a variant that says something else than when it was locked."""
    variant = next((v for v in _variants(loaded) if v.name.text == name), None)
    if variant is None:
        return ()
    try:
        known = json.loads(lock)["variants"].get(name)
        base, hashed, before = (known["base"], known["base_hash"], dict(known["said"])) if known else ("", "", {})
    except (ValueError, KeyError, TypeError, AttributeError):
        return (Diagnostic("base-moved", variant.name.span, {"name": name, "base": ""}, variant="damaged"),)
    program = loaded.program(variant.base.text)
    if known is None or program.core is None:
        return ()
    now = _said(loaded, variant.base.text)
    if not _openings_in(before):  # a lock that was written before it said what variants may change
        now = {thing: said for thing, said in now.items() if not thing.startswith(f"{OPEN} ")}
    if (base, hashed) == (variant.base.text, program.semantic_hash):
        before = {**{thing: text for thing, (text, _) in now.items()}, **_openings_in(before)}  # the rules stand still
        return tuple(_moved(loaded, variant, before, now)) if _openings_in(before) != _openings_in(now) else ()
    return (*_moved(loaded, variant, before, now), *_new_members(loaded, variant, before, now))


def _openings_in(said: Mapping[str, object]) -> dict[str, str]:
    """What is said of what variants may change: it is in no hash, for it pays nobody."""
    texts = {thing: text[0] if isinstance(text, tuple) else str(text) for thing, text in said.items()}
    return {thing: text for thing, text in texts.items() if thing.startswith(f"{OPEN} ")}


def _new_members(
    loaded: Loaded, variant: nodes.Variant, before: Mapping[str, str], now: Said
) -> Iterator[Diagnostic]:
    """The tests of a variant that do not mention a member which a type of its base has gained."""
    checked, _, _ = loaded.proved(variant.name.text)
    for thing, (text, span) in now.items():
        old = before.get(thing, "")
        if checked is None or not (text.startswith(MEMBERS) and old.startswith(MEMBERS)):
            continue
        gained = [member for member in _members(text) if member not in _members(old)]
        tests = tests_of(checked.facts, thing, set(gained)) if gained else []
        own = [test for test in tests if test.file is variant.span.file]
        if own:
            labels = tuple(Label(test, "test") for test in own[:LABELS_MAX])
            values = {"name": thing, "members": ", ".join(gained), "count": len(own)}
            one = "one" if len(own) == 1 else ""
            yield Diagnostic("new-member-not-mentioned", span, values, labels, variant=one)


def _members(text: str) -> list[str]:
    return text.removeprefix(MEMBERS).split(", ")


def _moved(loaded: Loaded, variant: nodes.Variant, before: Mapping[str, str], now: Said) -> Iterator[Diagnostic]:
    values = {"name": variant.name.text, "base": variant.base.text}
    resolved, _ = resolve(loaded.modules, variant.base.text)
    found = moved(before, now, resolved.by_member if resolved is not None else ())
    for each in found:
        kind = "" if each.old and each.new else "new" if each.new else "gone"
        before_and_after = {"before": said_told(each.thing, each.old), "after": said_told(each.thing, each.new)}
        told = {**values, "thing": thing_told(each.thing), **before_and_after}
        read = islice(readings(resolved, each.thing), LABELS_MAX) if resolved is not None and not kind else ()
        labels = tuple(Label(span, "read") for span in read)
        yield Diagnostic("base-moved", each.span or variant.base.span, told, labels, variant=kind)
    if not found:
        yield Diagnostic("base-moved", variant.base.span, values, variant="other")


def _variants(loaded: Loaded) -> Iterator[nodes.Variant]:
    for module in loaded.modules:
        yield from (d for d in module.declarations if isinstance(d, nodes.Variant))


def _said(loaded: Loaded, name: str) -> Said:
    resolved, _ = resolve(loaded.modules, name)
    return dict(_things(resolved)) if resolved is not None else {}


def _things(resolved: Resolved) -> Iterator[tuple[str, tuple[str, Span]]]:
    """Everything a program says, in pieces as small as people speak of them."""
    for parameter in resolved.parameters.values():
        dated = ", ".join(_dated(value) for value in parameter.values)
        yield parameter.name.text, (dated, parameter.values[-1].span if parameter.values else parameter.span)
    for ladder in (version for each in resolved.ladders.values() for version in versions_of(each)):
        since = f" from {ladder.since}" if ladder.before is not None else ""
        yield from _clauses(f"{ladder.name.text}{since}", ladder.clauses)
        for tier in ladder.tiers:
            lines = "; ".join(_one_line(needed.span.text) for needed in tier.requirements)
            yield f"{ladder.name.text} {tier.name.text}{since}", (lines or "no requirement", tier.span)
    for incentive, rules in resolved.incentives.values():
        for version in rules[:-1]:
            yield from _clauses(f"{incentive.name.text} until {version.stop}", version.clauses)
        yield from _clauses(incentive.name.text, rules[-1].clauses if rules else incentive.clauses)
    for payout, rules in resolved.payouts.values():
        for version in rules[:-1]:
            yield from _clauses(f"{payout.name.text} until {version.stop}", version.clauses)
        yield from _clauses(payout.name.text, rules[-1].clauses if rules else payout.clauses)
    for enumeration in resolved.enumerations.values():
        members = ", ".join(member.name.text for member in enumeration.members)
        yield enumeration.name.text, (f"{MEMBERS}{members}", enumeration.name.span)
    calendar, said = resolved.own_calendar, first_of(nodes.CalendarReadFrom, resolved.program.clauses)
    if calendar is not None and said is not None:
        yield "calendar", (f"{calendar.first} to {calendar.last}, {calendar.digest[:DIGITS_SHOWN]}", said.span)
    others: list[Mapping[str, Named]] = [
        resolved.regions, resolved.kinds, resolved.records, resolved.entities, resolved.keyed, resolved.functions,
    ]
    for table in others:
        yield from ((name, (_one_line(d.span.text), d.name.span)) for name, d in table.items())
    yield from _worked_out(resolved)
    yield from _openings(resolved)


def _worked_out(resolved: Resolved) -> Iterator[tuple[str, tuple[str, Span]]]:
    """What is worked out for a period, each version that begins on a day under its name with that day."""
    defined: Mapping[str, nodes.Measure | nodes.Eligibility] = {**resolved.measures, **resolved.eligibilities}
    for name, declared in defined.items():
        versions = computed(declared)
        yield name, (_one_line(declared.span.text), declared.name.span)
        for begun in versions.versions[:-1] if isinstance(versions, nodes.OfVersions) else ():
            yield _from(name, begun.since), (_one_line(begun.value.span.text), begun.name.span)
    scored: Mapping[str, nodes.Scorecard | nodes.Benefit] = {**resolved.scorecards, **resolved.benefits}
    for name, version in ((name, version) for name, card in scored.items() for version in versions_written(card)):
        written = name if version.until is None else _from(name, version.since)
        yield written, (_one_line(version.span.text), version.name.span)


def _from(name: str, since: datetime.date | None) -> str:
    """An earlier version, by the day it begins on."""
    return f"{name} from {since or 'the start'}"


def _openings(resolved: Resolved) -> Iterator[tuple[str, tuple[str, Span]]]:
    """The lines of `adaptable` of all levels, in words of no language."""
    for block in resolved.adaptable:
        for opening in block.openings:
            target = title(opening.target) if opening.target is not None else "everything else"
            said = opening.permission
            yield f"{OPEN} {block.owner.name.text} {target}: {DOORS[type(said)]}", (_allowed(said), opening.span)


def _allowed(said: nodes.Permission) -> str:
    match said:
        case nodes.MayBeBetween(low=low, high=high, of_global=of_global):
            return f"{low.span.text} to {high.span.text}" + (" of the global value" if of_global else "")
        case nodes.MayReplaceBands(low=low, high=high, per=per):
            return f"{low.span.text} to {high.span.text}" + (f" per {per.text}" if per is not None else "")
        case nodes.MayBePaidEvery(units=units):
            return ", ".join(units)
        case nodes.MayGain(value=value, each=each):
            return _one_line(value.span.text) + (f" each {each}" if each else "")
    return "open" if not isinstance(said, nodes.Fixed) else "fixed"


def _clauses(name: str, clauses: tuple[object, ...]) -> Iterator[tuple[str, tuple[str, Span]]]:
    """The clauses of a declaration, each kind numbered where there are several."""
    counts: dict[str, int] = {}
    for clause in clauses:
        span = getattr(clause, "span", None)
        if isinstance(clause, nodes.Document) or not isinstance(span, Span):
            continue
        words = _one_line(span.text)
        head = " ".join(words.split()[:2])
        counts[head] = counts.get(head, 0) + 1
        yield f"{name} {head}" + (f" {counts[head]}" if counts[head] > 1 else ""), (words, span)


def _dated(value: nodes.DatedValue) -> str:
    stop = f" to {value.stop}" if value.stop is not None else ""
    return f"{_one_line(value.value.span.text)} from {value.start}{stop}"


def _one_line(text: str) -> str:
    """What was written, without line breaks, indentation and remarks at the end of a line."""
    return " ".join(" ".join(line.split("  #")[0] for line in text.split("\n")).split())
