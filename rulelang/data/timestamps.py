"""Which day a timestamp is of: as it is written, or in a time zone that a mapping names.

Knows texts and zones, no fields. A time of day is never dropped because nobody asked: without a word about it only
midnight without a zone stands for its day, which is how systems write a day that they store as a timestamp.
"""
from __future__ import annotations

import datetime
import re
import zoneinfo
from collections.abc import Callable

import attrs

from rulelang.data.refusal import Refusal

AS_WRITTEN = "date as written"
"""What a mapping says where the clock and the zone of a timestamp are to be passed over."""

ReadDay = Callable[[str], datetime.date | None]

PLAIN_MIDNIGHT = r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]00:00(?::00(?:\.0{1,9})?)?"
"""A day as systems write it that keep days as timestamps; also what SQL looks for."""
_PLAIN_MIDNIGHT = re.compile(PLAIN_MIDNIGHT)
_BLANK = "[ \u00a0\u202f]"
_TIMESTAMP = re.compile(
    rf"(?P<day>[0-9]{{1,4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,4}})(?:T|,?{_BLANK}{{1,2}})"
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<part>[0-9]{1,9}))?)?"
    rf"(?:{_BLANK}?(?P<half>[ap])\.?{_BLANK}?m\.?)?"
    rf"(?:{_BLANK}?(?P<zone>Z|UTC|GMT|[+-][0-9]{{2}}(?::?[0-9]{{2}})?))?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})?")
# Names of places; others, as `localtime` and `right/...`, mean other things on other machines.
_PLACE = re.compile(r"[A-Z][A-Za-z_]*(/[A-Za-z0-9_+-]+){1,2}")
_MINUTES_MAX = 14 * 60
"""No clock is further from that of Greenwich."""


@attrs.frozen
class Timestamp:
    """A timestamp in parts: the text of its day, how far its clock is into the day, and how far that is ahead of UTC;
    None where it does not say."""

    day: str
    clock: datetime.timedelta
    ahead: datetime.timedelta | None


def timestamp_in(text: str) -> Timestamp | None:
    """A text as a timestamp; None for any other, also for a clock that shows what none does."""
    found = _TIMESTAMP.fullmatch(text)
    if found is None:
        return None
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)
    ahead = _ahead(found["zone"]) if found["zone"] else None
    if hour > 23 or minute > 59 or second > 59 or (found["zone"] and ahead is None):
        return None
    micros = int((found["part"] or "0").ljust(6, "0")[:6]) or int(bool((found["part"] or "0").strip("0")))
    clock = datetime.timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micros)
    return Timestamp(found["day"], clock, ahead)


def zone_named(name: str) -> datetime.tzinfo | None:
    """`UTC`, a fixed distance as `-05:00`, or a place as `America/Bogota`; None for a name that this machine does not
    know."""
    if name == "UTC":
        return datetime.UTC
    if _OFFSET.fullmatch(name):
        ahead = _ahead(name)
        return None if ahead is None else datetime.timezone(ahead)
    if not _PLACE.fullmatch(name):
        return None
    try:
        return zoneinfo.ZoneInfo(name)
    except (OSError, ValueError, zoneinfo.ZoneInfoNotFoundError):
        return None


def plain_midnight(text: str) -> str:
    """The day of a timestamp that is midnight and names no zone, as it is written; "" for any other text."""
    found = _PLAIN_MIDNIGHT.fullmatch(text)
    return found[1] if found else ""


def timestamp_refused(text: str) -> Refusal | None:
    """Why a timestamp is no date as long as nobody says which day it is of; None for other texts."""
    found = timestamp_in(text)
    if found is None:
        return None
    return Refusal("cell-with-time", variant="zone" if found.ahead is not None and not found.clock else "")


def timestamp_reader(read_day: ReadDay, meant: str) -> Callable[[str], datetime.date | Refusal | None]:
    """Reads timestamps whose day `read_day` reads, as the mapping says that they are meant: `meant` is AS_WRITTEN, a
    zone, or "" for nothing said. None for a text that is no timestamp."""
    zone = None if meant in ("", AS_WRITTEN) else zone_named(meant)

    def reader(text: str) -> datetime.date | Refusal | None:
        found = timestamp_in(text)
        day = None if found is None else read_day(found.day)
        if found is None or day is None:
            return None
        if meant == AS_WRITTEN or (not meant and not found.clock and found.ahead is None):
            return day
        if not meant or zone is None:
            return timestamp_refused(text)
        if found.ahead is None:
            return Refusal("cell-without-zone", {"zone": meant})
        return _day_in(zone, day, found.clock, found.ahead)

    return reader


def _day_in(
    zone: datetime.tzinfo, day: datetime.date, clock: datetime.timedelta, ahead: datetime.timedelta
) -> datetime.date | None:
    """The day in a zone; None at the ends of the calendar."""
    written = datetime.datetime.combine(day, datetime.time(), datetime.timezone(ahead)) + clock
    try:
        return written.astimezone(zone).date()
    except OverflowError:
        return None


def _ahead(zone: str) -> datetime.timedelta | None:
    if zone.upper() in ("Z", "UTC", "GMT"):
        return datetime.timedelta()
    found = _OFFSET.fullmatch(zone)
    assert found is not None, "the pattern of a timestamp has found it"
    hours, minutes = int(found[2]), int(found[3] or 0)
    if minutes > 59 or hours * 60 + minutes > _MINUTES_MAX:
        return None
    ahead = datetime.timedelta(hours=hours, minutes=minutes)
    return -ahead if found[1] == "-" else ahead
