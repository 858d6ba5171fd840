"""From what is typed to files: paths, folders with programs, and names of programs and variants."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang import api
from rulelang.cli.locate import find_program, program_roots, rule_files
from rulelang.diagnostics.refused import Refused
from rulelang.project import read_source

FILES = {
    "programs/acme/program.rule": "program acme\n",
    "programs/acme/variants/brazil.pt.rule": "variante acme_brazil de acme\n",
    "programs/globex/program.rule": "program globex_partners\n",
    "programs/.hidden/program.rule": "program hidden\n",
    "programs/notes.txt": "",
    "loose.rule": "program loose\n",
}


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with two programs, a variant, and what is none."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def named(refused: pytest.ExceptionInfo[Refused]) -> tuple[str, dict[str, str]]:
    [finding] = refused.value.findings
    return finding.name, dict(finding.values)


def test_rule_files_are_found_below_folders_but_not_in_hidden_ones() -> None:
    assert [path.as_posix() for path in rule_files(["."])] == [
        "loose.rule",
        "programs/acme/program.rule",
        "programs/acme/variants/brazil.pt.rule",
        "programs/globex/program.rule",
    ]


def test_a_program_is_loaded_once_and_a_file_by_itself() -> None:
    assert [path.as_posix() for path in program_roots(["."])] == ["loose.rule", "programs/acme", "programs/globex"]
    assert program_roots(["programs/acme"]) == (Path("programs/acme"),)
    assert program_roots(["programs/acme/variants"]) == (Path("programs/acme/variants/brazil.pt.rule"),)
    assert program_roots(["programs/acme/program.rule"]) == (Path("programs/acme/program.rule"),)


@pytest.mark.parametrize(
    ("typed", "path", "name"),
    [
        ("acme", "programs/acme", None),
        ("acme_brazil", "programs/acme", "acme_brazil"),
        ("globex_partners", "programs/globex", "globex_partners"),
        ("programs/globex", "programs/globex", None),
        ("loose.rule", "loose.rule", None),
    ],
)
def test_a_program_is_found_by_its_name_folder_or_file(typed: str, path: str, name: str | None) -> None:
    assert find_program(typed) == (Path(path), name)


def test_a_name_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(Refused) as refused:
        find_program("acme_brasil")

    assert named(refused) == ("program-not-found", {"name": "acme_brasil", "suggestions": "`acme_brazil`"})


def test_a_folder_without_rules_and_a_path_that_is_not_there_are_told_apart() -> None:
    Path("empty").mkdir()
    with pytest.raises(Refused) as refused:
        rule_files(["empty"])
    assert named(refused) == ("no-programs", {"path": "empty"})
    with pytest.raises(Refused) as refused:
        rule_files(["nowhere"])
    assert named(refused) == ("file-not-found", {"path": "nowhere"})
    with pytest.raises(Refused) as refused:
        find_program("programs/nowhere")
    assert named(refused) == ("file-not-found", {"path": "programs/nowhere"})


@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_the_file_of_a_program_may_have_its_language_in_its_name(language: str) -> None:
    folder = Path("programs/andina")
    (folder / "variants").mkdir(parents=True)
    (folder / f"program.{language}.rule").write_text("program andina\n  language en\n  currency USD\n", "utf-8")
    variant = folder / "variants" / "brasil.pt.rule"
    variant.write_text("variante andina_brasil de andina\n", "utf-8")

    assert program_roots([str(folder)]) == program_roots([str(variant.parent.parent)]) == (folder,)
    assert find_program("andina") == (folder, None)
    assert find_program("andina_brasil") == (folder, "andina_brasil")
    for path in (folder, variant):
        assert sorted(module.file.name for module in api.load(path).modules) == [
            f"programs/andina/program.{language}.rule", "programs/andina/variants/brasil.pt.rule",
        ]  # fmt: skip


def test_a_program_under_two_names_is_told() -> None:
    head = "  currency USD\n  effective from 2025-01-01\n\nentity Partner identified by key\n  key  text\n"
    Path("both").mkdir()
    Path("both/program.rule").write_text(f"program acme\n{head}", "utf-8")
    Path("both/program.en.rule").write_text(f"program other\n{head}", "utf-8")

    assert [finding.name for finding in api.check("both")] == ["two-programs"]


def test_a_text_that_is_not_utf8_is_told_with_its_place() -> None:
    Path("latin.rule").write_bytes(b"program a\xf1o\n")
    with pytest.raises(Refused) as refused:
        read_source(Path("latin.rule"))

    assert named(refused) == ("text-not-utf8", {"path": "latin.rule", "position": "9"})
