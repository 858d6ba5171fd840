"""What a command showed before, shown again where nothing it read has changed. Knows no rules and no findings.

What is kept is the text that was shown, under a digest of the command, its folder, the package and Python. It counts
only while every file that was read has the same content, every folder that was listed the same names, and every file
that was looked for and not found is still not there. What was read is learnt from Python itself, not from what the
passes say of themselves, so that a pass that reads one more file cannot be forgotten here.
"""
from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from rulelang import __version__, kept
from rulelang.languages import with_each_suffix

KIND = "shown"
# Files that change what others mean by being there: looked for above every file that is read.
LOOKED_FOR = (*with_each_suffix("program.rule"), "rulelang.toml", "rulelang.lock")
# Reads files without Python noticing; what it took part in is not kept.
UNSEEN_READERS = ("duckdb",)
FOLDERS_ABOVE = 4
_PACKAGE = Path(__file__).parent.parent


class Shown:
    """A text for standard output, a line about it or nothing, and the exit code."""

    __slots__ = ("remark", "status", "text")

    def __init__(self, text: str, remark: str, status: int) -> None:
        self.text, self.remark, self.status = text, remark, status


class Reads:
    """Files that were opened and folders that were listed, with the time of their last change just before."""

    def __init__(self) -> None:
        self.files: dict[str, int] = {}
        self.folders: dict[str, int] = {}

    def note(self, event: str, arguments: tuple[Any, ...]) -> None:
        noted = self.files if event == "open" else self.folders
        path = arguments[0]
        if event == "open" and (len(arguments) > 1 and arguments[1] not in ("r", "rb", None)):
            return
        if isinstance(path, (str, bytes, os.PathLike)):
            absolute = os.path.abspath(os.fsdecode(path))
            if not f"{absolute}{os.sep}".startswith(_OWN) and absolute not in noted:
                noted[absolute] = _changed(absolute)


# Python's own files and those of packages; what is in these is in the key.
_OWN = tuple(str(path) + os.sep for path in (_PACKAGE, Path(os.__file__).parent, Path(click.__file__).parent.parent))
_listening: list[Reads] = []
_EVENTS = frozenset({"open", "os.listdir", "os.scandir"})


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if _listening and event in _EVENTS:
        _listening[-1].note(event, arguments)


@contextlib.contextmanager
def reading() -> Iterator[Reads]:
    """Notes what is read inside. What hears it stays for the rest of the process, and is deaf outside."""
    if not getattr(sys, "_rulelang_hears", False):
        sys.addaudithook(_hear)
        sys._rulelang_hears = True  # type: ignore[attr-defined]
    reads = Reads()
    _listening.append(reads)
    try:
        yield reads
    finally:
        _listening.remove(reads)


def key_for(arguments: Sequence[str]) -> str:
    """The name under which the result of these arguments is kept in this folder."""
    own = (f"{e.path} {e.stat().st_mtime_ns} {e.stat().st_size}" for e in _entries(str(_PACKAGE)))
    python = f"{sys.version} {sys.platform}"
    return kept.key_of(__version__, python, os.getcwd(), "\n".join(sorted(own)), *arguments)


def recalled(key: str) -> Shown | None:
    """What was shown, where nothing that was read for it has changed."""
    body = kept.recall(KIND, key)
    if body is None:
        return None
    found = json.loads(body)
    if found["reads"] != _state(found["reads"]):
        return None
    return Shown(found["text"], found["remark"], found["status"])


def remember(key: str, shown: Shown, reads: Reads) -> None:
    """Keeps what was shown, unless a file changed meanwhile or was read where Python does not notice."""
    cache = os.path.realpath(kept.folder()) + os.sep
    files = {path: changed for path, changed in reads.files.items() if not path.startswith(cache)}
    folders = {path: changed for path, changed in reads.folders.items() if not path.startswith(cache)}
    probes = {str(above / name) for path in files for above in _above(path) for name in LOOKED_FOR}
    state = _state({"files": dict.fromkeys(files), "folders": dict.fromkeys(folders), "probes": dict.fromkeys(probes)})
    same = all(_changed(path) == changed for path, changed in (files | folders).items())
    if same and not any(name in sys.modules for name in UNSEEN_READERS):
        document = {"reads": state, "text": shown.text, "remark": shown.remark, "status": shown.status}
        kept.keep(KIND, key, json.dumps(document).encode())


def _state(reads: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        "files": {path: _content(path) for path in reads["files"]},
        "folders": {path: _names(path) for path in reads["folders"]},
        "probes": {path: os.path.exists(path) for path in reads["probes"]},
    }


def _above(path: str) -> Sequence[Path]:
    return list(Path(path).parents)[:FOLDERS_ABOVE]


def _changed(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return -1


def _content(path: str) -> str | None:
    try:
        with open(path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return None


def _names(path: str) -> str | None:
    try:
        # Asking an entry itself fails where it is a link to itself.
        names = sorted(f"{name}{'/' if os.path.isdir(os.path.join(path, name)) else ''}" for name in os.listdir(path))
    except OSError:
        return None
    return hashlib.sha256("\n".join(names).encode(errors="surrogatepass")).hexdigest()


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _entries(entry.path)
        elif not entry.name.endswith(".pyc"):
            yield entry
