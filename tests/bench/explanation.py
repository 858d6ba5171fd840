"""How long an explanation takes beside the plain interpretation of the same partner, in alternating rounds.

    python -m bench.explanation        (in tests/, or with tests/ on PYTHONPATH)
"""
from __future__ import annotations

import time

import attrs
from bench.rests_on import population

from rulelang.interpret.evaluate import evaluate
from rulelang.interpret.explain import explain
from rulelang.interpret.resting import rests_on

ROUNDS, PARTNERS = 5, 10


def measured(rounds: int = ROUNDS, partners: int = PARTNERS) -> dict[str, float]:
    """The best sum over some partners of each, in seconds of the processor."""
    core, people, period = population("kaspersky_united", "2025-Q4")
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name in ("interpretation", "explanation", "the values it rests on"):
            started = time.process_time()
            for subject in people.subjects[:partners]:
                if name == "interpretation":
                    evaluate(core, attrs.evolve(people, subjects=(subject,)), period)
                elif name == "explanation":
                    explain(core, people, subject.key, period)
                else:
                    rests_on(core, people, subject.key, period)
            best[name] = min(time.process_time() - started, best.get(name, float("inf")))
    return best


if __name__ == "__main__":
    found = measured()
    for name, seconds in found.items():
        print(f"| {name} | {seconds * 1000 / PARTNERS:.1f} ms | {seconds / found['interpretation']:.2f} |")
