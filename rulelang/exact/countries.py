"""Which two letters are a country, from the dated table beside this file. Knows no names and no regions."""
from __future__ import annotations

import functools
import tomllib
from pathlib import Path


def is_country(code: str) -> bool:
    """Whether a text is an officially assigned ISO 3166-1 alpha-2 code, in capitals: `NO` is, `no` and `UK` are not."""
    return code in country_codes()


@functools.cache
def country_codes() -> frozenset[str]:
    table = tomllib.loads(Path(__file__).with_name("countries.toml").read_text("utf-8"))
    return frozenset(table["codes"])
