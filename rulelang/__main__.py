"""`python -m rulelang`: the same as the `rulelang` command."""
from __future__ import annotations

from rulelang.cli import process

if __name__ == "__main__":
    process()
