"""A language that nobody speaks, made from English: each word read backwards with other vowels, `month` as `htnöm`.

It is installed into a copy of the package exactly as the page about adding a language says: one table of words and one
folder of the catalogue. What is not ours to translate stays: names in backticks and places in braces.
"""
from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rulelang

CODE = "xx"
PACKAGE = Path(rulelang.__file__).parent
_KEPT = re.compile(r"`[^`]*`|\{\w*\}|https?://\S+|[a-zA-Z]+")
_VOWELS = str.maketrans("aeiouAEIOU", "äëïöüÄËÏÖÜ")
# A unit of time that asks its neighbours for another spelling, as weeks do in Spanish: the keywords that show it.
AGREEING = "month"
AGREEMENT = "odd"
AGREES = ("OVER_THE_LAST", "IN_EACH_LAST")


def spoken(english: str) -> str:
    """A text of ours in the language: its words, not what stands in backticks, braces or addresses."""
    return _KEPT.sub(lambda found: _word(found[0]), english)


def _word(found: str) -> str:
    return found[::-1].translate(_VOWELS) if found.isalpha() else found


def installed(folder: Path) -> Path:
    """A copy of the package in a folder, with the language; what to put on Python's path."""
    own = folder / "rulelang"
    shutil.copytree(PACKAGE, own, ignore=shutil.ignore_patterns("__pycache__"))
    add_words(own)
    add_catalogue(own)
    return folder


def add_words(package: Path) -> None:
    """The table of words: the same keys as in the English one, and what is spelled by its neighbours."""
    english = tomllib.loads((package / "languages" / "en.toml").read_text(encoding="utf-8"))
    table = _translated({key: part for key, part in english.items() if key != "exports"})
    for name in AGREES:
        plain = table["keywords"][name]
        table["keywords"][name] = f"{plain}; {plain} {AGREEMENT}"
        table["written"][f"{name} {AGREEMENT}"] = f"{plain} {AGREEMENT}"
    table["agreement"] = {AGREEING: AGREEMENT}
    (package / "languages" / f"{CODE}.toml").write_text(_toml(table), encoding="utf-8")


def add_catalogue(package: Path) -> None:
    """The folder of the catalogue: every file of the English one, and the phrases that code puts into findings."""
    catalogue = package / "diagnostics" / "catalogue"
    (catalogue / CODE).mkdir()
    for file in sorted((catalogue / "en").glob("*.toml")):
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        (catalogue / CODE / file.name).write_text(_toml(_translated(table)), encoding="utf-8")
    english = tomllib.loads((catalogue / "es" / "phrases.toml").read_text(encoding="utf-8"))
    phrases = {kind: {text: spoken(text) for text in table} for kind, table in english.items()}
    (catalogue / CODE / "phrases.toml").write_text(_toml(phrases), encoding="utf-8")


def _translated(part: Any) -> Any:
    """The same table with its texts in the language. Keys, ids and grades of findings are no texts."""
    if isinstance(part, str):
        return spoken(part)
    if isinstance(part, list):
        return [_translated(each) for each in part]
    if isinstance(part, Mapping):
        return {key: each if key in ("id", "severity") else _translated(each) for key, each in part.items()}
    return part


def _toml(table: Mapping[str, Any]) -> str:
    """A table of texts, lists and tables as TOML."""
    lines = [f"{json.dumps(key)} = {_value(part)}" for key, part in table.items() if not isinstance(part, Mapping)]
    for key, part in table.items():
        if isinstance(part, Mapping):
            lines += [f"[{json.dumps(key)}]", *(f"{json.dumps(name)} = {_value(each)}" for name, each in part.items())]
    return "\n".join(lines) + "\n"


def _value(part: Any) -> str:
    if isinstance(part, Mapping):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_value(each)}" for key, each in part.items()) + " }"
    if isinstance(part, list):
        return "[" + ", ".join(map(_value, part)) + "]"
    return json.dumps(part, ensure_ascii=False)
