"""`python -m rulelang`: the same as the `rulelang` command."""
from __future__ import annotations

import sys

from rulelang.cli import main

if __name__ == "__main__":
    sys.exit(main())
