"""How many decimals the smallest unit of a currency has, from the dated table beside this file. Knows no rates."""
from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path


def minor_digits(code: str) -> int | None:
    """2 for `USD`, 0 for `JPY`, 3 for `KWD`; None for what is no ISO 4217 currency with a smallest unit."""
    return _digits().get(code)


def is_currency(code: str) -> bool:
    """Whether a text is the code of a currency with a smallest unit, in capitals."""
    return code in _digits()


def currency_codes() -> tuple[str, ...]:
    """All codes that `minor_digits` knows, in order."""
    return tuple(sorted(_digits()))


@functools.cache
def _digits() -> Mapping[str, int]:
    table = tomllib.loads(Path(__file__).with_name("currencies.toml").read_text("utf-8"))
    return {
        code: int(digits)
        for part in ("digits", "replaced")
        for digits, codes in table[part].items()
        for code in codes
    }
