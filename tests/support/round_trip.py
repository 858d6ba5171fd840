"""Every sentence of docs/words.md, translated into a language and back. Run with a package on the path that has it.

    python -P -m support.round_trip xx      (with tests/ on PYTHONPATH)
"""
from __future__ import annotations

import sys
from collections.abc import Iterator

from words.page import Sentence, sentences

from rulelang.source import SourceFile
from rulelang.syntax import read
from rulelang.syntax.format import format_text


def differences(language: str) -> Iterator[str]:
    """What each sentence that does not mean the same there and back has become."""
    for sentence in sentences():
        yield from _differences(sentence, language)


def _differences(sentence: Sentence, language: str) -> Iterator[str]:
    english = SourceFile("words.rule", sentence.program("en"))
    there = SourceFile(f"words.{language}.rule", format_text(english, language))
    back = SourceFile("words.en.rule", format_text(there, "en"))
    meant = read(english)[0].declarations
    for file in (there, back):
        module, findings = read(file)
        if findings or module.declarations != meant:
            yield f"line {sentence.line}: {english.text!r} is {file.text!r}: {[finding.name for finding in findings]}"
    if format_text(back, language) != there.text:
        yield f"line {sentence.line}: {there.text!r} is not what {back.text!r} becomes"


if __name__ == "__main__":
    found = list(differences(sys.argv[1]))
    print(f"{len(sentences())} sentences")
    print("\n".join(found))
    sys.exit(1 if found else 0)
