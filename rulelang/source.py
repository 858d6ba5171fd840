"""Files of text and the places in them. Knows no language: offsets, lines and columns only."""
from __future__ import annotations

import bisect
import unicodedata

import attrs


def _line_starts(file: SourceFile) -> tuple[int, ...]:
    starts, at = [0], file.text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = file.text.find("\n", at + 1)
    return tuple(starts)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff"))


_MARKED = {b"\xff\xfe": "utf16", b"\xfe\xff": "utf16", b"PK\x03\x04": "packed", b"\xd0\xcf\x11\xe0": "packed",
           b"\x1f\x8b": "packed", b"%PDF": "packed", b"{\\rtf": "packed"}  # fmt: skip
_LOOKED_AT = 400


def other_than_utf8(content: bytes) -> str:
    """What the first bytes of a file say that it is in place of text in UTF-8: `utf16`, `packed` (a document of a word
    processor, a workbook, an archive), "" where they say nothing of the kind."""
    marked = next((kind for mark, kind in _MARKED.items() if content.startswith(mark)), "")
    start = content[:_LOOKED_AT]
    return marked or ("utf16" if start.count(0) * 3 > len(start) else "")


@attrs.frozen(eq=False)
class SourceFile:
    """A named text. Every position elsewhere is an offset into one of these, so `text` is in NFC from the start.

    `spoken` is the language of a text that cannot say it itself, such as a value given with a command.
    """

    name: str
    text: str = attrs.field(repr=False, converter=_composed)
    spoken: str = attrs.field(default="", repr=False)
    line_starts: tuple[int, ...] = attrs.field(
        init=False, repr=False, default=attrs.Factory(_line_starts, takes_self=True)
    )

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from one."""
        line = bisect.bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """The text of a line (counted from one) without its end."""
        stop = self.line_starts[line] - 1 if line < len(self.line_starts) else len(self.text)
        return self.text[self.line_starts[line - 1] : stop].rstrip("\r")


@attrs.frozen
class Span:
    """Half-open range of offsets `start, stop` in one file."""

    file: SourceFile = attrs.field(repr=lambda f: f.name)
    start: int
    stop: int

    @property
    def text(self) -> str:
        return self.file.text[self.start : self.stop]

    @property
    def line(self) -> int:
        return self.file.line_column(self.start)[0]

    @property
    def column(self) -> int:
        return self.file.line_column(self.start)[1]

    def to(self, other: Span) -> Span:
        """The smallest span that covers both."""
        return Span(self.file, min(self.start, other.start), max(self.stop, other.stop))
