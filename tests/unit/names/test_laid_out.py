"""Names in the place of numbers that lay out what is read."""
from __future__ import annotations

from rulelang.names.resolve import resolve
from rulelang.source import SourceFile
from rulelang.syntax import nodes, read
from rulelang.syntax.rewrite import parts_inside

PROGRAM = """program p
  currency USD
  effective from 2024-01-01

entity Partner identified by partner_id
  partner_id text

entity Deal identified by deal_id, belongs to Partner as deals, dated by closed_on
  deal_id   text
  closed_on date

parameter lookback count
  2 from 2020-01-01
  3 from 2023-01-01
  4 from 2025-07-01
  4 from 2026-01-01

measure lately of Partner is count
  count deals over the last lookback quarters
"""


def measure_of(*texts: str, name: str | None = None) -> nodes.Expression:
    modules = [read(SourceFile(f"{number}.rule", text))[0] for number, text in enumerate(texts)]
    resolved, findings = resolve(modules, name)
    assert resolved is not None
    assert findings == ()
    return resolved.measures["lately"].value


def lengths(value: nodes.Expression) -> list[tuple[str, int]]:
    """Each version's day and the number of quarters that it looks at."""
    assert isinstance(value, nodes.OfVersions)
    found = [(str(each.since), next(parts_inside(each.value, nodes.Window)).count) for each in value.versions]
    assert all(window.figure is None for window in parts_inside(value, nodes.Window))
    return found


def test_what_holds_at_the_start_is_the_first() -> None:
    assert lengths(measure_of(PROGRAM)) == [("None", 3), ("2025-07-01", 4)]


def test_a_number_that_never_changes_makes_one_value() -> None:
    value = measure_of(PROGRAM.replace("  4 from 2025-07-01\n  4 from 2026-01-01\n", ""))
    assert isinstance(value, nodes.Aggregate)
    assert value.window is not None
    assert value.window.count == 3


def test_a_variant_looks_as_far_as_it_says() -> None:
    program = f"{PROGRAM}\nadaptable\n  lookback: between 1 and 8\n"
    variant = "variant v of p\n  for country CO\n  effective from 2025-01-01\n\nset lookback: 6 from 2025-01-01\n"
    assert lengths(measure_of(program, variant, name="v")) == [("None", 3), ("2025-01-01", 6)]


def test_without_names_nothing_is_made_again() -> None:
    written = PROGRAM.replace("last lookback", "last 4")
    module, _ = read(SourceFile("0.rule", written))
    assert module.figures == ()
