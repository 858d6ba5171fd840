"""Colours for findings on a terminal. Paints finished text, so that without a terminal the text is the same."""
from __future__ import annotations

import os
import re
from typing import TextIO

_HEADLINE = re.compile(r"^(\w+\[RL\d{3} [a-z0-9-]+\]):(.*)$", re.MULTILINE)
_PRIMARY = re.compile(r"^( *\| *)(\^+.*)$", re.MULTILINE)
_SECONDARY = re.compile(r"^( *\| *)(-+(?: .*)?)$", re.MULTILINE)
_RED, _BLUE, _BOLD, _PLAIN = "\x1b[31m", "\x1b[34m", "\x1b[1m", "\x1b[0m"


def painted(text: str, stream: TextIO) -> str:
    """The text with colours where `stream` is a terminal and nobody asked for none."""
    if not _wanted(stream):
        return text
    text = _HEADLINE.sub(rf"{_BOLD}{_RED}\1{_PLAIN}{_BOLD}:\2{_PLAIN}", text)
    text = _PRIMARY.sub(rf"\1{_RED}\2{_PLAIN}", text)
    return _SECONDARY.sub(rf"\1{_BLUE}\2{_PLAIN}", text)


def _wanted(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()
