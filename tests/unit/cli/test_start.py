"""The command starts at once: nothing is imported that the answer does not need."""
from __future__ import annotations

import os
import subprocess
import sys

import pytest

import rulelang

# What only a command that reads or runs rules may import.
HEAVY = ("lark", "duckdb", "attr", "cattr", "tomllib", "rulelang.api", "rulelang.syntax", "rulelang.diagnostics")


def imported(arguments: str) -> tuple[str, set[str]]:
    """What a fresh process prints for the arguments, and the heavy modules it imported meanwhile."""
    code = (
        "import sys; from rulelang.cli import main; main(sys.argv[1:]); "
        f"print(*[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments.split()], capture_output=True, text=True, check=True)
    return done.stdout, set(done.stderr.split())


def test_the_version_needs_nothing_but_the_command_line() -> None:
    assert imported("--version") == (f"rulelang {rulelang.__version__}\n", set())


@pytest.mark.parametrize("arguments", ["--help", "run --help", "explain RL900"])
def test_help_and_codes_need_neither_the_grammar_nor_the_database(arguments: str) -> None:
    shown, heavy = imported(arguments)

    assert shown
    assert heavy.isdisjoint({"lark", "duckdb", "rulelang.api", "rulelang.syntax"})


def test_the_module_runs_like_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "rulelang", "--version"], capture_output=True, text=True, check=True)

    assert done.stdout == f"rulelang {rulelang.__version__}\n"


def test_an_output_that_was_closed_before_is_no_defect() -> None:
    code = "import sys; sys.stdout = None; sys.argv[1:] = ['--version']; from rulelang.cli import process; process()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")


def test_importing_the_package_imports_nothing_else() -> None:
    code = "import sys, rulelang; print([name for name in sys.modules if name.startswith('rulelang.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_shells_complete_commands_and_options() -> None:
    def completed(words: str) -> list[str]:
        place = {"_RULELANG_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
        code = "from rulelang.cli import main; main()"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ | place)
        return [line.partition(",")[2] for line in done.stdout.split()]

    assert completed("rulelang sch") == ["schema"]
    assert completed("rulelang run --hist") == ["--history"]
    assert "duckdb" in completed("rulelang run --engine d")
