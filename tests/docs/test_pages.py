"""Documentation that a newcomer reads: every example on it runs and shows what the page says."""
from __future__ import annotations

from pathlib import Path

import pytest

from support import docpages
from support.docpages import Part
from support.markdown import rewrite, sections
from support.pages import Differs, Expectations

PARTS = [part for part in docpages.parts() if not part.is_typed]
"""Those with lines for a terminal are walked in `tests/wheel`."""


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_what_a_page_shows_is_what_comes_out(part: Part) -> None:
    expectations = Expectations()
    try:
        docpages.run_part(part, expectations)
    except Differs as differs:
        pytest.fail(f"{part.page}:{differs.line}\n{differs}", pytrace=False)
    if expectations.bodies:
        rewrite(part.page, expectations.bodies, expectations.attributes)


@pytest.mark.parametrize("page", docpages.walked(), ids=lambda page: page.name)
def test_a_page_says_the_name_of_every_file_it_shows(page: Path) -> None:
    """A reader writes what is shown into the file whose name stands right above it, or into the same file as before."""
    text = page.read_text(encoding="utf-8")
    fences = [fence for section in sections(text) for fence in section.fences]
    unsaid, file, above = [], "", 0
    for fence in fences:
        prose = "\n".join(text.split("\n")[above : fence.line - 1])
        above = fence.line + fence.body.count("\n") + 1
        name = docpages.file_of(fence)
        if name and name != file and f"`{name}`" not in prose:
            unsaid.append(f"{fence.line}: {name}")
        file = name or file

    assert unsaid == []


@pytest.mark.parametrize("page", docpages.walked(), ids=lambda page: page.name)
def test_no_command_stands_where_nothing_runs_it(page: Path) -> None:
    fences = [fence for section in sections(page.read_text(encoding="utf-8")) for fence in section.fences]

    assert [fence.line for fence in fences if fence.kind not in docpages.KINDS] == []


def test_lines_take_the_place_of_those_with_their_key() -> None:
    file = '# words\n[a]\nx = "1"\n\n[b]\nx = "2"\n'

    assert docpages.put_lines(file, '[b]\nx = "3"\ny = "4"\n[c]\nz = "5"\n') == (
        '# words\n[a]\nx = "1"\n\n[b]\nx = "3"\ny = "4"\n\n[c]\nz = "5"\n'
    )


def test_a_declaration_takes_the_place_of_the_one_with_its_first_line() -> None:
    file = "program acme\n  currency USD\n\nmeasure a of Partner is count\n  1\n"

    changed = docpages.put_into(file, "measure a of Partner is count\n  2\n\nmeasure b of Partner is count\n  3\n")

    assert changed == (
        "program acme\n  currency USD\n\nmeasure a of Partner is count\n  2\n\nmeasure b of Partner is count\n  3\n"
    )


def differs(text: str, folder: str = "how-to") -> str:
    """What the runner says of a page of that folder; Differs is what every wrong page raises."""
    [section] = sections(text)
    with pytest.raises(Differs) as raised:
        docpages.run_part(Part(Path(folder, "page.md"), "page", section), Expectations(updating=False))
    return str(raised.value)


def test_a_command_that_shows_something_else_is_told() -> None:
    assert "+ rulelang " in differs("```console\n$ rulelang --version\nrulelang 9.9.9\n```\n")


def test_python_that_prints_something_else_is_told() -> None:
    assert "+ 2" in differs("```python\nprint(1 + 1)\n```\n```output\n3\n```\n")


def test_python_whose_output_is_not_shown_is_told() -> None:
    assert "no `output` fence" in differs("```python\nprint(1 + 1)\n```\n")


def test_a_workflow_that_would_fail_is_told() -> None:
    assert "ends with 2" in differs("```yaml\n- run: rulelang check nowhere\n```\n")


def test_a_finding_that_an_explanation_does_not_show_is_told() -> None:
    assert "found, not said on the page" in differs("```rule\nmeasure a of Nobody is count\n  1\n```\n", "explanation")
