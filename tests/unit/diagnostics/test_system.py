"""Why the system refused a file, in the language of whoever asks."""
from __future__ import annotations

import errno

import pytest

from rulelang.diagnostics.catalogue import told
from rulelang.diagnostics.phrase import Phrase, phrase
from rulelang.diagnostics.system import system_reason
from rulelang.languages import languages


@pytest.mark.parametrize(
    ("number", "reasons"),
    [
        (errno.EISDIR, ["it is a folder", "es una carpeta", "é uma pasta"]),
        (errno.EACCES, ["permission denied", "permiso denegado", "permissão negada"]),
        (errno.ENOSPC, ["the disk is full", "el disco está lleno", "o disco está cheio"]),
        (errno.ENOMEM, ["the memory is used up", "se agotó la memoria", "a memória se esgotou"]),
    ],
)
def test_known_reasons_in_every_language(number: int, reasons: list[str]) -> None:
    found = system_reason(OSError(number, "as the system says it", "Deal.csv"))

    assert isinstance(found, Phrase)
    assert [told(found, language) for language in sorted(languages())] == reasons


def test_other_reasons_as_the_system_says_them() -> None:
    assert system_reason(OSError(errno.EPIPE, "Broken pipe")) == "Broken pipe"
    assert system_reason(OSError("?")) == phrase("the system gave no reason")
    assert system_reason(OSError("?"), phrase("it cannot be opened")) == phrase("it cannot be opened")
