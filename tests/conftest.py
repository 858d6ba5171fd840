"""Pages as tests, profiles of random testing, and time limits for the parts of the suite."""
from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from support.mdspec import SpecPage
from support.transcripts import TranscriptPage
from support.workspace import Workspace, workspace

TESTS = Path(__file__).parent
PAGES = {TESTS / "spec": SpecPage, TESTS / "cli": TranscriptPage}
# Seconds for everything else, for the comparisons of engines, for the faults and for the wheel: a suite that outgrows
# them is not run.
SECONDS_MAX = {"unit, spec, golden, cases and examples": 360.0, "engines": 240.0, "faults": 180.0, "wheel": 180.0}

# Commands speak the language of the terminal; the tests' own is English wherever they run.
os.environ["LC_ALL"] = "C.UTF-8"

hypothesis.settings.register_profile("dev", max_examples=50, deadline=None)
hypothesis.settings.register_profile("ci", max_examples=200, deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    page = PAGES.get(file_path.parent)
    if page is None or file_path.suffix != ".md":
        return None
    collected: pytest.Collector = page.from_parent(parent, path=file_path)
    return collected


@pytest.fixture
def here() -> Iterator[Workspace]:
    """A folder of its own, in which files are written and commands run."""
    with workspace() as made:
        yield made


class TimeLimits:
    """Adds up what each part of the suite took, and fails the run that is over."""

    def __init__(self, side_by_side: int) -> None:
        self.seconds = dict.fromkeys(SECONDS_MAX, 0.0)
        self.side_by_side = side_by_side

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        rest, *marked = SECONDS_MAX
        part = next((part for part in marked if part in report.keywords), rest)
        self.seconds[part] += self.taken(report)

    def taken(self, report: pytest.TestReport) -> float:
        """Seconds of the whole machine. Processes side by side share it; work that others did on a test's behalf, while
        the machine did more besides, is told by the test in seconds of one processor."""
        worked = dict(report.user_properties).get("processor seconds")
        if worked is None:
            return report.duration / self.side_by_side
        return float(str(worked)) / (os.cpu_count() or 1) if report.when == "call" else 0.0

    def over(self) -> dict[str, float]:
        return {part: took for part, took in self.seconds.items() if took > SECONDS_MAX[part]}

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if exitstatus == pytest.ExitCode.OK and self.over():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for part, took in self.seconds.items():
            verdict = "more than the" if part in self.over() else "of the"
            terminalreporter.write_line(f"{part}: {took:.0f} s, {verdict} {SECONDS_MAX[part]:.0f} s they may take")


def pytest_configure(config: pytest.Config) -> None:
    side_by_side = getattr(config.option, "numprocesses", None) or 1
    config.pluginmanager.register(TimeLimits(side_by_side), "time-limits")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that nothing waits for it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("engines") is None)
