"""`rulelang schema`: what a program takes and gives, for other programs."""
from __future__ import annotations

import csv
import io
import json

import click

from rulelang.cli.exits import FINDINGS, FINE


@click.command(short_help="Show what a program takes and gives.")
@click.argument("program")
@click.option("--outputs", is_flag=True, help="What a result holds, not what a run needs.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["json", "csv"]),
    default="json",
    show_default=True,
    help="A JSON Schema, or the header of each CSV file.",
)
def schema(program: str, outputs: bool, style: str) -> int:
    """Show what PROGRAM takes or gives: as a JSON Schema (2020-12), or as the headers of CSV files.

    PROGRAM is the name of a program or a variant under `programs`, a folder, or a file.

    \b
    Examples:
      rulelang schema programs/acme
      rulelang schema programs/acme --outputs > result.schema.json
      rulelang schema programs/acme --format csv
    """
    from rulelang.cli.load import ready_program

    ready = ready_program(program)
    if ready is None:
        return FINDINGS
    if style == "json":
        click.echo(json.dumps(ready.schema(outputs=outputs), ensure_ascii=False, indent=2))
        return FINE
    for file, columns in ready.headers(outputs=outputs).items():
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(columns)
        click.echo(f"{file}: {line.getvalue()}", nl=False)
    return FINE
