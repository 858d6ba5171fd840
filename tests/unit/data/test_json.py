"""JSON and JSON Lines: the same admission as CSV, numbers by their digits, one value for each name."""
from __future__ import annotations

import csv
import hashlib
import io
import json
import time

import pytest

from rulelang.diagnostics.catalogue import words

from .conftest import DEALS, PARTNERS, Folder

DEAL = {
    "deal_id": "D1", "partner_id": "0042", "pillar": "deploy", "amount": "1250.00", "status": "won",
    "closed_on": "2025-04-01", "booked_on": "2025-04-02",
}  # fmt: skip


def records(text: str) -> list[dict[str, str | None]]:
    return [{name: cell or None for name, cell in row.items()} for row in csv.DictReader(io.StringIO(text))]


def deals(folder: Folder, *texts: str) -> Folder:
    """A folder whose deals are the JSON texts of records."""
    folder.remove("Deal.csv")
    return folder.write("Deal.json", f"[{', '.join(texts)}]")


def deal(**values: object) -> str:
    return json.dumps(DEAL | values)


def with_raw(name: str, raw: str) -> str:
    return deal(**{name: "?"}).replace('"?"', raw)


@pytest.mark.parametrize("suffix", ["json", "jsonl"])
def test_the_same_rows_give_the_same_population(folder: Folder, suffix: str) -> None:
    expected = folder.population()
    folder.remove("Deal.csv").remove("Partner.csv")
    for name, text in {"Deal": DEALS, "Partner": PARTNERS}.items():
        rows = records(text)
        for row in rows:
            if row.get("pillars"):
                row["pillars"] = str(row["pillars"]).split(";")  # type: ignore[assignment]
        lines = "\n".join(json.dumps(row) for row in rows)
        folder.write(f"{name}.{suffix}", lines + "\n\n" if suffix == "jsonl" else json.dumps(rows))

    population, reading = folder.read()

    assert population == expected
    assert reading.rejects == ()
    name = f"Deal.{suffix}"
    assert reading.input_hashes[name] == hashlib.sha256((folder.path / name).read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("raw", "cents"),
    [("1250", 125_000), ("1250.5", 125_050), ("0.1", 10), ("1.5e2", 15_000), ("1E-2", 1),
     ("9999999999999.99", 999_999_999_999_999), ('"7 USD"', 700)],
)  # fmt: skip
def test_numbers_are_read_by_their_digits(folder: Folder, raw: str, cents: int) -> None:
    found = deals(folder, with_raw("amount", raw)).subject("0042").records["Deal"]

    assert [row["amount"] for row in found] == [cents]


@pytest.mark.parametrize(
    ("name", "raw", "reject"),
    [
        ("amount", "0.1000000000000000055", "cell-too-many-decimals"),
        ("amount", "1e-3", "cell-too-many-decimals"),
        ("amount", "1e999999999", "cell-not-a-number"),
        ("amount", "1e99999999999999999999999", "cell-not-a-number"),
        ("amount", "NaN", "cell-empty"),
        ("amount", "1" * 5000, "cell-not-a-number"),
        ("amount", "true", "cell-wrong-kind"),
        ("amount", '{"value": 5, "currency": "USD"}', "cell-nested"),
        ("amount", "[5]", "cell-nested"),
        ("amount", "null", "cell-empty"),
        ("deal_id", "7", "cell-number-for-text"),
        ("status", "1", "cell-number-for-text"),
        ("status", '"wom"', "cell-not-a-member"),
        ("closed_on", "20250401", "cell-wrong-kind"),
        ("closed_on", '"2025-04-01T00:00:00Z"', "cell-with-time"),
    ],
)
def test_values_that_do_not_fit_are_rejects(folder: Folder, name: str, raw: str, reject: str) -> None:
    assert deals(folder, with_raw(name, raw), deal(deal_id="D2")).rejects() == [(reject, 1, name)]


def test_a_nested_value_is_refused_with_its_path(folder: Folder) -> None:
    _, reading = deals(folder, deal(deal_id="D2"), with_raw("amount", '{"value": 5}')).read()

    [reject] = reading.rejects
    assert words(reject).message == "`amount` holds an object at `$[1].amount`, and one value is wanted"
    assert reject.values["value"] == "{value}"


def test_nested_values_that_nobody_reads_do_not_matter(folder: Folder) -> None:
    extra = '{"attributes": {"type": "Opportunity"}, ' + deal()[1:]

    assert deals(folder, extra).rejects() == []
    assert folder.counts().ignored_columns == ("attributes",)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["5", deal()], [("row-not-a-record", 1, None)]),
        (["null", deal()], [("row-not-a-record", 1, None)]),
        ([deal()[:-1] + ', "amount": "5.00"}'], [("row-name-twice", 1, None)]),
        ([deal(), deal()], [("row-key-shared", 1, None), ("row-key-shared", 2, None)]),
        ([deal(partner_id="42")], [("row-of-nobody", 1, "partner_id")]),
    ],
)
def test_records_that_are_rejected(folder: Folder, texts: list[str], expected: list[object]) -> None:
    assert deals(folder, *texts).rejects() == expected


def test_a_line_that_is_no_record_is_a_reject(folder: Folder) -> None:
    folder.remove("Deal.csv").write("Deal.jsonl", f"{deal()}\n{{'deal_id': 'D2'}}\n\n{deal(deal_id='D3')}\n")

    assert folder.rejects() == [("row-not-json", 2, None)]
    assert (folder.counts().read, folder.counts().accepted) == (3, 2)


def test_a_name_that_one_record_lacks_is_empty_and_one_that_all_lack_is_a_finding(folder: Folder) -> None:
    lacking = json.dumps({name: value for name, value in DEAL.items() if name != "amount"})

    assert deals(folder, deal(), lacking.replace("D1", "D2")).rejects() == [("cell-empty", 2, "amount")]
    assert folder.write("Deal.json", f"[{lacking}]").findings() == ["data-column-not-found"]
    assert folder.write("Deal.json", "[]").population().subjects[0].records["Deal"] == ()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "data-file-empty"),
        (b"[{", "data-json-not-readable"),
        (b'{"records": []}', "data-json-not-records"),
        (b"[" * 100_000, "data-json-not-readable"),
        (b'[{"deal_id": "\xe9"}]', "data-not-utf8"),
    ],
)
def test_files_that_are_no_records(folder: Folder, content: bytes, expected: str) -> None:
    folder.remove("Deal.csv").write("Deal.json", content)

    assert folder.findings() == [expected]


@pytest.mark.parametrize("suffix", ["json", "jsonl"])
@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(lambda: deal(deal_id="x" * 50_000_000), id="a cell of 50 MB"),
        pytest.param(lambda: json.dumps(DEAL | {f"c{n}": 1 for n in range(1_000_000)}), id="a million columns"),
        pytest.param(lambda: with_raw("amount", "9" * 5_000_000), id="five million digits"),
        pytest.param(lambda: with_raw("amount", "[" * 1_000_000 + "]" * 1_000_000), id="a million lists"),
    ],
)
def test_hostile_files_end_in_a_finding_soon(folder: Folder, suffix: str, hostile) -> None:  # type: ignore[no-untyped-def]
    text = hostile()
    folder.remove("Deal.csv").write(f"Deal.{suffix}", f"[{text}]" if suffix == "json" else text)
    start = time.process_time()

    _, reading = folder.read()

    assert time.process_time() - start < 2
    assert len(reading.findings) + len(reading.rejects) == 1
    assert len(str([*reading.findings, *reading.rejects])) < 3000
