"""Every figure that is not public and that a story rests on is told once: in a line of the story or below it."""
from __future__ import annotations

import re
from pathlib import Path

import pytest

import rulelang
from rulelang.data.read import read_population
from rulelang.interpret.evaluate import HANDLERS, reasoned, working
from rulelang.interpret.explain import explain
from rulelang.interpret.naming_read import figure
from rulelang.interpret.samples_read import SamplesRead
from rulelang.interpret.wording import Wording
from support.workspace import REPOSITORY

UNITED = REPOSITORY / "programs" / "kaspersky_united"
HEADINGS = (
    "Sample figures, not public, among what this rests on:", "Sample figures, not public, besides those told above:",
    "The sample figures told above are not public.",
)
MANY = 25
PROGRAM = """program acme
  language edition 1
  currency USD
  year starts january
  effective from 2024-01-01

entity Partner identified by partner_id
  partner_id  text

{parameters}
eligibility rich of Partner
  {sum} >= 1 USD
"""


def _parts(story: str) -> tuple[list[str], list[str]]:
    """The lines of a story, and those below its heading about sample figures."""
    lines = story.splitlines()
    at = next((number for number, line in enumerate(lines) if line in HEADINGS), len(lines))
    return lines[:at], lines[at + 1 :]


@pytest.mark.parametrize("partner", ["P001", "P003"])
def test_each_is_told_in_the_story_or_below_it_and_not_in_both(partner: str) -> None:
    program = rulelang.load(UNITED).program("kaspersky_americas")
    core, period = program.ready, program.period("2025-Q2")
    population, _ = read_population(core, UNITED / "data", as_of=None, until=period.stop, accept_rejects=False)
    assert population is not None
    read = SamplesRead()
    work = working(core, population, (partner,), read.noted(HANDLERS))
    for outcome in core.outcomes:
        reasoned(work, outcome, period)

    above, below = _parts(explain(core, population, (partner,), period))

    assert read.found
    for found in read.found.values():
        name = figure(core, Wording("en", core.labels), found.trace)
        in_force = re.compile(rf"(?<!\w){re.escape(name)} in force on \S+, a sample figure")
        named = [line for line in above if in_force.search(line)]
        listed = [line for line in below if line.startswith(f"  {name}: ")]
        assert (len(listed), bool(named)) in ((1, False), (0, True)), f"{name}: {listed} {named}"


def test_what_a_long_list_leaves_out_is_told_below(tmp_path: Path) -> None:
    names = [f"part_{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"[:MANY]]
    parameters = "".join(f"parameter {name} money\n  1 USD  from 2024-01-01 unpublished\n\n" for name in names)
    text = PROGRAM.format(parameters=parameters, sum=" + ".join(names))
    (tmp_path / "program.rule").write_text(text, encoding="utf-8")
    (tmp_path / "Partner.csv").write_text("partner_id\nP-1\n", encoding="utf-8")

    above, below = _parts(rulelang.load(tmp_path / "program.rule").program().explain(tmp_path, "2024-Q1", "P-1"))

    assert sum("a sample figure" in line for line in above) == MANY - len(below)
    assert [line.split(":")[0].strip() for line in below] == names[-len(below) :]
