"""What a lock file says, for a reader of any language. The file itself has one wording, so that it can be compared.

Knows how the lock words its own part; what a program says it leaves as it is written.
"""
from __future__ import annotations

import re

from rulelang.diagnostics.phrase import Phrase, Told, listed, phrase
from rulelang.names.thresholds import spoken
from rulelang.typecheck.words import unit_words

_DAY = r"(?P<day>\d{4}-\d\d-\d\d)"
_DATED = re.compile(rf" (?P<word>from|to|until) {_DAY}| (?P<start>from the start)$")
_MEMBERS = "one of "
_OPEN = re.compile(r"(?P<owner>\S+) (?P<target>.+): (?P<door>.+)")
_ENDS = re.compile(r"(?P<low>.+) to (?P<high>.+?)(?P<whole> of the global value)?")


def thing_told(thing: str) -> Told:
    """What something in a lock is called."""
    opened = _OPEN.fullmatch(thing.removeprefix("adaptable ")) if thing.startswith("adaptable ") else None
    if opened is not None:
        target = phrase("everything else") if opened["target"] == "everything else" else spoken(opened["target"])
        door = _doors().get(opened["door"], opened["door"])
        return phrase("adaptable {owner} {target}: {door}", owner=opened["owner"], target=target, door=door)
    return phrase("calendar") if thing == "calendar" else _dated(thing)


def said_told(thing: str, said: str) -> Told:
    """What a lock says of a thing."""
    if said == "no requirement":
        return phrase("no requirement")
    if said.startswith(_MEMBERS):
        return phrase("one of {names}", names=said.removeprefix(_MEMBERS))
    if not thing.startswith("adaptable "):
        return _dated(said)
    return _allowed(thing.rpartition(": ")[2], said)


def _allowed(door: str, said: str) -> Told:
    """What a line of `adaptable` lets be done."""
    if said in ("open", "fixed"):
        return phrase("open") if said == "open" else phrase("fixed")
    if door == "paid every":
        return listed(unit_words(unit) for unit in said.split(", "))
    ends = _ENDS.fullmatch(said) if door in ("between", "may replace bands") else None
    if ends is not None:
        told = phrase("{low} to {high}", low=ends["low"], high=ends["high"])
        return phrase("{range} of the global value", range=told) if ends["whole"] else told
    value, each, unit = said.rpartition(" each ")
    return phrase("{value} each {unit}", value=value, unit=unit_words(unit)) if each else said


def _dated(text: str) -> Told:
    """A text in which the lock itself says from when until when something holds."""
    parts: list[Told] = []
    last = 0
    for found in _DATED.finditer(text):
        parts += [text[last : found.start()], _when(found)]
        last = found.end()
    return _joined([*parts, text[last:]]) if parts else text


def _when(found: re.Match[str]) -> Phrase:
    day = found["day"]
    match found["word"]:
        case "from":
            return phrase(" from {day}", day=day)
        case "to":
            return phrase(" to {day}", day=day)
        case "until":
            return phrase(" until {day}", day=day)
    return phrase(" from the start")


def _joined(parts: list[Told]) -> Phrase:
    numbered = {str(number): part for number, part in enumerate(parts)}
    return Phrase("".join(f"{{{name}}}" for name in numbered), numbered)


def _doors() -> dict[str, Phrase]:
    return {
        "between": phrase("between"), "paid every": phrase("paid every"),
        "may gain members": phrase("may gain members"), "may gain requirements": phrase("may gain requirements"),
        "may replace bands": phrase("may replace bands"), "may replace the ladder": phrase("may replace the ladder"),
        "may gain": phrase("may gain"), "may drop": phrase("may drop"), "may relabel": phrase("may relabel"),
        "fixed": phrase("fixed"),
    }

