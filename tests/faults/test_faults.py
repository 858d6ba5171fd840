"""One line of the product changed as a hurried hand might, and the named test that says so.

The faults are in `faults.toml`. Each is put into a copy of the package; its test runs against that copy in a process
of its own and has to fail by what it asserts, not by falling over. Against a copy without a fault the same tests pass.

Every day has its own part of them; `RULELANG_FAULTS=all` runs all. That each still finds its line is seen every time.
"""
from __future__ import annotations

import compileall
import concurrent.futures
import datetime
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs
import pytest

from support.workspace import REPOSITORY

FAULTS = Path(__file__).with_name("faults.toml")
FOLDERS = ("exact", "core", "interpret", "compile", "data", "typecheck", "names", "syntax")
LEAST = 60
OF_A_DAY = 30
AT_A_TIME = 2
SECONDS_MAX = 60
"""For one run of a test: a fault may also make something go on for ever."""
WORSE = ("passed", "failed", "broken")
Verdicts = Mapping[str, Mapping[str, str]]

pytestmark = pytest.mark.faults


@attrs.frozen
class Fault:
    """`old` stands once in `file`; with `new` in its place, `test` fails. `why` says what it would cost."""

    name: str
    file: str
    old: str
    new: str
    why: str
    test: str

    def changed(self, text: str) -> str:
        count = text.count(self.old)
        assert count == 1, f"{self.name}: `{self.old}` stands {count} times in {self.file}, not once"
        return text.replace(self.old, self.new)


ALL = tuple(Fault(**each) for each in tomllib.loads(FAULTS.read_text(encoding="utf-8"))["fault"])


def of_the_day(day: str) -> tuple[Fault, ...]:
    """The faults whose turn it is, in the order of the file; over some weeks everyone has it."""
    drawn = sorted(ALL, key=lambda fault: hashlib.sha256(f"{day} {fault.name}".encode()).digest())[:OF_A_DAY]
    return tuple(fault for fault in ALL if fault in drawn)


CHOSEN = ALL if os.environ.get("RULELANG_FAULTS") == "all" else of_the_day(datetime.date.today().isoformat())


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package and the language's own library in it, as a wheel has them, compiled once; it stands
    before the installed one when it is looked for."""
    folder = tmp_path_factory.mktemp("product")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(REPOSITORY / "rulelang", folder / "rulelang", ignore=ignored)
    shutil.copytree(REPOSITORY / "stdlib", folder / "rulelang" / "stdlib")
    compileall.compile_dir(folder / "rulelang", quiet=2)
    return folder


def run_tests(product: Path, tests: Sequence[str]) -> Verdicts:
    """How tests of this repository end against a product, by node id."""
    found = product / "verdicts.json"
    environment = {
        **os.environ, "PYTHONPATH": os.pathsep.join([str(product), str(REPOSITORY / "tests")]),
        "RULELANG_PRODUCT": str(product), "RULELANG_VERDICT": str(found),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(product / "hypothesis"), "PYTHONDONTWRITEBYTECODE": "1",
    }
    # The command line and pages of the run around this one are none of this one's business.
    for name in ("RULELANG_UPDATE", "PYTEST_ADDOPTS", "PYTEST_CURRENT_TEST"):
        environment.pop(name, None)
    options = ["-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "faults.verdict", *tests]
    ran = subprocess.run(
        [sys.executable, *options], cwd=REPOSITORY, env=environment, capture_output=True, text=True,
        timeout=SECONDS_MAX, check=False,
    )
    assert found.exists(), f"no test ran\n{ran.stdout}\n{ran.stderr}"
    verdicts: Verdicts = json.loads(found.read_text(encoding="utf-8"))
    return verdicts


def with_fault(fault: Fault, product: Path, folder: Path) -> Mapping[str, str]:
    """How the test of a fault ends with it, in a copy of the product."""
    file = shutil.copytree(product, folder, copy_function=os.link) / fault.file
    changed = fault.changed(file.read_text(encoding="utf-8"))
    file.unlink()
    file.write_text(changed, encoding="utf-8")
    # What was compiled before is told from this by its time alone, and the clock may be coarse.
    for compiled in file.parent.glob(f"__pycache__/{file.stem}.*.pyc"):
        compiled.unlink()
    verdicts = run_tests(folder, [fault.test])
    shutil.rmtree(folder)
    return ended(verdicts, fault.test)


def ended(verdicts: Verdicts, test: str) -> Mapping[str, str]:
    """How a test ended; of a parametrized one whatever ended worst."""
    found = [verdict for name, verdict in verdicts.items() if name == test or name.startswith(f"{test}[")]
    return max(found, key=lambda verdict: WORSE.index(verdict["how"]), default={"how": "not there", "text": ""})


@pytest.fixture(scope="module")
def runs(
    request: pytest.FixtureRequest, product: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, concurrent.futures.Future[Mapping[str, str]]]]:
    """The runs of the faults that were asked for, a few at a time; each is waited for by its own test."""
    names = {item.callspec.params["fault"].name for item in request.session.items
             if item.path == Path(__file__) and "fault" in getattr(getattr(item, "callspec", None), "params", {})}
    folder = tmp_path_factory.mktemp("faults")
    asked = [(fault, folder / f"fault_{number}") for number, fault in enumerate(CHOSEN) if fault.name in names]
    with concurrent.futures.ThreadPoolExecutor(AT_A_TIME) as pool:
        yield {fault.name: pool.submit(with_fault, fault, product, copy) for fault, copy in asked}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("fault", CHOSEN, ids=lambda fault: fault.name)
def test_a_fault_is_caught_by_its_test(
    fault: Fault, runs: Mapping[str, concurrent.futures.Future[Mapping[str, str]]]
) -> None:
    verdict = runs[fault.name].result()

    assert verdict["how"] == "failed", f"{fault.test}: {verdict['how']}\n{verdict['text']}"


def test_the_tests_pass_without_the_faults(product: Path, tmp_path: Path) -> None:
    tests = sorted({fault.test for fault in CHOSEN})
    verdicts = run_tests(shutil.copytree(product, tmp_path / "product", copy_function=os.link), tests)

    assert {test: ended(verdicts, test)["how"] for test in tests} == dict.fromkeys(tests, "passed")


def test_every_fault_finds_its_line() -> None:
    for fault in ALL:
        fault.changed((REPOSITORY / fault.file).read_text(encoding="utf-8"))


def test_the_test_of_every_fault_is_there() -> None:
    """Also away from CI, which runs more seeds: nobody should have to be CI to try a fault."""
    environment = {name: value for name, value in os.environ.items() if name not in ("CI", "PYTEST_ADDOPTS")}
    collected = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--collect-only", *sorted({fault.test for fault in ALL})],
        cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=SECONDS_MAX, check=False,
    )

    assert collected.returncode == 0, collected.stderr[-2000:]


def test_the_faults_are_many_and_everywhere() -> None:
    assert len(ALL) >= LEAST
    assert [name for name, count in Counter(fault.name for fault in ALL).items() if count > 1] == []
    assert [fault.name for fault in ALL if "::" not in fault.test] == []
    assert sorted(FOLDERS) == sorted({fault.file.split("/")[1] for fault in ALL} & set(FOLDERS))
    assert [fault.name for fault in ALL if "\n" in fault.old.strip("\n") or "\n" in fault.new.strip("\n")] == []
