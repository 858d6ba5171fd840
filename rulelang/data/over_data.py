"""Where a result may not be written: in the place of data that the run itself reads. Opens no data."""
from __future__ import annotations

import os
from pathlib import Path

from rulelang.core.nodes import Core
from rulelang.data.files import SUFFIXES, usual_names
from rulelang.data.mapping_file import read_mappings
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused


def refuse_over_data(core: Core, folder: Path, out: Path) -> None:
    """Raises Refused where the next run would take the result for the rows of an entity."""
    if Path(os.path.realpath(out)).parent != Path(os.path.realpath(folder)):
        return
    mappings, _ = read_mappings(core, folder)
    for entity in core.entities:
        named = mappings.of(entity.name).file
        usual = out.suffix.lower() in SUFFIXES and out.stem.casefold() in usual_names(entity)
        if out.name == named or (usual and not named):
            values = {"path": out.as_posix(), "entity": entity.name, "elsewhere": f"paid{out.suffix}"}
            raise Refused([Diagnostic("result-over-data", None, values)])
