"""What takes too long is ended, and what does not is left alone."""
from __future__ import annotations

import signal
import threading

import pytest

from rulelang.cli import main
from rulelang.cli import map as map_command
from rulelang.cli.time_limit import TooSlow, time_limit
from support.workspace import REPOSITORY

EXPORTS = REPOSITORY / "tests" / "cli" / "fixtures" / "exports"
needs_alarm = pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="the system has no such signal")


@needs_alarm
def test_what_takes_too_long_is_ended() -> None:
    def forever() -> None:
        with time_limit(1):
            while True:
                pass

    with pytest.raises(TooSlow):
        forever()


@needs_alarm
def test_what_is_done_in_time_is_left_alone() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with time_limit(1):
        pass

    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.alarm(0) == 0


def test_in_another_thread_there_is_no_limit() -> None:
    done: list[bool] = []

    def work() -> None:
        with time_limit(1):
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]


@needs_alarm
def test_a_proposal_that_takes_too_long_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def forever(*_: object, **__: object) -> None:
        while True:
            pass

    monkeypatch.setattr("rulelang.api.Program.propose_mapping", forever)
    monkeypatch.setattr(map_command, "MAP_SECONDS_MAX", 1)
    program = str(EXPORTS / "programs" / "acme")

    assert main(["map", str(EXPORTS / "spanish" / "socios.csv"), "--program", program]) == 2
    assert "RL058" in capsys.readouterr().err
