"""Findings as a reader sees them: the sentence, the lines it is about with marks under them, notes and advice.

Knows columns on a screen; knows neither colours nor how wide the screen is.
"""
from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rulelang.diagnostics.catalogue import Wording, severity, words
from rulelang.diagnostics.frame import word
from rulelang.diagnostics.language import told_in
from rulelang.diagnostics.model import Diagnostic, Severity
from rulelang.diagnostics.order import in_order
from rulelang.diagnostics.render.concise import where
from rulelang.frozen import frozen
from rulelang.languages import ENGLISH
from rulelang.source import SourceFile, Span

# Twenty findings fill a few screens; whoever has more mends these first, and the count says how many wait.
SHOWN_MAX = 20
LINE_SHOWN_MAX = 240


@frozen
class _Mark:
    span: Span
    sign: str
    text: str


def render_text(findings: Iterable[Diagnostic], language: str | None = None, shown_max: int = SHOWN_MAX) -> str:
    """The first findings in order with blank lines between, then a count if there are several; "" for none."""
    ordered = in_order(findings)
    if not ordered:
        return ""
    shown = ordered[:shown_max]
    blocks = [render_one(finding, language) for finding in shown]
    tongue = told_in(ordered[0], language)
    if len(ordered) > 1:
        blocks.append(count_line(ordered, tongue))
    if len(ordered) > len(shown):
        blocks[-1] += ", " + word("more", tongue).format(count=len(ordered) - len(shown))
    return "\n\n".join(blocks) + "\n"


def count_line(findings: Sequence[Diagnostic], language: str = ENGLISH) -> str:
    """`2 errors, 1 warning`."""
    counts = Counter(severity(finding) for finding in findings)
    return ", ".join(
        f"{counts[grade]} {word(grade.value if counts[grade] == 1 else grade.value + 's', language)}"
        for grade in Severity
        if counts[grade]
    ) or word("none", language)


def render_one(finding: Diagnostic, language: str | None = None) -> str:
    """One finding over several lines, without a newline at the end."""
    tongue = told_in(finding, language)
    wording = words(finding, tongue)
    marks = _marks(finding, wording)
    gutter = max((len(str(mark.span.line)) for mark in marks), default=0)
    margin = " " * gutter
    lines = [f"{word(wording.severity.value, tongue)}[{wording.id} {wording.name}]: {wording.message}"]
    if finding.place is not None:
        lines.append(f"{margin}--> {where(finding, tongue)}" if marks else f" --> {where(finding, tongue)}")
    for number, file in enumerate(dict.fromkeys(mark.span.file for mark in marks)):
        arrow = ":::" if number or finding.place is not None else "-->"
        lines += _excerpt(file, [mark for mark in marks if mark.span.file is file], arrow, gutter)
    lines += [f"{margin} = {word('note', tongue)}: {text}" for text in wording.notes]
    lines += [f"{margin} = {word('help', tongue)}: {text}" for text in wording.help]
    return "\n".join(line.rstrip() for line in lines)


def _marks(finding: Diagnostic, wording: Wording) -> list[_Mark]:
    primary = [_Mark(finding.span, "^", wording.label)] if finding.span is not None else []
    others = zip(finding.labels, wording.labels, strict=True)
    return primary + [_Mark(label.span, "-", text) for label, text in others]


def _excerpt(file: SourceFile, marks: list[_Mark], arrow: str, gutter: int) -> Iterator[str]:
    """The marked lines of one file in their order, `:` where lines between are left out; the finding's place first."""
    at = marks[0].span
    margin = " " * gutter
    yield f"{margin}{arrow} {file.name}:{at.line}:{at.column}"
    yield f"{margin} |"
    last: int | None = None
    shown = _Window("", 0)
    for mark in sorted(marks, key=lambda each: (each.span.line, each.sign != "^", each.span.start)):
        line, column = file.line_column(mark.span.start)
        text = file.line_text(line)
        if line != last:
            if last is not None and line > last + 1:
                yield f"{margin} :"
            shown = _Window.around(text, column)
            yield f"{line:>{gutter}} | {shown.text}"
            last = line
        first = shown.column_of(column)
        marked = shown.text[first : first + mark.span.stop - mark.span.start]
        yield f"{margin} | {_blank(shown.text[:first])}{mark.sign * max(1, _width(marked))} {mark.text}"


@frozen
class _Window:
    """As much of a line as a reader takes in: all of it, or what stands around a place in a very long one."""

    text: str
    start: int

    @classmethod
    def around(cls, line: str, column: int) -> _Window:
        if len(line) <= LINE_SHOWN_MAX:
            return cls(line, 0)
        start = max(0, column - 1 - LINE_SHOWN_MAX // 2)
        before, after = "…" if start else "", "…" if start + LINE_SHOWN_MAX < len(line) else ""
        return cls(f"{before}{line[start : start + LINE_SHOWN_MAX]}{after}", start - len(before))

    def column_of(self, column: int) -> int:
        """Where a column of the line stands in what is shown of it, counted from 0."""
        return min(max(column - 1 - self.start, 0), len(self.text))


def _blank(text: str) -> str:
    """White space as wide as `text` on a screen; a tab stays a tab, since nobody knows how wide it is."""
    return "".join("\t" if letter == "\t" else " " * _width(letter) for letter in text)


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )
