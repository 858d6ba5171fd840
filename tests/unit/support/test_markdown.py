"""Pages are cut into headings and fences, and rewritten without touching anything else."""
from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from support.markdown import rewrite, sections

PAGE = dedent("""\
    # Rounding

    Words.

    ## Once
    ```rule name=a.rule
    program a
      # not a heading
    ```
    ```shown command="rulelang check a.rule" exit=1
    old
    ```
    ### Twice
    ````text
    ```rule
    ````
    ## Once
    ```rule
    ```
    """)


def test_fences_are_found_under_their_headings() -> None:
    found = sections(PAGE)

    assert [(section.title, section.line, len(section.fences)) for section in found] == [
        ("Once", 5, 2), ("Once / Twice", 13, 1), ("Once (2)", 17, 1),
    ]  # fmt: skip
    rule, shown = found[0].fences
    assert (rule.kind, rule.attributes, rule.body, rule.line) == (
        "rule", {"name": "a.rule"}, "program a\n  # not a heading\n", 6,
    )  # fmt: skip
    assert shown.attributes == {"command": "rulelang check a.rule", "exit": "1"}
    assert found[1].fences[0].body == "```rule\n"
    assert found[2].fences[0].body == ""


def test_only_the_fences_named_are_rewritten(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)

    rewrite(page, {1: "new\nlines\n", 3: "x\n"}, {1: {"command": "rulelang check a.rule"}})

    expected = PAGE.replace('a.rule" exit=1\nold\n', 'a.rule"\nnew\nlines\n')
    assert page.read_text() == expected.replace("```rule\n```\n", "```rule\nx\n```\n")
