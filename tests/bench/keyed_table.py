"""How long a table of 126,000 cells takes through `check`, and how much memory, beside the same program without it.

    python -m bench.keyed_table        (in tests/, or with tests/ on PYTHONPATH)

Every round checks both programs, one after the other, in processes of their own; the best round of each counts.
"""
from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 7
ARTICLES = 9_000
COUNTRIES = ["US", "CA", "MX", "BR", "CO", "CL", "AR", "PE", "ES", "PT", "FR", "DE", "IT", "GB"]
SEED = 20_250_401
HEAD = """program rates
  language edition 1
  currency USD
  effective from 2024-01-01

entity Partner identified by partner_id
  partner_id text
  country    country

entity Deal identified by deal_id, belongs to Partner as deals, dated by closed_on
  deal_id   text
  sku       text
  units     count
  closed_on date

parameter price money by sku, country
"""
FROM_FILE = '  read from "prices.csv"\n'
WRITTEN = '  from 2024-01-01\n    | sku | country | price |\n    | "A" | CO      | 1 USD |\n'
MEASURE = """
measure value of Partner is money
  total (units * price(sku, CO)) of deals
"""


def write_projects(folder: Path) -> tuple[Path, Path]:
    """A project with the table in a file, and one with a single cell."""
    chance = random.Random(SEED)
    large, small = folder / "large", folder / "small"
    for project, source in ((large, FROM_FILE), (small, WRITTEN)):
        project.mkdir()
        (project / "program.rule").write_text(HEAD + source + MEASURE, encoding="utf-8")
    rows = (
        f"SKU-{article:05},{country},{chance.randrange(100, 99_999) / 100:.2f}"
        for article in range(ARTICLES)
        for country in COUNTRIES
    )
    (large / "prices.csv").write_text("\n".join(["sku,country,price", *rows, ""]), encoding="utf-8")
    return large, small


def measured(project: Path) -> tuple[float, int]:
    """Seconds and megabytes of one `rulelang check`; compiled files of Python are there from the first round on."""
    kept = {"PYTHONPYCACHEPREFIX": str(project.parent / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, "-m", "rulelang", "check", "--no-cache", str(project)]
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **kept})
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    if status:
        raise SystemExit(f"check ended with {os.waitstatus_to_exitcode(status)}")
    return seconds, used.ru_maxrss // 1024


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        large, small = write_projects(Path(folder))
        rounds = [(measured(large), measured(small)) for _ in range(ROUNDS)]
    (seconds, megabytes), (bare, base) = (min(column) for column in zip(*rounds, strict=True))
    cells = ARTICLES * len(COUNTRIES)
    print(f"{cells:_} cells: {seconds:.2f} s and {megabytes} MB; without them {bare:.2f} s and {base} MB")


if __name__ == "__main__":
    main()
