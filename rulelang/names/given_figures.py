"""Figures of benefits that are parameters: the name of one in the last column is read, any other name is a text.

Knows no types: whether what a parameter holds can be given is seen where benefits are checked.
"""
from __future__ import annotations

from typing import Any

import attrs

from rulelang.diagnostics.suggest import did_you_mean
from rulelang.names.resolved import Resolved
from rulelang.syntax import nodes


def with_given_figures(resolved: Resolved) -> Resolved:
    """The program with what its benefits give as it is meant."""
    benefits = {name: _as_meant(benefit, resolved) for name, benefit in resolved.benefits.items()}
    return attrs.evolve(resolved, benefits=benefits)


def _as_meant(benefit: nodes.Benefit, resolved: Resolved) -> nodes.Benefit:
    before: Any = benefit.before
    if before is not None:
        before = _as_meant(before, resolved)
    rows = tuple(attrs.evolve(row, cells=(*row.cells[:-1], _meant(row.cells[-1], resolved))) for row in benefit.rows)
    return attrs.evolve(benefit, rows=rows, before=before)


def _meant(cell: nodes.BenefitCell, resolved: Resolved) -> nodes.BenefitCell:
    """What looks like a parameter with keys, and is hardly one that is misspelt, is a text too."""
    match cell:
        case nodes.Name(text=text) if text in resolved.parameters or text in resolved.keyed:
            return nodes.Reading((cell,), span=cell.span)
        case nodes.Call(name=name) if name.text not in resolved.keyed and not did_you_mean(name.text, resolved.keyed):
            return nodes.Name(cell.span.text, span=cell.span)
    return cell
