"""`rulelang fmt`: the one layout of rule files, and their keywords in another language."""
from __future__ import annotations

import difflib
import sys

import click

from rulelang.cli.exits import FINDINGS, FINE
from rulelang.languages import languages
from rulelang.source import SourceFile


@click.command(short_help="Lay out rule files; rewrite their keywords in another language.")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; name the files that would change.")
@click.option("--diff", "show_diff", is_flag=True, help="Change nothing; show what would change.")
@click.option("--language", type=click.Choice(languages()), help="Rewrite the keywords in this language.")
def fmt(paths: tuple[str, ...], only_check: bool, show_diff: bool, language: str | None) -> int:
    """Lay out the rule files in PATHS: files, folders, or this folder; `-` reads one text and prints it.

    Comments stay where they are and the meaning stays the same. A declaration that cannot be read is left as it is
    and reported.

    \b
    Examples:
      rulelang fmt
      rulelang fmt --check programs
      rulelang fmt --language es --diff programs/acme/variants/mexico.rule
      cat program.rule | rulelang fmt -
    """
    from rulelang.cli.locate import rule_files
    from rulelang.cli.output import in_words, say
    from rulelang.data.atomic import replacing
    from rulelang.diagnostics.language import language_of
    from rulelang.diagnostics.phrase import phrase
    from rulelang.project import read_rules

    if paths == ("-",):
        return _filter(sys.stdin.read(), language)
    status = FINE
    for path in rule_files(paths or (".",)):
        file = read_rules(path)
        unread, laid_out = _laid_out(file, language)
        changed = laid_out != file.text
        if show_diff:
            after = in_words(phrase("{file} laid out", file=file.name), [language or language_of(file)])
            click.echo(_difference(file.text, laid_out, (file.name, after)), nl=False)
        elif changed:
            if not only_check:
                # Whole or not at all: a disk that fills up meanwhile does not cost the rules.
                with replacing(path) as temporary:
                    temporary.write_text(laid_out, encoding="utf-8", newline="")
            done = phrase("would change {file}" if only_check else "changed {file}", file=file.name)
            say(in_words(done, [language or language_of(file)]))
        if unread or (changed and (only_check or show_diff)):
            status = FINDINGS
    return status


def _filter(text: str, language: str | None) -> int:
    unread, laid_out = _laid_out(SourceFile("-", text), language)
    click.echo(laid_out, nl=False)
    return FINDINGS if unread else FINE


def _laid_out(file: SourceFile, language: str | None) -> tuple[bool, str]:
    """Whether something could not be read (and was told on standard error), and the text laid out."""
    from rulelang.cli.output import any_error, tell
    from rulelang.syntax import read
    from rulelang.syntax.format import format_text

    _, findings = read(file)
    if findings:
        tell(findings)
    return any_error(findings), _with_ends_of(file.text, format_text(file, language))


def _with_ends_of(text: str, laid_out: str) -> str:
    """What is laid out with the line ends that the text has: those of Windows, where its first line ends so."""
    first, found, _ = text.partition("\n")
    plain = laid_out.replace("\r\n", "\n")
    return plain.replace("\n", "\r\n") if found and first.endswith("\r") else plain


def _difference(before: str, after: str, names: tuple[str, str]) -> str:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    lines = difflib.unified_diff(old, new, *names)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
