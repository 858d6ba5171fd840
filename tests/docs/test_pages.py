"""Documentation that a newcomer reads: every example on it runs and shows what the page says."""
from __future__ import annotations

import pytest

from support import docpages
from support.docpages import Part
from support.markdown import rewrite
from support.pages import Differs, Expectations


@pytest.mark.parametrize("part", list(docpages.parts()), ids=lambda part: part.name)
def test_what_a_page_shows_is_what_comes_out(part: Part) -> None:
    expectations = Expectations()
    try:
        docpages.run_part(part, expectations)
    except Differs as differs:
        pytest.fail(f"{part.page}:{differs.line}\n{differs}", pytrace=False)
    if expectations.bodies:
        rewrite(part.page, expectations.bodies, expectations.attributes)


def test_a_declaration_takes_the_place_of_the_one_with_its_first_line() -> None:
    file = "program acme\n  currency USD\n\nmeasure a of Partner is count\n  1\n"

    changed = docpages.put_into(file, "measure a of Partner is count\n  2\n\nmeasure b of Partner is count\n  3\n")

    assert changed == (
        "program acme\n  currency USD\n\nmeasure a of Partner is count\n  2\n\nmeasure b of Partner is count\n  3\n"
    )
