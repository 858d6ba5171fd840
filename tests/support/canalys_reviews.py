"""Makes the data that the Canalys benchmark is run on: what partners think of nine vendors, the same bytes every time.

    python -m tests.support.canalys_reviews programs/canalys_benchmark/data

Nobody in it is real. The 667 reviews of one vendor hold ratings alone, drawn so that the figures published of Kaspersky
in Latin America in 2020 come out: 85.7% over all areas, 90.3% and 89.8% in two of them, and "+11%" over the year.
Whether that is 11 percent or 11 points is not said: with `points` the year before is drawn so that it is points.
"""
from __future__ import annotations

import csv
import datetime
import random
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

SEED = 20210224
AREAS = (
    "availability", "accreditation", "margin", "marketing", "conflict", "account", "ease", "eighth", "ninth", "tenth",
)  # fmt: skip
COUNTRIES = ("MX", "CO", "BR", "AR", "PE", "CL", "EC", "PA", "VE", "CR")
AREAS_A_REVIEW = 2
IN_2020 = (90.3, 89.8, 84.0, 85.1, 83.5, 85.0, 85.2, 84.8, 84.6, 84.7)
IN_2019 = {
    "percent": (84.0, 82.9, 70.2, 72.6, 73.3, 78.0, 78.0, 77.5, 77.6, 77.9),
    "points": (82.0, 80.9, 64.3, 67.9, 69.6, 76.5, 76.5, 76.4, 76.4, 76.5),
}
"""Means of the areas, in their order, by what "+11%" is taken to say."""
# Of the other vendors: reviews of 2019 and of 2020, about how they were rated, what they sell, what goes by partners,
# where analysts put them, how many elements of a partner program they have.
OTHERS = {
    "vendor_b": (25, 30, 78, 81, "14000000000", "60%", "", 14),
    "vendor_c": (30, 30, 82, 80, "3000000000", "55%", "", 12),
    "vendor_d": (20, 25, 66, 71, "12000000000", "20%", "", 9),
    "vendor_e": (25, 20, 72, 64, "2500000000", "40%", "", 8),
    "vendor_f": (15, 20, 79, 79, "900000000", "90%", "contender", 11),
    "vendor_g": (0, 15, 0, 83, "", "", "", 10),
    "vendor_h": (10, 4, 75, 88, "5000000000", "70%", "", 5),
    "vendor_i": (0, 0, 0, 0, "", "30%", "", 0),
}


def rows(reading: str = "percent") -> Mapping[str, list[list[str]]]:
    """The rows of every file, with their headings."""
    drawn = random.Random(SEED)
    vendors = [["vendor_id", "global_sales", "via_partners", "analyst_view", "offered"], _vendor("kaspersky", 13)]
    answers = [["vendor_id", "review_id", "country", "area", "rating", "given_on"]]
    answers += _answers(drawn, "kaspersky", 2019, 300, IN_2019[reading])
    answers += _answers(drawn, "kaspersky", 2020, 667, IN_2020)
    for name, (before, now, low, high, sales, share, view, elements) in OTHERS.items():
        vendors.append(_vendor(name, elements, sales, share, view))
        answers += _answers(drawn, name, 2019, before, _about(drawn, low))
        answers += _answers(drawn, name, 2020, now, _about(drawn, high))
    # Who works elsewhere is asked too, and counts in another benchmark.
    answers += _answers(drawn, "vendor_b", 2020, 10, (20.0,) * len(AREAS), ("ES", "PT"))
    return {"Vendor": vendors, "Answer": answers}


def _vendor(name: str, elements: int, sales: str = "", share: str = "", view: str = "") -> list[str]:
    return [name, sales, share, view, ";".join(f"element_{n:02}" for n in range(1, elements + 1))]


def _about(drawn: random.Random, rating: int) -> tuple[float, ...]:
    return tuple(float(rating + drawn.randint(-4, 4)) for _ in AREAS)


def _answers(
    drawn: random.Random, vendor: str, year: int, reviews: int, means: tuple[float, ...],
    countries: tuple[str, ...] = COUNTRIES,
) -> Iterator[list[str]]:  # fmt: skip
    """The reviews of a year, each of two areas in turn, with just those means to a decimal."""
    asked = [[(n * AREAS_A_REVIEW + k) % len(AREAS) for k in range(AREAS_A_REVIEW)] for n in range(reviews)]
    ratings = {area: _ratings(drawn, means[area], sum(area in each for each in asked)) for area in range(len(AREAS))}
    for n, areas in enumerate(asked):
        day = datetime.date(year, 1, 1) + datetime.timedelta(days=drawn.randrange(365))
        review, country = f"{vendor}-{year}-{countries[0]}-{n + 1}", drawn.choice(countries)
        for area in areas:
            yield [vendor, review, country, AREAS[area], f"{ratings[area].pop()}%", day.isoformat()]


def _ratings(drawn: random.Random, mean: float, count: int) -> list[int]:
    """Whole percents with that mean, as near as they come."""
    found = [max(0, min(100, round(mean) + drawn.randint(-10, 10))) for _ in range(count)]
    short = round(mean * count) - sum(found)
    while short:
        at = drawn.randrange(count)
        step = 1 if short > 0 else -1
        if 0 <= found[at] + step <= 100:
            found[at] += step
            short -= step
    return found


def write(folder: Path, reading: str = "percent") -> None:
    """Every file of the data, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in rows(reading).items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(table)


if __name__ == "__main__":
    write(Path(sys.argv[1]), *sys.argv[2:])
