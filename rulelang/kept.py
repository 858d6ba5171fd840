"""What is made from texts and kept between runs, in the user's cache directory. Knows no format but TOML.

A kept thing is only ever an answer that could be made again: without a directory to write to, or with files that were
cut short, it is made anew. Files hold JSON or plain text, never anything that runs when it is read, and are found by a
digest of all they were made of. `RULELANG_CACHE` or `XDG_CACHE_HOME` says where; else it is `.cache` of the home.
"""
from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

FILES_MAX = 256
"""Of one kind; the oldest make room for new ones."""


def key_of(*parts: str | bytes) -> str:
    """A name for what is made of these parts, in this order."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode(errors="surrogatepass") if isinstance(part, str) else part
        digest.update(f"{len(raw)}:".encode() + raw)
    return digest.hexdigest()[:32]


def folder() -> Path:
    """Where kept files are; it need not exist."""
    home = os.environ.get("RULELANG_CACHE") or os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return Path(home or os.path.join(os.path.expanduser("~"), ".cache"), "rulelang")


def recall(kind: str, key: str) -> bytes | None:
    """What was kept, or None. The digest before it tells a whole file from one cut short."""
    try:
        digest, _, body = folder().joinpath(kind, key).read_bytes().partition(b"\n")
    except OSError:
        return None
    return body if hashlib.sha256(body).hexdigest().encode() == digest else None


def keep(kind: str, key: str, body: bytes) -> None:
    """Keeps it for the next run; a directory that cannot be written only costs the time to make it again."""
    import tempfile

    place = folder() / kind
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place, prefix=".", delete=False) as file:
            file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        os.replace(file.name, place / key)
        _make_room(place)
    except OSError:
        return


def _make_room(place: Path) -> None:
    files = [entry for entry in os.scandir(place) if not entry.name.startswith(".")]
    if len(files) > FILES_MAX:
        files.sort(key=lambda entry: entry.stat().st_mtime)
        for entry in files[: len(files) - FILES_MAX]:
            os.unlink(entry.path)


def toml_table(file: Path) -> dict[str, Any]:
    """The table of a TOML file of ours, which holds texts, numbers and lists only; JSON is read ten times as fast."""
    text = file.read_text(encoding="utf-8")
    key = key_of("toml", text)
    kept = recall("toml", key)
    if kept is not None:
        found: dict[str, Any] = json.loads(kept)
        return found
    import tomllib

    table = tomllib.loads(text)
    keep("toml", key, json.dumps(table, ensure_ascii=False).encode())
    return table
