"""Long runs of damage. `slips`: how many slips in shipped programs are told where they were made. `damage`: whether any
damaged file of rules or data ends in a traceback, or takes longer than two seconds.

    python -m tests.support.mutations slips --count 1000 --seed 1 [--show 40] [PROGRAM ...]
    python -m tests.support.mutations damage --count 100000 --seed 1
"""
from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

TESTS = Path(__file__).parents[2]
sys.path[:0] = [str(TESTS), str(TESTS / "unit")]

from rulelang.diagnostics.catalogue import words  # noqa: E402
from support.mutations.damage import Damaged, damaged_data, damaged_rules, rule_texts  # noqa: E402
from support.mutations.programs import Verdict, verdicts  # noqa: E402

DATA_SHARES = {"csv": 8, "json": 8, "jsonl": 8, "xlsx": 8, "parquet": 1}
"""How often each format is damaged: opening a Parquet file takes twenty times as long."""


def slips(options: argparse.Namespace) -> int:
    started, made, slowest = time.monotonic(), 0, 0.0
    found: list[Verdict] = []
    before = time.monotonic()
    for one in verdicts(options.programs, options.seed):
        now = time.monotonic()
        made, slowest, before = made + 1, max(slowest, now - before), now
        if one.is_error:
            found.append(one)
        if len(found) == options.count:
            break
    astray = [one for one in found if not one.is_placed]
    for one in astray[: options.show]:
        print(f"{one.file}:{one.slip.line} {one.slip.kind}: {one.slip.was!r} -> {one.slip.now!r}")
        for finding in one.findings[:3]:
            print(f"    {finding.span.line if finding.span else '-'}: {words(finding).message}")
    print(json.dumps({
        "slips made": made, "slips that keep a program from being checked": len(found), "seed": options.seed,
        "reported on the line or the next, or naming it": len(found) - len(astray),
        "first error on the line or the next": sum(one.is_first for one in found),
        "single error": sum(len(one.findings) == 1 for one in found),
        "slowest check, seconds": round(slowest, 2), "seconds": round(time.monotonic() - started),
        "by kind": dict(sorted(Counter(one.slip.kind for one in found).items())),
        "astray by kind": dict(sorted(Counter(one.slip.kind for one in astray).items())),
    }, indent=2))  # fmt: skip
    return 0


def damage(options: argparse.Namespace) -> int:
    started = time.monotonic()
    counts: Counter[str] = Counter()
    slowest: dict[str, float] = {}
    wrong = 0
    with tempfile.TemporaryDirectory() as place:
        for kind, one in _all_damaged(options, Path(place)):
            counts[kind] += 1
            slowest[kind] = max(slowest.get(kind, 0.0), round(one.seconds, 2))
            if one.is_wrong:
                wrong += 1
                kept = Path(tempfile.mkstemp(prefix="damaged-", suffix=f"-{one.name}")[1])
                kept.write_bytes(one.content)
                print(f"{kept}: {one.seconds:.2f} s {one.broke}", flush=True)
    print(json.dumps({
        "files": sum(counts.values()), "seed": options.seed, "tracebacks or longer than two seconds": wrong,
        "files by kind": dict(counts), "slowest by kind, seconds": slowest,
        "seconds": round(time.monotonic() - started),
    }, indent=2))  # fmt: skip
    return 1 if wrong else 0


def _all_damaged(options: argparse.Namespace, place: Path) -> Iterator[tuple[str, Damaged]]:
    from data.conftest import CERTIFICATES, CORE, DEALS, PARTNERS

    from support.mutations.folders import folders

    texts = rule_texts(sorted((TESTS / "spec").glob("*.md")))
    rules = options.count // 2
    for one in islice(damaged_rules(texts, options.seed), rules):
        yield "rules", one
    shares = sum(DATA_SHARES.values())
    made = folders({"Partner.csv": PARTNERS, "Deal.csv": DEALS, "Certificate.csv": CERTIFICATES}, place)
    for folder in made:
        count = (options.count - rules) * DATA_SHARES[folder.name] // shares + 1
        for one in islice(damaged_data(CORE, folder, options.seed), count):
            yield folder.name, one


def main() -> int:
    parser = argparse.ArgumentParser(prog="mutations", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, call, count in (("slips", slips, 1000), ("damage", damage, 100_000)):
        command = commands.add_parser(name)
        command.set_defaults(call=call)
        command.add_argument("--count", type=int, default=count)
        command.add_argument("--seed", type=int, default=1)
        if call is slips:
            command.add_argument("programs", type=Path, nargs="*", default=[Path("programs/kaspersky_united")])
            command.add_argument("--show", type=int, default=40)
    options = parser.parse_args()
    return int(options.call(options))


if __name__ == "__main__":
    sys.exit(main())
