"""What people write out of habit from code, spreadsheets and documents: `if`, `else`, a bullet before a condition, a
table without the day from which it holds."""
from __future__ import annotations

import re

from rulelang.diagnostics.suggest import in_backticks
from rulelang.source import Span
from rulelang.syntax.habits import compared_in_words, denying, otherwise, split_at_then
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.syntax.problems.conditions import RELATIONS
from rulelang.syntax.problems.stop import Stop

BULLETS = ("-", "*", "+")
WITH_CONDITIONS = frozenset({"eligibility", "tiers", "incentive", "measure", "benefit", "scorecard"})
WAYS_TO_ROUND = ("ROUNDED_HALF_EVEN", "ROUNDED_HALF_UP", "ROUNDED_DOWN", "ROUNDED_UP")
WAYS_SHOWN = 3
BEFORE_VALUES = frozenset({"PAYS", "COLON", "AT_MOST", "NEVER_LESS"})
STEM = 5
"""So many letters of `rounded` and of what other languages call it are in all its forms."""


def if_in_front(stop: Stop) -> bool:
    """`if may_sell` where a clause or a condition begins, and `else` before the last case."""
    if stop.token is None or not stop.fresh:
        return False
    if stop.meant == "IF" and "IF" not in stop.place.accepted:
        when = _spelled(stop, "WHEN") if "WHEN" in stop.place.accepted and stop.kind != "eligibility" else ""
        condition, follows = split_at_then(stop.line.removeprefix(stop.written).strip(), stop.language)
        instead = f"{when} {condition}".strip()
        if follows:
            stop.report.add("if-in-front", stop.span(), written=stop.written, instead=instead, follows=follows)
        else:
            stop.report.add("if-in-front", stop.span(), written=stop.written, instead=instead)
        return True
    if otherwise(stop.written, stop.language) and "OTHERWISE" in stop.place.accepted:
        stop.report.add("if-in-front", stop.span(), written=stop.written, instead=_spelled(stop, "OTHERWISE"))
        return True
    return False


def condition_behind(stop: Stop) -> bool:
    """`on net_sales pays 5% if Level is gold`: when an incentive pays stands on a line of its own."""
    if stop.kind != "incentive" or stop.token is None or stop.fresh or stop.meant not in ("IF", "WHEN"):
        return False
    words = " ".join(stop.file.text[stop.span().start :].partition("\n")[0].partition("#")[0].split())
    condition = words.removeprefix(stop.written).strip()
    either = _either(stop, condition)
    if either:
        stop.report.add("if-in-front", stop.span(), variant="cases", written=stop.written, instead=either)
        return True
    instead = f"{_spelled(stop, 'WHEN')} {condition}"
    stop.report.add("if-in-front", stop.span(), variant="behind", written=stop.written, instead=instead)
    return True


def _either(stop: Stop, words: str) -> str:
    """The line of `2% if a, otherwise 1%` with the two cases of one value; empty where no second case is said."""
    start = stop.file.text.rfind("\n", 0, stop.span().start) + 1
    opener = next((token for token in reversed(stop.before) if token.type in BEFORE_VALUES), None)
    condition, other = _split_at_otherwise(stop, words)
    if not other or opener is None or (opener.start_pos or 0) < start:
        return ""
    head, value = stop.file.text[start : opener.end_pos], stop.file.text[opener.end_pos : stop.span().start]
    figure, per, unit = " ".join(value.split()).partition(f" {_spelled(stop, 'PER')} ")
    other = other.removesuffix(f"{per}{unit}")
    cases = f"({_spelled(stop, 'WHEN')} {condition}: {figure} {_spelled(stop, 'OTHERWISE')}: {other}){per}{unit}"
    return f"{' '.join(head.split())} {cases}"


def _split_at_otherwise(stop: Stop, words: str) -> tuple[str, str]:
    """`a, otherwise 1%` in two; the second is empty where nothing of the kind is said."""
    last = f"{_spelled(stop, 'OTHERWISE')} "
    for comma in re.finditer(",", words):
        other = words[comma.end() :].strip()
        if other.startswith(last):
            return words[: comma.start()], other.removeprefix(last)
        said = other.split(" ")
        for count in (2, 1):  # `si no`
            if otherwise(" ".join(said[:count]), stop.language):
                return words[: comma.start()], " ".join(said[count:])
    return words, ""


def bullet_before_condition(stop: Stop) -> bool:
    """`* csat >= 4` below another condition: the star was read as a product with the line above."""
    if stop.token is None or stop.token.type not in RELATIONS:
        return False
    first = next((piece for piece in reversed(stop.pieces[: stop.index]) if piece.fresh), None)
    if first is None or first.text not in BULLETS:
        return False
    stop.report.add("leading-bullet", Span(stop.file, first.start, first.stop), written=first.text)
    return True


def compared(stop: Stop) -> bool:
    """`csat is greater than or equal to 4`: a comparison in words, whose words were taken for names."""
    if stop.token is None or stop.kind not in WITH_CONDITIONS:
        return False
    meant = compared_in_words(stop.line.split(), stop.language, unknown_only=True)
    if meant is None:
        return False
    stop.report.add(
        "comparison-in-words", stop.span(), written=meant.written, previous=meant.previous, instead=meant.instead
    )
    return True


def in_list(stop: Stop) -> bool:
    """`country in (DE, FR)`, `country is not one of (DE, FR)`: how other languages ask for one of several."""
    one_of, is_not, joiner, has = (_spelled(stop, name) for name in ("IS_ONE_OF", "IS_NOT", "AND", "INCLUDES"))
    spelled = {_spelled(stop, "IN"), _spelled(stop, "IS"), has, *one_of.split(), *is_not.split()}
    asking = {*spelled, *denying(stop.language)}
    words = rf"(?:{'|'.join(sorted(asking, key=len, reverse=True))})"
    found = re.search(rf"(\w+)\s+({words}(?:\s+{words})*)\s*\(([^()]+)\)", stop.line)
    if stop.token is None or stop.kind not in WITH_CONDITIONS or found is None or found[2] == one_of:
        return False
    subject, middle, names = found[1], found[2].split(), [name.strip() for name in found[3].split(",")]
    if not asking - {*one_of.split()[1:]} & {*middle}:
        return False
    negative = any(word in denying(stop.language) for word in middle)
    each = f" {joiner} ".join(f"{subject} {is_not if negative else has} {name}" for name in names)
    instead = each if negative or has in middle else f"{subject} {one_of} ({', '.join(names)})"
    perhaps_set = found[2] == _spelled(stop, "IS")
    opened = max((at for at, piece in enumerate(stop.pieces[: stop.index]) if piece.text == "("), default=0)
    last = stop.pieces[opened - 1] if opened else None
    place = Span(stop.file, last.start, last.stop) if last is not None else stop.span()
    stop.report.add(
        "comparison-in-words", place, variant="list" if perhaps_set else "whole", written=" ".join(middle),
        previous=subject, instead=instead, each=each,
    )  # fmt: skip
    return True


def table_without_date(stop: Stop) -> bool:
    """The rows of a parameter right below its head."""
    if stop.kind != "parameter" or stop.written != "|" or not stop.fresh or stop.before[-1].type == "ROW_END":
        return False
    name = stop.text(stop.before[1])
    stop.report.add("table-without-date", stop.span(), name=name, instead=_spelled(stop, "FROM"))
    return True


def rounding_without_way(stop: Stop) -> bool:
    """`rounded to cents`, `round half up to cents`: how a half is rounded is part of the phrase."""
    accepted = [terminal for terminal in WAYS_TO_ROUND if terminal in stop.place.accepted]
    if stop.token is None or not stop.fresh or not accepted or stop.kind == "measure":
        return False
    words = stop.line.split()
    forms = [form for terminal in accepted for form in keywords().spellings[Keyword(terminal)][stop.language]]
    ways = [form for form in forms if form.startswith(words[0][:STEM])]
    if len(words[0]) < STEM or not ways:
        return False
    to = _spelled(stop, "ROUNDED_TO")
    place = " ".join(words[words.index(to) + 1 :]) if to in words else _spelled(stop, "CENTS")
    alike = sorted(ways, key=lambda way: -len({*way.split()} & {*words}))
    near = in_backticks(f"{way} {to} {place}" for way in alike[:WAYS_SHOWN])
    stop.report.add("unknown-words", stop.span(), variant=stop.kind, written=" ".join(words), suggestions=near)
    return True


def _spelled(stop: Stop, terminal: str) -> str:
    return keywords().spellings[Keyword(terminal)][stop.language][0]
