"""What nothing reads in any file of a program, and what only seems so."""
from __future__ import annotations

from rulelang.names.unused import unused
from rulelang.source import SourceFile
from rulelang.syntax import read

RESULT = "measure one of Nobody is number\n  1\n"


def _told(*texts: str, result: str = RESULT) -> list[str]:
    texts = (*texts, result)
    modules = [read(SourceFile(f"{number}.rule", text))[0] for number, text in enumerate(texts)]
    return [finding.span.text for finding in unused(modules) if finding.span is not None]


PARAMETER = "parameter bonus money\n  5 USD from 2025-01-01\n"
RECORDS = "entity Deal identified by deal_id, belongs to Partner as deals\n  deal_id text\n"


def test_read_by_another_file() -> None:
    assert _told(PARAMETER) == ["bonus"]
    assert _told(PARAMETER, "measure gift of Partner is money\n  bonus\n") == []


def test_records_by_what_they_are_called_where_they_belong() -> None:
    assert _told(RECORDS) == ["Deal"]
    assert _told(RECORDS, "measure many of Partner is count\n  count deals\n") == []


def test_a_region_may_stand_in_data_or_wait_for_a_variant() -> None:
    region, variant = "region andes is (CO, PE)\n", "variant acme_chile of acme\n  for region CL\n"

    assert _told(region) == []
    assert _told(region, variant) == ["andes"]
    assert _told(region, variant, "entity Partner identified by key\n  key text\n  area region\n") == ["Partner"]


def test_to_be_set_is_not_to_be_read() -> None:
    variant = "variant acme_andes of acme\n  for region andes\n\nset bonus: 7 USD from 2025-04-01\n"

    assert _told(PARAMETER, variant) == ["bonus"]


def test_who_begins_declares_what_there_is_first() -> None:
    assert _told(PARAMETER, RECORDS, result="") == []
    assert _told(PARAMETER, RECORDS, result="payout paid of Partner\n  paid every quarter\n") == ["bonus", "Deal"]
