"""As much of one thing as is accepted runs on every engine; one more is refused with a finding."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang import api
from rulelang.syntax.bounds import BANDS_MAX, BY_MEMBER_MAX, LISTED_MAX, OVER_EVERY_MAX, TIERS_MAX
from support.workspace import REPOSITORY

TEMPLATE = REPOSITORY / "rulelang" / "templates" / "reseller"
RULES = (TEMPLATE / "program.rule").read_text(encoding="utf-8").split("\nexample ")[0]
BAND = "    from 30_000 USD: 5%\n"
TIER = "  tier gold\n    requires net_sales >= gold_sales\n"
RATE = "  each part at its own rate\n    from 0 USD: 1%\n  rounded half even to cents\n"


def bands(count: int) -> str:
    rows = (f"    from {30_000 + n} USD: {1 + n % 9}%\n" for n in range(count - 1))
    return RULES.replace(BAND, "".join(rows)).replace("  at most 20_000 USD\n", "")


def tiers(count: int) -> str:
    rows = (f"  tier level_{n}\n    requires net_sales >= {n + 1}_000 USD\n" for n in range(count - 1))
    return RULES.replace(TIER, "".join(rows))


def best_of(count: int) -> str:
    names = [f"bonus_{n}" for n in range(count - 1)]
    declared = (f"\nincentive {name} of Partner\n  paid every quarter\n  on net_sales\n{RATE}" for name in names)
    return RULES.replace("all of rebate", f"the best of rebate, {', '.join(names)}") + "".join(declared)


def over_every(count: int) -> str:
    members = ", ".join(f"kind_{n}" for n in range(count - 2))
    rules = RULES.replace("one of won, lost", f"one of won, lost, {members}")
    total = "total (total amount of deals where status is Status) over every Status"
    return f"{rules}\nmeasure sold of Partner is money\n  {total}\n"


def by_member(count: int) -> str:
    members = ", ".join(f"kind_{n}" for n in range(count - 2))
    sold = "\nmeasure sold of Partner by Status is money\n  total amount of deals where status is Status\n"
    return RULES.replace("one of won, lost", f"one of won, lost, {members}") + sold


BOUNDS = {
    "bands": (bands, BANDS_MAX), "tiers": (tiers, TIERS_MAX), "list": (best_of, LISTED_MAX),
    "members": (over_every, OVER_EVERY_MAX), "by": (by_member, BY_MEMBER_MAX),
}  # fmt: skip


def loaded(folder: Path, text: str) -> api.Loaded:
    (folder / "program.rule").write_text(text, encoding="utf-8")
    return api.load(folder / "program.rule")


@pytest.mark.parametrize("name", ["bands", "tiers", "list", "members"])
def test_as_many_as_are_accepted_run_on_every_engine(name: str, tmp_path: Path) -> None:
    text, most = BOUNDS[name]

    program = loaded(tmp_path, text(most)).program()
    first, *others = (
        program.run(TEMPLATE / "data", "2025-Q2", engine=engine).results.rows for engine in api.ENGINES
    )

    assert len(program.semantic_hash) == 64
    assert others == [first, first]


@pytest.mark.parametrize("name", BOUNDS)
def test_one_more_is_refused(name: str, tmp_path: Path) -> None:
    text, most = BOUNDS[name]

    findings = loaded(tmp_path, text(most + 1)).check()

    told = [finding for finding in findings if finding.name == "too-many-in-one"]
    assert len(told) == 1
    found = told[0]
    assert found.variant == ("" if name == "bands" else name)
    assert found.values["count"] == f"{most + 1:_}"
