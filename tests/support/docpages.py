"""Pages of documentation as tests: what a reader is told to write is written, what a reader is told to run is run.

In `docs/tutorial` and `docs/how-to` a page is one walk through one folder, from its first fence to its last. In
`docs/explanation` and `docs/reference` every heading has a folder of its own, as in `tests/spec`.

- `rule name=x.rule` and `data file=x.csv` write a file. `rule into=x.rule` puts its declarations into a file: in place
  of those with the same first line, else at its end.
- `console` holds `$ rulelang ...` and what follows; `program=NAME` first copies `programs/NAME`.
- `python` runs in the folder; names stay known on the page. What it prints stands in the `output` fence below it.
- In `yaml`, each `run: rulelang ...` ends with 0.
- Where every heading has a folder of its own, rules and `shown` mean what they mean in `tests/spec`.

Other fences, such as `sh`, are for the reader and are not run.
"""
from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import attrs

from support import mdspec, transcripts
from support.installed import Installed
from support.markdown import Fence, Section, sections
from support.pages import Differs, Expectations
from support.workspace import REPOSITORY, Workspace, trimmed, workspace

WALKS = ("tutorial", "how-to")
FOLDERS = (*WALKS, "explanation", "reference")
_RUN = ("rule", "data", "console", "python", "yaml", "shown")
_RUN_LINE = re.compile(r"^\s*-?\s*run: (rulelang .+)$", re.MULTILINE)


@attrs.frozen
class Part:
    """What is run together: a whole page, or one heading of it."""

    page: Path
    title: str
    section: Section

    @property
    def name(self) -> str:
        return f"{self.page.relative_to(REPOSITORY / 'docs').as_posix()}: {self.title}"


def parts() -> Iterator[Part]:
    """Every page of documentation that has something to run, by walk or by heading."""
    for folder in FOLDERS:
        for page in sorted((REPOSITORY / "docs" / folder).glob("*.md")):
            found = sections(page.read_text(encoding="utf-8"))
            if folder in WALKS:
                fences = tuple(fence for section in found for fence in section.fences)
                found = (Section("the whole page", 1, fences),)
            for section in found:
                if any(fence.kind in _RUN for fence in section.fences):
                    yield Part(page, section.title, section)


def run_part(
    part: Part, expectations: Expectations, made: Callable[[], AbstractContextManager[Workspace]] = workspace
) -> None:
    """Write and run what the fences say, in order, in a folder that is made for it."""
    section = part.section
    apart = part.page.parent.name not in WALKS
    if apart and any(fence.kind in ("rule", "shown") for fence in section.fences):
        mdspec.run_section(section, expectations)
    names: dict[str, object] = {"__name__": "__main__"}
    with made() as here:
        for name, text in mdspec.files(section).items() if apart else ():
            here.write(name, text)
        for at, fence in enumerate(section.fences):
            below = section.fences[at + 1] if at + 1 < len(section.fences) else None
            match fence.kind:
                case "rule" | "data" if not apart:
                    _write(here, fence)
                case "console":
                    _console(here, fence, expectations)
                case "python":
                    _python(here, fence, below, names, expectations)
                case "yaml":
                    _yaml(here, fence)


def _write(here: Workspace, fence: Fence) -> None:
    if fence.kind == "data":
        here.write(fence.get("file"), fence.body)
    elif fence.get("into"):
        file = here.folder / fence.get("into")
        here.write(fence.get("into"), put_into(file.read_text(encoding="utf-8"), fence.body))
    elif fence.kind == "rule":
        here.write(fence.get("name", "program.rule"), fence.body)


def put_into(text: str, added: str) -> str:
    """The text with the declarations of `added` in place of those with the same first line, else at its end."""
    found = _declarations(text)
    places = {_head(each): at for at, each in enumerate(found)}
    for declaration in _declarations(added):
        head = _head(declaration)
        if head in places:
            found[places[head]] = declaration
        else:
            found.append(declaration)
    return "\n".join("\n".join(each).rstrip() + "\n" for each in found)


def _declarations(text: str) -> list[list[str]]:
    """The lines of each declaration, with the comments right above it."""
    found: list[list[str]] = []
    above: list[str] = []
    for line in text.split("\n"):
        if line.startswith("#"):
            above.append(line)
            continue
        if line[:1].strip():
            found.append([])
        if found:
            found[-1] += [*above, line]
            above = []
    return found


def _head(declaration: list[str]) -> str:
    return next(line for line in declaration if not line.startswith("#"))


def _console(here: Workspace, fence: Fence, expectations: Expectations) -> None:
    if program := fence.get("program"):
        here.copy(REPOSITORY / "programs" / program, f"programs/{program}")
    expectations.same(fence, transcripts.replay(here, fence.body))


def _python(
    here: Workspace, fence: Fence, below: Fence | None, names: dict[str, object], expectations: Expectations
) -> None:
    if isinstance(here, Installed):
        shown = here.python(fence.body)
    else:
        printed = io.StringIO()
        with contextlib.chdir(here.folder), contextlib.redirect_stdout(printed):
            exec(compile(fence.body, f"<python at line {fence.line}>", "exec", dont_inherit=True), names)
        shown = trimmed(printed.getvalue())
    if below is not None and below.kind == "output":
        expectations.same(below, shown)
    elif shown:
        raise Differs(fence.line, f"it prints, and no `output` fence follows:\n{shown}")


def _yaml(here: Workspace, fence: Fence) -> None:
    for command in _RUN_LINE.findall(fence.body):
        shown, status = here.run(command)
        if status:
            raise Differs(fence.line, f"{command} ends with {status}:\n{shown}")
