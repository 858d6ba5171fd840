"""Findings as text for people and for machines: one small file a format. Knows no pass and prints nothing."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.render.concise import render_concise
from rulelang.diagnostics.render.github import render_github
from rulelang.diagnostics.render.json import render_json
from rulelang.diagnostics.render.text import render_text

Renderer = Callable[[Iterable[Diagnostic]], str]


def _sarif(findings: Iterable[Diagnostic]) -> str:
    from rulelang.diagnostics.render.sarif import render_sarif  # brings the pages of all findings, and few ask for it

    return render_sarif(findings)


# What `--format` offers, in the order of its help.
FORMATS: Mapping[str, Renderer] = MappingProxyType({
    "full": render_text,
    "concise": render_concise,
    "json": render_json,
    "github": render_github,
    "sarif": _sarif,
})  # fmt: skip

__all__ = ["FORMATS", "Renderer", "render_concise", "render_github", "render_json", "render_text"]
