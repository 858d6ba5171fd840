"""Whatever the bytes of a file are, reading ends with a population or a finding, and every row is accounted for."""
from __future__ import annotations

import json
import random
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rulelang.data.mapping import MAPPING_FILE
from rulelang.diagnostics.catalogue import words

from .conftest import CERTIFICATES, DEALS, PARTNERS, Folder
from .workbooks import sheet, text, workbook

HEADER = DEALS.splitlines()[0]
CELL = st.sampled_from(
    ["D1", "D2", "0042", "0007", "P9", "", "deploy", "sell", "won", "5", "7.25", "1e5", "5 EUR", "2025-04-01",
     "2025-06-30", "2024-02-29", "never", '"a,b"', '"', '"x"y', "a\nb", "\r", "\0", "\u00e9", "-3"]
)
FITTING = st.tuples(
    st.sampled_from(["D1", "D2", "D3", ""]), st.sampled_from(["0042", "0007", "P9"]), st.just("deploy"),
    st.sampled_from(["1.00", "x", "2"]), st.just("won"), st.sampled_from(["2025-04-01", "2024-01-01"]),
    st.sampled_from(["2025-04-01", "2025-05-01", "2025-06-30", ""]),
).map(",".join)
ROWS = st.lists(st.lists(CELL, min_size=6, max_size=8).map(",".join) | FITTING, max_size=12)


def read(folder: str, deals: bytes, as_of: str | None, name: str = "Deal.csv") -> None:
    made = Folder(Path(folder)).write("Partner.csv", PARTNERS).write("Certificate.csv", CERTIFICATES)
    if name == MAPPING_FILE:
        made.write("Deal.csv", DEALS)
    population, reading = made.write(name, deals).read(as_of)

    assert (population is None) == bool(reading.findings)
    for finding in (*reading.findings, *reading.rejects):
        assert "{" not in words(finding).message.replace(finding.values.get("value", "{"), "")
    for counts in reading.counts:
        assert counts.read == (
            counts.accepted + counts.rejected + counts.left_out + counts.superseded + counts.set_aside
        )
    if population is not None:
        kept = sum(len(subject.records["Deal"]) for subject in population.subjects)
        assert kept == next(counts.accepted for counts in reading.counts if counts.entity == "Deal")


@settings(max_examples=60)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes(content: bytes, below_header: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        read(folder, (HEADER + "\n").encode() + content if below_header else content, None)


@settings(max_examples=120)
@given(ROWS, st.sampled_from([None, "2025-04-15", "2023-01-01"]))
def test_any_rows(rows: list[str], as_of: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        read(folder, "\n".join([HEADER, *rows, ""]).encode(), as_of)


@settings(max_examples=80)
@given(st.lists(FITTING, max_size=12), st.sampled_from([None, "2025-04-15"]), st.integers())
def test_rows_in_any_order_are_judged_alike(rows: list[str], as_of: str | None, seed: int) -> None:
    shuffled = random.Random(seed).sample(rows, len(rows))
    read_both = []
    with tempfile.TemporaryDirectory() as folder:
        made = Folder(Path(folder)).write("Partner.csv", PARTNERS).write("Certificate.csv", CERTIFICATES)
        for order in (rows, shuffled):
            population, reading = made.deals(*order).read(as_of)
            rejected = sorted(
                (order[each.place.row - 2], each.name, each.place.column or "") for each in reading.rejects
            )
            read_both.append((population, rejected, reading.counts, reading.latest_recorded))

    assert read_both[0] == read_both[1]


RECORDS = [dict(zip(HEADER.split(","), row.split(","), strict=True)) for row in DEALS.splitlines()[1:]]
MAPPING = """[data.Deal]
delimiter = ";"
decimal_mark = ","
covered_from = 2024-01-01
values.status = { Ganada = "won" }
[data.Deal.columns]
Importe = "amount"
[data.Deal.constants]
pillar = "sell"
"""
WHOLE = {
    "Deal.json": json.dumps(RECORDS).encode(),
    "Deal.jsonl": "\n".join(map(json.dumps, RECORDS)).encode(),
    "Deal.xlsx": workbook({"Deals": sheet([map(text, HEADER.split(",")), *(map(text, r.values()) for r in RECORDS)])}),
    MAPPING_FILE: MAPPING.encode(),
}
SLIPS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 3), st.binary(max_size=3)), max_size=4)


@settings(max_examples=200)
@given(st.sampled_from(sorted(WHOLE)), SLIPS, st.integers(0, 10**6) | st.none())
def test_any_slip_in_other_files(name: str, slips: list[tuple[int, int, bytes]], cut: int | None) -> None:
    content = WHOLE[name]
    for at, length, new in slips:
        at %= len(content) + 1
        content = content[:at] + new + content[at + length :]
    if cut is not None:
        content = content[: cut % (len(content) + 1)]
    with tempfile.TemporaryDirectory() as folder:
        read(folder, content, None, name)
