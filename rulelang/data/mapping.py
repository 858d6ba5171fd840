"""What a mapping says of the export that holds an entity: its file, its notation, its names. Holds, decides nothing.

A mapping that says nothing stands for the strict ways of `rulelang.data`.
"""
from __future__ import annotations

import datetime
from collections.abc import Mapping

import attrs

MAPPING_FILE = "rulelang.toml"
"""The name of the file of mappings in a folder of data."""

DATE_ORDERS = ("year month day", "day month year", "month day year")
DECIMAL_MARKS = (".", ",")
THOUSANDS_MARKS = (".", ",", " ", "'")
DELIMITERS = (",", ";", "\t", "|")
PERCENTS = ("fraction", "percent")
# Those that spreadsheets and business systems write; each takes a line feed for one and the same byte, or says so.
ENCODINGS = (
    "utf-8", "utf-16", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1257", "iso-8859-1", "iso-8859-2",
    "iso-8859-15", "mac-roman", "shift_jis", "gb18030", "big5",
)  # fmt: skip


@attrs.frozen
class EntityMapping:
    """How one entity is read from its export.

    `file` and `sheet` are "" where the usual search finds them. `header_row` counts from 1; `footer_rows` is how many
    lines at the end are no data. `thousands_mark` is "" for none, `date_order` "" for `2025-04-01` alone. `columns`
    gives the file's column by field; `values` what the file calls values, by field and by the file's word; `constants`
    the text of fields that the file lacks; `percents` by field whether a percent without its sign is a `fraction` or a
    `percent`; `timestamps` by field whether the day of a timestamp is the `date as written` or that in a time zone,
    which is named. `numbers_as_text` are fields of text whose whole numbers, in JSON and workbooks, stand for their
    digits. `currency_column` holds the currency of every amount of a row; `currency_signs` are signs that stand before
    or behind amounts, as `€` does, with the code of the currency that each means.
    """

    entity: str
    file: str = ""
    sheet: str = ""
    header_row: int = 1
    footer_rows: int = 0
    delimiter: str = ","
    encoding: str = "utf-8"
    decimal_mark: str = "."
    thousands_mark: str = ""
    date_order: str = ""
    member_separator: str = ";"
    currency_column: str = ""
    covered_from: datetime.date | None = None
    columns: Mapping[str, str] = attrs.field(factory=dict)
    values: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)
    constants: Mapping[str, str] = attrs.field(factory=dict)
    percents: Mapping[str, str] = attrs.field(factory=dict)
    timestamps: Mapping[str, str] = attrs.field(factory=dict)
    currency_signs: Mapping[str, str] = attrs.field(factory=dict)
    numbers_as_text: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether the export is read as if there were no mapping, but for its file and its covered dates."""
        plain = EntityMapping(self.entity, self.file, covered_from=self.covered_from)
        return self == plain

    def column_of(self, field: str) -> str:
        """What the file calls the column of a field."""
        return self.columns.get(field, field)

    @property
    def plain_numbers(self) -> bool:
        """Whether numbers are written with a point and without separators of thousands."""
        return self.decimal_mark == "." and not self.thousands_mark


@attrs.frozen
class Mappings:
    """The mappings of a folder of data by entity; `hash` is the SHA-256 of their file, "" where there is none."""

    entities: Mapping[str, EntityMapping] = attrs.field(factory=dict)
    hash: str = ""

    def of(self, entity: str) -> EntityMapping:
        return self.entities.get(entity) or EntityMapping(entity)

    @property
    def covered_from(self) -> Mapping[str, datetime.date]:
        """The covered dates that are said, by entity."""
        return {name: each.covered_from for name, each in self.entities.items() if each.covered_from is not None}
