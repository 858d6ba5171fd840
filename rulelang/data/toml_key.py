"""Names as they stand in the brackets of a `rulelang.toml`: `país` needs quotes there, `country` none."""
from __future__ import annotations

import json


def toml_key(key: str) -> str:
    """A name as a key of TOML, in quotes where it has another sign than letters without accents, digits and `_`."""
    return key if key.isascii() and key.replace("_", "").isalnum() else toml_text(key)


def toml_text(text: str) -> str:
    """A text as JSON writes it, which is how TOML writes it too, but for one sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def values_table(entity: str, field: str) -> str:
    """The table of a mapping that names the values of a field."""
    return f"data.{toml_key(entity)}.values.{toml_key(field)}"
