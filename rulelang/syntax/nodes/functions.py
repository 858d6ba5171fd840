"""Functions: formulas with a name and typed inputs."""
from __future__ import annotations

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.entities import TypeExpression
from rulelang.syntax.nodes.expressions import Expression
from rulelang.syntax.nodes.programs import Document
from rulelang.syntax.nodes.shared import Label, Name, span_field


@frozen
class FunctionInput:
    name: Name
    type: TypeExpression
    label: Label | None = None
    span: Span = span_field()


@frozen
class Function:
    """`function accelerator(attainment percent, level Level) is number`, and what it comes to."""

    name: Name
    inputs: tuple[FunctionInput, ...]
    type: TypeExpression
    value: Expression
    document: Document | None = None
    label: Label | None = None
    span: Span = span_field()
