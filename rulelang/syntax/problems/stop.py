"""The place where a declaration stops making sense, with all that the rules about mistakes ask of it."""
from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from rulelang.diagnostics.model import Report
from rulelang.frozen import frozen
from rulelang.source import SourceFile, Span
from rulelang.syntax.expectations import Place
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.syntax.lexing import Spoken, phrases_at
from rulelang.syntax.raw import Piece

LINE_MAX = 1_000
"""So many signs of a line are looked at for what was meant by it; nobody reads a longer one."""


@frozen(eq=False)
class Stop:
    """Where a declaration stopped: the words before, the one that did not fit (None at the end), what could stand."""

    file: SourceFile
    language: str
    pieces: Sequence[Piece]
    before: tuple[Token, ...]
    token: Token | None
    place: Place
    report: Report

    @property
    def kind(self) -> str:
        """The declaration, by its word in the grammar: incentive, tiers, ..."""
        return self.before[0].type.lower() if self.before else ""

    @property
    def index(self) -> int:
        """The piece that did not fit; the number of pieces at the end."""
        start = self.token.start_pos if self.token is not None else None
        return next((i for i, piece in enumerate(self.pieces) if piece.start == start), len(self.pieces))

    @property
    def meant(self) -> str:
        """The keyword that did not fit, also where its words were taken for a name."""
        if self.token is None or self.index >= len(self.pieces):
            return ""
        if Keyword(self.token.type) in keywords().spellings or self.token.type == "UNIT":
            return self.token.type
        spelled = phrases_at(Spoken(self.language, self.pieces), self.index)
        return max(spelled, key=lambda found: found[1])[0].terminal if spelled else ""

    @property
    def fresh(self) -> bool:
        return self.index < len(self.pieces) and self.pieces[self.index].fresh

    @property
    def previous(self) -> str:
        return self.text(self.before[-1]) if self.before else ""

    def text(self, token: Token) -> str:
        return " ".join(self.file.text[token.start_pos or 0 : token.end_pos].split())

    def span(self, token: Token | None = None) -> Span:
        found = token or self.token or self.before[-1]
        return Span(self.file, found.start_pos or 0, found.end_pos or 0)

    @property
    def line(self) -> str:
        """The line that stops, without its comment."""
        return " ".join(self.file.line_text(self.span().line)[:LINE_MAX].partition("#")[0].split())

    @property
    def written(self) -> str:
        return self.text(self.token) if self.token is not None else ""
