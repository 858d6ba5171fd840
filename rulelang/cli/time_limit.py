"""Ending what takes too long, for commands that look at files nobody knows; only where the system has alarms."""
from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


class TooSlow(Exception):
    """The time was up."""


@contextlib.contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Raises TooSlow inside the block when the seconds are over; no limit where there are no such signals."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _stop(number: int, frame: FrameType | None) -> None:
    raise TooSlow
