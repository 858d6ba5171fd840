"""A declaration that does not begin with a declaration word."""
from __future__ import annotations

from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.languages import languages
from rulelang.source import Span
from rulelang.syntax.keywords import keywords
from rulelang.syntax.problems.signs import bullet
from rulelang.syntax.problems.stop import Stop
from rulelang.syntax.split import DECLARATIONS, declaration_words


def bullet_first(stop: Stop) -> bool:
    return bullet(stop) if stop.written in ("-", "*", "+", "−") else False


def row_first(stop: Stop) -> bool:
    if stop.written != "|":
        return False
    stop.report.add("clause-in-column-one", stop.span(), variant="row", written="|")
    return True


def other_language(stop: Stop) -> bool:
    spoken = next((each for each in languages() if stop.written in declaration_words(each)), None)
    if spoken is None:
        return False
    meant = keywords().spellings[declaration_words(spoken)[stop.written]][stop.language][0]
    stop.report.add("declaration-in-another-language", stop.span(), written=stop.written, language=spoken, meant=meant)
    return True


def half_a_word(stop: Stop) -> bool:
    """`add Category: msp`: the first word of a longer declaration word."""
    known = declaration_words(stop.language).get(stop.written)
    if known is None:
        return False
    meant = [form for form in keywords().spellings[known][stop.language] if form.split()[0] == stop.written]
    stop.report.add("unknown-declaration", stop.span(), written=stop.written, suggestions=in_backticks(meant))
    return True


def clause_first(stop: Stop) -> bool:
    """A clause that was not indented reads as a declaration of its own."""
    every = frozenset(keyword.terminal for keyword in keywords().spellings) - set(DECLARATIONS)
    exact = [form for form in _exact(stop, every) if len(form) > 2]
    if not exact or did_you_mean(stop.written, declaration_words(stop.language)):
        return False
    phrase = max(exact, key=len)
    first = stop.pieces[0]
    stop.report.add("clause-in-column-one", Span(stop.file, first.start, first.start + len(phrase)), written=phrase)
    return True


def _exact(stop: Stop, terminals: frozenset[str]) -> list[str]:
    """The phrases of these keywords with which the text begins."""
    words = [piece.text for piece in stop.pieces[:10] if piece.kind == "WORD"]
    return [
        form
        for keyword, row in keywords().spellings.items()
        if keyword.terminal in terminals
        for form in row[stop.language]
        if form.split() == words[: len(form.split())]
    ]


def unknown_declaration(stop: Stop) -> bool:
    words = declaration_words(stop.language)
    meant = did_you_mean(stop.written, words)
    stop.report.add("unknown-declaration", stop.span(), written=stop.written, suggestions=in_backticks(meant))
    return True
