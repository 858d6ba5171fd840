"""`rulelang check`: all findings of the programs named."""
from __future__ import annotations

import sys

import click

from rulelang.cli.exits import FINDINGS, FINE
from rulelang.cli.spoken import spoken
from rulelang.cli.unchanged import Shown, key_for, reading, recalled, remember


@click.command(short_help="Report every finding about programs.")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option(
    "--format",
    "style",
    type=click.Choice(["full", "concise", "json", "github", "sarif"]),
    default="full",
    show_default=True,
    help="Excerpts for people, one line each, one document, comments on a pull request, or a code-scanning report.",
)
@click.option("--fix", is_flag=True, help="First make the changes to files that leave no doubt, and say which.")
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@click.option("--no-cache", is_flag=True, help="Check also what has not changed since the last time.")
def check(paths: tuple[str, ...], style: str, fix: bool, watch: bool, no_cache: bool) -> int:
    """Report every finding about the programs in PATHS: files, folders, or this folder.

    Ends with 1 when one of the findings is an error.

    \b
    Examples:
      rulelang check
      rulelang check programs/acme
      rulelang check --format concise programs/acme/variants/brazil.rule
      rulelang check --format sarif > findings.sarif
      rulelang check --fix programs/acme
    """
    paths = paths or (".",)

    def once() -> int:
        if fix:
            _fix(paths)
        return _show(paths, style, kept=not no_cache)

    if not watch:
        return once()
    from rulelang.cli.watching import watch_files

    watch_files(paths, once)
    return FINE


def _show(paths: tuple[str, ...], style: str, *, kept: bool) -> int:
    from rulelang.cli.colour import painted

    key = key_for(["check", style, spoken(), *paths]) if kept else ""
    shown = recalled(key) if kept else None
    if shown is None:
        with reading() as reads:
            shown = _checked(paths, style)
        if kept:
            remember(key, shown, reads)
    text = painted(shown.text, sys.stdout) if style == "full" else shown.text
    click.echo(text, nl=False, color=True)
    if shown.remark:
        click.echo(shown.remark, err=True)
    return shown.status


def _checked(paths: tuple[str, ...], style: str) -> Shown:
    from rulelang.api import load
    from rulelang.cli.locate import program_roots
    from rulelang.cli.output import any_error, in_words
    from rulelang.cli.spoken import in_own_language
    from rulelang.diagnostics.phrase import phrase
    from rulelang.diagnostics.render import FORMATS

    loaded = [load(root) for root in program_roots(paths)]
    findings = [finding for each in loaded for finding in each.check()]
    remark = ""
    if not findings and style == "full":
        remark = in_words(phrase("nothing to report"), (each.language for each in loaded))
    return Shown(FORMATS[style](in_own_language(findings)), remark, FINDINGS if any_error(findings) else FINE)


def _fix(paths: tuple[str, ...]) -> None:
    from rulelang.cli.locate import rule_files
    from rulelang.cli.output import in_words, say
    from rulelang.diagnostics.phrase import phrase
    from rulelang.tools.fixing import fix_file

    for path in rule_files(paths):
        for change in fix_file(path):
            fixed = phrase("fixed {place}: {before} is now {after}", **change.told)
            say(in_words(fixed, [change.language]))
