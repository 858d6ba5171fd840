"""Files that come with the product, beside its modules. Knows none of them.

`importlib.resources` finds them as well, and takes five milliseconds to be imported each time the command starts.
"""
from __future__ import annotations

from pathlib import Path


def shipped(*names: str) -> Path:
    """A file or folder by its place inside the package."""
    return Path(__file__).parent.joinpath(*names)
