"""Populations from plain rows, as hosts and examples hand them in."""
from __future__ import annotations

from datetime import date
from decimal import Decimal

from rulelang.data.given import population_from_rows

from .conftest import CORE, Folder

PARTNER = {
    "partner_id": "0042", "country": "NO", "category": "reseller", "pillars": ["sell", "deploy"],
    "csat": Decimal("4.6"), "joined": date(2018, 3, 1),
}
OTHER = {"partner_id": "0007", "country": "BR", "category": "integrator", "pillars": "", "joined": "2020-02-29"}
DEAL = {
    "deal_id": "D1", "pillar": "deploy", "amount": "1250.00", "status": "won", "closed_on": "2025-04-01",
    "booked_on": date(2025, 4, 2),
}


def test_rows_give_what_files_give(folder: Folder) -> None:
    deals = [
        {"deal_id": "D3", "partner_id": "0007", "pillar": "deploy", "amount": "-3 USD", "status": "returned",
         "closed_on": "2025-02-10", "booked_on": "2025-06-01"},
        {"deal_id": "D2", "partner_id": "0042", "pillar": "sell", "amount": Decimal("10.5"), "status": "open",
         "closed_on": date(2025, 5, 1), "booked_on": "2025-05-01"},
        {**DEAL, "partner_id": "0042"},
    ]
    certificates = [
        {"partner_id": "0042", "holder": "Ana Souza", "track": "KES", "issued_on": "2024-08-15"},
        {"partner_id": "0042", "holder": "Ana Souza", "track": "KES", "issued_on": "2024-08-15", "expires_on": None},
        {"partner_id": "0007", "holder": "Lima, João", "track": "KES", "issued_on": "2024-11-30",
         "expires_on": "2026-11-29"},
    ]

    population, reading = population_from_rows(CORE, [PARTNER, OTHER], {"deals": deals, "Certificate": certificates})

    assert reading.rejects == reading.findings == ()
    assert population.subjects == folder.population().subjects
    assert population.covered_from == {}, "what is given is complete"


def test_records_of_the_only_subject_need_not_say_whose_they_are() -> None:
    population, reading = population_from_rows(CORE, [PARTNER], {"deals": [DEAL]})

    assert reading.rejects == ()
    assert population.subjects[0].records["Deal"][0]["amount"] == 125000
    assert population.subjects[0].records["Certificate"] == ()


def test_rejects_say_the_path() -> None:
    deals = [DEAL, {**DEAL, "deal_id": "D2", "amount": 12.5}, {**DEAL, "deal_id": "D1"}, {**DEAL, "deal_id": None}]

    population, reading = population_from_rows(CORE, [{**PARTNER, "csat": "9"}, OTHER], {"deals": deals})
    _, owned = population_from_rows(CORE, [PARTNER], {"deals": deals})

    assert [subject.key for subject in population.subjects] == [("0007",)]
    assert ("cell-out-of-range", "$.Partner[0].csat") in [(r.name, r.place.file) for r in reading.rejects]
    assert [(r.name, r.place.file) for r in owned.rejects] == [
        ("row-key-shared", "$.deals[0]"),
        ("cell-binary-float", "$.deals[1].amount"),
        ("row-key-shared", "$.deals[2]"),
        ("cell-empty", "$.deals[3].deal_id"),
    ]
    assert str(owned.rejects[0].values["places"]) == "`$.deals[0]` and `$.deals[2]`"


def test_a_number_too_long_to_show() -> None:
    _, reading = population_from_rows(CORE, [PARTNER], {"deals": [{**DEAL, "amount": 10**5000}]})

    assert [each.name for each in reading.rejects] == ["cell-not-a-number"]


def test_records_of_an_unknown_relation_are_a_finding() -> None:
    population, reading = population_from_rows(CORE, [PARTNER], {"deal": [DEAL]})

    assert population.subjects[0].records["Deal"] == ()
    assert [(each.name, each.values["suggestions"]) for each in reading.findings] == [
        ("data-relation-not-known", "`Deal`")
    ]


def test_columns_that_are_not_read_and_rows_recorded_later() -> None:
    _, reading = population_from_rows(
        CORE, [{**PARTNER, "city": "Oslo"}], {"deals": [DEAL]}, as_of=date(2025, 4, 1)
    )

    assert reading.counts[0].ignored_columns == ("city",)
    assert (reading.counts[1].left_out, reading.counts[1].accepted) == (1, 0)
