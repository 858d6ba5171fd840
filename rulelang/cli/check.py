"""`rulelang check`: all findings of the programs named."""
from __future__ import annotations

import click

from rulelang.cli.exits import FINDINGS, FINE


@click.command(short_help="Report every finding about programs.")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option(
    "--format",
    "style",
    type=click.Choice(["full", "concise", "json", "github"]),
    default="full",
    show_default=True,
    help="Excerpts for people, one line each, one document, or comments on a pull request.",
)
def check(paths: tuple[str, ...], style: str) -> int:
    """Report every finding about the programs in PATHS: files, folders, or this folder.

    Ends with 1 when one of the findings is an error.

    \b
    Examples:
      rulelang check
      rulelang check programs/acme
      rulelang check --format concise programs/acme/variants/brazil.rule
    """
    from rulelang.api import check as findings_of
    from rulelang.cli.locate import program_roots
    from rulelang.cli.output import any_error, print_findings, say

    roots = program_roots(paths or (".",))
    findings = [finding for root in roots for finding in findings_of(root)]
    print_findings(findings, style)
    if not findings and style == "full":
        say("nothing to report")
    return FINDINGS if any_error(findings) else FINE
