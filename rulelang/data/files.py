"""Which file of a folder holds which entity. Knows names only, opens nothing."""
from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from rulelang.core.nodes import Entity
from rulelang.data.mapping import MAPPING_FILE
from rulelang.data.mapping_file import mapping_path, shown_mapping
from rulelang.data.toml_key import toml_key
from rulelang.diagnostics.model import Diagnostic, Place
from rulelang.diagnostics.suggest import did_you_mean, in_backticks

SUFFIXES = (".csv", ".parquet", ".json", ".jsonl", ".xlsx")
PACKED = (".gz", ".zip", ".bz2", ".xz", ".zst", ".7z", ".rar")
OTHER_TABLES = (".tsv", ".xls", ".xlsm", ".ods")
MANIFEST = ".manifest.json"
WRITTEN = (MANIFEST, ".rejects.csv")
FILES_SHOWN_MAX = 12
"""The files of a folder with more are not listed in a finding."""


def find_file(folder: Path, entity: Entity, named: str = "", entities: Iterable[Entity] = ()) -> Path | Diagnostic:
    """The one file of an entity: the one that a mapping names, else the one of its name in any case, of its relation's
    name or of a plural; of two nobody knows which counts. `entities` are all of the program: a file of another's own
    name is that one's, and where there is no file, those of the others are not named as one that may be it."""
    if named:
        return _named_file(folder, entity, named)
    files = sorted(each for each in folder.iterdir() if each.suffix.lower() in SUFFIXES and each.is_file())
    entities = tuple(entities)
    others = {each.name for each in entities if each.name != entity.name}
    found = [file for file in files if file.stem.casefold() in usual_names(entity) and file.stem not in others]
    if len(found) == 1:
        return found[0]
    values = {"entity": entity.name, "folder": folder.name or str(folder)}
    if found:
        return Diagnostic("data-file-given-twice", None, values | {
            "files": in_backticks(file.name for file in found), "mapping": f"data.{toml_key(entity.name)}",
        })
    other = _of_no_use(folder, entity)
    if other is not None:
        return Diagnostic("data-file-not-found", None, values | {"file": other[1]}, variant=other[0])
    near = did_you_mean(entity.name, (file.stem for file in files))
    suggestions = in_backticks(file.name for file in files if file.stem in near)
    taken = frozenset[str]().union(*map(usual_names, entities))
    free = [file.name for file in files if file.stem.casefold() not in taken]
    shown = in_backticks(free) if len(free) <= FILES_SHOWN_MAX else ""
    return Diagnostic("data-file-not-found", None, values | {"suggestions": suggestions, "files": shown})


def _of_no_use(folder: Path, entity: Entity) -> tuple[str, str] | None:
    """Something in a folder that has the name of an entity and cannot be read as it is: what it is, and its name."""
    names = usual_names(entity)
    for each in sorted(folder.iterdir()):
        if each.name.partition(".")[0].casefold() in names:
            if each.is_dir():
                return "folder", each.name
            if each.is_symlink() and not each.exists():
                return "link", each.name
            return "packed" if each.suffix.lower() in PACKED else "kind", each.name
    return None


def files_unread(folder: Path, read: Collection[str]) -> tuple[str, ...]:
    """The files of a folder that look like tables and are not among those that are read. What runs wrote is known by
    the manifest beside it."""
    there = sorted(each.name for each in folder.iterdir() if each.is_file())
    tables = (name for name in there if Path(name).suffix.lower() in (*SUFFIXES, *OTHER_TABLES, *PACKED))
    written = {name.removesuffix(MANIFEST) for name in there if name.endswith(MANIFEST)}
    return tuple(
        name for name in tables
        if name not in read and not name.endswith(WRITTEN) and name not in written
    )


def usual_names(entity: Entity) -> frozenset[str]:
    """What a file of the entity may be called before its suffix, in any case, where no mapping names one."""
    return frozenset(name.casefold() for name in (entity.name, entity.relation, f"{entity.name}s") if name)


def _named_file(folder: Path, entity: Entity, named: str) -> Path | Diagnostic:
    path = folder / named
    if path.is_file():
        return path
    near = in_backticks(did_you_mean(named, sorted(each.name for each in folder.iterdir())))
    values = {"entity": entity.name, "folder": folder.name or str(folder), "file": named, "suggestions": near}
    mapping = mapping_path(folder) or folder / MAPPING_FILE
    place = Place(shown_mapping(mapping, folder), _line_that_names(mapping, named))
    return Diagnostic("mapping-file-not-found", None, values, place=place)


def _line_that_names(mapping: Path, file: str) -> int | None:
    """The line of the mapping on which a file is named; None where it is written in another way."""
    text = mapping.read_text(encoding="utf-8", errors="replace")
    lines = enumerate(text.split("\n"), 1)
    return next((number for number, line in lines if line.lstrip().startswith("file") and file in line), None)
