"""Keys that an export stores as numbers: their digits, where the mapping says so, and only where all are there."""
from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from rulelang.data.proposing.propose import propose
from rulelang.data.proposing.text import proposal_text

from .conftest import CORE, Folder
from .workbooks import number, sheet, text, workbook

MAPPING = '[data.Deal]\nnumbers_as_text = ["deal_id", "partner_id"]\n'
Writer = Callable[[Folder, str], Folder]
DEAL = {
    "deal_id": 7, "partner_id": "0042", "pillar": "sell", "amount": "5.00", "status": "won",
    "closed_on": "2025-04-01", "booked_on": "2025-04-01",
}


def as_json(folder: Folder, key: str) -> Folder:
    record = json.dumps({**DEAL, "deal_id": "KEY"}).replace('"KEY"', key)
    return folder.remove("Deal.csv").write("Deal.json", f"[{record}]")


def as_workbook(folder: Folder, key: str) -> Folder:
    cells = [number(key), *(text(str(cell)) for name, cell in DEAL.items() if name != "deal_id")]
    rows = [[text(name) for name in DEAL], cells]
    return folder.remove("Deal.csv").write("Deal.xlsx", workbook({"Sheet1": sheet(rows)}))


@pytest.mark.parametrize("write", [as_json, as_workbook])
def test_a_whole_number_is_its_digits(folder: Folder, write: Writer) -> None:
    population = write(folder.write("rulelang.toml", MAPPING), "7").population()

    deals = [row["deal_id"] for subject in population.subjects for row in subject.records["Deal"]]
    assert deals == ["7"]


@pytest.mark.parametrize("write", [as_json, as_workbook])
def test_without_the_mapping_it_is_a_reject(folder: Folder, write: Writer) -> None:
    _, reading = write(folder, "7").read()

    assert [reject.name for reject in reading.rejects] == ["cell-number-for-text"]


@pytest.mark.parametrize(
    ("write", "key"),
    [(as_json, "7.5"), (as_json, "7.0"), (as_json, "-7"), (as_workbook, "7.5"), (as_workbook, "1234567890123456")],
)
def test_what_may_have_lost_digits_is_a_reject(folder: Folder, write: Writer, key: str) -> None:
    _, reading = write(folder.write("rulelang.toml", MAPPING), key).read()

    assert [reject.name for reject in reading.rejects] == ["cell-number-not-as-written"]


def test_json_holds_every_digit(folder: Folder) -> None:
    population = as_json(folder.write("rulelang.toml", MAPPING), "12345678901234567890").population()

    assert [r["deal_id"] for s in population.subjects for r in s.records["Deal"]] == ["12345678901234567890"]


@pytest.mark.parametrize(
    ("said", "finding"),
    [('["amount"]', "mapping-field-not-known"), ('"deal_id"', "mapping-value-does-not-fit")],
)
def test_only_fields_of_text_are_listed(folder: Folder, said: str, finding: str) -> None:
    _, reading = folder.write("rulelang.toml", f"[data.Deal]\nnumbers_as_text = {said}\n").read()

    assert [(found.name, found.place.row if found.place else None) for found in reading.findings] == [(finding, 2)]


@pytest.mark.parametrize("write", [as_json, as_workbook])
@pytest.mark.parametrize(("key", "proposed"), [("7", True), ("7.5", False), ("1E3", True), ("1234567890123456", None)])
def test_a_proposal_says_so_where_every_number_has_its_digits(
    folder: Folder, write: Writer, key: str, proposed: bool | None
) -> None:
    file = "Deal.json" if write is as_json else "Deal.xlsx"
    proposal = propose(CORE, write(folder, key).path / file, "Deal")
    text = proposal_text(proposal)

    if proposed is None:  # a workbook has lost digits of so long a number, JSON has not
        proposed = write is as_json
    assert ("deal_id" in proposal.mapping.numbers_as_text) is proposed
    assert ('numbers_as_text = ["deal_id"]' in text) is proposed
    assert ("# Stored as numbers, so zeros in front may be lost" in text) is proposed
    if proposed:
        assert folder.write("rulelang.toml", text).population().subjects
