"""Mistakes about figures that differ from partner to partner, to plant into the small program."""
from __future__ import annotations

from rulelang.exact.countries import country_codes
from support.planted import Mistake

M = Mistake
MANY = 75
METRIC = "linear up to 20 points at 4\n      at least 5 points\n"


def _points(name: str, key: str, members: list[str]) -> str:
    rows = "".join(f"    | {member} | {at} points |\n" for at, member in enumerate(members, 1))
    return f"parameter {name} points by {key}\n  from 2025-01-01\n    | {key} | {name} |\n{rows}\n"


TABLES = (
    "parameter euro",
    _points("by_country", "country", sorted(country_codes(), key=lambda code: (code not in ("CO", "PE"), code))[:MANY])
    + _points("by_partner", "partner_id", [f"P{at}" for at in range(MANY)]) + "parameter euro",
)
GRADES = ["bronze", "silver", "gold"]


def _graded(kind: str, name: str, *values: str) -> tuple[str, str]:
    rows = "".join(f"    | {grade} | {value} |\n" for grade, value in zip(GRADES, values, strict=True))
    table = f"parameter {name} {kind} by Grade\n  from 2025-01-01\n    | Grade | {name} |\n{rows}\n"
    return "parameter euro", table + "parameter euro"


GRADED = _graded("points", "worth", "3 points", "2 points", "1 point")
REACH = _graded("points", "reach", "20 points", "30 points", "31 points")
WANTED = _graded("count", "seats_wanted", "4", "0", "5")
BELOW = _graded("points", "below", "20 points", "-1 points", "20 points")
SCORES = [
    M("too-many-keys-together", METRIC,
      "linear up to by_country(country) at 4\n    metric alone measures people"
      " linear up to by_partner(partner_id) at 4\n",
      at="metric alone", text="by_partner(partner_id)", also=(TABLES,)),
    M("maximum-is-another", METRIC, "linear up to worth(grade) at 4\n", at="out of", text="30 points", also=(GRADED,)),
    M("points-out-of-reach", "from 15 points", "from 15 points\n  designation better from reach(grade)",
      at="designation better", text="reach(grade)", also=(REACH,)),
    M("designations-do-not-rise", "from 15 points", "from 2 points\n  designation better from worth(grade)",
      at="designation better", text="worth(grade)", also=(GRADED,)),
    M("curve-does-not-rise", METRIC, METRIC.replace("at 4", "at seats_wanted(grade)"), at="metric trained",
      text="seats_wanted(grade)", also=(WANTED,)),
    M("not-points", METRIC, METRIC.replace("20 points", "below(grade)"), at="metric trained", text="below(grade)",
      also=(BELOW,)),
]
