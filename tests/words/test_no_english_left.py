"""What commands say of rules in another language holds no English: every command of the transcripts, on their projects
put into that language, at a terminal that speaks it."""
from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rulelang.languages import ENGLISH, languages, said_by, suffix_of
from rulelang.source import SourceFile
from rulelang.syntax.format import format_text
from support.markdown import Section, sections
from support.transcripts import commands, prepare
from support.workspace import REPOSITORY, Workspace, workspace

PAGES = sorted((REPOSITORY / "tests" / "cli").glob("*.md"))
OTHERS = [language for language in languages() if language != ENGLISH]
# Words that stand in every sentence of English and in no other language that is spoken here. Help is English, and so
# are the keys of what is written for programs.
ENGLISH_WORDS = re.compile(
    r"(?<![\w./`-])(?:the|of|and|is|are|was|were|to|from|at least|at most|with|each|every|than|not|only|by|below|above|"
    r"before|after|since|until|here|there|when|which|what|this|that|these|write|says|allows|keep|start|nothing)(?![\w./-])",
    re.IGNORECASE,
)
NOT_TOLD = re.compile(r"--help|json|sarif|github|rulelang$|cat |git ")
SHOWN_LINE = re.compile(r"\s*\d*\s*\|")
"""A line of the user's own file below a finding."""


WRITTEN = re.compile(r'"([^"\n]*)"')


def put_into(here: Workspace, language: str) -> list[str] | None:
    """Puts all rules of a folder into a language, and gives the texts that stand in them between quotes; None where a
    file that cannot be read goes on speaking its own."""
    texts: list[str] = []
    for path in sorted(here.folder.rglob("*.rule")):
        made = format_text(SourceFile(path.name, path.read_text(encoding="utf-8")), language)
        path.write_text(made, encoding="utf-8")
        texts += WRITTEN.findall(made)
        if (said_by(made) or suffix_of(path.name)) != language:
            return None
    return texts


def english_in(shown: str, texts: list[str]) -> Iterator[str]:
    """The lines that hold a word of English, but for what users wrote."""
    for line in shown.split("\n"):
        told = line
        for text in texts:
            told = told.replace(text, "")
        if not SHOWN_LINE.match(line) and "-->" not in line and ENGLISH_WORDS.search(told):
            yield line


def said_in(section: Section, language: str) -> Iterator[str]:
    with workspace(terminal=f"{language}.UTF-8") as here:
        for fence in (fence for fence in section.fences if fence.kind == "console"):
            prepare(here, fence)
            texts = put_into(here, language)
            if texts is None:
                return
            for command in commands(fence.body):
                if command.startswith("rulelang new"):  # it makes rules of its own
                    return
                shown, _ = here.run(command)
                found = [] if NOT_TOLD.search(command) else english_in(shown, texts)
                yield from (f"line {fence.line}: {command}: {line}" for line in found)


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_what_commands_say_is_in_the_language_of_the_rules(page: Path) -> None:
    """Each language has every second section: the words of all have the same places, which is tested elsewhere."""
    found: list[str] = []
    for number, section in enumerate(sections(page.read_text(encoding="utf-8"))):
        found += said_in(section, OTHERS[number % len(OTHERS)])

    assert found == []
