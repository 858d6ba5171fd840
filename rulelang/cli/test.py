"""`rulelang test`: the examples that stand in programs."""
from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rulelang.cli.exits import FINDINGS, FINE
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused

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
    sound = True
    for root in program_roots(paths or (".",)):
        loaded = api.load(root)
        findings = _findings(loaded)
        if any_error(findings):
            tell(findings)
            sound = False
        else:
            cases += api.test(loaded, matching=matching).cases
    if matching is not None and sound and not cases:
        raise Refused([Diagnostic("example-not-found", None, {"text": matching})])
    for case in cases:
        if not case.passed:
            click.echo(_told(case))
    if cases or sound:
        click.echo(_closing_line(cases))
    return FINE if sound and all(case.passed for case in cases) else FINDINGS


def _findings(loaded: Loaded) -> tuple[Diagnostic, ...]:
    """Those of the files, and, where these can be read, those of the program and its variants."""
    if loaded.has_errors:
        return loaded.findings
    resolved = (finding for name in loaded.programs for finding in loaded.program(name).findings)
    return (*loaded.findings, *resolved)


def _told(case: CaseResult) -> str:
    lines = [f"failed: {case.title}", f"  --> {case.place}", *(f"  {failure}" for failure in case.failures)]
    return "\n".join(lines) + "\n"


def _closing_line(cases: list[CaseResult]) -> str:
    passed = sum(case.passed for case in cases)
    examples = "1 example" if len(cases) == 1 else f"{len(cases)} examples"
    return f"{examples}: {passed} passed, {len(cases) - passed} failed"
