"""`rulelang new`: a small project that works, to start from."""
from __future__ import annotations

import click

from rulelang.cli.exits import FINE
from rulelang.languages import ENGLISH
from rulelang.tools.templates import TEMPLATES, languages_of


@click.command(short_help="Make a small project that works.")
@click.argument("folder", metavar="DIR")
@click.option(
    "--template",
    type=click.Choice(list(TEMPLATES)),
    default=next(iter(TEMPLATES)),
    show_default=True,
    help="Tiers with a rebate by parts, or a fee for each deal that was referred.",
)
@click.option(
    "--language",
    type=click.Choice(languages_of(TEMPLATES[0])),
    help="Write the rules, all names and the page in this language, not in English.",
)
def new(folder: str, template: str, language: str | None) -> int:
    """Make a small project in DIR that works as it is: a program with examples, data, and a page on how to go on.

    DIR is made where there is none; one that has files in it is left alone.

    \b
    Examples:
      rulelang new partners
      rulelang new partners --template referral
      rulelang new aliados --language es
    """
    from pathlib import Path

    from rulelang.cli.output import in_words, say
    from rulelang.diagnostics.phrase import phrase
    from rulelang.tools.templates import make

    for file in make(Path(folder), template, language or ENGLISH):
        say(in_words(phrase("wrote {file}", file=file.as_posix()), [language] if language else []))
    return FINE
