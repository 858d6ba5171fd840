"""Files of a project: which rule files make up the program that a path means. The one place that reads rule files."""
from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Callable
from pathlib import Path

from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused
from rulelang.languages import with_each_suffix, without_suffix
from rulelang.shipped import shipped
from rulelang.source import SourceFile, other_than_utf8

PROGRAM_FILE = "program.rule"
PROJECT_FILE = "rulelang.toml"
LOCK_FILE = "rulelang.lock"
VARIANTS_FOLDER = "variants"
LIBRARY = "std"
FILES_OF_DATA = frozenset({".csv", ".tsv", ".json", ".jsonl", ".parquet", ".xlsx", ".xls"})
"""What is read by `--data` and never as rules."""
SOURCE_BYTES_MAX = 4_000_000
"""A rule file is text that people write and read; a larger one is something else."""


def files_of(path: Path) -> tuple[tuple[SourceFile, ...], SourceFile | None]:
    """The rule files of the program at a path, and the one that was named where the path is a file.

    A folder holds `program.rule` (or `program.es.rule`) and perhaps `variants/*.rule`; any other folder is all its rule
    files. A file stands for the folder it belongs to when that holds a program, else for itself.
    """
    if path.is_dir():
        return tuple(read_source(file) for file in _in_folder(path)), None
    if not path.is_file():
        raise Refused([Diagnostic("file-not-found", None, {"path": path.as_posix()})])
    named = read_rules(path)
    home = _home(path)
    if home is None:
        return (named,), named
    named_place = os.path.realpath(path)
    others = [read_source(file) for file in _in_folder(home) if os.path.realpath(file) != named_place]
    return (*others, named), named


def read_rules(path: Path) -> SourceFile:
    """A file that was named as one of rules; `Refused` where its name says that it holds data."""
    if path.suffix.lower() in FILES_OF_DATA:
        raise Refused([Diagnostic("data-as-rules", None, {"path": path.as_posix()})])
    return read_source(path)


def _home(path: Path) -> Path | None:
    return next((f for f in (path.parent, path.parent.parent) if program_files(f)), None)


def program_files(folder: Path) -> list[Path]:
    """The file of the program in a folder; several only where it stands there under several names, which is told."""
    return [path for name in with_each_suffix(PROGRAM_FILE) if (path := folder / name).is_file()]


def _in_folder(folder: Path) -> list[Path]:
    if programs := program_files(folder):
        return [*programs, *sorted((folder / VARIANTS_FOLDER).glob("*.rule"))]
    found = sorted(folder.glob("*.rule"))
    if not found:
        raise Refused([Diagnostic("no-programs", None, {"path": folder.as_posix()})])
    return found


def read_source(path: Path) -> SourceFile:
    """A rule file's text under the name people know it by; `Refused` where it is too large or no text in UTF-8.

    Lines may end as on any system, also with a carriage return alone.
    """
    name = path.as_posix()
    if path.stat().st_size > SOURCE_BYTES_MAX:
        raise Refused([Diagnostic("rule-file-too-large", None, {"path": name, "limit": f"{SOURCE_BYTES_MAX:_}"})])
    content = path.read_bytes()
    if kind := other_than_utf8(content):
        raise Refused([Diagnostic("text-not-utf8", None, {"path": name}, variant=kind)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Refused([Diagnostic("text-not-utf8", None, {"path": name, "position": str(problem.start)})]) from problem
    return SourceFile(name, text if "\n" in text else text.replace("\r", "\n"))


def read_lock(home: Path) -> str | None:
    """The text of the lock file of the program in a folder; None where there is none. One that is there and cannot be
    opened raises OSError: without it nothing would say that a base has moved."""
    file = home / LOCK_FILE
    if not file.exists() and not file.is_symlink():
        return None
    return file.read_text(encoding="utf-8", errors="replace")


# ------------------------------------------------------------------------------------------------ used files


def home_of(path: Path) -> Path:
    """The folder from which the files that a program uses or reads are named."""
    return path if path.is_dir() else _home(path) or path.parent


def usable_files(home: Path) -> dict[str, Callable[[], SourceFile | None]]:
    """The files that can be used, by name: those of the language's own library (`std.scoring`), beside the program, and
    other programs beside its folder. What stands nearer to the program hides what stands further away."""
    found: dict[str, Callable[[], SourceFile | None]] = {}
    for file in sorted(_library().iterdir(), key=lambda file: file.name):
        if file.name.endswith(".rule"):
            found[f"{LIBRARY}.{file.name.removesuffix('.rule')}"] = functools.partial(_own_source, file)
    for entry in sorted(home.iterdir()):
        _offer(entry, found)
    for entry in _beside(home):
        with contextlib.suppress(PermissionError):  # of somebody else, as many beside a home or in /tmp are
            if entry.is_dir() and (programs := program_files(entry)):
                found.setdefault(entry.name, functools.partial(read_source, programs[0]))
        _offer(entry, found)
    return found


def _beside(home: Path) -> list[Path]:
    """What stands beside a program's folder, nothing where that may be entered but not listed."""
    try:
        return sorted(Path(os.path.realpath(home)).parent.iterdir())
    except PermissionError:
        return []


def _offer(entry: Path, found: dict[str, Callable[[], SourceFile | None]]) -> None:
    """Adds a file of rules that is no program of its own."""
    if entry.suffix == ".rule" and entry.name not in with_each_suffix(PROGRAM_FILE):
        found.setdefault(without_suffix(entry.stem), functools.partial(read_source, entry))


def _library() -> Path:
    """The language's own library: inside the installed package, or beside it in a checkout."""
    inside = shipped("stdlib")
    return inside if inside.is_dir() else Path(__file__).parent.parent / "stdlib"


def _own_source(file: Path) -> SourceFile:
    return SourceFile(f"stdlib/{file.name}", file.read_text(encoding="utf-8"))
