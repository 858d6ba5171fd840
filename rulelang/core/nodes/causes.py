"""Why a value is unknown."""
from __future__ import annotations

import attrs


@attrs.frozen(order=True)
class Cause:
    """Why a value is unknown.

    `kind` and `thing`: missing `Partner.csat` · rejected `Deal` (a row of that relation was rejected for this subject)
    · uncovered `Deal` (the window reaches outside the dates the data covers) · zero_division `attainment` (the
    definition it stands in) · total_too_large `net_sales` (the definition whose total left its limit) · outside
    `sales_rank` (the definition that compares the subject with others it does not belong to) · cohort `Partner` (one
    subject alone, where all are needed) · before_first_day `Partner` (a base from before the subject's first day).
    """

    kind: str
    thing: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.thing}"
