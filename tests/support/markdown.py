"""Fences of Markdown pages by heading, and the rewriting of their bodies. Knows nothing of what is in a fence."""
from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from pathlib import Path

import attrs

_HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t]*#*$")
_FENCE = re.compile(r"(`{3,})[ \t]*([^`]*)$")


@attrs.frozen
class Fence:
    """A fenced block. `line` (from one) is that of its opening; `number` counts fences of the page from zero."""

    kind: str
    attributes: Mapping[str, str]
    body: str
    line: int
    number: int

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)


@attrs.frozen
class Section:
    """A heading and the fences under it, up to the next heading of any level. `title` is the path of headings.

    `shared` are the fences marked `shared=page` that stand under other headings of the page.
    """

    title: str
    line: int
    fences: tuple[Fence, ...]
    shared: tuple[Fence, ...] = ()


def sections(text: str) -> tuple[Section, ...]:
    """The sections of a page that have fences, in order, with titles made distinct."""
    found: list[tuple[str, int, list[Fence]]] = [("", 1, [])]
    path: list[str] = []
    lines = text.split("\n")
    at = number = 0
    while at < len(lines):
        if heading := _HEADING.match(lines[at]):
            path = [*path[: len(heading[1]) - 1], heading[2]]
            found.append((" / ".join(path[1:] or path), at + 1, []))
        elif opening := _FENCE.match(lines[at]):
            stop = _closing(lines, at, opening[1])
            kind, attributes = _information(opening[2])
            found[-1][2].append(Fence(kind, attributes, "\n".join([*lines[at + 1 : stop], ""]), at + 1, number))
            number += 1
            at = stop
        at += 1
    return _sharing(_distinct([Section(title, line, tuple(fences)) for title, line, fences in found if fences]))


def rewrite(page: Path, bodies: Mapping[int, str], attributes: Mapping[int, Mapping[str, str]]) -> None:
    """Put new bodies, and attributes where given, into the fences of those numbers."""
    text = page.read_text(encoding="utf-8")
    lines = text.split("\n")
    fences = [fence for section in sections(text) for fence in section.fences if fence.number in bodies]
    for fence in sorted(fences, key=lambda each: each.line, reverse=True):
        opening = _FENCE.match(lines[fence.line - 1])
        assert opening is not None
        stop = _closing(lines, fence.line - 1, opening[1])
        body = bodies[fence.number].rstrip("\n")
        first = opening[1] + _information_text(fence.kind, attributes.get(fence.number, fence.attributes))
        lines[fence.line - 1 : stop] = [first, *(body.split("\n") if body else [])]
    page.write_text("\n".join(lines), encoding="utf-8")


def _closing(lines: list[str], start: int, ticks: str) -> int:
    """The index of the line that closes the fence opened at `start`; the end of the page if none does."""
    for at in range(start + 1, len(lines)):
        if lines[at].rstrip() == ticks:
            return at
    return len(lines)


def _information(text: str) -> tuple[str, dict[str, str]]:
    kind, *rest = shlex.split(text) or [""]
    pairs = (word.partition("=") for word in rest)
    return kind, {name: value for name, _, value in pairs}


def _information_text(kind: str, attributes: Mapping[str, str]) -> str:
    return " ".join([kind, *(f"{name}={_quoted(value)}" for name, value in attributes.items())])


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"\s", value) else value


def _sharing(found: tuple[Section, ...]) -> tuple[Section, ...]:
    shared = [(section, fence) for section in found for fence in section.fences if fence.get("shared") == "page"]
    return tuple(
        attrs.evolve(section, shared=tuple(fence for home, fence in shared if home is not section)) for section in found
    )


def _distinct(found: list[Section]) -> tuple[Section, ...]:
    seen: dict[str, int] = {}
    titled = []
    for section in found:
        seen[section.title] = seen.get(section.title, 0) + 1
        again = f" ({seen[section.title]})" if seen[section.title] > 1 else ""
        titled.append(attrs.evolve(section, title=section.title + again))
    return tuple(titled)
