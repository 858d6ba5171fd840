"""Line ends are no layout: a file of Windows that is laid out is left alone, and keeps its ends where it is not."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang.cli import main

LAID_OUT = """region andes is (CO, PE)

measure due of Partner is money
  text  # a remark
"""
DOCUMENTED = '''measure due of Partner is money
  """
  Two lines
  of words.
  """
  sales
'''


@pytest.mark.parametrize("text", [LAID_OUT, DOCUMENTED], ids=["rules", "text over several lines"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_what_is_laid_out_is_left_alone(text: str, end: str, tmp_path: Path) -> None:
    path = tmp_path / "program.rule"
    path.write_text(text, encoding="utf-8", newline="")
    assert main(["fmt", str(path)]) == 0
    laid_out = path.read_text(encoding="utf-8").replace("\n", end).encode()
    path.write_bytes(laid_out)

    assert main(["fmt", "--check", str(path)]) == 0
    assert main(["fmt", str(path)]) == 0
    assert path.read_bytes() == laid_out


def test_what_is_not_keeps_its_ends(tmp_path: Path) -> None:
    path = tmp_path / "program.rule"
    path.write_bytes(b"region andes   is (CO, PE)\r\n\r\nregion south is (CL)\r\n")

    assert main(["fmt", "--check", str(path)]) == 1
    assert main(["fmt", str(path)]) == 0

    assert path.read_bytes() == b"region andes is (CO, PE)\r\n\r\nregion south is (CL)\r\n"
