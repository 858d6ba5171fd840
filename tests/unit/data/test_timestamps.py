"""Timestamps in the place of dates: which day they are of, in every format; none loses its clock in silence."""
from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

import rulelang
from rulelang.api import ENGINES
from rulelang.core.nodes import Day, Field
from rulelang.data.mapping import EntityMapping
from rulelang.data.notation import mapped_text_reader
from rulelang.data.refusal import Refusal
from rulelang.diagnostics.catalogue import words
from rulelang.diagnostics.refused import Refused
from rulelang.results import Run
from support.cores import SPAN
from support.dirty_folders import quoted

from .conftest import Folder
from .workbooks import day, number, sheet, text, workbook

PROGRAM = """program acme
  language edition 1
  currency USD
  year starts january
  effective from 2025-01-01

entity Partner identified by partner_id
  partner_id  text

entity Deal identified by deal_id, belongs to Partner as deals, dated by closed_on
  deal_id    text
  amount     money
  closed_on  date

measure sales of Partner is money
  total amount of deals

incentive rebate of Partner
  paid every month
  on sales
  each part at its own rate
    from 0 USD: 100%
  rounded half even to cents
"""
FIELD = Field("closed_on", Day(), optional=False, question="", span=SPAN)
WRITTEN, BOGOTA, MADRID = "date as written", "America/Bogota", "Europe/Madrid"


@pytest.mark.parametrize(
    ("cell", "order", "meant", "read"),
    [
        ("2025-04-10 00:00:00", "", "", "2025-04-10"),
        ("2025-04-10T00:00:00.000", "", "", "2025-04-10"),
        ("10/04/2025 0:00", "day month year", "", "2025-04-10"),
        ("4/10/2025, 12:00 AM", "month day year", "", "2025-04-10"),
        ("2025-04-10 00:00:00", "", WRITTEN, "2025-04-10"),
        ("2025-04-10", "", WRITTEN, "2025-04-10"),
        ("2025-04-10", "", BOGOTA, "2025-04-10"),
        ("2025-04-10 13:45", "", WRITTEN, "2025-04-10"),
        ("2025-04-10T23:59:59.999Z", "", WRITTEN, "2025-04-10"),
        ("10/04/2025 14:30", "day month year", WRITTEN, "2025-04-10"),
        ("10/4/2025 2:30 p.\u00a0m.", "day month year", WRITTEN, "2025-04-10"),
        ("4/10/2025, 1:45\u202fPM", "month day year", WRITTEN, "2025-04-10"),
        ("2025-04-10T04:59:59.000+0000", "", BOGOTA, "2025-04-09"),
        ("2025-04-10T05:00:00.000+0000", "", BOGOTA, "2025-04-10"),
        ("2025-04-10 00:00:00+00", "", BOGOTA, "2025-04-09"),
        ("2025-04-10 00:00:00 UTC", "", "UTC", "2025-04-10"),
        ("2025-04-10T23:30:00-05:00", "", "UTC", "2025-04-11"),
        ("2025-04-10T23:30:00-05:00", "", "-05:00", "2025-04-10"),
        ("2025-03-29T23:00:00Z", "", MADRID, "2025-03-30"),  # winter, an hour ahead
        ("2025-03-30T22:00:00Z", "", MADRID, "2025-03-31"),  # summer, two hours ahead
        ("2025-12-31T23:59:59Z", "", MADRID, "2026-01-01"),
        ("10/04/2025 14:30", "day month year", "", "cell-with-time"),
        ("10/04/2025 00:00 UTC", "day month year", "", "cell-with-time zone"),
        ("2025-04-10 00:00:00.000001", "", "", "cell-with-time"),
        ("2025-04-10 00:00:00.000000001", "", "", "cell-with-time"),
        ("2025-04-10T13:45:00Z", "", "", "cell-with-time"),
        ("2025-04-10T00:00:00.000+0000", "", "", "cell-with-time zone"),
        ("2025-04-10 13:45", "", BOGOTA, "cell-without-zone"),
        ("2025-04-10 00:00", "", BOGOTA, "cell-without-zone"),
        ("2025-04-10 24:00", "", WRITTEN, "cell-not-a-date"),
        ("2025-04-10 13:60", "", WRITTEN, "cell-not-a-date"),
        ("2025-04-10 13:45 PM", "", WRITTEN, "cell-not-a-date"),
        ("2025-04-10 13:45+15:00", "", WRITTEN, "cell-not-a-date"),
        ("2025-02-30 13:45", "", WRITTEN, "cell-not-a-date"),
        ("2025-04-10 13:45 ", "", WRITTEN, "cell-not-a-date"),
        ("2025-04-10T", "", WRITTEN, "cell-not-a-date"),
        ("31/04/2025 13:45", "day month year", WRITTEN, "cell-date-not-as-mapped"),
        ("04/31/2025 13:45", "day month year", WRITTEN, "cell-date-not-as-mapped"),
        ("9999-12-31T23:00:00-05:00", "", "UTC", "cell-not-a-date"),
        ("0001-01-01T00:00:00+05:00", "", "UTC", "cell-not-a-date"),
    ],
)
def test_the_day_of_a_timestamp(cell: str, order: str, meant: str, read: str) -> None:
    mapping = EntityMapping("Deal", date_order=order, timestamps={"closed_on": meant} if meant else {})

    found = mapped_text_reader(FIELD, mapping)(cell)

    told = f"{found.name} {found.variant}".rstrip() if isinstance(found, Refusal) else str(found)
    assert told.removesuffix(" ") == read


def as_csv(file: Path, cells: list[str]) -> None:
    rows = [f"D{at},P-1,{10**at},{cell}" for at, cell in enumerate(cells)]
    file.with_suffix(".csv").write_text("\n".join(["deal_id,partner_id,amount,closed_on", *rows, ""]))


def as_json(file: Path, cells: list[str]) -> None:
    rows = [{"deal_id": f"D{at}", "partner_id": "P-1", "amount": 10**at, "closed_on": c} for at, c in enumerate(cells)]
    file.with_suffix(".json").write_text(json.dumps(rows))


def as_parquet(file: Path, cells: list[str], stored: str = "VARCHAR") -> None:
    items = ", ".join(f"('D{at}', 'P-1', {10**at}, cast('{cell}' as {stored}))" for at, cell in enumerate(cells))
    query = f"select * from (values {items}) as t(deal_id, partner_id, amount, closed_on)"
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'Asia/Tokyo'")
        connection.execute(f"copy ({query}) to {quoted(file.with_suffix('.parquet'))} (format parquet)")


def as_moments(file: Path, cells: list[str]) -> None:
    as_parquet(file, cells, "TIMESTAMPTZ")


def as_timestamps(file: Path, cells: list[str]) -> None:
    as_parquet(file, cells, "TIMESTAMP")


def run_of(folder: Path, engine: str, mapping: str = "") -> Run:
    """The run over April, where each deal counts a power of ten: the sum says which of them are in."""
    (folder / "program.rule").write_text(PROGRAM)
    data = folder / "data"
    if not list(data.glob("Partner.*")):
        as_parquet_partner(data)
    if mapping:
        (data / "rulelang.toml").write_text(f"[data.Deal]\n{mapping}\n")
    program = rulelang.load(folder).program()
    return program.run(data, "2025-04", engine=engine, accept_rejects=True)


def as_parquet_partner(data: Path) -> None:
    with duckdb.connect() as connection:
        target = quoted(data / "Partner.parquet")
        connection.execute(f"copy (select 'P-1' as partner_id) to {target} (format parquet)")


def paid(run: Run) -> str:
    ((_, row),) = run.results.rows
    return str(row[0].value)


CELLS = ["2025-04-10 00:00:00", "2025-05-01 00:00:00", "2025-04-30 13:45:00", "2025-04-30T24:00:00"]
FORMATS: dict[str, Callable[[Path, list[str]], None]] = {
    "csv": as_csv, "json": as_json, "parquet": as_parquet, "timestamps": as_timestamps,
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("stored", FORMATS)
def test_without_a_word_only_midnight_is_a_day(tmp_path: Path, stored: str, engine: str) -> None:
    (tmp_path / "data").mkdir()
    cells = CELLS if stored != "timestamps" else CELLS[:3]
    FORMATS[stored](tmp_path / "data" / "Deal", cells)

    run = run_of(tmp_path, engine)

    assert paid(run) == "100"
    told = [(each.name, each.place.row if each.place and stored != "json" else None) for each in run.rejects]
    rows = [4, 5] if stored != "json" else [None, None]
    assert told == list(zip(["cell-with-time", "cell-not-a-date"], rows, strict=True))[: len(cells) - 2]
    advice = 'say `timestamps = "date as written"` under `[data.Deal]` in `rulelang.toml`'
    assert advice in words(run.rejects[0]).help[0]


MOMENTS = ["2025-04-01T04:59:59Z", "2025-04-01T05:00:00Z", "2025-05-01T04:59:59Z", "2025-05-01T05:00:00Z"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("stored", ["csv", "json", "parquet", "moments"])
def test_the_day_in_a_time_zone(tmp_path: Path, stored: str, engine: str) -> None:
    (tmp_path / "data").mkdir()
    (FORMATS | {"moments": as_moments})[stored](tmp_path / "data" / "Deal", MOMENTS)

    run = run_of(tmp_path, engine, f'timestamps = "{BOGOTA}"')

    assert (paid(run), run.rejects) == ("11000", ())


@pytest.mark.parametrize("engine", ENGINES)
def test_the_day_as_it_is_written(tmp_path: Path, engine: str) -> None:
    (tmp_path / "data").mkdir()
    as_csv(tmp_path / "data" / "Deal", MOMENTS)

    run = run_of(tmp_path, engine, 'timestamps = { closed_on = "date as written" }')

    assert (paid(run), run.rejects) == ("1100", ())


@pytest.mark.parametrize("mapping", ["", 'timestamps = "date as written"'])
def test_moments_have_no_day_of_their_own(tmp_path: Path, mapping: str) -> None:
    """Parquet keeps moments without the clock that they were written by."""
    (tmp_path / "data").mkdir()
    as_moments(tmp_path / "data" / "Deal", MOMENTS)

    for engine in ENGINES:
        with pytest.raises(Refused) as refused:
            run_of(tmp_path, engine, mapping)
        (found,) = refused.value.findings
        assert (found.name, found.place.column) == ("data-column-with-time", "closed_on")  # type: ignore[union-attr]
        assert '`timestamps = "America/Bogota"` under `[data.Deal]`' in words(found).help[0]


def test_a_workbook_keeps_its_clock(folder: Folder) -> None:
    header = [text(name) for name in ("deal_id", "partner_id", "pillar", "amount", "status", "closed_on", "booked_on")]
    row = [text("D1"), text("0042"), text("deploy"), number("5"), text("won")]
    whole = [*row, number("45748.999999999", style=4), day(45748)]
    folder.remove("Deal.csv").write("Deal.xlsx", workbook({"Deals": sheet([header, whole])}))

    (reject,) = folder.read()[1].rejects
    assert words(reject).message == "`2025-04-01 23:59:59` in `closed_on` has a time of day, and a date has none"

    folder.write("rulelang.toml", '[data.Deal]\ntimestamps = "date as written"\n')
    (deal,) = folder.subject("0042").records["Deal"]
    assert deal["closed_on"] == datetime.date(2025, 4, 1)


def test_hosts_hand_in_moments(tmp_path: Path) -> None:
    (tmp_path / "program.rule").write_text(PROGRAM)
    program = rulelang.load(tmp_path).program()
    days = [datetime.datetime(2025, 4, 10), datetime.datetime(2025, 4, 10, 13, 45)]
    deals = [
        {"deal_id": f"D{at}", "partner_id": "P-1", "amount": 1, "closed_on": each} for at, each in enumerate(days)
    ]

    run = program.run({"Partner": [{"partner_id": "P-1"}], "Deal": deals}, "2025-04", accept_rejects=True)

    assert [each.name for each in run.rejects] == ["cell-with-time"]
    assert words(run.rejects[0]).help == ("store the day alone, in the time zone your business counts days in",)


@pytest.mark.parametrize(
    ("said", "finding", "line"),
    [
        ('timestamps = "America/Bogata"', "mapping-value-does-not-fit", 2),
        ('timestamps = "localtime"', "mapping-value-does-not-fit", 2),
        ('timestamps = "../../etc/passwd"', "mapping-value-does-not-fit", 2),
        ("timestamps = 5", "mapping-value-does-not-fit", 2),
        ('timestamps = { amount = "UTC" }', "mapping-field-not-known", 2),
        ('timestamps = { closed_on = "+99:00" }', "mapping-value-does-not-fit", 2),
    ],
)
def test_what_no_mapping_can_say(folder: Folder, said: str, finding: str, line: int) -> None:
    folder.write("rulelang.toml", f"[data.Deal]\n{said}\n")

    (found,) = folder.read()[1].findings
    assert (found.name, found.place.row) == (finding, line)  # type: ignore[union-attr]
