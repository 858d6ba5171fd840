"""Which file of a folder holds which entity. Knows names only, opens nothing."""
from __future__ import annotations

from pathlib import Path

from rulelang.core.nodes import Entity
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.suggest import did_you_mean, in_backticks

SUFFIXES = (".csv", ".parquet")


def find_file(folder: Path, entity: Entity) -> Path | Diagnostic:
    """The one file of an entity: by its own name, else by that name in any case, its relation's name or a plural."""
    files = sorted(each for each in folder.iterdir() if each.suffix.lower() in SUFFIXES and each.is_file())
    loose = {name.casefold() for name in (entity.name, entity.relation, f"{entity.name}s") if name}
    found = [file for file in files if file.stem == entity.name]
    found = found or [file for file in files if file.stem.casefold() in loose]
    if len(found) == 1:
        return found[0]
    values = {"entity": entity.name, "folder": folder.name}
    if found:
        return Diagnostic("data-file-given-twice", None, values | {"files": in_backticks(file.name for file in found)})
    near = did_you_mean(entity.name, (file.stem for file in files))
    suggestions = in_backticks(file.name for file in files if file.stem in near)
    return Diagnostic("data-file-not-found", None, values | {"suggestions": suggestions})
