"""Pages that define the language and are tests of it.

Under one heading, `rule name=x.rule` fences are the files of one project and `data file=Deal.csv` fences its data.
`shown command="rulelang ..."` is what that command prints there (with `exit=1` where it does not end with 0), a bare
`shown` what `rulelang check` prints. A comment `# error: name` in a rule says that a finding of that name starts on
that line; where no findings are shown, those are all the findings there are. Examples in rules without findings are
run, unless the section shows `rulelang test` itself.

A fence marked `shared=page` is there under every heading of its page that has rules: rules stand behind those of the
heading's file of that name, so that lines are counted as they are seen. Alone they need not be a whole program.
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
UNREAD = "read-by-nothing"
"""Pages declare things to show how they are declared; that nothing reads them is only made where a page says so."""


def run_section(section: Section, expectations: Expectations) -> None:
    """Write the section's files into a folder of its own and compare everything it says."""
    rules = [fence for fence in section.fences if fence.kind == "rule"]
    with workspace() as here:
        for name, text in files(section).items():
            here.write(name, text)
        if any(fence.get("shared") != "page" for fence in rules):
            made = _compare_findings(here, section, rules)
            if not made and not any(fence.get("command").startswith("rulelang test") for fence in section.fences):
                _run_examples(here, section)
        for fence in section.fences:
            if fence.kind == "shown":
                _compare_shown(here, fence, expectations)


class SpecPage(PageFile):
    """A page of `tests/spec`."""

    run_section = staticmethod(run_section)
    kinds = ("rule", "shown")


def files(section: Section) -> dict[str, str]:
    """The files of a section by name; those that the page shares only where the section has rules."""
    found: dict[str, str] = {}
    for fence in section.fences:
        if fence.kind in ("rule", "data"):
            found[_rule_name(fence) if fence.kind == "rule" else fence.get("file")] = fence.body
    if any(fence.kind == "rule" for fence in section.fences):
        for fence in section.shared:
            if fence.kind == "rule":
                name = _rule_name(fence)
                found[name] = f"{found[name]}\n{fence.body}" if name in found else fence.body
            elif fence.kind == "data":
                found.setdefault(fence.get("file"), fence.body)
    return found


def _run_examples(here: Workspace, section: Section) -> None:
    """Every engine gives what the examples expect."""
    from rulelang import api
    from rulelang.cli.locate import program_roots

    failed = []
    with contextlib.chdir(here.folder):
        for root in program_roots(["."]):
            loaded = api.load(root)
            for engine in () if loaded.has_errors else api.ENGINES:
                cases = api.test(loaded, engine=engine).cases
                failed += [(engine, case) for case in cases if not case.passed]
    if failed:
        text = [f"{case.place}: {case.title} ({engine}): {' '.join(case.failures)}" for engine, case in failed]
        raise Differs(section.line, "\n".join(text))


def _rule_name(fence: Fence) -> str:
    return fence.get("name", "program.rule")


def _compare_shown(here: Workspace, fence: Fence, expectations: Expectations) -> None:
    command = fence.get("command")
    shown, status = here.run(command or "rulelang check")
    if command:
        expectations.same(fence, shown, exit="" if status == 0 else str(status))
    else:
        expectations.same(fence, shown)


def _compare_findings(here: Workspace, section: Section, rules: list[Fence]) -> set[Told]:
    """Findings said in comments are made, and none is made unsaid unless the section shows its findings."""
    said = {told for fence in rules for told in _said(fence)}
    made = {told for told in _made(here) if told[2] != UNREAD or told in said}
    shows = any(
        fence.kind == "shown" and fence.get("command", "rulelang check").startswith("rulelang check")
        for fence in section.fences
    )
    missing, unsaid = said - made, set() if shows else made - said
    if missing or unsaid:
        text = [_line("said on the page, not found", told) for told in sorted(missing)]
        text += [_line("found, not said on the page", told) for told in sorted(unsaid)]
        raise Differs(section.line, "\n".join(text))
    return made


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
