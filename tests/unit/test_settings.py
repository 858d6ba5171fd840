"""What a project says of itself, and what it leaves out."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang.diagnostics.refused import Refused
from rulelang.settings import settings_for


def project(folder: Path, text: str) -> Path:
    (folder / "rulelang.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("pattern", "path", "excluded"),
    [
        ("drafts", "drafts", True),
        ("drafts", "drafts/a.rule", True),
        ("drafts/", "drafts/deep/a.rule", True),
        ("./drafts", "drafts/a.rule", True),
        ("drafts", "my_drafts/a.rule", False),
        ("*.draft.rule", "x/a.draft.rule", True),
        ("tests/*/broken", "tests/one/broken/a.rule", True),
        ("Drafts", "drafts/a.rule", False),
    ],
)
def test_patterns(pattern: str, path: str, excluded: bool, tmp_path: Path) -> None:
    settings = settings_for(project(tmp_path, f'[project]\nexclude = ["{pattern}"]\n'))

    assert settings.excludes(tmp_path / path) is excluded


def test_the_nearest_project_above_holds(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    project(tmp_path, '[project]\nexclude = ["a/b/x"]\n')
    project(inner, '[data.Partner]\nfile = "p.csv"\n')

    assert settings_for(inner).excludes(inner / "x")
    project(inner, "[project]\n")
    assert not settings_for(inner).excludes(inner / "x")


@pytest.mark.parametrize("text", ["[project", "project = 3", "[project]\nexclude = 3", "[project]\nexclude = [3]"])
def test_slips_are_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        settings_for(project(tmp_path, text))


def test_a_table_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        settings_for(project(tmp_path, '[date.Partner]\nfile = "p.csv"\n'))

    (finding,) = refused.value.findings
    assert (finding.name, finding.variant, finding.values["suggestions"]) == ("settings-key", "table", "`data`")
