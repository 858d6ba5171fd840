"""Exceptions on a choice of an ordered type: members that are named and members that are read stand side by side."""
from __future__ import annotations

from tests.support.planted import PROGRAM, problems_of

RANKED = """measure ranked of Partner is Size
  small
  except "first" when joined before 2023-07-01: size
  except "second" when country is CO: medium
  when exceptions meet the higher wins

eligibility ranked_so of Partner
  ranked is not small

"""


def test_the_higher_of_a_member_that_is_named_and_one_that_is_read() -> None:
    text = PROGRAM.replace("measure people", f"{RANKED}measure people", 1)

    assert [found.name for found in problems_of(text)] == [found.name for found in problems_of(PROGRAM)]
