"""Fields that are records: what becomes of them, what their parts are called, and how many there may be."""
from __future__ import annotations

from rulelang.core import nodes as core
from rulelang.core.hash import semantic_hash
from rulelang.core.lower import lower
from rulelang.diagnostics.model import Diagnostic
from rulelang.names.records import DEPTH_MAX, PARTS_MAX
from rulelang.names.resolve import resolve
from rulelang.source import SourceFile
from rulelang.syntax import read
from rulelang.typecheck.check import check

HEAD = """program acme
  language edition 1
  currency USD
  effective from 2025-01-01

"""
ENDS = """
eligibility somewhere of Partner
  partner_id is "x"
"""
ADDRESS = """record Address "Address" es: "Dirección"
  city "City" es: "Ciudad"  text
  floor                     text, optional

"""


def lowered(records: str, fields: str) -> tuple[core.Core | None, tuple[Diagnostic, ...]]:
    text = f"{HEAD}{records}entity Partner identified by partner_id\n  partner_id text\n{fields}{ENDS}"
    module, findings = read(SourceFile("program.rule", text))
    assert findings == ()
    resolved, findings = resolve([module])
    assert resolved is not None
    checked, more = check(resolved)
    return (lower(checked) if checked is not None and not findings else None), (*findings, *more)


def told(program: core.Core, field: str, language: str = "en") -> str:
    label = program.labels.get(("Partner", field))
    return label.told(language) if label is not None else ""


def test_what_parts_are_called() -> None:
    alone, _ = lowered(ADDRESS, "  home Address\n")
    both, _ = lowered(ADDRESS, '  home Address\n  shop "Shop" es: "Tienda" Address\n')
    assert alone is not None
    assert both is not None

    assert told(alone, "home.city") == "Address: City"
    assert told(alone, "home.city", "es") == "Dirección: Ciudad"
    assert told(alone, "home.floor") == "Address: floor"
    assert told(alone, "home") == "Address"
    assert told(both, "home.city") == "home: City"
    assert told(both, "home.floor") == ""
    assert told(both, "shop.city", "es") == "Tienda: Ciudad"
    assert told(both, "shop.floor", "pt") == "Shop: floor"


def test_a_record_means_its_parts_whatever_it_is_called() -> None:
    one, _ = lowered(ADDRESS, "  home Address\n")
    other, _ = lowered(ADDRESS.replace("record Address", "record Place"), "  home Place\n")
    optional, _ = lowered(ADDRESS, "  home Address, optional\n")
    assert one is not None
    assert other is not None
    assert optional is not None

    assert semantic_hash(one) == semantic_hash(other)
    assert semantic_hash(one) != semantic_hash(optional)


def test_what_may_be_absent_of_a_part() -> None:
    inner = "record Site\n  name text\n  spare Address, optional\n\n"
    program, _ = lowered(ADDRESS + inner, "  site Site, optional\n")
    assert program is not None

    assert program.read_through("Partner", "site.name") == (("site.name", "Partner.site"),)
    assert program.read_through("Partner", "site.spare.city") == (
        ("site.name", "Partner.site"), ("site.spare.city", "Partner.site.spare"),
    )  # fmt: skip
    assert program.read_through("Partner", "site.spare.floor") == (
        ("site.name", "Partner.site"), ("site.spare.city", "Partner.site.spare"),
        ("site.spare.floor", "Partner.site.spare.floor"),
    )  # fmt: skip


def _ladder_of_records(count: int, width: int) -> str:
    rungs = (
        "\n".join([f"record Rung_{n}", *(f"  part_{m} {f'Rung_{n + 1}' if n + 1 < count else 'text'}"
                                         for m in range(width)), "\n"])
        for n in range(count)
    )  # fmt: skip
    return "".join(rungs)


def test_records_that_lie_too_deep_are_told() -> None:
    program, _ = lowered(_ladder_of_records(DEPTH_MAX, 1), "  top Rung_0\n")
    _, findings = lowered(_ladder_of_records(DEPTH_MAX + 1, 1), "  top Rung_0\n")

    assert program is not None
    assert len(program.subject.fields) == 2
    assert [(each.name, each.variant) for each in findings] == [("record-in-itself", "large")]


def test_a_thousand_records_in_one_another_are_told() -> None:
    _, findings = lowered(_ladder_of_records(1_000, 1), "  top Rung_0\n")

    assert [(each.name, each.variant) for each in findings] == [("record-in-itself", "large")]


def test_parts_beyond_all_measure_are_told_at_once() -> None:
    _, findings = lowered(_ladder_of_records(DEPTH_MAX, 9), "  top Rung_0\n")
    wide, _ = lowered(_ladder_of_records(1, PARTS_MAX), "  top Rung_0\n")

    assert [(each.name, each.variant) for each in findings] == [("record-in-itself", "large")]
    assert wide is not None
    assert len(wide.subject.fields) == 1 + PARTS_MAX


def test_circles_are_told_once_each() -> None:
    circles = """record One
  two  Two

record Two
  one    One
  three  Three

record Three
  three  Three, optional

"""
    _, findings = lowered(circles, "  top One\n")

    assert [(each.name, each.values["path"]) for each in findings] == [
        ("record-in-itself", "`One` -> `Two` -> `One`"), ("record-in-itself", "`Three` -> `Three`"),
    ]  # fmt: skip


def test_two_fields_of_one_name_of_which_one_is_a_record() -> None:
    _, findings = lowered(ADDRESS, "  home text\n  home Address\n")

    assert [(each.name, each.values["name"]) for each in findings] == [("declared-twice", "home")]
