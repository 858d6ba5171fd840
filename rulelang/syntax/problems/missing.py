"""Something that ought to stand here and does not; and the last answer when no rule knew better."""
from __future__ import annotations

from collections.abc import Callable

from rulelang.diagnostics.model import Report
from rulelang.diagnostics.suggest import in_backticks
from rulelang.languages import languages
from rulelang.source import Span
from rulelang.syntax.expectations import spellings
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.syntax.problems.signs import LEFT_OPEN
from rulelang.syntax.problems.stop import Stop

CHOICES_SHOWN = 6
ENDS_OF_VALUES = frozenset({"NAME", "NUMBER", "MONEY", "PERCENT", "RPAR", "DATE"})
UNITS_SHOWN = ("month", "quarter", "half", "year")


def _only(stop: Stop) -> tuple[str, ...]:
    """What alone could stand here: at most three phrases or signs, and no value."""
    accepted = stop.place.accepted
    if "CODE" in accepted:
        return languages()
    if "COLON" in accepted and accepted <= {"NAME", "COLON", "LPAR", "TO_KEEP"}:
        return (":",)
    if accepted & {"NAME", "NUMBER", "DATE", "UNIT"}:
        return ()
    found = [form for _, form in spellings(accepted, stop.language)]
    found += [sign for terminal, sign in (("COLON", ":"), ("LPAR", "(")) if terminal in accepted]
    return tuple(found) if 0 < len(found) <= 3 else ()


def missing(stop: Stop) -> bool:
    """One kind of thing is missing: a unit, a date, a value, a name, a text, or one of a few words."""
    if _rest_of_a_count(stop):
        return True
    accepted = stop.place.accepted
    shown: dict[str, str] = {"previous": stop.previous, "written": stop.written}
    left_open = stop.fresh and stop.before[-1].type in LEFT_OPEN
    where = stop.span(stop.before[-1]) if stop.token is None or left_open else stop.span()
    kind = (
        "unit" if "UNIT" in accepted and not accepted & {"NAME", "POINTS", "PERCENT_POINTS"}
        else "period" if "PERIOD" in accepted and accepted <= {"PERIOD", "NUMBER"}
        else "date" if "DATE" in accepted and not accepted & {"NAME", "NUMBER"}
        else "value" if stop.place.takes_value() and not _goes_on(stop)
        else "text" if accepted == {"STRING"}
        else "name" if "NAME" in accepted and len(accepted) <= 4 and "COLON" not in accepted
        else "number" if "NUMBER" in accepted and len(accepted) <= 3
        else ""
    )  # fmt: skip
    if not kind and _only(stop):
        kind, shown["choices"] = "words", in_backticks(_only(stop))
    if not kind:
        return False
    if kind == "unit":
        units = [keywords().spellings[Keyword("UNIT", unit)][stop.language][1] for unit in UNITS_SHOWN]
        shown["choices"] = in_backticks(units)
    if kind == "number":
        shown["choices"] = in_backticks(form for _, form in spellings(accepted, stop.language))
    variant = _variant(stop, kind, ended=left_open or stop.token is None)
    if kind == "words" and stop.kind == "parameter" and "FROM" in accepted and (stop.token is None or stop.fresh):
        variant, where = "end dated", stop.span(stop.before[-1])
        shown["instead"] = f"{keywords().spellings[Keyword('FROM')][stop.language][0]} 2025-01-01"
    MISSING[kind](stop.report, where, variant, shown)
    return True


def _rest_of_a_count(stop: Stop) -> bool:
    """`at least 2` without `of`: a name could stand in the place of the figure, but one was written."""
    if stop.token is None or stop.token.type != "NUMBER" or stop.before[-1].type != "AT_LEAST":
        return False
    whole = keywords().spellings[Keyword("AT_LEAST_N_OF")][stop.language][0]
    written = f"{stop.previous} {stop.written}"
    rest = in_backticks([whole.partition("{n}")[2].strip()])
    span = stop.span(stop.before[-1]).to(stop.span())
    stop.report.add("words-missing", span, variant="end", previous=written, choices=rest, written=stop.written)
    return True


def _goes_on(stop: Stop) -> bool:
    """Whether a whole value stands before a word on its line that cannot follow it: no value is missing there."""
    return stop.token is not None and not stop.fresh and stop.before[-1].type in ENDS_OF_VALUES


def _variant(stop: Stop, kind: str, *, ended: bool) -> str:
    """Which of its wordings a finding takes: at the end nothing was written, and another word may stand there. Of what
    is rounded it is said what the number counts."""
    if kind == "number" and "CENTS" in stop.place.accepted:
        return "end decimals" if ended else "decimals"
    if ended or stop.token is None:
        return "end"
    if kind == "unit" and stop.token.type == "NAME" and not stop.fresh:
        return "other"
    return "language" if "CODE" in stop.place.accepted else ""


def _adder(finding: str) -> Callable[[Report, Span, str, dict[str, str]], None]:
    def add(report: Report, span: Span, variant: str, shown: dict[str, str]) -> None:
        report.add(finding, span, variant=variant, **shown)  # type: ignore[arg-type]

    return add


MISSING = {
    "unit": _adder("unit-missing"),
    "date": _adder("date-missing"),
    "period": _adder("period-missing"),
    "value": _adder("value-missing"),
    "text": _adder("text-missing"),
    "name": _adder("name-missing"),
    "number": _adder("number-missing"),
    "words": _adder("words-missing"),
}


def anything(stop: Stop) -> bool:
    choices = [form for _, form in spellings(stop.place.accepted, stop.language)]
    if stop.token is None:
        stop.report.add("unfinished", stop.span(stop.before[-1]), previous=stop.previous)
    else:
        shown = in_backticks(choices) if len(choices) <= CHOICES_SHOWN else ""
        stop.report.add("unreadable", stop.span(), written=stop.written, previous=stop.previous, choices=shown)
    return True
