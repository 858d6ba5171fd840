"""What people of the trade write out of habit: words with two meanings, shortened figures, comparisons in words.

Knows where the tables of words have the habits of each language, and how the rules say the same.
"""
from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from itertools import takewhile

from rulelang.diagnostics.suggest import in_backticks
from rulelang.exact.currencies import minor_digits
from rulelang.languages import ENGLISH, words_of
from rulelang.source import Span
from rulelang.syntax.expectations import place_before
from rulelang.syntax.habits import in_full
from rulelang.syntax.keywords import Keyword, built_in, keywords, spelled
from rulelang.syntax.lexing import Spoken, phrases_at
from rulelang.syntax.problems.stop import Stop

FIGURE = frozenset({"NUMBER"})
COMPARED = {"AT_LEAST": ">=", "AT_MOST": "<=", "ABOVE": ">"}
ENDS = ("NAME", "RPAR", "MONEY", "NUMBER", "PERCENT")
PART_OF_A_NAME = ("NAME", "DOT", "CALL", "LPAR", "RPAR", "COMMA")
LOOK_BACK = 4
SUM = r"\w+(?: \+ \w+)+"


@functools.cache
def figures(language: str) -> Mapping[str, int]:
    """The words after a figure in a language and in English, each with the noughts it stands for."""
    return {**words_of(ENGLISH)["habits"]["figures"], **words_of(language).get("habits", {}).get("figures", {})}


@functools.cache
def ways_to_pay(language: str) -> frozenset[str]:
    """The words in a language and in English for paying bands that mean opposite things in different systems."""
    return frozenset([*words_of(ENGLISH)["habits"]["bands"], *words_of(language).get("habits", {}).get("bands", ())])


def _spelled(stop: Stop, terminal: str) -> str:
    return keywords().spellings[Keyword(terminal)][stop.language][0]


def bands_with_two_meanings(stop: Stop) -> bool:
    """`ramp`, `cumulative`: one system pays each part at its own rate by that word, another the whole amount."""
    if stop.kind != "incentive" or stop.token is None or stop.written.lower() not in ways_to_pay(stop.language):
        return False
    stop.report.add(
        "word-with-two-meanings", stop.span(), written=stop.written, parts=_spelled(stop, "MARGINAL"),
        whole=_spelled(stop, "RETROACTIVE"),
    )  # fmt: skip
    return True


def least_as_a_clause(stop: Stop) -> bool:
    """`at least 500 USD` as a clause: a floor has words of its own, and `at most`, which is nearly written so, is the
    opposite of it."""
    if stop.kind not in ("incentive", "payout") or stop.token is None or not stop.fresh or stop.meant != "AT_LEAST":
        return False
    floor = in_backticks([_spelled(stop, "NEVER_LESS")])
    written = _spelled(stop, "AT_LEAST")
    stop.report.add("unknown-words", stop.span(), variant=stop.kind, written=written, suggestions=floor)
    return True


def bands_without_word(stop: Stop) -> bool:
    """`from 0 USD: 2%` where nothing above it says how the bands pay."""
    if stop.kind != "incentive" or stop.token is None or stop.meant not in ("FROM", "ABOVE") or not stop.fresh:
        return False
    if "MARGINAL" not in stop.place.accepted:
        return False
    line = stop.line
    stop.report.add(
        "bands-without-word", stop.span(), written=line, parts=_spelled(stop, "MARGINAL"),
        whole=_spelled(stop, "RETROACTIVE"),
    )  # fmt: skip
    return True


def figure_in_words(stop: Stop) -> bool:
    """`5 usd`, `5 thousand USD`, `5k`: the word after a figure says what the rules write another way."""
    if stop.token is None or stop.token.type != "NAME" or stop.before[-1].type not in FIGURE:
        return False
    figure, word = stop.previous, stop.written
    whole = stop.span(stop.before[-1]).to(stop.span())
    if minor_digits(word.upper()) is not None:
        stop.report.add("currency-in-small-letters", whole, written=word, instead=f"{figure} {word.upper()}")
        return True
    shortened = figures(stop.language).get(word.lower())
    if shortened is None:
        return False
    stop.report.add("figure-shortened", whole, written=whole.text, instead=in_full(figure, shortened))
    return True


def comparison_in_words(stop: Stop) -> bool:
    """`net_sales at least 5 USD`: a condition compares with a sign."""
    sign = COMPARED.get(stop.meant)
    if sign is None or stop.fresh or stop.before[-1].type not in ENDS or stop.kind in ("parameter", "adaptable"):
        return False
    stop.report.add("comparison-in-words", stop.span(), written=stop.written, previous=stop.previous, instead=sign)
    return True


def comparison_read_on(stop: Stop) -> bool:
    """`net_sales at least goal` in a list: `at least goal of` might begin the next condition, so that more was read."""
    since = list(takewhile(lambda at: stop.before[at].type in PART_OF_A_NAME, range(len(stop.before) - 1, 0, -1)))
    at = len(stop.before) - 1 - len(since)
    words = stop.before[at]
    if words.type != "AT_LEAST" or stop.before[at - 1].type not in ENDS:
        return False
    if "OF" not in stop.place.accepted and stop.place.accepted != {"NAME"}:
        return False
    if "\n" in stop.file.text[stop.before[at - 1].end_pos or 0 : words.start_pos]:
        return False
    stop.report.add(
        "comparison-in-words", stop.span(words), written=stop.text(words), previous=stop.text(stop.before[at - 1]),
        instead=COMPARED[words.type],
    )
    return True


def band_with_two_ends(stop: Stop) -> bool:
    """`from 0 USD to 20_000 USD: 2%`: a band ends where the next one begins."""
    if stop.token is None or stop.token.type != "TO" or "COLON" not in stop.place.accepted:
        return False
    rest = re.match(r"[^:\n#]*", stop.file.text[stop.span().start :])
    written = rest.group().strip() if rest else stop.written
    stop.report.add(
        "band-with-two-ends", Span(stop.file, stop.span().start, stop.span().start + len(written)), written=written,
        previous=stop.previous,
    )  # fmt: skip
    return True


RANGE = re.compile(
    r"(?P<low>\d[\d_.]*)?(?: (?P<unit>[A-Z]{3}))? ?(?P<sign>-|–|—|<=|<|[^\W\d]+(?: [^\W\d]+)?)? ?"
    r"\d[\d_.]*(?: (?P<currency>[A-Z]{3}))? ?:"
)
"""A band with its upper end: `0 - 50_000 USD:`, `up to 50_000 USD:`."""


def band_as_a_range(stop: Stop) -> bool:
    """`0 - 50_000 USD: 2%`, `up to 50_000 USD: 2%`: a band with its upper end, or with both."""
    found = RANGE.match(stop.line)
    if stop.kind != "incentive" or stop.token is None or found is None or not found["sign"]:
        return False
    # A band as the rules write it, with something else wrong in it.
    begun = {form for name in ("FROM", "ABOVE") for form in keywords().spellings[Keyword(name)][stop.language]}
    if not found["low"] and found["sign"] in begun:
        return False
    currency = found["unit"] or found["currency"]
    lower = " ".join(filter(None, [_spelled(stop, "FROM"), found["low"] or "0", currency]))
    start = stop.file.text.rfind("\n", 0, stop.span().start) + 1
    start += len(stop.file.text[start:]) - len(stop.file.text[start:].lstrip())
    written = stop.line.partition(":")[0]
    span = Span(stop.file, start, stop.file.text.find(":", start))
    stop.report.add("band-with-two-ends", span, variant="range", written=written, previous=lower, instead=f"{lower}:")
    return True


def sum_as_a_payout(stop: Stop) -> bool:
    """`rebate + bonus` in a payout: what it adds up is a list."""
    if stop.kind != "payout" or stop.token is None or not stop.fresh or not re.fullmatch(SUM, stop.line):
        return False
    names = ", ".join(name.strip() for name in stop.line.split("+"))
    instead = in_backticks([f"{_spelled(stop, 'ALL_OF')} {names}"])
    span = Span(stop.file, stop.span().start, stop.span().start + len(stop.line))
    stop.report.add("unknown-words", span, variant="payout", written=stop.line, suggestions=instead)
    return True


def parameter_without_kind(stop: Stop) -> bool:
    """`parameter rate` alone on its line, or `parameter rate is percent`."""
    labelled = len(stop.before) > 2 and all(token.type in ("STRING", "LANG_STRING") for token in stop.before[2:])
    if stop.kind != "parameter" or stop.token is None or not (len(stop.before) == 2 or labelled):
        return False
    name = stop.text(stop.before[1])
    if stop.token.type == "IS":
        after = stop.pieces[stop.index + 1].text if stop.index + 1 < len(stop.pieces) else ""
        known = built_in("types", stop.language)
        kind = after if after in known else spelled("types", stop.language)["percent"]
        stop.report.add("parameter-without-kind", stop.span(), variant="is", name=name, written=stop.written, kind=kind)
        return True
    if not stop.fresh or stop.token.type == "NAME":
        return False
    kinds = {"PERCENT": "percent", "MONEY": "money", "NUMBER": "number", "DATE": "date", "STRING": "text"}
    kind = spelled("types", stop.language)[kinds.get(stop.token.type, "percent")]
    stop.report.add("parameter-without-kind", stop.span(stop.before[1]), name=name, kind=kind)
    return True


def members_without_one_of(stop: Stop) -> bool:
    """`type Status is open, won`: one value follows `is`, several follow `is one of`."""
    if stop.kind != "type" or stop.token is None or stop.token.type != "COMMA" or len(stop.before) < 4:
        return False
    if stop.before[-2].type != "IS":
        return False
    span = stop.span(stop.before[-2])
    one_of = _spelled(stop, "IS_ONE_OF")
    stop.report.add(
        "members-without-one-of", span, written=span.text, previous=stop.previous,
        instead=f"{one_of} {stop.previous}, ...",
    )  # fmt: skip
    return True


def permission(stop: Stop) -> bool:
    """`everything else: open`: what a line under `adaptable` can allow."""
    if stop.kind != "adaptable" or stop.before[-1].type != "COLON" or stop.token is None or stop.fresh:
        return False
    allowed = [_spelled(stop, name) for name in ("FIXED", "BETWEEN", "PAID_EVERY", "GAIN_MEMBERS", "MAY_DROP")]
    stop.report.add("not-a-permission", stop.span(), written=stop.written, choices=in_backticks(allowed))
    return True


def line_left_open(stop: Stop) -> bool:
    """`at most` alone on its line: the first word of the next line was read as the value that is missing."""
    pieces = stop.pieces
    for index in range(min(stop.index, len(pieces) - 1), max(stop.index - LOOK_BACK, 0), -1):
        if not pieces[index].fresh:
            continue
        ends = [end for _, end in phrases_at(Spoken(stop.language, pieces), index)]
        before = tuple(token for token in stop.before if (token.start_pos or 0) < pieces[index].start)
        if not before or not ends or max(ends) <= stop.index or before[-1].type in ("NAME", "RPAR", "STRING"):
            return False
        if not place_before(before).takes_value():
            return False
        last = before[-1]
        stop.report.add("value-missing", stop.span(last), variant="end", previous=stop.text(last), written="")
        return True
    return False
