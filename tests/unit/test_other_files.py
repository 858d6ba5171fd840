"""Files that are not what they were given as: documents, other encodings, other line ends, half-merged rules."""
from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from rulelang import api
from rulelang.diagnostics.catalogue import words
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused
from support.workspace import REPOSITORY, Workspace

TEMPLATE = REPOSITORY / "rulelang" / "templates" / "reseller"
PROGRAM = (TEMPLATE / "program.rule").read_text(encoding="utf-8")
DEALS = (TEMPLATE / "data" / "Deal.csv").read_text(encoding="utf-8")
BEFORE_A_MERGE = '  2%  from 2025-01-01  source "sample value"\n'
PACKED = {
    "word": b"PK\x03\x04\x14\0\6\0", "old word": b"\xd0\xcf\x11\xe0\xa1\xb1", "rich": b"{\\rtf1\\ansi ",
    "pdf": b"%PDF-1.7",
}  # fmt: skip


def refused(folder: Path) -> Diagnostic:
    with pytest.raises(Refused) as raised:
        api.check(folder)
    [finding] = raised.value.findings
    return finding


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_rules_in_another_encoding_are_told_as_such(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "program.rule").write_bytes(PROGRAM.encode(encoding))

    assert "UTF-16" in words(refused(tmp_path)).message


@pytest.mark.parametrize("start", PACKED.values(), ids=PACKED)
def test_a_document_in_the_place_of_rules_is_told_as_such(start: bytes, tmp_path: Path) -> None:
    (tmp_path / "program.rule").write_bytes(start + PROGRAM.encode())
    told = words(refused(tmp_path))

    assert "no plain text" in told.message
    assert "plain text in UTF-8" in told.help[0]


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_rules_are_read_whatever_ends_their_lines(end: str, tmp_path: Path) -> None:
    (tmp_path / "program.rule").write_bytes(PROGRAM.replace("\n", end).encode())

    assert api.check(tmp_path) == ()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_both_sides_of_a_merge_are_told_once_and_nothing_else(end: str, tmp_path: Path) -> None:
    both = f"<<<<<<< HEAD\n{BEFORE_A_MERGE}=======\n  3%  from 2025-01-01\n>>>>>>> feature\n"
    assert PROGRAM.count(BEFORE_A_MERGE) == 1
    text = PROGRAM.replace(BEFORE_A_MERGE, both).replace("\n", end)
    (tmp_path / "program.rule").write_bytes(text.encode())
    findings = api.check(tmp_path)

    assert [finding.name for finding in findings] == ["merge-conflict"]
    [finding] = findings
    assert finding.span is not None
    assert finding.span.text == "<<<<<<< HEAD"
    assert [label.span.text for label in finding.labels] == [">>>>>>> feature"]


def test_a_line_of_equals_signs_alone_is_no_merge(tmp_path: Path) -> None:
    (tmp_path / "program.rule").write_text(f"# <<<<<<< see below\n{PROGRAM}\n# =======\n", encoding="utf-8")

    assert api.check(tmp_path) == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (DEALS.encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04\xff\xff\0\0", "a workbook, a document or an archive"),
        (gzip.compress(DEALS.encode()), "a workbook, a document or an archive"),
        (DEALS.replace("\n", "\r").encode(), "carriage return"),
    ],
    ids=["utf16", "workbook", "archive", "macintosh"],
)
def test_data_that_is_something_else_is_told_as_such(content: bytes, said: str, here: Workspace) -> None:
    here.copy(TEMPLATE)
    (here.folder / "data" / "Deal.csv").write_bytes(content)
    shown, status = here.run("rulelang run . --data data --period 2025-Q2")

    assert status == 2
    assert said in shown


def test_a_day_that_a_spreadsheet_counted_is_told_as_a_date(here: Workspace) -> None:
    here.copy(TEMPLATE)
    (here.folder / "data" / "Deal.csv").write_text(f"{DEALS}D077,P001,10,won,45778\n", encoding="utf-8")
    shown, status = here.run("rulelang run . --data data --period 2025-Q2")

    assert status == 3
    assert "it is `2025-05-01`" in shown


@pytest.mark.parametrize("out", ["data/Deal.csv", "data/partner.json", "data/deals.csv"])
@pytest.mark.parametrize("family", ["", " --family"])
def test_a_result_does_not_take_the_place_of_data(out: str, family: str, here: Workspace) -> None:
    here.copy(TEMPLATE)
    shown, status = here.run(f"rulelang run . --data data --period 2025-Q2 --out {out}{family}")

    assert status == 2
    assert f"RL560 result-over-data]: `{out}`" in shown
    assert (here.folder / "data" / "Deal.csv").read_text(encoding="utf-8") == DEALS


def test_a_result_does_not_take_the_place_of_data_that_a_mapping_names(here: Workspace) -> None:
    here.copy(TEMPLATE)
    (here.folder / "data" / "Deal.csv").rename(here.folder / "data" / "export.csv")
    here.write("data/rulelang.toml", '[data.Deal]\nfile = "export.csv"\n')

    assert "RL560" in here.run("rulelang run . --data data --period 2025-Q2 --out data/export.csv")[0]
    assert here.run("rulelang run . --data data --period 2025-Q2 --out data/paid.csv") == ("wrote data/paid.csv\n", 0)


@pytest.mark.parametrize("named", ["data", "program.rule"])
def test_a_mapping_is_proposed_for_files_of_data_alone(named: str, here: Workspace) -> None:
    here.copy(TEMPLATE)

    assert "RL561 not-an-export" in here.run(f"rulelang map {named}")[0]
