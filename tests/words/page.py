"""Reads docs/words.md: every sentence with its three languages, where it stands and whether it runs."""
from __future__ import annotations

import re
import tomllib
from pathlib import Path

import attrs

PAGE = Path(__file__).parents[2] / "docs" / "words.md"
CONTEXTS = tomllib.loads((Path(__file__).parent / "contexts.toml").read_text(encoding="utf-8"))
LANGUAGES = ("en", "es", "pt")

_ROW = re.compile(r"^\| (\w*) ?\| `(.+)` \| `(.+)` \| `(.+)` \| (yes|not yet) \|$")
_FENCE = re.compile(
    r"^```rule (en|es|pt)(?: where=(\w+))?(?: runs=\"(yes|not yet)\")?\n(.*?)\n```$", re.MULTILINE | re.DOTALL
)


@attrs.frozen
class Sentence:
    """`where` is empty for a whole declaration. `text` holds the sentence as it stands on the page, by language."""

    line: int
    where: str
    text: dict[str, str]
    runs: bool

    def program(self, language: str) -> str:
        """The sentence as a whole declaration."""
        if not self.where:
            return self.text[language] + "\n"
        around = CONTEXTS[self.where][language]
        before = next(line for line in around.split("\n") if "{}" in line)
        depth = " " * (len(before) - len(before.lstrip()))
        return around.replace("{}", self.text[language].replace("\n", "\n" + depth)) + "\n"


def sentences() -> list[Sentence]:
    """All sentences of the page, in its order."""
    page = PAGE.read_text(encoding="utf-8")
    found = []
    for number, line in enumerate(page.split("\n"), 1):
        row = _ROW.match(line)
        if row:
            where, *texts, runs = row.groups()
            found.append(Sentence(number, where, dict(zip(LANGUAGES, texts, strict=True)), runs == "yes"))
    fences = list(_FENCE.finditer(page))
    for en, es, pt in zip(fences[::3], fences[1::3], fences[2::3], strict=True):
        assert (en[1], es[1], pt[1]) == LANGUAGES, page[: en.start()].count("\n")
        texts = {"en": en[4], "es": es[4], "pt": pt[4]}
        found.append(Sentence(page[: en.start()].count("\n") + 1, en[2] or "", texts, en[3] == "yes"))
    return sorted(found, key=lambda sentence: sentence.line)


def remarked(page: str, runs: dict[int, bool]) -> str:
    """The page with its marks set anew: `runs` by the line on which a sentence begins."""
    lines = page.split("\n")
    for number, mark in runs.items():
        word, line = ("yes" if mark else "not yet"), lines[number - 1]
        lines[number - 1] = re.sub(r"\| (yes|not yet) \|$|runs=\"(yes|not yet)\"$", _mark(word, line), line)
    return "\n".join(lines)


def _mark(word: str, line: str) -> str:
    return f"| {word} |" if line.startswith("|") else f'runs="{word}"'
