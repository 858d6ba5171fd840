"""The packages of the environment that runs the tests, as wheels in a folder that pip can install from: no index is
needed. Knows nothing of what is installed from them.
"""
from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OF_THE_INSTALLATION = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")
"""Files beside a package's metadata that say how it was installed here, and are no part of it."""


def write_wheels(requirements: Iterable[str], folder: Path) -> None:
    """A wheel of each package that the requirements ask for, and of all that those ask for."""
    folder.mkdir()
    for found in _needed(requirements):
        _write_wheel(found, folder)


def is_here(name: str) -> bool:
    """Whether a package is installed in this environment."""
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def _needed(requirements: Iterable[str]) -> Iterator[Distribution]:
    seen: set[tuple[str, str]] = set()
    written: set[str] = set()
    waiting = [(Requirement(text), "") for text in requirements]
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        found = distribution(name)
        if name not in written:
            written.add(name)
            yield found
        for asked in ("", *requirement.extras):
            if (name, asked) not in seen:
                seen.add((name, asked))
                waiting += [(Requirement(text), asked) for text in found.requires or ()]


def _write_wheel(found: Distribution, folder: Path) -> None:
    """What was installed, packed again. What stands outside the folder of packages, such as scripts, is made anew by
    whoever installs it."""
    files = [file for file in found.files or () if ".." not in file.parts and "__pycache__" not in file.parts]
    [metadata] = {file.parts[0] for file in files if file.name == "METADATA" and file.parts[0].endswith(".dist-info")}
    packed = [file for file in files if not (file.parts[0] == metadata and file.name in OF_THE_INSTALLATION)]
    [tag, *_] = re.findall(r"^Tag: (\S+)", found.read_text("WHEEL") or "", re.MULTILINE)
    name = f"{metadata.removesuffix('.dist-info')}-{tag}.whl"
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_STORED) as wheel:
        for file in packed:
            wheel.write(str(file.locate()), file.as_posix())
        record = [f"{file.as_posix()},," for file in packed] + [f"{metadata}/RECORD,,"]
        wheel.writestr(f"{metadata}/RECORD", "\n".join([*record, ""]))
