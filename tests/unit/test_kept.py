"""What is kept between runs is found again whole, or made anew."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang import kept


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RULELANG_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_what_is_kept_is_found_again() -> None:
    assert kept.recall("kind", "key") is None

    kept.keep("kind", "key", b"a text\nof two lines")

    assert kept.recall("kind", "key") == b"a text\nof two lines"
    assert kept.recall("kind", "other") is None


def test_a_file_cut_short_is_not_used(cache: Path) -> None:
    kept.keep("kind", "key", b"a text")
    file = cache / "rulelang" / "kind" / "key"
    file.write_bytes(file.read_bytes()[:-1])

    assert kept.recall("kind", "key") is None


def test_a_place_that_cannot_be_written_costs_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a directory", encoding="utf-8")
    monkeypatch.setenv("RULELANG_CACHE", str(blocked))

    kept.keep("kind", "key", b"a text")

    assert kept.recall("kind", "key") is None


def test_the_oldest_make_room(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    monkeypatch.setattr(kept, "FILES_MAX", 3)
    for number in range(6):
        kept.keep("kind", str(number), b"")

    assert len(list((cache / "rulelang" / "kind").iterdir())) == 3


def test_where_things_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RULELANG_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")

    assert kept.folder() == Path("/somewhere/rulelang")


def test_parts_are_told_apart() -> None:
    assert kept.key_of("ab", "c") != kept.key_of("a", "bc")


def test_a_table_reads_the_same_kept_or_not(tmp_path: Path, cache: Path) -> None:
    file = tmp_path / "table.toml"
    file.write_text('[a]\nb = ["é", 1, true]\n', encoding="utf-8")

    first, second = kept.toml_table(file), kept.toml_table(file)

    assert first == second == {"a": {"b": ["é", 1, True]}}
    assert list((cache / "rulelang" / "toml").iterdir())
