"""Tells on a terminal that a long command is at work. Writes nothing where nobody looks or within a second."""
from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator

from rulelang.cli.output import in_words
from rulelang.diagnostics.phrase import Phrase
from rulelang.languages import ENGLISH

_CLEAR = "\r\x1b[K"


@contextlib.contextmanager
def progress(doing: Phrase, language: str = ENGLISH) -> Iterator[None]:
    """A line on standard error with the seconds so far, wiped at the end; only on a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    writer = threading.Thread(target=_tick, args=(in_words(doing, [language]), done), daemon=True)
    writer.start()
    try:
        yield
    finally:
        done.set()
        writer.join()


def _tick(doing: str, done: threading.Event) -> None:
    seconds = 0
    while not done.wait(1):
        seconds += 1
        sys.stderr.write(f"{_CLEAR}{doing} {seconds} s")
        sys.stderr.flush()
    if seconds:
        sys.stderr.write(_CLEAR)
        sys.stderr.flush()
