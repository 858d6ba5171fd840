"""A slip of the fingers in a shipped program is told where it was made.

The long run is a command: `python -m tests.support.mutations slips`.
"""
from __future__ import annotations

import itertools

from support.mutations.programs import verdicts
from support.workspace import REPOSITORY

COUNT = 100
PROGRAMS = [REPOSITORY / "programs" / "kaspersky_united"]


def test_slips_are_told_where_they_were_made() -> None:
    errors = itertools.islice((one for one in verdicts(PROGRAMS, seed=5) if one.is_error), COUNT)
    astray = [(one.file, one.slip.line, one.slip.was, one.slip.now) for one in errors if not one.is_placed]

    assert len(astray) <= COUNT * 5 // 100, astray
