"""Mistakes about parameters with keys, to plant into the small program, and edits of cells to plant into a variant."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake
OTHER = "net_sales + 5 USD"
GRADED = """parameter fee money by Grade
  from 2025-01-01
    | Grade  | fee   |
    | bronze | 5 USD |
    | silver | 6 USD |
    | gold   | 7 USD |

"""
PLACED = """parameter share percent by Grade, country between 0% and 10%
  from 2025-01-01
    | Grade  | CO | PE |
    | bronze | 1% | 2% |
    | silver | 2% | 3% |
    | gold   | 3% | 4% |

"""


def _table(finding: str, old: str, new: str, at: str = "", table: str = GRADED, text: str = "") -> Mistake:
    """A table that checks, with a mistake in it."""
    assert table.count(old) == 1, old
    line = at or new.strip("\n").split("\n")[0].strip()
    return M(finding, "parameter euro", table.replace(old, new) + "parameter euro", at=line, text=text)


def _reading(finding: str, written: str, text: str = "") -> Mistake:
    return M(finding, OTHER, written, text=text, also=(("parameter euro", GRADED + "parameter euro"),))


NAMES = [
    _table("no-such-key", "by Grade", "by Grad", at="parameter fee", text="Grad"),
    _reading("needs-keys", "fee + net_sales", text="fee"),
]
TYPES = [
    _table("heading-not-keys", "| Grade  | fee   |", "| grade  | fee   |"),
    _table("heading-not-keys", "| Grade  | CO | PE |", "| country | bronze | gold |", table=PLACED),
    _table("table-row-width", "| gold   | 7 USD |", "| gold   | 7 USD | 8 USD |"),
    _table("no-such-key-value", "| gold   | 7 USD |", "| iron   | 7 USD |", text="iron"),
    _table("cell-is-no-key", "| gold   | 7 USD |", "|        | 7 USD |"),
    _table("cell-given-twice", "| gold   | 7 USD |", "| gold   | 7 USD |\n    | gold   | 8 USD |",
           at="| gold   | 8 USD |"),
    _table("missing-cell", "    | gold   | 7 USD |\n", "", at="from 2025-01-01"),
    _table("missing-cell", "| silver | 2% | 3% |", "| silver | 2% |    |", at="from 2025-01-01", table=PLACED),
    _table("value-without-key", "  from 2025-01-01\n", "  5 USD from 2025-01-01\n  from 2025-01-01\n"),
    _table("choice-reversed", "7 USD", "8 USD to 7 USD", at="| gold", text="8 USD to 7 USD"),
    _table("table-and-file", "  from 2025-01-01\n", '  read from "fees.csv"\n  from 2025-01-01\n',
           at="from 2025-01-01"),
    _table("another-kind-of-value", "7 USD", "7%", at="| gold", text="7%"),
    _table("outside-bounds", "| gold   | 3% | 4% |", "| gold   | 3% | 40% |", table=PLACED, text="40%"),
    _table("no-value-in-force", "from 2025-01-01", "from 2025-02-01"),
    _table("no-value-in-force", "from 2025-01-01", "from 2025-01-01 to 2025-12-31"),
    _reading("keys-do-not-match", "fee(grade, country)"),
    _reading("another-key", "fee(size)", text="size"),
    _reading("another-key", "fee(seats)", text="seats"),
]
VARIANT = """variant base_andes of base
  for region andes
  effective from 2025-04-01, closing open periods, bands and caps as written

set share (gold, CO): 4% from 2025-04-01
"""
EDITS = [
    ("cell-not-said", "(gold, CO)", "(gold)"),
    ("cell-not-said", "share (gold, CO)", "share"),
    ("no-such-key-value", "(gold, CO)", "(iron, CO)"),
    ("no-such-country", "(gold, CO)", "(gold, XX)"),
    ("cell-of-what", "set share (gold, CO): 4%", "set rate (gold): 3%"),
    ("outside-guardrail", "4% from", "6% from"),
    ("outside-bounds", "4% from", "11% from"),
    ("before-the-variant", "4% from 2025-04-01", "4% from 2025-03-01"),
    ("dates-out-of-order", "4% from 2025-04-01", "4% from 2025-06-01\n  3% from 2025-05-01"),
    ("no-value-in-force", "4% from 2025-04-01", "4% from 2025-06-01 to 2025-06-30"),
]
"""What is written instead in the edit of a cell, and what is then reported alone."""
