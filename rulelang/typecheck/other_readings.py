"""A name that nothing has, because it is what other systems call a reading: `sum of amount of deals`."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.diagnostics.language import language_of
from rulelang.source import Span
from rulelang.syntax.other_readings import other_reading

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def told_as_other_reading(checker: Checker, span: Span) -> bool:
    """Reports the word of the rules for a reading whose name was taken for that of a value or a function."""
    meant = other_reading(span.file, span.start, language_of(span.file))
    if meant is None:
        return False
    checker.report.add(
        "reading-in-other-words", meant.span, variant=meant.variant, written=meant.written, instead=meant.instead
    )
    return True
