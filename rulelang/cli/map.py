"""`rulelang map`: a mapping proposed for an export."""
from __future__ import annotations

import click

from rulelang.cli.exits import FINDINGS, FINE
from rulelang.cli.time_limit import TooSlow, time_limit
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused
from rulelang.diagnostics.suggest import in_backticks

MAP_SECONDS_MAX = 60
"""A proposal is made from the first rows; what takes longer is no export that anybody could read through."""


@click.command("map", short_help="Propose how an export is read.")
@click.argument("file")
@click.option("--program", metavar="P", help="The program that will read it.  [default: the only one here]")
@click.option("--entity", metavar="E", help="The entity whose rows it holds.  [default: the one that fits best]")
def map_(file: str, program: str | None, entity: str | None) -> int:
    """Propose how FILE, an export as it came, is read: as the text of a `rulelang.toml` to keep beside the data.

    The proposal goes to standard output. What is not plain about it goes to standard error as well.

    \b
    Examples:
      rulelang map exports/opportunities.csv --program programs/acme
      rulelang map exports/ventas.xlsx --entity Deal > exports/rulelang.toml
    """
    from rulelang.cli.load import ready_program
    from rulelang.cli.output import tell
    from rulelang.data.proposing.text import proposal_text

    ready = ready_program(program or _only_program())
    if ready is None:
        return FINDINGS
    try:
        with time_limit(MAP_SECONDS_MAX):
            proposal = ready.propose_mapping(file, entity=entity)
    except TooSlow:
        raise Refused([Diagnostic("map-too-slow", None, {"path": file, "limit": MAP_SECONDS_MAX})]) from None
    click.echo(proposal_text(proposal, ready.language), nl=False)
    if proposal.doubts:
        tell(proposal.doubts, ready.language)
    return FINE


def _only_program() -> str:
    """The one program below this folder."""
    from rulelang.cli.locate import program_roots

    roots = program_roots((".",))
    if len(roots) > 1:
        listed = in_backticks(sorted(root.as_posix() for root in roots))
        raise Refused([Diagnostic("map-which-program", None, {"programs": listed})])
    return roots[0].as_posix()
