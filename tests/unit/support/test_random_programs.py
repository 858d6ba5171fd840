"""The command that makes any number of random programs, as the pages of evidence write it."""
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from support.random_programs import trial
from support.random_programs.__main__ import main
from support.random_programs.program import RandomProgram, generate
from support.workspace import REPOSITORY

REFUSED = RandomProgram(7, (("base_program", "program base_program\n  currency"),))


def test_the_command_runs_from_the_repository(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    module = ["-m", "tests.support.random_programs"]
    options = ["--programs", "1", "--partners", "2", "--seed", "7", "--workers", "0", "--out", str(report)]

    ran = subprocess.run(
        [sys.executable, *module, *options], cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False
    )

    assert ran.returncode == 0, ran.stderr
    assert json.loads(report.read_text(encoding="utf-8"))["programs with differences"] == []


def test_a_program_that_is_refused_keeps_no_other_from_being_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(trial, "generate", lambda seed: REFUSED if seed == REFUSED.seed else generate(seed))
    report = tmp_path / "report.json"

    code = main(["--programs", "2", "--partners", "2", "--seed", "7", "--workers", "0", "--out", str(report)])

    found, said = json.loads(report.read_text(encoding="utf-8")), capsys.readouterr()
    assert (code, found["programs refused"], found["outcomes compared"] > 0) == (1, [7], True)
    assert "==== seed 7" in said.out
    assert "error[RL" in said.out
    assert said.err == "refused: seeds 7\n"
