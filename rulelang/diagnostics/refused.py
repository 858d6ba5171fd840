"""The one exception of the library's own: a request that cannot be carried out as it was made."""
from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

from rulelang.diagnostics.language import in_language
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.periods import looks_outside
from rulelang.exact.own_calendar import OutsideCalendar


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


@contextlib.contextmanager
def refusing_in(language: str) -> Iterator[None]:
    """Whatever is refused inside is told in that language: a request about a program, in the program's own."""
    try:
        yield
    except OutsideCalendar as outside:
        # A day of the data, such as that of a deal, for which a tier is asked.
        raise Refused(in_language([looks_outside(outside)], language)) from outside
    except Refused as refused:
        raise Refused(in_language(refused.findings, language)) from refused.__cause__
