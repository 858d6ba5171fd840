"""Cases from JSON run like examples; coverage counts what examples could notice."""
from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

import rulelang
from rulelang import api
from rulelang.api import CaseResult, Loaded
from rulelang.diagnostics.refused import Refused
from rulelang.tools.cases import FORMAT
from rulelang.tools.junit import junit
from support.workspace import REPOSITORY

LEVELS = REPOSITORY / "tests" / "cli" / "fixtures" / "levels"
CASE = {
    "title": "gold",
    "period": "2025-Q2",
    "given": {"partner_id": "P7", "country": "CO"},
    "before": {"Level": {"tier": "gold", "since": "2025-Q1"}},
    "records": {"deals": [{"deal_id": "D", "amount": "60000.00", "status": "won", "closed_on": "2025-04-02"}]},
    "expect": {"rebate": "3300.00"},
}


@pytest.fixture
def levels() -> Loaded:
    return rulelang.load(LEVELS / "programs" / "acme")


def ran(levels: Loaded, folder: Path, **changed: object) -> CaseResult:
    """The result of the case with some parts changed."""
    file = folder / "cases.json"
    file.write_text(json.dumps({"format": FORMAT, "cases": [CASE | changed]}), encoding="utf-8")
    return api.test(levels, cases=file).cases[-1]


@pytest.mark.parametrize("engine", ["interpreter", "python", "duckdb"])
def test_every_engine_runs_cases(levels: Loaded, engine: str) -> None:
    cases = api.test(levels, engine=engine, cases=LEVELS / "cases.json").cases

    assert [case.passed for case in cases] == [True, True, True, False]


@pytest.mark.parametrize("expected", ["3300", "3300.00", 3300, "3.3E3"])
def test_amounts_are_compared_as_amounts(levels: Loaded, tmp_path: Path, expected: object) -> None:
    assert ran(levels, tmp_path, expect={"rebate": expected}).passed


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"expect": {"rebate": "3300.001"}}, "`rebate` is 3300.00, and the example says 3300.001"),
        ({"expect": {"rebate": None}}, "`rebate` is 3300.00, and the example says unknown"),
        ({"expect": {"is_gold": False}}, "`is_gold` is yes, and the example says no"),
        ({"expect": {"Level": "silver"}}, "`Level` is gold, and the example says silver"),
        ({"expect": {"rebat": "1"}}, "rebat"),
        ({"period": "spring"}, "spring"),
        ({"before": {"Level": {"tier": "tin", "since": "2025-Q1"}}}, "tin"),
        ({"given": {"partner_id": "P7", "country": "XX"}}, "XX"),
    ],
)
def test_what_does_not_come_out_is_told(levels: Loaded, tmp_path: Path, changed: dict[str, object], told: str) -> None:
    [*_, last] = ran(levels, tmp_path, **changed).failures

    assert told in last


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"format": "other"}', '{"format": "rulelang.cases.v1"}', "[" * 100_000, "\xff",
     '{"format": "rulelang.cases.v1", "cases": [{"title": 5}]}'],
)  # fmt: skip
def test_what_is_no_file_of_cases_is_refused(levels: Loaded, tmp_path: Path, text: str) -> None:
    file = tmp_path / "cases.json"
    file.write_text(text, encoding="latin-1")

    with pytest.raises(Refused) as caught:
        api.test(levels, cases=file)
    assert [finding.name for finding in caught.value.findings] == ["cases-not-read"]


def test_examples_and_cases_cover_together(levels: Loaded) -> None:
    alone = api.test(levels, coverage=True).coverage
    together = api.test(levels, coverage=True, cases=LEVELS / "cases.json").coverage

    assert alone is not None
    assert together is not None
    assert together.goals == alone.goals
    assert {goal.text for goal in alone.missed} - {goal.text for goal in together.missed} == {"from 50_000 USD: 8%"}


def test_only_what_an_example_names_is_covered(levels: Loaded, tmp_path: Path) -> None:
    rules = (LEVELS / "programs" / "acme" / "program.rule").read_text(encoding="utf-8")
    file = tmp_path / "program.rule"
    file.write_text(rules.replace("rebate is", "won_sales is"), encoding="utf-8")

    coverage = api.test(rulelang.load(file), coverage=True).coverage
    assert coverage is not None
    assert coverage.reached == 0


def test_a_report_holds_any_title() -> None:
    text = junit([CaseResult('a <b> & "c" \x01', "p.rule:3", ("no\x02",)), CaseResult("d", "p.rule:9")])

    root = ElementTree.fromstring(text)
    assert [case.get("line") for case in root.iter("testcase")] == ["3", "9"]
    assert root.get("failures") == "1"
