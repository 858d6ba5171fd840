"""Kinds and values as databases and spreadsheets write them are told with the way the rules write them."""
from __future__ import annotations

import pytest

from rulelang.diagnostics.catalogue import words
from tests.support.planted import PROGRAM, problems_of


@pytest.mark.parametrize(("condition", "instead"), [
    ("quota > 100000", "quota > 100000 USD"),
    ('grade is "gold"', "grade is gold"),
    ("total amount of deals >= 5", "total amount of deals >= 5 USD"),
])  # fmt: skip
def test_a_value_of_another_kind(condition: str, instead: str) -> None:
    (found,) = problems_of(PROGRAM.replace("  seats >= 3\n", f"  {condition}\n", 1))

    assert (found.name, words(found).help) == ("kinds-compared", (f"write `{instead}`",))


@pytest.mark.parametrize(("figure", "meant"), [("0.2", "20%"), ("20", "20%"), ("7.5", "7.5%")])
def test_a_percent_without_its_sign(figure: str, meant: str) -> None:
    text = PROGRAM.replace("  total amount of deals\n", f"  total amount of deals where discount >= {figure}\n", 1)
    (found,) = problems_of(text)

    assert words(found).help == (f"write `discount >= {meant}`",)


def test_a_text_that_is_no_value_of_the_type_is_no_advice() -> None:
    (found,) = problems_of(PROGRAM.replace("  seats >= 3\n", '  grade is "platinum"\n', 1))

    assert words(found).help == ("compare `grade` with a value of the same kind",)


@pytest.mark.parametrize(("kind", "meant"), [
    ("integer", "count"), ("string", "text"), ("float", "number"), ("boolean", "yes or no"), ("timestamp", "date"),
])  # fmt: skip
def test_a_kind_by_the_name_it_has_in_databases(kind: str, meant: str) -> None:
    found, *_ = problems_of(PROGRAM.replace("  seats      count\n", f"  seats      {kind}\n", 1))

    assert (found.name, words(found).help) == ("no-such-type", (f"did you mean `{meant}`?",))
