"""What a finding may be about: values as a program and its data give them, from `catalogue/examples.toml`.

The same in every language: names, amounts and lines are the user's, and phrases of ours are told in the language asked.
"""
from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from rulelang.diagnostics.catalogue import told
from rulelang.diagnostics.phrase import Phrase, Told
from rulelang.kept import toml_table
from rulelang.shipped import shipped

FILE = "examples.toml"


@functools.cache
def examples() -> Mapping[str, Mapping[str, Mapping[str, Told]]]:
    """The values of each finding by its name, then by variant; "" is the plain one."""
    file = shipped("diagnostics", "catalogue", FILE)
    return {
        name: {_plain(variant): {key: _told(value) for key, value in values.items()} for variant, values in row.items()}
        for name, row in toml_table(file).items()
    }


def values_for(name: str, variant: str, language: str) -> Mapping[str, str]:
    """Values that fill the sentences of a finding, those of its plain wording where the variant has none of its own."""
    rows = examples().get(name, {})
    chosen = {**rows.get("", {}), **rows.get(variant, {})}
    return {key: told(value, language) for key, value in chosen.items()}


def _plain(variant: str) -> str:
    return "" if variant == "default" else variant


def _told(value: Any) -> Told:  # noqa: ANN401 - what TOML holds
    """A text is what the user wrote; a table is a phrase with its values."""
    if isinstance(value, str):
        return value
    return Phrase(value["english"], {key: _told(part) for key, part in value.get("values", {}).items()})
