"""How fast `rulelang check` is, measured against importing the four packages it is made with.

    python -m bench.check_speed        (in tests/, or with tests/ on PYTHONPATH)

Every round starts each contender once, one after the other, so that a busy machine is busy for all of them; the best
round of each counts. Compiled files of Python and the parser's table are there from the first round on, as they are
for everybody who runs the command a second time.
"""
from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROUNDS = 15
IMPORTS = ("-c", "import lark, attrs, cattrs, click")
HEAD = """program speed "Speed"
  language edition 1
  currency USD
  year starts january
  effective from 2024-01-01

type Pillar is one of sell, deploy, manage
type Status is one of won, lost

entity Partner identified by partner_id
  partner_id  text
  country     country
  joined      date

entity Deal identified by deal_id, belongs to Partner as deals, dated by closed_on
  deal_id    text
  pillar     Pillar
  amount     money
  status     Status
  closed_on  date
"""
BLOCK = """
parameter rate_{n} percent between 0% and 15%
  2%    from 2024-01-01
  2.5%  from 2025-01-01   source "sample value"

measure sales_{n} of Partner "Net sales {n}" is money
  total amount of deals where status is won and pillar is sell
  - total amount of deals where status is lost

eligibility may_{n} of Partner "May earn {n}"
  all of
    sales_{n} >= 1_000 USD
    joined before 2030-01-01

incentive rebate_{n} of Partner "Rebate {n}"
  measured every quarter
  paid every quarter
  when may_{n}
  on sales_{n}
  each part at its own rate
    from       0 USD: rate_{n}
    from  50_000 USD: 4%
    from 150_000 USD: 6%
  at most 100_000 USD
  rounded half even to cents
"""


def program(lines: int) -> str:
    """A program of that many lines or a few less, all of it used."""
    blocks = (lines - HEAD.count("\n") - 4) // BLOCK.count("\n")
    names = ", ".join(f"rebate_{n}" for n in range(blocks))
    payout = f"\npayout total of Partner\n  paid every quarter\n  all of {names}\n"
    return HEAD + "".join(BLOCK.format(n=n) for n in range(blocks)) + payout


def contenders(folder: Path) -> Mapping[str, Sequence[str]]:
    """The arguments of Python for each contender; files are made in the folder."""
    for lines in (200, 2_000):
        (folder / f"{lines}.rule").write_text(program(lines), encoding="utf-8")
    check = ("-m", "rulelang", "check")
    return {
        "import of lark, attrs, cattrs, click": IMPORTS,
        "check of 200 lines": (*check, "--no-cache", "200.rule"),
        "check of 200 unchanged lines": (*check, "200.rule"),
        "check of 2,000 lines": (*check, "--no-cache", "2000.rule"),
    }


def measured(folder: Path, rounds: int = ROUNDS) -> dict[str, float]:
    """The best time of each contender in seconds."""
    package = Path(__file__).resolve().parents[2]
    own = {"PYTHONPATH": str(package), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment = {**os.environ, **own, "RULELANG_CACHE": str(folder / "cache"), "PYTHONDONTWRITEBYTECODE": ""}
    best: dict[str, float] = {}
    for turn in range(rounds + 2):
        for name, arguments in contenders(folder).items():
            started = time.perf_counter()
            done = subprocess.run(
                [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True
            )
            taken = time.perf_counter() - started
            assert done.returncode == 0, done.stdout + done.stderr
            if turn >= 2:
                best[name] = min(taken, best.get(name, taken))
    return best


def told(best: Mapping[str, float]) -> str:
    """The figures as a table in Markdown."""
    base = best["import of lark, attrs, cattrs, click"]
    rows = [f"| {name} | {seconds * 1000:.0f} ms | {seconds / base:.2f} |" for name, seconds in best.items()]
    return "\n".join(["| what | best time | of the imports |", "|---|---|---|", *rows])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}, {ROUNDS} rounds")
        print(told(measured(Path(place))))
