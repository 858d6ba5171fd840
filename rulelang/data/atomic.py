"""Files that appear whole or not at all. Knows nothing of what is in them."""
from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.phrase import phrase
from rulelang.diagnostics.refused import Refused
from rulelang.diagnostics.system import is_full, of_the_database, system_reason

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary file in the same folder, renamed to `path` when the block ends well and removed when it does not.
    Where `path` is a link, what it leads to is replaced.

    Raises Refused, with the reason, where the folder or the file cannot be written, and where there is such a file that
    is protected: taking its place needs no leave of the file itself, but whoever protected it means it to stay.
    """
    if _is_protected(path):
        reason = phrase("the file is protected against writing")
        raise Refused([Diagnostic("result-not-written", None, {"path": path, "reason": reason}, variant="protected")])
    try:
        place = Path(os.path.realpath(path)) if path.is_symlink() else path
        handle, name = tempfile.mkstemp(prefix=f".{place.name}.", suffix=place.suffix, dir=place.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            # A temporary file is private; the result gets the access that any new file of its writer gets.
            temporary.chmod(0o666 & ~_umask())
            temporary.replace(place)
        finally:
            temporary.unlink(missing_ok=True)
    except Exception as problem:
        found = problem if isinstance(problem, OSError) else of_the_database(problem)
        if found is None:
            raise
        values, variant = {"path": path, "reason": system_reason(found)}, "full" if is_full(found) else ""
        raise Refused([Diagnostic("result-not-written", None, values, variant=variant)]) from problem


def _is_protected(path: Path) -> bool:
    """Whether nobody may write to a file, not even its owner."""
    try:
        return path.is_file() and not path.stat().st_mode & _WRITABLE
    except OSError:
        return False


def _umask() -> int:
    """The process's mask for new files. It can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
