"""The one exception of the library's own: a request that cannot be carried out as it was made."""
from __future__ import annotations

from collections.abc import Iterable

from rulelang.diagnostics.model import Diagnostic


class Refused(Exception):
    """Raised for a wrong call (a period that does not exist, a folder that is not there), never for a program's text.

    `findings` say why, in the words of the catalogue.
    """

    def __init__(self, findings: Iterable[Diagnostic]) -> None:
        self.findings = tuple(findings)
        super().__init__()

    def __str__(self) -> str:
        from rulelang.diagnostics.render import render_text

        return render_text(self.findings)
