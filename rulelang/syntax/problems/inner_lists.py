"""What stands in a place that takes a name only, or a list in parentheses only: a list on lines inside another list, a
total that grows."""
from __future__ import annotations

from lark import Token

from rulelang.syntax.lexing import Spoken, phrases_at
from rulelang.syntax.problems.conditions import RELATIONS
from rulelang.syntax.problems.stop import Stop

OPENERS = frozenset({"ALL_OF", "ANY_OF", "NONE_OF", "AT_LEAST_N_OF"})
CLAUSES = frozenset({"REQUIRES", "WHEN", "IF", "TIER", "GIVES"})
GROWING = frozenset({"GROWTH_OF", "CHANGE_POINTS"})
SIGNS = frozenset({"ADD", "SUB", "MUL", "DIV"})


def list_on_lines_in_list(stop: Stop) -> bool:
    """`at least 2 of`, and under it `all of` with its parts on lines of their own: only the outer list is bare."""
    if stop.token is None or stop.kind not in ("eligibility", "tiers", "incentive", "benefit"):
        return False
    tokens = (*stop.before, stop.token)
    last = next((at for at in range(len(tokens) - 1, 0, -1) if tokens[at].type in OPENERS | CLAUSES), 0)
    if tokens[last].type not in OPENERS or not _alone_on_line(stop, tokens[last]):
        return False
    outer = next((token for token in reversed(tokens[:last]) if token.type in OPENERS | CLAUSES), None)
    if outer is None or outer.type not in OPENERS or not _alone_on_line(stop, outer, first=False):
        return False
    opener = stop.text(tokens[last])
    stop.report.add(
        "list-without-parentheses", stop.span(tokens[last]), variant="inner", written=opener, previous=stop.text(outer),
        instead=f"({opener} a, b)",
    )  # fmt: skip
    return True


def list_in_a_value(stop: Stop) -> bool:
    """`otherwise: any of a >= 1, b >= 2`: only the list of a declaration or clause is bare. It was read as asking
    something of records, and these `have` it."""
    if stop.token is None or len(stop.before) < 2 or stop.before[-2].type not in OPENERS:
        return False
    if stop.token.type not in ("LPAR", "CALL", *RELATIONS) or "HAVE" not in stop.place.accepted:
        return False
    opener = stop.text(stop.before[-2])
    stop.report.add(
        "list-without-parentheses", stop.span(stop.before[-2]), variant="value", written=opener,
        previous=stop.previous, instead=f"({opener} a, b)",
    )  # fmt: skip
    return True


def _alone_on_line(stop: Stop, token: Token, *, first: bool = True) -> bool:
    """Whether a token ends its line, and begins it too unless a clause word may stand in front."""
    start, end = token.start_pos or 0, token.end_pos or 0
    begins = any(piece.start == start and piece.fresh for piece in stop.pieces)
    after = next((piece for piece in stop.pieces if piece.start >= end), None)
    return (begins or not first) and after is not None and after.fresh


def share_of_all(stop: Stop) -> bool:
    """`share of deals`, and not of which: those `where` something holds, or one partner `among` others. Where it goes
    on, it stands without parentheses in the place of a name."""
    last = next((at for at in range(len(stop.before) - 1, -1, -1) if stop.before[at].type == "SHARE_OF"), None)
    if last is None or not {"WHERE", "AMONG"} & stop.place.accepted:
        return False
    if any(token.type in ("WHERE", "AMONG") for token in stop.before[last:]):
        return False
    if stop.token is not None and stop.token.type in ("WHERE", "OF"):
        stop.report.add("total-compared", stop.span(stop.before[last]), written=stop.written, variant="share")
        return True
    stop.report.add("share-of-which", stop.span(stop.before[-1]), previous=stop.text(stop.before[last]))
    return True


def growth_of_a_value(stop: Stop) -> bool:
    """`growth of total amount of deals`, `growth of sales - costs`: what is worked out stands in parentheses."""
    if stop.token is None or stop.fresh or len(stop.before) < 3 or stop.before[-2].type not in GROWING:
        return False
    named = stop.token.type == "NAME" and phrases_at(Spoken(stop.language, stop.pieces), stop.index - 1)
    if not named and stop.token.type not in SIGNS:
        return False
    head = stop.text(stop.before[-2])
    stop.report.add("name-missing", stop.span(), variant="growth", previous=head, written=stop.written)
    return True
