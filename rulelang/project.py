"""Files of a project: which rule files make up the program that a path means. The one place that reads rule files."""
from __future__ import annotations

from pathlib import Path

from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused
from rulelang.source import SourceFile

PROGRAM_FILE = "program.rule"
PROJECT_FILE = "rulelang.toml"
VARIANTS_FOLDER = "variants"
SOURCE_BYTES_MAX = 4_000_000
"""A rule file is text that people write and read; a larger one is something else."""


def files_of(path: Path) -> tuple[tuple[SourceFile, ...], SourceFile | None]:
    """The rule files of the program at a path, and the one that was named where the path is a file.

    A folder holds `program.rule` and perhaps `variants/*.rule`; any other folder is all its rule files. A file stands
    for the folder it belongs to when that holds a program, else for itself.
    """
    if path.is_dir():
        return tuple(read_source(file) for file in _in_folder(path)), None
    if not path.is_file():
        raise Refused([Diagnostic("file-not-found", None, {"path": path.as_posix()})])
    named = read_source(path)
    home = next((f for f in (path.parent, path.parent.parent) if (f / PROGRAM_FILE).is_file()), None)
    if home is None:
        return (named,), named
    others = [read_source(file) for file in _in_folder(home) if file.resolve() != path.resolve()]
    return (*others, named), named


def _in_folder(folder: Path) -> list[Path]:
    if (folder / PROGRAM_FILE).is_file():
        return [folder / PROGRAM_FILE, *sorted((folder / VARIANTS_FOLDER).glob("*.rule"))]
    found = sorted(folder.glob("*.rule"))
    if not found:
        raise Refused([Diagnostic("no-programs", None, {"path": folder.as_posix()})])
    return found


def read_source(path: Path) -> SourceFile:
    """A rule file's text under the name people know it by; `Refused` where it is too large or not UTF-8."""
    name = path.as_posix()
    if path.stat().st_size > SOURCE_BYTES_MAX:
        raise Refused([Diagnostic("rule-file-too-large", None, {"path": name, "limit": f"{SOURCE_BYTES_MAX:_}"})])
    try:
        return SourceFile(name, path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise Refused([Diagnostic("text-not-utf8", None, {"path": name, "position": str(problem.start)})]) from problem
