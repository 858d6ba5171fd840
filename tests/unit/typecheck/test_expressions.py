"""The expressions of docs/decisions/0001 check with no declared range and come to the same on every engine."""
from __future__ import annotations

import datetime
import random
import re
from pathlib import Path

import pytest

from rulelang.core.lower import lower
from rulelang.core.nodes import Core, Ratio
from rulelang.core.population import Population, Subject
from rulelang.exact.calendar import Calendar
from rulelang.names.resolve import resolve
from rulelang.running import run_engine
from rulelang.source import SourceFile
from rulelang.syntax import read
from rulelang.typecheck.check import check

PAGE = Path(__file__).parents[3] / "docs" / "decisions" / "0001-numbers-need-no-declared-range.md"


def text_of_page() -> str:
    return "\n".join(re.findall(r"^```rule[^\n]*\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.S | re.M))


@pytest.fixture(scope="module")
def core() -> Core:
    module, findings = read(SourceFile("page.rule", text_of_page()))
    assert findings == ()
    resolved, findings = resolve([module])
    assert resolved is not None
    assert findings == ()
    checked, findings = check(resolved)
    assert findings == ()
    assert checked is not None
    return lower(checked)


def test_there_are_twenty_five_and_none_declares_a_range() -> None:
    text = text_of_page()
    expressions = re.findall(r"^measure e\d\d .*?(?=^measure|\Z)", text, re.S | re.M)

    assert len(expressions) == 25
    assert "between" not in text


def population(seed: int) -> Population:
    """Partners with amounts from nothing to the largest a field takes."""
    draw = random.Random(seed)
    subjects = []
    for number in range(60):
        largest = 10 ** draw.choice((0, 3, 7, 15))
        deals = tuple(
            {
                "deal_id": f"{number}-{row}",
                "amount": draw.randint(-largest, largest),
                "units": draw.randint(0, 50),
                "discount": draw.randint(0, 10**6),
                "weight": draw.randint(0, 2 * 10**6),
                "status": draw.choice(("open", "won", "returned")),
                "closed_on": datetime.date(2024, 1, 1) + datetime.timedelta(days=draw.randint(0, 720)),
            }
            for row in range(draw.randint(0, 12))
        )
        fields = {
            "partner_id": f"P{number:03}",
            "target": draw.choice((0, 1, 10**7, 10**15)),
            "quota": draw.choice((0, -5, 33_333, 10**15)),
            "seats": draw.randint(0, 9),
            "csat": draw.randint(0, 5 * 10**6),
            "margin": draw.randint(0, 10**6),
            "joined": datetime.date(2020, 2, 29),
        }
        subjects.append(Subject((fields["partner_id"],), fields, {"Deal": deals}))
    return Population(tuple(subjects))


@pytest.mark.parametrize("engine", ["python", "duckdb"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_engine_computes_them_alike(core: Core, engine: str, seed: int) -> None:
    period = Calendar(1).parse("2025-Q1")
    assert period is not None
    names = tuple(d.name for d in core.definitions if not isinstance(d.type, Ratio))
    reference = run_engine(core, population(seed), period, "interpreter", names)

    assert run_engine(core, population(seed), period, engine, names) == reference
