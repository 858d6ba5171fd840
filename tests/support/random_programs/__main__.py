"""`python -m tests.support.random_programs --programs 20000 --seed 1 --out FILE`: as many trials as one likes.

Prints every disagreement, reduced, and writes what was exercised as JSON. Exits with 1 when engines disagree.
"""
from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path

from .comparing import ENGINES
from .tally import EXPECTED
from .trial import trials


def main() -> int:
    options = _options()
    started, tally, seconds, wrong = time.monotonic(), Counter(), Counter(), []
    seeds = range(options.seed, options.seed + options.programs)
    for done, found in enumerate(trials(seeds, options.partners, workers=options.workers), 1):
        tally += found.tally
        seconds += found.seconds
        if found.disagreement:
            wrong.append(found.seed)
            print(f"\n==== seed {found.seed}\n{found.disagreement}", flush=True)
        if done % 500 == 0:
            print(f"{done} programs, {len(wrong)} with differences", file=sys.stderr, flush=True)
    report = {
        "programs": options.programs, "first seed": options.seed, "partners each": options.partners,
        "engines": ENGINES, "programs with differences": wrong, "outcomes compared": tally["outcomes"],
        "seconds": round(time.monotonic() - started), "seconds by engine": {k: round(v) for k, v in seconds.items()},
        "exercised": {name: tally[name] for name in (*EXPECTED, "outcomes", "unknown", "partners", "partners paid",
                                                     "partners with incentives")},
    }
    text = json.dumps(report, indent=2) + "\n"
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(text, encoding="utf-8")
    print(text)
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="random_programs", description=__doc__)
    parser.add_argument("--programs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--partners", type=int, default=200)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
