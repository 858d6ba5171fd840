"""`python -m tests.support.random_programs --programs 20000 --seed 1 --out FILE`: as many trials as one likes.

Prints every disagreement, reduced, and every program that does not check; goes on after either, and writes what was
exercised as JSON. Exits with 1 when engines disagree or a program was refused, and names their seeds.
"""
from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from .comparing import ENGINES
from .tally import EXPECTED
from .trial import trials


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    started, tally, seconds = time.monotonic(), Counter(), Counter()
    wrong, refused = [], []
    seeds = range(options.seed, options.seed + options.programs)
    for done, found in enumerate(trials(seeds, options.partners, workers=options.workers), 1):
        tally += found.tally
        seconds += found.seconds
        if found.disagreement:
            wrong.append(found.seed)
        if found.refused:
            refused.append(found.seed)
        if found.wrong:
            print(f"\n==== seed {found.seed}\n{found.wrong}", flush=True)
        if done % 500 == 0:
            told = f"{done} programs, {len(wrong)} with differences, {len(refused)} refused"
            print(told, file=sys.stderr, flush=True)
    report = {
        "programs": options.programs, "first seed": options.seed, "partners each": options.partners,
        "engines": ENGINES, "programs with differences": wrong, "programs refused": refused,
        "outcomes compared": tally["outcomes"], "seconds": round(time.monotonic() - started),
        "seconds by engine": {k: round(v) for k, v in seconds.items()},
        "exercised": {name: tally[name] for name in (*EXPECTED, "outcomes", "unknown", "partners", "partners paid",
                                                     "partners with incentives")},
    }
    text = json.dumps(report, indent=2) + "\n"
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(text, encoding="utf-8")
    print(text)
    for said, seeds in (("engines differ", wrong), ("refused", refused)):
        if seeds:
            print(f"{said}: seeds {', '.join(map(str, seeds))}", file=sys.stderr)
    return 1 if wrong or refused else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="random_programs", description=__doc__)
    parser.add_argument("--programs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--partners", type=int, default=200)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", type=Path)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
