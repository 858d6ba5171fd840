"""The few words that stand around every finding: "error", "row 3", "12 more". Wording of findings is elsewhere."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "en": {
        "error": "error", "warning": "warning", "note": "note", "help": "help",
        "errors": "errors", "warnings": "warnings", "notes": "notes",
        "row": "row", "column": "column", "line": "line", "none": "nothing to report",
        "more": "and {count} more; `--format concise` lists them all",
    },
    "es": {
        "error": "error", "warning": "aviso", "note": "nota", "help": "ayuda",
        "errors": "errores", "warnings": "avisos", "notes": "notas",
        "row": "fila", "column": "columna", "line": "línea", "none": "nada que señalar",
        "more": "y {count} más; `--format concise` los muestra todos",
    },
    "pt": {
        "error": "erro", "warning": "aviso", "note": "nota", "help": "ajuda",
        "errors": "erros", "warnings": "avisos", "notes": "notas",
        "row": "linha", "column": "coluna", "line": "linha", "none": "nada a apontar",
        "more": "e mais {count}; `--format concise` mostra todos",
    },
})  # fmt: skip


def word(key: str, language: str) -> str:
    """The frame's word of that key; English where the language is not one of ours."""
    return _WORDS.get(language, _WORDS["en"])[key]
