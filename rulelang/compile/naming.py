"""Names in generated text: plain ASCII identifiers, each given once. Knows no language's grammar but its own words."""
from __future__ import annotations

import keyword
import re

import attrs

PYTHON_WORDS = frozenset({
    *keyword.kwlist, *keyword.softkwlist, "date", "monthrange", "rows", "row", "len", "set", "sorted",
    "days_later", "months_later", "max", "min", "divmod",
})  # fmt: skip


@attrs.define
class Names:
    """Hands out identifiers; `taken` holds those given already and the words that are not free."""

    taken: set[str]

    def free(self, wanted: str) -> str:
        """The wanted name as an identifier, with a number where it is taken."""
        plain = re.sub(r"[^0-9A-Za-z_]", "_", wanted).lower() or "value"
        plain = f"_{plain}" if plain[0].isdigit() else plain
        name, number = plain, 1
        while name in self.taken:
            number += 1
            name = f"{plain}_{number}"
        self.taken.add(name)
        return name
