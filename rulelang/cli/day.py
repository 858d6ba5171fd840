"""Days given on the command line."""
from __future__ import annotations

import datetime

import click

from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused


def day(context: click.Context, option: click.Parameter, written: str | None) -> datetime.date | None:
    """The callback of an option written `2025-04-01`; `Refused` where that is no day of the calendar."""
    if written is None:
        return None
    try:
        return datetime.datetime.strptime(written, "%Y-%m-%d").date()
    except ValueError as problem:
        raise Refused([Diagnostic("not-a-date", None, {"value": written})]) from problem
