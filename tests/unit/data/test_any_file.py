"""Whatever the bytes of a file are, reading ends with a population or a finding, and every row is accounted for."""
from __future__ import annotations

import random
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rulelang.diagnostics.catalogue import words

from .conftest import CERTIFICATES, DEALS, PARTNERS, Folder

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


def read(folder: str, deals: bytes, as_of: str | None) -> None:
    made = Folder(Path(folder)).write("Partner.csv", PARTNERS).write("Certificate.csv", CERTIFICATES)
    population, reading = made.write("Deal.csv", deals).read(as_of)

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
