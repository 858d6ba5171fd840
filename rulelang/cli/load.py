"""A program ready to run, for the commands that need one: found, loaded, and its findings told."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.cli.locate import find_program
from rulelang.cli.output import any_error, tell
from rulelang.diagnostics.order import in_order

if TYPE_CHECKING:
    from rulelang.api import Program


def ready_program(typed: str) -> Program | None:
    """The program or variant meant by `typed`; nothing where it has errors, which are then told."""
    from rulelang import api

    path, name = find_program(typed)
    loaded = api.load(path)
    if any_error(loaded.findings):
        tell(loaded.findings)
        return None
    program = loaded.program(name)
    findings = in_order([*loaded.findings, *program.findings])
    if findings:
        tell(findings)
    return None if any_error(findings) else program
