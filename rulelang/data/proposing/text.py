"""A proposed mapping as TOML, with its doubts as comments above it. `mapping_file.py` reads it back."""
from __future__ import annotations

from collections.abc import Iterator, Mapping

from rulelang.data.mapping import MAPPING_FILE, EntityMapping
from rulelang.data.proposing.propose import Proposal
from rulelang.data.toml_key import toml_key, toml_text
from rulelang.diagnostics.catalogue import told, words
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.phrase import phrase
from rulelang.languages import ENGLISH

_SINGLE = (
    "file", "sheet", "header_row", "footer_rows", "encoding", "delimiter", "decimal_mark", "thousands_mark",
    "date_order", "member_separator", "currency_column",
)  # fmt: skip


def proposal_text(proposal: Proposal, language: str = ENGLISH) -> str:
    """The proposal as the text of a file of mappings, with its comments in a language."""
    return "".join(f"{line}\n" for line in _lines(proposal, language))


def _lines(proposal: Proposal, language: str) -> Iterator[str]:
    mapping, plain = proposal.mapping, EntityMapping(proposal.mapping.entity)
    within = f"data.{mapping.entity}"
    facts = {"file": _safe(mapping.file), "mapping": MAPPING_FILE}
    said = phrase("A proposal for {file}: check it and keep it in `{mapping}` beside the data.", **facts)
    yield f"# {told(said, language)}"
    for doubt in proposal.doubts:
        yield from _comment(doubt, language)
    yield f"[{within}]"
    for name in _SINGLE:
        value = getattr(mapping, name)
        if value != getattr(plain, name):
            yield f"{name} = {value if isinstance(value, int) else toml_text(value)}"
    if mapping.numbers_as_text:
        lost = phrase("Stored as numbers, so zeros in front may be lost; the digits that are there are taken as text.")
        yield f"# {told(lost, language)}"
        yield f"numbers_as_text = [{', '.join(map(toml_text, mapping.numbers_as_text))}]"
    columns = {column: field for field, column in mapping.columns.items()}
    yield from _table(f"{within}.columns", columns)
    for field, names in mapping.values.items():
        yield from _table(f"{within}.values.{toml_key(field)}", names)
    yield from _table(f"{within}.percents", mapping.percents)
    yield from _table(f"{within}.timestamps", mapping.timestamps)
    yield from _table(f"{within}.currency_signs", mapping.currency_signs)
    yield from _constants(f"{within}.constants", proposal)


def _constants(name: str, proposal: Proposal) -> Iterator[str]:
    yield from _table(name, proposal.mapping.constants)
    if proposal.lacking and not proposal.mapping.constants:
        yield f"\n[{name}]"
    for field in proposal.lacking:
        yield f'# {toml_key(field)} = "..."'


def _table(name: str, values: Mapping[str, str]) -> Iterator[str]:
    if values:
        yield f"\n[{name}]"
    for key, value in values.items():
        yield f"{toml_key(key)} = {toml_text(value)}"


def _comment(doubt: Diagnostic, language: str) -> Iterator[str]:
    found = words(doubt, language)
    yield f"# {told(phrase('Doubt: {message}.', message=_safe(found.message)), language)}"
    for advice in found.help:
        yield f"#   {_safe(advice)}"


def _safe(text: str) -> str:
    """A text that stays inside its comment."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
