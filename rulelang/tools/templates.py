"""Small projects that come with the package, and making a copy of one. Knows nothing of what is in them.

Those in English stand in folders of their names; those in another language in the folder of that language.
"""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused
from rulelang.languages import ENGLISH, languages
from rulelang.shipped import shipped

# The name of each, which is its folder; the first is the one to start with.
TEMPLATES = ("reseller", "referral")


def languages_of(template: str) -> tuple[str, ...]:
    """The languages that a template is there in."""
    return tuple(each for each in languages() if _place(template, each).is_dir())


def make(folder: Path, template: str, language: str = ENGLISH) -> tuple[Path, ...]:
    """Writes the files of a template into a folder that is new or empty, and says which they are."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused([Diagnostic("folder-not-empty", None, {"path": folder.as_posix()})])
    written = []
    for name, source in _files(_place(template, language), ""):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source.read_bytes())
        written.append(path)
    return tuple(written)


def _place(template: str, language: str) -> Path:
    return shipped("templates", *([] if language == ENGLISH else [language]), template)


def _files(place: Path, within: str) -> Iterator[tuple[str, Path]]:
    for entry in sorted(place.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            yield from _files(entry, f"{within}{entry.name}/")
        else:
            yield f"{within}{entry.name}", entry
