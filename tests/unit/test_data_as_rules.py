"""A file of data where rules were asked for is told at once, not row by row."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang import api
from rulelang.diagnostics.catalogue import words
from rulelang.diagnostics.refused import Refused


@pytest.mark.parametrize("name", ["Deal.csv", "deals.XLSX", "deal.parquet", "deals.jsonl"])
def test_a_file_of_data_is_no_file_of_rules(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text("partner_id,amount\nP1,5\n", encoding="utf-8")

    with pytest.raises(Refused) as refused:
        api.load(file)

    [finding] = refused.value.findings
    assert finding.name == "data-as-rules"
    assert name in words(finding).message


def test_a_file_where_the_folder_of_data_is_wanted_names_the_folder(tmp_path: Path) -> None:
    (tmp_path / "p.rule").write_text(
        "program p\n  currency USD\n  effective from 2025-01-01\n\nentity A identified by key\n  key text\n\n"
        "eligibility e of A\n  key is \"x\"\n"
    )
    data = tmp_path / "data"
    data.mkdir()
    (data / "A.csv").write_text("key\nx\n")

    with pytest.raises(Refused) as refused:
        api.load(tmp_path / "p.rule").program().run(data / "A.csv", "2025")

    assert words(refused.value.findings[0]).help[0] == "`A.csv` is a file: name the folder `data` that holds it"
