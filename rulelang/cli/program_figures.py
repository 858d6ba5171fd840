"""The measures of a program as lines, for whoever has no manifest to look them up in."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def figures_told(manifest: Mapping[str, Any], language: str) -> Iterator[str]:
    """One line for each measure of the program, or for each group of partners; of a family those of each member."""
    for member in manifest.get("members", ()):
        for line in figures_told(member, language):
            yield f"{member['program']}: {line}"
    for figure in manifest.get("program_measures", ()):
        group = ", ".join(f"{name} {value}" for name, value in figure["group"].items())
        name = f"{figure['measure']} ({group})" if group else figure["measure"]
        yield f"{name}: {figure['value'] if figure['value'] is not None else _unknown(figure, language)}"


def _unknown(figure: Mapping[str, Any], language: str) -> str:
    from rulelang.interpret.wording import Wording

    causes = ", ".join(figure.get("unknown", ()))
    word = Wording(language).say("unknown")
    return f"{word} ({causes})" if causes else word
