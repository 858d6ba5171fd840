"""rulelang as people have it: the wheel, built from this checkout and installed in an environment of its own.

Nothing of the checkout is on the path of what runs here, so a file that the wheel lacks is missed.
"""
from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import attrs

from support.workspace import REPOSITORY, Workspace, trimmed, workspace

SECONDS_MAX = 120
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
    """A virtual environment with the wheel in it."""

    folder: Path

    @property
    def programs(self) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    def run(self, words: list[str], here: Path) -> tuple[str, int]:
        """What a program of the environment shows on both streams, and its exit code."""
        program = str(self.programs / words[0])
        done = subprocess.run(
            [program, *words[1:]], cwd=here, env=self._place(), text=True, timeout=SECONDS_MAX, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return trimmed(done.stdout), done.returncode

    def _place(self) -> dict[str, str]:
        """The variables of the process, without those that lead to the checkout."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "RULELANG"))}
        return kept | {"COLUMNS": "100", "NO_COLOR": "1", "RULELANG_CACHE": str(self.folder / "cache")}

    def talk(self, here: Path) -> subprocess.Popen[str]:
        """Python of the environment, which runs one fence after the other."""
        return subprocess.Popen(
            [str(self.programs / "python"), "-c", _LISTENS], cwd=here, env=self._place(), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def workspaces(self) -> Callable[[], AbstractContextManager[Workspace]]:
        """Makes folders in which commands are those of the environment."""

        @contextmanager
        def made() -> Iterator[Workspace]:
            with workspace() as here:
                own = Installed(here.folder, self)
                try:
                    yield own
                finally:
                    own.close()

        return made


def installed(folder: Path) -> Environment:
    """The environment, made in a folder outside the checkout. Raises NotInstalled."""
    built = folder / "built"
    _done([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(built), str(REPOSITORY)])
    _done([sys.executable, "-m", "venv", str(folder / "environment")])
    environment = Environment(folder / "environment")
    [wheel] = built.glob("*.whl")
    _done([str(environment.programs / "python"), "-m", "pip", "install", "--quiet", f"{wheel}[batch]"])
    return environment


def _done(words: list[str]) -> None:
    done = subprocess.run(words, capture_output=True, text=True, timeout=SECONDS_MAX, check=False)
    if done.returncode:
        raise NotInstalled(f"`{shlex.join(words[1:5])} ...` failed: {done.stderr.strip()[-300:]}")


@attrs.frozen(eq=False)
class Installed(Workspace):
    """A folder in which commands and Python are those of an environment. Names stay known from fence to fence."""

    environment: Environment
    talks: list[subprocess.Popen[str]] = attrs.field(factory=list)

    def run(self, command: str) -> tuple[str, int]:
        words = shlex.split(command)
        return super().run(command) if words[0] == "cat" else self.environment.run(words, self.folder)

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
