"""Reads a file of rules into the surface tree. Knows nothing of what the names in it mean."""
from __future__ import annotations

from rulelang.diagnostics.model import Diagnostic
from rulelang.source import SourceFile
from rulelang.syntax import nodes


def read(file: SourceFile, language: str | None = None) -> tuple[nodes.Module, tuple[Diagnostic, ...]]:
    """The module of a file and its findings, in the order of the file; never an exception, whatever the text.

    `language` is a code such as es; without it the file says (`language es` in its first declaration), else its suffix
    (`.es.rule`), else it is English.
    """
    from rulelang.syntax.build import build
    from rulelang.syntax.parse import parse

    return build(parse(file, language))


__all__ = ["read"]
