"""The language a command speaks where no file says one: that of `--language`, else that of the terminal, else English.

Findings about rules and about programs have a language of their own. Help is English.
"""
from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rulelang.languages import ENGLISH, languages

if TYPE_CHECKING:
    from rulelang.diagnostics.model import Diagnostic

# As everywhere on a terminal: the first that is set counts. `es_CO.UTF-8` is Spanish, `C` is no language.
_SET_BY = ("LC_ALL", "LC_MESSAGES", "LANG")
_OPTION = "--language"


def spoken(arguments: Sequence[str] = ()) -> str:
    """The language asked for by the arguments of a command or by the terminal it runs in."""
    asked = _asked_for(arguments)
    if asked in languages():
        return asked
    place = next((os.environ[name] for name in _SET_BY if os.environ.get(name)), "")
    code = place.partition(".")[0].partition("_")[0].lower()
    return code if code in languages() else ENGLISH


def _asked_for(arguments: Sequence[str]) -> str:
    for number, argument in enumerate(arguments):
        if argument == _OPTION:
            return "".join(arguments[number + 1 : number + 2])
        if argument.startswith(f"{_OPTION}="):
            return argument.partition("=")[2]
    return ""


def in_own_language(findings: Iterable[Diagnostic], language: str = "") -> tuple[Diagnostic, ...]:
    """The findings that are about no file and no program, told in the language of the command."""
    import attrs

    return tuple(
        finding if finding.span is not None or finding.language
        else attrs.evolve(finding, language=language or spoken())
        for finding in findings
    )  # fmt: skip
