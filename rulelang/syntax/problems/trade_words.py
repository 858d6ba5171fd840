"""Clauses by the names they have in the trade: `raised by 10%`, `draw`, `capped at`; and a percentage that is added.

Knows where the tables of words have those names (`habits`), and the clause of the rules that says the same.
"""
from __future__ import annotations

import functools
from collections.abc import Mapping
from decimal import Decimal

from rulelang.diagnostics.suggest import in_backticks
from rulelang.languages import ENGLISH, words_of
from rulelang.source import Span
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.syntax.problems.stop import Stop

LIMITS = ("AT_MOST", "NEVER_LESS")


@functools.cache
def clause_names(language: str) -> Mapping[tuple[str, ...], str]:
    """The words of the trade in a language and in English, word by word, each with the clause that stands for them."""
    tables = [words_of(code).get("habits", {}).get("clauses", {}) for code in (ENGLISH, language)]
    return {tuple(name.split()): clause for table in tables for clause, names in table.items() for name in names}


def clause_of_the_trade(stop: Stop) -> bool:
    """`capped at 500 USD`, `keeps while sales >= 4 USD`: a clause of the rules under another name."""
    if stop.token is None or not stop.fresh or stop.kind not in ("incentive", "payout", "fund", "budget", "tiers"):
        return False
    names = clause_names(stop.language)
    line = tuple(word.lower() for word in stop.line.split())
    name = max((name for name in names if line[: len(name)] == name), key=len, default=())
    clause = names.get(name, "")
    if not clause or (clause not in stop.place.accepted and not (clause == "TO_KEEP" and stop.kind == "tiers")):
        return False
    last = stop.pieces[min(stop.index + len(name), len(stop.pieces)) - 1]
    span = Span(stop.file, stop.span().start, last.stop)
    shown = in_backticks(_instead(stop, clause, len(name)))
    stop.report.add("unknown-words", span, variant=stop.kind, written=" ".join(span.text.split()), suggestions=shown)
    return True


def limit_behind_comma(stop: Stop) -> bool:
    """`pays 1%, max 15_000 USD`: what limits an amount is a clause of its own, without a comma before it."""
    if stop.token is None or stop.kind not in ("incentive", "payout"):
        return False
    in_row = stop.before[-1].type == "COMMA"
    if not in_row and stop.token.type != "COMMA":
        return False
    own = {tuple(_spelled(stop, clause).split()): clause for clause in LIMITS}
    names = {name: clause for name, clause in {**clause_names(stop.language), **own}.items() if clause in LIMITS}
    begins = stop.span().start if in_row else stop.span().stop
    behind = stop.file.text[begins:].partition("\n")[0].partition("#")[0].split()
    name = max((name for name in names if tuple(behind[: len(name)]) == name), key=len, default=())
    if not name or (not in_row and names[name] not in stop.place.accepted):
        return False
    instead = " ".join((_spelled(stop, names[name]), *behind[len(name) :]))
    stop.report.add("limit-behind-comma", stop.span(), written=" ".join(name), instead=instead)
    return True


def _instead(stop: Stop, clause: str, words: int) -> tuple[str, ...]:
    """How the rules say it; a percentage more is either a factor of what is paid, or points on the rate."""
    if clause == "TO_KEEP":
        return (f"{_spelled(stop, 'REQUIRES')} ..., {_spelled(stop, clause)} ...",)
    after = stop.pieces[stop.index + words].text if stop.index + words < len(stop.pieces) else ""
    if clause == "MULTIPLIED_BY" and after.endswith("%"):
        return _more(stop, after)
    return (_spelled(stop, clause),)


def percent_added(stop: Stop) -> bool:
    """`plus 2%`: two points on the rate, or two percent more of what is paid."""
    if stop.token is None or stop.token.type != "PERCENT" or stop.before[-1].type != "PLUS":
        return False
    points, factor = _more(stop, stop.written)[::-1]
    stop.report.add(
        "number-missing", stop.span(), variant="added", previous=stop.previous, written=stop.written, points=points,
        factor=factor,
    )  # fmt: skip
    return True


def _more(stop: Stop, percent: str) -> tuple[str, str]:
    """A percentage more, as a factor and as points: `multiplied by 1.02`, `plus 2 percentage points`."""
    figure = percent.rstrip("% ")
    factor = Decimal(1) + Decimal(figure.replace("_", "")) / 100
    points = keywords().spellings[Keyword("PERCENT_POINTS")][stop.language][figure == "1"]
    return f"{_spelled(stop, 'MULTIPLIED_BY')} {factor:f}", f"{_spelled(stop, 'PLUS')} {figure} {points}"


def _spelled(stop: Stop, terminal: str) -> str:
    return keywords().spellings[Keyword(terminal)][stop.language][0]
