"""Every command that needs a sound program tells what `check` tells of one with mistakes, and nothing else."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang.cli import main

PROGRAM = """program acme
  language edition 1
  currency USD
  year starts january
  effective from 2024-01-01

entity Partner identified by partner_id
  partner_id  text
  country     country
  sales       money

measure growing of Partner is money
  salse + 5 USD

eligibility large of Partner
  sales >= 5%

adaptable
  everything else: fixed
"""
VARIANT = """variant acme_peru of acme
  for country PE
  effective from 2025-01-01

measure more of Partner is money
  sales + sold
"""
SLIP = """
measure broken of Partner is money
  sales + + 3
"""
COMMANDS = (
    ("run", "program.rule", "--data", ".", "--period", "2025-Q1"),
    ("run", "program.rule", "--data", ".", "--period", "2025-Q1", "--family"),
    ("explain", "program.rule", "--data", ".", "--period", "2025-Q1", "--partner", "P-1"),
    ("test", "."),
    ("variants", "."),
    ("schema", "program.rule"),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "variants").mkdir()
    (tmp_path / "variants" / "peru.rule").write_text(VARIANT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("slip", ["", SLIP], ids=["read", "not read"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_tells_what_check_tells(
    folder: Path, command: tuple[str, ...], slip: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "program.rule").write_text(PROGRAM + slip, encoding="utf-8")
    assert main(["check", "--no-cache", command[1]]) == 1
    checked = capsys.readouterr().out

    assert main(list(command)) == 1

    assert checked.count("error[") == (4 if slip else 3)
    assert capsys.readouterr().err == checked
