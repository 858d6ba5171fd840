"""The reference of the language by construct: which page of `tests/spec` defines what. Knows names and first lines."""
from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from support.workspace import REPOSITORY

SPEC = REPOSITORY / "tests" / "spec"
REST = "More"
# The beginnings of the pages' names, in the order in which a reader needs them; what fits several stands in the first.
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "Before you read": ("how_to_read",),
    "Programs and their files": ("program.", "use", "labels", "unused", "findings_es_pt"),
    "What is known: records and kinds of values": (
        "entity", "type", "named_kind", "lists", "references", "measures_of_records", "records_have", "regions",
        "currencies", "durations", "days_counted", "whole_units", "data_rules", "unknown",
    ),
    "Figures that are given": ("parameter",),
    "Figures that are worked out": (
        "numbers", "measure", "aggregates", "windows", "growth", "readings_at", "memory", "exceptions", "cases",
        "function", "hierarchy", "cohort", "program_measures", "definition_timelines", "roundings_told",
    ),
    "Who may, and at which level": (
        "eligibility", "each_of_the_last", "never_holds", "tiers", "one_of_tiers", "levels_over_time",
        "ladder_timelines", "scorecard", "score_timelines",
    ),
    "What is paid and given": (
        "incentive", "bands_per_unit", "cadence", "first_day", "rows_by_date", "declaration_timelines", "payout",
        "paid_in",
        "benefit",
    ),
    "One for each member of a type": ("by_member", "members_over_time", "ladders_by_member"),
    "Variants": ("variant",),
    "Examples, claims and explanations": ("example", "always", "explanations"),
})  # fmt: skip


def language_page() -> str:
    """`docs/reference/language.md`."""
    waiting = sorted(SPEC.glob("*.md"))
    lines = [
        "# The language, construct by construct", "",
        "This page is made from the pages it names. `RULELANG_UPDATE=1 pytest tests/docs` writes it anew.", "",
        "Each page defines a construct, with programs that run as tests, in `tests/spec` of the repository. All words",
        "of the language stand in [the list of words](../words.md), and every mechanism, as a short program, in the",
        "[gallery](gallery.md).",
    ]  # fmt: skip
    for group, beginnings in {**GROUPS, REST: ("",)}.items():
        found = [page for beginning in beginnings for page in waiting if page.name.startswith(beginning)]
        found = list(dict.fromkeys(found))
        waiting = [page for page in waiting if page not in found]
        if found:
            lines += ["", f"## {group}", "", *map(_entry, found)]
    return "\n".join([*lines, ""])


def _entry(page: Path) -> str:
    title, first = _head(page.read_text(encoding="utf-8"))
    return f"- [{title}](../../tests/spec/{page.name})" + (f": {first}" if first else "")


def _head(text: str) -> tuple[str, str]:
    """The title of a page, and its first sentence ("" where none stands before its first heading)."""
    title, paragraph = text.split("\n\n")[:2]
    if paragraph.startswith("#"):
        return title.removeprefix("# "), ""
    sentence = re.split(r"(?<=[.:]) (?=[A-Z`])", " ".join(paragraph.split()))[0]
    from_here = re.sub(r"\]\((\w+\.md)\)", r"](../../tests/spec/\1)", sentence)
    return title.removeprefix("# "), from_here.rstrip(".:")
