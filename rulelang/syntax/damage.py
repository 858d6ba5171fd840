"""Figures, quotes and marks that cannot be read in any declaration. Knows no grammar and holds no wording."""
from __future__ import annotations

import calendar
import datetime
import functools
import itertools
import re
import unicodedata
from collections.abc import Callable

from rulelang.diagnostics.model import Edit, Report, Safety
from rulelang.source import SourceFile, Span
from rulelang.syntax.habits import in_full
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.syntax.raw import Piece
from rulelang.syntax.split import Chunk

MONTHS = 12
FIGURE_DIGITS_MAX = 38
"""As many as the widest kind of value has."""
FIGURES = frozenset({"NUMBER", "PERCENT", "MONEY", "REGIONAL", "CURRENCY_FIRST", "SYMBOL_FIRST"})

_BULLETS = frozenset("•–—·▪◦‣")
_TYPED_FOR = {"–": "-", "—": "-", "‐": "-", "‑": "-", "×": "*", "÷": "/", "’": "'", "‘": "'"}
"""What word processors and telephones write in the place of a plain sign."""
_REMARKS = {"//": "#", "--": "#", "/*": "#"}
_MERGE_LINE = re.compile(r"^([<=>])\1{6}(?: [^\r\n]*)?(?=\r?$)", re.MULTILINE)
_OPEN_SIGNS = frozenset({">=", "<=", "≥", "≤", ">", "<", "+", "-", "−", "*", "/"})


def damaged(file: SourceFile, language: str, chunk: Chunk, report: Report) -> bool:
    """Reports what no declaration can hold, and says whether there was any."""
    before = len(report.findings)
    stray_lines: set[int] = set()
    for piece in chunk.pieces:
        check = _figure if _is_too_long(piece) else CHECKS.get(piece.kind)
        if piece.kind == "STRAY":
            line = file.line_column(piece.start)[0]
            if line not in stray_lines:
                _stray(Span(file, piece.start, piece.stop), piece, language, report)
            stray_lines.add(line)
        elif piece.kind == "EQUALS":
            _equals(Span(file, piece.start, piece.stop), piece, language, report, chunk.pieces[0].text)
        elif check is not None:
            check(Span(file, piece.start, piece.stop), piece, language, report)
    if not _signs_of_code(file, language, chunk, report):
        _lines_left_open(file, language, chunk, report)
    return len(report.findings) > before


def _lines_left_open(file: SourceFile, language: str, chunk: Chunk, report: Report) -> None:
    """`csat >=` above a line that stands further left: its first word is no value, though it could be read as one."""
    begins = 0
    for piece, after in itertools.pairwise(chunk.pieces):
        begins = _column(file, piece) if piece.fresh else begins
        left_open = piece.text in _OPEN_SIGNS or (piece.kind == "WORD" and piece.text in _open_words(language))
        if left_open and after.fresh and _column(file, after) < begins:
            span = Span(file, piece.start, piece.stop)
            report.add("value-missing", span, variant="end", previous=piece.text, written="")


def _signs_of_code(file: SourceFile, language: str, chunk: Chunk, report: Report) -> bool:
    """`// a remark`, `a || b`, `1e6`: two pieces that touch and mean something in other languages only."""
    either = keywords().spellings[Keyword("OR")][language][0]
    in_row = False
    for piece, after in itertools.pairwise(chunk.pieces):
        span = Span(file, piece.start, after.stop)
        in_row = piece.text == "|" if piece.fresh else in_row
        if not after.touches:
            continue
        instead = _REMARKS.get(piece.text + after.text) or (either if span.text == "||" and not in_row else "")
        if instead:
            report.add("stray-character", span, variant="instead", written=span.text, instead=instead)
            return True
        power = re.fullmatch(r"[eE]([0-9]{1,2})", after.text) if piece.kind == "NUMBER" else None
        if power is not None:
            report.add("figure-shortened", span, written=span.text, instead=in_full(piece.text, int(power[1])))
    return False


def _column(file: SourceFile, piece: Piece) -> int:
    return file.line_column(piece.start)[1]


@functools.cache
def _open_words(language: str) -> frozenset[str]:
    """The words of a language after which something has to follow."""
    spellings = keywords().spellings
    return frozenset(form for name in ("AND", "OR", "WHERE", "IS") for form in spellings[Keyword(name)][language])


def merge_conflicts(file: SourceFile, report: Report) -> bool:
    """Whether git has left both sides of a merge in the file: nothing in it can be read before one is chosen."""
    if "<<<<<<<" not in file.text:
        return False
    found, begun, halved = False, None, False
    for match in _MERGE_LINE.finditer(file.text):
        line = Span(file, match.start(), match.end())
        if match[1] == "<":
            begun, halved = line, False
        elif match[1] == "=":
            halved = begun is not None
        elif begun is not None and halved:
            report.add("merge-conflict", begun, labels=[(line, "last")])
            found, begun = True, None
    return found


def tabs(file: SourceFile, report: Report) -> None:
    """One remark a file about lines that are indented with tabs; they are read all the same."""
    lines = [match.start(1) for match in re.finditer(r"^ *(\t)", file.text, re.MULTILINE)]
    if lines:
        report.add("tab", Span(file, lines[0], lines[0] + 1), lines=len(lines))


def readings(figure: str) -> tuple[str, ...]:
    """What a figure with commas or points may have meant, as the language writes it: `50,000` -> `50_000`, `50.0`."""
    digits = figure.rstrip(" %")
    sign = "%" if figure.endswith("%") else ""
    marks = [mark for mark in digits if mark in ",."]
    if len(set(marks)) == 2:
        whole, _, rest = digits.rpartition(marks[-1])
        return (f"{_grouped(whole)}.{rest}{sign}",)
    parts = re.split(r"[,.]", digits)
    grouped = all(len(part) == 3 for part in parts[1:]) and 1 <= len(parts[0]) <= 3 and parts[0] != "0"
    as_thousands = (f"{_grouped(digits)}{sign}",) if grouped else ()
    if len(marks) > 1:
        return as_thousands
    # a figure such as 1.085 is only clear with a digit more or less
    decimals = parts[1].rstrip("0") if grouped else parts[1]
    if not decimals:
        return (*as_thousands, f"{parts[0]}{sign}")
    as_decimals = f"{parts[0]}.{decimals if len(decimals) != 3 or not grouped else decimals + '0'}{sign}"
    return (*as_thousands, as_decimals)


def _grouped(digits: str) -> str:
    return "_".join(re.split(r"[,.]", digits))


def _figure(span: Span, piece: Piece, language: str, report: Report) -> None:
    """A figure that no kind of value can hold, before anybody reckons with it."""
    report.add("figure-too-long", span, written=piece.text, digits=f"{_digits(piece):_}", limit=FIGURE_DIGITS_MAX)


def _is_too_long(piece: Piece) -> bool:
    return len(piece.text) > FIGURE_DIGITS_MAX and piece.kind in FIGURES and _digits(piece) > FIGURE_DIGITS_MAX


def _digits(piece: Piece) -> int:
    return sum(map(piece.text.count, "0123456789"))


def _regional(span: Span, piece: Piece, language: str, report: Report) -> None:
    meant = readings(piece.text)
    edits = tuple(Edit(span, text, Safety.CHANGES_PAYOUT) for text in meant)
    if len(meant) == 1:
        report.add("regional-number", span, variant="clear", edits=edits, written=piece.text, first=meant[0])
    else:
        first, second = meant or ("", "")
        report.add("regional-number", span, edits=edits, written=piece.text, first=first, second=second)


def _currency_first(span: Span, piece: Piece, language: str, report: Report) -> None:
    code, _, figure = piece.text.partition(" ")
    meant = f"{_clean(figure)} {code}"
    # with a figure of one reading only the order changes
    edit = Edit(span, meant, Safety.SAFE if _clean(figure) == figure else Safety.CHANGES_PAYOUT)
    report.add("currency-first", span, edits=[edit], written=piece.text, instead=meant)


def _clean(figure: str) -> str:
    """A figure the language can read; the first reading of one that it cannot."""
    plain = re.fullmatch(r"[0-9][0-9_]*(?:\.[0-9]{1,2}|\.[0-9]{4,})?", figure)
    return figure if plain else (*readings(figure), figure)[0]


def _currency_symbol(span: Span, piece: Piece, language: str, report: Report) -> None:
    figure = re.search(r"[0-9](?:[0-9_.,]*[0-9])?", piece.text)
    symbol = re.search(r"[$€£¥]", piece.text)
    report.add(
        "currency-symbol",
        span,
        written=piece.text,
        symbol=symbol.group() if symbol else "",
        figure=_clean(figure.group()) if figure else "",
    )


def _smart_quote(span: Span, piece: Piece, language: str, report: Report) -> None:
    written = re.split(r"(?<=[”»])", piece.text)[0]
    straight = re.sub(r"[“”„«»]", '"', written)
    edit = Edit(Span(span.file, span.start, span.start + len(written)), straight, Safety.SAFE)
    report.add("smart-quote", span, edits=[edit], written=written, instead=straight)


def _equals(span: Span, piece: Piece, language: str, report: Report, first_word: str) -> None:
    """`set rate = 3%` wants a colon, any other `=` a comparison."""
    spellings = keywords().spellings
    if piece.text == "=" and first_word in spellings[Keyword("PARAMETER")][language]:
        value = span.file.text[span.stop :].partition("\n")[0].partition("#")[0].strip()
        instead = f"{value} {spellings[Keyword('FROM')][language][0]} 2025-01-01"
        report.add("equals-sign", span, variant="parameter", written=piece.text, instead=instead)
        return
    signs = {"=>": ">=", "=<": "<=", ">==": ">=", "<==": "<="}
    other = piece.text in ("!=", "<>", "≠", "!==")
    assigns = piece.text == "=" and first_word in spellings[Keyword("SET")][language]
    compares = spellings[Keyword("IS_NOT" if other else "IS")][language][0]
    instead = ":" if assigns else signs.get(piece.text) or compares
    report.add("equals-sign", span, edits=[Edit(span, instead, Safety.SAFE)], written=piece.text, instead=instead)


def _stray(span: Span, piece: Piece, language: str, report: Report) -> None:
    if piece.text in _BULLETS and piece.fresh:
        report.add("leading-bullet", span, written=piece.text)
        return
    plain = _TYPED_FOR.get(piece.text, unicodedata.normalize("NFKC", piece.text))
    joiner = keywords().spellings[Keyword("AND")][language][0]
    instead = joiner if piece.text == "&" else plain if plain != piece.text and plain.isascii() else ""
    cell = _cell_of(span)
    # What cannot be seen is told by its number.
    written = piece.text if piece.text.isprintable() else " ".join(f"U+{ord(sign):04X}" for sign in piece.text)
    variant = "cell" if cell else "instead" if instead else ""
    report.add("stray-character", span, variant=variant, written=written, instead=cell or instead)


def _cell_of(span: Span) -> str:
    """The cell of a table that a sign stands in, in quotes; nothing where it stands in no table."""
    text = span.file.text
    line = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    if not line.lstrip().startswith("|"):
        return ""
    rest = text[span.start :].partition("\n")[0].partition("|")[0]
    return f'"{(line.rpartition("|")[2] + rest).strip()}"'


def _open_quote(span: Span, piece: Piece, language: str, report: Report) -> None:
    if re.search("[“”„]", piece.text):
        _smart_quote(span, piece, language, report)
    else:
        report.add("unclosed-quote", span, written=piece.text)


def _open_text(span: Span, piece: Piece, language: str, report: Report) -> None:
    first_line = piece.text.splitlines()[0]
    report.add("unclosed-text", Span(span.file, span.start, span.start + len(first_line)), written=first_line)


def _odd_date(span: Span, piece: Piece, language: str, report: Report) -> None:
    """A date written the way of one region; without a word it would be read as a division or a subtraction."""
    first, second, third = re.split("[/-]", piece.text)
    if len(first) == 4:
        meant = f"{first}-{second:0>2}-{third:0>2}"
    elif len(third) == 4 and int(first) > MONTHS >= int(second):
        meant = f"{third}-{second:0>2}-{first:0>2}"
    elif len(third) == 4 and int(second) > MONTHS >= int(first):
        meant = f"{third}-{first:0>2}-{second:0>2}"
    else:
        meant = ""
    report.add("date-of-a-region", span, written=piece.text, instead=meant if _is_a_day(meant) else "")


def _is_a_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _date(span: Span, piece: Piece, language: str, report: Report) -> None:
    try:
        datetime.date.fromisoformat(piece.text)
    except ValueError:
        last, swapped = _days_near(piece.text)
        report.add("no-such-date", span, written=piece.text, last=last, instead=swapped)


def _days_near(text: str) -> tuple[str, str]:
    """The last day of the month that a day overshoots, or the day that is meant when day and month are swapped."""
    year, month, day = text.split("-")
    if 1 <= int(month) <= MONTHS and int(year) >= datetime.MINYEAR and int(day) > 0:
        return f"{year}-{month}-{calendar.monthrange(int(year), int(month))[1]}", ""
    swapped = f"{year}-{day}-{month}"
    try:
        datetime.date.fromisoformat(swapped)
    except ValueError:
        return "", ""
    return "", swapped


PARTS = {"Q": 4, "H": 2, "": 12, "M": 12, "W": 53}
"""How many parts of a year there may be, by the letter before their number."""


def _period(span: Span, piece: Piece, language: str, report: Report) -> None:
    part = re.search(r"-([QHMW]?)([0-9]+)$", piece.text)
    if part and not 1 <= int(part.group(2)) <= PARTS[part.group(1)]:
        variant = {"Q": "quarter", "H": "half", "W": "week"}.get(part.group(1), "")
        report.add("no-such-month", span, variant=variant, written=piece.text)


CHECKS: dict[str, Callable[[Span, Piece, str, Report], None]] = {
    "REGIONAL": _regional,
    "CURRENCY_FIRST": _currency_first,
    "SYMBOL_FIRST": _currency_symbol,
    "OPEN_STRING": _open_quote,
    "OPEN_DOC": _open_text,
    "SMART": _smart_quote,
    "STRAY": _stray,
    "DATE": _date,
    "ODD_DATE": _odd_date,
    "PERIOD": _period,
}
