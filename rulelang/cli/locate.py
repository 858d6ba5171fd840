"""From what is typed to files: rule files and program folders in a path, a program by its name."""
from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.languages import every_form, one_of
from rulelang.project import program_files, read_source
from rulelang.settings import Settings, settings_for


@functools.cache
def _declared() -> re.Pattern[str]:
    words = one_of((*every_form("PROGRAM"), *every_form("VARIANT")))
    return re.compile(rf"^(?:{words})[ \t]+(\w+)", re.MULTILINE)


def rule_files(paths: Iterable[str]) -> tuple[Path, ...]:
    """Every rule file named or inside a folder named, in order of path; `Refused` where there is none."""
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        inside = [path] if path.is_file() else sorted(_below(path, settings_for(path)))
        if not inside:
            raise Refused([_missing(path)])
        found |= dict.fromkeys(inside)
    return tuple(found)


def program_roots(paths: Iterable[str]) -> tuple[Path, ...]:
    """What to load for the paths named: a folder that holds a program as one, any other rule file by itself."""
    files = [(Path(path), file) for path in paths for file in rule_files([path])]
    roots = (file if named.is_file() else _folder_of(file, named) or file for named, file in files)
    return tuple(dict.fromkeys(roots))


def find_program(typed: str, base: Path = Path("programs")) -> tuple[Path, str | None]:
    """The path to load and the name to pick from it, for a file, a folder, or a name declared under `base`."""
    path = Path(typed)
    if path.exists():
        return path, None
    if path.suffix or len(path.parts) > 1:
        raise Refused([Diagnostic("file-not-found", None, {"path": typed})])
    if program_files(base / typed):
        return base / typed, None
    declared = {name: root for root in _program_folders(base) for name in _names_in(root)}
    if typed in declared:
        return declared[typed], typed
    near = in_backticks(did_you_mean(typed, declared))
    raise Refused([Diagnostic("program-not-found", None, {"name": typed, "suggestions": near})])


def _missing(path: Path) -> Diagnostic:
    return Diagnostic("no-programs" if path.exists() else "file-not-found", None, {"path": path.as_posix()})


def _below(folder: Path, settings: Settings, above: tuple[str, ...] = ()) -> Iterator[Path]:
    """Rule files below a folder, leaving out what the project excludes and hidden folders such as caches. A link to a
    folder that it stands in leads nowhere else."""
    place = os.path.realpath(folder)
    if place in above or not folder.is_dir():
        return
    for entry in folder.iterdir():
        if entry.name.startswith(".") or settings.excludes(entry):
            continue
        if entry.is_dir():
            yield from _below(entry, settings, (*above, place))
        elif entry.suffix == ".rule":
            yield entry


def _folder_of(file: Path, outermost: Path) -> Path | None:
    """The nearest folder above the file, up to `outermost`, that holds a program."""
    for folder in file.parents:
        if program_files(folder):
            return folder
        if folder == outermost:
            return None
    return None


def _program_folders(base: Path) -> tuple[Path, ...]:
    return program_roots([str(base)]) if base.is_dir() and any(_below(base, settings_for(base))) else ()


def _names_in(root: Path) -> Iterator[str]:
    for file in [root] if root.is_file() else sorted(_below(root, settings_for(root))):
        yield from _declared().findall(read_source(file).text)
