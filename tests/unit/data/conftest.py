"""A folder of data that the hand-made program reads without a single reject, and a way to change it."""
from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from rulelang.core.population import Population, Subject
from rulelang.data.read import read_population
from rulelang.data.reading import Counts, Reading
from support.cores import kaspersky_core

CORE = kaspersky_core()
UNTIL = datetime.date(2025, 6, 30)

PARTNERS = """\
partner_id,country,category,pillars,csat,joined
0042,NO,reseller,sell;deploy,4.6,2018-03-01
0007,BR,integrator,,,2020-02-29
"""
DEALS = """\
deal_id,partner_id,pillar,amount,status,closed_on,booked_on
D1,0042,deploy,1250.00,won,2025-04-01,2025-04-02
D2,0042,sell,10.5,open,2025-05-01,2025-05-01
D3,0007,deploy,-3 USD,returned,2025-02-10,2025-06-01
"""
CERTIFICATES = """\
partner_id,holder,track,issued_on,expires_on
0042,Ana Souza,KES,2024-08-15,
0042,Ana Souza,KES,2024-08-15,
0007,"Lima, João",KES,2024-11-30,2026-11-29
"""


@attrs.frozen
class Folder:
    path: Path

    def write(self, name: str, content: str | bytes) -> Folder:
        """Writes a file; lines of text end as they are written."""
        data = content if isinstance(content, bytes) else content.encode()
        (self.path / name).write_bytes(data)
        return self

    def remove(self, name: str) -> Folder:
        (self.path / name).unlink()
        return self

    def deals(self, *rows: str) -> Folder:
        return self.write("Deal.csv", "\n".join([DEALS.splitlines()[0], *rows, ""]))

    def read(self, as_of: str | None = None, *, accept_rejects: bool = False) -> tuple[Population | None, Reading]:
        day = datetime.date.fromisoformat(as_of) if as_of else None
        return read_population(CORE, self.path, as_of=day, until=UNTIL, accept_rejects=accept_rejects)

    def population(self, as_of: str | None = None) -> Population:
        population, reading = self.read(as_of)
        assert population is not None, reading.findings
        return population

    def subject(self, key: str, as_of: str | None = None) -> Subject:
        return next(each for each in self.population(as_of).subjects if each.key == (key,))

    def rejects(self, as_of: str | None = None) -> list[tuple[str, int | None, str | None]]:
        """Name, row and column of every reject."""
        _, reading = self.read(as_of)
        assert reading.findings == ()
        return [(each.name, each.place.row, each.place.column) for each in reading.rejects if each.place]

    def findings(self) -> list[str]:
        population, reading = self.read()
        assert population is None
        assert reading.rejects == ()
        return [each.name for each in reading.findings]

    def counts(self, entity: str = "Deal", as_of: str | None = None) -> Counts:
        return next(each for each in self.read(as_of)[1].counts if each.entity == entity)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path).write("Partner.csv", PARTNERS).write("Deal.csv", DEALS).write(
        "Certificate.csv", CERTIFICATES
    )


@pytest.fixture
def worded() -> Callable[[Reading], list[str]]:
    """The words of everything a reading found."""
    from rulelang.diagnostics.catalogue import words

    return lambda reading: [words(each).message for each in (*reading.findings, *reading.rejects)]
