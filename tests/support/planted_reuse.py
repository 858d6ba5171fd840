"""Mistakes about functions, libraries, claims and what is declared for each member, to plant into the small program."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake
OTHER = "net_sales + 5 USD"

NAMES = [
    M("no-such-function", OTHER, "ratee(net_sales)", text="ratee"),
]
TYPES = [
    M("takes-no-inputs", OTHER, "net_sales(5)"),
]
