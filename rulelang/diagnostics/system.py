"""Why the system refused a file, in words of ours, so that they can be told in every language.

What has no words here is told as the system says it.
"""
from __future__ import annotations

import errno
import os
from types import MappingProxyType

from rulelang.diagnostics.phrase import Phrase, Told, phrase

_REASONS = MappingProxyType(
    {
        errno.ENOENT: phrase("there is no such file or folder"),
        errno.EACCES: phrase("permission denied"),
        errno.EPERM: phrase("permission denied"),
        errno.EISDIR: phrase("it is a folder"),
        errno.ENOTDIR: phrase("a part of its path is no folder"),
        errno.EEXIST: phrase("there is such a file already"),
        errno.ENOSPC: phrase("the disk is full"),
        errno.EDQUOT: phrase("the disk is full"),
        errno.EROFS: phrase("nothing can be written there"),
        errno.ENAMETOOLONG: phrase("the name is too long"),
        errno.EMFILE: phrase("too many files are open"),
        errno.ENFILE: phrase("too many files are open"),
        errno.ENOMEM: phrase("the memory is used up"),
        errno.EIO: phrase("the disk could not be read"),
        errno.EBUSY: phrase("something else is using it"),
        errno.ELOOP: phrase("its links lead in a circle"),
    }
)
_UNSAID = phrase("the system gave no reason")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def system_reason(problem: OSError, unsaid: Phrase = _UNSAID) -> Told:
    """The reason of a problem with a file; `unsaid` where the system gives none."""
    known = _REASONS.get(problem.errno) if problem.errno is not None else None
    return known or problem.strerror or unsaid


def is_full(problem: OSError) -> bool:
    """Whether there is no room left on the disk."""
    return problem.errno in _FULL


def of_the_database(problem: Exception) -> OSError | None:
    """The same problem as the system's own, where DuckDB met it; it is known by its name, so that asking loads
    nothing. DuckDB passes on what the system said of a full disk inside a sentence of its own."""
    if type(problem).__name__ != "IOException":
        return None
    full = next((code for code in sorted(_FULL) if os.strerror(code) in str(problem)), None)
    return OSError(full, os.strerror(full)) if full is not None else OSError(None, str(problem).partition("\n")[0])
