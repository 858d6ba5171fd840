"""The data of Kaspersky United is what its generator makes."""
from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from support.kaspersky_population import PARTNERS, SPECIAL_TRACKS, Data, make, write
from support.workspace import REPOSITORY

COMMITTED = REPOSITORY / "programs" / "kaspersky_united" / "data"


@pytest.fixture(scope="module")
def data() -> Data:
    return make()


def test_the_committed_files_are_what_the_generator_makes(data: Data, tmp_path: Path) -> None:
    write(data, tmp_path)

    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted(path.name for path in COMMITTED.iterdir())
    assert [name for name in names if (tmp_path / name).read_bytes() != (COMMITTED / name).read_bytes()] == []


def test_another_seed_makes_other_partners(data: Data) -> None:
    assert make(seed=1).deals != data.deals


def test_the_rules_have_something_to_bite_on(data: Data) -> None:
    versions = len(data.deals) - len({deal.deal_id for deal in data.deals})
    ends = {certificate.expires_on for certificate in data.certificates}

    assert len(data.partners) == PARTNERS
    assert {deal.status for deal in data.deals} == {"open", "won", "lost", "returned"}
    assert {len(deal.deal_id.split("-")) for deal in data.deals} == {2}
    assert versions > 100
    assert None in ends
    assert datetime.date(2025, 3, 31) in ends
    assert {certificate.track for certificate in data.certificates} == {"KES", "KATA", *SPECIAL_TRACKS}
    assert len({solution.partner_id for solution in data.solutions}) > 20
    assert any(solution.certified_until is None for solution in data.solutions)
    assert sum(not partner.csat for partner in data.partners) > 50
    assert min(deal.closed_on for deal in data.deals) < datetime.date(2023, 12, 31)
    assert max(deal.closed_on for deal in data.deals) > datetime.date(2025, 12, 1)
