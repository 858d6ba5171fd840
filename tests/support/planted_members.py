"""Mistakes in what is declared for every member of a type, and in bounds, for the program of `planted.py`."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake
OTHER_OF = "measure other of Partner is money\n  net_sales + 5 USD"

MANY = f"type Many is one of {', '.join(f'kind_{n}' for n in range(151))}\n\n"
LOTS = f"type Lots is one of {', '.join(f'sort_{n}' for n in range(20))}\n\n"

MEMBERS = [
    M("too-many-in-one", "type Size is", f"{MANY}type Size is", at="total (net_sales) over every Many", text="Many",
      also=(("net_sales + 5 USD", "total (net_sales) over every Many"),)),
    M("too-many-in-one", "type Size is", f"{MANY}{LOTS}type Size is", at="measure other", text="other",
      also=((OTHER_OF, "measure other of Partner by Many and Lots is money\n  net_sales"),)),
    M("which-member", OTHER_OF, "measure other of Partner by Grade is money\n  net_sales\n\n"
      "measure all_other of Partner is money\n  other(small)", at="other(small)", text="small"),
    M("which-member", OTHER_OF, "measure other of Partner by Grade is money\n  net_sales\n\n"
      "measure all_other of Partner is money\n  other", at="other", text="other"),
    M("no-members", OTHER_OF, "measure other of Partner by Partner is money\n  net_sales", at="measure other of",
      text="Partner"),
    M("no-members", "net_sales + 5 USD", "total net_sales over every country", text="country"),
    M("member-or-field", "type Size is", "type seats is one of few, many\n\n"
      "measure taken of Partner by seats is count\n  count deals\n\ntype Size is", at="measure taken of", text="seats"),
    M("window-on-function", OTHER_OF, "function doubled(paid money) is money\n  paid * 2\n\n"
      "measure other of Partner is money\n  doubled(net_sales) over the last 2 quarters", at="doubled(net_sales)",
      text="over the last 2 quarters"),
    M("bounds-of-what", "measure people", "parameter greeting text between 1 and 5\n  \"hello\" from 2025-01-01\n\n"
      "measure people", at="parameter greeting", text="between 1 and 5"),
    M("bounds-of-what", "  joined     date\n", "  joined     date between 1 and 5\n", at="joined     date between",
      text="between 1 and 5"),
]
