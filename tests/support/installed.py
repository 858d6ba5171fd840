"""rulelang as people have it: the wheel, built from this checkout and installed in an environment of its own.

Nothing of the checkout is on the path of what runs here, so a file that the wheel lacks is missed. What the wheel asks
for comes from the environment that runs the tests; only `hatchling`, which builds it, comes from pip's index where that
environment lacks it.
"""
from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import MappingProxyType

import attrs

from support.packages_here import is_here, write_wheels
from support.workspace import OTHERS, REPOSITORY, Workspace, trimmed, workspace

SECONDS_MAX = 120
EXTRA = "batch"
"""What is installed with the wheel, as the pages tell."""
_DONE = "-- the fence is done --"
_LISTENS = f"""
import json, sys, traceback
names = {{"__name__": "__main__"}}
for line in sys.stdin:
    try:
        exec(json.loads(line), names)
    except BaseException:
        traceback.print_exc(file=sys.stdout)
    print({_DONE!r}, flush=True)
"""


class NotInstalled(Exception):
    """The wheel could not be built or installed; says why."""


@attrs.frozen
class Environment:
    """A virtual environment with the wheel in it. `packages` are the wheels that pip may install there and below."""

    folder: Path
    packages: Path

    @property
    def programs(self) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    def run(self, words: list[str], here: Path, more: Mapping[str, str] = MappingProxyType({})) -> tuple[str, int]:
        """What a program of the environment shows on both streams, and its exit code."""
        program = str(self.programs / words[0]) if (self.programs / words[0]).exists() else words[0]
        done = subprocess.run(
            [program, *words[1:]], cwd=here, env=self.place() | more, text=True, timeout=SECONDS_MAX, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return trimmed(done.stdout), done.returncode

    def place(self) -> dict[str, str]:
        """The variables of the process, without those that lead to the checkout or to what is installed here."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "RULELANG"))}
        own = {"COLUMNS": "100", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "RULELANG_CACHE": str(self.folder / "cache")}
        path = os.pathsep.join([str(self.programs), os.environ.get("PATH", os.defpath)])
        return kept | own | {"PATH": path} | _no_index(self.packages)

    def talk(self, here: Path) -> subprocess.Popen[str]:
        """Python of the environment, which runs one fence after the other."""
        return subprocess.Popen(
            [str(self.programs / "python"), "-P", "-c", _LISTENS], cwd=here, env=self.place(), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def workspaces(
        self, fill: Callable[[Workspace], None] | None = None, *, of_the_folder: bool = False
    ) -> Callable[[], AbstractContextManager[Workspace]]:
        """Makes folders, empty or filled, in which commands are those of the environment. `of_the_folder`: with the
        package in the folder in place of the wheel's, as when it is installed with `pip install -e`."""

        @contextmanager
        def made() -> Iterator[Workspace]:
            with workspace() as here:
                own = Installed(here.folder, self, {"PYTHONPATH": str(here.folder)} if of_the_folder else {})
                if fill is not None:
                    fill(own)
                try:
                    yield own
                finally:
                    own.close()

        return made


def installed(folder: Path) -> Environment:
    """The environment, made in a folder outside the checkout. Raises NotInstalled."""
    environment = Environment(folder / "environment", folder / "packages")
    write_wheels(_asked_for(), environment.packages)
    place, pip = environment.place(), [sys.executable, "-m", "pip"]
    _done([*pip, "wheel", "--quiet", "--no-deps", "-w", str(folder / "built"), str(REPOSITORY)], place)
    _done([sys.executable, "-m", "venv", "--without-pip", str(environment.folder)], place)
    [wheel] = (folder / "built").glob("*.whl")
    into = ["--python", str(environment.programs / "python")]
    _done([*pip, *into, "install", "--quiet", f"{wheel}[{EXTRA}]"], place)
    return environment


def _asked_for() -> list[str]:
    """What the wheel is built with and what it asks for."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    built_with = [text for text in project["build-system"]["requires"] if is_here("hatchling")]
    asked = project["project"]
    return [*built_with, *asked["dependencies"], *asked["optional-dependencies"][EXTRA]]


def _no_index(packages: Path) -> dict[str, str]:
    """What tells pip to install from the folder alone, if that has all it takes to build the wheel too."""
    return {"PIP_FIND_LINKS": str(packages)} | ({"PIP_NO_INDEX": "1"} if is_here("hatchling") else {})


def _done(words: list[str], place: dict[str, str]) -> None:
    done = subprocess.run(words, env=place, capture_output=True, text=True, timeout=SECONDS_MAX, check=False)
    if done.returncode:
        raise NotInstalled(f"`{shlex.join(words[1:5])} ...` failed: {done.stderr.strip()[-300:]}")


@attrs.frozen(eq=False)
class Installed(Workspace):
    """A folder in which commands and Python are those of an environment. Names stay known from fence to fence."""

    environment: Environment
    more: Mapping[str, str]
    talks: list[subprocess.Popen[str]] = attrs.field(factory=list)

    def run(self, command: str) -> tuple[str, int]:
        words = shlex.split(command)
        return super().run(command) if words[0] in OTHERS else self.environment.run(words, self.folder, self.more)

    def shell(self, lines: str) -> tuple[str, int]:
        """What lines show that are typed into a terminal here, and the exit code of the first that fails. What pip says
        of the places it installs from differs from machine to machine and is left out."""
        return self.environment.run(["bash", "-e", "-c", lines], self.folder, {**self.more, "PIP_QUIET": "2"})

    def python(self, code: str) -> str:
        """What Python prints for a fence, after those before it."""
        if not self.talks:
            self.talks.append(self.environment.talk(self.folder))
        [talk] = self.talks
        assert talk.stdin is not None
        assert talk.stdout is not None
        talk.stdin.write(json.dumps(code) + "\n")
        talk.stdin.flush()
        return trimmed("".join(iter(talk.stdout.readline, f"{_DONE}\n")))

    def close(self) -> None:
        for talk in self.talks:
            talk.communicate(timeout=SECONDS_MAX)
