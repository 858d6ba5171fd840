"""A folder of its own for a test, and the `rulelang` command run in it without starting a process."""
from __future__ import annotations

import contextlib
import io
import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import attrs
import pytest

from rulelang.cli import main

REPOSITORY = Path(__file__).resolve().parents[2]
# Help is laid out for the screen; a fixed width gives everybody the same text.
# A defect of ours is shown with its trail, and never written into a page.
_ENVIRONMENT = {"COLUMNS": "100", "NO_COLOR": "1", "RULELANG_DEBUG": "1"}
OTHERS = ("cat", "git")
"""Programs beside `rulelang` that run in a workspace."""
_GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_DEFAULT_HASH": "sha1",
    "GIT_PAGER": "cat", "LC_ALL": "C",
    "GIT_AUTHOR_NAME": "Ana", "GIT_AUTHOR_EMAIL": "ana@example.com", "GIT_AUTHOR_DATE": "2025-01-02T12:00:00Z",
    "GIT_COMMITTER_NAME": "Ana", "GIT_COMMITTER_EMAIL": "ana@example.com", "GIT_COMMITTER_DATE": "2025-01-02T12:00:00Z",
}  # fmt: skip
"""The same for everybody, whatever git is told on this machine."""


@attrs.frozen
class Workspace:
    """A temporary folder; commands run with it as the current one, at a terminal that speaks English or another
    language."""

    folder: Path
    terminal: str = attrs.field(default="C", kw_only=True)

    def write(self, name: str, text: str) -> None:
        """A file inside the folder, with the folders it needs."""
        path = (self.folder / name).resolve()
        assert path.is_relative_to(self.folder.resolve()), f"{name} lies outside the test's folder"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def copy(self, source: Path, name: str = ".") -> None:
        """A copy of a folder of the repository, put at `name`."""
        shutil.copytree(source, self.folder / name, dirs_exist_ok=True)

    def run(self, command: str) -> tuple[str, int]:
        """What `rulelang ...` shows on a terminal (both streams as written) and its exit code; also `cat FILE`
        and `git ...`."""
        program, *arguments = shlex.split(command)
        if program == "cat":
            return "".join((self.folder / name).read_text(encoding="utf-8") for name in arguments), 0
        if program == "git":
            return self._git(arguments)
        assert program == "rulelang", f"only `rulelang`, `cat` and `git` run here, not `{program}`"
        shown = io.StringIO()
        with (
            contextlib.chdir(self.folder),
            mock.patch.dict(os.environ, {**_ENVIRONMENT, "LC_ALL": self.terminal}),
            mock.patch("sys.stdin", io.StringIO()),
            mock.patch("time.sleep", side_effect=KeyboardInterrupt),  # who waits here has seen enough
            contextlib.redirect_stdout(shown),
            contextlib.redirect_stderr(shown),
        ):
            os.environ.pop("FORCE_COLOR", None)
            status = main(arguments)
        return trimmed(shown.getvalue()), status

    def _git(self, arguments: list[str]) -> tuple[str, int]:
        """Repositories above the folder, such as the checkout, are none of its business."""
        if shutil.which("git") is None:
            pytest.skip("git is not installed here")
        place = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        own = {**_GIT, "HOME": str(self.folder), "GIT_CEILING_DIRECTORIES": str(self.folder.parent)}
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env=place | own, text=True, check=False, timeout=60,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return trimmed(done.stdout), done.returncode


@contextlib.contextmanager
def workspace(terminal: str = "C") -> Iterator[Workspace]:
    """A workspace that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="rulelang-") as folder:
        yield Workspace(Path(folder), terminal=terminal)


def trimmed(text: str) -> str:
    """The text without blanks at the ends of lines and without empty lines at its end."""
    lines = "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n")
    return f"{lines}\n" if lines else ""
