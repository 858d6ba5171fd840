"""Pages of `docs/reference` that are made from the product: commands, findings and limits.

Knows how the pages look; every fact on them comes from the command line, the catalogue or a named constant.
"""
from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

import attrs

from rulelang.cli.exits import TABLE
from rulelang.cli.group import COMMANDS
from rulelang.diagnostics.catalogue import Entry, Variants, entries
from support.language_pages import language_page
from support.workspace import workspace

_MADE = "This page is made from {source}. `RULELANG_UPDATE=1 pytest tests/docs` writes it anew."

# The first code of every range, and what the findings from there on are about.
RANGES = (
    (0, "Projects, files and commands"),
    (100, "Reading the text"),
    (200, "Names, variants and dates"),
    (300, "Kinds of values, units, tables and exactness"),
    (600, "Advice"),
    (700, "Data"),
    (800, "Runs and examples"),
    (900, "Defects of rulelang itself"),
)


@attrs.frozen
class Limit:
    """A named constant, by module and name, and what it bounds in a reader's words."""

    module: str
    name: str
    bounds: str

    @property
    def value(self) -> int:
        found = getattr(importlib.import_module(f"rulelang.{self.module}"), self.name)
        assert isinstance(found, int)
        return found


LIMITS: Mapping[str, tuple[Limit, ...]] = MappingProxyType({
    "Rules": (
        Limit("project", "SOURCE_BYTES_MAX", "bytes of one rule file"),
        Limit("syntax.bounds", "FILE_PIECES_MAX", "words, figures and signs of one rule file"),
        Limit("syntax.bounds", "DECLARATION_PIECES_MAX", "words, figures and signs of one declaration"),
        Limit("syntax.bounds", "BRACKETS_MAX", "levels of brackets inside one another"),
        Limit("syntax.parse", "DEPTH_MAX", "parts of a value inside one another: lists, terms of a sum, brackets"),
        Limit("typecheck.depth", "DEPTH_MAX", "values inside one another, through the definitions that they read"),
        Limit("syntax.bounds", "FINDINGS_MAX", "findings about reading one rule file"),
        Limit("diagnostics.phrase", "QUOTED_MAX", "signs that a message quotes of what was written"),
        Limit("diagnostics.render.text", "LINE_SHOWN_MAX", "signs of a line that is shown below a message"),
    ),
    "Figures": (
        Limit("syntax.damage", "FIGURE_DIGITS_MAX", "digits of a figure in rules"),
        Limit("typecheck.types", "DIGITS_MAX", "digits of any figure in a calculation"),
    ),
    "Data": (
        Limit("data.cells", "CELL_CHARACTERS_MAX", "characters in one cell"),
        Limit("data.table", "COLUMNS_MAX", "columns of a file"),
        Limit("data.table", "BLANK_LINES_MAX", "empty lines one after the other in a CSV file or JSON Lines"),
        Limit("data.json", "JSON_BYTES_MAX", "bytes of a JSON file"),
        Limit("data.json", "LINE_BYTES_MAX", "bytes of one line of JSON Lines"),
        Limit("data.workbook", "WORKBOOK_BYTES_MAX", "bytes of an XLSX workbook"),
        Limit("data.sheet", "SHEET_ROWS_MAX", "rows of a sheet"),
        Limit("data.workbook", "BALLAST_MAX", "elements of a workbook that bring no value, such as empty cells"),
        Limit("data.calendar_file", "ROWS_MAX", "rows of a calendar of a program's own"),
        Limit("data.mapping_file", "MAPPING_BYTES_MAX", "bytes of `rulelang.toml`"),
        Limit("cli.map", "MAP_SECONDS_MAX", "seconds that `rulelang map` looks at a file"),
    ),
})  # fmt: skip


def commands_page() -> str:
    """What each command takes, as its own help tells it."""
    return _page("Commands", "the help of the commands", _commands())


def exit_codes_page() -> str:
    """What a script learns from how a command ends."""
    rows = [f"| {code} | {meaning} |" for code, meaning in TABLE]
    return _page("Exit codes", "the command line", ["| code | meaning |", "|---|---|", *rows])


def error_codes_page() -> str:
    """Every finding: its message, its notes and what to do."""
    return _page("Findings by code", "the catalogue of findings", _codes())


def limits_page() -> str:
    """The sizes at which a file or a figure is refused with a message."""
    return _page("Limits", "the named constants of the product", _limits())


PAGES: Mapping[str, Callable[[], str]] = MappingProxyType({
    "commands.md": commands_page,
    "exit-codes.md": exit_codes_page,
    "error-codes.md": error_codes_page,
    "limits.md": limits_page,
    "language.md": language_page,
})  # fmt: skip


def _page(title: str, source: str, lines: Iterable[str]) -> str:
    return "\n".join([f"# {title}", "", _MADE.format(source=source), "", *lines]).rstrip("\n") + "\n"


def _commands() -> Iterator[str]:
    yield "How a command ends is told under [exit codes](exit-codes.md)."
    for name in ("", *COMMANDS):
        command = f"rulelang {name}".strip()
        with workspace() as here:
            shown, _ = here.run(f"{command} --help")
        yield from ("", f"## `{command}`", "", "```console", f"$ {command} --help", shown.rstrip("\n"), "```")


def _codes() -> Iterator[str]:
    yield "A word in braces, such as `{name}`, stands for the thing of yours that the message names."
    yield "`rulelang explain` and a code shows the same on the command line."
    found = sorted(entries("en").values(), key=lambda entry: entry.id)
    for start, title in RANGES:
        stop = min((first for first, _ in RANGES if first > start), default=1000)
        inside = [entry for entry in found if start <= int(entry.id.removeprefix("RL")) < stop]
        if inside:
            yield from ("", f"## {title}")
        for entry in inside:
            yield from _code(entry)


def _code(entry: Entry) -> Iterator[str]:
    yield from ("", f"### {entry.id} {entry.name}", "")
    yield f"*{entry.severity.value}*, [more](findings/{entry.id}.md)"
    for message in _texts(entry.message):
        yield from ("", message)
    if entry.page:
        yield from ("", entry.page)
    notes = [f"- Note: {text}" for text in _texts(entry.note)]
    helps = [f"- To do: {text}" for text in _texts(entry.help)]
    if notes or helps:
        yield from ("", *notes, *helps)


def _texts(part: Variants) -> list[str]:
    return list(dict.fromkeys(text for texts in part.values() for text in texts))


def _limits() -> Iterator[str]:
    yield "What is larger is refused with a message; nothing is cut off silently."
    yield "A total that grows too large when it is computed is [unknown](../explanation/unknown.md)."
    for title, limits in LIMITS.items():
        yield from ("", f"## {title}", "", "| at most | of |", "|---|---|")
        yield from (f"| {limit.value:_} | {limit.bounds} |" for limit in limits)
