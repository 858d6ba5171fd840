"""Pages of Markdown as pytest items: one test a heading, told by page and line when it fails."""
from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from support.markdown import Fence, Section, rewrite, sections
from support.workspace import trimmed

UPDATE = "RULELANG_UPDATE"


class Differs(Exception):
    """A fence that does not hold; `line` is its line in the page."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


@attrs.define
class Expectations:
    """Compares what a page shows with what came out, or, when asked to update, gathers what to write instead."""

    updating: bool = attrs.field(factory=lambda: bool(os.environ.get(UPDATE)))
    bodies: dict[int, str] = attrs.field(factory=dict)
    attributes: dict[int, dict[str, str]] = attrs.field(factory=dict)

    def same(self, fence: Fence, shown: str, **attributes: str) -> None:
        """The fence's body is `shown`, and its attributes are those given ("" means: not there)."""
        expected = {name: fence.get(name) for name in attributes}
        if shown == trimmed(fence.body) and expected == attributes:
            return
        if self.updating:
            self.bodies[fence.number] = shown
            merged = {**fence.attributes, **attributes}
            self.attributes[fence.number] = {name: value for name, value in merged.items() if value}
            return
        raise Differs(fence.line, _difference(fence, shown, expected, attributes))


def _difference(fence: Fence, shown: str, expected: dict[str, str], attributes: dict[str, str]) -> str:
    lines = list(difflib.ndiff(fence.body.splitlines(), shown.splitlines())) if shown != fence.body else []
    lines += [
        f"{name}: the page says {expected[name] or 'nothing'}, the command gives {value or 'nothing'}"
        for name, value in attributes.items()
        if expected[name] != value
    ]
    return "\n".join([*lines, "", f"(- the page, + what came out; {UPDATE}=1 writes it into the page)"])


RunSection = Callable[[Section, Expectations], None]


class PageFile(pytest.File):
    """A Markdown page. Set `run_section` on a subclass."""

    run_section: RunSection

    def collect(self) -> Iterator[pytest.Item]:
        for section in sections(self.path.read_text(encoding="utf-8")):
            if any(fence.kind in self.kinds for fence in section.fences):
                yield SectionItem.from_parent(self, name=section.title or "page", section=section)

    kinds: tuple[str, ...] = ()


class SectionItem(pytest.Item):
    """One heading of a page."""

    def __init__(self, *, section: Section, **more: Any) -> None:
        super().__init__(**more)
        self.section = section

    def runtest(self) -> None:
        assert isinstance(self.parent, PageFile)
        expectations = Expectations()
        type(self.parent).run_section(self.section, expectations)
        if expectations.bodies:
            rewrite(Path(self.path), expectations.bodies, expectations.attributes)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, Differs):
            return f"{self.path}:{excinfo.value.line}\n{excinfo.value}"
        return super().repr_failure(excinfo, style or "short")

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.section.line - 1, self.name
