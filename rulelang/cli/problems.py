"""Problems that are not about a program: files that cannot be read, requests that cannot be met, our own defects."""
from __future__ import annotations

import os
import platform
import traceback
from pathlib import PurePath
from types import MappingProxyType

from rulelang import __version__
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.phrase import phrase
from rulelang.diagnostics.refused import Refused
from rulelang.diagnostics.system import is_full, of_the_database, system_reason

# Packages that not everybody has, and the extra that brings each.
_EXTRAS = MappingProxyType({"duckdb": "batch"})


def refusal(problem: Exception) -> tuple[Diagnostic, ...] | None:
    """What to tell about a problem that lies in the request or in its files; nothing if it is a defect of ours."""
    match problem:
        case Refused(findings=findings):
            return findings
        case ModuleNotFoundError(name=str() as module) if module in _EXTRAS:
            return (Diagnostic("missing-extra", None, {"purpose": phrase("this command"), "extra": _EXTRAS[module]}),)
        case FileNotFoundError(filename=str() | PurePath() as name):
            return (Diagnostic("file-not-found", None, {"path": name}),)
        case UnicodeDecodeError(start=start):
            return (Diagnostic("text-not-utf8", None, {"path": "-", "position": str(start)}),)
        case OSError(filename=name) if name:
            return (Diagnostic("file-not-usable", None, {"path": name, "reason": system_reason(problem)}),)
        case FileNotFoundError():
            return (Diagnostic("not-written", None, {}, variant="temporary" if _is_there() else "here"),)
        case _ if _lacks_memory(problem):
            return (Diagnostic("out-of-memory", None, {}),)
        case _:
            return _no_room(problem if isinstance(problem, OSError) else of_the_database(problem))


def _is_there() -> bool:
    """Whether the folder in which the command was started is still there."""
    try:
        return bool(os.getcwd())
    except FileNotFoundError:
        return False


def _no_room(problem: OSError | None) -> tuple[Diagnostic, ...] | None:
    """A disk that fills up under what a command prints or keeps aside; no file of the user's is named then."""
    return (Diagnostic("not-written", None, {}),) if problem is not None and is_full(problem) else None


def _lacks_memory(problem: Exception) -> bool:
    """DuckDB has an exception of its own for it, which is known by its name: it is not loaded to be asked."""
    return isinstance(problem, MemoryError) or type(problem).__name__ == "OutOfMemoryException"


def defect(problem: Exception) -> Diagnostic:
    """The finding that a defect of rulelang itself is told by: where it stopped and how to report it."""
    frames = traceback.extract_tb(problem.__traceback__)
    ours = [frame for frame in frames if "rulelang" in PurePath(frame.filename).parts]
    place = f"{PurePath(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
    return Diagnostic(
        "own-defect",
        None,
        {
            "kind": type(problem).__name__,
            "where": place,
            "version": __version__,
            "python": platform.python_version(),
            "system": platform.system(),
        },
    )
