"""Mistakes about what nobody reaches or what is easier than it looks, to plant into the small program."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake

TYPES = [
    M("easier-higher-up", "net_sales >= 500_000 USD", "net_sales >= 50_000 USD", text="50_000 USD"),
    M("easier-higher-up", "      net_sales >= 500_000 USD\n", "      net_sales >= 500_000 USD, to keep 80_000 USD\n",
      text="80_000 USD"),
]
