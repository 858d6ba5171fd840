"""A pytest plugin that writes down how each test ended, for the process that started it.

Knows nothing of faults. The file named by `RULELANG_VERDICT` holds for each test `passed`, `failed` (what a test said
of the product did not hold) or `broken` (it fell over: in the product, while collecting, or in a fixture).
"""
from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import rulelang
from support.pages import Differs

VERDICTS, PRODUCT = "RULELANG_VERDICT", "RULELANG_PRODUCT"
"""Names of the file that is written, and of the folder that `rulelang` has to come from."""
CRASHES = ("Traceback (most recent call last)", "RL900")
"""What a command shows when it fell over: a page that differs by it caught nothing."""
SAYS_NO = (AssertionError, Differs, pytest.fail.Exception)

_ended: dict[str, dict[str, str]] = {}


def pytest_configure(config: pytest.Config) -> None:
    home = Path(rulelang.__file__).resolve().parent.parent
    wanted = Path(os.environ[PRODUCT]).resolve()
    if home != wanted:
        raise pytest.UsageError(f"rulelang comes from {home}, not from {wanted}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Iterator[None]:
    report = yield
    if call.excinfo is not None:
        _ended[item.nodeid] = _failed(call.excinfo, str(report.longrepr)) if call.when == "call" else {"how": "broken"}
        _ended[item.nodeid]["text"] = str(report.longrepr)
    elif call.when == "call":
        _ended.setdefault(item.nodeid, {"how": "passed", "text": ""})
    return report


def _failed(problem: pytest.ExceptionInfo[BaseException], text: str) -> dict[str, str]:
    """An assertion of a test, not one inside the product and not about a trail that it printed."""
    inside = Path(str(problem.traceback[-1].path)).is_relative_to(Path(rulelang.__file__).parent)
    told = isinstance(problem.value, SAYS_NO) and not inside and not any(crash in text for crash in CRASHES)
    return {"how": "failed" if told else "broken"}


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    Path(os.environ[VERDICTS]).write_text(json.dumps(_ended), encoding="utf-8")
