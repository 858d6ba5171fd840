"""Whether a step of the checking found an error. A warning stops nothing: what comes after it is looked at as well."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.diagnostics import catalogue
from rulelang.diagnostics.model import Severity

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def errors_so_far(checker: Checker) -> int:
    """How many errors there are up to now."""
    return sum(catalogue.severity(finding) is Severity.ERROR for finding in checker.report.findings)
