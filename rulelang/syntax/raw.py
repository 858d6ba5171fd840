"""Text to pieces: words, figures, quotes, marks, comments, each with its place.

Knows which languages there are, none of their words, and no grammar.
"""
from __future__ import annotations

import re
from collections.abc import Iterator

from rulelang.frozen import frozen
from rulelang.languages import languages, one_of

WORD = r"[^\W\d][\w\u0300-\u036f]*"

# Texts give nothing back once they are read (`++`, `*+`): a quote left open would be given up sign by sign.
# Some kinds are told apart only to say what is wrong with them; `damage` does.
_PIECE = re.compile(
    rf'''
  (?P<SPACE>[\s\ufeff]+)
 |(?P<COMMENT>\#[^\n]*)
 |(?P<DOC>"""[\s\S]*?""")
 |(?P<OPEN_DOC>"""[\s\S]*)
 |(?P<LANG_STRING>(?:{one_of(languages())})[ \t]*:[ \t]*"(?:[^"\\\n]++|\\[^\n])*+")
 |(?P<STRING>"(?:[^"\\\n]++|\\[^\n])*+")
 |(?P<OPEN_STRING>"[^\n]*)
 |(?P<SMART>[“”„«][^"“”„«»\n]*["“”»]?)
 |(?P<DATE>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}\b)
 |(?P<ODD_DATE>[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}\b|[0-9]{{1,2}}[/-][0-9]{{1,2}}[/-](?:[0-9]{{4}}|[0-9]{{2}})\b
     |[0-9]{{4}}/[0-9]{{1,2}}/[0-9]{{1,2}}\b)
 |(?P<PERIOD>(?:FY)?[0-9]{{4}}-(?:Q[0-9]|H[0-9]|[0-9]{{2}})\b|FY[0-9]{{4}}(?:-[MW][0-9]{{2}})?\b)
 |(?P<CURRENCY_FIRST>[A-Z]{{3}}[ ][0-9][0-9_.,]{{0,80}}[0-9]\b(?!-)|[A-Z]{{3}}[ ][0-9]\b(?!-))
 |(?P<SYMBOL_FIRST>(?:[A-Z]{{1,2}})?[$€£¥][ ]?[0-9](?:[0-9_.,]{{0,80}}[0-9])?|[0-9](?:[0-9_.,]{{0,80}}[0-9])?[ ]?[$€£¥])
 |(?P<REGIONAL>[0-9][0-9_]*(?:\.[0-9]{{3}})*(?:,[0-9]+)+(?:\.[0-9]+)?(?:[ ]?%)?
     |[0-9]{{1,3}}(?:\.[0-9]{{3}}){{2,}}(?:,[0-9]+)?|[1-9][0-9]{{0,2}}\.[0-9]{{3}}(?![0-9]|[ ]?%))
 |(?P<MONEY>[0-9][0-9_]*(?:\.[0-9]+)?[ ]*[A-Z]{{3}}(?!\w))
 |(?P<PERCENT>[0-9][0-9_]*(?:\.[0-9]+)?[ ]?%)
 |(?P<NUMBER>[0-9][0-9_]*(?:\.[0-9]+)?)
 |(?P<QUOTED>`{WORD}`)
 |(?P<WORD>{WORD}(?:-se\b)?)
 |(?P<EQUALS>[<>!]==+|!=|==+|=[<>]?|<>|≠)
 |(?P<MARK>>=|<=|≥|≤|[><+\-−*/(),:.|])
 |(?P<STRAY>.)
''',
    re.VERBOSE,
)

MARKS = {
    ">=": "GE", "<=": "LE", "≥": "GE", "≤": "LE", ">": "GT", "<": "LT", "+": "ADD", "-": "SUB", "−": "SUB",
    "*": "MUL", "/": "DIV", "(": "LPAR", ")": "RPAR", ",": "COMMA", ":": "COLON", ".": "DOT", "|": "BAR",
}  # fmt: skip


@frozen(eq=False)
class Piece:
    """`fresh`: first on its line, `indented` unless in column one. `touches`: no blank before it.

    `start` counts from the beginning of the file.
    """

    kind: str
    text: str
    start: int
    fresh: bool
    touches: bool
    indented: bool = False

    @property
    def stop(self) -> int:
        return self.start + len(self.text)


def pieces(text: str, start: int, stop: int) -> Iterator[Piece]:
    """All pieces of `text[start:stop]`, comments included, blanks not. Never fails: what fits nothing is a STRAY."""
    fresh = start == 0 or text[start - 1] == "\n"
    touches = False
    for match in _PIECE.finditer(text, start, stop):
        kind, found = match.lastgroup or "STRAY", match.group()
        if kind == "SPACE":
            fresh, touches = fresh or "\n" in found, False
            continue
        at = match.start()
        yield Piece(kind, found, at, fresh, touches, indented=fresh and at > 0 and text[at - 1] != "\n")
        fresh, touches = False, kind != "COMMENT"
