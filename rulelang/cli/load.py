"""A program ready to run, for the commands that need one: found, loaded, and its findings told."""
from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from rulelang.cli.locate import find_program
from rulelang.cli.output import any_error, tell
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.order import in_order
from rulelang.diagnostics.refused import Refused

if TYPE_CHECKING:
    from rulelang.api import FamilyRun, Loaded, Program


def ready_program(typed: str, settings: Mapping[str, str] | None = None) -> Program | None:
    """The program or variant meant by `typed`; nothing where it has errors, which are then told with all that `check`
    finds.

    `settings` gives parameters other values.
    """
    path, name = find_program(typed)
    loaded = _loaded(path, settings)
    if loaded is None:
        return None
    program = loaded.program(name)
    findings = in_order([*loaded.findings, *program.findings])
    if any_error(findings):
        tell(findings if settings else loaded.check())
        return None
    if findings:
        tell(findings)
    return program


def _loaded(path: Path, settings: Mapping[str, str] | None) -> Loaded | None:
    """The files at a path, with other values for some parameters; nothing where they have errors, which are then told
    with all that `check` finds."""
    from rulelang import api

    loaded = api.load(path)
    if any_error(loaded.findings):
        tell(loaded.check())
        return None
    return loaded.with_values(settings) if settings else loaded


@attrs.frozen
class Family:
    """A program with its variants, to be run together as one program is."""

    loaded: Loaded
    name: str
    language: str

    def run_to(
        self, out: Path, data: str, period: str, *, as_of: datetime.date | None, engine: str, only: tuple[str, ...],
        partner: str | None, accept_rejects: bool, history: str | None,
    ) -> FamilyRun:
        """What `api.Loaded.run_family` gives, written."""
        from rulelang.data.over_data import refuse_over_data

        refuse_over_data(self.loaded.program(self.name).ready, Path(data), out)
        found = self.loaded.run_family(
            data, period, name=self.name, as_of=as_of, engine=engine, only=only, partner=partner,
            accept_rejects=accept_rejects, history=history,
        )
        found.write(out)
        if found.not_covered:
            tell([Diagnostic("not-covered", None, _listed(found.not_covered), language=self.language)])
        return found


KEYS_SHOWN_MAX = 10


def _listed(keys: tuple[str, ...]) -> dict[str, object]:
    """As many keys as a line holds, and how many there are."""
    more = f", ... ({len(keys)})" if len(keys) > KEYS_SHOWN_MAX else ""
    return {"keys": ", ".join(f"`{key}`" for key in keys[:KEYS_SHOWN_MAX]) + more}


def ready_family(typed: str, settings: Mapping[str, str] | None = None) -> Family | None:
    """The program or variant meant by `typed` with every variant below it; nothing where one of them has errors, which
    are then told."""
    path, name = find_program(typed)
    loaded = _loaded(path, settings)
    if loaded is None:
        return None
    programs = [loaded.program(each) for each in loaded.programs]
    found = in_order(dict.fromkeys([*loaded.findings, *(f for program in programs for f in program.findings)]))
    if found:
        tell(found)
    chosen = loaded.program(name)
    return None if any_error(found) else Family(loaded, chosen.name, chosen.language)


def values_given(settings: tuple[str, ...]) -> dict[str, str]:
    """Names and values of `N=V`; a name that comes twice, or no `=`, is a wrong call."""
    found: dict[str, str] = {}
    for written in settings:
        name, equals, value = (part.strip() for part in written.partition("="))
        if not name or not equals or not value or name in found:
            raise Refused([Diagnostic("set-not-readable", None, {"written": written})])
        found[name] = value
    return found
