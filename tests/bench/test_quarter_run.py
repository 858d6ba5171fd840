"""The quarter run on a small scale: the program pays everybody what SQL written by hand pays."""
from __future__ import annotations

from pathlib import Path

import pytest
from bench.generate import generate
from bench.quarter_run import BY_HAND, contenders, paid_otherwise, result_of

pytestmark = pytest.mark.engines


@pytest.mark.parametrize("keys", ["text", "number"])
def test_everybody_is_paid_what_sql_by_hand_pays(tmp_path: Path, keys: str) -> None:
    generate(tmp_path, partners=2_000, keys=keys)
    for name, run in contenders(keys).items():
        run(tmp_path, result_of(tmp_path, name))

    assert {name: paid_otherwise(tmp_path, name) for name in BY_HAND} == dict.fromkeys(BY_HAND, 0)
