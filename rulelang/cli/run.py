"""`rulelang run`: what every partner is paid in a period."""
from __future__ import annotations

import datetime
import tempfile
from pathlib import Path

import click

from rulelang.cli.day import day
from rulelang.cli.exits import FINDINGS, FINE, REJECTED


@click.command(short_help="Compute what every partner is paid in a period.")
@click.argument("program")
@click.option(
    "--data", "data", required=True, metavar="DIR", help="Folder with one file an entity: CSV, JSON, XLSX, Parquet."
)
@click.option("--period", required=True, metavar="P", help="The period to pay: 2025-Q2, 2025, 2025-04, FY2026-H1.")
@click.option("--as-of", callback=day, metavar="D", help="Use only what was recorded on this day or before.")
@click.option("--partner", metavar="ID", help="Show this one only; everybody is still computed.")
@click.option(
    "--only", multiple=True, metavar="O", help="Show this outcome or measure only; may be given several times."
)
@click.option(
    "--set", "settings", multiple=True, metavar="N=V",
    help="What if: parameter N at V, as in `--set deploy_rate=3%` or, of a cell, `--set 'rate(gold, CO)=3%'`.",
)
@click.option(
    "--history", metavar="FILE", help="CSV of tiers held before: the partner's key, `ladder`, `tier`, `since`."
)
@click.option("--family", is_flag=True, help="Each partner by the most specific variant that covers it.")
@click.option("--accept-rejects", is_flag=True, help="Count without the rows of data that were rejected.")
@click.option(
    "--engine",
    type=click.Choice(["interpreter", "python", "duckdb"]),
    default="duckdb",
    show_default=True,
    help="All three give the same result; duckdb is for many partners and needs the `batch` extra.",
)
@click.option(
    "--out",
    metavar="FILE",
    help="Write a .csv, .json, .jsonl, .parquet or .xlsx file.  [default: CSV to standard output]",
)
def run(
    program: str,
    data: str,
    period: str,
    as_of: datetime.date | None,
    partner: str | None,
    only: tuple[str, ...],
    settings: tuple[str, ...],
    history: str | None,
    family: bool,
    accept_rejects: bool,
    engine: str,
    out: str | None,
) -> int:
    """Compute what every partner of PROGRAM is paid in a period.

    PROGRAM is the name of a program or a variant under `programs`, a folder, or a file.

    \b
    Examples:
      rulelang run programs/acme --data programs/acme/data --period 2025-Q2
      rulelang run acme_brazil --data programs/acme/data --period 2025 --out paid.parquet
      rulelang run acme --data programs/acme/data --period 2025-Q2 --partner P001 --only total_payout
      rulelang run acme --data programs/acme/data --period 2025-Q2 --family --out everybody.csv
      rulelang run acme --data programs/acme/data --period 2025-Q2 --set deploy_rate=3% --out what_if.xlsx
    """
    from rulelang.cli.figures_behind import figures_behind
    from rulelang.cli.load import ready_family, ready_program, values_given
    from rulelang.cli.output import in_words, say, tell
    from rulelang.cli.program_figures import figures_told
    from rulelang.cli.progress import progress
    from rulelang.data.manifest import manifest_path
    from rulelang.diagnostics.phrase import phrase

    ready = ready_family(program, values_given(settings)) if family else ready_program(program, values_given(settings))
    if ready is None:
        return FINDINGS
    # The screen shows what the writer of files writes, so that the two never differ.
    with tempfile.TemporaryDirectory() as folder:
        file = Path(out) if out is not None else Path(folder, "result.csv")
        with progress(phrase("computing"), ready.language):
            written = ready.run_to(
                file, data, period, as_of=as_of, engine=engine, only=only, partner=partner,
                accept_rejects=accept_rejects, history=history,
            )  # fmt: skip
        if out is None:
            click.echo(file.read_text(encoding="utf-8"), nl=False)
            for line in figures_told(written.manifest, ready.language):
                say(line)
        else:
            say(in_words(phrase("wrote {file}", file=out), [ready.language]))
    beside = None if out is None else manifest_path(file).as_posix()
    for line in figures_behind(written.manifest, ready.language, beside):
        say(line)
    if written.notes:
        tell(written.notes)
    if written.rejects:
        tell(written.rejects)
    return REJECTED if written.rejects else FINE
