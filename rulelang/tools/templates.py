"""Small projects that come with the package, and making a copy of one. Knows nothing of what is in them."""
from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused

# The name of each, which is its folder; the first is the one to start with.
TEMPLATES = ("reseller", "referral")


def make(folder: Path, template: str) -> tuple[Path, ...]:
    """Writes the files of a template into a folder that is new or empty, and says which they are."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused([Diagnostic("folder-not-empty", None, {"path": folder.as_posix()})])
    written = []
    for name, source in _files(resources.files("rulelang").joinpath("templates", template), ""):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source.read_bytes())
        written.append(path)
    return tuple(written)


def _files(place: Traversable, within: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(place.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            yield from _files(entry, f"{within}{entry.name}/")
        else:
            yield f"{within}{entry.name}", entry
