"""The language a command speaks where no file says one."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang.cli import main
from rulelang.cli.spoken import spoken
from rulelang.source import SourceFile
from rulelang.syntax.format import format_text


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("set_to", "language"),
    [
        ({}, "en"),
        ({"LANG": "es_CO.UTF-8"}, "es"),
        ({"LANG": "pt_BR"}, "pt"),
        ({"LANG": "es_CO.UTF-8", "LC_MESSAGES": "pt_BR.UTF-8"}, "pt"),
        ({"LANG": "es_CO.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "en"),
    ],
)
def test_the_terminal_says_the_language(
    set_to: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in set_to.items():
        monkeypatch.setenv(name, value)

    assert spoken() == language


def test_the_arguments_go_before_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "pt_BR.UTF-8")

    assert spoken(["explain", "RL206", "--language", "es"]) == "es"
    assert spoken(["explain", "RL206", "--language=es"]) == "es"
    assert spoken(["explain", "RL206", "--language", "xx"]) == "pt"
    assert spoken(["explain", "RL206", "--language"]) == "pt"


WRONG = {
    ("chekc",): "no existe el comando `chekc`; ¿quiso decir `check`?",
    ("frobnicate",): "no existe el comando `frobnicate`",
    ("check", "--frobnicate"): "no existe la opción `--frobnicate`",
    ("check", "--wacth"): "no existe la opción `--wacth`; ¿quiso decir `--watch`?",
    ("check", "--watch=1"): "`--watch` no lleva valor",
    ("check", "--format"): "`--format` necesita un valor a continuación",
    ("check", "--format", "xml"): "`xml` no es un valor de `--format`: puede ser",
    ("run", "acme", "--period", "2025"): "falta `--data`",
    ("schema",): "falta `PROGRAM`",
    ("schema", "one", "two"): "`rulelang schema` no admite tanto: sobra `two`",
}


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_a_wrong_call_is_told_in_the_language_of_the_terminal(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "es_CO.UTF-8")

    assert main(list(arguments)) == 2
    first, *others = capsys.readouterr().err.splitlines()
    assert first.startswith(f"rulelang: {WRONG[arguments]}")
    assert all(line.startswith("Pruebe `rulelang") for line in others)


def test_a_finding_about_no_file_is_told_in_the_language_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "pt_BR.UTF-8")

    assert main(["check", "nowhere"]) == 2
    assert capsys.readouterr().err.startswith("erro[")


def test_a_refusal_is_told_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--data", "data", "--period", "2025", "--partner", "P1", "--language", "pt"]

    assert main(["explain", "nowhere", *asked]) == 2
    assert capsys.readouterr().err.startswith("erro[")


def test_a_code_is_told_in_the_language_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "pt_BR.UTF-8")

    assert main(["explain", "RL206"]) == 0
    assert capsys.readouterr().out.startswith("RL206 unknown-name (erro)")


PROGRAM = """program acme
  language edition 1
  currency USD
  year starts january
  effective from 2025-01-01

entity Partner identified by partner_id
  partner_id text

eligibility named of Partner
  partner_id is known
"""


def test_what_is_shown_again_is_in_the_language_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name, language in (("a", "en"), ("b", "es")):
        text = format_text(SourceFile("a.rule", PROGRAM), language)
        (tmp_path / f"{name}.rule").write_text(text, encoding="utf-8")
    remarks = []
    for language in ("es_CO.UTF-8", "es_CO.UTF-8", "pt_BR.UTF-8"):
        monkeypatch.setenv("LANG", language)
        main(["check", "a.rule", "b.rule"])
        remarks.append(capsys.readouterr().err)

    assert remarks == ["nada que señalar\n", "nada que señalar\n", "nada a apontar\n"]


def test_doubts_about_an_export_are_told_in_the_language_of_the_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = (
        'programa socios "Socios"\n  moneda COP\n  el año empieza en enero\n  vigente desde 2025-01-01\n\n'
        "entidad Socio identificada por socio_id\n  socio_id texto\n  ingreso fecha\n"
    )
    (tmp_path / "socios.es.rule").write_text(rules, "utf-8")
    (tmp_path / "socio.csv").write_text("socio_id;ingreso\nS1;01/02/2024\n", "utf-8")

    assert main(["map", "socio.csv", "--program", "socios.es.rule"]) == 0
    assert "las fechas de `ingreso`, como `01/02/2024`" in capsys.readouterr().err
