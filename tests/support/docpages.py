"""Pages of documentation as tests: what a reader is told to write is written, what a reader is told to run is run.

The README and the pages in `docs/tutorial` and `docs/how-to` are each one walk through one folder, from the first fence
to the last. In `docs/explanation` and `docs/reference` every heading has a folder of its own, as in `tests/spec`.

- `rule name=x.rule` and `data file=x.csv` write a file. `rule into=x.rule` puts its declarations into a file: in place
  of those with the same first line, else at its end.
- `toml into=x.toml` puts its lines into a file: in place of those with the same key under the same heading, else at the
  end of what stands under that heading. A file that is not there yet is made.
- `console` holds `$ rulelang ...` and what follows; `program=NAME` first copies `programs/NAME`.
- `sh` is a line for a terminal. It is run where the wheel is installed, and nowhere else; what it prints stands in the
  `output` fence below it.
- `python` runs in the folder; names stay known on the page. What it prints stands in the `output` fence below it.
- In `yaml`, each `run: rulelang ...` ends with 0.
- Where every heading has a folder of its own, rules and `shown` mean what they mean in `tests/spec`.
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

README = REPOSITORY / "README.md"
WALKS = ("tutorial", "how-to")
FOLDERS = (*WALKS, "explanation", "reference")
KINDS = ("rule", "data", "toml", "console", "sh", "python", "yaml", "output")
"""All fences of a walk: each is written, run or compared."""
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
        return f"{self.page.relative_to(REPOSITORY).as_posix()}: {self.title}"

    @property
    def is_typed(self) -> bool:
        """Whether the page has lines for a terminal, so that it can be walked only where the wheel is installed."""
        return any(fence.kind == "sh" for fence in self.section.fences)

    @property
    def is_walk(self) -> bool:
        return self.page == README or self.page.parent.name in WALKS


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


def walked() -> list[Path]:
    """README, tutorial and how-tos."""
    return [README, *(page for folder in WALKS for page in sorted((REPOSITORY / "docs" / folder).glob("*.md")))]


def file_of(fence: Fence) -> str:
    """The name of the file that a fence of a walk writes ("": none). Rules without a name are quotations."""
    return fence.get("name") or fence.get("into") or fence.get("file")


def run_part(
    part: Part, expectations: Expectations, made: Callable[[], AbstractContextManager[Workspace]] = workspace
) -> None:
    """Write and run what the fences say, in order, in a folder that is made for it."""
    section = part.section
    apart = not part.is_walk
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
                case "toml" if isinstance(here, Installed):
                    _put_lines(here, fence)
                case "console":
                    _console(here, fence, expectations)
                case "sh" if isinstance(here, Installed):
                    _terminal(here, fence, below, expectations)
                case "python":
                    _python(here, fence, below, names, expectations)
                case "yaml":
                    _yaml(here, fence)


def _write(here: Workspace, fence: Fence) -> None:
    name, text = file_of(fence), fence.body
    if fence.get("into"):
        text = put_into((here.folder / name).read_text(encoding="utf-8"), text)
    if name:
        here.write(name, text)


def _put_lines(here: Workspace, fence: Fence) -> None:
    file = here.folder / fence.get("into")
    here.write(fence.get("into"), put_lines(file.read_text(encoding="utf-8") if file.exists() else "", fence.body))


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


def put_lines(text: str, added: str) -> str:
    """The text of a TOML file with the lines of `added` in it; a heading that it lacks stands at its end."""
    lines, heading = text.rstrip("\n").split("\n"), ""
    for line in added.rstrip("\n").split("\n"):
        if line.startswith("["):
            heading = line
            continue
        if heading and heading not in lines:
            lines += ["", heading]
        start = lines.index(heading) + 1 if heading else 0
        stop = next((at for at in range(start, len(lines)) if lines[at].startswith("[")), len(lines))
        same = [at for at in range(start, stop) if _key(lines[at]) == _key(line) and _key(line)]
        lines[same[0] if same else stop : same[0] + 1 if same else stop] = [line]
    return "\n".join([*lines, ""])


def _key(line: str) -> str:
    return line.partition("=")[0].strip() if "=" in line and not line.startswith("#") else ""


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
    _prints(fence, below, shown, expectations)


def _prints(fence: Fence, below: Fence | None, shown: str, expectations: Expectations) -> None:
    """What a fence prints stands in the `output` fence below it."""
    if below is not None and below.kind == "output":
        expectations.same(below, shown)
    elif shown:
        raise Differs(fence.line, f"it prints, and no `output` fence follows:\n{shown}")


def _terminal(here: Installed, fence: Fence, below: Fence | None, expectations: Expectations) -> None:
    shown, status = here.shell(fence.body)
    if status:
        raise Differs(fence.line, f"it ends with {status}:\n{shown}")
    _prints(fence, below, shown, expectations)


def _yaml(here: Workspace, fence: Fence) -> None:
    for command in _RUN_LINE.findall(fence.body):
        shown, status = here.run(command)
        if status:
            raise Differs(fence.line, f"{command} ends with {status}:\n{shown}")
