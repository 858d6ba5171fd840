"""The settings of a project: the table `[project]` of its `rulelang.toml`. Knows no rules and no data.

    [project]
    exclude = ["tests/fixtures", "*.draft.rule"]

The file stands in a folder above the files it is about; a `rulelang.toml` without that table says how data is read
and is looked past.
"""
from __future__ import annotations

import fnmatch
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.frozen import frozen
from rulelang.project import PROJECT_FILE

TABLE = "project"
TABLES = (TABLE, "data")
"""What a project file may hold; how data is read is read elsewhere."""
KEYS = ("exclude",)
SETTINGS_BYTES_MAX = 200_000


@frozen
class Settings:
    """`exclude` are paths below `folder`, with `*` for any characters: what is found there is nobody's program."""

    folder: Path
    exclude: tuple[str, ...] = ()

    def excludes(self, path: Path) -> bool:
        """Whether a file or folder, or a folder it lies in, is excluded."""
        resolved = _place_of(path)
        if not self.exclude or not resolved.is_relative_to(self.folder):
            return False
        below = resolved.relative_to(self.folder)
        names = [each.as_posix() for each in (below, *below.parents)]
        return any(fnmatch.fnmatchcase(name, pattern) for name in names for pattern in self.exclude)


def settings_for(path: Path) -> Settings:
    """The settings that hold for a file or folder: of the nearest project file at it or above; `Refused` if it has
    slips."""
    start = _place_of(path)
    for folder in (start, *start.parents):
        file = folder / PROJECT_FILE
        if file.is_file() or file.is_dir() or file.is_symlink():
            table = _table(file)
            if table is not None:
                return _settings(file, table)
    return Settings(start)


def _place_of(path: Path) -> Path:
    """Where a path leads; links in a circle lead no further. `Path.resolve` fails for these."""
    return Path(os.path.realpath(path))


def _table(file: Path) -> object:
    """The table of a project file; None where it has none or says only how data is read."""
    import tomllib

    if file.stat().st_size > SETTINGS_BYTES_MAX and file.is_file():
        raise Refused([Diagnostic("settings-not-read", None, {"path": _shown(file)}, variant="long")])
    try:
        document = tomllib.loads(file.read_bytes().decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        raise Refused([Diagnostic("settings-not-read", None, {"path": _shown(file)})]) from None
    _refuse_others(file, document, TABLES, "table")
    return document.get(TABLE)


def _settings(file: Path, table: object) -> Settings:
    if not isinstance(table, dict):
        raise Refused([Diagnostic("settings-not-read", None, {"path": _shown(file)})])
    _refuse_others(file, table, KEYS)
    exclude = table.get("exclude", [])
    if not isinstance(exclude, list) or not all(isinstance(each, str) for each in exclude):
        raise Refused([Diagnostic("settings-exclude", None, {"path": _shown(file)})])
    return Settings(file.parent, tuple(_pattern(each) for each in exclude))


def _shown(file: Path) -> str:
    """The file as somebody in this folder calls it."""
    here = Path.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()


def _refuse_others(file: Path, table: Mapping[str, object], known: Sequence[str], variant: str = "") -> None:
    values = {"path": _shown(file), "known": in_backticks(known)}
    unknown = {key: in_backticks(did_you_mean(key, known)) for key in table if key not in known}
    if unknown:
        raise Refused([
            Diagnostic("settings-key", None, values | {"key": key, "suggestions": near}, variant=variant)
            for key, near in unknown.items()
        ])  # fmt: skip


def _pattern(written: str) -> str:
    return written.removeprefix("./").rstrip("/")
