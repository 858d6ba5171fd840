"""Kinds of option values with messages of our own."""
from __future__ import annotations

import datetime

import click

from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused


class DateOption(click.ParamType):
    """A date written `2025-04-01`."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        if isinstance(value, datetime.date):
            return value
        try:
            return datetime.datetime.strptime(str(value), "%Y-%m-%d").date()
        except ValueError as problem:
            raise Refused([Diagnostic("not-a-date", None, {"value": value})]) from problem
