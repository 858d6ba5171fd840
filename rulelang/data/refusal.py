"""What a cell is read as: a value, or why it has none. Knows no cells."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Union

import attrs

from rulelang.core.population import Value
from rulelang.diagnostics.phrase import Told


@attrs.frozen
class Refusal:
    """Why a cell does not fit: the name of a finding, perhaps a variant of its words, and what fills them beside the
    cell's column and value."""

    name: str
    values: Mapping[str, Told] = attrs.field(factory=dict, hash=False)
    variant: str = ""


Cell = Union[Value, Refusal]
