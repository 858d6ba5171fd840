"""A program ready to run, for the commands that need one: found, loaded, and its findings told."""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rulelang.cli.locate import find_program
from rulelang.cli.output import any_error, tell
from rulelang.diagnostics.order import in_order

if TYPE_CHECKING:
    from rulelang.api import Program


def ready_program(typed: str, settings: Mapping[str, str] | None = None) -> Program | None:
    """The program or variant meant by `typed`; nothing where it has errors, which are then told.

    `settings` gives parameters other values.
    """
    from rulelang import api

    path, name = find_program(typed)
    loaded = api.load(path)
    if any_error(loaded.findings):
        tell(loaded.findings)
        return None
    if settings:
        loaded = loaded.with_values(settings)
    program = loaded.program(name)
    findings = in_order([*loaded.findings, *program.findings])
    if findings:
        tell(findings)
    return None if any_error(findings) else program
