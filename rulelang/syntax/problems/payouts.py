"""A payout for each member of a type, which there is not: what is paid comes to one amount. Knows the words before the
place that does not fit, and no name of the program."""
from __future__ import annotations

from rulelang.syntax.keywords import Keyword, keywords
from rulelang.syntax.problems.stop import Stop

BEFORE = ("NAME", "PROGRAM", "STRING")
"""What the head of a payout may end in."""


def payout_by_members(stop: Stop) -> bool:
    """`payout total of Partner by Area`: the incentives in it are told apart, and the payout adds them up."""
    if stop.kind != "payout" or stop.meant != "BY" or stop.fresh or stop.before[-1].type not in BEFORE:
        return False
    if any(token.type in ("COMMA", "PAID_EVERY", "ALL_OF") for token in stop.before):
        return False
    follows = stop.pieces[stop.index + 1] if stop.index + 1 < len(stop.pieces) else None
    if follows is None or follows.fresh or follows.kind not in ("WORD", "QUOTED"):
        return False
    all_of = keywords().spellings[Keyword("ALL_OF")][stop.language][0]
    stop.report.add(
        "payout-by-members", stop.span(), written=f"{stop.written} {follows.text}", members=follows.text, all=all_of,
        name=stop.text(stop.before[1]),
    )  # fmt: skip
    return True
