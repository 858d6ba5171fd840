"""`rulelang explain`: why a partner is paid what it is paid, or what a code means."""
from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from typing import Any

import click

from rulelang.cli.day import day
from rulelang.cli.exits import FINDINGS, FINE
from rulelang.cli.spoken import spoken
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused, refusing_in
from rulelang.languages import languages

CODE_FORMAT = "rulelang.code.v1"
_CODE = re.compile(r"RL\d+", re.IGNORECASE)


@click.command(short_help="Explain a partner's payout, or a code.")
@click.argument("subject", metavar="PROGRAM|CODE")
@click.option("--data", metavar="DIR", help="Folder with one file an entity: CSV, JSON, XLSX, Parquet.")
@click.option("--period", metavar="P", help="The period: 2025-Q2, 2025, 2025-04, FY2026-H1.")
@click.option("--partner", metavar="ID", help="The partner whose payout is explained.")
@click.option("--outcome", metavar="O", help="Explain this outcome or measure only.")
@click.option("--language", type=click.Choice(languages()), help="Tell it in this language.")
@click.option("--as-of", callback=day, metavar="D", help="Use only what was recorded on this day or before.")
@click.option(
    "--set", "settings", multiple=True, metavar="N=V",
    help="What if: parameter N at V, as in `--set deploy_rate=3%` or, of a cell, `--set 'rate(gold, CO)=3%'`.",
)
@click.option(
    "--history", metavar="FILE", help="CSV of tiers held before: the partner's key, `ladder`, `tier`, `since`."
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["full", "json"]),
    default="full",
    show_default=True,
    help="A story to read, or the same as data for another program.",
)
@click.option("--inputs", is_flag=True, help="Name the values of the data that each outcome rests on.")
def explain(
    subject: str,
    data: str | None,
    period: str | None,
    partner: str | None,
    outcome: str | None,
    language: str | None,
    as_of: datetime.date | None,
    settings: tuple[str, ...],
    history: str | None,
    style: str,
    *,
    inputs: bool,
) -> int:
    """Explain why a partner is paid what it is paid, or what a code such as RL304 means.

    PROGRAM is the name of a program or a variant under `programs`, a folder, or a file.

    \b
    Examples:
      rulelang explain programs/acme --data programs/acme/data --period 2025-Q2 --partner P001
      rulelang explain acme --data programs/acme/data --period 2025-Q2 --partner P001 --outcome deploy_rebate
      rulelang explain programs/acme --data programs/acme/data --period 2025-Q2 --partner P001 --language es
      rulelang explain acme --data programs/acme/data --period 2025-Q2 --partner P001 --set deploy_rate=3% --inputs
      rulelang explain acme --data programs/acme/data --period 2025-Q2 --partner P001 --format json > P001.json
      rulelang explain RL190
      rulelang explain not-yet
    """
    if _CODE.fullmatch(subject) or (data is None and _known(subject)):
        return _explain_code(subject, language or spoken(), style)
    if data is None or period is None or partner is None:
        given = {"`--data`": data, "`--period`": period, "`--partner`": partner}
        lacking = ", ".join(option for option, value in given.items() if value is None)
        raise Refused([Diagnostic("option-missing", None, {"program": subject, "options": lacking})])
    from rulelang.cli.load import ready_program, values_given
    from rulelang.cli.output import tell

    ready = ready_program(subject, values_given(settings))
    if ready is None:
        return FINDINGS
    with refusing_in(language or ready.language):
        story = ready.explained(
            data, period, partner, outcome=outcome, as_of=as_of, language=language, history=history, inputs=inputs
        )
    if story.notes:
        tell(story.notes)
    text = story.text if style == "full" else _as_json(story.data)
    click.echo(text if text.endswith("\n") else f"{text}\n", nl=False)
    return FINE


def _as_json(data: Mapping[str, Any]) -> str:
    return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n"


def _known(code: str) -> bool:
    from rulelang.diagnostics.catalogue import find

    return find(code) is not None


def _explain_code(code: str, language: str, style: str) -> int:
    from rulelang.diagnostics.catalogue import entries, find
    from rulelang.diagnostics.page import page
    from rulelang.diagnostics.suggest import in_backticks

    entry = find(code, language)
    if entry is None:
        # A code with other digits means something else altogether; only zeros and blanks change nothing.
        digits = code[2:].lstrip("0")
        near = [each.id for each in entries().values() if each.id[2:].lstrip("0") == digits]
        raise Refused([Diagnostic("code-not-found", None, {"code": code, "suggestions": in_backticks(near)})])
    text = page(entry, language)
    if style == "json":
        told = {"format": CODE_FORMAT, "id": entry.id, "name": entry.name, "severity": entry.severity.value}
        text = _as_json({**told, "language": language, "text": text})
    click.echo(text, nl=False)
    return FINE
