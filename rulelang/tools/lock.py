"""What each variant was checked against, kept in a lock file, and what has moved there since.

A variant is written against its base as somebody read it. The lock holds the base's semantic hash and what it said,
thing by thing; once the hash is another one, `check` tells of each thing that says something else. Only an explicit
command writes the file: whoever writes it has read what moved.
"""
from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rulelang.diagnostics.model import Diagnostic
from rulelang.names.ladder_versions import versions_of
from rulelang.names.resolve import resolve
from rulelang.names.resolved import Named, Resolved
from rulelang.source import Span
from rulelang.syntax import nodes

if TYPE_CHECKING:
    from rulelang.api import Loaded

FORMAT = "rulelang.lock.v1"
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
    if known is None or program.core is None or (base, hashed) == (variant.base.text, program.semantic_hash):
        return ()
    return tuple(_moved(variant, before, _said(loaded, variant.base.text)))


def _moved(variant: nodes.Variant, before: Mapping[str, str], now: Said) -> Iterator[Diagnostic]:
    values = {"name": variant.name.text, "base": variant.base.text}
    found = 0
    for thing in sorted({*before, *now}):
        old, (new, span) = before.get(thing, ""), now.get(thing, ("", variant.base.span))
        if old != new:
            found += 1
            kind = "" if old and new else "new" if new else "gone"
            told = {**values, "thing": thing, "before": old, "after": new}
            yield Diagnostic("base-moved", span, told, variant=kind)
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
        yield from _clauses(incentive.name.text, rules[-1].clauses if rules else incentive.clauses)
    for payout, rules in resolved.payouts.values():
        yield from _clauses(payout.name.text, rules[-1].clauses if rules else payout.clauses)
    others: list[Mapping[str, Named]] = [
        resolved.regions, resolved.enumerations, resolved.entities, resolved.measures, resolved.eligibilities,
        resolved.keyed, resolved.functions,
    ]
    for table in others:
        yield from ((name, (_one_line(d.span.text), d.name.span)) for name, d in table.items())


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
