"""All examples and cases of a program and its variants, and what they reach between them."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rulelang.results import CaseResult, TestResult
from rulelang.tools import cases as case_files
from rulelang.tools.coverage import Tally
from rulelang.tools.example_checks import examples_of
from rulelang.tools.examples import asked_of, lost_examples, run_examples

if TYPE_CHECKING:
    from rulelang.api import Loaded


def run_tests(
    loaded: Loaded, matching: str | None, engine: str, cases: Path | None, *, coverage: bool
) -> TestResult:
    """See `api.test`."""
    found: list[CaseResult] = list(lost_examples(loaded, matching))
    for name in loaded.programs:
        program = loaded.program(name)
        found.extend(run_examples(program, loaded.modules, name, loaded.programs[0], matching, engine))
    if cases is not None:
        found.extend(case_files.run_cases(loaded, cases, matching, engine))
    tally = _tally(loaded, matching, cases) if coverage else None
    return TestResult(tuple(found), tally.result() if tally is not None else None)


def _tally(loaded: Loaded, matching: str | None, cases: Path | None) -> Tally:
    tally = Tally()
    for name in loaded.programs:
        core = loaded.program(name).core
        if core is None:
            continue
        tally.add_program(core)
        for _, example in examples_of(loaded.modules, name, loaded.programs[0], matching):
            asked = asked_of(core, example)
            if asked is not None:
                tally.add_example(core, *asked)
    for case in case_files.read_cases(cases) if cases is not None else ():
        core = loaded.program(case.program or None).core
        found = case_files.asked_of(core, case) if core is not None else []
        if core is not None and isinstance(found, tuple) and (matching is None or matching in case.title):
            tally.add_example(core, *found)
    return tally
