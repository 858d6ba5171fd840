"""Where text goes: results to standard output, everything said about them to standard error."""
from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from rulelang.cli.colour import painted
from rulelang.cli.spoken import in_own_language, spoken
from rulelang.diagnostics.catalogue import severity, told
from rulelang.diagnostics.model import Diagnostic, Severity
from rulelang.diagnostics.phrase import Phrase
from rulelang.diagnostics.render import FORMATS, render_text


def print_findings(findings: Iterable[Diagnostic], style: str = "full") -> None:
    """Findings as a result, on standard output, in one of the formats of `FORMATS`."""
    text = FORMATS[style](findings)
    click.echo(painted(text, sys.stdout) if style == "full" else text, nl=False, color=True)


def tell(findings: Iterable[Diagnostic], language: str = "") -> None:
    """Findings about a result, on standard error; those about nothing with a language of its own in that one."""
    click.echo(painted(render_text(in_own_language(findings, language)), sys.stderr), err=True, nl=False, color=True)


def say(text: str) -> None:
    """One line about what was done, on standard error."""
    click.echo(text, err=True)


def in_words(said: Phrase, languages: Iterable[str]) -> str:
    """A sentence of the command in the language of the files it is about; that of the command where they have none or
    several."""
    found = set(languages)
    return told(said, found.pop() if len(found) == 1 else spoken())


def any_error(findings: Iterable[Diagnostic]) -> bool:
    """Whether one of the findings is an error, and not only a warning or a note."""
    return any(severity(finding) is Severity.ERROR for finding in findings)
