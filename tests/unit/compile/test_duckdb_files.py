"""Folders of Parquet files inside DuckDB against the reader in Python and the interpreter: results, rejects, counts,
manifests and the bytes of files."""
from __future__ import annotations

import datetime
import functools
import random
from pathlib import Path

import attrs
import duckdb
import pytest

from rulelang import api
from rulelang.compile.duckdb import files, run_duckdb_files, session
from rulelang.compile.duckdb.files import FilesRun
from rulelang.core.life import those_there
from rulelang.core.nodes import Core
from rulelang.core.population import Population
from rulelang.data.first_days import with_first_days
from rulelang.data.manifest import summary_of
from rulelang.data.read import read_population
from rulelang.data.reading import Reading
from rulelang.data.write import write_results
from rulelang.diagnostics.catalogue import words
from rulelang.exact.calendar import Calendar
from rulelang.interpret.evaluate import evaluate
from support.cores import kaspersky_core
from support.dirty_folders import parquet_of_csv, quoted, random_core, random_folder
from support.workspace import REPOSITORY

FOLDER = REPOSITORY / "programs" / "kaspersky_united"
OF_THE_ENGINE = ("engine", "sql_hash")
CHUNK = 12


@functools.cache
def program_of(name: str) -> api.Program:
    return api.load(FOLDER).program(name)


def covered(core: Core, population: Population) -> Population:
    if core.countries is None or core.country_field is None:
        return population
    subjects = tuple(s for s in population.subjects if s.fields[core.country_field] in core.countries)
    return attrs.evolve(population, subjects=subjects)


def agree(seed: int, folder: Path) -> None:
    draw = random.Random(seed)
    core = random_core(draw)
    random_folder(draw, core, folder)
    period = Calendar(core.year_starts).parse(draw.choice(("2025-Q1", "2025-Q2", "2025")))
    assert period is not None
    days = ("2025-05-15", "2025-04-02", "2023-01-01", "2025-12-31")
    as_of = draw.choice((None, None, *map(datetime.date.fromisoformat, days)))
    accept = draw.random() < 0.2

    population, reading = read_population(core, folder, as_of=as_of, until=period.stop, accept_rejects=accept)
    assert population is not None
    population = covered(core, population)
    reading = with_first_days(reading, core, population, period)
    expected = evaluate(core, those_there(core, population, period), period)
    found = run_duckdb_files(core, folder, period, as_of=as_of, accept_rejects=accept)
    assert isinstance(found, FilesRun)
    assert found.reading == reading, f"seed {seed}"
    assert list(map(words, found.reading.rejects)) == list(map(words, reading.rejects))
    assert found.results == expected, f"seed {seed}"
    assert found.summary == summary_of(expected), f"seed {seed}"

    suffix = draw.choice((".csv", ".parquet"))
    ours, theirs = folder / f"ours.out{suffix}", folder / f"theirs.out{suffix}"
    run_duckdb_files(core, folder, period, as_of=as_of, accept_rejects=accept, out=ours)
    write_results(expected, core, theirs)
    assert ours.read_bytes() == theirs.read_bytes(), f"seed {seed}"


@pytest.mark.parametrize("seed", range(0, 48, CHUNK))
def test_dirty_data_is_judged_as_the_reader_judges_it(seed: int, tmp_path: Path) -> None:
    for each in range(seed, seed + CHUNK):
        folder = tmp_path / str(each)
        folder.mkdir()
        agree(each, folder)


@pytest.fixture(scope="module", params=["typed", "text"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The population of the Kaspersky program as Parquet."""
    made = tmp_path_factory.mktemp(request.param)
    parquet_of_csv(FOLDER / "data", made, typed=request.param == "typed")
    return made


@functools.cache
def read_from_csv(name: str, day: datetime.date) -> Population | None:
    return read_population(program_of(name).ready, FOLDER / "data", as_of=None, until=day)[0]


@pytest.mark.parametrize("name", ["kaspersky_united", "kaspersky_americas"])
@pytest.mark.parametrize("day", [datetime.date(2025, 3, 31), datetime.date(2025, 12, 31)])
def test_the_population_is_that_of_the_files_it_was_made_of(folder: Path, name: str, day: datetime.date) -> None:
    found, _ = read_population(program_of(name).ready, folder, as_of=None, until=day)

    assert found is not None
    assert found == read_from_csv(name, day)


@pytest.mark.parametrize("name", ["kaspersky_united", "kaspersky_americas"])
@pytest.mark.parametrize("period", ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"])
def test_a_program_gives_the_same_bytes_and_manifest(folder: Path, name: str, period: str, tmp_path: Path) -> None:
    program = program_of(name)
    # What the interpreter gives over this data, generated Python gives as well: `tests/examples/test_kaspersky.py`.
    expected = program.run(folder, period, engine="python")
    for suffix in ("csv", "parquet"):
        expected.write(tmp_path / f"theirs.{suffix}")
        written = program.run_to(tmp_path / f"ours.{suffix}", folder, period, engine="duckdb")

        assert (tmp_path / f"ours.{suffix}").read_bytes() == (tmp_path / f"theirs.{suffix}").read_bytes()
        assert written.rejects == expected.rejects
        assert written.manifest["engine"] == "duckdb"
        ours, theirs = (
            {key: value for key, value in manifest.items() if key not in OF_THE_ENGINE}
            for manifest in (written.manifest, expected.manifest)
        )
        assert ours == theirs


def test_results_are_given_in_memory_as_well(folder: Path) -> None:
    program = program_of("kaspersky_americas")

    found = program.run(folder, "2025", engine="duckdb").results

    assert found == program.run(folder, "2025", engine="python").results


def test_one_partner_is_shown_and_everybody_computed(folder: Path, tmp_path: Path) -> None:
    program = program_of("kaspersky_united")
    run = program.run(folder, "2025-Q4", engine="python", partner="P002")
    run.write(tmp_path / "theirs.csv")

    written = program.run_to(tmp_path / "ours.csv", folder, "2025-Q4", partner="P002")

    assert (tmp_path / "ours.csv").read_bytes() == (tmp_path / "theirs.csv").read_bytes()
    assert written.manifest["subjects"] == run.manifest["subjects"] > 1
    with pytest.raises(api.Refused) as refused:
        program.run_to(tmp_path / "nobody.csv", folder, "2025-Q4", partner="p002")
    assert [each.name for each in refused.value.findings] == ["no-such-partner"]
    assert refused.value.findings[0].values["suggestions"] == "`P002`"
    assert not (tmp_path / "nobody.csv").exists()


def test_the_hash_is_of_what_ran_and_of_no_place(folder: Path, tmp_path: Path) -> None:
    """The same data in another folder gives the same statements; another period gives others."""
    for file in folder.glob("*.parquet"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    program = program_of("kaspersky_united")
    hashes = [
        program.run_to(tmp_path / "paid.csv", data, period).manifest["sql_hash"]
        for data, period in ((folder, "2025-Q1"), (tmp_path, "2025-Q1"), (folder, "2025-Q2"))
    ]
    core, period = program.ready, program.period("2025-Q1")
    found = run_duckdb_files(core, folder, period)

    assert hashes[0] == hashes[1] != hashes[2]
    assert isinstance(found, FilesRun)
    assert "create or replace temp table figures" in found.sql
    assert str(folder) not in found.sql


def test_a_total_larger_than_planned_for_is_planned_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet_of_csv(FOLDER / "data", tmp_path, typed=True)
    program = program_of("kaspersky_united")
    core, period = program.ready, program.period("2025-Q4")
    expected = run_duckdb_files(core, tmp_path, period)
    monkeypatch.setattr(files, "LIKELY_TOTAL", 100)

    found = run_duckdb_files(core, tmp_path, period)

    assert isinstance(found, FilesRun)
    assert isinstance(expected, FilesRun)
    assert found.results == expected.results
    assert found.sql != expected.sql


def test_little_memory_is_tried_first_and_all_of_it_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet_of_csv(FOLDER / "data", tmp_path, typed=False)
    program = program_of("kaspersky_united")
    core, period = program.ready, program.period("2025-Q4")
    expected = run_duckdb_files(core, tmp_path, period)
    tried = []
    locked = session.locked_session
    monkeypatch.setattr(files, "MEMORY", "100KB")
    monkeypatch.setattr(files, "locked_session", lambda *all_of: (tried.append(all_of[-1]), locked(*all_of))[1])

    found = run_duckdb_files(core, tmp_path, period)

    assert tried == ["100KB", ""]
    assert isinstance(found, FilesRun)
    assert isinstance(expected, FilesRun)
    assert found.results == expected.results


def test_other_folders_are_left_to_the_reader(tmp_path: Path) -> None:
    program = program_of("kaspersky_united")

    assert run_duckdb_files(program.ready, FOLDER / "data", program.period("2025-Q1")) is None

    written = program.run_to(tmp_path / "paid.csv", FOLDER / "data", "2025-Q1")
    run = program.run(FOLDER / "data", "2025-Q1", engine="python")
    run.write(tmp_path / "theirs.csv")
    assert (tmp_path / "paid.csv").read_bytes() == (tmp_path / "theirs.csv").read_bytes()
    assert len(written.manifest["sql_hash"]) == 64


def test_what_stops_the_reader_stops_the_run(tmp_path: Path) -> None:
    core = kaspersky_core()
    random_folder(random.Random(5), core, tmp_path)
    period = Calendar().parse("2025-Q2")
    assert period is not None
    whole = (tmp_path / "Deal.parquet").read_bytes()
    (tmp_path / "Deal.parquet").write_bytes(whole[:-20])

    stopped = run_duckdb_files(core, tmp_path, period)
    _, reading = read_population(core, tmp_path, as_of=None, until=period.stop)

    assert isinstance(stopped, Reading)
    assert stopped == reading
    assert [each.name for each in stopped.findings] == ["data-file-not-readable"]


def test_odd_names_of_folders_and_columns(tmp_path: Path) -> None:
    """A column called as DuckDB numbers rows, and a folder whose name is a pattern."""
    odd = tmp_path / "it's [1]*?"
    odd.mkdir()
    core = kaspersky_core()
    random_folder(random.Random(33), core, odd)
    period = Calendar().parse("2025-Q2")
    assert period is not None
    with duckdb.connect(":memory:") as connection:
        source = quoted(Path(session.pattern_of(odd / "Deal.parquet")))
        connection.execute(f"create table deals as select *, 7 as file_row_number from read_parquet({source})")
        connection.execute(f"copy deals to {quoted(odd / 'Deal.parquet')} (format parquet)")
    population, reading = read_population(core, odd, as_of=None, until=period.stop)

    found = run_duckdb_files(core, odd, period)

    assert population is not None
    assert isinstance(found, FilesRun)
    assert found.reading == reading
    assert reading.counts[1].rejected > 0
    assert found.results == evaluate(core, population, period)


NUMBERED = """program numbered
  language edition 1
  currency USD
  year starts january
  effective from 2024-01-01

entity Partner identified by partner_id
  partner_id  count

entity Deal belongs to Partner as deals, dated by closed_on
  amount     money
  closed_on  date

measure sales of Partner is money
  total amount of deals

eligibility sells of Partner
  sales >= 10 USD
"""


@pytest.mark.parametrize(
    ("partners", "owners"),
    [
        ((1, 2, 3), (1, 1, 3)),
        ((1, 2, 2), (1, 2, 3)),
        ((1, 2, 3), (1, 4, 3)),
        ((1, 2, None), (1, None, 2)),
        ((1, 10**12, 5), (10**12, 5, 6)),
        ((7, 7, 7), (7, 7)),
        ((), (1,)),
    ],
)
def test_partners_known_by_numbers(
    partners: tuple[int | None, ...], owners: tuple[int | None, ...], tmp_path: Path
) -> None:
    (tmp_path / "numbered.rule").write_text(NUMBERED, "utf-8")
    core = api.load(tmp_path / "numbered.rule").program().ready
    with duckdb.connect(":memory:") as connection:
        for name, keys, more in (
            ("Partner", partners, ""),
            ("Deal", owners, ", cast(12.50 as decimal(18, 2)) as amount, date '2025-01-31' as closed_on"),
        ):
            rows = f"select unnest(cast({list(keys)} as bigint[])) as partner_id".replace("None", "null")
            target = quoted(tmp_path / f"{name}.parquet")
            connection.execute(f"copy (select partner_id{more} from ({rows})) to {target} (format parquet)")
    period = Calendar(1).parse("2025-Q1")
    assert period is not None

    population, reading = read_population(core, tmp_path, as_of=None, until=period.stop)
    found = run_duckdb_files(core, tmp_path, period)

    assert population is not None
    assert isinstance(found, FilesRun)
    assert list(map(words, found.reading.rejects)) == list(map(words, reading.rejects))
    assert found.reading == reading
    assert found.results == evaluate(core, population, period)
