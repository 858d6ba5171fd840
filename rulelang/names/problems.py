"""How a name that is not there is reported, with the nearest names there are."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from rulelang.diagnostics.model import Diagnostic, Label, Report
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.names.ladder_versions import tier_names, tier_written
from rulelang.source import Span
from rulelang.syntax import nodes

SUGGESTED_MAX = 50
"""So many findings of one pass say which name is near to the one that is not there."""


class HasName(Protocol):
    """A declaration, or a part of one, that has a name of its own."""

    @property
    def name(self) -> nodes.Name: ...


def places_of(declared: Mapping[str, HasName]) -> dict[str, Span]:
    """Where the names of some declarations stand."""
    return {name: each.name.span for name, each in declared.items()}


def no_such_name(
    report: Report,
    finding: str,
    span: Span | None,
    name: str,
    candidates: Iterable[str],
    labels: Iterable[tuple[Span, str]] = (),
    places: Mapping[str, Span | None] | None = None,
    **values: str,
) -> None:
    """Reports `finding` about `name`; its help is `suggest` where something near to it exists.

    `places` are those of candidates; where one is near, it is marked (`declared`): the slip may be there.
    """
    # after so many findings nobody reads the next, and comparing every name with every other takes long
    near = did_you_mean(name, candidates) if len(report.findings) < SUGGESTED_MAX else ()
    where = [(places or {}).get(each) for each in near]
    labels = [*labels, *((place, "declared") for place in where if place is not None)]
    told = {"name": name, "suggestion": in_backticks(near), **values}
    marked = tuple(Label(place, key) for place, key in labels)
    report.findings.append(Diagnostic(finding, span, told, marked, variant="suggest" if near else ""))


def no_tier(report: Report, name: nodes.Name, ladders: Sequence[nodes.Tiers]) -> None:
    """Reports a name that no tier of some ladders has; one that is the label of a tier was meant for its name."""
    tiers = [tier_written(ladder, tier) for ladder in ladders for tier in tier_names(ladder)]
    known = [tier.name.text for tier in tiers]
    near = _labelled(name.text, tiers) or did_you_mean(name.text, known)
    one = ladders[0].name.text if len(ladders) == 1 else ""
    told = {"name": name.text, "ladder": one, "tiers": in_backticks(known), "suggestion": in_backticks(near)}
    variant = ("" if one else "several") + ("-" if near and not one else "") + ("suggest" if near else "")
    report.findings.append(Diagnostic("no-such-tier", name.span, told, variant=variant))


def no_member(report: Report, name: nodes.Name, enumeration: nodes.Enumeration) -> None:
    """Reports a name that is no member of a type."""
    known = [member.name.text for member in enumeration.members]
    near = _labelled(name.text, enumeration.members) or did_you_mean(name.text, known)
    told = {"name": name.text, "enumeration": enumeration.name.text, "members": in_backticks(known)}
    told["suggestion"] = in_backticks(near)
    report.findings.append(Diagnostic("no-such-member", name.span, told, variant="suggest" if near else ""))


def _labelled(written: str, named: Sequence[nodes.Tier | nodes.Member]) -> tuple[str, ...]:
    """The name of what has a label like the word that was written, in any of its languages."""
    for each in named:
        texts = () if each.label is None else (each.label.text, *(text for _, text in each.label.translations))
        if written.casefold() in (text.casefold() for text in texts):
            return (each.name.text,)
    return ()
