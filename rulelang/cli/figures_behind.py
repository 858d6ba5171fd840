"""What results rest on that no source gives, as lines: values tried, figures chosen between two, sample figures."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rulelang.diagnostics.catalogue import told
from rulelang.diagnostics.phrase import Phrase, phrase
from rulelang.names.thresholds import spoken

SHOWN_MAX = 6
"""How many figures one line names."""
SHOWN_OF_MORE = 4
"""How many where there are more; it ends with how many others there are, and where they stand."""


def figures_behind(manifest: Mapping[str, Any], language: str, file: str | None = None) -> Iterator[str]:
    """At most one line of each sort; of a family those of each member. `file` is where the manifest was written."""
    for member in manifest.get("members", ()):
        for line in figures_behind(member, language, file):
            yield f"{member['program']}: {line}"
    tried = [f"`{name}` {value}" for name, value in manifest.get("set", {}).items()]
    if tried:
        yield told(phrase("values tried: {figures}", figures=", ".join(tried)), language)
    chosen = [_chosen(each, language) for each in manifest.get("chosen", ())]
    if chosen:
        listed = _listed(chosen, len(chosen), file)
        yield told(phrase("chosen between two figures: {figures}", figures=listed), language)
    private = manifest.get("unpublished", ())
    samples = [line for each in private for line in _samples(each, language)]
    if samples:
        every = sum(max(each.get("cells", 0), len(each["values"])) for each in private)
        yield told(phrase("sample figures, not public: {figures}", figures=_listed(samples, every, file)), language)


def _samples(parameter: Mapping[str, Any], language: str) -> Iterator[str]:
    """The values of one parameter; the later ones of one figure with the day they begin."""
    seen = set[str]()
    for value in parameter["values"]:
        name = told(spoken(_name(parameter, value)), language)
        named = f"`{name}` {value['value']}"
        later = phrase("{figure} from {day}", figure=named, day=value["from"])
        yield told(later, language) if name in seen else named
        seen.add(name)


def _chosen(figure: Mapping[str, Any], language: str) -> str:
    low, high = figure["between"]
    named = f"`{told(spoken(_name(figure, figure)), language)}` {figure['value']}"
    return told(phrase("{figure} (from {low} to {high})", figure=named, low=low, high=high), language)


def _name(parameter: Mapping[str, Any], figure: Mapping[str, Any]) -> str:
    """A parameter, or one of its cells."""
    cell = ", ".join(figure.get("cell", ()))
    return f"{parameter['parameter']}({cell})" if cell else str(parameter["parameter"])


def _listed(figures: Sequence[str], every: int, file: str | None) -> Phrase | str:
    if every <= SHOWN_MAX:
        return ", ".join(figures)
    shown = figures[:SHOWN_OF_MORE]
    named, left = ", ".join(shown), str(every - len(shown))
    if file is not None:
        return phrase("{figures} and {count} more, in `{file}`", figures=named, count=left, file=file)
    return phrase("{figures} and {count} more, which `--out` lists in a manifest", figures=named, count=left)
