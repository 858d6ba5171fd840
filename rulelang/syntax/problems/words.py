"""Words that are nearly phrases, phrases that belong elsewhere, names that are words of the language."""
from __future__ import annotations

from rulelang.diagnostics.suggest import in_backticks
from rulelang.languages import languages
from rulelang.source import Span
from rulelang.syntax.expectations import phrases_meant, place_before, spellings
from rulelang.syntax.lexing import Spoken, phrases_at
from rulelang.syntax.problems.stop import Stop

LOOK_BACK = 5
CLAUSES_WIDTH = 120
"""So many signs of the clauses that can stand at a place are told; a declaration may have fifty."""


def mistyped(stop: Stop) -> bool:
    """The word that did not fit, or one shortly before it that was taken for a name, is nearly a phrase."""
    meant = _meant(stop, len(stop.before), stop.index)
    if meant and not stop.place.takes_value():
        return _say_mistyped(stop, stop.span(), stop.index, meant)
    for back, token in enumerate(reversed(stop.before[1:][-LOOK_BACK:]), 1):
        index = next((i for i, piece in enumerate(stop.pieces) if piece.start == token.start_pos), 0)
        if token.type == "NAME" and stop.pieces[index].kind == "WORD":
            phrases = _meant(stop, len(stop.before) - back, index)
            if phrases:
                return _say_mistyped(stop, stop.span(token), index, phrases)
        if stop.pieces[index].fresh:
            break
    if stop.fresh and _list_opened_by_a_name(stop):
        return True
    return bool(meant) and _say_mistyped(stop, stop.span(), stop.index, meant)


def _list_opened_by_a_name(stop: Stop) -> bool:
    """`ll of` opens no list, so that its second line does not fit: the words that were meant to open it are told."""
    starts = {piece.start: at for at, piece in enumerate(stop.pieces) if piece.fresh and piece.kind == "WORD"}
    for at, token in enumerate(stop.before[1:], 1):
        index = starts.get(token.start_pos or 0)
        if index is None or token.type != "NAME":
            continue
        second = stop.pieces[index + 1]
        lists = tuple(phrase for phrase in _meant(stop, at, index) if phrase.split()[1:] == [second.text])
        if lists and not second.fresh:
            return _say_mistyped(stop, stop.span(token), index, lists)
    return False


def _meant(stop: Stop, tokens: int, index: int) -> tuple[str, ...]:
    if index >= len(stop.pieces) or stop.pieces[index].kind != "WORD":
        return ()
    place = stop.place if tokens == len(stop.before) else place_before(stop.before[:tokens])
    words = frozenset(keyword.terminal for keyword, _ in spellings(place.accepted, stop.language))
    return phrases_meant(stop.pieces, index, words, stop.language)


def _say_mistyped(stop: Stop, span: Span, index: int, meant: tuple[str, ...]) -> bool:
    if len(meant[0].split()) > 1 and index + 1 < len(stop.pieces) and not stop.pieces[index + 1].fresh:
        after = stop.pieces[index + 1]
        if after.kind == "WORD" and after.text not in meant[0].split():
            span = span.to(Span(stop.file, after.start, after.stop))
    written = " ".join(span.text.split())
    if written in meant:
        return False
    variant = _construct(stop) if stop.pieces[index].fresh else ""
    stop.report.add("unknown-words", span, variant=variant, written=written, suggestions=in_backticks(meant))
    return True


def field_without_type(stop: Stop) -> bool:
    """In a list of fields, a line that holds a name and nothing else."""
    if stop.kind not in ("entity", "record"):
        return False
    for index, piece in enumerate(stop.pieces[:-1]):
        alone = piece.fresh and index > 1 and stop.pieces[index + 1].fresh and piece.kind in ("WORD", "QUOTED")
        if alone or (piece.fresh and index > 1 and stop.pieces[index + 1].text == ","):
            stop.report.add("field-without-type", Span(stop.file, piece.start, piece.stop), written=piece.text)
            return True
    if stop.token is None and stop.pieces[-1].fresh and len(stop.before) > 2:
        stop.report.add("field-without-type", stop.span(stop.before[-1]), written=stop.previous)
        return True
    return False


def reserved(stop: Stop) -> bool:
    """A word of the language where a declaration or a field gets its name."""
    if stop.token is None or stop.index >= len(stop.pieces) or stop.pieces[stop.index].kind != "WORD":
        return False
    named = len(stop.before) == 1 or (stop.fresh and stop.kind in ("entity", "record") and not stop.place.takes_value())
    if not named or "NAME" not in stop.place.accepted or stop.token.type == "NAME":
        return False
    stop.report.add("word-kept-back", stop.span(), written=stop.written)
    return True


def clause_of_another(stop: Stop) -> bool:
    """A phrase of the language that opens a line where no clause like it can stand."""
    if not stop.fresh or not stop.meant or stop.place.takes_value():
        return False
    spelled = phrases_at(Spoken(stop.language, stop.pieces), stop.index)
    last = stop.pieces[max(end for _, end in spelled) - 1] if spelled else stop.pieces[stop.index]
    span = Span(stop.file, stop.span().start, last.stop)
    stop.report.add("clause-of-another", span, variant=_construct(stop), written=" ".join(span.text.split()))
    return True


def clause_in_another_language(stop: Stop) -> bool:
    """`se paga cada` in a file in English: a line that begins as a clause does that can stand here, in other words."""
    if stop.token is None or not stop.fresh or stop.place.takes_value():
        return False
    here = dict(spellings(stop.place.accepted, stop.language))
    for language in languages():
        if language == stop.language:
            continue
        said = [(end, word) for word, end in phrases_at(Spoken(language, stop.pieces), stop.index) if word in here]
        if said:
            end, keyword = max(said, key=lambda each: each[0])
            span = Span(stop.file, stop.span().start, stop.pieces[end - 1].stop)
            written = " ".join(span.text.split())
            meant = in_backticks([here[keyword]])
            stop.report.add("unknown-words", span, variant=_construct(stop), written=written, suggestions=meant)
            return True
    return False


def unknown_clause(stop: Stop) -> bool:
    if stop.token is None or stop.token.type != "NAME" or stop.place.takes_value() or not stop.fresh:
        return False
    clauses = _clauses(stop)
    if not clauses:
        return False
    shown = [clauses[: count + 1] for count in range(len(clauses))]
    fitting = [some for some in shown if len(in_backticks(some)) <= CLAUSES_WIDTH] or shown[:1]
    choices = in_backticks(fitting[-1]) + (", …" if fitting[-1] != clauses else "")
    stop.report.add("unknown-words", stop.span(), variant=_construct(stop), written=stop.written, choices=choices)
    return True


def _clauses(stop: Stop) -> list[str]:
    """The phrases that can open a line here: of all that can stand here, those that could follow the first line too,
    since the others go on with the value the last line ends in."""
    fresh = {piece.start for piece in stop.pieces if piece.fresh}
    opening = next((at for at, token in enumerate(stop.before) if at and token.start_pos in fresh), len(stop.before))
    anywhere = place_before(stop.before[:opening]).accepted
    both = [form for _, form in spellings(stop.place.accepted & anywhere, stop.language)]
    return both or [form for _, form in spellings(stop.place.accepted, stop.language)]


CONSTRUCTS = frozenset(
    {"program", "variant", "entity", "parameter", "measure", "tiers", "scorecard", "incentive", "payout", "budget",
     "fund", "adaptable", "example"}
)  # fmt: skip


def _construct(stop: Stop) -> str:
    return stop.kind if stop.kind in CONSTRUCTS else ""
