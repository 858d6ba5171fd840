"""What hosts hand in: dicts, attrs objects and frames give what files give."""
from __future__ import annotations

import csv
import dataclasses
import datetime
import enum
import importlib
import sys
import threading
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

import rulelang
from rulelang.api import Program
from rulelang.data.rows import plain, rows_of
from rulelang.diagnostics.refused import Refused
from support.workspace import REPOSITORY

LEVELS = REPOSITORY / "tests" / "cli" / "fixtures" / "levels"


class Status(enum.Enum):
    WON = "won"
    LOST = "lost"


@attrs.frozen
class Partner:
    partner_id: str
    country: str


@attrs.frozen
class Deal:
    deal_id: str
    partner_id: str
    amount: Decimal
    status: Status
    closed_on: datetime.date


@pytest.fixture(scope="module")
def program() -> Program:
    return rulelang.load(LEVELS / "programs" / "acme").program()


def dicts(entity: str) -> list[dict[str, Any]]:
    with (LEVELS / "data" / f"{entity}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def objects() -> dict[str, object]:
    deals = [
        Deal(row["deal_id"], row["partner_id"], Decimal(row["amount"]), Status(row["status"]),
             datetime.date.fromisoformat(row["closed_on"]))
        for row in dicts("Deal")
    ]  # fmt: skip
    return {"Partner": [Partner(**row) for row in dicts("Partner")], "deals": deals}


def frames(package: str) -> dict[str, object]:
    made = importlib.import_module(package)
    make = made.Table.from_pylist if package == "pyarrow" else made.DataFrame
    typed = [
        row | {"amount": Decimal(row["amount"]), "closed_on": datetime.date.fromisoformat(row["closed_on"])}
        for row in dicts("Deal")
    ]
    return {"Partner": make(dicts("Partner")), "Deal": make(typed)}


def same(program: Program, data: dict[str, object], engine: str = "python") -> bool:
    ran = program.run(data, "2025-Q2", engine=engine)
    from_files = program.run(LEVELS / "data", "2025-Q2", engine=engine)
    assert ran.manifest["covered_from"] == from_files.manifest["covered_from"]
    assert set(ran.manifest["inputs"]) == {"Partner", "Deal"}
    return ran.results == from_files.results


@pytest.mark.parametrize("engine", ["interpreter", "python", "duckdb"])
def test_dicts_give_what_files_give(program: Program, engine: str) -> None:
    assert same(program, {"Partner": dicts("Partner"), "Deal": dicts("Deal")}, engine)


def test_attrs_objects_give_what_files_give(program: Program) -> None:
    assert same(program, objects())


@pytest.mark.parametrize("package", ["pandas", "polars", "pyarrow"])
def test_frames_give_what_files_give(program: Program, package: str) -> None:
    pytest.importorskip(package)

    assert same(program, frames(package))


def test_a_moment_at_midnight_is_a_day(program: Program) -> None:
    pandas = pytest.importorskip("pandas")
    data = frames("pandas")
    deals: Any = data["Deal"]
    deals["closed_on"] = pandas.to_datetime(deals["closed_on"])

    assert same(program, data)


class Streams:
    """A frame of which nothing is known but that it offers an Arrow stream."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


def test_any_arrow_stream_is_read(program: Program) -> None:
    pytest.importorskip("pyarrow")

    assert same(program, {name: Streams(frame) for name, frame in frames("pyarrow").items()})


def test_a_stream_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(Refused) as caught:
        rows_of(Streams(None))
    assert [f.name for f in caught.value.findings] == ["missing-extra"]


class Dicts:
    """What a polars frame offers, without polars."""

    def to_dicts(self) -> list[dict[str, object]]:
        return [{"a": 1}]


class Records:
    """What a pandas frame offers, without pandas."""

    columns = ("a",)

    def to_dict(self, orient: str) -> list[dict[str, object]]:
        assert orient == "records"
        return [{"a": float("nan")}]


def test_a_frame_is_known_by_what_it_offers() -> None:
    assert rows_of(Dicts()) == ({"a": 1},)
    assert rows_of(Records()) == ({"a": None},)


@pytest.mark.parametrize("given", ["text", 5, None, {"a": 1}, [5], ["text"]])
def test_what_holds_no_rows_is_refused(given: object) -> None:
    with pytest.raises(Refused) as caught:
        rows_of(given)
    assert [f.name for f in caught.value.findings] == ["rows-not-rows"]


def test_cells_of_frames_become_cells() -> None:
    assert plain(datetime.datetime(2025, 4, 1)) == datetime.date(2025, 4, 1)
    assert plain(datetime.datetime(2025, 4, 1, 12)) == datetime.datetime(2025, 4, 1, 12)
    numpy = pytest.importorskip("numpy")
    assert plain(numpy.int64(3)) == 3
    assert plain(numpy.float64("nan")) is None


def test_a_binary_fraction_is_refused_whoever_hands_it_in(program: Program) -> None:
    data: dict[str, object] = {"Partner": dicts("Partner"), "Deal": [row | {"amount": 0.1} for row in dicts("Deal")]}
    ran = program.run(data, "2025-Q2", engine="python", accept_rejects=True)

    assert {reject.name for reject in ran.rejects} == {"cell-binary-float"}


@pytest.mark.parametrize(
    ("data", "finding"),
    [({"Partner": []}, "rows-missing"), ({"Partner": [], "deels": []}, "data-relation-not-known")],
)
def test_data_that_is_not_all_there_is_refused(program: Program, data: dict[str, object], finding: str) -> None:
    with pytest.raises(Refused) as caught:
        program.run(data, "2025-Q2")
    assert [f.name for f in caught.value.findings] == [finding]


def test_a_dataclass_is_a_row_by_its_fields() -> None:
    @dataclasses.dataclass
    class Local:
        a: Nowhere  # type: ignore[name-defined]  # noqa: F821 - types that cannot be looked up are not looked up
        b: tuple[Status, ...]

    assert rows_of([Local(1, (Status.WON,))]) == ({"a": 1, "b": ["won"]},)


def test_one_partner_as_an_object(program: Program) -> None:
    given = objects()
    deals: Any = given["deals"]
    own = [deal for deal in deals if deal.partner_id == "P1"]

    assert program.evaluate(Partner("P1", "CO"), "2025-Q2", records={"deals": own})["Level"].value == "gold"


def test_a_story_of_rows_is_that_of_files(program: Program) -> None:
    data = {"Partner": dicts("Partner"), "Deal": dicts("Deal")}

    assert program.explain(data, "2025-Q2", "P1") == program.explain(LEVELS / "data", "2025-Q2", "P1")


def test_threads_load_check_run_and_explain_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found: list[object] = []

    def work() -> None:
        loaded = rulelang.load(LEVELS / "programs" / "acme")
        one = loaded.with_values({"gold_rate": "7%"}).program()
        ran = one.run(LEVELS / "data", "2025-Q2", history=LEVELS / "before.csv", engine="python")
        found.append((loaded.check(), ran.results, one.explain(LEVELS / "data", "2025-Q2", "P1"), one.schema()))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 6
    assert all(each == found[0] for each in found)
    assert capsys.readouterr() == ("", "")
