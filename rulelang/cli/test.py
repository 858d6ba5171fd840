"""`rulelang test`: the examples that stand in programs."""
from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rulelang.cli.exits import FINDINGS, FINE

if TYPE_CHECKING:
    from rulelang.api import CaseResult, Loaded


@click.command(short_help="Run the examples that stand in programs.")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("-k", "matching", metavar="TEXT", help="Run only the examples whose title contains this text.")
def test(paths: tuple[str, ...], matching: str | None) -> int:
    """Run the examples of the programs in PATHS: files, folders, or this folder.

    Ends with 1 when an example does not come out as written.

    \b
    Examples:
      rulelang test
      rulelang test programs/acme -k "gold partner"
    """
    from rulelang import api
    from rulelang.cli.locate import program_roots
    from rulelang.cli.output import any_error, tell

    cases: list[CaseResult] = []
    readable = True
    for root in program_roots(paths or (".",)):
        loaded: Loaded = api.load(root)
        if any_error(loaded.findings):
            tell(loaded.findings)
            readable = False
            continue
        cases += api.test(loaded, matching=matching).cases
    for case in cases:
        if not case.passed:
            click.echo(_told(case))
    click.echo(_closing_line(cases))
    return FINE if readable and all(case.passed for case in cases) else FINDINGS


def _told(case: CaseResult) -> str:
    lines = [f"failed: {case.title}", f"  --> {case.place}", *(f"  {failure}" for failure in case.failures)]
    return "\n".join(lines) + "\n"


def _closing_line(cases: list[CaseResult]) -> str:
    passed = sum(case.passed for case in cases)
    examples = "1 example" if len(cases) == 1 else f"{len(cases)} examples"
    return f"{examples}: {passed} passed, {len(cases) - passed} failed"
