"""What a finding advises to write can be written: it reads, and takes nothing apart that was one thing before."""
from __future__ import annotations

import re
from collections.abc import Iterator

import attrs
import pytest

from rulelang.diagnostics.catalogue import words
from rulelang.diagnostics.model import Diagnostic
from rulelang.source import SourceFile
from rulelang.syntax import nodes, read
from rulelang.syntax.rewrite import parts_inside
from support.planted import PROGRAM, Mistake, problems_of

from .test_findings import ALL

OTHER, TOTAL, READY = "net_sales + 5 USD", "  total amount of deals\n", "seats >= 3"
CONDITION, VALUE = "eligibility x of Partner\n  {}\n", "measure x of Partner is money\n  {}\n"
PLACES = {
    "not-a-condition": CONDITION, "kinds-compared": CONDITION, "not-a-choice": CONDITION, "day-is-a-period": CONDITION,
    "no-day-in-a-period": CONDITION, "several-for-one": CONDITION, "tier-needs-comparison": CONDITION,
    "points-of-what": VALUE.format("{} against the previous year zero base gives 0%"), "percent-wanted": VALUE,
    "ratio-compared": VALUE, "compared-too-wide": VALUE, "nobody-to-compare": VALUE, "own-currency-over-rows": VALUE,
}  # fmt: skip
"""Where the words of an advice stand."""
GAPS = {
    "not-a-condition": ("5",), "nobody-to-compare": ("Partner",), "own-currency-over-rows": ("rates", "period end"),
}
"""What stands for each `...` there."""
WORDS_ALONE = re.compile(r"percentage points|total \w+ of|all of|is one of .*|\S+")
"""Words that are no expression by themselves."""
PARTS = (nodes.Arithmetic, nodes.Comparison, nodes.Logic, nodes.Aggregate, nodes.Cases, nodes.OrElse)
RATHER = (("eligibility bigger", "eligibility rather of Partner\n  seats >= 3\n\neligibility bigger"),)
OPTIONAL = (("  joined     date\n", "  joined     date, optional\n"),)
OWN = (("  paid      money in EUR\n", "  paid money in EUR\n  local money in its own currency\n  currency currency\n"),)


@attrs.frozen
class Compound:
    """A mistake in something that is made of parts: that as it stands in the advice, and the whole of what is written
    instead."""

    mistake: Mistake
    whole: str
    advised: str

    def __str__(self) -> str:
        return str(self.mistake)


def compound(
    finding: str, old: str, new: str, whole: str, advised: str, also: tuple[tuple[str, str], ...] = ()
) -> Compound:
    return Compound(Mistake(finding, old, new, also=also), whole, advised)


COMPOUND = [
    compound("points-of-what", READY, "change in points of (net_sales - quota) against the previous year >= 5",
             "net_sales - quota", "growth of (net_sales - quota)"),
    compound("kinds-compared", READY, "(seats >= 3) is 3", "seats >= 3", "(seats >= 3) is yes"),
    compound("kinds-compared", READY, "(all of rather, bigger) is 3", "(all of rather, bigger)",
             "(all of rather, bigger) is yes", also=RATHER),
    compound("not-a-condition", READY, "(count deals where kind is gold)", "count deals where kind is gold",
             "(count deals where kind is gold) >= ..."),
    compound("not-a-condition", READY, "seats + 2", "seats + 2", "seats + 2 >= ..."),
    compound("not-a-condition", READY, "(2 + count deals where kind is gold)", "2 + count deals where kind is gold",
             "(2 + count deals where kind is gold) >= ..."),
    compound("not-a-condition", READY, "(when bigger: 1 otherwise: 2)", "when bigger: 1 otherwise: 2",
             "(when bigger: 1 otherwise: 2) >= ..."),
    compound("day-is-a-period", READY, "(latest closed_on of deals where kind is gold) is 2025-Q2",
             "latest closed_on of deals where kind is gold",
             "(latest closed_on of deals where kind is gold) is in 2025-Q2"),
    compound("day-is-a-period", READY, "joined or else 2025-01-01 is 2025-Q2", "joined or else 2025-01-01",
             "joined or else 2025-01-01 is in 2025-Q2", also=OPTIONAL),
    compound("percent-wanted", OTHER, "seats of total amount of deals where kind is gold",
             "total amount of deals where kind is gold", "seats * (total amount of deals where kind is gold)"),
    compound("percent-wanted", OTHER, "seats of (net_sales + quota)", "net_sales + quota",
             "seats * (net_sales + quota)"),
    compound("nobody-to-compare", "measure other of Partner is money\n", "measure other of program is number\n",
             "net_sales - quota", "median (net_sales - quota) among ...",
             also=((OTHER, "percentile of (net_sales - quota) among Partner"),)),
    compound("own-currency-over-rows", TOTAL, "  total (local + local) of deals\n", "local + local",
             "((local + local) converted to USD with ... in force on ...)",
             also=OWN),
]


@pytest.mark.parametrize("compound", COMPOUND, ids=str)
def test_what_is_made_of_parts_stays_together(compound: Compound) -> None:
    found = problems_of(compound.mistake.in_text(PROGRAM))

    assert [each.name for each in found] == [compound.mistake.finding]
    assert compound.advised in list(advised(found[0]))
    module, problems = read(SourceFile("advised.rule", in_place(compound.mistake.finding, compound.advised)))
    assert problems == ()
    assert compound.whole in {node.span.text for node in parts_inside(module, PARTS)}


@pytest.mark.parametrize("mistake", [each for each in ALL if each.finding in PLACES], ids=str)
def test_what_is_advised_can_be_read(mistake: Mistake) -> None:
    for finding in problems_of(mistake.in_text(PROGRAM)):
        for text in advised(finding):
            _, problems = read(SourceFile("advised.rule", in_place(finding.name, text)))
            assert problems == (), text


def advised(finding: Diagnostic) -> Iterator[str]:
    """What stands in backticks in the advice, where it is more than a word."""
    texts = (text for line in words(finding).help for text in re.findall(r"`([^`]*)`", line))
    return (text for text in texts if not WORDS_ALONE.fullmatch(text))


def in_place(finding: str, text: str) -> str:
    """A rule of what is advised."""
    for filled in GAPS.get(finding, ()):
        text = text.replace("...", filled, 1)
    return PLACES[finding].format(text)
