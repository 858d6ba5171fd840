"""Files of rules and of data damaged anyhow, in bytes and in words, and what reading them comes to: never more than a
finding, never more than two seconds."""
from __future__ import annotations

import datetime
import random
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from rulelang import api
from rulelang.core.nodes import Core
from rulelang.data.read import read_population
from rulelang.diagnostics.catalogue import words
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused
from support.mutations.slips import pieces_of, slip_in

SECONDS_MAX = 2.0
UNTIL = datetime.date(2025, 6, 30)
ODD = [b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n\n", b"\t", b'"', b"'", b"|", b"#", b"(" * 40, b"9" * 400,
       b"\xc3", "\u202e\u0301\u00a0\u2003\ud7ff\U0010ffff".encode(), b"e" * 300, b"-", b"_", b".", b",", b"%",
       b"{}[]", b"\\"]
FENCE = re.compile(r"^```rule[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


@attrs.frozen
class Damaged:
    """A file after damage, how long reading it took, and the traceback's last words where there was one ("" else)."""

    name: str
    content: bytes = attrs.field(repr=False)
    seconds: float
    broke: str = ""

    @property
    def is_wrong(self) -> bool:
        return bool(self.broke) or self.seconds > SECONDS_MAX


def rule_texts(pages: Sequence[Path]) -> list[str]:
    """The programs that stand in some pages."""
    return [text for page in pages for text in FENCE.findall(page.read_text("utf-8")) if len(text) > 80]


def damaged(content: bytes, draw: random.Random) -> bytes:
    """The content after one to four damages."""
    for _ in range(draw.randint(1, 4)):
        content = draw.choice(DAMAGES)(content, draw)
    return content


def damaged_rules(texts: Sequence[str], seed: int) -> Iterator[Damaged]:
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        file = Path(place, "program.rule")
        while True:
            text = draw.choice(texts)
            if draw.random() < 0.5 and (pieces := pieces_of(text)):
                for _ in range(draw.randint(1, 3)):
                    text = slip_in(text, pieces, draw).text
                    pieces = pieces_of(text) or pieces
                content = text.encode()
            else:
                content = damaged(text.encode(), draw)
            file.write_bytes(content)
            yield _read("program.rule", content, lambda: api.check(file))


def damaged_data(core: Core, folder: Path, seed: int) -> Iterator[Damaged]:
    """One file of a copy of a folder damaged at a time."""
    draw = random.Random(seed)
    whole = {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}
    with tempfile.TemporaryDirectory() as place:
        for name, content in whole.items():
            Path(place, name).write_bytes(content)
        while True:
            name = draw.choice(list(whole))
            content = damaged(whole[name], draw)
            Path(place, name).write_bytes(content)
            yield _read(name, content, lambda: _findings(core, Path(place)))
            Path(place, name).write_bytes(whole[name])


def _findings(core: Core, folder: Path) -> Sequence[Diagnostic]:
    _, reading = read_population(core, folder, as_of=None, until=UNTIL)
    return (*reading.findings, *reading.rejects)


def _read(name: str, content: bytes, reading: object) -> Damaged:
    started, broke = time.monotonic(), ""
    assert callable(reading)
    try:
        for finding in reading():
            words(finding)
    except Refused as refused:
        for finding in refused.findings:
            words(finding)
    except Exception as error:  # noqa: BLE001 - whatever escapes is what is looked for
        broke = f"{type(error).__name__}: {error}"
    return Damaged(name, content, time.monotonic() - started, broke)


# ---------------------------------------------------------------------------------------------------- damages


def _cut(content: bytes, draw: random.Random) -> bytes:
    return content[: draw.randint(0, len(content))]


def _without(content: bytes, draw: random.Random) -> bytes:
    start = draw.randint(0, len(content))
    return content[:start] + content[start + draw.choice([1, 1, 2, 5, 40]) :]


def _other(content: bytes, draw: random.Random) -> bytes:
    at = draw.randint(0, len(content))
    return content[:at] + bytes([draw.randrange(256)]) + content[at + 1 :]


def _odd(content: bytes, draw: random.Random) -> bytes:
    at = draw.randint(0, len(content))
    return content[:at] + draw.choice(ODD) + content[at:]


def _again(content: bytes, draw: random.Random) -> bytes:
    start = draw.randint(0, len(content))
    part = content[start : start + draw.choice([3, 20, 200])]
    return content[:start] + part * draw.choice([2, 3, 50]) + content[start:]


def _moved(content: bytes, draw: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    draw.shuffle(lines)
    return b"".join(lines)


DAMAGES = (_cut, _without, _other, _odd, _again, _moved, _without, _other, _odd)
