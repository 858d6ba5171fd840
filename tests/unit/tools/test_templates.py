"""What `rulelang new` makes: in each language the same program, which works and is laid out."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang import api
from rulelang.cli.locate import program_roots
from rulelang.languages import languages
from rulelang.source import SourceFile
from rulelang.syntax.format import format_text, shape
from rulelang.syntax.parse import parse
from rulelang.tools.templates import TEMPLATES, languages_of, make

PERIODS = {"reseller": "2025-Q2", "referral": "2025-03"}
PAID = {
    "reseller": ["1100.00", "250.01", "0.00"],
    "referral": ["800.00", "0.00", "5000.00"],
}
MADE = [(template, language) for template in TEMPLATES for language in languages_of(template)]


def rules_of(folder: Path) -> SourceFile:
    [path] = folder.glob("*.rule")
    return SourceFile(path.name, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_is_there_in_every_language(template: str) -> None:
    assert languages_of(template) == languages()


@pytest.mark.parametrize(("template", "language"), MADE)
def test_a_template_says_the_same_in_every_language(template: str, language: str, tmp_path: Path) -> None:
    make(tmp_path / "english", template)
    make(tmp_path / "own", template, language)
    english, own = rules_of(tmp_path / "english"), rules_of(tmp_path / "own")

    assert [shape(each.tree) for each in parse(own).declarations if each.tree is not None] == [
        shape(each.tree) for each in parse(english).declarations if each.tree is not None
    ]
    assert format_text(own) == own.text
    assert parse(own).language == language


@pytest.mark.parametrize(("template", "language"), MADE)
def test_a_template_works_in_every_language(template: str, language: str, tmp_path: Path) -> None:
    make(tmp_path, template, language)
    [root] = program_roots([str(tmp_path)])
    loaded = api.load(root)

    assert loaded.check() == ()
    for engine in api.ENGINES:
        assert [case.failures for case in api.test(loaded, engine=engine).cases if not case.passed] == []
        loaded.program().run(tmp_path / "data", PERIODS[template], engine=engine).write(tmp_path / "paid.csv")
        rows = (tmp_path / "paid.csv").read_text(encoding="utf-8").splitlines()[1:]
        assert [row.split(",")[-2] for row in rows] == PAID[template]
    page = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert f"`{rules_of(tmp_path).name}`" in page
    assert f"--period {PERIODS[template]}" in page
    files = [file.read_text(encoding="utf-8") for file in (tmp_path / "data").iterdir()]
    cells = {line.partition(",")[0] for file in files for line in file.split()}
    assert page.partition("--partner ")[2].split()[0] in cells
