"""Doing something again whenever a rule file changes. Looks at the files' times twice a second; needs no library."""
from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from rulelang.cli.locate import rule_files
from rulelang.cli.output import in_words, say
from rulelang.diagnostics.phrase import phrase
from rulelang.diagnostics.refused import Refused
from rulelang.project import PROJECT_FILE

ROUNDS_A_SECOND = 2
Times = Mapping[Path, tuple[int, int]]


def watch_files(paths: Sequence[str], action: Callable[[], object]) -> None:
    """Does it now and after every change of a rule file or a project file in `paths`, until Ctrl-C."""
    try:
        seen = _times(paths)
        action()
        say(in_words(phrase("watching for changes; Ctrl-C ends"), []))
        while True:
            time.sleep(1 / ROUNDS_A_SECOND)
            now = _times(paths)
            if now != seen:
                say("")
                for path in sorted({*seen.items()} ^ {*now.items()}):
                    say(in_words(phrase("changed: {file}", file=path[0].as_posix()), []))
                    break
                seen = now
                action()
    except KeyboardInterrupt:
        return


def _times(paths: Sequence[str]) -> Times:
    """When each file changed last, and its size; a folder that is just being saved may be empty for a moment."""
    try:
        files = [*rule_files(paths), *(Path(path, PROJECT_FILE) for path in paths)]
    except Refused:
        return {}
    found: dict[Path, tuple[int, int]] = {}
    for file in files:
        try:
            state = file.stat()
        except OSError:
            continue
        found[file] = (state.st_mtime_ns, state.st_size)
    return found
