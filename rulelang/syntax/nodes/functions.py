"""Functions: formulas with a name and typed inputs."""
from __future__ import annotations

# ruff: noqa: RUF009 - every node makes its place with the same field
import attrs

from rulelang.source import Span
from rulelang.syntax.nodes.entities import TypeExpression
from rulelang.syntax.nodes.expressions import Expression
from rulelang.syntax.nodes.programs import Document
from rulelang.syntax.nodes.shared import Name, span_field


@attrs.frozen
class FunctionInput:
    name: Name
    type: TypeExpression
    span: Span = span_field()


@attrs.frozen
class Function:
    """`function accelerator(attainment percent, level Level) is number`, and what it comes to."""

    name: Name
    inputs: tuple[FunctionInput, ...]
    type: TypeExpression
    value: Expression
    document: Document | None = None
    span: Span = span_field()
