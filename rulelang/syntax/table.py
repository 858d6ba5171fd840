"""The parser's table: built from `grammar.lark` once, then kept in the user's cache directory. Knows no program text.

Building takes about a second, loading a twentieth of that. Without a directory to write to it is built each time.
"""
from __future__ import annotations

import functools
import hashlib
import io
import os
import re
import sys
import tempfile
from importlib import resources
from pathlib import Path

import lark
from lark import Lark

from rulelang.syntax.branch import Branch
from rulelang.syntax.lexing import PhraseLexer

# Part of the key of a kept table: goes up when `build` passes other options.
FORMAT = 2


@functools.cache
def grammar_text() -> str:
    """The grammar with a declaration of every terminal it uses."""
    text = resources.files(__package__).joinpath("grammar.lark").read_text(encoding="utf-8")
    rules = re.sub(r"//.*", "", text)
    terminals = sorted(set(re.findall(r"\b[A-Z][A-Z0-9_]+\b", rules)))
    return f"{text}\n%declare {' '.join(terminals)}\n"


def build(strict: bool = False) -> Lark:
    """The parser, built from the grammar. `strict` refuses any conflict, also those that have a usual answer."""
    return Lark(
        grammar_text(),
        parser="lalr",
        lexer=PhraseLexer,
        start="declaration",
        maybe_placeholders=False,
        strict=strict,
        tree_class=Branch,
    )


@functools.cache
def parser() -> Lark:
    """The parser, from the cache when it holds one for this grammar and this version of lark."""
    path = _cache_path()
    kept = _load(path)
    if kept is not None:
        return kept
    built = build()
    _save(built, path)
    return built


def _cache_path() -> Path:
    made_of = f"{FORMAT} {lark.__version__} {sys.version_info[:2]} {grammar_text()}"
    key = hashlib.sha256(made_of.encode()).hexdigest()[:20]
    home = os.environ.get("RULELANG_CACHE") or os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    root = Path(home) if home else Path(os.path.expanduser("~")) / ".cache"
    return root / "rulelang" / f"parser-{key}.bin"


def _load(path: Path) -> Lark | None:
    """A kept table, or None. The digest before it tells a whole file from one cut short."""
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if hashlib.sha256(body).hexdigest().encode() != digest:
        return None
    return Lark.load(io.BytesIO(body))


def _save(built: Lark, path: Path) -> None:
    buffer = io.BytesIO()
    built.save(buffer)
    body = buffer.getvalue()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        os.replace(file.name, path)
    except OSError:
        return  # a read-only home only costs the time to build it again
