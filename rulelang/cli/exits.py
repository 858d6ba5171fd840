"""What the exit codes of the command mean."""
from __future__ import annotations

FINE = 0
FINDINGS = 1
USAGE = 2
REJECTED = 3
DEFECT = 70
INTERRUPTED = 130

TABLE = (
    (FINE, "fine"),
    (FINDINGS, "errors in a program, failed examples, or files that `fmt --check` would change"),
    (USAGE, "the command cannot be carried out as written: usage, configuration, files"),
    (REJECTED, "done, but rows of data were rejected"),
    (DEFECT, "a defect of rulelang itself"),
    (INTERRUPTED, "interrupted"),
)
