"""Makes the data that Kaspersky United is run on: 500 partners over nine quarters, the same bytes every time.

    python -m tests.support.kaspersky_population programs/kaspersky_united/data

Nobody in it is real. Partners are drawn so that the rules bite: sales a cent around the levels, certificates that end
on the last day of a quarter, surveys that are missing, deals corrected later, returns, a few partners large enough for
every cap, and some who hold certificates of a specialisation or build solutions. Categories are those of the global
program, so that the program and its variants read the same files.
"""
from __future__ import annotations

import csv
import datetime
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs

SEED = 20250401
PARTNERS = 500
FIRST_DAY = datetime.date(2023, 10, 1)
QUARTERS = 9
AMERICAS = ("BR", "MX", "CO", "AR", "CL", "PE", "EC", "CR", "CA", "PA", "GT", "DO", "UY", "PY", "BO")
ELSEWHERE = ("ES", "DE", "FR", "IT", "GB", "ZA", "AE", "NO")
PEOPLE = (
    "Ana", "Luis", "João", "María", "Pedro", "Camila", "Noor", "Marie", "Diego", "Luiza", "Øystein", "Sofía", "Tomás",
    "Valentina", "Bruno", "Inés",
)  # fmt: skip
TRACKS = ("KES", "KATA")
# What specialists have certificates in besides.
SPECIAL_TRACKS = ("KHCS", "KTI", "KICS", "KFP", "KASAP", "EDR", "KTS")
SOLUTIONS = ("Log collector", "Backup monitor", "Plant gateway", "Ticket bridge")
PILLARS = ("sell", "deploy", "manage", "build")
CENTS_MAX = 10_000_000_00

# Of a hundred partners so many sell about so much in a year, in whole USD; `aim` is a level they stay close to.
PROFILES = (
    (24, 3_000, 15_000, None),
    (22, 20_000, 30_000, 25_000),
    (24, 30_000, 85_000, None),
    (16, 90_000, 110_000, 100_000),
    (11, 120_000, 500_000, None),
    (3, 4_500_000, 6_500_000, None),
)
PILLAR_SETS = (
    (38, ("sell",)), (32, ("sell", "deploy")), (12, ("deploy",)), (10, ("sell", "manage")), (5, ("manage", "build")),
    (3, ("sell", "deploy", "manage", "build")),
)  # fmt: skip
DEALS_A_QUARTER = ((58, 1), (30, 2), (9, 3), (3, 8))


@attrs.frozen
class Partner:
    partner_id: str
    country: str
    category: str
    pillars: tuple[str, ...]
    csat: str
    joined: datetime.date


@attrs.frozen
class Deal:
    """One version of a deal; `cents` are hundredths of a USD."""

    partner_id: str
    deal_id: str
    pillar: str
    cents: int
    status: str
    closed_on: datetime.date
    booked_on: datetime.date
    new_product: bool = False


@attrs.frozen
class Certificate:
    partner_id: str
    holder: str
    track: str
    issued_on: datetime.date
    expires_on: datetime.date | None


@attrs.frozen
class Solution:
    partner_id: str
    name: str
    certified_on: datetime.date
    certified_until: datetime.date | None


@attrs.frozen
class Data:
    partners: tuple[Partner, ...]
    deals: tuple[Deal, ...]
    certificates: tuple[Certificate, ...]
    solutions: tuple[Solution, ...]


def make(seed: int = SEED) -> Data:
    """The whole population. Only whole numbers are drawn, so every machine draws the same."""
    draw = random.Random(seed)
    partners, deals, certificates, solutions = [], [], [], []
    for number in range(1, PARTNERS + 1):
        partner_id = f"P{number:03}"
        # From the fifth on those by hand are drawn as well: one more leaves all the others as they are.
        partner, own, papers = _drawn(draw, partner_id) if partner_id not in FIRST_ANCHORS else _anchor(partner_id)
        beside = random.Random(seed * PARTNERS + number)
        built = list(_solutions(beside, partner))
        papers.extend(_special_certificates(beside, partner, papers))
        if partner_id in ANCHORS:
            partner, own, papers = _anchor(partner_id)
            built = [Solution(partner_id, SOLUTIONS[0], ISSUED, None)] if "build" in partner.pillars else []
        partners.append(partner)
        deals.extend(own)
        certificates.extend(papers)
        solutions.extend(built)
    deals.sort(key=lambda deal: (deal.booked_on, deal.deal_id))
    return Data(tuple(partners), tuple(deals), tuple(certificates), tuple(solutions))


# ------------------------------------------------------------------------------------------------ partners by hand


# What each sells in every quarter of 2024 and 2025, in whole USD by pillar; the tests work these out on paper.
ANCHORS: dict[str, tuple[Partner, dict[str, int], int]] = {
    "P001": (
        Partner("P001", "CO", "integrator", ("sell", "deploy"), "4.6", datetime.date(2021, 3, 1)),
        {"deploy": 60_000, "sell": 30_000}, 2,
    ),
    "P002": (
        Partner("P002", "ES", "integrator", ("sell", "deploy"), "4.6", datetime.date(2021, 3, 1)),
        {"deploy": 60_000, "sell": 30_000}, 2,
    ),
    "P003": (
        Partner("P003", "BR", "integrator", ("deploy",), "", datetime.date(2020, 7, 15)), {"deploy": 25_000}, 4,
    ),
    "P004": (
        Partner("P004", "MX", "distributor", ("sell", "deploy"), "4.0", datetime.date(2019, 1, 7)),
        {"deploy": 900_000, "sell": 900_000}, 6,
    ),
    "P005": (
        Partner("P005", "US", "integrator", ("manage", "build"), "4.5", datetime.date(2021, 3, 1)),
        {"manage": 20_000, "build": 30_000}, 2,
    ),
    "P006": (
        Partner("P006", "PE", "reseller", ("sell",), "4.5", datetime.date(2021, 3, 1)), {"sell": 18_000}, 2,
    ),
    "P007": (
        Partner("P007", "ES", "integrator", ("sell",), "4.6", datetime.date(2019, 3, 1)), {"sell": 200_000}, 6,
    ),
}  # fmt: skip
FIRST_ANCHORS = ("P001", "P002", "P003", "P004")
# What two people of theirs hold besides.
ANCHORED_TRACKS = {"P007": ("KHCS", "KTS")}
ISSUED = datetime.date(2023, 2, 1)


def _anchor(partner_id: str) -> tuple[Partner, list[Deal], list[Certificate]]:
    partner, sales, people = ANCHORS[partner_id]
    deals = []
    for quarter in range(1, QUARTERS):
        closed = _day(quarter, 9)
        for pillar, amount in sales.items():
            deal_id = f"{partner_id}-{quarter}{pillar[0].upper()}"
            deals.append(Deal(partner_id, deal_id, pillar, amount * 100, "won", closed, closed))
    held = [(name, "KES") for name in PEOPLE[:people]]
    held += [(name, track) for track in ANCHORED_TRACKS.get(partner_id, ()) for name in PEOPLE[:2]]
    return partner, deals, [Certificate(partner_id, name, track, ISSUED, None) for name, track in held]


# ------------------------------------------------------------------------------------------------ partners drawn


def _drawn(draw: random.Random, partner_id: str) -> tuple[Partner, list[Deal], list[Certificate]]:
    low, high, aim = _weighted(draw, [(share, (low, high, aim)) for share, low, high, aim in PROFILES])
    partner = Partner(
        partner_id,
        _pick(draw, AMERICAS if draw.randrange(100) < 80 else ELSEWHERE),
        _weighted(draw, [(60, "reseller"), (34, "integrator"), (6, "distributor")]),
        _weighted(draw, PILLAR_SETS),
        _survey(draw),
        datetime.date(2018, 1, 8) + datetime.timedelta(days=draw.randrange(2400)),
    )
    deals = list(_deals(draw, partner, draw.randrange(low, high + 1), aim))
    return partner, deals, list(_certificates(draw, partner, 2 if high <= 30_000 else 5))


def _survey(draw: random.Random) -> str:
    """Nobody was asked, or a grade from 2.5 to 5.0, often right at what gold asks for."""
    if draw.randrange(100) < 22:
        return ""
    tenths = _weighted(draw, [(35, 40), (15, 39), (50, 25 + draw.randrange(26))])
    return f"{tenths // 10}.{tenths % 10}"


def _deals(draw: random.Random, partner: Partner, yearly: int, aim: int | None) -> Iterator[Deal]:
    """Deals quarter by quarter; who stays close to a level sells a quarter of it, or a cent less or more."""
    number = 0
    for quarter in range(QUARTERS):
        if _day(quarter, 91) <= partner.joined or (aim is None and draw.randrange(100) < 30):
            continue
        if aim is not None and draw.randrange(100) < 85:
            total = aim * 25 + _pick(draw, (-1, 0, 0, 0, 1))
        else:
            total = yearly * 25 * (60 + draw.randrange(80)) // 100
        parts = _weighted(draw, DEALS_A_QUARTER)
        for cents in _split(draw, total, parts):
            number += 1
            yield from _deal(draw, partner, number, quarter, cents)
        if draw.randrange(100) < 7:
            number += 1
            yield from _deal(draw, partner, number, quarter, total // 10, "returned")


def _deal(
    draw: random.Random, partner: Partner, number: int, quarter: int, cents: int, status: str = "won"
) -> Iterator[Deal]:
    """One deal, which may be open or lost, and may be corrected weeks later under the same deal_id."""
    closed = max(_day(quarter, draw.randrange(90)), partner.joined)
    booked = closed + datetime.timedelta(days=draw.randrange(4))
    pillar = _pick(draw, partner.pillars) if draw.randrange(100) < 94 else _pick(draw, PILLARS)
    if status == "won":
        status = _weighted(draw, [(90, "won"), (6, "open"), (4, "lost")])
    cents = min(cents, CENTS_MAX)
    deal = Deal(
        partner.partner_id, f"{partner.partner_id}-{number}", pillar, cents, status, closed, booked,
        new_product=draw.randrange(100) < 15,
    )  # fmt: skip
    yield deal
    if draw.randrange(100) < 5:
        later = booked + datetime.timedelta(days=20 + draw.randrange(60))
        corrected = "won" if status == "open" else status
        yield attrs.evolve(deal, cents=cents * (85 + draw.randrange(20)) // 100, status=corrected, booked_on=later)


def _certificates(draw: random.Random, partner: Partner, most: int) -> Iterator[Certificate]:
    """A person may hold several; some end on the last day of a quarter, some never."""
    for holder in PEOPLE[: draw.randrange(most) + 2 if draw.randrange(100) < 88 else 1]:
        for track in TRACKS[: 1 + (draw.randrange(100) < 25)]:
            issued = datetime.date(2022, 1, 1) + datetime.timedelta(days=draw.randrange(800))
            last_days = [_day(quarter, 0) - datetime.timedelta(days=1) for quarter in range(5, QUARTERS + 1)]
            in_three_years = issued + datetime.timedelta(days=1095)
            ends = _weighted(draw, [(65, None), (20, in_three_years), (15, _pick(draw, last_days))])
            yield Certificate(partner.partner_id, holder, track, issued, ends)


def _special_certificates(
    draw: random.Random, partner: Partner, papers: Sequence[Certificate]
) -> Iterator[Certificate]:
    """Some of a partner's people in one track more or two, for two partners of five: enough, or one too few."""
    holders = list(dict.fromkeys(paper.holder for paper in papers))
    if draw.randrange(100) >= 40:
        return
    for track in {_pick(draw, SPECIAL_TRACKS): None, _pick(draw, SPECIAL_TRACKS): None}:
        for holder in holders[: 1 + draw.randrange(4)]:
            issued = datetime.date(2022, 7, 1) + datetime.timedelta(days=draw.randrange(800))
            ends = _weighted(draw, [(75, None), (25, _day(5 + draw.randrange(5), 0) - datetime.timedelta(days=1))])
            yield Certificate(partner.partner_id, holder, track, issued, ends)


def _solutions(draw: random.Random, partner: Partner) -> Iterator[Solution]:
    """Up to two, of who builds; a certification lasts for two years from its day, or on and on."""
    if "build" not in partner.pillars:
        return
    for name in SOLUTIONS[: draw.randrange(3)]:
        certified = datetime.date(2022, 6, 1) + datetime.timedelta(days=draw.randrange(900))
        ends = _weighted(draw, [(50, None), (50, certified + datetime.timedelta(days=730))])
        yield Solution(partner.partner_id, name, certified, ends)


# ------------------------------------------------------------------------------------------------ drawing


def _day(quarter: int, days: int) -> datetime.date:
    """A day counted from the first of a quarter; a quarter has at least 90 days."""
    months = FIRST_DAY.month - 1 + 3 * quarter
    return datetime.date(FIRST_DAY.year + months // 12, months % 12 + 1, 1) + datetime.timedelta(days=days)


def _pick(draw: random.Random, items: Sequence):
    return items[draw.randrange(len(items))]


def _weighted(draw: random.Random, items: Iterable[tuple[int, object]]):
    """One of the items, by weights that add to 100."""
    at = draw.randrange(100)
    for weight, item in items:
        at -= weight
        if at < 0:
            return item
    raise ValueError("the weights add to less than 100")


def _split(draw: random.Random, total: int, parts: int) -> list[int]:
    """Amounts that add to the total; the first is the largest part of what is left more often than not."""
    amounts = []
    for left in range(parts, 1, -1):
        amount = total * (20 + draw.randrange(60)) // 100 if left > 1 else total
        amounts.append(amount)
        total -= amount
    return [*amounts, total]


# ------------------------------------------------------------------------------------------------ files


def write(data: Data, folder: Path) -> None:
    """Partner.csv, Deal.csv, Certificate.csv and Solution.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "Partner.csv", Partner, data.partners)
    _write(folder / "Deal.csv", Deal, data.deals)
    _write(folder / "Certificate.csv", Certificate, data.certificates)
    _write(folder / "Solution.csv", Solution, data.solutions)


def _write(path: Path, kind: type, rows: Iterable[object]) -> None:
    names = [field.name for field in attrs.fields(kind)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow("amount" if name == "cents" else name for name in names)
        writer.writerows([_cell(name, getattr(row, name)) for name in names] for row in rows)


def _cell(name: str, value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() if name == "cents":
            return f"{value // 100}.{value % 100:02}"
        case tuple():
            return ";".join(value)
    return str(value)


if __name__ == "__main__":
    write(make(), Path(sys.argv[1]))
