"""`rulelang test`: the examples that stand in programs."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rulelang.cli.exits import FINDINGS, FINE
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused
from rulelang.diagnostics.suggest import in_backticks

if TYPE_CHECKING:
    from rulelang.api import CaseResult, TestResult
    from rulelang.tools.coverage import Coverage


@click.command(short_help="Run the examples that stand in programs.")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("-k", "matching", metavar="TEXT", help="Run only the examples whose title contains this text.")
@click.option("--cases", metavar="FILE.json", help="Run these cases as well; PATHS then name one program.")
@click.option("--coverage", is_flag=True, help="Tell which rules no example reaches, and where they stand.")
@click.option("--junit", metavar="FILE.xml", help="Write a report for continuous integration as well.")
def test(paths: tuple[str, ...], matching: str | None, cases: str | None, coverage: bool, junit: str | None) -> int:
    """Run the examples of the programs in PATHS: files, folders, or this folder.

    Ends with 1 when an example does not come out as written.

    \b
    Examples:
      rulelang test
      rulelang test programs/acme -k "gold partner"
      rulelang test programs/acme --coverage
      rulelang test programs/acme --cases from_finance.json --junit report.xml
    """
    from rulelang import api
    from rulelang.cli.locate import program_roots
    from rulelang.cli.output import any_error, tell

    roots = program_roots(paths or (".",))
    if cases is not None and len(roots) > 1:
        listed = in_backticks(sorted(root.as_posix() for root in roots))
        raise Refused([Diagnostic("cases-which-program", None, {"programs": listed})])
    results: list[TestResult] = []
    languages: list[str] = []
    sound = True
    for root in roots:
        loaded = api.load(root)
        if loaded.has_errors or any_error(f for name in loaded.programs for f in loaded.program(name).findings):
            tell(loaded.check())
            sound = False
        else:
            languages.append(loaded.language)
            results.append(api.test(loaded, matching=matching, cases=cases, coverage=coverage))
    found = [case for result in results for case in result.cases]
    if matching is not None and sound and not found:
        raise Refused([Diagnostic("example-not-found", None, {"text": matching})])
    _show(found, results, languages, sound=sound)
    if junit is not None:
        _write(junit, found)
    return FINE if sound and all(case.passed for case in found) else FINDINGS


def _show(found: list[CaseResult], results: list[TestResult], languages: list[str], *, sound: bool) -> None:
    from rulelang.cli.output import in_words
    from rulelang.diagnostics.phrase import phrase

    for case in found:
        if not case.passed:
            failed = in_words(phrase("failed: {title}", title=case.title), languages)
            lines = [failed, f"  --> {case.place}", *(f"  {failure}" for failure in case.failures)]
            click.echo("\n".join(lines) + "\n")
    if found or sound:
        passed = sum(case.passed for case in found)
        counts = {"count": len(found), "passed": passed, "failed": len(found) - passed}
        one = phrase("1 example: {passed} passed, {failed} failed", **counts)
        several = phrase("{count} examples: {passed} passed, {failed} failed", **counts)
        click.echo(in_words(one if len(found) == 1 else several, languages))
    for result in results:
        if result.coverage is not None:
            _show_coverage(result.coverage, languages)


def _show_coverage(coverage: Coverage, languages: list[str]) -> None:
    from rulelang.cli.output import in_words
    from rulelang.diagnostics.phrase import phrase

    counts = {"reached": coverage.reached, "count": len(coverage.goals)}
    click.echo(in_words(phrase("rules reached: {reached} of {count}", **counts), languages))
    for goal in coverage.missed:
        told = {
            "tier": phrase("nobody was at `{text}`", text=goal.text),
            "met": phrase("`{text}` was never met", text=goal.text),
            "failed": phrase("`{text}` never failed", text=goal.text),
            "band": phrase("nothing lay in the band `{text}`", text=goal.text),
            "value": phrase("`{text}` was never read", text=goal.text),
        }[goal.kind]
        click.echo(f"  {goal.place}: {in_words(told, languages)}")


def _write(path: str, found: list[CaseResult]) -> None:
    from rulelang.data.atomic import replacing
    from rulelang.tools.junit import junit

    with replacing(Path(path)) as temporary:
        temporary.write_text(junit(found), encoding="utf-8", newline="")
