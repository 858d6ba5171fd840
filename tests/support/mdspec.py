"""Pages that define the language and are tests of it.

Under one heading, `rule name=x.rule` fences are the files of one project and `data file=Deal.csv` fences its data.
`shown command="rulelang ..."` is what that command prints there (with `exit=1` where it does not end with 0), a bare
`shown` what `rulelang check` prints. A comment `# error: name` in a rule says that a finding of that name starts on
that line; where no findings are shown, those are all the findings there are.
"""
from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable

from rulelang.diagnostics.model import Diagnostic
from support.markdown import Fence, Section
from support.pages import Differs, Expectations, PageFile
from support.workspace import Workspace, workspace

_SAID = re.compile(r"#\s*(?:error|warning|note):\s*([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)")
Told = tuple[str, int, str]


def run_section(section: Section, expectations: Expectations) -> None:
    """Write the section's files into a folder of its own and compare everything it says."""
    rules = [fence for fence in section.fences if fence.kind == "rule"]
    with workspace() as here:
        for fence in rules:
            here.write(_rule_name(fence), fence.body)
        for fence in section.fences:
            if fence.kind == "data":
                here.write(fence.get("file"), fence.body)
        if rules:
            _compare_findings(here, section, rules)
        for fence in section.fences:
            if fence.kind == "shown":
                _compare_shown(here, fence, expectations)


class SpecPage(PageFile):
    """A page of `tests/spec`."""

    run_section = staticmethod(run_section)
    kinds = ("rule", "shown")


def _rule_name(fence: Fence) -> str:
    return fence.get("name", "program.rule")


def _compare_shown(here: Workspace, fence: Fence, expectations: Expectations) -> None:
    command = fence.get("command")
    shown, status = here.run(command or "rulelang check")
    if command:
        expectations.same(fence, shown, exit="" if status == 0 else str(status))
    else:
        expectations.same(fence, shown)


def _compare_findings(here: Workspace, section: Section, rules: list[Fence]) -> None:
    """Findings said in comments are made, and none is made unsaid unless the section shows its findings."""
    said = {told for fence in rules for told in _said(fence)}
    made = set(_made(here))
    shows = any(
        fence.kind == "shown" and fence.get("command", "rulelang check").startswith("rulelang check")
        for fence in section.fences
    )
    missing, unsaid = said - made, set() if shows else made - said
    if missing or unsaid:
        text = [_line("said on the page, not found", told) for told in sorted(missing)]
        text += [_line("found, not said on the page", told) for told in sorted(unsaid)]
        raise Differs(section.line, "\n".join(text))


def _said(fence: Fence) -> Iterable[Told]:
    for number, line in enumerate(fence.body.split("\n"), 1):
        if said := _SAID.search(line):
            for name in said[1].split(","):
                yield _rule_name(fence), number, name.strip()


def _made(here: Workspace) -> Iterable[Told]:
    with contextlib.chdir(here.folder):
        for finding in check_here():
            span = finding.span
            yield (span.file.name, span.line, finding.name) if span is not None else ("", 0, finding.name)


def check_here() -> tuple[Diagnostic, ...]:
    """The findings of all programs below the current folder."""
    from rulelang import api
    from rulelang.cli.locate import program_roots

    return tuple(finding for root in program_roots(["."]) for finding in api.check(root))


def _line(head: str, told: Told) -> str:
    return f"{head}: {told[0]}:{told[1]}: {told[2]}"
