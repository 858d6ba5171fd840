"""The command that makes any number of random programs, as the pages of evidence write it."""
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from support.workspace import REPOSITORY


def test_the_command_runs_from_the_repository(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    module = ["-m", "tests.support.random_programs"]
    options = ["--programs", "1", "--partners", "2", "--seed", "7", "--workers", "0", "--out", str(report)]

    ran = subprocess.run(
        [sys.executable, *module, *options], cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False
    )

    assert ran.returncode == 0, ran.stderr
    assert json.loads(report.read_text(encoding="utf-8"))["programs with differences"] == []
