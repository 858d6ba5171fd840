"""rulelang: partner programs as text that people read and engines compute exactly.

Importing the package loads nothing else: the names below come from `rulelang.api` when they are first used.
"""
from __future__ import annotations

__version__ = "0.1.0"
__all__ = ["Loaded", "Program", "Run", "check", "load", "test"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from rulelang import api

        return getattr(api, name)
    raise AttributeError(f"module 'rulelang' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
