"""Result files in every form, their guards, the list of rejects and the manifest."""
from __future__ import annotations

import datetime
import json
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from rulelang.core.nodes import Cause, Core, Quantity, Ratio
from rulelang.core.population import Outcome, Results
from rulelang.data.manifest import manifest, manifest_path, write_manifest
from rulelang.data.reading import Counts, Reading
from rulelang.data.rendered import Column, rendered_rows
from rulelang.data.write import guarded, write_rejects, write_results
from rulelang.diagnostics.model import Diagnostic, Place
from rulelang.diagnostics.refused import Refused
from rulelang.exact.calendar import Period

from .conftest import CORE, Folder

COUNT = Quantity("count", 1, 0, 10**6)
OUTCOMES = ("Level", "may_deploy", "deploy_rebate", "total_payout")
CSAT = Cause("missing", "Partner.csat")
RESULTS = Results(
    OUTCOMES,
    (
        (("0042",), (Outcome("gold"), Outcome(value=True), Outcome(190_000), Outcome(-5))),
        (
            ("0007",),
            (
                Outcome(None, (CSAT,), "silver", "gold"),
                Outcome(None, (CSAT, Cause("rejected", "Deal"))),
                Outcome(None, due=False, next_due=date(2025, 12, 31)),
                Outcome(None, (Cause("uncovered", "Deal"), Cause("zero_division", "attainment"))),
            ),
        ),
        (
            ("=1+1",),
            (
                Outcome(None, (CSAT,), "registered", "gold"),
                Outcome(value=False),
                Outcome(None, due=False),
                Outcome(None, (Cause("total_too_large", "net_sales"),)),
            ),
        ),
    ),
    {"Level": date(2025, 3, 31)},
)
CSV = """\
partner_id,Level,may_deploy,deploy_rebate,total_payout,reasons
0007,,,,,"Level: silver or gold, missing Partner.csat; may_deploy: missing Partner.csat, rejected Deal; \
deploy_rebate: not due before 2025-12-31; total_payout: uncovered Deal, division by zero in attainment"
0042,gold,yes,1900.00,-0.05,
'=1+1,,no,,,"Level: registered to gold, missing Partner.csat; deploy_rebate: not due; \
total_payout: total too large in net_sales"
"""


def written(tmp_path: Path, name: str, results: Results = RESULTS) -> Path:
    write_results(results, CORE, tmp_path / name)
    return tmp_path / name


def written_with(core: Core, path: Path, results: Results) -> Path:
    write_results(results, core, path)
    return path


def test_a_result_as_csv(tmp_path: Path) -> None:
    assert written(tmp_path, "paid.csv").read_bytes().decode() == CSV
    assert [file.name for file in tmp_path.iterdir()] == ["paid.csv"]


def test_the_bytes_do_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    shuffled = attrs.evolve(RESULTS, rows=RESULTS.rows[::-1])

    for suffix in ("csv", "json", "jsonl", "parquet"):
        one, two = written(tmp_path, f"a.{suffix}"), written(tmp_path, f"b.{suffix}", shuffled)
        assert one.read_bytes() == two.read_bytes(), suffix


def test_a_result_as_json(tmp_path: Path) -> None:
    objects = json.loads(written(tmp_path, "paid.json").read_text())
    lines = [json.loads(line) for line in written(tmp_path, "paid.jsonl").read_text().splitlines()]

    assert objects == lines
    assert objects[1] == {
        "partner_id": "0042", "Level": "gold", "may_deploy": True, "deploy_rebate": "1900.00", "total_payout": "-0.05",
        "reasons": None,
    }
    assert objects[2]["partner_id"] == "=1+1", "only tables that open in a spreadsheet are guarded"
    assert objects[2]["may_deploy"] is False
    assert objects[0]["total_payout"] is None


def test_nobody_is_paid(tmp_path: Path) -> None:
    nobody = attrs.evolve(RESULTS, rows=())

    assert written(tmp_path, "a.csv", nobody).read_text() == CSV.splitlines()[0] + "\n"
    assert json.loads(written(tmp_path, "a.json", nobody).read_text()) == []
    assert written(tmp_path, "a.jsonl", nobody).read_text() == ""
    assert written(tmp_path, "a.parquet", nobody).exists()


def test_a_result_as_parquet(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    file = written(tmp_path, "paid.parquet")

    with duckdb.connect(":memory:") as connection:
        rows = connection.execute(f"SELECT * FROM '{file}'").fetchall()
        types = [(row[0], row[1]) for row in connection.execute(f"DESCRIBE SELECT * FROM '{file}'").fetchall()]

    assert types == [
        ("partner_id", "VARCHAR"), ("Level", "VARCHAR"), ("may_deploy", "BOOLEAN"), ("deploy_rebate", "DECIMAL(18,2)"),
        ("total_payout", "DECIMAL(18,2)"), ("reasons", "VARCHAR"),
    ]
    assert rows[1] == ("0042", "gold", True, Decimal("1900.00"), Decimal("-0.05"), None)
    assert rows[0][:5] == ("0007", None, None, None, None)
    assert rows[2][0] == "=1+1"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["paid.parquet"]


def test_wide_money_is_stored_with_38_digits(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    payout = attrs.evolve(CORE.payouts[0], type=attrs.evolve(CORE.payouts[0].type, high=10**30))
    core = attrs.evolve(CORE, payouts=(payout,))
    results = Results(("total_payout",), ((("A",), (Outcome(10**29 + 1),)),))
    write_results(results, core, tmp_path / "wide.parquet")

    with duckdb.connect(":memory:") as connection:
        found = connection.execute(f"SELECT total_payout FROM '{tmp_path / 'wide.parquet'}'").fetchall()

    assert found == [(Decimal(f"1{'0' * 27}.01"),)]


def test_columns_are_described() -> None:
    columns, rows = rendered_rows(RESULTS, CORE)

    assert columns[0] == Column("partner_id", "text")
    assert columns[3] == Column("deploy_rebate", "money", 2, "USD", 18)
    assert [column.kind for column in columns] == ["text", "text", "yes_no", "money", "money", "text"]
    assert list(rows)[1] == ("0042", "gold", "yes", "1900.00", "-0.05", None)


def test_measures_are_written_by_their_kind(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    sales, people = CORE.definition("net_sales"), CORE.definition("certified_people")
    rate = attrs.evolve(people, name="rate", type=Quantity("percent", 10**6, 0, 10**6))
    share = attrs.evolve(people, name="share", type=Ratio("percent", COUNT, COUNT))
    core = attrs.evolve(CORE, definitions=(sales, people, rate, share))
    values = (Outcome(-1250), Outcome(3), Outcome(25_000), Outcome(Fraction(1, 3)))
    results = Results(("net_sales", "certified_people", "rate", "share"), ((("A",), values),))

    assert written_with(core, tmp_path / "a.csv", results).read_text().splitlines()[1] == "A,-12.50,3,2.5%,100/3%,"
    with duckdb.connect(":memory:") as connection:
        file = written_with(core, tmp_path / "a.parquet", results)
        found = connection.execute(f"SELECT * EXCLUDE (reasons) FROM '{file}'").fetchall()
    assert found == [("A", Decimal("-12.50"), Decimal(3), "2.5%", "100/3%")]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_texts_that_a_spreadsheet_would_compute_are_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert guarded(f"a{text}") == f"a{text}"


def test_what_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> list[str]:
        with pytest.raises(Refused) as stop:
            write_results(RESULTS, CORE, path)
        return [each.name for each in stop.value.findings]

    assert refused(tmp_path / "paid.xls") == ["result-suffix-not-known"]
    assert refused(tmp_path / "paid") == ["result-suffix-not-known"]
    assert refused(tmp_path / "none" / "paid.csv") == ["result-not-written"]
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert refused(tmp_path / "paid.parquet") == ["missing-extra"]
    with pytest.raises(Refused, match=r"`paid\.parquet` needs the `batch` extra"):
        write_results(RESULTS, CORE, tmp_path / "paid.parquet")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_earlier_file_alone(tmp_path: Path) -> None:
    file = written(tmp_path, "paid.csv")
    broken = attrs.evolve(RESULTS, rows=(*RESULTS.rows, (("9",), (Outcome("gold"),))))

    with pytest.raises(ValueError, match="zip"):
        write_results(broken, CORE, file)

    assert file.read_text() == CSV
    assert [each.name for each in tmp_path.iterdir()] == ["paid.csv"]


def test_rejects_as_csv(folder: Folder, tmp_path: Path) -> None:
    folder.deals("D9,0042,deploy,-x,won,2025-04-01,2025-04-02", "D1", "D2,=P9,sell,1,won,2025-04-01,2025-04-02")
    _, reading = folder.read()

    write_rejects(tmp_path / "rejects.csv", reading.rejects)

    assert (tmp_path / "rejects.csv").read_text().splitlines() == [
        "file,row,column,value,reason",
        "Deal.csv,2,amount,'-x,`-x` in `amount` is not a plain number",
        "Deal.csv,3,,D1,the row has not as many cells as the header: 1 against 7",
        "Deal.csv,4,partner_id,'=P9,there is no `Partner` with the key `=P9`",
    ]


def test_a_reject_without_a_place(tmp_path: Path) -> None:
    write_rejects(tmp_path / "r.csv", [Diagnostic("cell-empty", None, {"column": "a", "entity": "Deal"})])
    wide = Diagnostic("row-other-width", None, {"found": 1, "wanted": 2}, place=Place("x"))
    write_rejects(tmp_path / "s.csv", [wide])

    assert (tmp_path / "r.csv").read_text().splitlines()[1] == ",,,,\"`a` is empty, and every Deal has one\""
    told = "x,,,,the row has not as many cells as the header: 1 against 2"
    assert (tmp_path / "s.csv").read_text().splitlines()[1] == told


def test_the_manifest_says_what_was_run_on_what(tmp_path: Path) -> None:
    reading = Reading(
        rejects=(Diagnostic("cell-empty", None, {}),),
        counts=(Counts("Deal", 4, 2, 1, 1, ignored_columns=("note",)),),
        covered_from={"Deal": date(2024, 1, 1)},
        latest_recorded=date(2025, 7, 2),
        input_hashes={"Partner.csv": "b", "Deal.csv": "a"},
    )
    period = Period(date(2025, 4, 1), date(2025, 6, 30))

    described = manifest(
        CORE, RESULTS, reading, semantic_hash="h", period=period, as_of=datetime.date(2025, 7, 10), engine="python"
    )
    write_manifest(described, tmp_path / "paid.csv")

    assert json.loads((tmp_path / "paid.csv.manifest.json").read_text()) == described
    assert manifest_path(tmp_path / "paid.csv").name == "paid.csv.manifest.json"
    assert described["format"] == "rulelang.result.v1"
    assert described["period"] == {"name": "2025-Q2", "start": "2025-04-01", "stop": "2025-06-30"}
    assert (described["as_of"], described["latest_recorded"]) == ("2025-07-10", "2025-07-02")
    assert list(described["inputs"].items()) == [("Deal.csv", "a"), ("Partner.csv", "b")]
    assert described["covered_from"] == {"Deal": "2024-01-01"}
    assert described["fold_starts"] == {"Level": "2025-03-31"}
    assert described["rows"]["Deal"]["ignored_columns"] == ["note"]
    assert (described["rejects"], described["subjects"]) == (1, 3)
    assert described["unknown"] == {
        "Level": {"missing Partner.csat": 2},
        "may_deploy": {"missing Partner.csat": 1, "rejected Deal": 1},
        "total_payout": {"division by zero in attainment": 1, "total too large in net_sales": 1, "uncovered Deal": 1},
    }
    assert "sql_hash" not in described
    assert manifest(
        CORE, RESULTS, reading, semantic_hash="h", period=period, as_of=None, engine="duckdb", sql_hash="s"
    )["sql_hash"] == "s"
